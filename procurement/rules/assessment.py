"""The yearly assessment (考核): what enters, the gate of a product, score and ratio."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import uptake
from procurement.rules.money import show_percent
from procurement.rules.rulebook import SavingsRules
from procurement.rules.text import Fault, Text
from procurement.rules.year_rules import EXCLUSIONS

COUNTED = (
    "demand_quantity",
    "agreed_quantity",
    "price_before",
    "winning_price",
    "winning_received",
    "nonwinning_quantity",
    "nonwinning_amount",
    "backup_received",
    "excused_nonwinning",
)
RATIOS = ("pay_ratio", "insured_share", "spending_pay_ratio", "spending_insured_share")
VERIFIED = {*EXCLUSIONS, "supply_failure", "demand_changed"}


@dataclass(frozen=True, slots=True)
class SavingsLine:
    """What one hospital did with one product (or product and specification) in a year.

    Quantities in units, ``nonwinning_amount`` in fen, prices in millionths of a yuan a unit.
    The ratios of the spending are those of the budget unless given (Changning has two).
    ``circumstances`` are verified facts: an exclusion, ``supply_failure`` or ``demand_changed``.
    """

    product: str
    demand_quantity: int  # Qd 约定采购量基数
    agreed_quantity: int  # Qa 约定采购量
    price_before: int  # P0 集采前通用名药品加权平均价格
    winning_price: int  # Pw 中选价格
    winning_received: int  # received and confirmed, not ordered
    nonwinning_quantity: int
    nonwinning_amount: int  # An 非中选产品使用金额
    pay_ratio: Fraction  # r 统筹地区医保基金实际支付比例
    insured_share: Fraction  # s 参保患者使用量占比
    spending_pay_ratio: Fraction | None = None
    spending_insured_share: Fraction | None = None
    backup_received: int = 0  # of the spare supplier (备供)
    excused_nonwinning: int = 0  # of the non-winners: supply failed, or cheaper than the winner
    circumstances: frozenset[str] = frozenset()


def faults(line: SavingsLine) -> list[Fault]:
    """Everything that cannot be true of a line."""
    found = [
        _fault(line, field, "不能为负数", "must not be negative")
        for field in COUNTED
        if getattr(line, field) < 0
    ]
    for field in RATIOS:
        ratio = getattr(line, field)
        if ratio is not None and not 0 <= ratio <= 1:
            found.append(_fault(line, field, "须在 0 与 1 之间", "must be from 0 to 1"))
    if line.excused_nonwinning > line.nonwinning_quantity:
        zh, en = "不能多于非中选产品使用量", "must not exceed the quantity of non-winners"
        found.append(_fault(line, "excused_nonwinning", zh, en))
    for unknown in sorted(line.circumstances - VERIFIED):
        zh, en = f"没有“{unknown}”这种情形", f"{unknown} is no known circumstance"
        found.append(_fault(line, "circumstances", zh, en))
    return found


def _fault(line: SavingsLine, field: str, zh: str, en: str) -> Fault:
    return Fault("savings_line", f"{line.product}: {field}", Text(zh, en))


def exclusion(line: SavingsLine, rules: SavingsRules) -> str | None:
    """Why the product is outside the scheme here; None when it is inside."""
    return next((one for one in rules.exclusions if one in line.circumstances), None)


def counted_receipts(line: SavingsLine, rules: SavingsRules) -> int:
    """Units that count as winning: a spare supplier's only after a verified supply failure."""
    verified = {"supply_failure"} & line.circumstances & {*rules.exemptions}
    return line.winning_received + (line.backup_received if verified else 0)


def nonwinning_share(line: SavingsLine, rules: SavingsRules) -> Fraction | None:
    """Non-winners in all units used, without those bought for a verified reason."""
    excused = line.excused_nonwinning if "excused_nonwinning" in rules.exemptions else 0
    assessed = line.nonwinning_quantity - excused
    return uptake.share(assessed, assessed + counted_receipts(line, rules))


def completion(line: SavingsLine, rules: SavingsRules) -> Fraction | None:
    """Counted receipts over the agreed volume; None when nothing was agreed."""
    return uptake.completion(counted_receipts(line, rules), line.agreed_quantity)


def gate(line: SavingsLine, rules: SavingsRules) -> list[Fault]:
    """Why the product fails the assessment (品种考核不合格); it fails alone, not its hospital."""
    found = []
    done = completion(line, rules)
    assessed = not {"demand_changed"} & line.circumstances & {*rules.exemptions}
    if assessed and done is not None and done < rules.completion_floor:
        counted, least = counted_receipts(line, rules), show_percent(rules.completion_floor)
        ratio = f"{counted:,} ÷ {line.agreed_quantity:,}"
        text = Text(f"完成率 {ratio}，低于 {least}", f"completion {ratio}, below {least}")
        found.append(Fault("completion_floor", line.product, text))
    used = nonwinning_share(line, rules)
    if used is not None and used > rules.nonwinning_share_limit:
        ratio, most = show_percent(used), show_percent(rules.nonwinning_share_limit)
        text = Text(
            f"非中选产品占比 {ratio}，高于 {most}", f"share of non-winners {ratio}, above {most}"
        )
        found.append(Fault("nonwinning_share_limit", line.product, text))
    return found


def points(fulfilled: Mapping[str, Fraction], rules: SavingsRules) -> dict[str, Fraction]:
    """Points of every indicator from how far it is fulfilled (0 to 1); their sum is the score.

    ValueError for an unknown indicator, and for one without data: no data is not zero.
    """
    if fulfilled.keys() != rules.score_points.keys():
        odd = ", ".join(sorted(fulfilled.keys() ^ rules.score_points.keys()))
        raise ValueError(f"unknown indicators, or indicators without data: {odd}")
    return {one: most * fulfilled[one] for one, most in rules.score_points.items()}


def ratio(score: Fraction, rules: SavingsRules) -> Fraction:
    """Retention ratio k (留用比例) of a score of 0 or more, never above the cap."""
    band = next(share for least, share in rules.score_bands if score >= least)
    return min(band, rules.retention_cap)
