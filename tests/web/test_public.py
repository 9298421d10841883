"""What everybody may see of a round: everything once it is published, and nothing of it before."""

import re
from datetime import UTC, datetime

import pytest
from visitor import chinese, facts, read, results

from procurement.actions import rounds
from procurement.rules import catalogue, money
from procurement.rules.bids import Bid
from procurement.rules.codes import REGIONS
from seed.cast import OFFICER
from seed.tenders import draft
from web.public import listing, published

PLACES = [
    "/products/01",
    "/regions/510000",
    "/results.csv",
    "/results.json",
    "/award-notice.pdf",
]


@pytest.fixture
def published_site(site):
    return site("publish")


@pytest.fixture
def open_site(site):
    """The results are published, and a rehearsal is open for bids."""
    client = site("publish")
    client.story.rehearse(datetime.now(UTC))
    return client


def test_the_first_page_has_the_newest_real_result_in_figures(published_site):
    shown, known = read(published_site, "/").text, facts(published_site)
    spend = sum(award.amount for award in known.awards)
    assert money.show_wan(spend) in shown
    assert f"{len(known.winners)}</span>" in shown
    assert "样例机构" in shown
    assert "哪些是真实的，哪些是样例" in shown


def test_the_saving_against_the_ceilings_is_over_the_agreed_quantities(published_site):
    known, full = facts(published_site), 0
    for award in known.awards:
        for line in award.lines:
            most = catalogue.ceiling(known.products[award.product], line.spec, known.rules)
            full += money.cost(most, line.quantity)
    below = full - sum(award.amount for award in known.awards)
    shown = read(published_site, "/").text
    assert f"节约 {money.show_wan(below)} 万元" in shown
    assert f"{below / full:.2%}" in shown


def test_the_saving_against_the_plan_that_was_not_chosen_is_shown(published_site):
    with published_site.story.store.transaction() as db:
        round_ = db.rounds.get(published_site.story.round_id)
        lots = db.runs.get(round_.run_id).result["lots"]
    saved = sum(lot["draft"]["spend"] - lot["best"]["spend"] for lot in lots)
    shown = read(published_site, "/").text
    assert "较按顺位选择地区节约" in shown
    assert f"节约 {money.show_wan(saved)} 万元" in shown


def test_rounds_open_for_bids_are_listed_with_their_deadline_as_rehearsals(open_site):
    shown = read(open_site, "/").text
    part = shown[shown.index("正在接受申报") : shown.index("已公布的轮次")]
    assert "“4+7”试点扩围" in part
    assert "演练</span>" in part
    assert "申报截止" in part
    assert "北京时间" in part


def test_before_any_result_the_first_page_says_so(site):
    client = site("open")
    shown = read(client, "/").text
    assert "尚无公布的结果" in shown
    assert "进行中的轮次" in shown
    assert 'class="figures"' not in shown


@pytest.mark.parametrize("stage", ["announce", "bid", "open", "evaluate", "allocate"])
def test_before_the_publication_there_is_a_name_a_phase_and_dates(site, stage):
    client = site(stage)
    story, page = client.story, results(client)
    assert page.status_code == 200
    assert story.batch.name in page.text
    assert "2020-01-17 10:00:00" in page.text
    assert "结果尚未公布" in page.text
    assert re.findall(r"\d+\.\d+", re.sub(r"<[^>]+>", " ", page.text)) == []  # no price at all
    for firm in story.firms:
        assert firm.name not in page.text
    for place in PLACES:
        assert results(client, place).status_code == 404


def test_the_public_pages_show_nobody_more_than_the_public(site, log_in):
    client = site("allocate")
    for login in ("officer", "auditor", "f044"):
        log_in(client, login)
        for place in PLACES:
            assert results(client, place).status_code == 404


def test_a_draft_is_not_there_at_all(site):
    client = site("register")
    plan = draft(client.story.batch, "GY-YD2019-2")
    client.story.round_id = rounds.draft(client.story.store, OFFICER, plan, datetime.now(UTC))
    assert results(client).status_code == 404
    assert client.story.batch.name not in read(client, "/").text


def test_every_winner_is_listed_with_price_cut_regions_quantity_and_amount(published_site):
    shown, known = results(published_site).text, facts(published_site)
    for award in known.awards:
        row = next(one for one in shown.split("<tr") if known.firm(award.firm) in one)
        assert known.firm(award.firm) in row
        assert f"<td>{award.rank}</td>" in shown
        assert money.show_price(award.unit_price, exact=True) in shown
        assert f"{award.quantity:,}</td>" in shown
        assert money.show(award.amount) in shown


def test_a_search_finds_products_firms_and_regions(published_site):
    """
    asked           products found
    (nothing)       all three
    a product       that one, also by code and in full-width digits
    a firm          those it bid for, also by code in either case
    a region        those that are supplied there, in either language
    several words   what matches every one of them
    """
    asked = {
        "": ["01", "06", "31"],
        "阿比特龙": ["01"],
        "06": ["06"],
        "０６": ["06"],
        "正大天晴": ["01", "06"],
        "f044": ["01", "06"],
        "西藏": ["01", "06", "31"],
        "Shanghai": ["01", "06", "31"],
        "紫杉醇 四川": ["31"],
        "紫杉醇 正大天晴": [],
        "没有这个名字": [],
    }
    for query, found in asked.items():
        shown = results(published_site, f"?q={query}").text
        codes = re.findall(r'scope="rowgroup"[^>]*><a href="[^"]*/products/(\w+)"', shown)
        assert codes == found, query
        assert ("没有符合条件的结果" in shown) == (not found), query


