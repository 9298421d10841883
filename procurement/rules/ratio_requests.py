"""Price comparisons as people ask for them: fields of text, read and answered all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from procurement.rules import catalogue, money, ratio, ratio_factors
from procurement.rules.conversion_steps import Step
from procurement.rules.ratio_fields import FIELDS
from procurement.rules.ratio_packs import Dimension, Pack
from procurement.rules.ratio_rules import RatioRules
from procurement.rules.text import Fault, Refused, Text

LARGEST = 10**9  # of any number; no pack holds or costs more
FIRST, SECOND = "", "to_"  # what the fields of the two packs begin with


@dataclass(frozen=True, slots=True)
class Question:
    """A pack with its price in millionths of a yuan, and the pack that the price is wanted of.

    ``given`` are factors that no rulebook has, wanted over offered.
    """

    price: int
    offered: Pack
    wanted: Pack
    given: Mapping[Dimension, Fraction]
    backward: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The steps from the offered pack to the wanted one, and the prices that come out."""

    question: Question
    steps: tuple[Step, ...]
    rules: RatioRules

    @property
    def exact(self) -> Fraction:
        """The price of the wanted pack in millionths of a yuan, not rounded."""
        return self.steps[-1].price if self.steps else Fraction(self.question.price)

    @property
    def shown_price(self) -> str:
        """The price of the wanted pack in yuan, half up to four decimals."""
        return ratio_factors.shown(self.exact / money.MICRO)

    @property
    def comparable_price(self) -> int:
        """单位可比价 in ten-thousandths of a yuan: of one unit of the wanted pack."""
        each = self.exact / self.question.wanted.units / catalogue.PUBLISHED_STEP
        return catalogue.comparable(each, self.rules.comparable_price_decimals)


class _Read(NamedTuple):
    """What was typed, and the faults that reading it brought so far."""

    texts: Mapping[str, str]
    faults: list[Fault]

    def text(self, name: str) -> str:
        return self.texts.get(name, "").strip()

    def number(self, name: str) -> Fraction | None:
        """A number above zero with at most six decimals; None when blank or faulty."""
        if not (typed := self.text(name)):
            return None
        try:
            number = Fraction(money.parse_price(typed), money.MICRO)
        except ValueError:
            number = Fraction(0)
        if 0 < number <= LARGEST:
            return number
        self.refuse(
            name,
            "应为大于零、至多六位小数的数。",
            "must be a number above zero with at most six decimals.",
        )
        return None

    def units(self, name: str) -> int | None:
        """A whole number of units; None when blank or faulty."""
        number = self.number(name)
        if number is None or number.denominator == 1:
            return int(number) if number else None
        self.refuse(name, "应为正整数。", "must be a whole number.")
        return None

    def word(self, name: str) -> str:
        """One of the field's words; blank when faulty too."""
        typed, known = self.text(name), FIELDS[name].words or {}
        if not typed or typed in known:
            return typed
        listed = ", ".join(known)
        self.refuse(name, f"应为下列之一：{listed}。", f"must be one of {listed}.")
        return ""

    def refuse(self, name: str, zh: str, en: str) -> None:
        title = FIELDS[name].name
        self.faults.append(Fault("field", name, Text(f"{title.zh}{zh}", f"{title.en} {en}")))


def answer(texts: Mapping[str, str], rules: RatioRules) -> Answer:
    """The steps for what was asked; Refused with every fault, each at the field of its place."""
    question = parse(texts)
    steps = ratio.convert(
        Fraction(question.price),
        question.offered,
        question.wanted,
        rules,
        question.given,
        backward=question.backward,
    )
    return Answer(question, steps, rules)


def parse(texts: Mapping[str, str]) -> Question:
    """The question that stands in the fields of ``FIELDS``; Refused with every fault.

    What is not told of the wanted pack is as in the offered one.
    """
    read = _Read(texts, [])
    for name in ("price", "strength"):
        if not read.text(name):
            read.refuse(name, "须填写。", "is needed.")
    price = read.number("price")
    offered = _pack(read, FIRST, Pack(Fraction(1)))
    wanted = _pack(read, SECOND, offered)
    factors = {dimension: read.number(f"{dimension}_factor") for dimension in ratio.GIVEN}
    per, direction = read.word("per"), read.word("direction")
    if read.faults or price is None:
        raise Refused(read.faults)
    return Question(
        price=int(price * money.MICRO) * (offered.units if per == "unit" else 1),
        offered=offered,
        wanted=wanted,
        given={dimension: factor for dimension, factor in factors.items() if factor},
        backward=direction == "backward",
    )


def _pack(read: _Read, which: str, unless_told: Pack) -> Pack:
    return Pack(
        strength=read.number(f"{which}strength") or unless_told.strength,
        units=read.units(f"{which}pack") or unless_told.units,
        fill_volume=read.number(f"{which}fill_volume") or unless_told.fill_volume,
        form=read.word(f"{which}form") or unless_told.form,
        material=read.text(f"{which}material") or unless_told.material,
        pack_form=read.text(f"{which}pack_form") or unless_told.pack_form,
    )
