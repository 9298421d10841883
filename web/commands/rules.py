"""``vbp rules``: the law as data, with its sources."""

import json
from collections.abc import Iterator
from typing import Any

import click

from procurement.exchange import open_rules, rulebooks, text_table
from procurement.exchange.printing import EVIDENCE
from procurement.rules.entries import Blank, Entry
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Fault, Refused, Text

BLANK = Text("待定", "Blank")
SHORT = {
    "official": Text("官方", "official"),
    "reported": Text("报道", "reported"),
    "replayed": Text("复算", "replayed"),
    "unconfirmed": Text("待证实", "unconfirmed"),
    "proposal": Text("建议", "proposal"),
    "blank": Text("待定", "blank"),
}
"""What stands over the numbers of a list, one word in each language."""


@click.group("rules")
def command() -> None:
    """Rulebooks: every number the platform applies, with source and evidence.

    规则手册：本平台采用的每个数值及其出处。
    """


@command.command("list", short_help="Every rulebook.  列出规则手册。")
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
def every(*, as_json: bool) -> None:
    """Every rulebook, and how many of its values have each evidence mark.

    A blank is a parameter that nobody knows a value of: a round has to decide it.

    列出规则手册及其各证据等级的数值项数；待定项须由轮次自行决定。
    """
    books = [rulebooks.load(name) for name in rulebooks.ids()]
    if as_json:
        click.echo(json.dumps([_head(book) for book in books], ensure_ascii=False, indent=1))
        return
    rows = [["", *(mark.zh for mark in SHORT.values()), ""]]
    rows += [["", *(mark.en for mark in SHORT.values()), ""]]
    rows += [
        [book.id, *(str(counts[mark] or "—") for mark in SHORT), f"{book.title.zh} {book.title.en}"]
        for book in books
        if (counts := open_rules.counts(book))
    ]
    click.echo("\n".join(_lined(rows)))


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


def _head(book: Rulebook) -> dict[str, Any]:
    return {
        "id": book.id,
        "kind": book.kind,
        "title": book.title._asdict(),
        "sha256": book.sha256,
        "evidence": open_rules.counts(book),
    }


def _lined(rows: list[list[str]]) -> Iterator[str]:
    """Numbers to the right under their marks, and the title after them."""
    *numbers, titles = zip(*rows, strict=True)
    for line, title in zip(
        text_table.lines(list(zip(*numbers, strict=True)), 1), titles, strict=True
    ):
        yield f"{line}  {title}".rstrip()


def _lines(book: Rulebook) -> Iterator[str]:
    yield f"{book.title.zh} {book.title.en}"
    yield f"{book.document} {_mark(book.document_evidence)}"
    yield f"sha256 {book.sha256}"
    for entry in book.history:
        yield ""
        yield from _entry(entry)
    for blank in book.blanks:
        yield ""
        yield from _blank(blank)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"{entry.key}  {entry.title.zh} {entry.title.en}"
    shown = dict.fromkeys((entry.shown.zh, entry.shown.en))  # once, where both read the same
    yield f"  {' / '.join(shown)}  ({entry.unit.zh} {entry.unit.en})"
    yield f"  {entry.source} {_mark(entry.evidence)}"
    if entry.note is not None:
        yield f"  {entry.note.zh} / {entry.note.en}"
    yield f"  自 since {entry.since}  核对 checked {entry.checked}"


def _blank(blank: Blank) -> Iterator[str]:
    yield f"{blank.key}  {blank.title.zh} {blank.title.en}"
    yield f"  [{BLANK.zh} {BLANK.en}]  ({blank.unit.zh} {blank.unit.en})"
    yield f"  {blank.why.zh} / {blank.why.en}"
    yield f"  核对 checked {blank.checked}"


def _mark(evidence: str) -> str:
    return f"[{EVIDENCE[evidence].zh} {EVIDENCE[evidence].en}]"
