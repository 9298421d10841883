"""The pages of changes: proposed and answered in the office, published, shown to the firms."""

from datetime import UTC, datetime, timedelta

import pytest
from office import a_draft, chinese, post, read

from procurement.actions import bidding, changes
from procurement.rules import canon
from procurement.rules.changes import Change
from procurement.rules.money import parse_price
from procurement.rules.sealing import SealedBid
from seed import cast
from seed.cast import OFFICER, SECOND

XSS = "<script>alert(1)</script>"


@pytest.fixture
def client(site):
    """A round whose bids are due in twenty days."""
    opened = site("report_demand")
    with opened.story.store.transaction() as db:
        round_ = db.rounds.get(opened.story.round_id)
        round_.bids_close_at = opened.due = datetime.now(UTC) + timedelta(days=20)
    opened.here = f"/officer/{opened.story.round_id}/changes"
    opened.public = f"/rounds/{opened.story.round_id}"
    return opened


def waiting(client):
    """The number of the newest proposal."""
    with client.story.store.transaction() as db:
        return db.changes.of_round(client.story.round_id)[-1].row.number


def deadline(client):
    with client.story.store.transaction() as db:
        return db.rounds.get(client.story.round_id).bids_close_at


def put_off(client, log_in, reason="企业需要时间"):
    """Proposed by one and consented by another, on the pages."""
    log_in(client, "officer")
    answer = post(
        client, client.here, kind="deadline", bids_close_at="2099-01-05T10:00", reason=reason
    )
    assert answer.status_code == 303, answer.text
    number = waiting(client)
    log_in(client, "officer2")
    assert post(client, f"{client.here}/{number}/consent").status_code == 303
    return number


def test_two_officers_change_a_deadline_and_everybody_reads_why(client, log_in):
    log_in(client, "officer")
    assert "十五" in read(client, client.here).text or "15" in read(client, client.here).text
    number = put_off(client, log_in, XSS)
    assert deadline(client) == datetime(2099, 1, 5, 2, tzinfo=UTC)
    for address in (client.here, f"{client.public}/changes"):
        shown = read(client, address).text
        assert XSS not in shown
        assert "&lt;script&gt;" in shown
        assert "2099-01-05 10:00:00" in shown
        assert "联合采购办公室 甲" in shown
        assert "联合采购办公室 乙" in shown
    assert f'id="change-{number}"' in shown


def test_the_pages_speak_english(client, log_in):
    put_off(client, log_in, "More time")
    for address in (client.here, f"{client.public}/changes", f"{client.public}/document"):
        page = read(client, f"{address}?lang=en").text
        assert chinese(page.replace("公告后变更", ""), client.story) == []


def test_the_proposer_is_not_offered_to_consent_and_is_refused(client, log_in):
    log_in(client, "officer")
    post(client, client.here, kind="deadline", bids_close_at="2099-01-05T10:00", reason="x")
    number = waiting(client)
    assert f"{client.here}/{number}/consent" not in read(client, client.here).text
    assert post(client, f"{client.here}/{number}/consent").status_code == 422
    assert deadline(client) == client.due
    assert post(client, f"{client.here}/{number}/refuse", reason="改主意").status_code == 303
    assert "改主意" in read(client, client.here).text
    assert "改主意" not in read(client, f"{client.public}/changes").text


@pytest.mark.parametrize("login", ["auditor", "fund", "f001"])
def test_nobody_else_proposes_or_answers(client, log_in, login):
    log_in(client, "officer")
    post(client, client.here, kind="deadline", bids_close_at="2099-01-05T10:00", reason="x")
    number = waiting(client)
    log_in(client, login)
    for address in (
        client.here,
        f"{client.here}/document",
        f"{client.here}/{number}/consent",
        f"{client.here}/{number}/refuse",
    ):
        assert post(client, address, reason="x").status_code == 403


