"""Products and presentations, and the ratio rule (差比价规则) that makes prices comparable."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from procurement.rules import money
from procurement.rules.rulebook import DrugRules

DIGITS = 40  # of a factor that has no end; prices have at most 18
GUARD = 10  # more digits while computing one
PUBLISHED_DECIMALS = 4  # of ceilings, comparable prices and converted prices
PUBLISHED_STEP = 100  # millionths of a yuan in the last published decimal


@dataclass(frozen=True, slots=True)
class Presentation:
    """One strength of a product (规格): milligrams, and its ceiling in millionths of a yuan.

    ``ceiling`` (最高有效申报价) is per unit; None where the tender document leaves it blank.
    """

    spec: str
    strength: Fraction
    ceiling: int | None


@dataclass(frozen=True, slots=True)
class Product:
    """A product of the round; prices are compared at the reference spec and pack (主品规).

    ``share_class`` is the column of the agreed-share table: normal, reduced or special; ``form``
    one of ``drug_rules.FORMS``. Of consumables, a product is a competition category (产品类别),
    ``group`` joins categories into one product group (产品组), and ``asks`` are the promises of
    ``unit_rules.PROMISES`` that only some categories ask for. ``class_prices`` are the highest
    prices of classes (insulin), in millionths of a yuan.
    """

    code: str
    name: str
    presentations: tuple[Presentation, ...]
    reference_spec: str
    reference_pack: int = 1
    share_class: str = "normal"
    form: str = ""
    group: str = ""
    asks: frozenset[str] = frozenset()
    class_prices: tuple[tuple[str, int], ...] = ()


def presentation(product: Product, spec: str) -> Presentation:
    """The product's presentation of that spec; LookupError when it has none."""
    for one in product.presentations:
        if one.spec == spec:
            return one
    raise LookupError(f"product {product.code} has no spec {spec}")


@lru_cache(maxsize=4096)
def factor(base: Fraction, ratio: Fraction) -> Decimal:
    """base^(log2 ratio): exact for ratios 1, 2, 4, 8 …, forty digits for all others.

    药品差比价规则 (发改价格〔2011〕2452号): 1.7 for the strength, 1.95 for the pack count.
    """
    with localcontext(prec=DIGITS + GUARD) as context:
        if ratio < 1:
            value = 1 / factor(base, 1 / ratio)
        elif _is_power_of_two(ratio):
            context.prec = 2 * ratio.numerator.bit_length() + DIGITS
            return _decimal(base) ** (ratio.numerator.bit_length() - 1)
        else:
            value = (_decimal(base).ln() * _decimal(ratio).ln() / Decimal(2).ln()).exp()
        context.prec = DIGITS
        return +value


def exact_comparable_price(
    product: Product, spec: str, unit_price: int, pack: int | None, rules: DrugRules
) -> Fraction:
    """The unit comparable price before rounding, in ten-thousandths of a yuan.

    ``pack`` is the number of units in the pack bid; None where the reference pack is meant.
    """
    units, reference_units = pack or product.reference_pack, product.reference_pack
    pack_price = _at_reference_strength(product, spec, unit_price, rules) * units
    converted = _convert(pack_price, rules.pack_factor, Fraction(reference_units, units))
    return converted / reference_units / PUBLISHED_STEP


def comparable_price(
    product: Product, spec: str, unit_price: int, pack: int | None, rules: DrugRules
) -> int:
    """单位可比价 in ten-thousandths of a yuan, rounded half up to the rulebook's decimals."""
    step: int = 10 ** (PUBLISHED_DECIMALS - rules.comparable_price_decimals)
    exact = exact_comparable_price(product, spec, unit_price, pack, rules)
    return money.half_up(exact / step) * step


def spec_price(
    product: Product, bid_spec: str, unit_price: int, to_spec: str, rules: DrugRules
) -> int:
    """The price of another spec of the same firm, in millionths of a yuan, to four decimals.

    The bid spec itself, and one of the same strength, keep the price that was bid.
    """
    ratio = presentation(product, to_spec).strength / presentation(product, bid_spec).strength
    if ratio == 1:
        return unit_price
    return published(_convert(Fraction(unit_price), rules.strength_factor, ratio))


def ceiling(product: Product, spec: str, rules: DrugRules) -> int | None:
    """The spec's own ceiling; where it is blank, another spec's converted by the ratio rule.

    The reference spec is asked first, then the others as listed; None when all are blank.
    """
    own = presentation(product, spec).ceiling
    if own is not None:
        return own
    reference = presentation(product, product.reference_spec)
    for other in (reference, *product.presentations):
        if other.ceiling is not None:
            return spec_price(product, other.spec, other.ceiling, spec, rules)
    return None


def published(price: Fraction | int) -> int:
    """A price in millionths of a yuan, rounded half up to four decimals of a yuan."""
    return money.half_up(Fraction(price) / PUBLISHED_STEP) * PUBLISHED_STEP


def _at_reference_strength(
    product: Product, spec: str, unit_price: int, rules: DrugRules
) -> Fraction:
    reference = presentation(product, product.reference_spec).strength
    ratio = reference / presentation(product, spec).strength
    return _convert(Fraction(unit_price), rules.strength_factor, ratio)


def _convert(price: Fraction, base: Fraction, ratio: Fraction) -> Fraction:
    """The price times the factor; downwards it is divided, so that halving stays exact."""
    if ratio < 1:
        return price / Fraction(factor(base, 1 / ratio))
    return price * Fraction(factor(base, ratio))


def _is_power_of_two(ratio: Fraction) -> bool:
    return ratio.denominator == 1 and ratio.numerator & (ratio.numerator - 1) == 0


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
