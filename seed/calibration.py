"""How near the invented year comes to the figures it was calibrated on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules.contracts import Agreement
from procurement.rules.parties import Hospital
from seed.usage import MONTHS, POOR, UsageRow

QUARTER = 3  # months


@dataclass(frozen=True, slots=True)
class Calibration:
    """Shares by quantity unless named otherwise; ``pace`` is completion over elapsed time."""

    rows: int
    completion: Fraction
    completion_by_product: dict[str, Fraction]
    first_quarter_pace: Fraction
    winning_share: Fraction
    winning_share_by_product: dict[str, Fraction]
    winning_share_of_amount: Fraction
    on_time_poor: Fraction
    on_time_elsewhere: Fraction
    others_price: Fraction


def calibrate(
    agreements: Sequence[Agreement], rows: Iterable[UsageRow], hospitals: Iterable[Hospital]
) -> Calibration:
    """Count a whole year; a hospital is on time when it bought all it agreed on, over all products.

    ``others_price`` is the price of non-winners over the winner's, in the same hospital and spec,
    weighted by what the non-winners' units would have cost at the winner's price.
    """
    agreed: Counter[str] = Counter()
    price: dict[tuple[str, str, str], int] = {}
    by_hospital: Counter[str] = Counter()
    for line in agreements:
        agreed[line.product] += line.agreed_quantity
        by_hospital[line.hospital] += line.agreed_quantity
        price[line.hospital, line.product, line.spec] = line.unit_price
    count = 0
    won, other, bought, months = Counter[str](), Counter[str](), Counter[str](), Counter[int]()
    won_amount = other_amount = other_at_winners = 0
    for row in rows:
        count += 1
        amount = row.quantity * row.unit_price
        if row.winning:
            won[row.product] += row.quantity
            bought[row.hospital] += row.quantity
            months[row.month] += row.quantity
            won_amount += amount
        else:
            other[row.product] += row.quantity
            other_amount += amount
            other_at_winners += row.quantity * price[row.hospital, row.product, row.spec]
    early = sum(quantity for month, quantity in months.items() if month <= QUARTER)
    regions = {hospital.code: hospital.region for hospital in hospitals}
    poor = [code for code in by_hospital if regions[code] in POOR]
    elsewhere = [code for code in by_hospital if regions[code] not in POOR]
    return Calibration(
        count,
        Fraction(won.total(), agreed.total()),
        {product: Fraction(won[product], agreed[product]) for product in agreed},
        Fraction(early * MONTHS, agreed.total() * QUARTER),
        Fraction(won.total(), won.total() + other.total()),
        {product: Fraction(won[product], won[product] + other[product]) for product in agreed},
        Fraction(won_amount, won_amount + other_amount),
        _on_time(poor, by_hospital, bought),
        _on_time(elsewhere, by_hospital, bought),
        Fraction(other_amount, other_at_winners),
    )


def _on_time(codes: Sequence[str], agreed: Counter[str], bought: Counter[str]) -> Fraction:
    return Fraction(sum(bought[code] >= agreed[code] for code in codes), len(codes))


def summary(found: Calibration) -> str:
    """The figures reached, one a line, with the range they were calibrated on."""
    parts, shares = found.completion_by_product.values(), found.winning_share_by_product.values()
    return "\n".join(
        (
            f"rows                          {found.rows:,}",
            f"completion                    {found.completion:.2f}  (2.2 to 2.4)",
            f"completion by product         {min(parts):.2f} to {max(parts):.2f}  (0.75 to 4.8)",
            f"pace of the first quarter     {found.first_quarter_pace:.2f}  (above completion)",
            f"winning share                 {found.winning_share:.1%}  (about 88 %)",
            f"winning share by product      {min(shares):.1%} to {max(shares):.1%}  (69 to 99 %)",
            f"winning share of the amount   {found.winning_share_of_amount:.1%}  (57 to 83 %)",
            f"hospitals on time, poor       {found.on_time_poor:.1%}  (about 70 %)",
            f"hospitals on time, elsewhere  {found.on_time_elsewhere:.1%}",
            f"price of others over winners  {found.others_price:.2f}  (1.8 to 5)",
        )
    )
