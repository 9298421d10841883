"""The officer's page of scenarios: a form, and every plan beside the pick order."""

from copy import deepcopy
from datetime import UTC, datetime

import pytest
from office import chinese, phase, post, read

from procurement.actions import scenarios
from procurement.exchange import scenario_facts
from procurement.rules.phases import Phase
from procurement.store.runs import RunKind


@pytest.fixture
def office(site, log_in):
    """``office("evaluate")``: the site with the story told so far, and an officer logged in."""
    return lambda stage: log_in(site(stage), "officer")


def here(client, more=""):
    return f"/officer/{client.story.round_id}/allocation/scenarios{more}"


def ask(client, **form):
    return post(client, here(client), **form)


def work(client):
    assert scenarios.work(client.story.store, datetime.now(UTC), workers=1)


def runs(client):
    with client.story.store.transaction() as db:
        return db.runs.of_round(client.story.round_id, RunKind.SCENARIO)


def test_the_form_asks_for_what_differs_and_the_page_follows_the_run(office):
    client = office("evaluate")
    answer = ask(client, linkage="strict", counts="±1", backup="any", max_share="", capacity="80")
    assert answer.status_code in {302, 303}
    (run,) = runs(client)
    assert run.parameters == {"settings": ["counts=±1, backup=any, capacity=80%"]}
    shown = read(client, here(client)).text
    assert "方案测算" in shown
    assert 'hx-trigger="every 1s"' in shown
    poll = read(client, f"/officer/{run.round_id}/runs/{run.number}").text
    assert "方案测算" in poll


def test_finished_scenarios_stand_beside_the_pick_order_newest_first(office):
    client = office("evaluate")
    for form in ({"counts": "free"}, {"counts": "±1", "backup": "any", "capacity": "100"}):
        ask(client, **form)
        work(client)
    shown = read(client, here(client)).text
    assert shown.count("供应地区选择顺序（采购文件）") == 2  # in the table and in what it means
    assert shown.index("counts=±1, backup=any, capacity=100%") < shown.index("counts=free")
    rows = scenario_facts.rows(runs(client)[0].result)
    for row in rows:
        fen = row.figures.spend
        assert f"{fen // 100:,}.{fen % 100:02d}" in shown
    assert "供应更集中" in shown
    assert "93/93个地区有备供企业；任何一家断供时，3/3个品种可全量接替" in shown
    assert phase(client.story) is Phase.EVALUATED


def test_another_reference_begins_another_table(office):
    client = office("evaluate")
    for _ in range(2):
        ask(client, counts="free")
        work(client)
    with client.story.store.transaction() as db:
        older = db.runs.of_round(client.story.round_id, RunKind.SCENARIO)[1]
        result = deepcopy(older.result)
        result["scenarios"][0]["figures"]["moved"] = 1  # as if evaluated anew since
        older.result = result
    shown = read(client, here(client)).text
    assert shown.count("较早的测算（基准不同）") == 1


def test_lots_without_a_plan_and_runs_that_failed_say_why(office):
    client = office("evaluate")
    ask(client, more="counts=1..1")
    work(client)
    shown = read(client, here(client)).text
    assert "3 个品种没有方案，沿用选择顺序" in shown
    assert "无法满足：各企业地区数" in shown
    ask(client, counts="free")
    with client.story.store.transaction() as db:
        db.runs.claim(datetime.now(UTC), RunKind.SCENARIO).failed(
            "out of memory", datetime.now(UTC)
        )
    assert "out of memory" in read(client, here(client)).text


def test_wrong_settings_are_named_and_what_was_typed_stays(office):
    client = office("evaluate")
    answer = ask(client, max_share="140", more="colour=red", keep="draft")
    assert answer.status_code == 422
    for said in ("max_share=140%", "colour=red", 'value="140"', "checked"):
        assert said in answer.text
    assert ask(client).status_code == 422
    assert "请至少改变一项设定" in ask(client).text
    assert runs(client) == []


def test_nothing_is_worked_out_before_the_evaluation(office):
    client = office("open")
    assert "尚未到达此阶段" in read(client, here(client)).text
    assert ask(client, counts="free").status_code == 409


def test_the_allocation_page_leads_here(office):
    client = office("evaluate")
    assert here(client) in read(client, here(client).removesuffix("/scenarios")).text


def test_an_auditor_reads_and_cannot_ask(site, log_in):
    client = log_in(site("evaluate"), "auditor")
    assert "提交测算" not in read(client, here(client)).text
    assert ask(client, counts="free").status_code == 403


@pytest.mark.parametrize("login", ["f001", "h11002", "fund"])
def test_nobody_else_sees_the_page(site, log_in, login):
    client = log_in(site("evaluate"), login)
    assert read(client, here(client)).status_code == 403


def test_the_english_page_speaks_english(office):
    client = office("evaluate")
    for form in ({"counts": "free"}, {"backup": "any"}, {"more": "counts=1..1"}):
        ask(client, **form)
        work(client)
    assert chinese(read(client, here(client, "?lang=en")).text, client.story) == []
