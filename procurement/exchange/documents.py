"""The documents of a round as finished facts: notice, letters, statement, minutes.

Each class names its template; ``printing.environment`` and ``paper.render`` make the PDF.
Prices are millionths of a yuan, comparable prices ten-thousandths, amounts fen, quantities units.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from typing import ClassVar

ISSUER = "药品集中带量采购平台（样张）"


@dataclass(frozen=True, slots=True)
class Issue:
    """What stands at the head of every document of one round."""

    number: str  # 发文字号, such as 样张〔2020〕1号
    issued: date
    round_name: str
    tender_document: str
    rulebook: str
    rulebook_sha256: str
    bids_opened: date
    issuer: str = ISSUER


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule that was applied: its value, where it is written, and how sure we are of that."""

    key: str
    title: str
    value: str
    source: str
    evidence: str  # official, reported, replayed, unconfirmed or proposal


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One winner of one product; the quantity is agreed (约定采购量), over all its regions.

    ``unit`` is the competition unit (竞争单元) it ranks in; of the quantity ``named`` units were
    asked for by its name. It is the spare supplier of its ``spare_regions``.
    """

    code: str
    product: str
    firm: str
    rank: int
    spec: str
    unit_price: int
    regions: tuple[str, ...]
    quantity: int
    amount: int
    unit: str = ""
    named: int = 0
    spare_regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardNotice:
    """中选结果公告: every product and its winners, with totals and the clauses applied."""

    issue: Issue
    lines: tuple[AwardLine, ...]
    without_winner: tuple[str, ...]
    clauses: tuple[Clause, ...]
    by_regions: bool = True

    template: ClassVar[str] = "award_notice.html"
    title: ClassVar[str] = "中选结果公告"

    @property
    def name(self) -> str:
        return "award-notice"

    @property
    def step(self) -> str:
        """What came between evaluation and award."""
        return "供应地区确认" if self.by_regions else "约定量和待分配量测算"

    @property
    def products(self) -> list[tuple[str, list[AwardLine]]]:
        """The lines product by product, as they came."""
        return [
            (code, list(lines)) for code, lines in groupby(self.lines, key=lambda line: line.code)
        ]

    @property
    def firms(self) -> int:
        return len({line.firm for line in self.lines})

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Supply:
    """What a winner supplies to one region: one specification, its agreed quantity and amount."""

    code: str
    product: str
    region: str
    spec: str
    unit_price: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class AwardLetter:
    """中选通知书, one for each winner: products, prices, regions, quantities and duties."""

    issue: Issue
    firm: str
    firm_code: str
    awards: tuple[AwardLine, ...]
    supplies: tuple[Supply, ...]
    duties: tuple[Clause, ...]

    template: ClassVar[str] = "award_letter.html"
    title: ClassVar[str] = "中选通知书"

    @property
    def name(self) -> str:
        return f"award-letter-{self.firm_code}"

    @property
    def amount(self) -> int:
        return sum(award.amount for award in self.awards)


@dataclass(frozen=True, slots=True)
class LostBid:
    """A bid that did not win: its own place and price, the clause that bound, what would have won.

    Nothing of a rival's that the notice does not publish belongs here.
    """

    product: str
    spec: str
    unit_price: int | None  # nothing is known of an envelope that could not be read
    comparable_price: int | None
    rank: int | None
    clause: Clause
    reason: str
    price_to_win: int | None


@dataclass(frozen=True, slots=True)
class ResultLetter:
    """未中选结果告知书, one for each firm with a bid that did not win."""

    issue: Issue
    firm: str
    firm_code: str
    bids: tuple[LostBid, ...]

    template: ClassVar[str] = "result_letter.html"
    title: ClassVar[str] = "申报结果告知书"

    @property
    def name(self) -> str:
        return f"result-letter-{self.firm_code}"


@dataclass(frozen=True, slots=True)
class SavingsLine:
    """One product of a hospital's year, with every factor of the formulas.

    ``passed`` is the product's gate (量与占比); a product that fails retains nothing.
    """

    product: str
    demand: int  # Qd 约定采购量基数
    agreed: int  # Qa 约定采购量
    received: int
    price_before: int  # P0
    winning_price: int  # Pw
    nonwinning: int  # An, fen
    budget: int
    spending: int
    base: int
    passed: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Points for one indicator, and the evidence they rest on."""

    indicator: str
    points: Fraction
    most: int
    evidence: str


@dataclass(frozen=True, slots=True)
class RetainedSavingsStatement:
    """结余留用核算书, one for each hospital and agreement year, every line with its arithmetic."""

    issue: Issue
    hospital: str
    hospital_code: str
    region: str
    level: str
    year_from: date
    year_to: date
    pay_ratio: Fraction  # r 实际支付比例
    insured_share: Fraction  # s 参保患者使用量占比
    volume_basis: str  # demand or agreed
    lines: tuple[SavingsLine, ...]
    scores: tuple[ScoreLine, ...]
    score: Fraction
    ratio: Fraction  # k 留用比例
    base: int
    retained: int
    clauses: tuple[Clause, ...]

    template: ClassVar[str] = "retained_savings_statement.html"
    title: ClassVar[str] = "医保资金结余留用核算书"

    @property
    def name(self) -> str:
        return f"retained-savings-{self.hospital_code}"


@dataclass(frozen=True, slots=True)
class OpenedBid:
    """One envelope at the opening: what it held, or why it could not be read."""

    product: str
    firm: str
    received: datetime
    fingerprint: str
    spec: str = ""
    unit_price: int | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One line of the bid box (标箱) and what became of it: opened, replaced, withdrawn, unread."""

    position: int
    received: datetime
    fingerprint: str
    state: str


@dataclass(frozen=True, slots=True)
class OpeningMinutes:
    """开标记录: who opened when, how many envelopes, and what each of them held."""

    issue: Issue
    deadline: datetime
    opened: datetime
    officers: tuple[str, ...]
    withdrawn: int
    bids: tuple[OpenedBid, ...]
    audit_head: str
    root: str = ""
    box: tuple[BoxLine, ...] = ()

    template: ClassVar[str] = "opening_minutes.html"
    title: ClassVar[str] = "开标记录"

    @property
    def name(self) -> str:
        return "opening-minutes"

    @property
    def unread(self) -> int:
        return sum(1 for bid in self.bids if bid.fault)


type Document = AwardNotice | AwardLetter | ResultLetter | RetainedSavingsStatement | OpeningMinutes
