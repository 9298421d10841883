"""Progress as pages show it: bars, words for alerts, and the limits behind them."""

from dataclasses import dataclass
from datetime import date

from procurement.actions import progress
from procurement.rules.progress import Line, Progress, measure
from procurement.rules.rulebook import Entry, UptakeRules
from procurement.rules.text import Text
from web.rounds import Look, Round

LEVELS: dict[str, Text] = {
    "good": Text("正常", "On time"),
    "yellow": Text("黄色预警", "Yellow alert"),
    "orange": Text("橙色预警", "Orange alert"),
    "red": Text("红色预警", "Red alert"),
    "plain": Text("未上报", "Not reported"),
}
"""Words for the levels of a bar; colour only helps."""


@dataclass(frozen=True, slots=True)
class Year:
    """The agreement year as it is looked at: the day, and the limits of alerts on it."""

    start: date
    last: date
    look: Look
    rules: UptakeRules

    @property
    def day(self) -> date:
        return self.look.day

    @property
    def limits(self) -> tuple[Entry, ...]:
        """The entries of the rulebook that raise an alert, the mildest first."""
        return tuple(self.rules.sources[name] for name in ("yellow", "orange", "red"))

    def measure(self, lines: list[Line]) -> Progress:
        return measure(lines, self.start, self.day, self.rules)


def year(round_: Round, asked: str = "") -> Year:
    look = round_.look(asked)
    return Year(round_.first, round_.last, look, progress.limits(look.day))


def level(measured: Progress) -> str:
    """The level of a bar: good, yellow, orange or red; plain without a report."""
    if measured.alert is None:
        return "plain"
    return "good" if measured.alert.level == "none" else measured.alert.level
