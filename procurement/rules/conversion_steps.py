"""One step of a price conversion, as it is explained: from, to, ratio, factor, price, clause."""

from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import money, ratio_factors
from procurement.rules.entries import Entry
from procurement.rules.ratio_packs import Dimension
from procurement.rules.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One conversion: in what, by which ratio and factor, and the price after it.

    ``base`` is the factor for twice as much and ``ratio`` wanted over offered, both None where the
    factor was given with the question; ``factor`` and ``price`` (millionths of a yuan of the whole
    pack) are not rounded. ``entries`` are the rulebook's.
    """

    dimension: Dimension
    before: Text
    after: Text
    base: Fraction | None
    ratio: Fraction | None
    factor: Fraction
    price: Fraction
    entries: tuple[Entry, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def shown_factor(self) -> str:
        """As the published tables have it, above one: ``÷ 2.3187``."""
        if self.factor < 1:
            return f"÷ {ratio_factors.shown(1 / self.factor)}"
        return f"× {ratio_factors.shown(self.factor)}"

    @property
    def shown_ratio(self) -> str:
        """Wanted over offered, exactly: ``1/3``; a dash where the factor was given."""
        return "—" if self.ratio is None else money.show_number(self.ratio)

    @property
    def formula(self) -> str:
        """Where the factor comes from: ``1.7^log2(3)``; blank where it was given."""
        if self.base is None or self.ratio is None:
            return ""
        above_one = max(self.ratio, 1 / self.ratio)
        return f"{money.show_number(self.base)}^log2({money.show_number(above_one)})"

    @property
    def shown_price(self) -> str:
        """Yuan to four decimals, half up (art. 19)."""
        return ratio_factors.shown(self.price / money.MICRO)
