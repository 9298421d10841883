"""What a firm learns of its result: nothing before the publication, then everything of its own."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from open_bidding import read

from procurement.store.papers import Paper


@pytest.mark.parametrize("stage", ["bid", "open", "evaluate", "allocate"])
def test_before_the_publication_a_firm_learns_nothing_not_even_its_own_rank(site, log_in, stage):
    client = log_in(site(stage), "f044")
    number = client.story.round_id
    answer = read(client, f"/firm/{number}/result")
    assert answer.status_code == 409
    assert "结果尚未公布" in answer.text
    assert read(client, f"/firm/{number}/papers/award_letter").status_code == 409
    for address in ("/firm", f"/firm/{number}", f"/firm/{number}/lots/01"):
        shown = read(client, address).text
        assert "23.333" not in shown
        assert "排名" not in shown


def test_a_winner_learns_its_regions_quantities_and_amounts(site, log_in):
    client = log_in(site("publish"), "f044")
    number = client.story.round_id
    shown = read(client, f"/firm/{number}/result").text
    with client.story.store.transaction() as db:
        award = next(one for one in db.awards.of_round(number, "F044") if one.product == "01")
    assert f"{award.quantity:,}" in shown
    assert award.reason.zh in shown
    for line in award.lines:
        assert f"{line.quantity:,}" in shown
    assert "23.333333" in shown


def test_a_loser_learns_clause_source_reason_and_the_price_that_would_have_won(site, log_in):
    client = site("publish")
    number = client.story.round_id
    with client.story.store.transaction() as db:
        verdicts = db.evaluations.verdicts(number)
    lost = next(one for row in verdicts.values() for one in row if not one.won)
    shown = read(log_in(client, lost.firm.lower()), f"/firm/{number}/result").text
    assert lost.reason.zh in shown
    assert f"{lost.price_to_win // 10**6}." in shown
    assert "适用条款" in shown
    assert "<cite>" in shown
    assert 'class="badge' in shown


def test_a_firm_outside_the_round_has_no_result_of_it(site, log_in):
    client = site("publish")
    number = client.story.round_id
    assert read(log_in(client, "f001"), f"/firm/{number}/result").status_code == 404
    assert read(log_in(client, "officer"), f"/firm/{number}/result").status_code == 404


def test_a_firm_downloads_its_own_letters_and_no_other(site, log_in):
    client = site("publish")
    number = client.story.round_id
    keep_letter(client, "F044", b"%PDF of F044")
    mine = read(log_in(client, "f044"), f"/firm/{number}/papers/award_letter")
    assert (mine.status_code, mine.content) == (200, b"%PDF of F044")
    assert "中选通知书" in read(client, f"/firm/{number}/result").text
    assert read(client, f"/firm/{number}/papers/award_notice").status_code == 404
    assert read(log_in(client, "f039"), f"/firm/{number}/papers/award_letter").status_code == 404


def keep_letter(client, firm, content):
    paper = Paper("award_letter", firm, "letter.pdf", content, sha256(content).hexdigest())
    with client.story.store.transaction() as db:
        db.papers.keep(client.story.round_id, [paper], datetime.now(UTC))
