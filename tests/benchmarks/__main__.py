"""All measurements of one run in one table: ``make bench``, or ``make bench FAMILY="N T"``.

Every family runs in a process of its own, one after the other.
"""

import sys
from fractions import Fraction

from tests.benchmarks.table import Target, line, machine, shown
from tests.benchmarks.watching import alone

SECONDS_AND_PROOF = (Target("solve", Fraction(20), "20 s"), Target("proven", Fraction(0), "proven"))
OVERHEAD = Target("ratio", Fraction(13, 10), "1.3 x the bare engine")
CLOSE = Fraction(1, 10_000)

FAMILIES: dict[str, tuple[str, tuple[Target, ...]]] = {
    "S": ("solving.one", ()),
    "N": ("solving.national", (*SECONDS_AND_PROOF, OVERHEAD)),
    "NC": (
        "coupling.coupled",
        (
            Target("solve", Fraction(300), "5 min"),
            Target("certified", Fraction(3, 1000), "certified 0.3 %"),
        ),
    ),
    "X": (
        "coupling.stress",
        (
            Target("solve", Fraction(600), "10 min"),
            Target("certified", Fraction(1, 1000), "certified 0.1 %"),
            Target("memory", Fraction(8 * 1024), "8 GiB"),
        ),
    ),
    "T": (
        "solving.tiered",
        (Target("solve", Fraction(10), "median 10 s"), Target("proven", CLOSE, "0.01 %")),
    ),
    "H": ("hospitals.measure", (Target("solve", Fraction(3), "3 s"),)),
    "L": ("consumables.measure", ()),
    "real": ("solving.real", ()),
    "databases": ("databases.measure", ()),
    "load": ("load.measure", (Target("solve", Fraction(60), "60 s"),)),
}


def main(names: list[str]) -> None:
    """Measure the families named, or all; a line appears as soon as it is known."""
    if unknown := set(names) - set(FAMILIES):
        sys.exit(f"{', '.join(sorted(unknown))}: not one of {', '.join(FAMILIES)}")
    sys.stdout.write(machine())
    sys.stdout.flush()
    rows = []
    for family in names or FAMILIES:
        measurement, targets = FAMILIES[family]
        rows.append(line(family, alone(measurement), targets))
        sys.stderr.write(" | ".join(rows[-1]) + "\n")
    sys.stdout.write(shown(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
