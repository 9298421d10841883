"""Tables that do not cover every number of bidders or winners, or contradict themselves."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from procurement.rules.design import Design, Entries, severity, value
from procurement.rules.findings import Finding, error, warning
from procurement.rules.readings import show_percent
from procurement.rules.text import Text

BEST_AND_OTHERS = 2
BY_WINNERS = (
    "volume.agreed_share",
    "volume.reduced_agreed_share",
    "volume.special_agreed_share",
    "term.years",
)
"""Tables by the number of winners whose last value repeats."""
PAIRS = ("volume.by_best", "volume.by_incumbency")
"""Tables of two rows: the best and the others, who won before and who did not."""

CORRECT = Text("请更正该表。", "Correct the table.")
LENGTHEN = Text(
    "请补足其余各行；确应沿用末行的，也请逐行写出。",
    "Add the rows that are missing; where the last one is meant to repeat, write that out.",
)


def findings(design: Design, entries: Entries) -> Iterator[Finding]:
    """Everything wrong with a table by itself, or beside the others."""
    yield from _shortlist(design, entries)
    winners = most_winners(design, entries)
    for key in BY_WINNERS:
        yield from _covers(entries, key, winners, Text("家中选", "winners"))
    yield from _covers(entries, "volume.by_rank", winners, Text("家中选", "winners"))
    yield from _rising(entries)
    yield from _falling(entries)
    yield from _pairs(entries)
    yield from _by_number(entries, winners)
    yield from _by_cut(entries)


def most_winners(design: Design, entries: Entries) -> int:
    """The most bids that can win in one product, by the firms entered as far as they are known."""
    table: Sequence[int] = value(entries, "shortlist.maximum") or ()
    entered = [len(design.entered(one.code)) for one in design.products]
    numbers = [firms for firms in entered if firms]
    if table:
        numbers = [table[min(firms, len(table)) - 1] for firms in numbers] or [max(table)]
    limits = ("selection.shortlist_most", "selection.rank_most")
    caps: list[int] = [entries[key].value for key in limits if key in entries]
    most = [max(numbers)] if numbers else []
    return min([*caps, *most], default=0)


def _shortlist(design: Design, entries: Entries) -> Iterator[Finding]:
    """Never more on the shortlist than bidders, and never fewer for more of them."""
    key = "shortlist.maximum"
    table: Sequence[int] = value(entries, key) or ()
    for bidders, places in enumerate(table, start=1):
        if places > bidders:
            yield error(
                key,
                Text(
                    f"{bidders}家申报时最多入围{places}家，多于申报家数。",
                    f"Of {bidders} bidders up to {places} are shortlisted: more than there are.",
                ),
                CORRECT,
            )
    for bidders, (fewer, more) in enumerate(pairwise(table), start=1):
        if more < fewer:
            yield error(
                key,
                Text(
                    f"{bidders + 1}家申报时入围{more}家，少于{bidders}家申报时的{fewer}家。",
                    f"Of {bidders + 1} bidders {more} are shortlisted, of {bidders} more: {fewer}.",
                ),
                CORRECT,
            )
    yield from _covers(entries, key, design.most_entered, Text("家申报", "bidders"))


def _covers(entries: Entries, key: str, needed: int, of: Text) -> Iterator[Finding]:
    """A table that is not the law's own has a row for every number; the law's last one repeats."""
    if key not in entries:
        return
    entry, grave = entries[key], severity(entries[key])
    rows = len(entry.value)
    if grave and rows < needed:
        what = Text(
            f"“{entry.title.zh}”只到{rows}{of.zh}，而可能有{needed}{of.zh}。",
            f"“{entry.title.en}” ends at {rows} {of.en}, and there may be {needed}.",
        )
        yield (error if grave == "error" else warning)(key, what, LENGTHEN)


def _rising(entries: Entries) -> Iterator[Finding]:
    """More winners never share a smaller part of the demand."""
    for key in BY_WINNERS:
        table: Sequence[Fraction] = value(entries, key) or ()
        if list(table) != sorted(table):
            title = entries[key].title
            yield warning(
                key,
                Text(
                    f"“{title.zh}”随中选家数增加而减小。",
                    f"“{title.en}” falls with more winners.",
                ),
                Text("请核对次序是否颠倒。", "Check whether the order is reversed."),
            )


def _falling(entries: Entries) -> Iterator[Finding]:
    """A better rank, or a larger cut, never keeps a smaller part of its demand."""
    ranks = [base for base, _ in value(entries, "volume.by_rank") or ()]
    cuts = [base for _, base, _ in value(entries, "volume.by_cut") or ()]
    for key, better_first in (("volume.by_rank", ranks), ("volume.by_cut", cuts[::-1])):
        if better_first != sorted(better_first, reverse=True):
            yield error(
                key,
                Text(
                    "较优者的基础量反而少于较差者，低价不得少得量。",
                    "The better keeps less than the worse: a lower price must not get less volume.",
                ),
                CORRECT,
            )


def _pairs(entries: Entries) -> Iterator[Finding]:
    for key in PAIRS:
        if key in entries and len(entries[key].value) != BEST_AND_OTHERS:
            title, rows = entries[key].title, len(entries[key].value)
            yield error(
                key,
                Text(
                    f"“{title.zh}”有{rows}行，应为{BEST_AND_OTHERS}行。",
                    f"“{title.en}” has {rows} rows; it needs {BEST_AND_OTHERS}.",
                ),
                CORRECT,
            )


def _by_number(entries: Entries, winners: int) -> Iterator[Finding]:
    """A row for every number of winners, each giving away the whole volume."""
    key = "volume.by_number"
    table: Sequence[Sequence[Fraction]] = value(entries, key) or ()
    if table and len(table) < winners:
        yield error(
            key,
            Text(
                f"只到{len(table)}家中选，而可能有{winners}家。",
                f"The table ends at {len(table)} winners, and there may be {winners}.",
            ),
            LENGTHEN,
        )
    for number, row in enumerate(table, start=1):
        if sum(row) < 1:
            yield warning(
                key,
                Text(
                    f"{number}家中选时各顺位比例合计不足100%。",
                    f"With {number} winners the shares of all ranks make less than 100%.",
                ),
                Text("请确认其余的量不约定。", "Make sure that the rest is not to be agreed."),
            )


def _by_cut(entries: Entries) -> Iterator[Finding]:
    """The table begins no later than the smallest cut that can win."""
    key = "volume.by_cut"
    rows = value(entries, key) or ()
    least: Fraction = value(entries, "selection.cut_least") or Fraction(0)
    if rows and least < rows[0][0]:
        first, none = (show_percent(share).en for share in (rows[0][0], least))
        grave = severity(entries[key])
        what = Text(
            f"降幅自{none}起即可中选，而该表自{first}开始，其间没有比例。",
            f"A cut of {none} can win, and the table begins at {first}: between them there is no "
            "share.",
        )
        remedy = Text(
            "请补上较小的降幅，或提高中选所需的降幅。",
            "Add the smaller cuts, or ask for a larger one to win.",
        )
        yield (error if grave == "error" else warning)(key, what, remedy)
