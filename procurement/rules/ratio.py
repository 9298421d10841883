"""The ratio rule (差比价规则): a price carried from one pack of a drug to another, step by step."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil

from procurement.rules import ratio_factors
from procurement.rules.conversion_steps import Step
from procurement.rules.ratio_packs import (
    DIMENSIONS,
    INJECTIONS,
    STRENGTH_FIRST,
    Dimension,
    Pack,
)
from procurement.rules.ratio_rules import RatioRules
from procurement.rules.text import Fault, Refused, Text

GIVEN = (Dimension.FORM, Dimension.MATERIAL, Dimension.PACK_FORM)
"""No factor is known of these; packs that differ in one are separate products without it."""

CLAUSE = Text(
    "步骤顺序依《药品差比价规则》（发改价格〔2011〕2452号）第十六条；"
    "中间不取整，结果四舍五入（第十九条）。",
    "Steps in the order of art. 16 of 《药品差比价规则》 (发改价格〔2011〕2452号); nothing is "
    "rounded on the way, the result half up (art. 19).",
)
CLAUSE_EVIDENCE = "official"

STARTED = Text(
    "不足一档的装量按一档计（尚未证实）", "a started step counts as a whole one (unconfirmed)"
)
BOTH = Text(
    "含量与装量同时不同，两个系数相乘（尚未证实）",
    "strength and fill volume both differ: the factors multiply (unconfirmed)",
)


def order(offered: Pack, wanted: Pack, *, backward: bool = False) -> tuple[Dimension, ...]:
    """The dimensions one after the other (art. 16).

    Powder and large-volume injections: the strength comes before the dosage form. Backwards (逆算),
    to the representative pack, the order is reversed.
    """
    steps = list(DIMENSIONS)
    if {offered.form, wanted.form} & STRENGTH_FIRST:
        steps.remove(Dimension.STRENGTH)
        steps.insert(0, Dimension.STRENGTH)
    return tuple(reversed(steps) if backward else steps)


def faults(
    offered: Pack, wanted: Pack, rules: RatioRules, given: Mapping[Dimension, Fraction]
) -> list[Fault]:
    """Everything that keeps the price of one pack from being carried to the other."""
    return [*_factor_faults(offered, wanted, given), *_fill_faults(offered, wanted, rules)]


def convert(
    price: Fraction,
    offered: Pack,
    wanted: Pack,
    rules: RatioRules,
    given: Mapping[Dimension, Fraction] | None = None,
    *,
    backward: bool = False,
) -> tuple[Step, ...]:
    """The price of the offered pack as that of the wanted one, one step a difference.

    ``given`` are factors of dosage form, material and pack form, wanted over offered. Refused with
    every fault when the two cannot be compared.
    """
    known = given or {}
    if found := faults(offered, wanted, rules, known):
        raise Refused(found)
    steps: list[Step] = []
    for dimension in order(offered, wanted, backward=backward):
        if getattr(offered, dimension) == getattr(wanted, dimension):
            continue
        steps.append(_step(price, dimension, offered, wanted, rules, known))
        price = steps[-1].price
    return tuple(steps)


def _step(
    price: Fraction,
    dimension: Dimension,
    offered: Pack,
    wanted: Pack,
    rules: RatioRules,
    given: Mapping[Dimension, Fraction],
) -> Step:
    before, after = offered.shown(dimension), wanted.shown(dimension)
    if dimension in given:
        by = given[dimension]
        return Step(dimension, before, after, None, None, by, price * by)
    base, ratio, fields, remarks = _law(dimension, offered, wanted, rules)
    return Step(
        dimension,
        before,
        after,
        base,
        ratio,
        ratio_factors.times(Fraction(1), base, ratio),
        ratio_factors.times(price, base, ratio),
        tuple(rules.sources[field] for field in fields if field in rules.sources),
        remarks,
    )


type Law = tuple[Fraction, Fraction, tuple[str, ...], tuple[Text, ...]]


def _law(dimension: Dimension, offered: Pack, wanted: Pack, rules: RatioRules) -> Law:
    """The factor for twice as much, the ratio, the fields they come from, and what is assumed."""
    if dimension is Dimension.STRENGTH:
        return rules.strength_factor, wanted.strength / offered.strength, ("strength_factor",), ()
    if dimension is Dimension.UNITS:
        return rules.pack_factor, Fraction(wanted.units, offered.units), ("pack_factor",), ()
    assert rules.fill_volume_factor is not None
    remarks = (BOTH,) if offered.strength != wanted.strength else ()
    volumes = [one.fill_volume for one in (wanted, offered) if one.fill_volume is not None]
    if not _in_steps(offered, wanted):
        return rules.fill_volume_factor, volumes[0] / volumes[1], ("fill_volume_factor",), remarks
    assert rules.fill_volume_step is not None
    steps = [volume / rules.fill_volume_step for volume in volumes]
    if any(one > 1 and one.denominator != 1 for one in steps):
        remarks = (STARTED, *remarks)
    ratio = Fraction(ceil(steps[0]), ceil(steps[1]))
    return rules.fill_volume_factor, ratio, ("fill_volume_factor", "fill_volume_step"), remarks


def _in_steps(offered: Pack, wanted: Pack) -> bool:
    """Fill volumes of injections count in steps (10 ml): within the first they do not matter."""
    return {offered.form, wanted.form} <= INJECTIONS


def _factor_faults(
    offered: Pack, wanted: Pack, given: Mapping[Dimension, Fraction]
) -> Iterator[Fault]:
    """Dosage forms, materials and pack forms that differ need a factor, equal ones have none."""
    for dimension in GIVEN:
        name, place = DIMENSIONS[dimension], f"{dimension}_factor"
        differ = getattr(offered, dimension) != getattr(wanted, dimension)
        if differ and dimension not in given:
            text = Text(
                f"{name.zh}不同而差比系数未知，视为不同产品，不作比价；确有依据的请填写{name.zh}系数。",
                f"the {name.en}s differ and no factor is known, so they are separate products; "
                f"give the factor of the {name.en} if there is a basis for one.",
            )
            yield Fault("separate_products", place, text)
        if dimension in given and not differ:
            text = Text(
                f"{name.zh}相同，请勿填写{name.zh}系数。",
                f"the {name.en}s are the same; leave this factor out.",
            )
            yield Fault("unused_factor", place, text)


def _fill_faults(offered: Pack, wanted: Pack, rules: RatioRules) -> Iterator[Fault]:
    """Fill volumes that differ need both numbers, the dosage form, and a factor of the rulebook."""
    if offered.fill_volume == wanted.fill_volume:
        return
    if offered.fill_volume is None or wanted.fill_volume is None:
        text = Text("请填写两者的装量，或都不填。", "give both fill volumes, or neither.")
        yield Fault("fill_volume", "fill_volume", text)
    if not offered.form or not wanted.form:
        text = Text(
            "装量不同时请填写剂型：注射剂的装量分档计算，其他剂型按比例计算。",
            "give the dosage form when fill volumes differ: those of injections count in steps.",
        )
        yield Fault("fill_volume", "form", text)
    in_steps = _in_steps(offered, wanted)
    if rules.fill_volume_factor is None or (in_steps and rules.fill_volume_step is None):
        text = Text(
            "规则手册没有装量差比系数或分档，装量不同者不作比价；请另选规则手册。",
            "the rulebook has no factor or step for fill volumes, so packs that differ in them "
            "are not compared; take another rulebook.",
        )
        yield Fault("fill_volume_factor", "fill_volume", text)
