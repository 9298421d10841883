"""Documents are issued in the background, and every one can be taken away by the office."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from office import chinese, post, read

from procurement.actions import issuing
from procurement.store.papers import Paper
from procurement.store.runs import RunKind, RunState


def here(client, more=""):
    return f"/officer/{client.story.round_id}/papers{more}"


def runs(story):
    with story.store.transaction() as db:
        return db.runs.of_round(story.round_id, RunKind.DOCUMENTS)


def keep_letter(story, party="F001"):
    """A letter as if it had been printed."""
    content = b"%PDF-1.7 a letter"
    letter = Paper("award_letter", party, "award-letter.pdf", content, sha256(content).hexdigest())
    with story.store.transaction() as db:
        db.papers.keep(story.round_id, [letter], datetime.now(UTC))


def test_the_minutes_are_printed_in_the_background_and_downloaded(site, log_in):
    client = log_in(site("open"), "officer")
    assert "待出具 1 份" in read(client, here(client)).text
    assert post(client, here(client)).status_code == 303
    assert "排队中" in read(client, here(client)).text
    assert issuing.work(client.story.store, datetime.now(UTC))
    assert runs(client.story)[0].state is RunState.DONE
    shown = read(client, here(client)).text
    assert "opening-minutes.pdf" in shown
    assert "待出具" not in shown
    minutes = read(client, here(client, "/opening_minutes"))
    assert minutes.headers["content-type"] == "application/pdf"
    assert minutes.content[:5] == b"%PDF-"
    assert sha256(minutes.content).hexdigest() in shown
    bids = read(client, f"/officer/{client.story.round_id}/bids").text
    assert here(client, "/opening_minutes") in bids


def test_asking_twice_makes_one_run(site, log_in):
    client = log_in(site("publish"), "officer")
    post(client, here(client))
    post(client, here(client))
    assert len(runs(client.story)) == 1


def test_after_publication_every_firm_with_a_bid_has_a_letter_due(site, log_in):
    client = log_in(site("publish"), "officer")
    with client.story.store.transaction() as db:
        verdicts = db.evaluations.verdicts(client.story.round_id)
    won, lost = (
        {one.firm for found in verdicts.values() for one in found if one.won is outcome}
        for outcome in (True, False)
    )
    letters = 1 + 1 + len(won) + len(lost)  # the minutes, the notice
    assert f"待出具 {letters} 份" in read(client, here(client)).text


def test_nothing_is_issued_before_the_opening(site, log_in):
    client = log_in(site("bid"), "officer")
    assert "开标之后出具第一份文书" in read(client, here(client)).text
    assert post(client, here(client)).status_code == 409
    assert runs(client.story) == []


def test_the_office_and_the_auditor_take_any_letter(site, log_in):
    client = site("publish")
    keep_letter(client.story)
    for login in ("officer", "auditor"):
        log_in(client, login)
        answer = read(client, here(client, "/award_letter/F001"))
        assert answer.content == b"%PDF-1.7 a letter"
        assert read(client, here(client, "/award_letter/F002")).status_code == 404


@pytest.mark.parametrize("login", ["f001", "h11002", "fund"])
def test_nobody_else_takes_a_letter_here(site, log_in, login):
    client = log_in(site("publish"), login)
    keep_letter(client.story)
    assert read(client, here(client, "/award_letter/F001")).status_code == 403
    assert read(client, here(client, "/award_notice")).status_code == 403


def test_somebody_unknown_is_sent_to_log_in(site):
    client = site("publish")
    keep_letter(client.story)
    answer = read(client, here(client, "/award_letter/F001"))
    assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")


def test_the_english_page_speaks_english(site, log_in):
    client = log_in(site("publish"), "officer")
    keep_letter(client.story)
    assert chinese(read(client, here(client, "?lang=en")).text, client.story) == []
