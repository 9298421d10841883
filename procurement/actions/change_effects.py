"""What each kind of change reads, compares and does to an announced round."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from procurement.actions import designing, designs
from procurement.exchange import rulebooks
from procurement.rules import amendments, canon, changes, lint, money, typed_values
from procurement.rules.catalogue import Product
from procurement.rules.change_rules import ChangeRules
from procurement.rules.changes import Change, Proposal, Values
from procurement.rules.dates import local_day
from procurement.rules.design import Design
from procurement.rules.entries import Decision
from procurement.rules.text import Fault, Refused, Text
from procurement.store.changes import ChangeRow
from procurement.store.database import Db
from procurement.store.decisions import written
from procurement.store.rounds import RoundRow


@dataclass(frozen=True, slots=True)
class Effect:
    """``before`` is what stands; ``read`` what was typed, Refused with every fault; ``apply`` it.

    What was read is read again at the consent, so ``read`` takes its own words back.
    """

    before: Callable[[Db, RoundRow, str], Values]
    read: Callable[[Db, RoundRow, str, Values], Values]
    apply: Callable[[Db, RoundRow, ChangeRow, datetime], None]


def time_faults(
    proposal: Proposal, deadline: datetime, at: datetime, rules: ChangeRules
) -> list[Fault]:
    """Whether there is time left for the change."""
    if proposal.kind is Change.DEADLINE:
        wanted = datetime.fromisoformat(proposal.after["bids_close_at"])
        return changes.deadline_faults(deadline, wanted, at, rules)
    if proposal.kind is Change.AMENDMENT and proposal.after["affects_bids"] == "no":
        return []
    return changes.notice_faults(deadline, at, rules)


def _deadline(_db: Db, round_: RoundRow, _place: str) -> Values:
    assert round_.bids_close_at is not None
    return {"bids_close_at": canon.instant(round_.bids_close_at)}


def _read_deadline(_db: Db, _round: RoundRow, _place: str, typed: Values) -> Values:
    try:
        return {"bids_close_at": canon.instant(datetime.fromisoformat(typed["bids_close_at"]))}
    except ValueError as error:
        text = Text("请填写申报截止时间。", "Give the deadline for bids as a day and a time.")
        raise Refused([Fault("bids_close_at", "bids_close_at", text)]) from error


def _move_deadline(_db: Db, round_: RoundRow, row: ChangeRow, _at: datetime) -> None:
    round_.bids_close_at = datetime.fromisoformat(row.after["bids_close_at"])


def _ceiling(db: Db, round_: RoundRow, place: str) -> Values:
    lot, _, spec = place.partition("/")
    product = db.catalogue.products(round_.number).get(lot)
    found = [one for one in product.presentations if one.spec == spec] if product else []
    if not found:
        text = Text("本轮次没有该品种和规格。", "The round has no such lot and spec.")
        raise Refused([Fault("spec", "place", text)])
    ceiling = found[0].ceiling
    return {} if ceiling is None else {"ceiling": money.show_price(ceiling, exact=True)}


def _read_ceiling(db: Db, round_: RoundRow, place: str, typed: Values) -> Values:
    try:
        price = money.parse_price(typed["ceiling"].strip())
    except ValueError:
        price = 0
    if price <= 0:
        text = Text(
            "最高有效申报价应为大于0的元数，最多六位小数。",
            "A ceiling is a number of yuan above 0 with at most six decimals.",
        )
        raise Refused([Fault("ceiling", "ceiling", text)])
    lot, _, spec = place.partition("/")
    design = designs.read(db, round_)
    products = tuple(
        _repriced(one, spec, price) if one.code == lot else one for one in design.products
    )
    _sound(design, replace(design, products=products))
    return {"ceiling": money.show_price(price, exact=True)}


def _repriced(product: Product, spec: str, price: int) -> Product:
    presentations = tuple(
        replace(one, ceiling=price) if one.spec == spec else one for one in product.presentations
    )
    return replace(product, presentations=presentations)


def _move_ceiling(db: Db, round_: RoundRow, row: ChangeRow, _at: datetime) -> None:
    lot, _, spec = row.place.partition("/")
    db.catalogue.move_ceiling(round_.number, lot, spec, money.parse_price(row.after["ceiling"]))


def _decision(db: Db, round_: RoundRow, place: str) -> Values:
    decided = {one.key: one.value for one in db.decisions.of_round(round_.number)}
    return {"value": written(decided[place])} if place in decided else {}


def _read_decision(db: Db, round_: RoundRow, place: str, typed: Values) -> Values:
    """A value for a parameter that the rulebook leaves open; nothing takes a decision back."""
    design = designs.read(db, round_)
    others = tuple(one for one in design.decisions if one.key != place)
    if not typed.get("value"):
        _sound(design, replace(design, decisions=others))
        return {}
    value = typed_values.read("value", typed["value"])
    decision = Decision(place, value, "-", "-", design.day)
    if found := designing.not_allowed(design, decision):
        raise Refused(found)
    _sound(design, replace(design, decisions=(*others, decision)))
    return {"value": written(value)}


def _decide(db: Db, round_: RoundRow, row: ChangeRow, at: datetime) -> None:
    number, who = round_.number, row.proposed_by
    if not row.after:
        db.decisions.withdraw(number, row.place, row.reason, who, at)
        return
    value = typed_values.read("value", row.after["value"])
    db.decisions.keep(number, Decision(row.place, value, row.reason, who, local_day(at)), at)


def _rulebook(_db: Db, round_: RoundRow, _place: str) -> Values:
    return {
        "rulebook": round_.rulebook,
        "sha256": round_.rulebook_sha256,
        "day": round_.rulebook_day.isoformat(),
    }


def _read_rulebook(db: Db, round_: RoundRow, _place: str, typed: Values) -> Values:
    """Another rulebook of the same kind, or its text as it is now; the day of the law stays."""
    try:
        book = rulebooks.load(typed["rulebook"])
        kind = rulebooks.load(round_.rulebook).kind
    except LookupError:
        book = None
    if book is None or book.kind != kind:
        text = Text("请选择同一类别的规则。", "Choose a rulebook of the same kind.")
        raise Refused([Fault("rulebook", "rulebook", text)])
    under = RoundRow(**round_.model_dump() | {"rulebook": book.id, "rulebook_sha256": book.sha256})
    if found := lint.errors(replace(designs.read(db, under), demand=())):
        raise Refused(found)
    return {"rulebook": book.id, "sha256": book.sha256, "day": round_.rulebook_day.isoformat()}


def _change_rulebook(_db: Db, round_: RoundRow, row: ChangeRow, _at: datetime) -> None:
    round_.rulebook, round_.rulebook_sha256 = row.after["rulebook"], row.after["sha256"]


def _version(db: Db, round_: RoundRow, place: str) -> Values:
    newest = db.amendments.newest(round_.number, place)
    return {"version": str(newest.version), "sha256": newest.sha256} if newest else {}


def _read_part(_db: Db, _round: RoundRow, place: str, typed: Values) -> Values:
    return amendments.written(amendments.read(place, typed))


def _amend(db: Db, round_: RoundRow, row: ChangeRow, at: datetime) -> None:
    db.amendments.keep(round_.number, amendments.read(row.place, row.after), at, row.number)


def _sound(before: Design, after: Design) -> None:
    """No fault comes of the change that was not there; without demand, as at the announcement."""
    known = lint.errors(replace(before, demand=()))
    if found := [one for one in lint.errors(replace(after, demand=())) if one not in known]:
        raise Refused(found)


EFFECTS: Mapping[Change, Effect] = {
    Change.DEADLINE: Effect(_deadline, _read_deadline, _move_deadline),
    Change.CEILING: Effect(_ceiling, _read_ceiling, _move_ceiling),
    Change.DECISION: Effect(_decision, _read_decision, _decide),
    Change.RULEBOOK: Effect(_rulebook, _read_rulebook, _change_rulebook),
    Change.AMENDMENT: Effect(_version, _read_part, _amend),
}
