"""What may stand in the rulebook of a drug round (药品集中带量采购)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from procurement.rules.entries import Entry, Key, Schema
from procurement.rules.readings import (
    COUNT,
    COUNTS,
    DAY,
    FACTOR,
    FLAG,
    NUMBER,
    PRICE,
    SHARE,
    SHARES,
    prices,
    word,
    words,
)
from procurement.rules.text import Text


@dataclass(frozen=True, slots=True)
class DrugRules:
    """The rules of a national drug round; ``sources`` has the entry behind every field.

    Tables by a number n (of bidders, of winners) have n's value at ``n - 1``; the last repeats.
    What is None is not a rule of the round.
    """

    strength_factor: Fraction
    pack_factor: Fraction
    comparable_price_decimals: int
    tie_order: tuple[str, ...]
    minimum_firms: int | None
    shortlist_maximum: tuple[int, ...]
    invalid_bids_count: bool
    winning_alternatives: tuple[str, ...]
    lowest_price_multiple: Fraction | None
    cut_from_ceiling: Fraction | None
    low_price: int | None
    agreed_share: tuple[Fraction, ...]
    reduced_agreed_share: tuple[Fraction, ...] | None
    special_agreed_share: tuple[Fraction, ...] | None
    priority_picks: int
    term_years: tuple[int, ...] | None
    term_end: date | None
    affiliates_count_once: bool | None
    negotiation_below: int | None
    direct_winners: int | None
    gap_basis: str | None
    anchor_coefficient: Fraction | None
    anchor_deviations: Fraction | None
    outlier_deviations: Fraction | None
    deviation: str | None
    low_price_by_form: Mapping[str, int] | None
    eliminations: int | None
    revivals: tuple[str, ...] | None
    revival_multiple: Fraction | None
    brand_demand: bool | None
    spare_suppliers: int | None
    fill_volume_factor: Fraction | None
    fill_volume_step: int | None
    elimination_tie: str | None
    turn_seconds: int | None
    absent_pick: str | None
    sources: Mapping[str, Entry]


ALTERNATIVES = {
    "lowest_price_multiple": Text(
        "不高于最低单位可比价的规定倍数", "at most a multiple of the lowest comparable price"
    ),
    "cut_from_ceiling": Text("较最高有效申报价的降幅达标", "a large enough cut from the ceiling"),
    "low_price": Text("单位可比价不高于规定数额", "a low comparable price"),
    "low_price_by_form": Text(
        "单位可比价不高于其剂型的规定数额", "a low comparable price for the dosage form"
    ),
}
BASES = {
    "lowest": Text("最低有效单位可比价", "the lowest valid comparable price"),
    "anchor": Text(
        "锚点价：最低入围价与入围均价乘以系数二者取高",
        "the anchor: the lowest shortlisted price, or a part of their mean if that is higher",
    ),
    "dual_anchor": Text(
        "第一锚点价：最低价与入围均价减若干标准差二者取高",
        "the first anchor: the lowest price, or the shortlisted mean less some standard "
        "deviations if that is higher",
    ),
}
DEVIATIONS = {
    "population": Text("总体标准差", "of the population"),
    "sample": Text("样本标准差", "of a sample"),
}
REVIVALS = {
    "shortlisted": Text(
        "入围企业接受已中选企业最高价",
        "a shortlisted firm that accepts the highest price of those that won",
    ),
    "not_shortlisted": Text(
        "未入围企业需求量达到厂牌平均、首轮报价非最高且接受中选价格，不选供应地区",
        "a firm that was not shortlisted, with at least the mean demand of a brand and not the "
        "highest price, that accepts the winners' price; it chooses no regions",
    ),
    "reference_without_volume": Text(
        "未入围的参比制剂降至允许价格，无约定量",
        "a reference preparation that was not shortlisted and cuts to the price allowed; "
        "it gets no volume",
    ),
}
ELIMINATION_TIES = {
    "eliminated": Text("并列者均淘汰", "all that tie for the last elimination are eliminated"),
    "spared": Text("并列者均不淘汰", "all that tie for the last elimination are spared"),
}
ABSENT_PICKS = {
    "largest": Text(
        "剩余地区中约定采购量最大的一个", "the region of the largest volume that is left"
    ),
    "smallest": Text(
        "剩余地区中约定采购量最小的一个", "the region of the smallest volume that is left"
    ),
}
FORMS = {
    "oral_solid": Text("口服固体制剂", "oral solids"),
    "small_injection": Text("小容量注射剂", "small-volume injections"),
    "large_injection": Text("大容量注射剂", "large-volume injections"),
}
TIE_BREAKS = {
    "more_provinces": Text("上年供应省份较多", "more provinces supplied the year before"),
    "larger_sales": Text("上年销量较大", "larger sales the year before"),
    "earlier_approval": Text("过评或获批较早", "earlier evaluation or approval"),
}


DRUG_ROUND = Schema(
    DrugRules,
    (
        Key("comparison.strength_factor", "strength_factor", FACTOR),
        Key("comparison.pack_factor", "pack_factor", FACTOR),
        Key("comparison.decimals", "comparable_price_decimals", COUNT),
        Key("comparison.tie_order", "tie_order", words(TIE_BREAKS)),
        Key("shortlist.minimum_firms", "minimum_firms", COUNT, optional=True),
        Key("shortlist.maximum", "shortlist_maximum", COUNTS),
        Key("shortlist.invalid_bids_count", "invalid_bids_count", FLAG),
        Key("winning.alternatives", "winning_alternatives", words(ALTERNATIVES)),
        Key("winning.lowest_price_multiple", "lowest_price_multiple", FACTOR, optional=True),
        Key("winning.cut_from_ceiling", "cut_from_ceiling", SHARE, optional=True),
        Key("winning.low_price", "low_price", PRICE, optional=True),
        Key("volume.agreed_share", "agreed_share", SHARES),
        Key("volume.reduced_agreed_share", "reduced_agreed_share", SHARES, optional=True),
        Key("volume.special_agreed_share", "special_agreed_share", SHARES, optional=True),
        Key("regions.priority_picks", "priority_picks", COUNT),
        Key("term.years", "term_years", COUNTS, optional=True),
        Key("term.end", "term_end", DAY, optional=True),
        Key("shortlist.affiliates_count_once", "affiliates_count_once", FLAG, optional=True),
        Key("winning.negotiation_below", "negotiation_below", COUNT, optional=True),
        Key("winning.direct_winners", "direct_winners", COUNT, optional=True),
        Key("winning.gap_basis", "gap_basis", word(BASES), optional=True),
        Key("winning.anchor_coefficient", "anchor_coefficient", SHARE, optional=True),
        Key("winning.anchor_deviations", "anchor_deviations", NUMBER, optional=True),
        Key("winning.outlier_deviations", "outlier_deviations", NUMBER, optional=True),
        Key("winning.deviation", "deviation", word(DEVIATIONS), optional=True),
        Key("winning.low_price_by_form", "low_price_by_form", prices(FORMS), optional=True),
        Key("winning.eliminations", "eliminations", COUNT, optional=True),
        Key("winning.revivals", "revivals", words(REVIVALS), optional=True),
        Key("winning.revival_multiple", "revival_multiple", FACTOR, optional=True),
        Key("volume.brand_demand", "brand_demand", FLAG, optional=True),
        Key("regions.spare_suppliers", "spare_suppliers", COUNT, optional=True),
        Key("comparison.fill_volume_factor", "fill_volume_factor", FACTOR, optional=True),
        Key("comparison.fill_volume_step", "fill_volume_step", COUNT, optional=True),
        Key("winning.elimination_tie", "elimination_tie", word(ELIMINATION_TIES), optional=True),
        Key("regions.turn_seconds", "turn_seconds", COUNT, optional=True),
        Key("regions.absent_pick", "absent_pick", word(ABSENT_PICKS), optional=True),
    ),
)
