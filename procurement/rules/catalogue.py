"""Products and presentations, and their prices by the ratio rule (差比价规则)."""

from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import money, ratio, ratio_rules
from procurement.rules.ratio_packs import Pack
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault

PUBLISHED_DECIMALS = 4  # of ceilings, comparable prices and converted prices
PUBLISHED_STEP = 100  # millionths of a yuan in the last published decimal


@dataclass(frozen=True, slots=True)
class Presentation:
    """One strength of a product (规格): milligrams, and its ceiling in millionths of a yuan.

    ``ceiling`` (最高有效申报价) is per unit; None where the tender document leaves it blank.
    ``fill_volume`` (装量) is in millilitres, None where it does not matter.
    """

    spec: str
    strength: Fraction
    ceiling: int | None
    fill_volume: Fraction | None = None


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


type Packed = tuple[str, int]
"""A spec, and the number of units in a pack of it."""


def presentation(product: Product, spec: str) -> Presentation:
    """The product's presentation of that spec; LookupError when it has none."""
    for one in product.presentations:
        if one.spec == spec:
            return one
    raise LookupError(f"product {product.code} has no spec {spec}")


def exact_comparable_price(
    product: Product, spec: str, unit_price: int, pack: int | None, rules: DrugRules
) -> Fraction:
    """The unit comparable price before rounding, in ten-thousandths of a yuan.

    ``pack`` is the number of units in the pack bid; None where the reference pack is meant.
    """
    units, reference_units = pack or product.reference_pack, product.reference_pack
    reference = (product.reference_spec, reference_units)
    converted = _carried(product, (spec, units), reference, unit_price * units, rules)
    return converted / reference_units / PUBLISHED_STEP


def comparable_price(
    product: Product, spec: str, unit_price: int, pack: int | None, rules: DrugRules
) -> int:
    """单位可比价 in ten-thousandths of a yuan, rounded half up to the rulebook's decimals."""
    exact = exact_comparable_price(product, spec, unit_price, pack, rules)
    return comparable(exact, rules.comparable_price_decimals)


def comparable(exact: Fraction, decimals: int) -> int:
    """A price in ten-thousandths of a yuan, rounded half up to so many decimals of a yuan."""
    step: int = 10 ** (PUBLISHED_DECIMALS - decimals)
    return money.half_up(exact / step) * step


def spec_price(
    product: Product, bid_spec: str, unit_price: int, to_spec: str, rules: DrugRules
) -> int:
    """The price of another spec of the same firm, in millionths of a yuan, to four decimals.

    The bid spec itself, and one of the same strength, keep the price that was bid.
    """
    converted = _carried(product, (bid_spec, 1), (to_spec, 1), unit_price, rules)
    return unit_price if converted == unit_price else published(converted)


def pack_price(
    product: Product,
    bid: Packed,
    unit_price: int,
    to: Packed,
    rules: DrugRules,
) -> int:
    """The price of another pack of the same firm, in millionths of a yuan, to four decimals.

    ``bid`` and ``to`` are a spec with the number of units in the pack; the price that was bid is
    a unit's, the one found that of the whole pack.
    """
    price = unit_price * bid[1]
    converted = _carried(product, bid, to, price, rules)
    return price if converted == price else published(converted)


def conversion_faults(product: Product, rules: DrugRules) -> list[Fault]:
    """What keeps the presentations from being compared at the reference spec, each fault once."""
    wanted, law = _pack(product, (product.reference_spec, 1)), ratio_rules.of(rules)
    found = (
        fault
        for one in product.presentations
        for fault in ratio.faults(_pack(product, (one.spec, 1)), wanted, law, {})
    )
    return list(dict.fromkeys(found))


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


def _carried(product: Product, bid: Packed, to: Packed, price: int, rules: DrugRules) -> Fraction:
    """The price of a pack as that of another one, not rounded."""
    steps = ratio.convert(
        Fraction(price), _pack(product, bid), _pack(product, to), ratio_rules.of(rules)
    )
    return steps[-1].price if steps else Fraction(price)


def _pack(product: Product, packed: Packed) -> Pack:
    one = presentation(product, packed[0])
    return Pack(one.strength, packed[1], one.fill_volume, product.form)