def test_a_search_for_a_region_leaves_the_winner_that_supplies_it(published_site):
    known = facts(published_site)
    page = listing.matching(known, ("阿比特龙", "上海"))
    (lot,) = page
    assert [winner.firm for winner in lot.winners] == [
        known.firm(award.firm)
        for award in known.awards
        if award.product == "01" and "310000" in award.regions
    ]
    assert "/regions/310000" in results(published_site, "?q=上海").text


def test_a_search_finds_a_firm_that_lost(published_site):
    known = facts(published_site)
    lost = next(one for row in known.verdicts.values() for one in row if not one.won)
    shown = results(published_site, f"?q={known.firm(lost.firm)}").text
    assert "未中选</span>" in shown
    assert known.firm(lost.firm) in shown


def test_results_come_in_pages_and_a_page_too_far_is_the_last(published_site, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 1)
    assert 'rel="next"' in results(published_site).text
    last = results(published_site, "?page=99").text
    assert 'rel="next"' not in last
    assert "/products/31" in last
    assert results(published_site, "?page=0").status_code == 400


def test_the_query_is_shown_as_text_and_never_as_markup(published_site):
    shown = results(published_site, "?q=<script>alert(1)</script>").text
    assert "<script>alert" not in shown


def test_a_product_shows_every_bid_with_verdict_reason_clause_and_source(published_site):
    known = facts(published_site)
    for code, verdicts in known.verdicts.items():
        shown = results(published_site, f"/products/{code}").text
        for verdict in verdicts:
            price = known.bid(code, verdict.firm).unit_price
            assert known.firm(verdict.firm) in shown
            assert money.show_price(price, exact=True) in shown
            assert verdict.reason.zh in shown
            if clause := known.clause(verdict.clause):
                assert clause.title.zh in shown
                assert clause.source in shown


def test_the_cut_shown_is_the_one_that_the_rules_reckoned(published_site):
    known = facts(published_site)
    for award in known.awards:
        bid = known.bid(award.product, award.firm)
        shown = f"{float(published.cut(known, bid)):.2%}"
        assert f">{shown}</td>" in results(published_site, f"/products/{award.product}").text


def test_a_bid_for_a_spec_that_is_not_asked_for_has_no_cut(published_site):
    assert published.cut(facts(published_site), Bid("01", "F044", "9kg", 1_000_000)) is None


def test_a_product_maps_all_its_regions_to_their_suppliers(published_site):
    shown, known = results(published_site, "/products/01").text, facts(published_site)
    for award in known.awards:
        if award.product == "01":
            for region in award.regions:
                assert f"<title>{REGIONS[region].zh}：{known.firm(award.firm)}</title>" in shown


def test_a_product_shows_how_each_volume_came_about(published_site):
    """Share times base quantity, half up, for every region and spec by itself."""
    shown, known = results(published_site, "/products/01").text, facts(published_site)
    with published_site.story.store.transaction() as db:
        base = {
            (line.region, line.spec): line.base_quantity
            for line in db.demand.base(published_site.story.round_id)
            if line.product == "01"
        }
    entry = known.rules.sources["agreed_share"]
    assert entry.title.zh in shown
    assert entry.source in shown
    assert f"badge-{entry.evidence}" in shown
    assert "四舍五入" in shown
    for award in known.awards:
        if award.product == "01":
            for line in award.lines:
                assert f"{base[line.region, line.spec]:,}</td>" in shown
                assert f"{line.quantity:,}</td>" in shown


def test_a_region_shows_who_supplies_each_product_there(published_site):
    shown, known = results(published_site, "/regions/310000").text, facts(published_site)
    total = 0
    for award in known.awards:
        here = [line for line in award.lines if line.region == "310000"]
        total += sum(line.amount for line in here)
        if here:
            assert known.firm(award.firm) in shown
            assert known.products[award.product].name in shown
    assert money.show(total) in shown


def test_what_is_not_there_is_a_page_that_says_so(published_site):
    for place in ("/products/99", "/regions/990000", "/regions/x", "/nothing"):
        answer = results(published_site, place)
        assert answer.status_code == 404
        assert "页面不存在" in answer.text


def test_a_round_that_does_not_exist_is_not_found(published_site):
    assert read(published_site, "/rounds/99").status_code == 404
    assert read(published_site, "/rounds/99/results.csv").status_code == 404


def test_the_english_pages_speak_english(published_site):
    known = facts(published_site)
    names = {known.round.name, known.round.source, "药品差比价规则", "发改价格", "号"}
    names |= {one.name for one in known.products.values()}
    names |= {one.name for one in known.firms.values()}
    for entry in known.rules.sources.values():
        names |= {entry.source}
    for place in ("", "/products/01", "/products/06", "/products/31", "/regions/540000"):
        shown = results(published_site, f"{place}?lang=en").text
        assert chinese(shown, *names, "阿卡波糖") == [], place
    shown = results(published_site, "?q=none&lang=en").text
    assert chinese(shown, *names, "阿卡波糖") == []


def test_the_first_page_and_a_waiting_round_speak_english(open_site):
    with open_site.story.store.transaction() as db:
        rows = db.rounds.all()
    names = [text for row in rows for text in (row.name, row.code, row.source)]
    for address in ("/", f"/rounds/{rows[-1].number}"):
        shown = read(open_site, f"{address}?lang=en").text
        assert chinese(shown, *names, "阿卡波糖") == [], address
