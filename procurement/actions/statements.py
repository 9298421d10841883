"""Issuing statements of retained savings as documents."""

from collections.abc import Sequence
from datetime import datetime

from procurement.actions import publication
from procurement.actions.publication import Progress
from procurement.exchange import statements
from procurement.rules.rights import Actor, require
from procurement.store.database import Store
from procurement.store.rounds import NotFound

KIND = "retained_savings"


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
        kept = {row.hospital: row for row in db.statements.of_round(round_id)}
    if missing := [hospital for hospital in hospitals if hospital not in kept]:
        raise NotFound(f"statement of {', '.join(missing)}")
    asked = [
        (
            f"{KIND}_{kept[code].cycle_year}_v{kept[code].version}",
            code,
            statements.document(kept[code], round_, parties[code], names),
        )
        for code in hospitals
    ]
    return publication.issue(store, actor, round_id, asked, at, on_done)
