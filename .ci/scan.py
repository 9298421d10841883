# noqa: INP001 - a script beside the other ones of the build, no package
"""Known holes in the locked dependencies, and secrets in the tree: either one fails the build.

``python .ci/scan.py`` scans both at once. What is accepted stands in ``scans.toml`` with its
reason; an accepted advisory has a day on which somebody looks again.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROGRAMS = Path(sys.executable).parent
ACCEPTED = Path(__file__).with_name("scans.toml")

Accepted = Mapping[str, Sequence[Mapping[str, Any]]]
Found = tuple[list[str], list[str]]
"""What fails the build, and what only has to be said."""


def accepted() -> Accepted:
    """The findings that somebody looked at."""
    return tomllib.loads(ACCEPTED.read_text())


def dependencies(lock: Path, known: Accepted, today: date) -> Found:
    """Advisories against the packages of the lock, and whether the service could be asked."""
    asked = run("pip-audit", "--disable-pip", "--require-hashes", "--requirement", str(lock),
                "--format", "json", "--progress-spinner", "off", "--timeout", "5")  # fmt: skip
    return judged(asked, known, today)


def judged(answer: str, known: Accepted, today: date) -> Found:
    """What pip-audit's answer says; an advisory that is accepted counts again from its day on."""
    try:
        packages = json.loads(answer)["dependencies"]
    except ValueError:
        return [], ["dependencies NOT AUDITED: the advisory service cannot be reached from here"]
    waived = {one["id"] for one in known.get("advisory", ()) if today < one["until"]}
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, "
        f"mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for package in packages
        for hole in package.get("vulns", ())
        if not waived & {hole["id"], *hole.get("aliases", ())}
    ]
    unasked = sum("skip_reason" in package for package in packages)
    said = f"{unasked} of {len(packages)} dependencies NOT AUDITED: the advisory service does not "
    return holes, [said + "know them, or cannot be reached from here"] if unasked else []


def secrets(root: Path, known: Accepted) -> Found:
    """Keys, tokens and passwords in the files that git keeps or would keep."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(  # noqa: S603 - git, and nothing that anybody hands in
        listed, cwd=root, capture_output=True, check=True
    ).stdout.decode()
    present = [name for name in names.split("\0") if name and (root / name).is_file()]
    results = json.loads(run("detect-secrets", "scan", "--no-verify", *present, cwd=root))[
        "results"
    ]
    return [
        f"{name}:{one['line_number']}: {one['type']}"
        for name, hits in sorted(results.items())
        for one in hits
        if not any(
            fnmatch(name, allowed["path"]) and one["type"] in allowed["types"]
            for allowed in known.get("secret", ())
        )
    ], []


def run(program: str, *options: str, cwd: Path = ROOT) -> str:
    """What a program of the environment writes; its findings are in that, not in its status."""
    command = [str(PROGRAMS / program), *options]
    return subprocess.run(  # noqa: S603 - a locked program and names of our own files
        command, cwd=cwd, capture_output=True, text=True, check=False
    ).stdout


def main() -> int:
    known, today = accepted(), datetime.now(UTC).date()
    scans: list[Callable[[], Found]] = [
        lambda: dependencies(ROOT / "requirements.lock", known, today),
        lambda: secrets(ROOT, known),
    ]
    with ThreadPoolExecutor() as both:
        answers = list(both.map(lambda scan: scan(), scans))
    for _, said in answers:
        sys.stderr.writelines(f"scan: {line}\n" for line in said)
    faults = [line for found, _ in answers for line in found]
    sys.stderr.writelines(f"scan: {line}\n" for line in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
