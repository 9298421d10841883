"""A measurement in a process of its own, with the memory of everything it starts.

Memory is the largest sum over that process and all it started, pages that they share counted in
each.
"""

import resource
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import replace
from importlib import import_module
from multiprocessing import get_context

import psutil

from tests.benchmarks.table import Measured

GLANCE = 0.2  # seconds between two looks at the memory


def alone(name: str) -> Measured:
    """The measurement ``module.function``, by a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
        return watched(own.submit(perform, name))


def perform(name: str) -> Measured:
    """Run a measurement in this process; its memory so far is the least it can have been."""
    module, function = name.split(".")
    measure: Callable[[], Measured] = getattr(import_module(f"tests.benchmarks.{module}"), function)
    found = measure()
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return replace(found, memory=max(resource.getrusage(one).ru_maxrss for one in who) / 1024)


def watched(answer: Future[Measured]) -> Measured:
    """The measurement, with the memory of all processes seen while it ran."""
    most, me = 0.0, psutil.Process()
    while True:
        try:
            found = answer.result(timeout=GLANCE)
        except NotYet:
            most = max(most, sum(map(held, me.children(recursive=True))) / 2**20)
        else:
            return replace(found, memory=max(most, found.memory))


def held(process: psutil.Process) -> int:
    """Bytes in memory; none when it has just ended."""
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0
