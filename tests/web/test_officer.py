"""The procurement office takes a round from draft to contracts, and others only look on."""

from datetime import UTC, datetime, timedelta

import pytest
from office import a_draft, an_announced, chinese, phase, post, read, report
from plot import SIGNING_KEY

from procurement.actions import bidding
from procurement.rules.phases import Phase
from procurement.rules.sealing import ENVELOPE_BYTES
from seed import cast
from seed.cast import PASSPHRASES
from seed.story import HANDED_IN

BOTH = {"officer": list(PASSPHRASES), "passphrase": list(PASSPHRASES.values())}
PAGES = ("", "/{0}", "/{0}/bids", "/{0}/evaluation", "/{0}/allocation", "/{0}/papers")
DEEDS = (
    ("rehearse", {"officer": list(PASSPHRASES), "threshold": "2"}),
    ("announce", BOTH | {"bids_close_at": "2030-01-01T10:00"}),
    ("share", {}),
    ("close-demand", {}),
    ("open", BOTH),
    ("evaluate", {}),
    ("allocation", {}),
    ("allocation/choice", {"run": 1, "plan": "draft"}),
    ("publish", {}),
    ("papers", {}),
    ("sign", {"start": "2020-04-10"}),
)


def deadline(days=30):
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def here(client, more=""):
    return f"/officer/{client.story.round_id}{more}"


def test_the_list_says_where_every_round_stands_and_what_is_next(site, log_in):
    client = log_in(site("allocate"), "officer")
    a_draft(client.story)
    shown = read(client, "/officer").text
    assert "已分配供应地区" in shown
    assert "公布中选结果" in shown
    assert "2020-01-17 10:00:00" in shown
    assert "检查并发布公告" in shown


def test_the_round_shows_its_rulebook_and_the_values_nobody_confirmed(site, log_in):
    client = log_in(site("report_demand"), "officer")
    shown = read(client, here(client)).text
    with client.story.store.transaction() as db:
        assert db.rounds.get(client.story.round_id).rulebook_sha256 in shown
    assert "本轮次使用 3 个尚未证实的规则取值" in shown


def test_the_agreed_volume_is_told_for_every_number_of_winners_that_is_possible(site, log_in):
    """
    06 安立生坦片: 4 firms entered, at most 3 shortlisted
    winners  1       2       3       4
    share    50 %    60 %    70 %    -
    volume   26,900  32,280  37,660  -
    """
    client = log_in(site("report_demand"), "officer")
    shown = read(client, here(client)).text
    row = shown.partition('<th scope="row">安立生坦片</th>')[2].partition("</tr>")[0]
    cells = [part.partition("<")[0] for part in row.split('<td class="number">')[1:]]
    assert cells == ["4", "53,800", "26,900", "32,280", "37,660", "—"]


def test_a_draft_that_passes_its_checks_can_be_announced(site, log_in):
    client = log_in(site("register"), "officer")
    number = a_draft(client.story)
    assert "公告前检查全部通过" in read(client, f"/officer/{number}").text
    answer = post(client, f"/officer/{number}/announce", **BOTH, bids_close_at=deadline())
    assert (answer.status_code, answer.headers["location"]) == (303, f"/officer/{number}")
    assert phase(client.story, number) is Phase.ANNOUNCED
    with client.story.store.transaction() as db:
        assert [share.officer for share in db.rounds.shares(number)] == list(PASSPHRASES)


def test_the_deadline_is_meant_in_beijing_time(site, log_in):
    client = log_in(site("register"), "officer")
    number = a_draft(client.story)
    post(client, f"/officer/{number}/announce", **BOTH, bids_close_at="2040-01-01T10:00")
    with client.story.store.transaction() as db:
        assert db.rounds.get(number).bids_close_at == datetime(2040, 1, 1, 2, tzinfo=UTC)


def test_a_draft_with_faults_lists_them_all_and_offers_no_form(site, log_in):
    client = log_in(site("register"), "officer")
    number = a_draft(client.story, entries=())
    shown = read(client, f"/officer/{number}").text
    assert shown.count('class="fault-place"') == 3
    assert f"/officer/{number}/announce" not in shown


