"""Believable documents of one round, for the tests of what is printed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from io import BytesIO

from pypdf import PdfReader

from procurement.exchange import paper
from procurement.exchange.documents import (
    AwardLetter,
    AwardLine,
    AwardNotice,
    BoxLine,
    Clause,
    Issue,
    LostBid,
    OpenedBid,
    OpeningMinutes,
    ResultLetter,
    RetainedSavingsStatement,
    SavingsLine,
    ScoreLine,
    Supply,
)

ISSUE = Issue(
    number="样张〔2020〕1号",
    issued=date(2020, 1, 21),
    round_name="第二批国家组织药品集中采购",
    tender_document="GY-YD2019-2",
    rulebook="national-drug-2",
    rulebook_sha256="4f" * 32,
    bids_opened=date(2020, 1, 17),
)
SHORTLIST = Clause(
    "shortlist_maximum", "最多入围企业数", "4家申报时3家入围", "GY-YD2019-2", "official"
)
LOWEST = Clause(
    "lowest_price_multiple",
    "单位可比价不高于最低价的倍数",
    "1.8倍",
    "以公布结果复算",
    "replayed",
)
STRENGTH = Clause("strength_factor", "含量差比系数", "1.7", "发改价格〔2011〕2452号", "replayed")
NORTH = ("110000", "120000", "140000", "150000", "210000")
SOUTH = ("130000", "220000", "230000", "310000", "650000")
BAYER = AwardLine(
    "03", "阿卡波糖口服常释剂型", "拜耳", 1, "50mg", 180_667, NORTH, 1_000_000, 18_066_700
)
LUYE = AwardLine(
    "03", "阿卡波糖口服常释剂型", "四川绿叶制药", 2, "50mg", 320_000, SOUTH, 500_000, 16_000_000
)
HUABANG = AwardLine(
    "19", "莫西沙星口服常释剂型", "重庆华邦制药", 4, "0.4g", 3_121_670, SOUTH, 30_000, 9_365_010
)


def a_notice(**changes):
    notice = AwardNotice(
        issue=ISSUE,
        lines=(BAYER, LUYE, HUABANG),
        without_winner=("碳酸氢钠口服常释剂型",),
        clauses=(STRENGTH, SHORTLIST, LOWEST),
    )
    return replace(notice, **changes)


def an_award_letter():
    supplies = tuple(
        Supply("03", LUYE.product, region, "50mg", 320_000, 100_000, 3_200_000) for region in SOUTH
    )
    on_time = Clause(
        "supply", "按约定供应", "按中选价格及时、足量供应各约定地区", "GY-YD2019-2", "unconfirmed"
    )
    term = Clause("term_years", "采购周期", "2年", "GY-YD2019-2", "reported")
    return AwardLetter(ISSUE, LUYE.firm, "F002", (LUYE,), supplies, (on_time, term))


def a_result_letter(**changes):
    bid = LostBid(
        product="阿卡波糖口服常释剂型",
        spec="50mg",
        unit_price=430_000,
        comparable_price=4_300,
        rank=3,
        clause=LOWEST,
        reason="单位可比价为最低价的2.38倍，降幅48.55%，三项中选条件均不满足。",
        price_to_win=417_900,
    )
    return ResultLetter(ISSUE, "北京福元医药股份有限公司", "F003", (replace(bid, **changes),))


def a_statement():
    line = SavingsLine(
        product="阿卡波糖口服常释剂型",
        demand=100_000,
        agreed=70_000,
        received=85_000,
        price_before=5_000_000,
        winning_price=1_000_000,
        nonwinning=9_000_000,
        budget=24_000_000,
        spending=7_680_000,
        base=16_320_000,
        passed=True,
    )
    late = replace(line, product="莫西沙星口服常释剂型", received=69_999, passed=False)
    return RetainedSavingsStatement(
        issue=ISSUE,
        hospital="深圳市样张人民医院",
        hospital_code="H440300001",
        region="440000",
        level="三级",
        year_from=date(2020, 4, 20),
        year_to=date(2021, 4, 19),
        pay_ratio=Fraction(60, 100),
        insured_share=Fraction(80, 100),
        volume_basis="demand",
        lines=(line, late),
        scores=(
            ScoreLine("约定采购量完成率", Fraction(20), 40, "2个品规中1个完成，2021-04-19"),
            ScoreLine("三十日内回款", Fraction(40), 40, "全部货款按期支付，2021-04-30"),
            ScoreLine("非中选产品占比", Fraction(51, 2), 20, "占比12.40%，2021-04-19"),
        ),
        score=Fraction(171, 2),
        ratio=Fraction(1, 2),
        base=16_320_000,
        retained=8_160_000,
        clauses=(
            Clause("retention_cap", "留用比例上限", "50%", "湘医保发〔2024〕10号", "official"),
        ),
    )


def the_minutes():
    received = datetime(2020, 1, 16, 8, 30, 12, tzinfo=UTC)
    return OpeningMinutes(
        issue=ISSUE,
        deadline=datetime(2020, 1, 17, 1, 30, tzinfo=UTC),
        opened=datetime(2020, 1, 17, 2, 0, tzinfo=UTC),
        officers=("演示经办一", "演示经办二"),
        withdrawn=1,
        bids=(
            OpenedBid(BAYER.product, BAYER.firm, received, "9a" * 32, "50mg", 180_667),
            OpenedBid(LUYE.product, LUYE.firm, received, "7c" * 32, fault="无法解密：信封已损坏"),
        ),
        audit_head="e1" * 32,
        root="5d" * 32,
        box=(
            BoxLine(1, received, "3f" * 32, "已被替代"),
            BoxLine(2, received, "9a" * 32, "已开启"),
            BoxLine(3, received, "7c" * 32, "无法读取：信封已损坏"),
        ),
    )


ALL = [a_notice(), an_award_letter(), a_result_letter(), a_statement(), the_minutes()]


@cache
def pdf(document):
    return paper.render(document)


@cache
def pages(document):
    """The text of each page, without the line breaks that the layout put in."""
    read = PdfReader(BytesIO(pdf(document))).pages
    return ["".join(page.extract_text().split()) for page in read]


def text(document):
    return "".join(pages(document))
