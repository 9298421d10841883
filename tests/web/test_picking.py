"""The pages of the picking: firms pick with one tap, the office watches, all read it later."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from litestar.testing import TestClient
from office import chinese, finish_run, post, read
from picking_story import Table

from procurement.actions import allocation, picking, publication
from procurement.rules.codes import REGIONS
from procurement.store.picks import PickingState
from seed.cast import OFFICER


@pytest.fixture
def client(site):
    """The bids are evaluated, and the picking has just begun, by the real clock."""
    opened = site("evaluate")
    opened.table = begun(opened.story)
    return opened


def begun(story):
    table = Table(story)
    table.now = datetime.now(UTC)
    return table.start()


def here(client, room):
    return f"/{room}/{client.story.round_id}/picking"


def lot_of(client, winners=2):
    return next(lot for lot in client.table.lots() if len(lot.firms) >= winners)


def test_a_firm_picks_with_one_tap(client, log_in):
    lot = lot_of(client)
    log_in(client, lot.firms[0].lower())
    shown = read(client, here(client, "firm")).text
    assert "轮到贵企业" in shown
    assert "服务器时间" in shown
    assert 'name="region" value="' in shown
    answer = post(client, f"{here(client, 'firm')}/{lot.product}", turn=1, region=lot.regions[4])
    assert answer.status_code == 303
    shown = read(client, here(client, "firm")).text
    assert f"已选定{REGIONS[lot.regions[4]].zh}" in shown
    (row,) = client.table.row()[1][lot.product]
    assert (row.region, row.picked_by) == (lot.regions[4], lot.firms[0].lower())


def test_a_firm_whose_turn_it_is_not_sees_no_button_and_picks_nothing(client, log_in):
    lot = lot_of(client)
    log_in(client, lot.firms[-1].lower())
    shown = read(client, f"{here(client, 'firm')}/boards").text
    section = shown[shown.index(lot.product) :]
    assert f'action="{here(client, "firm")}/{lot.product}"' not in section
    answer = post(client, f"{here(client, 'firm')}/{lot.product}", turn=1, region=lot.regions[0])
    assert answer.status_code == 422
    assert "现在不是贵企业的选择轮次" in answer.text
    assert not client.table.row()[1][lot.product]


def test_a_region_that_is_gone_is_refused_in_both_languages(client, log_in):
    lot = lot_of(client)
    made = client.table.pick(lot.product, 0)
    log_in(client, lot.firms[0].lower())
    form = {"turn": 2, "region": made.region}
    assert "已被选走" in post(client, f"{here(client, 'firm')}/{lot.product}", **form).text
    english = post(client, f"{here(client, 'firm')}/{lot.product}?lang=en", **form)
    assert english.status_code == 422
    assert "is taken: pick another region" in english.text


@pytest.mark.parametrize("wrong", [{"turn": "x", "region": "110000"}, {"region": "110000"}])
def test_a_form_that_says_nothing_picks_nothing(client, log_in, wrong):
    lot = lot_of(client)
    log_in(client, lot.firms[0].lower())
    assert post(client, f"{here(client, 'firm')}/{lot.product}", **wrong).status_code < 500
    assert not client.table.row()[1][lot.product]


def test_a_region_that_is_no_region_is_refused(client, log_in):
    lot = lot_of(client)
    log_in(client, lot.firms[0].lower())
    answer = post(client, f"{here(client, 'firm')}/{lot.product}", turn=1, region="<b>")
    assert answer.status_code == 422
    assert "没有这个地区" in answer.text


def test_the_clock_is_a_fragment_that_says_when_somebody_picked(client, log_in):
    lot = lot_of(client)
    log_in(client, lot.firms[0].lower())
    clock = f"{here(client, 'firm')}/clock"
    first = read(client, clock)
    assert first.headers["HX-Trigger"] == "picked"
    assert "<html" not in first.text
    seen = first.text.partition("clock?seen=")[2].partition('"')[0]
    assert "HX-Trigger" not in read(client, f"{clock}?seen={seen}").headers
    client.table.pick(lot.product, 0)
    assert read(client, f"{clock}?seen={seen}").headers["HX-Trigger"] == "picked"


def test_a_firm_sees_only_products_whose_regions_it_picks(client, log_in):
    lots = client.table.lots()
    lot = lots[0]
    others = [one for one in lots if lot.firms[0] not in one.firms]
    log_in(client, lot.firms[0].lower())
    shown = read(client, here(client, "firm")).text
    with client.story.store.transaction() as db:
        names = {
            code: one.name for code, one in db.catalogue.products(client.story.round_id).items()
        }
    assert names[lot.product] in shown
    assert others
    for other in others:
        assert names[other.product] not in shown
        answer = post(
            client, f"{here(client, 'firm')}/{other.product}", turn=1, region=other.regions[0]
        )
        assert answer.status_code == 404


def test_a_firm_that_did_not_win_learns_nothing(client, log_in):
    winners = {firm for lot in client.table.lots() for firm in lot.firms}
    loser = next(one.code for one in client.story.firms if one.code not in winners)
    log_in(client, loser.lower())
    for page in ("", "/clock", "/boards"):
        assert read(client, here(client, "firm") + page).status_code == 404


@pytest.mark.parametrize("room", ["firm", "officer"])
def test_nobody_else_sees_a_picking(client, log_in, room):
    log_in(client, client.story.hospitals[0].code.lower())
    assert read(client, here(client, room)).status_code == 403


def test_a_firm_cannot_run_the_picking(client, log_in):
    log_in(client, lot_of(client).firms[0].lower())
    for page in ("", "/move", "/finish", "/recorded"):
        assert post(client, here(client, "officer") + page).status_code == 403


def test_the_auditor_watches_and_cannot_act(client, log_in):
    log_in(client, "auditor")
    shown = read(client, here(client, "officer"))
    assert shown.status_code == 200
    assert 'name="move"' not in shown.text
    assert post(client, f"{here(client, 'officer')}/move", move="pause").status_code == 403


def test_the_office_pauses_and_resumes_with_a_reason(client, log_in):
    log_in(client, "officer")
    move = f"{here(client, 'officer')}/move"
    assert post(client, move, move="pause", reason="").status_code == 422
    assert post(client, move, move="pause", reason="网络故障").status_code == 303
    assert client.table.row()[0].state is PickingState.PAUSED
    assert "选区已暂停" in read(client, here(client, "officer")).text
    assert post(client, move, move="resume", reason="已恢复").status_code == 303
    assert client.table.row()[0].state is PickingState.RUNNING


def test_the_board_is_a_fragment_and_english_on_an_english_page(client, log_in):
    client.table.pick(lot_of(client).product, 0)
    log_in(client, "officer")
    board = read(client, f"{here(client, 'officer')}/board")
    assert "<html" not in board.text
    assert "every 2s" in board.text
    english = read(client, f"{here(client, 'officer')}?lang=en").text
    assert chinese(english, client.story) == []


def test_the_firms_page_is_english_on_an_english_page(client, log_in):
    lot = lot_of(client)
    client.table.pick(lot.product, 0)
    log_in(client, lot.firms[0].lower())
    assert chinese(read(client, f"{here(client, 'firm')}?lang=en").text, client.story) == []


def test_before_the_picking_the_office_can_begin_it(site, log_in):
    client = log_in(site("evaluate"), "officer")
    page = here(client, "officer")
    assert "开始选区" in read(client, page).text
    assert post(client, page).status_code == 303
    assert "进行中" in read(client, page).text
    assert post(client, page).status_code == 422


def test_before_the_evaluation_there_is_nothing_to_pick(site, log_in):
    client = log_in(site("open"), "officer")
    assert "评审完成后可开始选区" in read(client, here(client, "officer")).text


def test_the_office_picks_from_a_file_of_preferences(site, log_in):
    client = log_in(site("evaluate"), "officer")
    page = here(client, "officer")
    token = client.cookies["csrftoken"]

    def send(content):
        files = {"file": ("preferences.csv", content, "text/csv")}
        return client.post(
            f"{page}/recorded",
            files=files,
            data={"_csrf_token": token},
            headers={"accept": "text/html"},
            follow_redirects=False,
        )

    assert send(b"firm,product,regions\nnobody,01,110000\n").status_code == 422
    assert post(client, f"{page}/recorded").status_code < 500
    assert send(b"firm,product,regions\n").status_code == 303
    client.table = Table(client.story)
    assert client.table.left() == 0
    assert "结束选区" in read(client, page).text
    finished = post(client, f"{page}/finish")
    assert finished.headers["location"].endswith("/allocation")
    finish_run(client.story)
    assert "中选企业现场所选" in read(client, finished.headers["location"]).text
    product = client.table.lots()[0].product
    assert "中选企业现场所选" in read(client, f"{finished.headers['location']}/{product}").text
    with client.story.store.transaction() as db:
        run = db.runs.of_round(client.story.round_id)[0].number
    now = datetime.now(UTC)
    allocation.choose(client.story.store, OFFICER, client.story.round_id, run, "picked", now)
    assert "中选企业现场所选" in read(client, finished.headers["location"]).text


def test_the_record_is_published_with_the_results_and_not_before(client):
    table = client.table
    record = f"/rounds/{client.story.round_id}/picking"
    table.pick_all()
    assert read(client, record).status_code == 404
    assert read(client, f"{record}/csv").status_code == 404
    published(client)
    shown = read(client, record).text
    assert "供应地区选择记录" in shown
    assert chinese(read(client, f"{record}?lang=en").text, client.story) == []
    lines = read(client, f"{record}/csv").text.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("product,turn,firm")
    assert len(lines) == 1 + sum(lot.turns for lot in table.lots())
    assert read(client, "/").status_code == 200
    results = read(client, f"/rounds/{client.story.round_id}")
    assert f'href="{record}"' in results.text


def published(client):
    story, now = client.story, datetime.now(UTC)
    run = picking.finish(story.store, OFFICER, story.round_id, now)
    finish_run(story)
    allocation.choose(story.store, OFFICER, story.round_id, run, "picked", now)
    publication.publish(story.store, OFFICER, story.round_id, now)


def test_two_windows_of_a_firm_pick_at_once_over_the_site(client, log_in):
    """Eight requests at the same turn, each for another region: one has it, seven are told why."""
    lot = lot_of(client)
    log_in(client, lot.firms[0].lower())
    page = f"{here(client, 'firm')}/{lot.product}"
    start, answers = threading.Barrier(8), []

    def hand(region):
        start.wait()
        answers.append(post(client, page, turn=1, region=region))

    hands = [threading.Thread(target=hand, args=[region]) for region in lot.regions[:8]]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert sorted(answer.status_code for answer in answers) == [303] + [422] * 7
    assert all("这一轮选择已经结束" in one.text for one in answers if one.status_code == 422)
    assert len(client.table.row()[1][lot.product]) == 1


def test_the_office_sees_the_default_picks_of_the_absent(client, log_in):
    """The turn has gone by while somebody watched: reading the page is enough to pick."""
    row = client.table.row()[0]
    with client.story.store.transaction() as db:
        kept = db.picks.get(client.story.round_id)
        kept.since = row.since - timedelta(seconds=121)
    log_in(client, "officer")
    shown = read(client, f"{here(client, 'officer')}/board").text
    assert "缺席代选" in shown
    assert all(len(made) == 1 for made in client.table.row()[1].values())


def test_people_who_are_not_logged_in_are_asked_to(client):
    assert isinstance(client, TestClient)
    for room in ("firm", "officer"):
        assert read(client, here(client, room)).status_code in {303, 401}
