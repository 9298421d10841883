"""The picking of regions as a page shows it: whose turn, what is left, and every pick so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement.rules import canon, picking
from procurement.rules.picking import Lot, Turn
from procurement.rules.text import Text
from procurement.store.database import Db
from procurement.store.picks import PickingRow, PickingState, PickRow

STATE_NAMES: dict[PickingState, Text] = {
    PickingState.RUNNING: Text("进行中", "Under way"),
    PickingState.PAUSED: Text("已暂停", "Paused"),
    PickingState.FINISHED: Text("已结束", "Finished"),
    PickingState.BROKEN_OFF: Text("已中止", "Broken off"),
}
HOW_NAMES: dict[picking.How, Text] = {
    picking.How.CHOSEN: Text("企业选择", "chosen by the firm"),
    picking.How.RECORDED: Text("按意向表", "by its recorded preference"),
    picking.How.DEFAULT: Text("缺席代选", "default pick, firm absent"),
}
COLUMNS = ("product", "turn", "firm", "firm_name", "role", "region", "region_name", "how", "at")


@dataclass(frozen=True, slots=True)
class Made:
    """One pick as it is shown."""

    turn: int
    code: str
    firm: str
    region: str
    role: int
    how: picking.How
    at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """One product: the picks so far, the newest first, and the turn that is due, until when."""

    lot: Lot
    name: str
    made: tuple[Made, ...]
    due: Turn | None
    due_firm: str
    ends: datetime | None
    regions: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def is_over(self) -> bool:
        return self.due is None


@dataclass(frozen=True, slots=True)
class PickingPage:
    """A picking at a moment; ``boards`` are those that the person may see, own turns first."""

    round: int
    state: PickingState
    now: datetime
    since: datetime
    seconds: int
    absent: Text
    boards: tuple[Board, ...]
    firm: str = ""

    @property
    def state_name(self) -> Text:
        return STATE_NAMES[self.state]

    @property
    def is_running(self) -> bool:
        return self.state is PickingState.RUNNING

    @property
    def is_live(self) -> bool:
        return self.state in {PickingState.RUNNING, PickingState.PAUSED}

    @property
    def is_complete(self) -> bool:
        return all(board.is_over for board in self.boards)

    @property
    def mine(self) -> tuple[Board, ...]:
        """The products in which it is the turn of the firm whose page it is."""
        return tuple(one for one in self.boards if one.due and one.due.firm == self.firm)

    @property
    def picks(self) -> int:
        return sum(len(board.made) for board in self.boards)

    @property
    def turns(self) -> int:
        return sum(board.lot.turns for board in self.boards)

    @property
    def seen(self) -> str:
        """Another word whenever there is something else to see than the clock."""
        shown = [self.picks, self.state.value, canon.instant(self.since)]
        return canon.digest(canon.encode(shown))[:16]

    def left(self, board: Board) -> int:
        """Whole seconds of the turn that are left, to the second begun."""
        assert board.ends is not None
        gone = max(board.ends - self.now, timedelta())
        return -(-gone // timedelta(seconds=1))


def page(
    db: Db, row: PickingRow, absent: Text, now: datetime, firm: str | None = None
) -> PickingPage:
    """The picking; with ``firm`` only the products whose regions this firm picks."""
    firms = {code: one.name for code, one in db.parties.firms().items()}
    products = db.catalogue.products(row.round_id)
    made = db.picks.made(row)
    boards = [
        _board(lot, products[code].name, made[code], firms, row)
        for code, lot in row.facts().items()
        if firm is None or firm in lot.firms
    ]
    boards.sort(key=lambda one: one.due is None or one.due.firm != firm)
    return PickingPage(
        round=row.round_id,
        state=row.state,
        now=now,
        since=row.since,
        seconds=row.turn_seconds,
        absent=absent,
        boards=tuple(boards),
        firm=firm or "",
    )


def _board(
    lot: Lot, name: str, rows: Sequence[PickRow], firms: dict[str, str], row: PickingRow
) -> Board:
    due = picking.turn(lot, [one.fact() for one in rows])
    by_region = {(one.region, one.role): firms[one.firm] for one in rows}
    return Board(
        lot=lot,
        name=name,
        made=tuple(
            Made(one.turn, one.firm, firms[one.firm], one.region, one.role, one.how, one.picked_at)
            for one in reversed(rows)
        ),
        due=due,
        due_firm=firms[due.firm] if due else "",
        ends=row.clock.ends(rows[-1].picked_at if rows else None) if due else None,
        regions=tuple(
            (region, tuple(by_region.get((region, role), "") for role in range(lot.roles)))
            for region in lot.regions
        ),
    )
