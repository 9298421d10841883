"""The officer's page of the opened bids under another rulebook."""

import pytest
from office import chinese, phase, read

from procurement.rules.phases import Phase

BATCH_10 = "?first=national-drug-2&second=national-drug-10"


@pytest.fixture
def office(site, log_in):
    """``office("evaluate")``: the site with the story told so far, and an officer logged in."""
    return lambda stage, login="officer": log_in(site(stage), login)


def look(client, more=""):
    return read(client, f"/officer/{client.story.round_id}/whatif{more}")


def test_before_the_opening_nothing_can_be_compared(office):
    client = office("bid")
    shown = look(client, BATCH_10).text
    assert "开标之后可以比较" in shown
    assert '<form method="get" action="/officer/' not in shown
    assert "合计" not in shown


def test_the_form_offers_the_rulebooks_of_the_rounds_own_kind(office):
    shown = look(office("open")).text
    assert 'value="national-drug-2" selected' in shown
    assert 'value="pilot-2018"' in shown
    assert 'value="joints-2021"' not in shown
    assert "合计" not in shown


def test_two_rulebooks_stand_side_by_side_and_the_round_stays_as_it_is(office):
    """
    06  20 and 22.9 yuan won; 58.929 was shortlisted and lost: revived under batch 10 at 22.9
    """
    client = office("open")
    answer = look(client, BATCH_10)
    assert answer.status_code == 200
    shown = answer.text
    for word in ("合计", "采购金额（万元）", "自2024-12-12起有效", "以企业接受复活价为前提"):
        assert word in shown
    lot = shown.partition('<section id="product-06">')[2].partition("</section>")[0]
    assert "复活中选 22.9000" in lot
    assert "入围未中选" in lot
    assert "60.00%" in lot
    assert "70.00%" in lot
    assert "拟中选" in lot  # the reasons
    assert phase(client.story) is Phase.OPENED


def test_the_english_page_speaks_english(office):
    client = office("evaluate")
    shown = look(client, f"{BATCH_10}&lang=en").text
    assert "Products that differ" in shown
    assert chinese(shown, client.story) == []


def test_a_blank_is_asked_for_and_decided_on_the_form(office):
    client = office("open")
    more = "?first=national-drug-2&second=pilot-2018"
    answer = look(client, more)
    assert answer.status_code == 422
    assert "volume.agreed_share" in answer.text
    decided = look(client, f"{more}&decide=volume.agreed_share%3D%5B0.6%5D%3B")
    assert decided.status_code == 200
    assert "自行决定：volume.agreed_share＝60%" in decided.text
    assert 'value="volume.agreed_share=[0.6];"' in decided.text


def test_the_same_rulebook_twice_is_refused(office):
    answer = look(office("open"), "?second=national-drug-2")
    assert answer.status_code == 422
    assert "请至少选两部规则手册" in answer.text


def test_officers_and_auditors_may_look_and_nobody_else(office, site):
    assert look(office("open", "auditor")).status_code == 200
    assert look(office("open", "fund")).status_code == 403
    assert look(site("open")).status_code in {302, 303}
