"""Sentences for people, in both languages, and the faults and refusals that are made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in Chinese and in English; Chinese comes first everywhere."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to do about it.

    ``rule`` is a rulebook key or the name of the check; ``place`` is a field, or a file and line.
    """

    rule: str
    place: str
    text: Text


class Refused(Exception):
    """An action was refused; every fault is named at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.place}: {fault.text.en}" for fault in self.faults))
