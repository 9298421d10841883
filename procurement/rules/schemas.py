"""What may stand in a rulebook: for each kind of scheme, every key, its field and its reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from procurement.rules.readings import (
    BANDS,
    COUNT,
    COUNTS,
    FACTOR,
    FLAG,
    PRICE,
    SHARE,
    SHARES,
    Reading,
    points,
    word,
    words,
)
from procurement.rules.text import Text

type Evidence = Literal["official", "reported", "replayed", "unconfirmed", "proposal"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the law: what it is, since when, who says so and how far that is known.

    ``shown`` is the value as people read it; ``note`` what they should know besides.
    """

    key: str
    title: Text
    unit: Text
    value: Any
    shown: Text
    since: date
    source: str
    evidence: Evidence
    checked: date
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class DrugRules:
    """The rules of a national drug round; ``sources`` has the entry behind every field.

    Tables by a number n (of bidders, of winners) have n's value at ``n - 1``; the last repeats.
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
    term_years: tuple[int, ...]
    sources: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class SavingsRules:
    """The rules of a place for retained savings (医保资金结余留用)."""

    exclusions: tuple[str, ...]
    budget_volume_basis: str
    spending_volume_basis: str
    completion_floor: Fraction
    nonwinning_share_limit: Fraction
    exemptions: tuple[str, ...]
    score_points: Mapping[str, int]
    score_bands: tuple[tuple[Fraction, Fraction], ...]
    retention_cap: Fraction
    floor_level: str
    sources: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class UptakeRules:
    """When slow use of the agreed volume raises an alert: limits of the pace (进度比)."""

    yellow: Fraction
    orange: Fraction
    red: Fraction
    grace_months: int
    delivery_floor: Fraction
    sources: Mapping[str, Entry]


type Rules = DrugRules | SavingsRules | UptakeRules

ALTERNATIVES = {
    "lowest_price_multiple": Text(
        "不高于最低单位可比价的规定倍数", "at most a multiple of the lowest comparable price"
    ),
    "cut_from_ceiling": Text("较最高有效申报价的降幅达标", "a large enough cut from the ceiling"),
    "low_price": Text("单位可比价不高于规定数额", "a low comparable price"),
}
TIE_BREAKS = {
    "more_provinces": Text("上年供应省份较多", "more provinces supplied the year before"),
    "larger_sales": Text("上年销量较大", "larger sales the year before"),
    "earlier_approval": Text("过评或获批较早", "earlier evaluation or approval"),
}
VOLUMES = {
    "demand": Text("报送的采购需求量", "the reported demand"),
    "agreed": Text("约定采购量", "the agreed volume"),
}
EXCLUSIONS = {
    "outside_list": Text("医保目录外药品", "not on the reimbursement list"),
    "retained_before": Text("已完整享受一个周期的留用", "retained through one full cycle before"),
    "covered_by_case_payment": Text("费用已由 DRG/DIP 结余覆盖", "covered by DRG/DIP savings"),
}
EXEMPTIONS = {
    "supply_failure": Text(
        "查实断供，备供产品视同中选", "after a verified supply failure backup counts as winning"
    ),
    "demand_changed": Text("需求变化，不考核完成量", "demand changed: completion is not assessed"),
    "excused_nonwinning": Text(
        "因断供或价格更低而采购的非中选产品不考核",
        "non-winners bought for a supply failure or a lower price are not assessed",
    ),
}
FLOORS = {
    "product": Text("按品种分别计算", "each product by itself"),
    "hospital_pooled": Text("按医院合并计算", "all products of the hospital together"),
}
INDICATORS = {
    "completion": Text("约定采购量完成", "completion of the agreed volume"),
    "nonwinning_share": Text("非中选产品占比", "share of non-winners"),
    "payment": Text("按时回款", "payment in time"),
    "online_purchase": Text("网上采购", "online purchase"),
    "cost_growth": Text("费用增长", "cost growth"),
    "data_upload": Text("数据上传与签约", "data upload and signing"),
    "price_policy": Text("价格政策", "price policy"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a rulebook, the field of the rules that it fills, and how it is read."""

    key: str
    field: str
    reading: Reading
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The keys of a kind of scheme, and the rules that they make."""

    rules: type[Rules]
    keys: tuple[Key, ...]


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
        Key("term.years", "term_years", COUNTS),
    ),
)

RETAINED_SAVINGS = Schema(
    SavingsRules,
    (
        Key("scope.exclusions", "exclusions", words(EXCLUSIONS)),
        Key("budget.volume_basis", "budget_volume_basis", word(VOLUMES)),
        Key("spending.volume_basis", "spending_volume_basis", word({"agreed": VOLUMES["agreed"]})),
        Key("gate.completion_floor", "completion_floor", SHARE),
        Key("gate.nonwinning_share_limit", "nonwinning_share_limit", SHARE),
        Key("gate.exemptions", "exemptions", words(EXEMPTIONS)),
        Key("assessment.score_points", "score_points", points(INDICATORS)),
        Key("retention.score_bands", "score_bands", BANDS),
        Key("retention.cap", "retention_cap", SHARE),
        Key("retention.floor_level", "floor_level", word(FLOORS)),
    ),
)

UPTAKE = Schema(
    UptakeRules,
    (
        Key("alert.yellow", "yellow", SHARE),
        Key("alert.orange", "orange", SHARE),
        Key("alert.red", "red", SHARE),
        Key("alert.grace_months", "grace_months", COUNT),
        Key("alert.delivery_floor", "delivery_floor", SHARE),
    ),
)

SCHEMAS = {"drug-round": DRUG_ROUND, "retained-savings": RETAINED_SAVINGS, "uptake": UPTAKE}
