"""The database of the tests: a real PostgreSQL of their own, and a fresh clone for each test."""

import os
import shutil
import signal
import tempfile
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import plot
import pytest

from procurement.store.access import Urls
from procurement.store.cluster import APP, DATABASE, OWNER, Cluster
from procurement.store.database import Store
from procurement.store.migrations import migrate
from procurement.store.server import SUPERUSER, ClusterFailed

PREFIX = "vbp-test-"
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
NUMBERS = count(1)


MEMORY = Path("/dev/shm")
PLACE = MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())
"""Where test clusters stand: in memory if the machine can."""


def pytest_configure(config):
    """What killed runs left is cleared, once; a run that is told to end does so itself."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(config, "workerinput"):
        return
    for left in PLACE.glob(f"{PREFIX}*"):
        with suppress(ClusterFailed, PermissionError):  # somebody still uses it
            Cluster(left).remove()


@pytest.fixture(scope="session")
def new_cluster():
    """Makes clusters that are not started, and removes them in the end."""
    made = []

    def make(**options):
        directory = Path(tempfile.mkdtemp(prefix=PREFIX, dir=PLACE))
        directory.chmod(0o711)
        made.append(Cluster(directory, **{"settings": FORGETFUL} | options))
        return made[-1]

    yield make
    for cluster in made:
        cluster.remove()
        shutil.rmtree(cluster.directory, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(new_cluster):
    with new_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def template(cluster):
    """The cluster's own database, migrated once, and a connection that clones it."""
    migrate(cluster.url(OWNER))
    with closing(cluster.connect(SUPERUSER, SUPERUSER)) as connection:
        yield connection


@pytest.fixture
def database(cluster, template):
    """Where a fresh, migrated, empty database is; for tests that start processes."""
    name = f"test_{next(NUMBERS)}"
    template.execute(f"CREATE DATABASE {name} TEMPLATE {DATABASE} OWNER {OWNER}")
    yield Urls(cluster.url(OWNER, name), cluster.url(APP, name))
    template.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(database):
    """A fresh, migrated, empty store, as the application sees it."""
    opened = Store(database.app)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tell_to(cluster, template):
    """Makes stores in which the small story came as far as a stage; each stage is told once."""
    told = {}

    def story_in(name, round_id):
        story = plot.small_story(Store(cluster.url(APP, name)))
        story.round_id = round_id
        return story

    def tell_on(stage):
        before = [one for one in plot.STAGES[: plot.STAGES.index(stage)] if one in told]
        after = before[-1] if before else None
        origin, round_id = told.get(after, (DATABASE, 0))
        made = f"told_{stage}"
        template.execute(f"CREATE DATABASE {made} TEMPLATE {origin} OWNER {OWNER}")
        story = story_in(made, round_id)
        plot.tell(story, after, stage)
        story.store.close()
        told[stage] = (made, story.round_id)

    def clone(stage):
        if stage not in told:
            tell_on(stage)
        made, round_id = told[stage]
        name = f"test_{next(NUMBERS)}"
        template.execute(f"CREATE DATABASE {name} TEMPLATE {made} OWNER {OWNER}")
        return name, story_in(name, round_id)

    return clone


def stories(tell_to, template):
    """``told("publish")``: a store of its own in which the small story came as far as that."""
    opened = []

    def tell(stage):
        opened.append(tell_to(stage))
        return opened[-1][1]

    yield tell
    for name, story in opened:
        story.store.close()
        template.execute(f"DROP DATABASE {name} WITH (FORCE)")


told = pytest.fixture(stories)
told_for_module = pytest.fixture(stories, scope="module")
