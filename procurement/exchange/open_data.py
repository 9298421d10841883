"""Published results as CSV and JSON, with what anybody needs to recompute them."""

import csv
import io
import json
from typing import Any

from procurement.exchange import cells
from procurement.exchange.dossier import Dossier
from procurement.rules import money
from procurement.rules.codes import REGIONS

COLUMNS = (
    "product_code",
    "product",
    "firm_code",
    "firm",
    "rank",
    "region",
    "region_name",
    "spec",
    "agreed_quantity",
    "unit_price_yuan",
    "amount_yuan",
    "asked_for_by_name",
)


def results_csv(dossier: Dossier) -> bytes:
    """One row an award, region and specification; UTF-8 with BOM, so that Excel reads it.

    No name runs as a formula.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for award in dossier.awards:
        for line in award.lines:
            rows.writerow(
                (
                    cells.guarded(award.product),
                    cells.guarded(dossier.products[award.product].name),
                    cells.guarded(award.firm),
                    cells.guarded(dossier.firm(award.firm)),
                    award.rank,
                    line.region,
                    REGIONS[line.region].zh,
                    cells.guarded(line.spec),
                    line.quantity,
                    money.show_price(line.unit_price, exact=True),
                    _yuan(line.amount),
                    int(line.named),
                )
            )
    return text.getvalue().encode("utf-8-sig")


def results_json(dossier: Dossier) -> bytes:
    """The round, its rulebook's hash, every verdict with its clause, every award with its lines."""
    return json.dumps(_plain(dossier), ensure_ascii=False, indent=1).encode()


def _plain(dossier: Dossier) -> dict[str, Any]:
    round_ = dossier.round
    return {
        "round": round_.code,
        "name": round_.name,
        "document": round_.document,
        "source": round_.source,
        "rulebook": round_.rulebook,
        "rulebook_sha256": round_.rulebook_sha256,
        "rulebook_day": round_.rulebook_day.isoformat(),
        "decisions": [
            {
                "key": entry.key,
                "value": {"zh": entry.shown.zh, "en": entry.shown.en},
                "reason": entry.source,
                "day": entry.since.isoformat(),
            }
            for entry in dossier.rules.sources.values()
            if entry.evidence == "decided"
        ],
        "plan": round_.plan,
        "products": [_product(dossier, code) for code in dossier.products],
    }


def _product(dossier: Dossier, code: str) -> dict[str, Any]:
    verdicts = [
        {
            "firm": dossier.firm(verdict.firm),
            "spec": dossier.bid(code, verdict.firm).spec,
            "unit_price": money.show_price(dossier.bid(code, verdict.firm).unit_price, exact=True),
            "unit": verdict.unit,
            "rank": verdict.rank,
            "shortlisted": verdict.shortlisted,
            "won": verdict.won,
            "revived": verdict.revived,
            "winning_price": verdict.win_price and money.show_price(verdict.win_price, exact=True),
            "clause": verdict.clause,
            "reason": {"zh": verdict.reason.zh, "en": verdict.reason.en},
        }
        for verdict in dossier.verdicts.get(code, ())
    ]
    awards = [
        {
            "firm": dossier.firm(award.firm),
            "unit": award.unit,
            "rank": award.rank,
            "regions": list(award.regions),
            "spare_regions": list(award.spare_regions),
            "quantity": award.quantity,
            "amount": _yuan(award.amount),
            "lines": [
                {
                    "region": line.region,
                    "spec": line.spec,
                    "quantity": line.quantity,
                    "named": line.named,
                    "unit_price": money.show_price(line.unit_price, exact=True),
                    "amount": _yuan(line.amount),
                }
                for line in award.lines
            ],
        }
        for award in dossier.awards
        if award.product == code
    ]
    return {
        "code": code,
        "name": dossier.products[code].name,
        "term_years": dossier.term_years(code) if awards else None,
        "term_end": dossier.rules.term_end and dossier.rules.term_end.isoformat(),
        "verdicts": verdicts,
        "awards": awards,
    }


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
