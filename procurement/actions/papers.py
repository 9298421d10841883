"""Printing documents and keeping them with their hashes."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from procurement.actions.rounds import subject
from procurement.exchange import paper
from procurement.exchange.documents import Document
from procurement.rules.rights import Actor
from procurement.store.database import Store
from procurement.store.papers import Paper

type Asked = tuple[str, str, Document]  # kind, party, what to print
type Progress = Callable[[int, int], None]


def issue(
    store: Store,
    actor: Actor,
    round_id: int,
    asked: Iterable[Asked],
    at: datetime,
    on_done: Progress | None = None,
) -> int:
    """Print documents, given with their kind and party, and keep them with their hashes.

    What was issued before stays as it was; returns the number of new documents. Those who call
    have asked for the right.
    """
    with store.transaction() as db:
        issued = db.papers.issued(round_id)
    new = [one for one in asked if one[:2] not in issued]
    printed = paper.render_all([document for _, _, document in new], on_done=on_done)
    papers = [
        Paper(kind, party, name, content, hashlib.sha256(content).hexdigest())
        for (kind, party, _), (name, content) in zip(new, printed, strict=True)
    ]
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        if kept := db.papers.keep(round_id, papers, at):
            db.audit.record(
                "documents issued",
                subject(round_),
                by=actor.login,
                at=at,
                sha256={one.name: one.sha256 for one in kept},
            )
        return len(kept)
