"""Invented facts for the retained-savings statement: payment shares, conduct, prices before.

All of it is [proposal]: no region or hospital publishes these figures in one place. Ranges follow
the orders of magnitude of worked examples (fund payment ratio 0.60 to 0.70, insured share 0.80 to
0.90), so that the statements of the demonstration look like real ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import catalogue
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.parties import Hospital
from procurement.rules.rulebook import DrugRules
from seed.country import PERCENT, SEED, draw

PAY_RATIO = (55, 75)  # per cent
INSURED = (75, 95)
PAID_ON_TIME = (60, 100)
ONLINE = (90, 100)
GROWTH = (-5, 12)
KEPT_PERCENT = 90  # of hospitals that sent their data, or kept to the price policy


@dataclass(frozen=True, slots=True)
class FundShare:
    """Fund payment ratio (实际支付比例) and insured share (参保患者使用量占比) of a region."""

    region: str
    pay_ratio: Fraction
    insured_share: Fraction


@dataclass(frozen=True, slots=True)
class Conduct:
    """What a hospital is scored on beside its use: shares of amounts, growth of cost, duties."""

    hospital: str
    paid_within_30_days: Fraction
    bought_online: Fraction
    cost_growth: Fraction
    data_sent: bool
    price_policy_kept: bool


def fund_shares(regions: Iterable[str], seed: int = SEED) -> dict[str, FundShare]:
    return {
        region: FundShare(
            region,
            _percent(PAY_RATIO, seed, "pay ratio", region),
            _percent(INSURED, seed, "insured", region),
        )
        for region in regions
    }


def conduct(hospitals: Iterable[Hospital], seed: int = SEED) -> dict[str, Conduct]:
    return {
        code: Conduct(
            code,
            _percent(PAID_ON_TIME, seed, "paid", code),
            _percent(ONLINE, seed, "online", code),
            _percent(GROWTH, seed, "growth", code),
            data_sent=draw(1, PERCENT, seed, "data", code) <= KEPT_PERCENT,
            price_policy_kept=draw(1, PERCENT, seed, "policy", code) <= KEPT_PERCENT,
        )
        for code in (hospital.code for hospital in hospitals)
    }


def pre_price(product: Product, spec: str, bids: Iterable[Bid], rules: DrugRules) -> int:
    """A stand-in for the price before the round (集采前加权平均价格), in millionths of a yuan.

    The ceiling of the spec; where the product has none, the highest price that was bid for it,
    converted by the ratio rule. Raises ``ValueError`` when there is neither.
    """
    ceiling = catalogue.ceiling(product, spec, rules)
    if ceiling is not None:
        return ceiling
    return max(
        catalogue.spec_price(product, bid.spec, bid.unit_price, spec, rules)
        for bid in bids
        if bid.product == product.code
    )


def _percent(bounds: tuple[int, int], *names: object) -> Fraction:
    return Fraction(draw(*bounds, *names), PERCENT)
