"""What a code is made of: parts at fixed places, what each means, and how far that is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase, digits
from typing import NamedTuple

from procurement.rules.entries import Evidence
from procurement.rules.text import Fault, Text

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V, Z

SIGNS: dict[str, tuple[str, Text]] = {
    "9": (digits, Text("数字0–9", "a digit 0–9")),
    "A": (ascii_uppercase, Text("大写字母A–Z", "a capital letter A–Z")),
    "*": (ascii_uppercase + digits, Text("大写字母或数字", "a capital letter or a digit")),
    "?": (
        CREDIT_ALPHABET,
        Text(
            "数字或除I、O、S、V、Z外的大写字母", "a digit or a capital letter, not I, O, S, V or Z"
        ),
    ),
}
"""What a sign of a shape stands for; any other sign stands for itself."""


class Meaning(NamedTuple):
    """What characters say, and how far that is known."""

    text: Text
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of every code of a kind; ``shape`` has a sign of SIGNS for each character.

    ``names`` are the meanings that are known, by the characters that the part begins with.
    """

    name: str
    title: Text
    shape: str
    about: Meaning
    names: Mapping[str, Meaning] = field(default_factory=dict)

    def meaning(self, characters: str) -> Meaning:
        """The meaning of the longest beginning that has one, else what the part is about."""
        heads = (characters[:size] for size in range(len(characters), 0, -1))
        return next((self.names[head] for head in heads if head in self.names), self.about)


@dataclass(frozen=True, slots=True)
class Layout:
    """All parts of a kind of code; ``lengths`` at which it may end, the longest if none is given.

    ``notes`` say what cannot be verified about any code of the kind.
    """

    kind: str
    title: Text
    segments: tuple[Segment, ...]
    lengths: tuple[int, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def ends(self) -> tuple[int, ...]:
        return self.lengths or (sum(len(segment.shape) for segment in self.segments),)


@dataclass(frozen=True, slots=True)
class Part:
    """Characters of one code and what they say; ``first`` is their place, counted from 1."""

    name: str
    title: Text
    first: int
    characters: str
    meaning: Text
    evidence: Evidence

    @property
    def last(self) -> int:
        return self.first + len(self.characters) - 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A code taken apart: its parts in order, all its faults, and what cannot be verified.

    Between the parts stand signs that separate them, if any; a value with faults is taken apart as
    far as it goes.
    """

    kind: str
    title: Text
    value: str
    parts: tuple[Part, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Text, ...] = ()

    def part(self, name: str) -> str:
        """The characters of that part, none when the code ends before it."""
        return next((part.characters for part in self.parts if part.name == name), "")


def place(first: int, last: int) -> str:
    """Where characters stand, counted from 1: ``第2–6位/characters 2–6``."""
    if first >= last:
        return f"第{first}位/character {first}"
    return f"第{first}–{last}位/characters {first}–{last}"


def read(layout: Layout, value: str) -> Reading:
    """The value as a code of this kind, with every fault of its length and of its characters."""
    parts = tuple(_parts(layout, value))
    faults = [*length_faults(layout.kind, layout.ends, value), *_shape_faults(layout, parts)]
    return Reading(layout.kind, layout.title, value, parts, tuple(faults), layout.notes)


def renamed(reading: Reading, name: str, meaning: Meaning) -> Reading:
    """The same reading, with a part's meaning found by what stands around it."""
    parts = tuple(
        replace(part, meaning=meaning.text, evidence=meaning.evidence)
        if part.name == name
        else part
        for part in reading.parts
    )
    return replace(reading, parts=parts)


def with_faults(reading: Reading, faults: Iterable[Fault]) -> Reading:
    """The same reading, with faults that its shape does not show."""
    return replace(reading, faults=(*reading.faults, *faults))


def length_faults(kind: str, ends: Sequence[int], value: str) -> list[Fault]:
    """A code ends after as many characters as its kind has, no earlier and no later."""
    if len(value) in ends:
        return []
    zh, en = "、".join(map(str, sorted(ends))), _or(sorted(ends))
    text = Text(
        f"共{len(value)}个字符，应为{zh}个。请从官方字典完整复制，勿增删字符，并按文本保存。",
        f"{len(value)} characters, {en} expected. Copy the whole code from the official "
        "dictionary and keep it as text.",
    )
    return [Fault(f"{kind}.length", place(1, len(value)), text)]


def _or(ends: Sequence[int]) -> str:
    *others, last = map(str, ends)
    return f"{', '.join(others)} or {last}" if others else last


def _parts(layout: Layout, value: str) -> Iterator[Part]:
    first = 1
    for segment in layout.segments:
        characters = value[first - 1 : first - 1 + len(segment.shape)]
        if characters:
            meaning, evidence = segment.meaning(characters)
            yield Part(segment.name, segment.title, first, characters, meaning, evidence)
        first += len(segment.shape)
    if rest := value[first - 1 :]:
        meaning = Text("超出编码长度的字符", "characters after the end of the code")
        yield Part("surplus", Text("多余字符", "Surplus"), first, rest, meaning, "official")


def _shape_faults(layout: Layout, parts: Sequence[Part]) -> Iterator[Fault]:
    for segment, part in zip(layout.segments, parts, strict=False):
        wrong = [
            (part.first + offset, sign)
            for offset, (found, sign) in enumerate(
                zip(part.characters, segment.shape, strict=False)
            )
            if found not in allowed(sign)
        ]
        if wrong:
            yield Fault(
                f"{layout.kind}.{segment.name}",
                place(part.first, part.last),
                Text(
                    f"{part.title.zh}“{part.characters}”有误："
                    + "，".join(f"第{at}位应为{called(sign).zh}" for at, sign in wrong)
                    + "。请对照官方字典更正，使用半角字符。",
                    f"the {part.title.en.lower()} “{part.characters}” is wrong: "
                    + ", ".join(f"character {at} must be {called(sign).en}" for at, sign in wrong)
                    + ". Correct it by the official dictionary, in half-width characters.",
                ),
            )


def allowed(sign: str) -> str:
    """The characters that a sign of a shape stands for."""
    return SIGNS[sign][0] if sign in SIGNS else sign


def called(sign: str) -> Text:
    """What a sign of a shape stands for, in words."""
    return SIGNS[sign][1] if sign in SIGNS else Text(f"“{sign}”", f"“{sign}”")