def test_what_was_typed_stays_when_it_is_refused(client, log_in):
    log_in(client, "officer")
    answer = post(
        client, client.here, kind="ceiling", ceiling_of="06/5mg", ceiling="-1", reason="太高"
    )
    assert answer.status_code == 422
    assert "太高" in answer.text
    assert 'value="-1"' in answer.text
    answer = post(client, client.here, kind="deadline", bids_close_at="soon", reason="x")
    assert answer.status_code == 422
    assert post(client, client.here, kind="everything", reason="x").status_code in {400, 422}


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "ceiling", "ceiling_of": "06/5mg", "ceiling": "18.5"},
        {"kind": "decision", "key": "comparison.decimals", "value": "3"},
        {"kind": "rulebook", "rulebook": "expansion-2019"},
    ],
)
def test_every_kind_of_change_is_proposed_shown_and_made(client, log_in, form):
    log_in(client, "officer")
    assert post(client, client.here, reason="核对后更正", **form).status_code == 303
    number = waiting(client)
    assert read(client, client.here).status_code == 200
    log_in(client, "officer2")
    assert post(client, f"{client.here}/{number}/consent").status_code == 303
    shown = read(client, f"{client.public}/changes").text
    assert f'id="change-{number}"' in shown
    assert "核对后更正" in shown


def test_an_amended_document_shows_versions_and_differences(client, log_in):
    form = {
        "kind": "amendment",
        "part": "3.2",
        "title_zh": "申报要求",
        "title_en": "How to bid",
        "text_zh": f"第一行\r\n{XSS}",
        "text_en": "One\r\nTwo",
        "effective": "2026-11-22",
        "affects_bids": "yes",
        "reason": "更正",
    }
    for text in ("第二行", "第三行"):
        log_in(client, "officer")
        form["text_zh"] = f"{XSS}\r\n{text}"
        assert post(client, client.here, **form).status_code == 303
        log_in(client, "officer2")
        assert f"<ins>{text}</ins>" in read(client, client.here).text
        assert post(client, f"{client.here}/{waiting(client)}/consent").status_code == 303
    shown = read(client, f"{client.public}/document").text
    assert XSS not in shown
    assert "<del>第二行</del>" in shown
    assert "<ins>第三行</ins>" in shown
    assert "第 2 版" in shown
    english = read(client, f"{client.public}/document?lang=en").text
    assert "How to bid" in english
    assert "第 1 版" in read(client, f"{client.public}/changes?lang=zh").text


def test_a_draft_has_its_document_written_by_one_and_read_by_nobody_else(client, log_in):
    number = a_draft(client.story)
    log_in(client, "officer")
    here = f"/officer/{number}/changes"
    form = {"part": "1", "title_zh": "总则", "title_en": "General", "effective": "2026-11-22"}
    answer = post(client, f"{here}/document", **form, text_zh="", text_en="All")
    assert answer.status_code == 422
    answer = post(client, f"{here}/document", **form, text_zh="全部", text_en="All")
    assert answer.status_code == 303
    assert "总则" in read(client, here).text
    assert read(client, f"/rounds/{number}/document").status_code == 404
    assert read(client, f"/rounds/{number}/changes").status_code == 404
    assert post(client, here, kind="deadline", reason="x").status_code == 422
    announced = client.here
    assert (
        post(client, f"{announced}/document", **form, text_zh="a", text_en="b").status_code == 409
    )


def test_a_firm_sees_which_deadline_its_envelope_was_sealed_under_and_looks_again(client, log_in):
    story = client.story
    with story.store.transaction() as db:
        terms = bidding.terms(db, story.round_id)
        entry = next(one for one in db.catalogue.entries(story.round_id) if one.product == "06")
    who = cast.speaker(next(firm for firm in story.firms if firm.code == entry.firm))
    envelope = terms.seal(SealedBid("06", entry.firm, "5mg", parse_price("10")))
    now = datetime.now(UTC)
    bidding.submit_envelope(
        story.store, who, story.round_id, "06", envelope, story.signing_key, at=now
    )
    log_in(client, who.login)
    page = f"/firm/{story.round_id}"
    assert "截止时间此后变更" not in read(client, page).text
    wanted = (Change.DEADLINE, "", {"bids_close_at": canon.instant(now + timedelta(days=60))})
    number = changes.propose(story.store, OFFICER, story.round_id, *wanted, "x", at=now)
    changes.consent(story.store, SECOND, story.round_id, number, datetime.now(UTC))
    for address in (page, f"{page}/lots/06"):
        shown = read(client, address).text
        assert "截止时间此后变更，信封仍然有效" in shown
        assert "提交之后采购公告有变更" in shown
        assert f"{client.public}/changes" in shown
