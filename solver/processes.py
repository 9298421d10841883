"""Every job in a process of its own, watched from outside: no engine keeps its own time limit."""

import inspect
import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from solver.engines import Report

GRACE = 2.0  # seconds that a job has left to end by itself
GLANCE = 0.05  # seconds between two looks at the event that stops everything

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["solver.cp_sat", "solver.highs", "solver.search"])
# Loaded once for all jobs: a process of its own then costs milliseconds instead of seconds.


@dataclass(frozen=True, slots=True)
class Job:
    """A call of a module's function; if it takes ``on_report``, it can tell how far it is."""

    call: Callable[..., Any]
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """The job was killed or never begun, by a limit or on demand; the last it told is kept."""

    report: Report | None


@dataclass(frozen=True, slots=True)
class Crashed:
    """The job's process ended without a result; ``code`` is minus the signal, if it was one."""

    code: int | None


def run_all(
    jobs: Sequence[Job],
    *,
    workers: int = 2,
    seconds: float | None = None,
    stop: threading.Event | None = None,
    on_done: Callable[[int, int], None] = lambda _done, _total: None,
    on_report: Callable[[int, Report], None] = lambda _job, _report: None,
) -> tuple[Any, ...]:
    """Every job's result in order; ``Stopped`` or ``Crashed`` for a job that gave none.

    ``seconds`` is what each job may take. After ``stop`` is set all jobs end, those not begun too.
    ``on_done`` hears how many of how many have ended, ``on_report`` a job's position and report.
    What a job raises is raised here, and ends the others; so does whatever a listener raises.
    A script that calls this guards its own start with ``if __name__ == "__main__"``.
    """
    results: list[Any] = [Stopped(None)] * len(jobs)
    waiting, working, done = list(enumerate(jobs))[::-1], list[_Worker](), 0
    try:
        while (waiting or working) and not (stop and stop.is_set()):
            while waiting and len(working) < workers:
                working.append(_Worker(*waiting.pop(), seconds))
            _sleep(working, GLANCE if stop else None)
            for worker in tuple(working):
                if outcome := worker.outcome(on_report):
                    working.remove(worker)
                    if outcome.error:
                        raise outcome.error
                    results[worker.position] = outcome.value
                    done += 1
                    on_done(done, len(jobs))
    finally:
        for worker in working:
            results[worker.position] = worker.stop()
    return tuple(results)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a job ended: with a value, or with an error to raise."""

    value: Any = None
    error: Exception | None = None


class _Worker:
    """A job at work, seen from outside."""

    def __init__(self, position: int, job: Job, seconds: float | None) -> None:
        self.position = position
        self.last: Report | None = None
        self.news, far_end = CONTEXT.Pipe(duplex=False)
        with far_end:  # once it is closed here, the job's end of the pipe is the only one
            self.process = CONTEXT.Process(target=live, args=(job, far_end), daemon=True)
            self.process.start()
        assert self.process.pid is not None
        self.group = self.process.pid
        self.deadline = inf if seconds is None else time.monotonic() + seconds + GRACE

    def outcome(self, on_report: Callable[[int, Report], None]) -> _Outcome | None:
        """How the job ended, if it has; what it told in the meantime is passed on."""
        alive = self.process.is_alive()  # asked first: the last words of a dead process are there
        with suppress(EOFError):
            while self.news.poll():
                heard = self.news.recv()
                if isinstance(heard, _Outcome):
                    self.end()
                    return heard
                self.last = heard
                on_report(self.position, heard)
        if not alive:
            return _Outcome(Crashed(self.end()))
        if time.monotonic() > self.deadline:
            return _Outcome(self.stop())
        return None

    def stop(self) -> Stopped:
        """End the job without its result."""
        self.end()
        return Stopped(self.last)

    def end(self) -> int | None:
        """Kill what is left of the job, and whatever it started; says how the process ended."""
        with suppress(ProcessLookupError):  # the group is gone, or not there yet
            os.killpg(self.group, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        code = self.process.exitcode
        self.process.close()
        self.news.close()
        return code


def _sleep(workers: Sequence[_Worker], longest: float | None) -> None:
    """Until a job tells something or ends, or the next limit is reached."""
    first = min(worker.deadline for worker in workers) - time.monotonic()
    events = [event for worker in workers for event in (worker.news, worker.process.sentinel)]
    wait(events, None if first == inf and longest is None else max(0, min(first, longest or inf)))


def live(job: Job, news: "Connection[Any, Any]") -> None:
    """The life of a job's process: in a group of its own, and no longer than who asked for it."""
    os.setsid()
    os.dup2(2, 1)  # an engine's stray lines stay out of what the asking program prints
    parent = parent_process()
    assert parent is not None
    threading.Thread(target=_die_with, args=(parent.sentinel,), daemon=True).start()
    perform(job, news)


def _die_with(sentinel: int) -> None:
    wait([sentinel])
    os.killpg(0, signal.SIGKILL)


def perform(job: Job, news: "Connection[Any, Any]") -> None:
    """Send what the job tells, then its result or what it raised, with the trace of where."""
    try:
        hears = "on_report" in inspect.signature(job.call).parameters
        tells = {"on_report": news.send} if hears else {}
        news.send(_Outcome(job.call(*job.arguments, **tells)))
    except Exception as error:  # noqa: BLE001 - it goes to who asked for the job
        trace = traceback.format_exc()
        error.add_note(trace)
        news.send(_Outcome(error=error if _travels(error) else RuntimeError(trace)))


def _travels(error: Exception) -> bool:
    """Whether it can be sent; not every error can be built again on the other side."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever its class raises
        return False
    return True
