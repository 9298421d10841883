"""Documents are issued in the background: what is due, asked for once, printed once."""

from datetime import timedelta

import pytest
from bidders import (
    CHIA_TAI,
    GSK,
    HUAHAI,
    actor,
    an_envelope,
    last_event,
    open_bids,
    submit,
    withdraw,
)

from procurement.actions import box, issuing
from procurement.exchange import paper
from procurement.rules.dates import local_day
from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.sealing import ENVELOPE_BYTES
from procurement.rules.text import Refused
from procurement.store.runs import RunKind, RunState
from seed.cast import AUDITOR, OFFICER
from seed.story import OPENED, PUBLISHED


def due(story):
    with story.store.transaction() as db:
        return issuing.due(db, story.round_id, local_day(PUBLISHED))


def ask(story, actor=OFFICER):
    return issuing.ask(story.store, actor, story.round_id, OPENED)


def run(story, number):
    with story.store.transaction() as db:
        return db.runs.get(number)


def minutes(story):
    ((kind, party, document),) = due(story)
    assert (kind, party) == ("opening_minutes", "")
    return document


def test_nothing_is_due_before_the_opening(told):
    story = told("bid")
    assert due(story) == []
    with pytest.raises(WrongPhase):
        ask(story)


def test_the_minutes_hold_every_envelope_its_price_and_the_head_of_the_audit_chain(told):
    story = told("open")
    document = minutes(story)
    assert sorted(bid.unit_price for bid in document.bids) == sorted(
        bid.unit_price for bid in story.batch.bids
    )
    assert (document.withdrawn, document.unread) == (0, 0)
    assert document.officers == ("联合采购办公室 甲（示范）", "联合采购办公室 乙（示范）")
    assert (document.opened, document.audit_head) == (OPENED, last_event(story).hash)
    shown = paper.compose(document)
    assert all(bid.fingerprint[:16] in shown for bid in document.bids)


def test_the_minutes_count_what_was_withdrawn_and_say_what_could_not_be_read(told):
    """Huahai withdrew and stayed away, GSK withdrew and came again, Chia Tai's is noise."""
    story = told("report_demand")
    for name in (HUAHAI, GSK):
        submit(story, name)
        withdraw(story, name)
    submit(story, GSK, an_envelope(story, GSK, price="70.654"))
    submit(story, CHIA_TAI, bytes(ENVELOPE_BYTES))
    open_bids(story)
    document = minutes(story)
    assert (document.withdrawn, document.unread, len(document.bids)) == (1, 1, 2)
    gsk, chia_tai = document.bids
    assert (gsk.firm, gsk.unit_price, gsk.fault) == (GSK, 70_654_000, "")
    assert (chia_tai.firm, chia_tai.unit_price) == (CHIA_TAI, None)
    assert "无法解密" in chia_tai.fault


def test_the_minutes_list_the_whole_box_and_what_became_of_every_envelope(told):
    story = told("report_demand")
    for name in (HUAHAI, GSK, GSK):
        submit(story, name)
    withdraw(story, HUAHAI)
    submit(story, CHIA_TAI, bytes(ENVELOPE_BYTES))
    open_bids(story)
    document = minutes(story)
    closed = box.seen(story.store, story.round_id, OPENED)
    assert document.root == closed.root
    listed = [(one.position, one.fingerprint) for one in document.box]
    assert listed == [(one.position, one.fingerprint) for one in closed.entries]
    *states, noise = [one.state for one in document.box]
    assert states == ["已撤回", "已被替代", "已开启", "撤回记录"]
    assert noise.startswith("无法读取：")
    assert document.root in paper.compose(document)


def test_with_the_publication_the_results_are_due(told):
    story = told("publish")
    kinds = [kind for kind, _, _ in due(story)]
    assert kinds[:2] == ["opening_minutes", "award_notice"]
    assert set(kinds[2:]) == {"award_letter", "result_letter"}


def test_asking_twice_gives_the_same_run_and_it_prints_once(told):
    story = told("open")
    number = ask(story)
    assert ask(story) == number
    assert (run(story, number).kind, run(story, number).total) == (RunKind.DOCUMENTS, 1)
    assert issuing.work(story.store, OPENED)
    done = run(story, number)
    assert (done.state, done.done, done.result) == (RunState.DONE, 1, {"issued": 1})
    assert due(story) == []
    event = last_event(story)
    assert (event.action, event.actor) == ("documents issued", "officer")

    again = ask(story)
    assert again != number
    assert issuing.work(story.store, OPENED + timedelta(days=1))
    assert run(story, again).result == {"issued": 0}
    assert last_event(story).action == "documents asked"
    assert not issuing.work(story.store, OPENED)


def test_only_the_office_asks(told):
    story = told("open")
    for who in (AUDITOR, actor(story, GSK)):
        with pytest.raises(Forbidden):
            ask(story, who)


def test_nothing_is_printed_under_a_changed_rulebook(told):
    story = told("open")
    with story.store.transaction() as db:
        db.rounds.get(story.round_id).rulebook_sha256 = "0" * 64
    with pytest.raises(Refused):
        ask(story)


def test_a_failed_run_is_recorded_and_does_not_stop_the_queue(told):
    """The rulebook the round names is gone when the worker comes to it."""
    story = told("open")
    number = ask(story)
    with story.store.transaction() as db:
        db.rounds.get(story.round_id).rulebook = "gone"
    with pytest.raises(LookupError):
        issuing.work(story.store, OPENED)
    failed = run(story, number)
    assert failed.state is RunState.FAILED
    assert "no rulebook gone" in failed.message
    assert not issuing.work(story.store, OPENED)
