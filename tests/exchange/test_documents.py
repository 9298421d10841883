"""The printed documents of a round: what a reader finds in them."""

from dataclasses import replace

from printed import (
    BAYER,
    LUYE,
    a_notice,
    a_result_letter,
    a_statement,
    an_award_letter,
    pages,
    text,
    the_minutes,
)


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


def test_the_minutes_list_the_whole_box_with_its_root():
    found = text(the_minutes())
    assert "全部信封3份（含已替代、已撤回）" in found
    assert "5d" * 32 in found
    assert "3f3f3f3f3f3f3f3f已被替代" in found
    assert "7c7c7c7c7c7c7c7c无法读取：信封已损坏" in found