def test_a_short_passphrase_is_named_in_its_place_and_never_shown_again(site, log_in):
    client = log_in(site("register"), "officer")
    number = a_draft(client.story)
    form = BOTH | {"passphrase": ["tooshort", PASSPHRASES["officer2"]]}
    answer = post(client, f"/officer/{number}/announce", **form, bids_close_at=deadline())
    assert answer.status_code == 422
    assert answer.text.count("officer的口令少于12个字符，请加长。") == 2
    assert "tooshort" not in answer.text
    assert PASSPHRASES["officer2"] not in answer.text
    assert phase(client.story, number) is Phase.DRAFT


@pytest.mark.parametrize("given", ["", "tomorrow", "2019-01-01T10:00"])
def test_a_deadline_that_is_none_or_past_is_refused(site, log_in, given):
    client = log_in(site("register"), "officer")
    number = a_draft(client.story)
    answer = post(client, f"/officer/{number}/announce", **BOTH, bids_close_at=given)
    assert answer.status_code == 422
    assert 'id="bids_close_at-fault"' in answer.text
    assert phase(client.story, number) is Phase.DRAFT


def test_the_key_is_kept_by_officers_only(site, log_in):
    client = log_in(site("register"), "officer")
    number = a_draft(client.story)
    form = BOTH | {"officer": ["officer", "auditor"]}
    answer = post(client, f"/officer/{number}/announce", **form, bids_close_at=deadline())
    assert answer.status_code == 422
    assert phase(client.story, number) is Phase.DRAFT


def test_closing_demand_that_nobody_reported_is_refused_with_every_product(site, log_in):
    client = log_in(site("register"), "officer")
    number = an_announced(client.story)
    answer = post(client, f"/officer/{number}/close-demand")
    assert answer.status_code == 422
    assert answer.text.count('class="fault-place"') == 3
    assert phase(client.story, number) is Phase.ANNOUNCED


def test_closing_demand_begins_the_bidding(site, log_in):
    client = log_in(site("register"), "officer")
    number = an_announced(client.story)
    report(client.story, number)
    assert post(client, f"/officer/{number}/close-demand").status_code == 303
    shown = read(client, f"/officer/{number}").text
    assert "申报截止时间之前任何人都不能开标" in shown
    assert f"/officer/{number}/open" not in shown
    answer = post(client, f"/officer/{number}/open", **BOTH)
    assert answer.status_code == 409
    assert "当前阶段为“申报报价”，不能开标。" in answer.text


def test_before_the_opening_there_are_only_counts(site, log_in):
    client = log_in(site("bid"), "officer")
    story = client.story
    shown = read(client, here(client, "/bids")).text
    rows = shown.partition("<tbody>")[2].split("<tr>")[1:]
    assert [row.count('<td class="number">4</td>') for row in rows] == [2, 2, 2]
    assert not [firm.name for firm in story.firms if firm.name in shown]
    with story.store.transaction() as db:
        found = [one.fingerprint[:8] for one in db.envelopes.standing(story.round_id)]
    assert found
    assert not [mark for mark in found if mark in shown]


def test_a_wrong_passphrase_is_named_in_its_place_and_opens_nothing(site, log_in):
    client = log_in(site("bid"), "officer")
    form = BOTH | {"passphrase": [PASSPHRASES["officer"], "not the second key"]}
    answer = post(client, here(client, "/open"), **form)
    assert answer.status_code == 422
    assert 'id="passphrase-1-fault"' in answer.text
    assert 'id="passphrase-0-fault"' not in answer.text
    assert "not the second key" not in answer.text
    assert phase(client.story) is Phase.BIDDING


def test_both_passphrases_open_every_envelope(site, log_in):
    client = log_in(site("bid"), "officer")
    answer = post(client, here(client, "/open"), **BOTH)
    assert answer.headers["location"] == here(client, "/bids")
    shown = read(client, here(client, "/bids")).text
    assert f"共开启{len(client.story.batch.bids)}份报价" in shown
    assert "23.333333" in shown
    assert shown.count("<tr>") == 1 + len(client.story.batch.bids)


