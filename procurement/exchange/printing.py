"""How facts look on paper and on screen: the template environment and its filters."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from procurement.rules import dates, money
from procurement.rules.codes import REGIONS
from procurement.rules.text import Text

TEMPLATES = Path(__file__).parents[2] / "templates"
NOTHING = "—"  # no data is not zero

EVIDENCE: dict[str, Text] = {
    "official": Text("官方文本", "Official text"),
    "reported": Text("公开报道", "Reported"),
    "replayed": Text("复算相符", "Replayed"),
    "unconfirmed": Text("尚未证实", "Unconfirmed"),
    "proposal": Text("平台建议", "Proposal"),
}
EVIDENCE_MEANS: dict[str, Text] = {
    "official": Text(
        "见于官方文本或其忠实转载", "Seen in an official text or a faithful copy of it"
    ),
    "reported": Text(
        "见于行业或大众媒体等二手来源", "Seen in the press, in studies or other secondary sources"
    ),
    "replayed": Text(
        "以公布的报价与中选结果复算相符", "Checked against the published bids and awards"
    ),
    "unconfirmed": Text(
        "背景知识，尚无来源，请勿引用", "Background knowledge without a source; do not cite"
    ),
    "proposal": Text(
        "本平台的默认设定，并非规定", "A default of this platform, not part of any rule"
    ),
}
DECIDED = "decided"
MARKS = EVIDENCE | {DECIDED: Text("本轮次决定", "Decided here")}
MARKS_MEAN = EVIDENCE_MEANS | {
    DECIDED: Text(
        "由采购办为本轮次决定，理由已留痕", "The office decided it for this round, with its reason"
    )
}
"""Of the values that hold in a round: those of its rulebook, and what was decided for it."""

type Ratio = Fraction | Decimal | int


def percent(ratio: Ratio | None, places: int = 2) -> str:
    """A ratio in percent, rounded half up: ``Fraction(2, 3)`` reads ``66.67%``; no data reads —."""
    if ratio is None:
        return NOTHING
    scale = 10**places
    steps = money.half_up(abs(Fraction(ratio)) * 100 * scale)
    sign = "-" if ratio < 0 and steps else ""
    whole, rest = divmod(steps, scale)
    return f"{sign}{whole}.{rest:0{places}d}%" if places else f"{sign}{whole}%"


def share(part: int | None, whole: int | None, places: int = 2) -> str:
    """One quantity as a percentage of another; no data, or a whole of nothing, reads —."""
    if part is None or not whole:
        return NOTHING
    return percent(Fraction(part, whole), places)


def count(number: int | None) -> str:
    """A quantity in groups of three digits; no data reads —."""
    return NOTHING if number is None else f"{number:,}"


def amount(fen: int | None) -> str:
    """An amount of fen in yuan; no data reads —."""
    return NOTHING if fen is None else money.show(fen)


def wan(fen: int | None) -> str:
    """An amount of fen in 万元; no data reads —."""
    return NOTHING if fen is None else money.show_wan(fen)


def price(micro: int | None, *, exact: bool = False) -> str:
    """A unit price of millionths in yuan, to four decimals or ``exact``; no price reads —."""
    return NOTHING if micro is None else money.show_price(micro, exact=exact)


def comparable(steps: int | None) -> str:
    """A unit comparable price (单位可比价), an integer of 10⁻⁴ yuan, in yuan; no price reads —."""
    return NOTHING if steps is None else f"{steps // 10_000}.{steps % 10_000:04d}"


def points(score: Fraction) -> str:
    """A score, half up to two decimals, zeros cut: ``87.5``."""
    return money.show(money.half_up(score * money.FEN)).rstrip("0").removesuffix(".")


def local(value: date | datetime) -> date:
    """The day itself, or the day on which an instant falls in China."""
    return dates.local_day(value) if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """``2020-01-17``; no date reads —."""
    return NOTHING if value is None else local(value).isoformat()


def chinese_day(value: date | datetime) -> str:
    """``2020年1月17日``, as an official document dates itself."""
    there = local(value)
    return f"{there.year}年{there.month}月{there.day}日"


def region(code: str) -> Text:
    """The name of a region by its six-digit code; KeyError for a code that does not exist."""
    return REGIONS[code]


def environment() -> Environment:
    """A fresh template environment: everything escaped, nothing undefined tolerated."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "money": amount,
        "wan": wan,
        "capitals": money.in_capitals,
        "price": price,
        "comparable": comparable,
        "count": count,
        "percent": percent,
        "points": points,
        "share": share,
        "day": day,
        "chinese_day": chinese_day,
        "instant": dates.show_instant,
        "region": region,
    }
    made.globals |= {
        "EVIDENCE": EVIDENCE,
        "EVIDENCE_MEANS": EVIDENCE_MEANS,
        "MARKS": MARKS,
        "MARKS_MEAN": MARKS_MEAN,
    }
    return made
