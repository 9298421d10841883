"""One PostgreSQL server process: how it is made, started and stopped, and under which account."""

import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from procurement.store.binaries import Binaries

SUPERUSER = "postgres"
ACCOUNTS = ("postgres", "nobody")
"""Who runs the server when root starts it: the first of these that the machine has."""

LONGEST_SOCKET = 107
"""The kernel's limit for the path of a socket, in bytes."""

SOCKET = ".s.PGSQL.5432"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


class ClusterFailed(Exception):
    """PostgreSQL could not be started; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server."""

    uid: int
    gid: int

    def run(self, *command: str, cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
        """Run a program under this account; only root can be somebody else."""
        other = self.uid != os.geteuid()
        return subprocess.run(  # noqa: S603 - programs and paths are our own
            command,
            cwd=cwd,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            umask=0o077,
            user=self.uid if other else None,
            group=self.gid if other else None,
            extra_groups=[] if other else None,
        )

    def enters(self, path: Path) -> bool:
        """Whether the account can pass through this directory, or run this program."""
        return self.run("test", "-x", str(path)).returncode == 0


def unprivileged() -> Account:
    """Ourselves, or for root, whom PostgreSQL refuses, an account with no rights."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in ACCOUNTS:
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return Account(found.pw_uid, found.pw_gid)
    raise ClusterFailed(f"root cannot run PostgreSQL, and there is no account {ACCOUNTS}")


@dataclass(frozen=True, slots=True)
class Server:
    """A server, and the directory that belongs to its account."""

    home: Path
    account: Account
    binaries: Binaries

    @property
    def data(self) -> Path:
        return self.home / "data"

    def make(self, password: str) -> None:
        """Create an empty database cluster, whole or not at all."""
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        with self._handed(password) as file:
            self._run(
                *("initdb", "--pgdata", str(unfinished), "--username", SUPERUSER),
                *("--auth", "scram-sha-256", "--pwfile", str(file), "--data-checksums"),
                *("--encoding", "UTF8", "--locale", "C", "--no-instructions"),
            )
        unfinished.rename(self.data)

    def running(self) -> bool:
        status = self.account.run(self.binaries.program("pg_ctl"), "status", "-D", str(self.data))
        return status.returncode == 0

    def start(self, settings: Mapping[str, str]) -> None:
        """Start, and wait until it answers; it listens on a socket and on no port."""
        chosen = {
            **settings,
            "listen_addresses": "",
            "timezone": "UTC",
            "unix_socket_directories": f'"{self._socket_directory()}"',
        }
        options = " ".join(f"-c {shlex.quote(f'{key}={chosen[key]}')}" for key in chosen)
        log = str(self.home / "log")
        self._run("pg_ctl", "start", "-w", "-D", str(self.data), "-l", log, "-o", options)

    def stop(self) -> None:
        """Stop cleanly: what is committed is on disk, what is not is rolled back."""
        if self.running():
            socket = self.socket()
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data))
            if socket.parent != self.home:
                socket.rmdir()

    def socket(self) -> Path:
        """The directory of the socket, while the server runs."""
        return Path((self.data / "postmaster.pid").read_text().splitlines()[4])

    def _socket_directory(self) -> Path:
        """Beside the data, or in a private place of its own if that path is too long."""
        beside = self.home / "socket"
        if len(os.fsencode(beside / SOCKET)) > LONGEST_SOCKET:
            beside = Path(tempfile.mkdtemp(prefix="vbp-"))
            os.chown(beside, self.account.uid, self.account.gid)
        return beside

    @contextmanager
    def _handed(self, password: str) -> Iterator[Path]:
        """The password in a file that only the account can read, for a moment."""
        file = self.home / "password"
        file.unlink(missing_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.fchown(handle, self.account.uid, self.account.gid)
        with os.fdopen(handle, "w") as opened:
            opened.write(password)
        try:
            yield file
        finally:
            file.unlink()

    def _run(self, program: str, *options: str) -> None:
        done = self.account.run(self.binaries.program(program), *options, cwd=self.home)
        if done.returncode:
            log = self.home / "log"
            last = log.read_text(errors="replace").splitlines()[-10:] if log.exists() else []
            said = [line for line in (done.stdout + done.stderr).splitlines() if line]
            raise ClusterFailed("\n".join([f"{program} failed:", *said, *last]))


def home_for(directory: Path, shelter: Path) -> tuple[Path, Account]:
    """Where the server's own files are, and whose: in ``directory``, which must be ours.

    Where the account cannot get there, as below root's private home, they are in ``shelter``.
    """
    home, account = directory / "server", unprivileged()
    if not account.enters(directory):
        home = shelter / sha256(os.fsencode(directory)).hexdigest()[:16]
        _open(shelter)
    if home.exists():
        owner = home.stat()
        return home, Account(owner.st_uid, owner.st_gid)
    (home / "socket").mkdir(mode=0o700, parents=True)
    home.chmod(0o700)
    for made in (home / "socket", home):
        os.chown(made, account.uid, account.gid)
    return home, account


def server_for(directory: Path, choices: Iterable[Binaries], shelter: Path) -> Server:
    """The server of a directory; programs out of its account's reach are copied to ``shelter``."""
    home, account = home_for(directory, shelter)
    binaries = _fitting(home / "data" / "PG_VERSION", choices)
    if not account.enters(Path(binaries.program("postgres"))):
        _open(shelter)
        binaries = binaries.copied(shelter)
    return Server(home, account, binaries)


def _open(shelter: Path) -> None:
    shelter.mkdir(parents=True, exist_ok=True)
    shelter.chmod(0o711)


def _fitting(version: Path, choices: Iterable[Binaries]) -> Binaries:
    """The first choice, or the one of the version that made the data."""
    major = int(version.read_text()) if version.exists() else None
    for choice in choices:
        if major in {None, choice.major}:
            return choice
    if major is None:
        raise ClusterFailed("no PostgreSQL 15 or newer here: install one, or set DATABASE_URL")
    raise ClusterFailed(
        f"{version.parent} was made by PostgreSQL {major}, which is not here any more: "
        "install that version, or start over"
    )
