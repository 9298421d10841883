"""The printed documents of a round: what a reader finds in them, and that they never change."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO

import pytest
import weasyprint.text
from pypdf import PdfReader

from procurement.exchange import paper
from procurement.exchange.documents import (
    AwardLetter,
    AwardLine,
    AwardNotice,
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
    )


ALL = [a_notice(), an_award_letter(), a_result_letter(), a_statement(), the_minutes()]


def pages(document):
    """The text of each page, without the line breaks that the layout put in."""
    read = PdfReader(BytesIO(paper.render(document))).pages
    return ["".join(page.extract_text().split()) for page in read]


def text(document):
    return "".join(pages(document))


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.name)
def test_the_same_facts_give_the_same_bytes(document):
    assert paper.render(document) == paper.render(document)


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.name)
def test_every_page_says_that_it_is_a_specimen(document):
    assert all("样张·演示数据，不具法律效力" in page for page in pages(document))


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.name)
def test_a_document_is_small_tagged_a4_and_names_its_rulebook(document):
    pdf = paper.render(document)
    read = PdfReader(BytesIO(pdf))
    width, height = read.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(pdf) < 200_000
    assert ISSUE.rulebook_sha256 in text(document)


def test_the_notice_names_every_winner_with_price_volume_and_regions():
    """
    rank  firm          price     regions  agreed     amount
    1     拜耳          0.180667  5        1,000,000  180,667.00
    2     四川绿叶制药  0.32      5        500,000    160,000.00
    4     重庆华邦制药  3.12167   5        30,000     93,650.10
    """
    found = text(a_notice())
    assert "1拜耳50mg0.18066751,000,000180,667.00" in found
    assert "2四川绿叶制药50mg0.325500,000160,000.00" in found
    assert "4重庆华邦制药0.4g3.12167530,00093,650.10" in found
    assert "北京、天津、山西、内蒙古、辽宁" in found


def test_the_notice_adds_up_and_says_the_sum_in_capitals():
    found = text(a_notice())
    assert "2个品种" in found
    assert "中选企业3家" in found
    assert "434,317.10元（大写：肆拾叁万肆仟叁佰壹拾柒元壹角整）" in found


def test_the_notice_names_products_nobody_won_and_is_silent_when_there_are_none():
    assert "无企业中选：碳酸氢钠口服常释剂型" in text(a_notice())
    assert "无企业中选" not in text(a_notice(without_winner=()))


def test_the_notice_prints_source_and_evidence_of_every_clause():
    found = text(a_notice())
    assert "含量差比系数" in found
    assert "发改价格〔2011〕2452号" in found
    assert "官方文本" in found
    assert "复算相符" in found


def test_a_long_notice_repeats_its_table_heads_and_numbers_its_pages():
    lines = tuple(
        replace(firm, code=f"{number:02}") for number in range(1, 33) for firm in (BAYER, LUYE)
    )
    found = pages(a_notice(lines=lines))
    heads = [page for page in found if "首年约定采购量金额" in page]
    assert len(heads) > 1
    assert all(f"—{number}—" in page for number, page in enumerate(found, start=1))


def test_an_award_letter_lists_every_region_and_the_duties_with_their_evidence():
    found = text(an_award_letter())
    assert "四川绿叶制药：贵公司参加" in found
    for region in ("河北", "吉林", "黑龙江", "上海", "新疆（含兵团）"):
        assert f"{region}50mg0.32100,00032,000.00" in found
    assert "及时、足量供应各约定地区（GY-YD2019-2，尚未证实）" in found
    assert "拜耳" not in found


def test_a_result_letter_gives_rank_price_clause_reason_and_the_price_that_would_have_won():
    found = text(a_result_letter())
    assert "第3位" in found
    assert "0.4300元" in found
    assert "1.8倍出处：以公布结果复算（复算相符）" in found
    assert "三项中选条件均不满足" in found
    assert "报价不高于0.4179元即可中选" in found
    assert "拜耳" not in found


def test_a_result_letter_for_an_invalid_bid_has_no_rank_and_no_price_that_wins():
    found = text(a_result_letter(comparable_price=None, rank=None, price_to_win=None))
    assert "申报无效，不计算" in found
    assert "申报无效，不排序" in found
    assert "任何有效报价均不能中选" in found


def test_a_statement_shows_the_arithmetic_and_the_amount_in_capitals():
    """W1 of the worked examples: 240,000.00 − 76,800.00 = 163,200.00; half of it is retained."""
    found = text(a_statement())
    assert "B＝100,000×5.0000×r×s＝240,000.00" in found
    assert "S＝(70,000×1＋90,000.00)×r×s＝76,800.00" in found
    assert "实收85,000合格" in found
    assert "不合格，不留用" in found
    assert "85.5分，留用比例50%" in found
    assert "81,600.00元（人民币捌万壹仟陆佰元整）" in found


def test_a_statement_on_agreed_volume_budgets_with_it():
    found = text(replace(a_statement(), volume_basis="agreed"))
    assert "B＝70,000×5.0000" in found


def test_the_minutes_record_every_envelope_and_why_one_could_not_be_read():
    found = text(the_minutes())
    assert "2020-01-1710:00:00（北京时间）" in found
    assert "演示经办一、演示经办二" in found
    assert "2份，其中无法读取1份；截止前撤回1份" in found
    assert "50mg0.180667" in found
    assert "无法解密：信封已损坏" in found


def test_many_documents_come_in_their_order_with_progress():
    heard = []
    letters = [an_award_letter(), a_result_letter()]
    made = list(paper.render_all(letters, on_done=lambda ready, of: heard.append((ready, of))))
    assert [name for name, _ in made] == ["award-letter-F002.pdf", "result-letter-F003.pdf"]
    assert made[0][1] == paper.render(letters[0])
    assert heard == [(1, 2), (2, 2)]
    assert len(list(paper.render_all(letters[:1], workers=1))) == 1


def test_this_machine_can_print_chinese():
    assert paper.faults() == []


def test_no_chinese_font_is_a_fault_that_says_what_to_install(monkeypatch, tmp_path):
    nothing = tmp_path / "fonts.conf"
    nothing.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(nothing))
    assert [fault.rule for fault in paper.faults()] == ["pdf_fonts"]
    assert "fonts-noto-cjk" in paper.faults()[0].text.zh


def test_no_fontconfig_is_no_font(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert [fault.rule for fault in paper.faults()] == ["pdf_fonts"]


def test_a_missing_subset_library_is_a_fault(monkeypatch):
    monkeypatch.setattr(weasyprint.text.ffi, "harfbuzz_subset", None)
    assert [fault.rule for fault in paper.faults()] == ["pdf_libraries"]


def test_missing_layout_libraries_are_a_fault(monkeypatch):
    class Missing:
        """An importer for a machine without pango."""

        def find_spec(self, name, *_):
            if name == "weasyprint.text.ffi":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint.text.ffi")
    monkeypatch.delattr(weasyprint.text, "ffi")
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert [fault.rule for fault in paper.faults()] == ["pdf_libraries"]
