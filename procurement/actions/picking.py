"""A picking of regions from its start to its end (供应地区确认), live or from preferences."""

from datetime import datetime

from procurement.actions import allocation, picked_plans, picks
from procurement.actions.region_plans import Regions
from procurement.exchange import preference_files
from procurement.rules import picking
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.picking import Lot
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.picks import PickingRow, PickingState
from procurement.store.rounds import RoundRow

LONGEST = 2000  # characters of a reason

UNDER_WAY = Text("已有选区正在进行。", "A picking is under way already.")
NOTHING = Text("没有需要选择地区的品种。", "There is no product whose winners pick regions.")
NOT_OVER = Text("还有地区未选完。", "Not every region is picked yet.")
OTHER_FACTS = Text(
    "选区开始后评审结果有变化，请中止后重新开始。",
    "The evaluation changed after the picking began: break it off and start anew.",
)
NOT_NOW = Text(
    "选区的当前状态下不能这样做。", "The picking does not stand so that this can be done."
)
NO_REASON = Text(
    f"请填写原因，不超过{LONGEST}个字符。",
    f"Give a reason of at most {LONGEST} characters.",
)


def start(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Begin the picking of all products at once, each in its own order; the picking's number.

    Refused while another is under way, and where the rulebook says nothing of clock and absence.
    """
    require(actor, "run_picking")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        row = _begin(db, round_, actor, at)
        first = {due.firm for lot in row.facts().values() if (due := picking.turn(lot, ()))}
        picks.call(db, round_id, first, at)
        picks.record(db, round_, row, "picking started", actor.login, at)
        return row.number


def run_recorded(
    store: Store, actor: Actor, round_id: int, file_name: str, content: bytes, at: datetime
) -> int:
    """Begin a picking and make every pick from recorded preferences; Refused with all faults."""
    require(actor, "run_picking")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        row = _begin(db, round_, actor, at)
        lots = row.facts()
        wanted = preference_files.read(file_name, content, lots)
        picks.record(db, round_, row, "picking started", actor.login, at)
        for product, lot in lots.items():
            made = picking.from_preferences(lot, wanted.get(product, {}), row.absent_pick)
            for one in made:
                picks.take(db, round_, row, product, one, actor.login, at)
        return row.number


def pause(store: Store, actor: Actor, round_id: int, reason: str, at: datetime) -> None:
    """Stop the clock; nothing can be picked until it goes on."""
    require(actor, "run_picking")
    _move(store, actor, round_id, reason, PickingState.PAUSED, at)


def resume(store: Store, actor: Actor, round_id: int, reason: str, at: datetime) -> None:
    """Let the clock go on; whoever's turn it is has its whole time again."""
    require(actor, "run_picking")
    _move(store, actor, round_id, reason, PickingState.RUNNING, at)


def break_off(store: Store, actor: Actor, round_id: int, reason: str, at: datetime) -> None:
    """End a picking for good without a plan; its record stays, and another may begin."""
    require(actor, "run_picking")
    _move(store, actor, round_id, reason, PickingState.BROKEN_OFF, at)


def finish(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """End a complete picking and ask for a run, in which it stands beside both other plans.

    Refused while a region is left, and when the evaluation changed meanwhile.
    """
    require(actor, "run_picking")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        row = db.picks.get(round_id)
        if not row.is_live:
            raise Refused([Fault("picking", "picking", NOT_NOW)])
        lots, made = row.facts(), db.picks.made(row)
        left = [name for name, lot in lots.items() if len(made[name]) < lot.turns]
        faults = [Fault("picking", name, NOT_OVER) for name in left]
        if _lots(db, round_) != tuple(lots.values()):
            faults.append(Fault("picking", "evaluation", OTHER_FACTS))
        if faults:
            raise Refused(faults)
        row.state = PickingState.FINISHED
        picks.record(db, round_, row, "picking finished", actor.login, at)
    return allocation.ask(store, actor, round_id, at)


MOVES = {
    PickingState.PAUSED: (PickingState.RUNNING, "picking paused"),
    PickingState.RUNNING: (PickingState.PAUSED, "picking resumed"),
    PickingState.BROKEN_OFF: (None, "picking broken off"),
}
"""From which state one comes to another, from any live one where it is None; and the event."""


def _move(
    store: Store, actor: Actor, round_id: int, reason: str, to: PickingState, at: datetime
) -> None:
    said = reason.strip()
    if not said or len(said) > LONGEST:
        raise Refused([Fault("reason", "reason", NO_REASON)])
    before, event = MOVES[to]
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        row = db.picks.get(round_id)
        picks.take_due(db, round_, row, at)
        if not row.is_live or (before and row.state is not before):
            raise Refused([Fault("picking", "picking", NOT_NOW)])
        row.state, row.since, row.watched_at = to, at, at
        picks.record(db, round_, row, event, actor.login, at, reason=said)


def _begin(db: Db, round_: RoundRow, actor: Actor, at: datetime) -> PickingRow:
    if round_.phase not in {Phase.EVALUATED, Phase.ALLOCATED}:
        raise WrongPhase(round_.phase, "allocate")
    last = db.picks.newest(round_.number)
    if last and last.is_live:
        raise Refused([Fault("picking", "picking", UNDER_WAY)])
    lots, facts = _lots(db, round_), allocation.plans(db, round_)
    if not lots or not isinstance(facts, Regions):
        raise Refused([Fault("picking", "picking", NOTHING)])
    seconds, absent = picking.terms(facts.rules)
    row = PickingRow(
        round_id=round_.number,
        lots=[],
        turn_seconds=seconds,
        absent_pick=absent,
        started_by=actor.login,
        started_at=at,
        since=at,
        watched_at=at,
    )
    db.picks.start(row, lots)
    return row


def _lots(db: Db, round_: RoundRow) -> tuple[Lot, ...]:
    facts = allocation.plans(db, round_)
    if not isinstance(facts, Regions):
        return ()
    return picked_plans.lots([lot.problem for lot in facts.lots], facts.rules)
