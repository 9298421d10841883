"""Impossible dates of a round (时间安排): before the law, against each other, on a day of rest."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from procurement.rules.design import Design, Entries, value
from procurement.rules.findings import Finding, error, warning
from procurement.rules.text import Text

REST_DAYS = {5: Text("星期六", "a Saturday"), 6: Text("星期日", "a Sunday")}
"""Days of the week, Monday being 0; whether one of them was made a working day is not known."""


def findings(design: Design, entries: Entries) -> Iterator[Finding]:
    """Every date that cannot be, and every one that should be looked at."""
    yield from _before_the_law(design)
    yield from _order(design)
    yield from _term(design, entries)
    yield from _rest(design)
    yield from _changed_law(design, entries)


def _before_the_law(design: Design) -> Iterator[Finding]:
    """The law of a day on which the rulebook does not hold yet."""
    first = min((entry.since for entry in design.book.history), default=design.day)
    for place, name, day in (
        ("day", Text("规则适用日", "The day whose rules apply"), design.day),
        ("bids_due", Text("开标日", "The day of opening"), design.schedule.bids_due),
    ):
        if day is not None and day < first:
            yield error(
                "rulebook",
                Text(
                    f"{name.zh}{day}早于规则“{design.book.id}”最早的取值{first}。",
                    f"{name.en}, {day}, is before {first}, when the first value of the rulebook "
                    f"{design.book.id} holds.",
                ),
                Text("请改用其后的日期或另选规则。", "Take a later day or another rulebook."),
                place,
            )


def _order(design: Design) -> Iterator[Finding]:
    """Announcement, deadline, agreement: each later than the one before."""
    schedule = design.schedule
    steps = (
        ("announced", Text("公告日", "the announcement"), schedule.announced),
        ("bids_due", Text("申报截止日", "the deadline for bids"), schedule.bids_due),
        (
            "agreement_start",
            Text("协议年度起始日", "the start of the agreement"),
            schedule.agreement_start,
        ),
    )
    known = [(place, name, day) for place, name, day in steps if day is not None]
    for (_, before, earlier), (place, name, later) in pairwise(known):
        if later <= earlier:
            yield error(
                place,
                Text(
                    f"{name.zh}{later}不晚于{before.zh}{earlier}。",
                    f"{name.en[0].upper()}{name.en[1:]}, {later}, is not after {before.en}, "
                    f"{earlier}.",
                ),
                Text(f"请推迟{name.zh}。", f"Put off {name.en}."),
            )


def _term(design: Design, entries: Entries) -> Iterator[Finding]:
    """The term (采购周期) ends after it begins, and it is known how long it is."""
    end: date | None = value(entries, "term.end")
    blank = {one.key for one in design.book.blanks}
    start = design.schedule.agreement_start or design.schedule.bids_due or design.day
    if end is not None and end <= start:
        yield error(
            "term.end",
            Text(
                f"采购周期止于{end}，而协议不早于{start}开始。",
                f"The term ends on {end}, and the agreement does not begin before {start}.",
            ),
            Text("请更正其中一个日期。", "Correct one of the two dates."),
        )
    if end is None and "term.years" not in entries and not blank & {"term.end", "term.years"}:
        yield warning(
            "term.years",
            Text("规则未规定采购周期。", "The rulebook does not say how long the term is."),
            Text("请在公告中写明。", "Say it in the notice."),
        )


def _rest(design: Design) -> Iterator[Finding]:
    """A deadline on a Saturday or Sunday."""
    due = design.schedule.bids_due
    if due is not None and due.weekday() in REST_DAYS:
        name = REST_DAYS[due.weekday()]
        yield warning(
            "bids_due",
            Text(f"申报截止日{due}是{name.zh}。", f"The deadline for bids, {due}, is {name.en}."),
            Text(
                "请核对是否为调休的工作日，否则改期。",
                "Check whether it was made a working day, or take another.",
            ),
        )


def _changed_law(design: Design, entries: Entries) -> Iterator[Finding]:
    """Values that are others on the day of opening than on the day whose law applies."""
    due = design.schedule.bids_due
    if due is None or due < design.day:
        return
    later = {entry.key: entry for entry in design.book.history if entry.since <= due}
    changed = [
        entry.title
        for key, entry in entries.items()
        if entry.evidence != "decided" and later[key] != entry
    ]
    if changed:
        zh, en = "、".join(one.zh for one in changed), "; ".join(one.en for one in changed)
        yield warning(
            "rulebook",
            Text(
                f"开标日{due}的规则与适用日{design.day}不同：{zh}。",
                f"On the day of opening, {due}, the rules are not those of {design.day}: {en}.",
            ),
            Text("请确认应适用哪一天的规则。", "Make sure which day's rules should apply."),
            "bids_due",
        )
