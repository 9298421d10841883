"""A turn of the picking: a firm's own pick, and the clock's for who is absent."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from procurement.actions.rounds import subject
from procurement.rules import picking
from procurement.rules.notices import Kind
from procurement.rules.picking import How, Lot, Pick
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.picks import PickingRow, PickingState, PickRow
from procurement.store.rounds import NotFound, RoundRow

AWAY = timedelta(seconds=30)
"""When nobody looked at the clock for longer, the site was down: turns under way begin anew."""
WATCHED = timedelta(seconds=5)
"""How often it is kept that somebody looks at the clock."""
CLOCK = "clock"
"""Who picks for the absent, in the audit chain."""
NOT_RUNNING = Text(
    "选区已暂停或已结束，暂不能选择。",
    "The picking is paused or over: nothing can be picked now.",
)


def pick(
    store: Store, actor: Actor, round_id: int, product: str, turn: int, region: str, at: datetime
) -> None:
    """A firm's pick at its turn; the same pick again changes nothing.

    What is due by the clock is picked first. Refused when it is too late, not its turn, or the
    region cannot be had; NotFound for a product of which it picks no regions.
    """
    require(actor, "pick_region", actor.party)
    with store.transaction() as db:
        db.clock.check(at)
        round_ = db.rounds.get(round_id, lock=True)
        row = db.picks.get(round_id)
        lot = row.facts().get(product)
        if lot is None or actor.party not in lot.firms:
            raise NotFound(f"picking of product {product}")
        take_due(db, round_, row, at)
        made = [one.fact() for one in db.picks.made(row)[product]]
        if any((one.turn, one.firm, one.region) == (turn, actor.party, region) for one in made):
            return
        if row.state is not PickingState.RUNNING:
            raise Refused([Fault("picking", product, NOT_RUNNING)])
        if faults := picking.faults(lot, made, turn, actor.party, region):
            raise Refused(faults)
        due = picking.turn(lot, made)
        assert due is not None
        chosen = Pick(turn, actor.party, region, due.role, How.CHOSEN)
        call_next(db, round_id, lot, [*made, chosen], at)
        take(db, round_, row, product, chosen, actor.login, at)


def keep_time(store: Store, round_id: int, at: datetime) -> None:
    """Pick for those whose turn has gone by, if any; asked whenever somebody looks, and always.

    At most one turn a product: the next firm has its whole time from now on. After a time in which
    nobody looked, the site was down, and the turns under way begin anew.
    """
    with store.transaction() as db:
        row = db.picks.newest(round_id)
        if row is None or not (_unwatched(row, at) or any(_due(db, row, at))):
            return
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        take_due(db, round_, db.picks.get(round_id), at)


def keep_all_times(store: Store, at: datetime) -> None:
    """The clocks of all pickings under way."""
    with store.transaction() as db:
        rounds = db.picks.running()
    for round_id in rounds:
        keep_time(store, round_id, at)


def _unwatched(row: PickingRow, at: datetime) -> bool:
    return row.state is PickingState.RUNNING and at - row.watched_at >= WATCHED


def _due(db: Db, row: PickingRow, at: datetime) -> Iterator[tuple[Lot, list[Pick]]]:
    """The lots whose turn has gone by, with the picks made of them."""
    if row.state is not PickingState.RUNNING:
        return
    kept = db.picks.made(row)
    for product, lot in row.facts().items():
        made = kept[product]
        if len(made) < lot.turns and at >= row.clock.ends(_last(made)):
            yield lot, [one.fact() for one in made]


def _last(made: Sequence[PickRow]) -> datetime | None:
    return made[-1].picked_at if made else None


def take_due(db: Db, round_: RoundRow, row: PickingRow, at: datetime) -> None:
    if row.state is not PickingState.RUNNING:
        return
    away = at - row.watched_at > AWAY
    if _unwatched(row, at):
        row.watched_at = at
    if away:
        row.since = at
        record(db, round_, row, "picking clock began anew", CLOCK, at)
        return
    for lot, made in list(_due(db, row, at)):
        default = picking.in_absence(lot, made, row.absent_pick)
        call_next(db, round_.number, lot, [*made, default], at)
        take(db, round_, row, lot.product, default, CLOCK, at)


def take(
    db: Db, round_: RoundRow, row: PickingRow, product: str, made: Pick, by: str, at: datetime
) -> None:
    db.picks.keep(row, product, made, by, at)
    db.audit.record(
        "region picked",
        subject(round_),
        by=by,
        at=at,
        picking=row.number,
        product=product,
        turn=made.turn,
        firm=made.firm,
        region=made.region,
        role=made.role,
        how=made.how.value,
    )


def call_next(db: Db, round_id: int, lot: Lot, made: Sequence[Pick], at: datetime) -> None:
    """Tell the firm whose turn it is now, unless it has just picked."""
    due = picking.turn(lot, made)
    if due and due.firm != made[-1].firm:
        call(db, round_id, {due.firm}, at)


def call(db: Db, round_id: int, firms: set[str], at: datetime) -> None:
    link = f"/firm/{round_id}/picking"
    db.notices.tell(Kind.PICK_TURN, to=sorted(firms), at=at, round_id=round_id, link=link)


def record(
    db: Db, round_: RoundRow, row: PickingRow, event: str, by: str, at: datetime, **more: str
) -> None:
    db.audit.record(event, subject(round_), by=by, at=at, picking=row.number, **more)
