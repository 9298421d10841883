"""An officer asks why a firm did not get a region and reads it in either language."""

import pytest
from office import chinese, read

from web.officer import why


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
