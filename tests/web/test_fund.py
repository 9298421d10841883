"""The fund's room: statements of every hospital, and the progress of the whole round."""

import re

import pytest

from procurement.exchange import tables
from procurement.rules import money
from procurement.rules.codes import REGIONS
from seed.cast import FUND
from seed.story import SETTLED
from web import paging
from web.fund import dashboard, settlement

HTML = {"accept": "text/html"}
WATCHERS = ("fund", "officer", "auditor")


def here(client, more=""):
    return f"/fund/{client.story.round_id}{more}"


def read(client, where):
    answer = client.get(where, headers=HTML, follow_redirects=False)
    assert answer.status_code == 200, answer.text
    return answer.text


def heads(client):
    with client.story.store.transaction() as db:
        return db.statements.summaries(client.story.round_id)


PAGES = ["", "/csv", "/progress"]


@pytest.mark.parametrize("page", ["home", *PAGES, "/statements/{0}", "/statements/{0}/pdf"])
def test_hospitals_and_firms_see_nothing_of_others(site, log_in, page):
    client = site("settle")
    mine, other = client.story.hospitals[:2]
    where = "/fund" if page == "home" else here(client, page.format(other.code))
    anonymous = client.get(where, headers=HTML, follow_redirects=False)
    assert anonymous.status_code == 303
    assert anonymous.headers["location"].startswith("/login")
    for party in (mine, client.story.firms[0]):
        log_in(client, party.code.lower())
        assert client.get(where, headers=HTML).status_code == 403


@pytest.mark.parametrize("login", WATCHERS)
def test_the_fund_and_those_who_watch_see_every_page(site, log_in, login):
    client = log_in(site("settle"), login)
    code = client.story.hospitals[0].code
    assert "已核算" in read(client, "/fund")
    for page in (*PAGES, f"/statements/{code}"):
        assert client.get(here(client, page), headers=HTML).status_code == 200


def test_before_the_contracts_there_is_nothing(site, log_in):
    client = log_in(site("publish"), "fund")
    assert "还没有签约的采购轮次" in read(client, "/fund")
    for page in (*PAGES, "/statements/H11002", "/statements/H11002/pdf"):
        assert client.get(here(client, page), headers=HTML).status_code == 404


def test_a_year_to_be_settled_says_so(site, log_in):
    client = log_in(site("report_usage"), "fund")
    assert "待核算" in read(client, "/fund")
    assert "本轮尚未核算" in read(client, here(client))
    code = client.story.hospitals[0].code
    assert client.get(here(client, f"/statements/{code}"), headers=HTML).status_code == 404


def test_the_totals_are_the_sums_of_the_statements(site, log_in):
    client = log_in(site("settle"), "fund")
    page = read(client, here(client))
    retained = sum(one.retained for one in heads(client))
    assert money.show_wan(retained) in page
    assert money.in_capitals(retained) in page
    assert "尚未证实" in page


def test_statements_are_found_by_name_code_and_region(site, log_in):
    client = log_in(site("settle"), "fund")
    first = client.story.hospitals[0]

    def found(search):
        return int(re.search(r"共 (\d+) 份核算书", read(client, here(client, search)))[1])

    assert found("") == len(heads(client))
    assert found(f"?q={first.code.lower()}") == 1
    assert found(f"?q={first.name}") == 1
    in_region = {one.code for one in client.story.hospitals if one.region == first.region}
    assert found(f"?region={first.region}") == len(in_region & {s.hospital for s in heads(client)})
    assert found("?q=nobody") == 0


def test_the_table_holds_every_statement_to_the_fen(site, log_in):
    client = log_in(site("settle"), "fund")
    header, *rows = tables.load("a.csv", client.get(here(client, "/csv")).content).rows
    place = header.index("retained_yuan")
    assert sum(money.parse(row[place]) for row in rows) == sum(s.retained for s in heads(client))


def test_the_statement_of_any_hospital_prints(site, log_in):
    client = log_in(site("settle"), "fund")
    code = client.story.hospitals[0].code
    assert client.get(here(client, f"/statements/{code}/pdf")).content.startswith(b"%PDF")
    assert client.get(here(client, "/statements/H999/pdf"), headers=HTML).status_code == 404
    assert client.get(here(client, "/statements/H999"), headers=HTML).status_code == 404


def test_settling_again_shows_both_versions(site, log_in):
    client = log_in(site("settle"), "fund")
    client.story.settle()
    code = client.story.hospitals[0].code
    page = read(client, here(client, f"/statements/{code}"))
    assert "第 2 版" in page
    assert "以前的版本" in page
    assert "第 2 版" in read(client, here(client))


def seen(client, day=""):
    story = client.story
    return dashboard.dashboard(story.store, FUND, story.round_id, day, SETTLED)


def test_progress_adds_up_the_same_by_region_product_firm_and_hospital(site):
    client = site("report_usage")
    found = seen(client)
    for bars in (found.regions, found.products, found.firms, found.hospitals):
        assert sum(bar.measured.agreed for bar in bars) == found.whole.measured.agreed
        assert sum(bar.measured.received or 0 for bar in bars) == found.whole.measured.received
    assert found.reporting == len(found.hospitals)
    assert sum(tile.bar is not None for tile in found.tiles) == len(found.regions)
    assert len(found.tiles) == len(REGIONS)
    assert found.year.day == found.year.last


def test_an_earlier_day_has_less(site):
    client = site("report_usage")
    assert seen(client, "2020-07-15").whole.measured.received < seen(client).whole.measured.received


def test_a_round_without_a_report_has_no_progress_and_not_zero(site, log_in):
    client = log_in(site("sign"), "fund")
    page = read(client, here(client, "/progress"))
    assert "progress-done" not in page
    assert "未上报" in page


def test_hospitals_are_found_by_their_state(site, log_in):
    client = log_in(site("report_usage"), "fund")
    everybody = len(seen(client).hospitals)

    def found(search):
        page = read(client, here(client, f"/progress?{search}"))
        return int(re.search(r"共 (\d+) 家。", page)[1])

    assert found("") == everybody
    assert sum(found(f"level={one}") for one in ("good", "yellow", "orange", "red")) == everybody
    assert found("region=110000") < everybody
    assert "没有符合条件的记录" in read(client, here(client, "/progress?q=nobody"))


def test_long_lists_come_a_page_at_a_time():
    rows = list(range(120))
    assert paging.cut(rows, 1).rows == tuple(range(50))
    assert paging.cut(rows, 3).rows == tuple(range(100, 120))
    assert paging.cut(rows, 99).number == 3
    assert paging.cut(rows, -1).number == 1
    assert paging.cut([], 1).pages == 1


def test_the_settlement_of_a_round_totals_its_regions(site):
    client = site("settle")
    story = client.story
    found = settlement.settlement(story.store, FUND, story.round_id, SETTLED)
    assert sum(one.retained for one in found.regions) == found.retained
    assert sum(one.statements for one in found.regions) == len(found.heads)


@pytest.mark.parametrize("page", ["", "/progress", "/statements/{0}"])
def test_the_english_page_has_no_chinese_of_its_own(site, log_in, page):
    client = log_in(site("settle"), "fund")
    where = here(client, page.format(client.story.hospitals[0].code))
    text = re.sub(r"<cite>.*?</cite>", "", read(client, f"{where}?lang=en"))
    for chinese in ("未上报", "约定", "中选", "进度", "下载", "核算", "合计", "地区", "预警"):
        assert chinese not in text
