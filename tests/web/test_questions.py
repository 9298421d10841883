"""Questions on the site: asked without a name, answered to everybody at once."""

from datetime import UTC, datetime, timedelta

import pytest
from office import a_draft, chinese, post, read

XSS = "<script>alert(1)</script>"


@pytest.fixture
def client(site):
    opened = site("report_demand")
    with opened.story.store.transaction() as db:
        round_ = db.rounds.get(opened.story.round_id)
        round_.bids_close_at = datetime.now(UTC) + timedelta(days=20)
        firms = sorted({one.firm.lower() for one in db.catalogue.entries(opened.story.round_id)})
    opened.asker, opened.other = firms[:2]
    opened.here = f"/rounds/{opened.story.round_id}/questions"
    opened.office = f"/officer/{opened.story.round_id}/questions"
    return opened


def ask(client, log_in, words="附件二的装量如何填写？", login=None):
    log_in(client, login or client.asker)
    return post(client, client.here, words=words)


def answer(client, log_in, words="按说明书填写。", what="publish", number=1):
    log_in(client, "officer")
    return post(client, f"{client.office}/{number}", words=words, what=what)


def test_a_question_is_its_askers_alone_until_it_is_answered(client, log_in):
    assert ask(client, log_in).status_code == 303
    assert "附件二的装量" in read(client, client.here).text
    log_in(client, client.other)
    assert "附件二的装量" not in read(client, client.here).text
    client.cookies.clear()
    assert "附件二的装量" not in read(client, client.here).text
    assert answer(client, log_in).status_code == 303
    client.cookies.clear()
    shown = read(client, client.here).text
    assert "附件二的装量" in shown
    assert "按说明书填写" in shown


def test_neither_the_office_nor_a_rival_nor_the_export_learns_who_asked(client, log_in):
    ask(client, log_in)
    with client.story.store.transaction() as db:
        name = db.parties.firms()[client.asker.upper()].name
    log_in(client, "officer")
    shown = read(client, client.office).text
    assert "附件二的装量" in shown
    assert name not in shown
    assert client.asker.upper() not in shown
    answer(client, log_in)
    for login in (client.other, "auditor"):
        log_in(client, login)
        shown = read(client, client.here).text
        assert name not in shown
        assert "您的提问" not in shown
    log_in(client, client.asker)
    assert "您的提问，仅您可见" in read(client, client.here).text


def test_a_draft_of_an_answer_is_the_offices_alone(client, log_in):
    ask(client, log_in)
    assert answer(client, log_in, "还在核对", "draft").status_code == 303
    assert "还在核对" in read(client, client.office).text
    log_in(client, client.asker)
    assert "还在核对" not in read(client, client.here).text


def test_words_are_shown_as_words(client, log_in):
    ask(client, log_in, XSS)
    log_in(client, "officer")
    assert XSS not in read(client, client.office).text
    answer(client, log_in, XSS)
    for address in (client.here, client.office):
        shown = read(client, address).text
        assert XSS not in shown
        assert "&lt;script&gt;" in shown


def test_what_is_refused_stays_in_its_box(client, log_in):
    with client.story.store.transaction() as db:
        name = db.parties.firms()[client.asker.upper()].name
    refused = ask(client, log_in, f"{name}想问")
    assert refused.status_code == 422
    assert "想问</textarea>" in refused.text
    assert ask(client, log_in, "").status_code == 422
    ask(client, log_in)
    refused = answer(client, log_in, "长" * 2001)
    assert refused.status_code == 422
    assert "长" * 2001 in refused.text
    assert answer(client, log_in, number=9).status_code == 404


def test_after_the_deadline_there_is_no_box_and_a_question_is_refused(client, log_in):
    with client.story.store.transaction() as db:
        db.rounds.get(client.story.round_id).bids_close_at = datetime.now(UTC)
    assert ask(client, log_in).status_code == 422
    assert "<textarea" not in read(client, client.here).text


@pytest.mark.parametrize("login", ["officer", "auditor", "fund"])
def test_offices_do_not_ask_and_others_do_not_answer(client, log_in, login):
    ask(client, log_in)
    assert ask(client, log_in, login=login).status_code == 403
    assert "<textarea" not in read(client, client.here).text
    for other in ("auditor", client.asker):
        log_in(client, other)
        assert post(client, f"{client.office}/1", words="x", what="publish").status_code == 403


def test_a_hospital_asks_and_a_firm_that_is_not_entered_does_not(client, log_in):
    hospital = client.story.hospitals[0].code.lower()
    assert ask(client, log_in, login=hospital).status_code == 303
    assert ask(client, log_in, login="f999").status_code == 404
    assert "<textarea" not in read(client, client.here).text


def test_a_draft_round_has_no_questions(client, log_in):
    client.here = f"/rounds/{a_draft(client.story)}/questions"
    assert read(client, client.here).status_code == 404
    assert ask(client, log_in).status_code == 404


def test_the_pages_speak_english(client, log_in):
    ask(client, log_in, "How is the fill volume written?")
    log_in(client, "officer")
    assert chinese(read(client, f"{client.office}?lang=en").text, client.story) == []
    answer(client, log_in, "As in the leaflet.")
    assert chinese(read(client, f"{client.office}?lang=en").text, client.story) == []
    log_in(client, client.asker)
    assert chinese(read(client, f"{client.here}?lang=en").text, client.story) == []
