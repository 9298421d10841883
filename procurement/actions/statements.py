"""Issuing statements of retained savings as documents."""

from collections.abc import Sequence
from datetime import datetime

from procurement.actions import papers
from procurement.actions.papers import Progress
from procurement.exchange import statements
from procurement.rules.rights import Actor, require
from procurement.store.database import Db, Store
from procurement.store.papers import PaperRow
from procurement.store.rounds import NotFound
from procurement.store.statements import StatementRow

KIND = "retained_savings"


def kind(row: StatementRow) -> str:
    """Under which kind the printed statement is kept: a new version is a new paper."""
    return f"{KIND}_{row.cycle_year}_v{row.version}"


def newest(db: Db, round_id: int, hospital: str) -> StatementRow:
    """The hospital's statement that counts; NotFound before the year is settled."""
    for row in db.statements.of_round(round_id, hospital)[-1:]:
        return row
    raise NotFound(f"statement of {hospital}")


def printed(store: Store, actor: Actor, round_id: int, hospital: str, at: datetime) -> PaperRow:
    """A hospital's newest statement as a document: printed when first asked for, kept since."""
    require(actor, "see_statement", hospital)
    with store.transaction() as db:
        wanted = kind(newest(db, round_id, hospital))
        kept = db.papers.get(round_id, wanted, hospital)
    if kept is None:
        issue(store, actor, round_id, [hospital], at)
        with store.transaction() as db:
            kept = db.papers.get(round_id, wanted, hospital)
    assert kept is not None
    return kept


def issue(
    store: Store,
    actor: Actor,
    round_id: int,
    hospitals: Sequence[str],
    at: datetime,
    on_done: Progress | None = None,
) -> int:
    """Print the newest statements of these hospitals; what was printed before stays."""
    for hospital in hospitals:
        require(actor, "see_statement", hospital)
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        parties = db.parties.hospitals()
        names = {code: one.name for code, one in db.catalogue.products(round_id).items()}
        kept = {code: newest(db, round_id, code) for code in hospitals}
    asked = [
        (kind(row), code, statements.document(row, round_, parties[code], names))
        for code, row in kept.items()
    ]
    return papers.issue(store, actor, round_id, asked, at, on_done)
