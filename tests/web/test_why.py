"""An officer asks why a firm did not get a region and reads it in either language."""

from dataclasses import replace

import pytest
from enumerated import allocation
from office import chinese, finish_run, post, read

from procurement.actions.explanation import Case, Explanation, Turns
from procurement.rules.text import Refused
from solver import draft, why_not
from solver.problem import Bounds, Linkage, Offer, Problem, exactly
from solver.sensitivity import Turn
from web.officer import inquiry, why


@pytest.fixture
def office(site, log_in):
    return lambda stage: log_in(site(stage), "officer")


def address(client, more=""):
    return f"/officer/{client.story.round_id}/allocation/01{more}"


def best(client):
    """The lot 01 of the finished run."""
    with client.story.store.transaction() as db:
        (run,) = db.runs.of_round(client.story.round_id)
    return next(lot for lot in run.result["lots"] if lot["product"] == "01")


def asked(client, rank, region, lang="zh"):
    lot = best(client)
    firm = lot["firms"][rank]
    return read(client, address(client, f"/why?firm={firm}&region={region}&lang={lang}"))


def not_supplied(client, rank):
    """A region that goes to somebody of another rank."""
    lot = best(client)
    pairs = zip(lot["regions"], lot["best"]["suppliers"], strict=True)
    return next(region for region, supplier in pairs if supplier != rank)


def test_the_product_leads_to_the_question(office):
    client = office("allocate")
    shown = read(client, address(client)).text
    assert f'action="{address(client, "/why")}"' in shown
    empty = read(client, address(client, "/why"))
    assert empty.status_code == 200
    for firm in best(client)["firms"]:
        assert f'value="{firm}"' in empty.text
    assert "现在的方案" not in empty.text


def test_the_answer_names_the_money_the_losers_and_the_price(office):
    client = office("allocate")
    region = not_supplied(client, 2)
    shown = asked(client, 2, region).text
    assert "采购金额将由" in shown
    assert "至少增加" in shown
    assert "各企业的得失" in shown
    assert "更换供应企业的地区" in shown
    assert "其他申报价不变时" in shown
    assert "仅供参考" in shown


def test_the_english_page_speaks_english(office):
    client = office("allocate")
    shown = asked(client, 2, not_supplied(client, 2), "en").text
    assert "that is why not" in shown
    assert chinese(shown, client.story) == []


def test_who_has_the_region_is_told_so(office):
    client = office("allocate")
    lot = best(client)
    place = lot["best"]["suppliers"].index(0)
    shown = asked(client, 0, lot["regions"][place]).text
    assert "该地区已由该企业供应" in shown
    assert "各企业的得失" not in shown


def test_one_question_is_answered_at_a_time(office, monkeypatch):
    client = office("allocate")
    monkeypatch.setattr(why, "PATIENCE", 0)
    with why.ONE_AT_A_TIME:
        assert "正在回答另一个问题" in asked(client, 2, not_supplied(client, 2)).text


@pytest.mark.parametrize(
    "query", ["?firm=nobody&region=110000", "?firm={firm}&region=999999", "?firm={firm}&region=x"]
)
def test_what_there_is_not_cannot_be_asked_about(office, query):
    client = office("allocate")
    query = query.format(firm=best(client)["firms"][0])
    assert read(client, address(client, f"/why{query}")).status_code == 404


def test_there_is_nothing_to_ask_before_a_plan_is_made(office):
    client = office("evaluate")
    assert read(client, address(client, "/why")).status_code == 404


@pytest.mark.parametrize("login", ["f001", "h11002", "fund"])
def test_others_may_not_ask(site, log_in, login):
    client = log_in(site("allocate"), login)
    assert read(client, address(client, "/why")).status_code == 403


def a_case(**changes):
    """Two firms, two regions of ten units; Alpha is cheaper, each supplies one region."""
    problem = Problem(
        lot="01",
        offers=(Offer("A", 100), Offer("B", 200)),
        regions=("110000", "120000"),
        volume=(10, 10),
        cost=((10, 10), (20, 20)),
        counts=exactly((1, 1)),
    )
    problem = replace(problem, **changes)
    return Case(None, (), (), None, "B", problem, 1, 0)


def answered(case, **more):
    found = why_not.ask(
        case.problem, allocation(case.problem), case.offer, case.region, solve=allocation
    )
    given = {"turns": Turns(None, None), "marginals": ()} | more
    return inquiry.answer(Explanation(case, found, **given), {"A": "Alpha", "B": "Beta"})


def test_between_equals_the_order_is_named():
    shown = answered(a_case())
    assert "could supply Beijing" in shown.lead.en
    assert "the published order decides" in shown.reasons[1].en
    assert [(one.region, one.before, one.after) for one in shown.moves] == [
        ("110000", "Alpha", "Beta"),
        ("120000", "Beta", "Alpha"),
    ]
    assert [(one.units, one.amount) for one in shown.shares] == [(0, 0), (0, 0)]
    assert "At none of the lower prices" in shown.turns[0].en


def test_rules_that_exclude_it_are_named():
    """Regions of 12 and 10 units: the dearer firm may not have the larger."""
    shown = answered(a_case(volume=(12, 10)))
    assert "cannot supply Beijing" in shown.lead.en
    assert "the suppliers settled beforehand" in shown.reasons[0].en
    assert (shown.shares, shown.moves) == ((), ())


def test_a_capacity_that_would_have_done_is_named():
    case = a_case(linkage=Linkage.NONE, counts=(Bounds(0, 2),) * 2)
    shown = answered(case, turns=Turns(None, Turn(20, 19)))
    assert "With a capacity of 20 units Beta" in shown.turns[1].en


def test_what_came_too_late_is_left_out():
    case = a_case()
    assert answered(case, turns=None, marginals=None).turns is None
    nothing = inquiry.answer(Explanation(case, None, None, None), {})
    assert (nothing.now, nothing.turns) == (None, None)


def test_an_answer_that_does_not_come_is_said_not_to(office, monkeypatch):
    client = office("allocate")
    monkeypatch.setattr(why.explanation.why, "__defaults__", (-10,))
    assert "未能在时限内求得并证明答案" in asked(client, 2, not_supplied(client, 2)).text


def test_a_run_without_a_plan_says_why_in_both_languages(office, monkeypatch):
    """Rank 1 may supply one region only, and the last rank all the others."""
    client = office("evaluate")
    monkeypatch.setattr(
        draft, "counts", lambda offers, regions, _=1: (1,) * (offers - 1) + (regions - offers + 1,)
    )
    page = f"/officer/{client.story.round_id}/allocation"
    post(client, page)
    with pytest.raises(Refused):
        finish_run(client.story)
    shown = read(client, f"{page}?lang=zh").text
    assert "没有任何分配方案能同时满足以下规则：各企业供应地区数、量价挂钩。" in shown
    shown = read(client, f"{page}?lang=en").text
    assert "No plan can keep these rules together" in shown
    assert chinese(shown, client.story) == []


def test_what_could_not_be_shared_out_is_known_before_the_bids(office, monkeypatch):
    client = office("report_demand")
    page = f"/officer/{client.story.round_id}"
    assert "无法分配的情形" not in read(client, page).text
    monkeypatch.setattr(draft, "counts", lambda offers, _regions, _picks: (1,) * offers)
    shown = read(client, page).text
    assert "无法分配的情形" in shown
    assert "各企业最多供应的地区数合计只有2个" in shown
    assert chinese(read(client, f"{page}?lang=en").text, client.story) == []
