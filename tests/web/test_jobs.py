"""The worker: a run asked for on a page is carried out by a process of its own."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from bidders import GSK, HUAHAI, PUBLIC_KEY, submit
from plot import SIGNING_KEY
from served import ROOT
from waiting import until

from procurement.actions import allocation, audit
from procurement.rules import heads
from procurement.store.runs import RunState
from seed.cast import OFFICER
from web import jobs


def state(story, run):
    with story.store.transaction() as db:
        return db.runs.get(run).state


def test_the_worker_process_carries_out_a_run_and_stops_when_told(told, tmp_path):
    story = told("evaluate")
    run = allocation.ask(story.store, OFFICER, story.round_id, datetime.now(UTC))
    told_it = {
        "VBP_DATABASE_URL": story.store.engine.url.render_as_string(hide_password=False),
        "VBP_HOME": str(tmp_path),
    }
    command = [sys.executable, "-m", "web.jobs"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | told_it) as worker:
        until(lambda: state(story, run) is RunState.DONE)
        worker.terminate()
        assert worker.wait(timeout=60) == 0


def test_the_worker_closes_the_box_and_signs_the_head_of_the_day(told):
    story = told("bid")
    stop = threading.Event()
    worker = threading.Thread(target=jobs.work, args=(story.store, stop, SIGNING_KEY))
    worker.start()
    until(lambda: audit.published(story.store))
    stop.set()
    worker.join(timeout=60)
    with story.store.transaction() as db:
        assert db.envelopes.root(story.round_id).envelopes == len(story.batch.bids)
    ((head, signature),) = audit.published(story.store)
    assert heads.signed(head, signature, PUBLIC_KEY)
    assert audit.verify(story.store, head.hash)[2] is None


def test_a_day_is_sealed_once_and_only_when_something_is_new(told):
    story, now = told("report_demand"), datetime.now(UTC)
    first = audit.seal_head(story.store, SIGNING_KEY, now)
    assert audit.seal_head(story.store, SIGNING_KEY, now) is None
    tomorrow = now + timedelta(days=1)
    assert audit.seal_head(story.store, SIGNING_KEY, tomorrow) is None
    submit(story, GSK)
    second = audit.seal_head(story.store, SIGNING_KEY, tomorrow)
    assert (second.day - first.day, second.sequence - first.sequence) == (timedelta(1), 1)
    later = [tomorrow + timedelta(days=1)] * 8
    submit(story, HUAHAI)
    with ThreadPoolExecutor(8) as people:
        made = list(people.map(lambda at: audit.seal_head(story.store, SIGNING_KEY, at), later))
    assert sum(one is not None for one in made) == 1


def test_a_platform_that_did_nothing_has_no_head(store):
    assert audit.seal_head(store, SIGNING_KEY, datetime.now(UTC)) is None


def test_what_cannot_be_published_now_is_tried_again_and_the_worker_goes_on(told):
    """The head of the day cannot be signed with a key that is none."""
    story = told("evaluate")
    run = allocation.ask(story.store, OFFICER, story.round_id, datetime.now(UTC))
    stop = threading.Event()
    worker = threading.Thread(target=jobs.work, args=(story.store, stop, b"no key"))
    worker.start()
    until(lambda: state(story, run) is RunState.DONE)
    stop.set()
    worker.join(timeout=60)
    assert audit.published(story.store) == []


def test_a_run_that_fails_does_not_stop_the_worker(told):
    story = told("evaluate")
    run = allocation.ask(story.store, OFFICER, story.round_id, datetime.now(UTC))
    with story.store.transaction() as db:
        db.rounds.get(story.round_id).rulebook_sha256 = "0" * 64  # the law was changed meanwhile
    stop = threading.Event()
    worker = threading.Thread(target=jobs.work, args=(story.store, stop))
    worker.start()
    until(lambda: state(story, run) is RunState.FAILED)
    stop.set()
    worker.join(timeout=60)
    assert not worker.is_alive()
