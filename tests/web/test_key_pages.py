"""The key officers at work on their pages: rehearsing, announcing, taking a share, opening."""

import json

import committee
import pytest
from bidders import HUAHAI, submit
from office import phase, post, read
from plot import QUICK

from procurement.actions import rounds
from procurement.rules.phases import Phase
from seed.cast import COMMITTEE, OFFICER
from seed.story import DRAFTED, SOURCE
from seed.tenders import draft

DUE = "2040-01-01T10:00"


@pytest.fixture
def office(site, log_in):
    """Somebody of the office, and a draft that nobody rehearsed."""
    client = log_in(site("register"), "officer")
    story = client.story
    story.round_id = rounds.draft(story.store, OFFICER, draft(story.batch, SOURCE), DRAFTED)
    return client


def here(client, more=""):
    return f"/officer/{client.story.round_id}{more}"


def form(officers, **more):
    some = committee.of(officers)
    return {"officer": list(some), "passphrase": list(some.values())} | more


def rehearse(client, officers=tuple(COMMITTEE), threshold="3"):
    return post(client, here(client, "/rehearse"), officer=list(officers), threshold=threshold)


def test_a_draft_is_rehearsed_before_it_can_be_announced(office):
    shown = read(office, here(office)).text
    assert here(office, "/rehearse") in shown
    assert here(office, "/announce") not in shown
    assert 'name="threshold" type="number" value="3"' in shown
    announced = post(office, here(office, "/announce"), **form(COMMITTEE), bids_close_at=DUE)
    assert announced.status_code == 422
    assert "尚未进行开标演练" in announced.text
    assert rehearse(office).status_code == 303
    shown = read(office, here(office)).text
    assert "开标演练已通过" in shown
    assert "保管人5名，开标所需3名，可遗失2份。" in shown
    given = form(COMMITTEE, bids_close_at=DUE, threshold="3")
    assert post(office, here(office, "/announce"), **given).status_code == 303
    assert phase(office.story) is Phase.ANNOUNCED
    assert "开标所需3名" in read(office, here(office)).text


@pytest.mark.parametrize(
    ("officers", "threshold", "said"),
    [(("officer",), "2", "至少2名"), (("officer", "officer2"), "3", "须在2至2之间")],
)
def test_a_committee_that_cannot_open_is_refused_in_words(office, officers, threshold, said):
    answer = rehearse(office, officers, threshold)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.fixture
def announced(site, log_in):
    """Bidding with three of five keys, and one envelope."""
    client = site("register")
    committee.announce(client.story)
    client.story.report_demand()
    submit(client.story, HUAHAI)
    return log_in(client, "officer")


def test_any_three_of_five_open_and_empty_fields_are_of_who_is_not_here(announced):
    shown = read(announced, here(announced)).text
    assert "开标所需人数：<b>3</b>" in shown
    assert "required autocomplete" not in shown
    given = form(COMMITTEE)
    given["passphrase"] = ["", given["passphrase"][1], "", *given["passphrase"][3:]]
    assert post(announced, here(announced, "/open"), **given).status_code == 303
    assert phase(announced.story) is Phase.OPENED


def test_two_of_five_open_nothing_and_who_is_wrong_is_named(announced):
    given = form(("officer", "officer4"))
    answer = post(announced, here(announced, "/open"), **given)
    assert answer.status_code == 422
    assert "开标须3名密钥保管人到场，目前只有2名输入了口令。" in answer.text
    given = form(("officer", "officer4", "officer5"))
    given["passphrase"][2] = "not the fifth key"
    answer = post(announced, here(announced, "/open"), **given)
    assert 'id="passphrase-4-fault"' in answer.text
    assert "not the fifth key" not in answer.text
    assert phase(announced.story) is Phase.BIDDING


def test_an_officer_downloads_their_own_share_once(announced):
    assert "下载我的份额" in read(announced, here(announced)).text
    answer = post(announced, here(announced, "/share"))
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.content)["officer"] == "officer"
    assert "您的密钥份额已下载" in read(announced, here(announced)).text
    again = post(announced, here(announced, "/share"))
    assert again.status_code == 422
    assert "已下载过一次" in again.text


def test_the_announcement_is_of_those_who_rehearsed(office):
    story = office.story
    place = (story.store, OFFICER, story.round_id)
    rounds.rehearse(*place, ("officer2", "officer4"), DRAFTED, QUICK)
    shown = read(office, here(office)).text.partition("/announce")[2].partition("</form>")[0]
    assert [login for login in COMMITTEE if f'value="{login}"' in shown] == ["officer2", "officer4"]
