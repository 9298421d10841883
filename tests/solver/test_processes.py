"""Jobs in processes of their own: results, reports, limits, accidents."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from unruly import HALF_WAY, double, fail, fail_oddly, loop, make_a_lock, tell
from waiting import until

from solver import processes
from solver.processes import Crashed, Job, Stopped, run_all

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(processes.__file__).parents[1])}
SCRIPT = """
import sys, time
from pathlib import Path
from solver.processes import Job, run_all

def work(path):
    import os
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)

if __name__ == "__main__":
    print(*run_all([Job(abs, (-7,))]), flush=True)
    run_all([Job(work, (sys.argv[1],))])
"""


@pytest.fixture
def place(tmp_path):
    """Where a looping job writes who it is."""
    return tmp_path / "processes"


def none_left(place):
    """Whether the processes that were written down are gone, or dead and not yet buried."""
    return not any(map(living, place.read_text().split() if place.exists() else ()))


def living(number):
    status = Path("/proc", number, "stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_results_come_in_the_order_of_the_jobs():
    done = []
    jobs = [Job(double, (number,)) for number in range(12)]
    results = run_all(jobs, on_done=lambda *count: done.append(count))
    assert results == tuple(range(0, 24, 2))
    assert done == [(number, 12) for number in range(1, 13)]


def test_without_jobs_there_are_no_results():
    assert run_all([]) == ()


def test_a_job_tells_how_far_it_is():
    heard = []
    results = run_all(
        [Job(double, (1,)), Job(tell, (2,))], on_report=lambda *report: heard.append(report)
    )
    assert (results, heard) == ((2, 2), [(1, HALF_WAY)])


def test_a_job_that_keeps_no_limit_is_killed_with_all_it_started(place, monkeypatch):
    monkeypatch.setattr(processes, "GRACE", 0.2)
    stopped, doubled = run_all([Job(loop, (place,)), Job(double, (4,))], seconds=2)
    assert (type(stopped), doubled) == (Stopped, 8)
    until(lambda: none_left(place))


@pytest.mark.parametrize(
    ("call", "arguments", "code"), [(os._exit, (3,), 3), (signal.raise_signal, (9,), -9)]
)
def test_a_job_whose_process_ends_is_told_from_one_that_returns(call, arguments, code):
    assert run_all([Job(call, arguments), Job(double, (4,))]) == (Crashed(code), 8)


def test_what_a_job_raises_is_raised_with_its_place_and_ends_the_others(place):
    with pytest.raises(ValueError, match="a job that fails") as raised:
        run_all([Job(loop, (place,)), Job(fail)])
    assert "in fail" in raised.value.__notes__[0]
    until(lambda: none_left(place))


def test_an_error_that_does_not_travel_is_told_in_words():
    with pytest.raises(RuntimeError, match="OddError: 1"):
        run_all([Job(fail_oddly)])


def test_a_result_that_does_not_travel_is_an_error():
    with pytest.raises(TypeError, match="cannot pickle"):
        run_all([Job(make_a_lock)])


def test_on_demand_every_job_ends_and_none_begins(place):
    stop = threading.Event()
    results = run_all(
        [Job(loop, (place,)), Job(double, (1,))],
        workers=1,
        stop=stop,
        on_report=lambda *_: stop.set(),
    )
    assert results == (Stopped(HALF_WAY), Stopped(None))
    until(lambda: none_left(place))
    assert run_all([Job(double, (1,))], stop=stop) == (Stopped(None),)


def test_an_event_that_is_not_set_stops_nothing():
    assert run_all([Job(time.sleep, (0.2,))], stop=threading.Event()) == (None,)


def test_an_interrupted_caller_leaves_no_job_behind(place):
    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all([Job(loop, (place,)), Job(double, (1,))], on_report=interrupt)
    until(lambda: none_left(place))


def test_a_thread_may_ask_too_and_no_handle_stays_open():
    run_all([Job(double, (1,))])
    before = set(Path("/proc/self/fd").iterdir())
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(run_all, [Job(double, (number,))] * 3) for number in (1, 2)]
        assert [each.result() for each in asked] == [(2, 2, 2), (4, 4, 4)]
    assert set(Path("/proc/self/fd").iterdir()) == before


def test_a_script_may_ask_and_its_jobs_die_with_it(tmp_path, place):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, script, place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as asking:
        assert asking.stdout.readline() == "7\n"
        until(place.exists)
        asking.kill()
    until(lambda: none_left(place))


def test_a_process_has_a_group_of_its_own_and_ends_with_who_asked(monkeypatch):
    """The life of a job's process, lived in this one."""
    calls, (far_end, near_end) = [], os.pipe()
    monkeypatch.setattr(os, "setsid", lambda: calls.append("a group of its own"))
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    monkeypatch.setattr(os, "killpg", lambda *group: calls.append(group))
    monkeypatch.setattr(processes, "parent_process", lambda: SimpleNamespace(sentinel=far_end))
    news, told = processes.CONTEXT.Pipe(duplex=False)
    with news, told:
        processes.live(Job(tell, (5,)), told)
        assert [news.recv(), news.recv().value] == [HALF_WAY, 5]
    os.close(near_end)
    until(lambda: calls == ["a group of its own", (0, signal.SIGKILL)])
    os.close(far_end)


@pytest.mark.parametrize(("call", "kind"), [(fail, ValueError), (fail_oddly, RuntimeError)])
def test_what_a_job_raises_is_sent(call, kind):
    """The same as above, in this process."""
    news, told = processes.CONTEXT.Pipe(duplex=False)
    with news, told:
        processes.perform(Job(call), told)
        assert isinstance(news.recv().error, kind)
