"""The table of all measurements: what was found, what was wanted, and on which machine."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("numpy", "ortools", "pulp")
HEADINGS = (
    *("family", "size", "build s", "solve s", "proven gap", "certified gap", "memory MB"),
    *("ratio", "target", "met", "note"),
)


@dataclass(frozen=True)
class Measured:
    """One family: seconds by the clock, gaps as parts of the goal, memory in megabytes.

    ``proven`` is the engine's own gap, ``certified`` the one re-proved in whole numbers; ``ratio``
    is to the least that could be done, which the note names. ``None`` was not measured.
    """

    size: str
    build: float
    solve: float
    proven: Fraction | None = None
    certified: Fraction | None = None
    ratio: float | None = None
    note: str = ""
    memory: float = 0


@dataclass(frozen=True)
class Target:
    """The most that a figure may be, and how the table says so."""

    figure: str
    most: Fraction
    shown: str

    def met(self, found: Measured) -> str:
        """``yes``, or by how far not."""
        figure = getattr(found, self.figure)
        if figure is None:
            return "not measured"
        if figure <= self.most:
            return "yes"
        return f"{float(figure / self.most):.1f} x" if self.most else f"{100 * float(figure):.4f} %"


def line(family: str, found: Measured, targets: Sequence[Target]) -> tuple[str, ...]:
    """A row of the table."""
    return (
        family,
        found.size,
        f"{found.build:.2f}",
        f"{found.solve:.2f}",
        percent(found.proven),
        percent(found.certified),
        f"{found.memory:,.0f}",
        "" if found.ratio is None else f"{found.ratio:.2f}",
        ", ".join(target.shown for target in targets),
        ", ".join(target.met(found) for target in targets),
        found.note,
    )


def percent(part: Fraction | None) -> str:
    """A gap in percent; exactly none is ``0``."""
    return "" if part is None else f"{100 * float(part):.4f} %" if part else "0"


def shown(rows: Sequence[Sequence[str]]) -> str:
    """The table in Markdown, its columns aligned."""
    table = [HEADINGS, *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [
        "| " + " | ".join(map(str.ljust, row, widths)) + " |"  # one line a family
        for row in table
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Processor, cores, memory and versions; nothing that names the computer."""
    facts = Path("/proc/cpuinfo").read_text()
    names = [line.split(":", 1)[1].strip() for line in facts.splitlines() if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{names[0] if names else platform.machine()}, {len(os.sched_getaffinity(0))} cores, "
        f"{memory:.0f} GiB, Python {platform.python_version()}, {libraries}\n"
    )
