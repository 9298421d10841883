"""A live picking of the small story: firms that pick, and a clock that the test moves on."""

from datetime import timedelta

from sqlmodel import select

from procurement.actions import picking, picks
from procurement.rules import picking as rules
from procurement.rules.notices import Kind
from procurement.rules.picking import How, Pick
from procurement.rules.rights import Actor, Role
from procurement.store.notices import NoticeRow
from seed.cast import OFFICER
from seed.story import ALLOCATED

AT = ALLOCATED
STEP = 25  # seconds between two looks at the clock


def firm_of(code):
    return Actor(code.lower(), Role.FIRM, code)


class Table:
    """The story's picking; ``now`` is the time on everybody's clock."""

    def __init__(self, story):
        self.story, self.store, self.round_id, self.now = story, story.store, story.round_id, AT

    def start(self):
        picking.start(self.store, OFFICER, self.round_id, self.now)
        return self

    def row(self):
        """The picking, and its picks by product."""
        with self.store.transaction() as db:
            row = db.picks.get(self.round_id)
            return row, db.picks.made(row)

    def lots(self):
        return list(self.row()[0].facts().values())

    def told(self):
        """The firms that were told that it is their turn."""
        with self.store.transaction() as db:
            rows = db.session.exec(select(NoticeRow).where(NoticeRow.kind == Kind.PICK_TURN))
            return {row.audience.removeprefix("party:") for row in rows.all()}

    def due(self, product):
        row, made = self.row()
        return rules.turn(row.facts()[product], [one.fact() for one in made[product]])

    def pick(self, product, place):
        """Whoever's turn it is picks the region at this place among those it may have."""
        due = self.due(product)
        region = due.regions[place % len(due.regions)]
        self.send(product, due.number, due.firm, region)
        return Pick(due.number, due.firm, region, due.role, How.CHOSEN)

    def send(self, product, turn, firm, region):
        actor = firm_of(firm)
        picks.pick(self.store, actor, self.round_id, product, turn, region, self.now)

    def wait(self, seconds):
        """Time goes by, and the worker looks at the clock now and then."""
        end = self.now + timedelta(seconds=seconds)
        while self.now < end:
            self.now = min(end, self.now + timedelta(seconds=STEP))
            picks.keep_all_times(self.store, self.now)

    def open_lot(self):
        return next(lot for lot in self.lots() if self.due(lot.product))

    def left(self):
        row, made = self.row()
        return sum(lot.turns - len(made[product]) for product, lot in row.facts().items())

    def pick_all(self, choose=0):
        for lot in self.lots():
            while self.due(lot.product):
                self.pick(lot.product, choose)

    def all_absent(self):
        while self.left():
            self.wait(120)
