"""Hospitals report what they received in a month."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from procurement.actions.rounds import subject
from procurement.exchange import usage_changes, usage_files
from procurement.exchange.usage_changes import Change
from procurement.exchange.usage_files import Articles, Totals
from procurement.rules import dates
from procurement.rules.phases import advance
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from procurement.store.usage import UsageUploadRow, Used


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as it was handed in: the first day of its month, the file's name, its bytes."""

    month: date
    name: str
    content: bytes

    @property
    def encoded(self) -> str:
        """The content as text, to be handed in again by a form."""
        return base64.b64encode(self.content).decode()


@dataclass(frozen=True, slots=True)
class Checked:
    """A report without a fault: its totals, its fingerprint, and what it changes.

    ``again`` says that the very same file already counts for the month.
    """

    totals: Totals
    sha256: str
    changes: tuple[Change, ...]
    again: bool


def articles(db: Db, round_id: int, hospital: str) -> Articles:
    """What a hospital may report on: its agreements, and the round's firms by their names."""
    return Articles(
        products=db.catalogue.products(round_id),
        firms=db.parties.firms(),
        agreements=tuple(db.agreements.of_round(round_id, hospital)),
    )


def check(store: Store, actor: Actor, round_id: int, file: ReportFile, at: datetime) -> Checked:
    """What a report would change, before anything is kept; refused with every fault of the file."""
    require(actor, "report_usage")
    rows, sha256 = _read(store, actor, round_id, file, at)
    with store.transaction() as db:
        return _checked(db, actor, round_id, file.month, rows, sha256)


def report_usage(
    store: Store, actor: Actor, round_id: int, file: ReportFile, at: datetime
) -> Checked:
    """Read a CSV or Excel report of one month and keep it; nothing is kept when a row is wrong.

    The same file twice changes nothing. A row replaces the earlier one of the same month and
    article; rows left out stay as they were.
    """
    require(actor, "report_usage")
    rows, sha256 = _read(store, actor, round_id, file, at)
    with store.transaction() as db:
        checked = _checked(db, actor, round_id, file.month, rows, sha256)
        if not checked.again:
            _keep(db, actor, round_id, file, rows, checked, at)
    return checked


def _read(
    store: Store, actor: Actor, round_id: int, file: ReportFile, at: datetime
) -> tuple[list[Used], str]:
    """The rows of a report without a fault, and the file's fingerprint."""
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        advance(round_.phase, "report_usage")
        known = articles(db, round_id, actor.party)
    if found := _month_faults(round_, file.month, at):
        raise Refused(found)
    rows, found = usage_files.read(file.name, file.content, known, month=file.month)
    if found:
        raise Refused(found)
    return rows, hashlib.sha256(file.content).hexdigest()


def _month_faults(round_: RoundRow, month: date, at: datetime) -> list[Fault]:
    assert round_.agreement_start is not None
    months = dates.year_months(round_.agreement_start)
    if month in months and month <= dates.local_day(at):
        return []
    first, last = f"{months[0]:%Y-%m}", f"{months[-1]:%Y-%m}"
    text = Text(
        f"只能上报{first}至{last}之间、已经开始的月份。请重新选择月份。",
        f"reports are for months from {first} to {last} that have begun. Choose another month.",
    )
    return [Fault("month", f"{month:%Y-%m}", text)]


def _checked(
    db: Db, actor: Actor, round_id: int, month: date, rows: list[Used], sha256: str
) -> Checked:
    return Checked(
        usage_files.totals(rows),
        sha256,
        usage_changes.compare(db.usage.counted(round_id, actor.party, month), rows),
        db.usage.newest_is(round_id, actor.party, month, sha256),
    )


def _keep(
    db: Db,
    actor: Actor,
    round_id: int,
    file: ReportFile,
    rows: list[Used],
    checked: Checked,
    at: datetime,
) -> None:
    upload = UsageUploadRow(
        round_id=round_id,
        hospital=actor.party,
        month=file.month,
        received_at=at,
        file_name=file.name,
        sha256=checked.sha256,
        rows=checked.totals.rows,
        quantity=checked.totals.quantity,
    )
    db.usage.keep(upload, rows)
    db.audit.record(
        "usage reported",
        subject(db.rounds.get(round_id)),
        by=actor.login,
        at=at,
        hospital=actor.party,
        month=file.month.isoformat(),
        sha256=checked.sha256,
        rows=checked.totals.rows,
        units=checked.totals.quantity,
    )
