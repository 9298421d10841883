"""What may stand in a rulebook of screens: thresholds of every screen, and the law behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules.entries import Entry, Key, Schema
from procurement.rules.readings import COUNT, SHARE, Reading, words
from procurement.rules.text import Text


@dataclass(frozen=True, slots=True)
class ScreenRules:
    """When bids raise a question of collusion (串通投标), and on which articles it rests."""

    same_group_basis: tuple[str, ...]
    identical_prices_basis: tuple[str, ...]
    identical_prices_least_firms: int
    price_pattern_basis: tuple[str, ...]
    price_pattern_least_bids: int
    price_pattern_tolerance: Fraction
    rotation_basis: tuple[str, ...]
    rotation_least_lots: int
    rotation_chance: Fraction
    cover_bids_basis: tuple[str, ...]
    cover_bids_least_lots: int
    cover_bids_margin: Fraction
    cover_bids_share: Fraction
    low_variance_basis: tuple[str, ...]
    low_variance_least_bids: int
    low_variance_variation: Fraction
    bursts_basis: tuple[str, ...]
    bursts_least_lots: int
    bursts_seconds: int
    same_network_basis: tuple[str, ...]
    same_network_most_firms: int
    sources: Mapping[str, Entry]


ARTICLES: dict[str, Text] = {
    "tender_34_2": Text(
        "招标投标法实施条例第三十四条第二款", "Implementing Regulation on Tendering, art. 34 par. 2"
    ),
    "tender_39_2": Text(
        "招标投标法实施条例第三十九条第二款第（二）项",
        "Implementing Regulation on Tendering, art. 39 par. 2 (2)",
    ),
    "tender_39_3": Text(
        "招标投标法实施条例第三十九条第二款第（三）项",
        "Implementing Regulation on Tendering, art. 39 par. 2 (3)",
    ),
    "tender_39_4": Text(
        "招标投标法实施条例第三十九条第二款第（四）项",
        "Implementing Regulation on Tendering, art. 39 par. 2 (4)",
    ),
    "tender_39_5": Text(
        "招标投标法实施条例第三十九条第二款第（五）项",
        "Implementing Regulation on Tendering, art. 39 par. 2 (5)",
    ),
    "tender_40_1": Text(
        "招标投标法实施条例第四十条第（一）项", "Implementing Regulation on Tendering, art. 40 (1)"
    ),
    "tender_40_2": Text(
        "招标投标法实施条例第四十条第（二）项", "Implementing Regulation on Tendering, art. 40 (2)"
    ),
    "tender_40_4": Text(
        "招标投标法实施条例第四十条第（四）项", "Implementing Regulation on Tendering, art. 40 (4)"
    ),
    "monopoly_13_1": Text(
        "反垄断法（2007年）第十三条第一款第（一）项", "Anti-Monopoly Law of 2007, art. 13 (1)"
    ),
    "monopoly_13_3": Text(
        "反垄断法（2007年）第十三条第一款第（三）项", "Anti-Monopoly Law of 2007, art. 13 (3)"
    ),
    "monopoly_17_1": Text(
        "反垄断法（2022年修正）第十七条第（一）项", "Anti-Monopoly Law of 2022, art. 17 (1)"
    ),
    "monopoly_17_3": Text(
        "反垄断法（2022年修正）第十七条第（三）项", "Anti-Monopoly Law of 2022, art. 17 (3)"
    ),
    "credit_2020": Text(
        "医药价格和招采信用评价目录清单：以串通投标等方式竞标",
        "Credit rating of prices and procurement, list of 2020: bidding by collusion",
    ),
    "credit_2025": Text(
        "医药价格和招采信用评价（2025年版）：违规竞标；国家组织集中带量采购中围标串标按最高失信等级",
        "Credit rating of prices and procurement, 2025: unlawful bidding; collusion in a national "
        "round is of the worst grade",
    ),
}
"""The articles that a screen may rest on, by the name that a rulebook gives them."""


def _several(value: object) -> int:
    if (count := COUNT.read(value)) < FEWEST:
        raise ValueError(value)
    return int(count)


FEWEST = 3  # prices of which one lies between two others
BASIS = words(ARTICLES)
SEVERAL = Reading(
    Text(f"不小于 {FEWEST} 的整数", f"a whole number of {FEWEST} or more"), _several, COUNT.show
)

SCREENING = Schema(
    ScreenRules,
    (
        Key("same_group.basis", "same_group_basis", BASIS),
        Key("identical_prices.basis", "identical_prices_basis", BASIS),
        Key("identical_prices.least_firms", "identical_prices_least_firms", COUNT),
        Key("price_pattern.basis", "price_pattern_basis", BASIS),
        Key("price_pattern.least_bids", "price_pattern_least_bids", SEVERAL),
        Key("price_pattern.tolerance", "price_pattern_tolerance", SHARE),
        Key("rotation.basis", "rotation_basis", BASIS),
        Key("rotation.least_lots", "rotation_least_lots", COUNT),
        Key("rotation.chance", "rotation_chance", SHARE),
        Key("cover_bids.basis", "cover_bids_basis", BASIS),
        Key("cover_bids.least_lots", "cover_bids_least_lots", COUNT),
        Key("cover_bids.margin", "cover_bids_margin", SHARE),
        Key("cover_bids.share", "cover_bids_share", SHARE),
        Key("low_variance.basis", "low_variance_basis", BASIS),
        Key("low_variance.least_bids", "low_variance_least_bids", SEVERAL),
        Key("low_variance.variation", "low_variance_variation", SHARE),
        Key("bursts.basis", "bursts_basis", BASIS),
        Key("bursts.least_lots", "bursts_least_lots", COUNT),
        Key("bursts.seconds", "bursts_seconds", COUNT),
        Key("same_network.basis", "same_network_basis", BASIS),
        Key("same_network.most_firms", "same_network_most_firms", COUNT),
    ),
)
