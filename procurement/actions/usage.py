"""Hospitals report what they received in a month."""

import hashlib
from datetime import date, datetime

from procurement.actions.rounds import subject
from procurement.exchange import usage_files
from procurement.exchange.usage_files import Articles
from procurement.rules.phases import advance
from procurement.rules.rights import Actor, require
from procurement.rules.text import Refused
from procurement.store.database import Db, Store
from procurement.store.usage import UsageUploadRow, Used


def articles(db: Db, round_id: int, hospital: str) -> Articles:
    """What a hospital may report on: its agreements, and the round's firms by their names."""
    return Articles(
        products=db.catalogue.products(round_id),
        firms=db.parties.firms(),
        agreements=tuple(db.agreements.of_round(round_id, hospital)),
    )


def report_usage(
    store: Store,
    actor: Actor,
    round_id: int,
    month: date,
    file_name: str,
    content: bytes,
    *,
    at: datetime,
) -> usage_files.Totals:
    """Read a CSV or Excel report of one month and keep it; nothing is kept when a row is wrong.

    The same file twice changes nothing. A row replaces the earlier one of the same month and
    article; rows left out stay as they were. Returns the totals of the file.
    """
    require(actor, "report_usage")
    sha256 = hashlib.sha256(content).hexdigest()
    with store.transaction() as db:
        known = articles(db, round_id, actor.party)
    rows, found = usage_files.read(file_name, content, known, month=month)
    if found:
        raise Refused(found)
    totals = usage_files.totals(rows)
    with store.transaction() as db:
        if db.usage.with_sha256(round_id, actor.party, sha256) is None:
            _keep(db, actor, round_id, month, file_name, sha256, rows, at)
    return totals


def _keep(  # noqa: PLR0917 - the facts of one upload
    db: Db,
    actor: Actor,
    round_id: int,
    month: date,
    file_name: str,
    sha256: str,
    rows: list[Used],
    at: datetime,
) -> None:
    round_ = db.rounds.get(round_id)
    advance(round_.phase, "report_usage")
    units = sum(row.quantity for row in rows)
    upload = UsageUploadRow(
        round_id=round_id,
        hospital=actor.party,
        month=month,
        received_at=at,
        file_name=file_name,
        sha256=sha256,
        rows=len(rows),
        quantity=units,
    )
    db.usage.keep(upload, rows)
    db.audit.record(
        "usage reported",
        subject(round_),
        by=actor.login,
        at=at,
        hospital=actor.party,
        month=month.isoformat(),
        sha256=sha256,
        rows=len(rows),
        units=units,
    )
