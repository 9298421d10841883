"""``vbp rules``: the law as data, with its sources."""

import json
from collections.abc import Iterator

import click

from procurement.exchange import open_rules, rulebooks
from procurement.exchange.printing import EVIDENCE
from procurement.rules.entries import Entry
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Fault, Refused, Text


@click.group("rules")
def command() -> None:
    """Rulebooks: every number the platform applies, with source and evidence.

    规则手册：本平台采用的每个数值及其出处。
    """


@command.command("list", short_help="Every rulebook.  列出规则手册。")
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
def every(*, as_json: bool) -> None:
    """Every rulebook, with its document and how many values are unconfirmed.

    列出规则手册及其未证实数值的项数。
    """
    books = [rulebooks.load(name) for name in rulebooks.ids()]
    if as_json:
        heads = [
            {"id": book.id, "kind": book.kind, "title": book.title._asdict(), "sha256": book.sha256}
            for book in books
        ]
        click.echo(json.dumps(heads, ensure_ascii=False, indent=1))
        return
    widest = max(len(book.id) for book in books)
    for book in books:
        click.echo(f"{book.id:<{widest}}  {book.title.zh} {book.title.en}  {_count(book)}")


@command.command(short_help="Every value of one rulebook.  显示一部规则手册。")
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
def show(*, name: str, as_json: bool) -> None:
    """Every value of the rulebook ID, with source, evidence and the day it was checked.

    显示规则手册的每个数值、出处、证据等级与核对日期。
    """
    try:
        book = rulebooks.load(name)
    except LookupError as unknown:
        known = ", ".join(rulebooks.ids())
        text = Text(f"没有该规则手册，可选：{known}", f"no such rulebook; there are: {known}")
        raise Refused([Fault("rulebook", name, text)]) from unknown
    click.echo(open_rules.dump(book) if as_json else "\n".join(_lines(book)))


def _count(book: Rulebook) -> str:
    unconfirmed = sum(entry.evidence == "unconfirmed" for entry in book.history)
    return f"({len(book.history)} 项 values, {unconfirmed} 未证实 unconfirmed)"


def _lines(book: Rulebook) -> Iterator[str]:
    yield f"{book.title.zh} {book.title.en}"
    yield f"{book.document} {_mark(book.document_evidence)}"
    yield f"sha256 {book.sha256}"
    for entry in book.history:
        yield ""
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"{entry.key}  {entry.title.zh} {entry.title.en}"
    shown = dict.fromkeys((entry.shown.zh, entry.shown.en))  # once, where both read the same
    yield f"  {' / '.join(shown)}  ({entry.unit.zh} {entry.unit.en})"
    yield f"  {entry.source} {_mark(entry.evidence)}"
    if entry.note is not None:
        yield f"  {entry.note.zh} / {entry.note.en}"
    yield f"  自 since {entry.since}  核对 checked {entry.checked}"


def _mark(evidence: str) -> str:
    return f"[{EVIDENCE[evidence].zh} {EVIDENCE[evidence].en}]"
