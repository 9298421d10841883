"""Whose envelopes came from one network address is known after the opening; the address never."""

from bidders import all_that_is_kept
from open_bidding import BIDDER, BIDDER_CODE, RIVAL, RIVAL_CODE, envelopes, open_round, submit

ADDRESS = "testclient"
"""What the test's browsers give for their network address."""


def test_envelopes_from_one_address_have_one_mark_and_the_address_is_not_kept(site, log_in):
    client = site("register")
    number = open_round(client.story)
    for login in (BIDDER, RIVAL):
        submit(log_in(client, login), number)
    store = client.story.store
    (one,), (other,) = (envelopes(store, number, firm) for firm in (BIDDER_CODE, RIVAL_CODE))
    assert one.network == other.network != ""
    assert ADDRESS not in all_that_is_kept(client.story)["envelopes"]