def test_an_envelope_that_cannot_be_read_is_shown_with_its_cause(site, log_in):
    client = log_in(site("report_demand"), "officer")
    story = client.story
    bid, junk = story.batch.bids[0], bytes(ENVELOPE_BYTES)
    who = next(cast.speaker(firm) for firm in story.firms if firm.code == bid.firm)
    bidding.submit_envelope(
        story.store, who, story.round_id, bid.product, junk, SIGNING_KEY, at=HANDED_IN
    )
    post(client, here(client, "/open"), **BOTH)
    shown = read(client, here(client, "/bids")).text
    with story.store.transaction() as db:
        (unread,) = db.evaluations.unopened(story.round_id)
    assert "无法读取的信封" in shown
    assert unread.cause_zh in shown


def test_the_evaluation_gives_every_bid_its_reason_clause_and_evidence(site, log_in):
    client = log_in(site("open"), "officer")
    assert "尚未到达此阶段" in read(client, here(client, "/evaluation")).text
    answer = post(client, here(client, "/evaluate"))
    assert answer.headers["location"] == here(client, "/evaluation")
    shown = read(client, here(client, "/evaluation")).text
    bids = len(client.story.batch.bids)
    assert shown.count('<td class="wrap reason">') == bids
    assert "单位可比价不高于最低单位可比价的倍数" in shown
    assert shown.count("badge badge-") >= bids


def test_the_evaluation_is_searched_by_name_or_number(site, log_in):
    client = log_in(site("evaluate"), "officer")
    for wanted in ("安立生坦", "06", "6"):
        shown = read(client, here(client, f"/evaluation?q={wanted}")).text
        assert "显示 1 个品种，共 3 个" in shown
        assert 'id="product-06"' in shown
    assert "没有符合的品种" in read(client, here(client, "/evaluation?q=none")).text


def test_results_are_published_and_contracts_signed(site, log_in):
    client = log_in(site("allocate"), "officer")
    assert post(client, here(client, "/publish")).headers["location"] == here(client, "/papers")
    assert phase(client.story) is Phase.PUBLISHED
    assert post(client, here(client, "/sign"), start="2020-04-10").status_code == 303
    shown = read(client, here(client)).text
    assert "协议年度起始日：<b>2020-04-10</b>" in shown
    assert shown.count("step step-done") == 8


def test_a_step_out_of_turn_is_refused_in_words(site, log_in):
    client = log_in(site("open"), "officer")
    answer = post(client, here(client, "/publish"))
    assert answer.status_code == 409
    assert "当前阶段为“已开标”，不能公布结果。" in answer.text


def test_the_auditor_sees_everything_and_can_do_nothing(site, log_in):
    client = log_in(site("publish"), "auditor")
    draft = a_draft(client.story)
    for number in (client.story.round_id, draft):
        for page in PAGES:
            shown = read(client, f"/officer{page}".format(number))
            assert shown.status_code == 200
            assert shown.text.count('method="post"') == 1  # logging out
    for deed, form in DEEDS:
        assert post(client, here(client, f"/{deed}"), **form).status_code == 403, deed


@pytest.mark.parametrize("login", ["f001", "h11002", "fund"])
def test_nobody_else_gets_in(site, log_in, login):
    client = log_in(site("publish"), login)
    for page in PAGES:
        assert read(client, f"/officer{page}".format(client.story.round_id)).status_code == 403
    for deed, form in DEEDS:
        assert post(client, here(client, f"/{deed}"), **form).status_code == 403, deed


def test_somebody_unknown_is_sent_to_log_in(site):
    client = site("publish")
    for page in PAGES:
        answer = read(client, f"/officer{page}".format(client.story.round_id))
        assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")


def test_a_round_that_does_not_exist_is_not_found(site, log_in):
    client = log_in(site("register"), "officer")
    for page in PAGES[1:]:
        assert read(client, f"/officer{page}".format(999)).status_code == 404


@pytest.mark.parametrize("stage", ["announce", "bid", "open", "evaluate", "allocate", "sign"])
def test_the_english_pages_speak_english(site, log_in, stage):
    client = log_in(site(stage), "officer")
    number = a_draft(client.story)
    for page in (*(page.format(client.story.round_id) for page in PAGES), f"/{number}"):
        shown = read(client, f"/officer{page}?lang=en").text
        assert chinese(shown, client.story) == [], page
