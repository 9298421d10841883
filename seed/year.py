"""The agreement year after the award: monthly report files, and what the fund knows at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from procurement.actions.settlement import FundFacts
from procurement.actions.usage import ReportFile, articles
from procurement.exchange import rulebooks, usage_files
from procurement.rules import dates
from procurement.rules.parties import Hospital
from procurement.rules.rulebook import DrugRules
from procurement.rules.tender import Tender
from procurement.store.database import Store
from procurement.store.usage import Used
from seed import fund
from seed import usage as simulated
from seed.usage import UsageRow

FIRST_MONTH = date(2020, 4, 1)
GROWTH_LIMIT = Fraction(5, 100)
"""Growth of cost that a region is content with [proposal]."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One hospital's report of one month (1 to 12 of the agreement year) as a CSV file."""

    hospital: str
    month: int
    file: ReportFile


def rules_of(tender: Tender) -> DrugRules:
    return rulebooks.load(tender.rulebook).at(tender.bids_opened, DrugRules)


def reports(
    store: Store, round_id: int, tender: Tender, hospitals: Sequence[Hospital]
) -> Iterator[Handed]:
    """Every hospital's files, month by month."""
    with store.transaction() as db:
        agreements = db.agreements.of_round(round_id)
        won = {(award.product, award.firm) for award in db.awards.of_round(round_id)}
        known = {one.code: articles(db, round_id, one.code) for one in hospitals}
    losers = simulated.listings(tender, won, rules_of(tender))
    by_file: dict[tuple[int, str], list[UsageRow]] = {}
    for row in simulated.usage(agreements, losers, hospitals):
        by_file.setdefault((row.month, row.hospital), []).append(row)
    codes = {firm.name: code for code, firm in next(iter(known.values())).firms.items()}
    for (month, hospital), rows in sorted(by_file.items()):
        used = [
            Used(
                row.product,
                row.spec,
                codes.get(row.firm, row.firm),
                row.quantity,
                row.unit_price,
                row.winning,
            )
            for row in rows
        ]
        day = dates.months_after(FIRST_MONTH, month - 1)
        content = usage_files.to_csv(used, known[hospital])
        yield Handed(hospital, month, ReportFile(day, f"{hospital}-{day:%Y-%m}.csv", content))


def fund_facts(tender: Tender, hospitals: Sequence[Hospital]) -> FundFacts:
    """The fund's side of the settlement: invented, as ``seed.fund`` says."""
    rules = rules_of(tender)
    shares = fund.fund_shares({one.region for one in hospitals})
    return FundFacts(
        price_before={
            (product.code, one.spec): fund.pre_price(product, one.spec, tender.bids, rules)
            for product in tender.products
            for one in product.presentations
        },
        pay_ratio={code: share.pay_ratio for code, share in shares.items()},
        insured_share={code: share.insured_share for code, share in shares.items()},
        fulfilled={
            code: {
                "payment": one.paid_within_30_days,
                "online_purchase": one.bought_online,
                "cost_growth": Fraction(int(one.cost_growth <= GROWTH_LIMIT)),
                "data_upload": Fraction(int(one.data_sent)),
                "price_policy": Fraction(int(one.price_policy_kept)),
            }
            for code, one in fund.conduct(hospitals).items()
        },
    )
