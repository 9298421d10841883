"""Prices of insulin by the refill that is bid: other fills, and refills in a device."""

from fractions import Fraction

from procurement.rules import catalogue
from procurement.rules.text import Fault, Refused, Text
from procurement.rules.unit_rules import UnitRules


def price(refill: int, rules: UnitRules, *, large: bool = False, device: bool = False) -> int:
    """The price of one insulin presentation, in millionths of a yuan, half up to four decimals.

    ``refill`` is the price of the representative one, 3 ml:300 U (笔芯). A ``large`` refill of
    1.5 ml:450 U costs a multiple of it (comparison.large_refill_factor), a ``device`` (预填充等)
    an amount on top of its own refill (comparison.device_surcharge). Refused, with each that is
    missing, when the rulebook does not say.
    """
    factor, surcharge = rules.large_refill_factor, rules.device_surcharge
    missing = [
        name
        for name, wanted, value in (
            ("large_refill_factor", large, factor),
            ("device_surcharge", device, surcharge),
        )
        if wanted and value is None
    ]
    if missing:
        text = Text("规则手册没有这项换算。", "the rulebook has no such conversion.")
        raise Refused([Fault(f"comparison.{name}", name, text) for name in missing])
    exact = Fraction(refill)
    if large and factor is not None:
        exact *= factor
    if device and surcharge is not None:
        exact += surcharge
    return refill if exact == refill else catalogue.published(exact)
