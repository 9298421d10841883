"""The worker: a run asked for on a page is carried out by a process of its own."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime

from served import ROOT
from waiting import until

from procurement.actions import allocation
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
