"""A chain of any length is proved offline in the memory of a short one."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from procurement.rules.audit import GENESIS

ROOT = Path(__file__).parents[2]
SHORT, LONG = 1_000, 200_000
EVENT = '"action":"tried","actor":"f044","at":"2026-11-22T00:00:00.000000+00:00","details":{}'


def write(file, count):
    """An exported chain of so many events, made without asking the platform."""
    previous = GENESIS
    with file.open("w") as out:
        for sequence in range(1, count + 1):
            event = f'{{{EVENT},"sequence":{sequence},"subject":"round R"'
            own = hashlib.sha256(f"{previous}{event}}}".encode()).hexdigest()
            out.write(f'{event},"previous":"{previous}","hash":"{own}"}}\n')
            previous = own


def verify(file, count):
    """Prove a chain of so many events; the most memory that the process had, in KiB."""
    write(file, count)
    command = [sys.executable, "-m", "web.cli", "audit", "verify", str(file)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    assert (process.returncode, f"events  {count:,}\n" in said) == (0, True)
    return used.ru_maxrss


def test_two_hundred_times_the_events_take_no_more_memory(tmp_path):
    little = verify(tmp_path / "short", SHORT)
    assert verify(tmp_path / "long", LONG) < little * 1.1
