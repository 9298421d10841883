"""What a rulebook is made of: a key with its reading, and an entry with its source."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from procurement.rules.readings import Reading
from procurement.rules.text import Text

type Evidence = Literal["official", "reported", "replayed", "unconfirmed", "proposal"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the law: what it is, since when, who says so and how far that is known.

    ``shown`` is the value as people read it; ``note`` what they should know besides. A value that
    the office decided for one round has its reason as the source.
    """

    key: str
    title: Text
    unit: Text
    value: Any
    shown: Text
    since: date
    source: str
    evidence: Evidence | Literal["decided"]
    checked: date
    note: Text | None = None

    @property
    def is_parameter(self) -> bool:
        """An office may decide it for a round; what is known for sure, only another rulebook."""
        return self.evidence in {"unconfirmed", "proposal", "decided"}


@dataclass(frozen=True, slots=True)
class Blank:
    """A parameter that nobody knows a value of: a round has to decide it. ``why`` says so."""

    key: str
    title: Text
    unit: Text
    why: Text
    checked: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What the office decided for one round about a parameter, as it would stand in a rulebook.

    ``value`` is of TOML's kinds; ``by`` is a login.
    """

    key: str
    value: Any
    reason: str
    by: str
    day: date


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a rulebook, the field of the rules that it fills, and how it is read."""

    key: str
    field: str
    reading: Reading
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The keys of a kind of scheme, and the rules that they make."""

    rules: type[Any]
    keys: tuple[Key, ...]
