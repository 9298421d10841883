"""The page of the screens, and the box in which a firm replies to what it is asked."""

import pytest
from office import chinese, phase, post, read
from sqlmodel import select

from procurement.store.evaluation import BidRow


@pytest.fixture
def client(site):
    """Published, with two firms of lot 06 at one price."""
    opened = site("publish")
    with opened.story.store.transaction() as db:
        rows = db.session.exec(select(BidRow).where(BidRow.product == "06")).all()
        for row in rows[:2]:
            row.unit_price = 20_000_000
    opened.firms = sorted(row.firm for row in rows[:2])
    opened.others = sorted(row.firm for row in rows[2:])
    return opened


def screen(client, log_in):
    """An officer screens the bids; the page, and the number of the flag."""
    log_in(client, "officer")
    address = f"/officer/{client.story.round_id}/screens"
    assert post(client, address).status_code == 303
    shown = read(client, address).text
    part = shown[shown.index('id="screen-identical_prices"') :]
    return shown, int(part.partition('id="flag-')[2].partition('"')[0])


def test_before_the_opening_the_page_says_so_and_the_rules_stand_there(site, log_in):
    client = log_in(site("bid"), "officer")
    shown = read(client, f"/officer/{client.story.round_id}/screens").text
    assert "开标之后才能筛查" in shown
    assert "平台默认值" in shown
    answer = post(client, f"/officer/{client.story.round_id}/screens")
    assert answer.status_code == 422


def test_a_flag_shows_its_facts_its_law_and_what_it_may_innocently_mean(client, log_in):
    shown, _ = screen(client, log_in)
    assert "单位可比价完全相同" in shown
    assert "第四十条第（四）项" in shown
    assert "也可能是" in shown
    assert "不会使任何报价无效" in shown
    english = read(client, f"/officer/{client.story.round_id}/screens?lang=en").text
    assert chinese(english, client.story) == []


def test_the_firm_replies_on_its_result_page_and_the_officer_answers(client, log_in):
    _, number = screen(client, log_in)
    here, mine, other = client.story.round_id, *client.firms
    log_in(client, mine.lower())
    shown = read(client, f"/firm/{here}/result").text
    assert "需要贵企业说明的问题" in shown
    with client.story.store.transaction() as db:
        rival = db.parties.firms()[other].name
    part = shown[shown.index('id="questions"') : shown.index("提交说明")]
    assert rival not in part
    said = "<script>我司独立报价</script>"
    assert post(client, f"/firm/{here}/flags/{number}", words=said).status_code == 303
    assert "&lt;script&gt;我司独立报价" in read(client, f"/firm/{here}/result").text
    log_in(client, "officer")
    address = f"/officer/{here}/screens"
    assert "&lt;script&gt;我司独立报价" in read(client, address).text
    answer = post(client, f"{address}/{number}", outcome="dismissed", reason="属巧合")
    assert answer.status_code == 303
    assert "属巧合" in read(client, address).text
    log_in(client, mine.lower())
    shown = read(client, f"/firm/{here}/result").text
    assert "不成立" in shown
    assert "属巧合" not in shown
    assert phase(client.story) == "published"


def test_a_firm_that_no_flag_names_has_no_box_and_no_reply(client, log_in):
    _, number = screen(client, log_in)
    here = client.story.round_id
    stranger = next(code for code in client.others if code not in client.firms)
    log_in(client, stranger.lower())
    assert post(client, f"/firm/{here}/flags/{number}", words="x").status_code == 404
    log_in(client, "auditor")
    assert read(client, f"/officer/{here}/screens").status_code == 200
    assert post(client, f"/officer/{here}/screens").status_code == 403
    assert post(client, f"/firm/{here}/flags/{number}", words="x").status_code == 403


@pytest.mark.parametrize("form", [{"outcome": "excluded", "reason": "x"}, {"outcome": "dismissed"}])
def test_an_answer_without_a_reason_or_a_known_outcome_is_refused(client, log_in, form):
    _, number = screen(client, log_in)
    here = f"/officer/{client.story.round_id}/screens/{number}"
    assert post(client, here, **form).status_code in {400, 422}
