"""A round's design as it is kept: for its page, for its lint, and for the announcement."""

from procurement.exchange import rulebooks
from procurement.rules.design import Design, Entrant, Schedule
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db
from procurement.store.rounds import RoundRow


def book(round_: RoundRow) -> Rulebook:
    """The rulebook fixed for the round; refused when its text has changed since."""
    found = rulebooks.load(round_.rulebook)
    if found.sha256 != round_.rulebook_sha256:
        text = Text(
            "规则文本与公告时固定的版本不一致，请恢复原文本。",
            "The rulebook differs from the one fixed at the announcement; restore it.",
        )
        raise Refused([Fault("rulebook", round_.rulebook, text)])
    return found


def read(
    db: Db, round_: RoundRow, schedule: Schedule | None = None, demand_of: int | None = None
) -> Design:
    """Everything that the lint looks at, with the days planned.

    Before anybody has reported, the demand of another round may stand for what is expected.
    """
    number = round_.number
    return Design(
        book=book(round_),
        day=round_.rulebook_day,
        decisions=tuple(db.decisions.of_round(number)),
        products=tuple(db.catalogue.products(number).values()),
        entrants=tuple(
            Entrant(one.product, one.firm, one.capacity) for one in db.catalogue.entries(number)
        ),
        demand=tuple(db.demand.base(demand_of or number)),
        regions=tuple(sorted({one.region for one in db.parties.hospitals().values()})),
        schedule=schedule or Schedule(),
        firms={code: firm.name for code, firm in db.parties.firms().items()},
    )
