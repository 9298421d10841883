"""The hospital's room: demand, contract, progress and statement, and nothing of others."""

import re

import pytest
from ward import HTML, address, enter, known, post, reported

from procurement.exchange import tables
from procurement.rules import money

ROOM = ["demand", "contract", "usage", "progress", "statement"]


@pytest.mark.parametrize("page", ["", *ROOM])
def test_everybody_else_is_kept_out(site, log_in, page):
    client = site("settle")
    where = address(client, page) if page else "/hospital"
    anonymous = client.get(where, headers=HTML, follow_redirects=False)
    assert anonymous.status_code == 303
    assert anonymous.headers["location"].startswith("/login")
    for login in ("officer", "auditor", "fund", client.story.firms[0].code.lower()):
        log_in(client, login)
        assert client.get(where, headers=HTML).status_code == 403


def test_the_rounds_say_how_far_the_hospital_is(site, log_in):
    client = site("settle")
    enter(client, log_in)
    page = client.get("/hospital", headers=HTML).text
    assert "12 / 12 个月" in page
    assert "已签订" in page
    assert "已核算" in page


def test_a_round_under_preparation_is_not_there(site, log_in):
    client = site("register")
    enter(client, log_in)
    assert "还没有公告的采购轮次" in client.get("/hospital", headers=HTML).text
    assert client.get("/hospital/7/demand", headers=HTML).status_code == 404


def test_demand_is_reported_by_number_and_blank_is_not_zero(site, log_in):
    client = site("announce")
    hospital = enter(client, log_in)
    page = client.get(address(client, "demand"), headers=HTML).text
    fields = re.findall(r'class="quantity" name="([^"]+)"', page)
    form = dict.fromkeys(fields, "") | {fields[0]: "１２００", fields[1]: "0"}
    assert post(client, address(client, "demand"), form).status_code == 303
    assert reported(client, hospital) == {fields[0]: 1200, fields[1]: 0}
    again = dict.fromkeys(fields, "") | {fields[1]: "5"}
    assert post(client, address(client, "demand"), again).status_code == 303
    assert reported(client, hospital) == {fields[0]: 1200, fields[1]: 5}


def test_wrong_numbers_are_all_named_and_nothing_is_kept(site, log_in):
    client = site("announce")
    hospital = enter(client, log_in)
    page = client.get(address(client, "demand"), headers=HTML).text
    fields = re.findall(r'class="quantity" name="([^"]+)"', page)
    form = {fields[0]: "100", fields[1]: "-3", fields[2]: "1.5"}
    answer = post(client, address(client, "demand"), form)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'value="-3"' in answer.text
    assert reported(client, hospital) == {}
    assert post(client, address(client, "demand"), {}).status_code == 422


def test_demand_is_read_only_once_it_is_closed(site, log_in):
    client = site("report_demand")
    enter(client, log_in)
    page = client.get(address(client, "demand"), headers=HTML)
    assert "报量已截止" in page.text
    assert 'class="quantity"' not in page.text
    assert post(client, address(client, "demand"), {"01 0.25g": "1"}).status_code == 409


@pytest.mark.parametrize("page", ROOM[1:])
def test_before_the_contracts_there_is_nothing_to_see(site, log_in, page):
    client = site("publish")
    enter(client, log_in)
    assert client.get(address(client, page), headers=HTML).status_code == 404


def test_the_contract_and_its_table_hold_the_hospitals_own_agreements(site, log_in):
    client = site("sign")
    hospital = enter(client, log_in)
    own = known(client, hospital).agreements
    page = client.get(address(client, "contract"), headers=HTML).text
    table = client.get(address(client, "contract/csv"))
    rows = tables.load("a.csv", table.content).rows
    assert len(rows) == 1 + len(own)
    assert [row[5] for row in rows[1:]] == [str(one.agreed_quantity) for one in own]
    assert money.show(sum(one.amount for one in own)) in page
    assert hospital in table.headers["content-disposition"]


def test_progress_without_a_report_says_so_and_shows_no_zero(site, log_in):
    client = site("sign")
    enter(client, log_in)
    page = client.get(address(client, "progress"), headers=HTML).text
    assert "未上报" in page
    assert "progress-done" not in page


def test_progress_shows_every_line_its_limits_and_an_earlier_day(site, log_in):
    client = site("report_usage")
    hospital = enter(client, log_in)
    page = client.get(address(client, "progress"), headers=HTML).text
    assert page.count('class="progress progress-') == 1 + len(known(client, hospital).agreements)
    assert "平台建议" in page
    earlier = client.get(address(client, "progress?day=2020-07-15"), headers=HTML).text
    assert "只计入截至 2020-06 的完整月份" in earlier
    for odd in ("", "tomorrow", "1999-01-01", "2999-01-01"):
        assert client.get(address(client, f"progress?day={odd}"), headers=HTML).text.count(
            "2021-04-09 "
        ) == page.count("2021-04-09 ")


def test_the_statement_shows_every_step_and_prints(site, log_in):
    client = site("settle")
    hospital = enter(client, log_in)
    with client.story.store.transaction() as db:
        (kept,) = db.statements.summaries(client.story.round_id, hospital)
    page = client.get(address(client, "statement"), headers=HTML).text
    assert money.show(kept.retained) in page
    assert money.in_capitals(kept.retained) in page
    assert page.count("医保资金预算 B") == len(known(client, hospital).agreements)
    assert "尚未证实" in page
    paper = client.get(address(client, "statement/pdf"))
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["content-type"] == "application/pdf"


def test_a_hospital_sees_nothing_of_another(site, log_in):
    client = site("settle")
    mine = enter(client, log_in)
    other = next(one for one in client.story.hospitals if one.code != mine)
    for page in ("", *ROOM):
        where = address(client, page) if page else "/hospital"
        shown = client.get(where, headers=HTML).text
        assert other.code not in shown
        assert other.name not in shown
    theirs = f"/fund/{client.story.round_id}/statements/{other.code}"
    assert client.get(theirs, headers=HTML).status_code == 403
    assert client.get(f"{theirs}/pdf", headers=HTML).status_code == 403


@pytest.mark.parametrize("page", ["", *ROOM])
def test_the_english_page_has_no_chinese_of_its_own(site, log_in, page):
    """What stays are names of products, firms and hospitals, sources, and amounts in capitals."""
    client = site("settle")
    enter(client, log_in)
    where = address(client, page) if page else "/hospital"
    text = client.get(f"{where}?lang=en", headers=HTML).text
    for chinese in ("未上报", "已上报", "约定", "中选", "月报", "进度", "下载", "核算", "合计"):
        assert chinese not in re.sub(r"<cite>.*?</cite>", "", text)
