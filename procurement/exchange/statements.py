"""Statements of retained savings as they are kept (JSON) and as they are printed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from procurement.exchange import rulebooks
from procurement.exchange.documents import (
    Clause,
    Issue,
    RetainedSavingsStatement,
    SavingsLine,
    ScoreLine,
)
from procurement.rules import money
from procurement.rules.dates import local_day, year_end
from procurement.rules.parties import LEVEL_NAMES, Hospital
from procurement.rules.rulebook import SavingsRules
from procurement.rules.savings import Product, Statement
from procurement.rules.year_rules import INDICATORS
from procurement.store.rounds import RoundRow
from procurement.store.statements import StatementRow

MEASURED = {"completion", "nonwinning_share"}
"""Indicators that the platform measures; the others are the fund's."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A hospital's statement and the points of its score by indicator."""

    statement: Statement
    points: Mapping[str, Fraction]


def plain(settled: Settled) -> dict[str, Any]:
    """The statement as JSON; fractions as text, so that nothing is lost."""
    statement = settled.statement
    return {
        "products": [_product(product) for product in statement.products],
        "points": {name: str(points) for name, points in settled.points.items()},
        "score": str(statement.score),
        "ratio": str(statement.ratio),
        "base": money.half_up(statement.base),
        "retained": statement.retained,
        "steps": [asdict(step) for step in statement.steps],
    }


def _product(product: Product) -> dict[str, Any]:
    line = product.line
    return {
        "product": line.product,
        "demand": line.demand_quantity,
        "agreed": line.agreed_quantity,
        "received": line.winning_received,
        "price_before": line.price_before,
        "winning_price": line.winning_price,
        "nonwinning_quantity": line.nonwinning_quantity,
        "nonwinning": line.nonwinning_amount,
        "pay_ratio": str(line.pay_ratio),
        "insured_share": str(line.insured_share),
        "budget": money.half_up(product.budget),
        "spending": money.half_up(product.spending),
        "base": money.half_up(product.base),
        "failed": [
            {"rule": fault.rule, "zh": fault.text.zh, "en": fault.text.en}
            for fault in product.failed
        ],
        "steps": [asdict(step) for step in product.steps],
    }


def document(
    row: StatementRow, round_: RoundRow, hospital: Hospital, names: Mapping[str, str]
) -> RetainedSavingsStatement:
    """The statement to print; ``names`` are the products' names by code."""
    rules = rulebooks.load(row.rulebook).at(row.rulebook_day, SavingsRules)
    kept, day = row.content, local_day(row.settled_at)
    assert round_.agreement_start is not None
    assert round_.bids_close_at is not None
    first = round_.agreement_start + timedelta(days=365 * (row.cycle_year - 1))
    head = Issue(
        number=f"样张〔{day.year}〕结{hospital.code}号",
        issued=day,
        round_name=round_.name,
        tender_document=round_.document,
        rulebook=row.rulebook,
        rulebook_sha256=row.rulebook_sha256,
        bids_opened=local_day(round_.bids_close_at),
    )
    return RetainedSavingsStatement(
        issue=head,
        hospital=hospital.name,
        hospital_code=hospital.code,
        region=hospital.region,
        level=LEVEL_NAMES[hospital.level].zh,
        year_from=first,
        year_to=year_end(first),
        pay_ratio=Fraction(kept["products"][0]["pay_ratio"]),
        insured_share=Fraction(kept["products"][0]["insured_share"]),
        volume_basis=rules.budget_volume_basis,
        lines=tuple(_line(product, names) for product in kept["products"]),
        scores=tuple(
            ScoreLine(
                INDICATORS[name].zh,
                Fraction(points),
                rules.score_points[name],
                "平台月报" if name in MEASURED else "医保经办机构核定",
            )
            for name, points in kept["points"].items()
        ),
        score=Fraction(kept["score"]),
        ratio=Fraction(kept["ratio"]),
        base=kept["base"],
        retained=kept["retained"],
        clauses=tuple(
            Clause(entry.key, entry.title.zh, entry.shown.zh, entry.source, entry.evidence)
            for entry in rules.sources.values()
        ),
    )


def _line(product: Mapping[str, Any], names: Mapping[str, str]) -> SavingsLine:
    code, _, spec = product["product"].partition(" ")
    return SavingsLine(
        product=f"{names[code]} {spec}",
        demand=product["demand"],
        agreed=product["agreed"],
        received=product["received"],
        price_before=product["price_before"],
        winning_price=product["winning_price"],
        nonwinning=product["nonwinning"],
        budget=product["budget"],
        spending=product["spending"],
        base=product["base"],
        passed=not product["failed"],
        remark="；".join(fault["zh"] for fault in product["failed"]),
    )
