"""The site of the web tests, for those who attack it."""

from contextlib import ExitStack

import pytest
from litestar.testing import TestClient
from open_bidding import BIDDER, BIDDERS, open_round, submit
from walker import MOST, Walker, login_of

from tests.web import conftest as web_tests
from web import app
from web.settings import Settings

site = web_tests.site
log_in = web_tests.log_in


@pytest.fixture(scope="module")
def shared_site(told_for_module, tmp_path_factory):
    """``shared_site("settle")``: a site for all tests of a file; they leave nothing behind."""
    with ExitStack() as opened:

        def serve(stage):
            story = told_for_module(stage)
            url = story.store.engine.url.render_as_string(hide_password=False)
            wanted = Settings(tmp_path_factory.mktemp("home"), url, pool=4)
            client = opened.enter_context(TestClient(app.build(wanted)))
            client.story = story
            return client

        yield serve


@pytest.fixture(scope="module")
def bidding_site(shared_site):
    """A round open for bids, in which every firm but one handed in an envelope for product 01."""
    client = shared_site("register")
    client.round = open_round(client.story)
    for login in BIDDERS:
        if login != BIDDER:
            web_tests.enter(client, login)
            assert submit(client, client.round).status_code == 303
    client.cookies.clear()
    return client


@pytest.fixture(scope="module")
def settled_site(shared_site):
    """The round told to its end: papers, contracts, reports and statements."""
    return shared_site("settle")


@pytest.fixture
def people():
    """``people(client, Role.FIRM)``: a walker logged in as the first of that role, or nobody."""

    def enter(client, role, most=MOST):
        client.cookies.clear()
        if login := login_of(client.story, role):
            web_tests.enter(client, login)
        return Walker(client, most)

    return enter
