"""A server whose clock is not that of its database says so, and takes no bid."""

from datetime import timedelta

import pytest
from open_bidding import BIDDER, envelopes, open_round, submit

from web import settings

CLOSER_THAN_ANY = timedelta(seconds=-1)


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "时钟不一致"), ("en", "do not agree, so no bid can be accepted")]
)
def test_whoever_hands_in_is_told_of_the_clocks(site, log_in, monkeypatch, lang, words):
    monkeypatch.setattr(settings, "DRIFT", CLOSER_THAN_ANY)
    client = site("register")
    round_id = open_round(client.story)
    log_in(client, BIDDER)
    client.get(f"/firm/?lang={lang}")
    answer = submit(client, round_id)
    assert answer.status_code == 503
    assert words in " ".join(answer.text.split())
    assert envelopes(client.story.store, round_id) == []
