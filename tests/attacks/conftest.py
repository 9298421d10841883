"""The site of the web tests, for those who attack it."""

import pytest
from open_bidding import BIDDER, BIDDERS, open_round, submit

from tests.web import conftest as web_tests

site = web_tests.site
log_in = web_tests.log_in


@pytest.fixture
def bidding_site(site, log_in):
    """A round open for bids, in which every firm but one handed in an envelope for product 01."""
    client = site("register")
    client.round = open_round(client.story)
    for login in BIDDERS:
        if login != BIDDER:
            log_in(client, login)
            assert submit(client, client.round).status_code == 303
    client.cookies.clear()
    return client


@pytest.fixture
def settled_site(site):
    """The round told to its end: papers, contracts, reports and statements."""
    return site("settle")
