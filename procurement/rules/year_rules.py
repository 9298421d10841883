"""What may stand in the rulebooks of an agreement year: retained savings and slow uptake."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules.entries import Entry, Key, Schema
from procurement.rules.readings import BANDS, COUNT, SHARE, points, word, words
from procurement.rules.text import Text


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
