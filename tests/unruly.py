"""Jobs for processes of their own, and some that behave badly; light, as every process loads it."""

import os
import threading
import time

from solver.engines import Engine, Report

HALF_WAY = Report(Engine.CP_SAT, 0.5, 12, 7)


def double(number):
    return 2 * number


def tell(number, *, on_report):
    on_report(HALF_WAY)
    return number


def loop(path, on_report):
    """An engine that keeps no limit, with a process of its own that would outlive it."""
    child = os.fork()
    if not child:
        time.sleep(60)
    path.write_text(f"{os.getpid()} {child}")
    on_report(HALF_WAY)
    while True:
        pass


def fail():
    raise ValueError("a job that fails")


class OddError(Exception):
    """Cannot be built again from its arguments."""

    def __init__(self, *, number):
        super().__init__(number)


def fail_oddly():
    raise OddError(number=1)


def make_a_lock():
    return threading.Lock()
