"""A run is asked for, followed, and compared; the officer chooses between its two plans."""

from datetime import UTC, datetime

import pytest
from office import a_draft, chinese, finish_run, phase, post, read

from procurement.actions import allocation
from procurement.rules.phases import Phase
from procurement.store.runs import RunKind, RunRow
from seed.cast import OFFICER


@pytest.fixture
def office(site, log_in):
    """``office("evaluate")``: the site with the story told so far, and an officer logged in."""
    return lambda stage: log_in(site(stage), "officer")


def here(client, more=""):
    return f"/officer/{client.story.round_id}/allocation{more}"


def asked(client):
    """The newest run, after somebody asked for it."""
    post(client, here(client))
    return runs(client)[0]


def runs(client):
    with client.story.store.transaction() as db:
        return db.runs.of_round(client.story.round_id)


def poll(client, run):
    return read(client, f"/officer/{run.round_id}/runs/{run.number}")


def test_a_run_waits_in_the_queue_and_the_page_says_so_after_a_reload(office):
    client = office("evaluate")
    assert post(client, here(client)).headers["location"] == here(client)
    for _ in range(2):
        shown = read(client, here(client)).text
        assert "排队中" in shown
        assert 'hx-trigger="every 1s"' in shown
        assert "0 / 3" in shown


def test_asking_twice_makes_one_run(office):
    client = office("evaluate")
    asked(client)
    asked(client)
    assert len(runs(client)) == 1


def test_the_page_follows_a_run_and_is_loaded_anew_at_its_end(office):
    client = office("evaluate")
    run = asked(client)
    with client.story.store.transaction() as db:
        db.runs.claim(datetime.now(UTC), RunKind.ALLOCATION).reached(1, 3)
    underway = poll(client, run)
    assert "1 / 3" in underway.text
    assert "hx-refresh" not in underway.headers
    with client.story.store.transaction() as db:
        db.session.get(RunRow, run.number).state = "queued"
    finish_run(client.story)
    assert poll(client, run).headers["hx-refresh"] == "true"
    assert "every 1s" not in read(client, here(client)).text


def test_a_run_that_failed_says_why_and_another_can_be_asked_for(office):
    client = office("evaluate")
    asked(client)
    with client.story.store.transaction() as db:
        db.runs.claim(datetime.now(UTC), RunKind.ALLOCATION).failed(
            "infeasible: lot 06", datetime.now(UTC)
        )
    shown = read(client, here(client)).text
    assert "infeasible: lot 06" in shown
    assert "提交运算" in shown
    asked(client)
    assert len(runs(client)) == 2


def test_the_two_plans_are_compared_in_money_proof_and_security(office):
    client = office("evaluate")
    asked(client)
    finish_run(client.story)
    shown = read(client, here(client)).text
    lots = runs(client)[0].result["lots"]
    draft, best = (sum(lot[plan]["spend"] for lot in lots) for plan in ("draft", "best"))
    for fen in (draft, best, draft - best):
        assert f"{fen // 100:,}.{fen % 100:02d}" in shown
    assert shown.count("3 / 3") == 3  # proven optimal, cross-checked, certified
    assert "CP-SAT" in shown
    assert shown.count("最大供应企业") == 2
    assert "约定采购比例" in shown


def test_amounts_of_the_firms_add_up_to_the_spend_of_each_plan(office):
    client = office("evaluate")
    asked(client)
    finish_run(client.story)
    for lot in runs(client)[0].result["lots"]:
        for plan in allocation.PLANS:
            assert sum(lot[plan]["amounts"]) == lot[plan]["spend"]


def test_the_pick_order_is_the_reference_and_either_plan_may_be_chosen(office):
    client = office("evaluate")
    run = asked(client)
    finish_run(client.story)
    assert "供应地区选择顺序是采购文件规定的基准" in read(client, here(client)).text
    for plan in ("draft", "best"):
        assert post(client, here(client, "/choice"), run=run.number, plan=plan).status_code == 303
        shown = read(client, here(client)).text
        assert shown.count("panel-chosen") == 1
        chosen = shown.partition("panel-chosen")[2].partition("</section>")[0]
        assert f'value="{plan}"' in chosen
    assert phase(client.story) is Phase.ALLOCATED


def test_only_a_plan_of_a_finished_run_can_be_chosen(office):
    client = office("evaluate")
    run = asked(client)
    assert post(client, here(client, "/choice"), run=run.number, plan="best").status_code == 422
    finish_run(client.story)
    assert post(client, here(client, "/choice"), run=run.number, plan="mine").status_code == 422
    assert post(client, here(client, "/choice"), run=999, plan="best").status_code == 404
    assert phase(client.story) is Phase.EVALUATED


def test_a_run_is_found_under_its_own_round_only(office):
    client = office("evaluate")
    run = asked(client)
    other = a_draft(client.story)
    assert read(client, f"/officer/{other}/runs/{run.number}").status_code == 404


def test_nothing_is_asked_before_the_evaluation(office):
    client = office("open")
    assert "尚未到达此阶段" in read(client, here(client)).text
    assert post(client, here(client)).status_code == 409


def test_a_product_is_shown_on_two_maps_with_the_volumes_of_its_firms(office):
    client = office("allocate")
    shown = read(client, here(client, "/01")).text
    lot = next(lot for lot in runs(client)[0].result["lots"] if lot["product"] == "01")
    assert shown.count('class="tilemap"') == 2
    for plan in allocation.PLANS:
        for volume in lot[plan]["volumes"]:
            assert f"{volume:,}" in shown
    pairs = zip(lot["draft"]["suppliers"], lot["best"]["suppliers"], strict=True)
    moved = sum(one != other for one, other in pairs)
    assert f"{moved} / {len(lot['regions'])}" in shown
    table = shown.partition("变动的地区")[2]
    assert table.count("<tr><th") == 1 + moved


def test_a_product_without_a_plan_is_not_found(office):
    client = office("evaluate")
    assert read(client, here(client, "/01")).status_code == 404
    asked(client)
    finish_run(client.story)
    assert read(client, here(client, "/99")).status_code == 404


def test_once_published_the_page_shows_the_run_of_the_awards(office):
    client = office("publish")
    story = client.story
    with story.store.transaction() as db:
        db.runs.ask(story.round_id, 3, OFFICER.login, datetime.now(UTC))
    finish_run(story)
    shown = read(client, here(client)).text
    assert shown.count("panel-chosen") == 1
    assert "选定此方案" not in shown


@pytest.mark.parametrize("login", ["f001", "h11002", "fund"])
def test_nobody_else_follows_a_run_or_sees_a_plan(site, log_in, login):
    client = log_in(site("allocate"), login)
    run = runs(client)[0]
    assert poll(client, run).status_code == 403
    assert read(client, here(client, "/01")).status_code == 403


def test_somebody_unknown_is_sent_to_log_in(site):
    client = site("allocate")
    for answer in (poll(client, runs(client)[0]), read(client, here(client, "/01"))):
        assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")


def test_the_english_pages_speak_english(office):
    client = office("allocate")
    for address in (here(client, "/01?lang=en"), here(client, "?lang=en")):
        assert chinese(read(client, address).text, client.story) == []
    run = asked(client)
    assert chinese(poll(client, run).text, client.story) == []
