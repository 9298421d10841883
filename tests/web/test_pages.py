"""The frame of every page: language, menu, and pieces that never rely on color alone."""

import re
from dataclasses import dataclass
from fractions import Fraction

import pytest

from procurement.rules.codes import REGIONS
from procurement.rules.rights import Actor, Role
from procurement.rules.text import Fault, Text
from web import pages, tiles


@dataclass(frozen=True)
class Bid:
    firm: str
    price: int
    cut: Fraction
    won: bool


FIRMS = {
    "广东东阳光药业": "110000 220000 310000 360000 420000 440000 520000",
    "四川国为制药": "150000 320000 340000 370000 430000 460000",
    "南京圣和药业": "140000 210000 410000 500000 620000 640000",
    "重庆华邦制药": "130000 330000 450000 510000 540000 650000",
    "拜耳医药保健": "120000 230000 350000 530000 610000",
}
FAULT = Fault(
    "unit_price",
    "bids.csv:14",
    Text(
        "申报价“-1”为负数，请填写大于零的数。", "The price “-1” is negative; give a positive one."
    ),
)


@dataclass(frozen=True)
class Sample:
    """Invented facts for the style guide."""

    round_name = Text("第二批国家组织药品集中采购", "Second national batch")
    steps = (
        (Text("公告与报量", "Demand"), "done", None),
        (Text("申报报价", "Bidding"), "done", None),
        (Text("开标", "Opening"), "done", None),
        (Text("评审", "Evaluation"), "done", None),
        (Text("分配供应地区", "Allocation"), "now", None),
        (Text("公布结果", "Publication"), "next", None),
        (Text("签约执行", "Contracts"), "next", None),
        (Text("结余结算", "Settlement"), "next", None),
    )
    amount = 178_433_689_287
    saving = Fraction(1234, 10_000)
    map = tiles.draw(
        {code: firm for firm, codes in FIRMS.items() for code in codes.split()}, list(FIRMS)
    )
    bids = (
        *(Bid(firm, 2_220_000, Fraction(874, 1000), won=True) for firm in FIRMS),
        Bid("南京优科制药", 8_293_300, Fraction(531, 1000), won=False),
    )
    progress = (
        ("莫西沙星口服常释剂型", Fraction(3, 4), "good"),
        ("阿卡波糖口服常释剂型", Fraction(9, 5), "good"),
        ("瑞舒伐他汀口服常释剂型", Fraction(2, 5), "orange"),
        ("克林霉素口服常释剂型", None, "plain"),
    )
    time = Fraction(234, 365)
    faults = (FAULT, FAULT)


def page(template="styleguide.html", lang="zh", **given):
    environment = pages.environment()
    environment.globals["csrf_token"] = lambda: "token"  # the web framework's, in the real site
    shown = {"path": "/styleguide", "sample": Sample(), "csrf_input": ""} | given
    return environment.get_template(template).render(pages.context(lang=lang, **shown))


def test_a_page_is_chinese_first_and_english_by_the_switch():
    chinese, english = page(), page(lang="en")
    assert '<html lang="zh-CN">' in chinese
    assert "跳到正文" in chinese
    assert '<html lang="en">' in english
    assert "Skip to the content" in english
    assert "供应地区" not in english


def test_the_language_is_asked_for_then_kept_then_chinese():
    assert pages.language("en", "zh") == "en"
    assert pages.language(None, "en") == "en"
    assert pages.language("fr", None) == "zh"


def test_a_macro_without_the_language_fails_instead_of_guessing():
    template = pages.environment().from_string('{{ t("中文", "English") }}')
    with pytest.raises(pages.NoLanguage):
        template.render()


def test_a_plain_string_is_shown_as_it_is():
    template = pages.environment().from_string('{{ "拜耳" | tr }}')
    assert template.render(lang="en") == "拜耳"


def test_the_menu_follows_the_role_and_marks_where_one_is():
    officer = Actor("office", Role.OFFICER)
    inside = page(actor=officer, speaks_for="联合采购办公室", path="/officer/rounds/1")
    assert '<a href="/officer" aria-current="page">采购轮次</a>' in inside
    assert "联合采购办公室" in inside
    assert "/officer" not in page()
    assert '<a href="/" aria-current="page">' in page(path="/")


def test_faults_and_notices_stand_over_the_content_with_place_and_rule():
    shown = page(
        faults=[FAULT],
        notices=[pages.Notice("done", Text("已保存", "Saved"))],
    )
    assert "有 1 处需要更正" in shown
    assert "bids.csv:14" in shown
    assert "已保存" in shown


def test_an_error_page_says_what_happened_and_by_which_rule():
    title = Text("提交内容有误", "Please correct what is named below")
    said = {"title": title, "detail": title, "form": ""}
    shown = page("errors/error.html", status=422, faults=[FAULT], **said)
    assert "错误代码 422" in shown
    assert "<code>unit_price</code>" in shown


def test_names_are_escaped():
    shown = page(actor=Actor("<script>", Role.FIRM))
    assert "<script>" not in shown.replace("<script src=", "")


def test_nothing_is_loaded_from_elsewhere_and_no_style_is_inline():
    shown = page()
    assert not re.search(r'(?:src|href)="(?:https?:)?//', shown)
    assert "style=" not in shown


def test_every_tile_and_every_supplier_has_a_letter_and_a_row_in_the_table():
    shown = page()
    assert shown.count('class="tile-letter"') == len(REGIONS) + len(FIRMS)
    assert "北京、吉林、上海、江西、湖北、广东、贵州" in shown


def test_a_region_nobody_supplies_says_so():
    drawn = tiles.draw({}, [])
    assert all(tile.supplier is None for tile in drawn.tiles)
    assert "无中选企业供应" in page(
        sample=type("Empty", (Sample,), {"map": drawn})(),
    )


def test_suppliers_beyond_the_alphabet_get_two_signs():
    assert [tiles.letter(place) for place in (0, 25, 26, 53)] == ["A", "Z", "A2", "B3"]


def test_a_bar_beyond_all_is_stretched_and_not_cut():
    """
    done  time  bar of 1000  100 % at  time at
    3/4   1/2   750          -         500
    2     1/2   1000         500       250
    """
    assert pages.scale(Fraction(3, 4), Fraction(1, 2)) == pages.Bar(750, None, 500)
    assert pages.scale(Fraction(2), Fraction(1, 2)) == pages.Bar(1000, 500, 250)
    assert pages.scale(None) == pages.Bar(0, None, None)
