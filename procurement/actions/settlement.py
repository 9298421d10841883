"""Settling the year: a statement of retained savings (结余留用) for every hospital."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from procurement.actions import progress, telling
from procurement.actions.rounds import subject
from procurement.exchange import rulebooks, statements
from procurement.rules import assessment, savings, uptake
from procurement.rules.notices import Kind
from procurement.rules.progress import Line
from procurement.rules.rights import Actor, require
from procurement.rules.rulebook import Rulebook, SavingsRules
from procurement.rules.savings import SavingsLine
from procurement.store.database import Db, Store
from procurement.store.statements import StatementRow

type Article = tuple[str, str]  # product and specification


@dataclass(frozen=True, slots=True)
class FundFacts:
    """What the fund knows and the platform does not.

    ``price_before`` is P0 by product and specification in millionths of a yuan; ``pay_ratio`` and
    ``insured_share`` are by region; ``fulfilled`` tells for each hospital how far the indicators
    that the platform cannot measure are fulfilled, from 0 to 1.
    """

    price_before: Mapping[Article, int]
    pay_ratio: Mapping[str, Fraction]
    insured_share: Mapping[str, Fraction]
    fulfilled: Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Cycle:
    """The agreement year to settle, under which rulebook, and by the law of which day."""

    year: int
    rulebook: str
    day: date


def settle(
    store: Store, actor: Actor, round_id: int, cycle: Cycle, facts: FundFacts, *, at: datetime
) -> int:
    """A statement for every hospital with agreements; returns the fen retained in all.

    Settling again makes a new version of every statement; the old ones stay.
    """
    require(actor, "settle")
    book = rulebooks.load(cycle.rulebook)
    rules = book.at(cycle.day, SavingsRules)
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "settle")
        version = 1 + max((row.version for row in db.statements.of_round(round_id)), default=0)
        made = [
            _row(round_id, hospital, version, cycle, book, statement, at)
            for hospital, statement in _statements(db, round_id, facts, rules)
        ]
        for row in made:
            db.statements.keep(row)
        retained = sum(row.retained for row in made)
        telling.hospitals(db, round_id, Kind.YEAR_SETTLED, at, "/statement")
        db.audit.record(
            "year settled",
            subject(round_),
            by=actor.login,
            at=at,
            cycle_year=cycle.year,
            version=version,
            rulebook=book.id,
            rulebook_sha256=book.sha256,
            statements=len(made),
            retained_fen=retained,
        )
        return retained


def _statements(
    db: Db, round_id: int, facts: FundFacts, rules: SavingsRules
) -> Iterable[tuple[str, statements.Settled]]:
    demand = {
        (report.hospital, report.product, report.spec): report.quantity
        for report in db.demand.by_hospital(round_id)
    }
    agreements = {
        (one.hospital, one.product, one.spec): one.unit_price
        for one in db.agreements.of_round(round_id)
    }
    by_hospital: dict[str, list[Line]] = {}
    for line in progress.lines(db, round_id):
        if line.agreed:
            by_hospital.setdefault(line.hospital, []).append(line)
    for hospital, lines in by_hospital.items():
        entered = [
            SavingsLine(
                product=f"{line.product} {line.spec}",
                demand_quantity=demand[hospital, line.product, line.spec],
                agreed_quantity=line.agreed,
                price_before=facts.price_before[line.product, line.spec],
                winning_price=agreements[hospital, line.product, line.spec],
                winning_received=line.received or 0,
                nonwinning_quantity=line.others,
                nonwinning_amount=line.others_amount,
                pay_ratio=facts.pay_ratio[line.region],
                insured_share=facts.insured_share[line.region],
            )
            for line in lines
        ]
        points = assessment.points(_fulfilled(lines, facts.fulfilled[hospital], rules), rules)
        score = sum(points.values(), Fraction(0))
        yield hospital, statements.Settled(savings.statement(entered, score, rules), points)


def _fulfilled(
    lines: Iterable[Line], known: Mapping[str, Fraction], rules: SavingsRules
) -> dict[str, Fraction]:
    """Every indicator: those of use from the reports, the others as the fund knows them."""
    lines = list(lines)
    specs = uptake.spec_completion([uptake.completion(one.received, one.agreed) for one in lines])
    received, others = sum(one.received or 0 for one in lines), sum(one.others for one in lines)
    lost = uptake.share(others, received + others)
    kept = lost is not None and lost <= rules.nonwinning_share_limit
    return {
        "completion": specs or Fraction(0),
        "nonwinning_share": Fraction(int(kept)),
        **known,
    }


def _row(
    round_id: int,
    hospital: str,
    version: int,
    cycle: Cycle,
    book: Rulebook,
    settled: statements.Settled,
    at: datetime,
) -> StatementRow:
    return StatementRow(
        round_id=round_id,
        hospital=hospital,
        cycle_year=cycle.year,
        version=version,
        rulebook=book.id,
        rulebook_sha256=book.sha256,
        rulebook_day=cycle.day,
        settled_at=at,
        retained=settled.statement.retained,
        content=statements.plain(settled),
    )
