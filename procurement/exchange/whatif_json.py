"""A round under several rulebooks for programs: whole numbers, decimals as text, both languages."""

from fractions import Fraction
from typing import Any

from procurement.exchange import open_rules
from procurement.exchange.applied_rules import Applied
from procurement.exchange.whatif import Comparison
from procurement.exchange.whatif_remarks import SAME_BIDS
from procurement.rules import money
from procurement.rules.comparison import Contrast, Result, Total
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict


def document(found: Comparison) -> dict[str, Any]:
    """Money in fen, prices in millionths, comparable prices in ten-thousandths of a yuan."""
    tender = found.tender
    return {
        "name": tender.name,
        "document": tender.document,
        "bids_opened": tender.bids_opened.isoformat(),
        "remark": SAME_BIDS._asdict(),
        "rulebooks": [
            _applied(one, remarks, total)
            for one, remarks, total in zip(found.applied, found.remarks, found.totals, strict=True)
        ],
        "differing_products": len(found.differing),
        "products": [_contrast(one, found) for one in found.contrasts],
    }


def _applied(one: Applied, remarks: tuple[Text, ...], total: Total) -> dict[str, Any]:
    return {
        "id": one.book.id,
        "title": one.book.title._asdict(),
        "sha256": one.book.sha256,
        "day": one.day.isoformat(),
        "evidence": open_rules.marks(one.rules.sources.values()),
        "decided": [decision.key for decision in one.decisions],
        "remarks": [remark._asdict() for remark in remarks],
        "products": total.products,
        "products_won": total.won,
        "winners": total.winners,
        "revived": total.revived,
        "base_quantity": total.base,
        "quantity": total.quantity,
        "spend_fen": total.spend,
    }


def _contrast(contrast: Contrast, found: Comparison) -> dict[str, Any]:
    return {
        "product": contrast.product.code,
        "name": contrast.product.name,
        "differs": contrast.differs,
        "moved": list(contrast.moved),
        "results": [
            {"rulebook": one.book.id, **_result(result), "dearer": _decimal(contrast.dearer(index))}
            for index, (one, result) in enumerate(zip(found.applied, contrast.results, strict=True))
        ],
    }


def _result(one: Result) -> dict[str, Any]:
    return {
        "share": _decimal(one.share),
        "quantity": one.quantity,
        "spend_fen": one.spend,
        "spread": _decimal(one.spread),
        "verdicts": [_verdict(verdict, one.prices.get(verdict.firm)) for verdict in one.verdicts],
    }


def _verdict(verdict: Verdict, price: int | None) -> dict[str, Any]:
    return {
        "firm": verdict.firm,
        "rank": verdict.rank,
        "comparable_price": verdict.comparable_price,
        "shortlisted": verdict.shortlisted,
        "won": verdict.won,
        "win_price": price,
        "revived": verdict.revived,
        "picks": verdict.picks,
        "supplies": verdict.supplies,
        "clause": verdict.clause,
        "reason": verdict.reason._asdict(),
    }


def _decimal(ratio: Fraction | None) -> str | None:
    """At most six decimals, half up."""
    if ratio is None:
        return None
    return money.show_number(Fraction(money.half_up(ratio * money.MICRO), money.MICRO))
