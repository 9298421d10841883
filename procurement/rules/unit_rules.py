"""What may stand in the rulebook of a round by competition units (竞争单元): consumables, insulin.

Hospitals report demand by product, firms compete inside a unit, and what a winner keeps of its own
demand follows its rank, class or cut; the rest is leftover that moves on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from procurement.rules.entries import Entry, Key, Schema
from procurement.rules.readings import COUNT, COUNTS, DAY, FACTOR, FLAG, PRICE, SHARE, word, words
from procurement.rules.text import Text
from procurement.rules.unit_readings import CUTS, PART_PAIR, PARTS, SHARES_BY_NUMBER, parts_by


@dataclass(frozen=True, slots=True)
class UnitRules:
    """The rules of a round by competition units; ``sources`` has the entry behind every field.

    Parts are pairs (base, leftover) of a product's own demand, at most 1 together; by rank they
    stand at ``rank - 1``, and the last repeats. What is None is not a rule of the round.
    """

    covered_share: Fraction | None
    crossing_firm_included: bool | None
    group_promises: tuple[str, ...] | None
    minimum_group_size: int | None
    ceiling_mode: str
    tie_order: tuple[str, ...]
    device_surcharge: int | None
    large_refill_factor: Fraction | None
    any_of: tuple[str, ...]
    all_of: tuple[str, ...] | None
    shortlist_most: int | None
    rank_most: int | None
    lowest_price_multiple: Fraction | None
    anchor_multiple: Fraction | None
    anchor_coefficient: Fraction | None
    cut_least: Fraction | None
    ceiling_share: Fraction | None
    origin_quota: int | None
    products_per_firm: int | None
    revivals: tuple[str, ...] | None
    revived_parts: tuple[Fraction, Fraction] | None
    committed_share: Fraction
    volume_key: str
    by_rank: tuple[tuple[Fraction, Fraction], ...] | None
    by_class: Mapping[str, tuple[Fraction, Fraction]] | None
    by_cut: tuple[tuple[Fraction, Fraction, Fraction], ...] | None
    by_best: tuple[tuple[Fraction, Fraction], ...] | None
    by_number: tuple[tuple[Fraction, ...], ...] | None
    by_incumbency: tuple[tuple[Fraction, Fraction], ...] | None
    pool_scope: str
    pool_members: tuple[str, ...]
    pool_to_best: Fraction | None
    best_scope: str | None
    forbidden_targets: tuple[str, ...]
    capacity_limits: bool
    region_eligibility: bool
    term_years: tuple[int, ...] | None
    term_end: date | None
    sources: Mapping[str, Entry]


PROMISES = {
    "full_territory": Text("承诺供应联盟全部地区", "promises to supply every area"),
    "complete_set": Text("产品系统配套齐全", "a complete set of products"),
    "material": Text("材料符合要求", "the material asked for"),
}
OF_SOME_CATEGORIES = frozenset({"material"})
"""Promises that only those categories ask for which say so."""
CEILINGS = {
    "hard": Text("高于最高有效申报价的申报无效", "a bid above the ceiling is invalid"),
    "reference": Text("仅供参考", "for reference only"),
}
TIES = {
    "larger_demand": Text("需求量较大", "the larger demand"),
}
PREDICATES = {
    "rank_most": Text("排名在规定名次之内", "a rank within the places"),
    "lowest_price_multiple": Text(
        "不高于同组最低价的规定倍数", "at most a multiple of the lowest price of the unit"
    ),
    "anchor_multiple": Text("不高于锚点价的规定倍数", "at most a multiple of the anchor price"),
    "cut_least": Text("较最高有效申报价降幅达标", "a large enough cut from the ceiling"),
    "ceiling_share": Text("不高于最高有效申报价的规定比例", "at most a part of the ceiling"),
    "class_price": Text("不高于文件公布的分类价格", "at most a class price of the document"),
    "origin_quota": Text("在本产地类别中的排名在名额之内", "a rank within the quota of its origin"),
    "listing_price": Text(
        "不高于全国最低有效省级挂网价", "at most the lowest provincial listing price"
    ),
    "former_price": Text("不高于上一轮中选价", "at most its price as a winner before"),
}
NUMBERED = frozenset(
    {
        "rank_most",
        "lowest_price_multiple",
        "anchor_multiple",
        "cut_least",
        "ceiling_share",
        "origin_quota",
    }
)
"""Predicates with a number of their own, under the key of the same name."""
REVIVALS = {
    "at_limit": Text(
        "未中选企业接受本组最高可中选价格", "a loser that accepts the highest winning price"
    ),
}
KEYS = {
    "rank": Text("按顺位", "by rank"),
    "class": Text("按类别", "by class"),
    "cut": Text("按降幅", "by price cut"),
    "best": Text("降幅最大者与其他", "the largest cut, and the others"),
    "number": Text("按中选家数", "by number of winners"),
    "incumbency": Text("按上一轮是否中选", "by whether it won before"),
    "flat": Text("同一比例", "the same for all"),
}
CLASSES = {
    "A1": Text("A1类", "class A1"),
    "A": Text("A类", "class A"),
    "B": Text("B类", "class B"),
    "C": Text("C类", "class C"),
}
SCOPES = {
    "none": Text("无", "none"),
    "category": Text("医疗机构同一产品类别", "a hospital's demand in one category"),
    "group": Text("医疗机构同一产品组", "a hospital's demand in one product group"),
}
MEMBERS = {
    "given": Text("中选产品让出的待分配量", "what winners give"),
    "unselected": Text("未中选产品的全部需求量", "all demand for products not selected"),
    "revived": Text("复活产品让出的量", "what revived products give"),
}
FORBIDDEN = {
    "highest_price": Text("价格最高的中选产品", "the winner of the highest price"),
    "dearer_than_giver": Text("价格高于让出者的产品", "a dearer product than the giver's"),
}

UNIT_ROUND = Schema(
    UnitRules,
    (
        Key("grouping.covered_share", "covered_share", SHARE, optional=True),
        Key("grouping.crossing_firm_included", "crossing_firm_included", FLAG, optional=True),
        Key("grouping.promises", "group_promises", words(PROMISES), optional=True),
        Key("grouping.minimum_firms", "minimum_group_size", COUNT, optional=True),
        Key("comparison.ceiling_mode", "ceiling_mode", word(CEILINGS)),
        Key("comparison.tie_order", "tie_order", words(TIES)),
        Key("comparison.device_surcharge", "device_surcharge", PRICE, optional=True),
        Key("comparison.large_refill_factor", "large_refill_factor", FACTOR, optional=True),
        Key("selection.any_of", "any_of", words(PREDICATES)),
        Key("selection.all_of", "all_of", words(PREDICATES), optional=True),
        Key("selection.shortlist_most", "shortlist_most", COUNT, optional=True),
        Key("selection.rank_most", "rank_most", COUNT, optional=True),
        Key("selection.lowest_price_multiple", "lowest_price_multiple", FACTOR, optional=True),
        Key("selection.anchor_multiple", "anchor_multiple", FACTOR, optional=True),
        Key("selection.anchor_coefficient", "anchor_coefficient", SHARE, optional=True),
        Key("selection.cut_least", "cut_least", SHARE, optional=True),
        Key("selection.ceiling_share", "ceiling_share", SHARE, optional=True),
        Key("selection.origin_quota", "origin_quota", COUNT, optional=True),
        Key("selection.products_per_firm", "products_per_firm", COUNT, optional=True),
        Key("selection.revivals", "revivals", words(REVIVALS), optional=True),
        Key("volume.revived_parts", "revived_parts", PART_PAIR, optional=True),
        Key("volume.committed_share", "committed_share", SHARE),
        Key("volume.key", "volume_key", word(KEYS)),
        Key("volume.by_rank", "by_rank", PARTS, optional=True),
        Key("volume.by_class", "by_class", parts_by(CLASSES), optional=True),
        Key("volume.by_cut", "by_cut", CUTS, optional=True),
        Key("volume.by_best", "by_best", PARTS, optional=True),
        Key("volume.by_number", "by_number", SHARES_BY_NUMBER, optional=True),
        Key("volume.by_incumbency", "by_incumbency", PARTS, optional=True),
        Key("pool.scope", "pool_scope", word(SCOPES)),
        Key("pool.members", "pool_members", words(MEMBERS)),
        Key("pool.to_best", "pool_to_best", SHARE, optional=True),
        Key("pool.best_scope", "best_scope", word(SCOPES), optional=True),
        Key("pool.forbidden_targets", "forbidden_targets", words(FORBIDDEN)),
        Key("pool.capacity_limits", "capacity_limits", FLAG),
        Key("pool.region_eligibility", "region_eligibility", FLAG),
        Key("term.years", "term_years", COUNTS, optional=True),
        Key("term.end", "term_end", DAY, optional=True),
    ),
)
