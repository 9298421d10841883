"""What a check of a round's design finds before the round is announced: what, and what to do."""

from dataclasses import dataclass
from typing import Literal

from procurement.rules.text import Fault, Text

type Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """An error keeps the round from being announced, a warning does not.

    ``rule`` is a key of the rulebook or the name of the check; ``place`` a key, a date or a
    product's code.
    """

    severity: Severity
    place: str
    rule: str
    what: Text
    remedy: Text

    @property
    def fault(self) -> Fault:
        """The finding as a fault: what is wrong, and what to do about it."""
        zh, en = f"{self.what.zh}{self.remedy.zh}", f"{self.what.en} {self.remedy.en}"
        return Fault(self.rule, self.place, Text(zh, en.strip()))


def error(rule: str, what: Text, remedy: Text, place: str = "") -> Finding:
    """What cannot be announced; its place is the rule's own where none is given."""
    return Finding("error", place or rule, rule, what, remedy)


def warning(rule: str, what: Text, remedy: Text, place: str = "") -> Finding:
    """What should be looked at once more."""
    return Finding("warning", place or rule, rule, what, remedy)
