"""A price is nowhere before the opening: not in the log, not in an error, not in any table."""

from contextlib import closing

import pytest
from open_bidding import BIDDER, BIDDER_CODE, PRICE, open_round, post, submit
from served import Served
from sqlalchemy import LargeBinary, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from procurement.rules import money
from procurement.rules.bids import Bid

DIGITS = str(money.parse_price(PRICE))
"""The price as it would be stored: 17391304."""
FORBIDDEN = (PRICE, DIGITS)


def test_no_log_line_of_a_submitted_bid_contains_its_price(told, tmp_path):
    story = told("register")
    round_id = open_round(story)
    with (
        Served(story.store.engine.url, tmp_path) as served,
        closing(served.person(BIDDER)) as client,
    ):
        assert submit(client, round_id).status_code == 303
        here = f"/firm/{round_id}/lots/01"
        assert post(client, here, unit_price=PRICE, spec="0.25g").status_code == 422
        assert post(client, here, sealed=f'{{"unit_price": {PRICE}}}').status_code == 422
        assert post(client, here, sealed=PRICE).status_code == 422
        assert post(client, here, sealed=PRICE * 2000).status_code == 400
        assert submit(client, round_id, "31").status_code == 404
        nowhere = f"/firm/{round_id}/lots/01/nowhere"
        assert post(client, nowhere, unit_price=PRICE).status_code == 404
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    log = served.log.read_text()
    assert log.count('"status": 422') == 3
    assert served.log in written
    for path in written:
        assert not any(digits.encode() in path.read_bytes() for digits in FORBIDDEN), path


def test_the_price_is_in_no_table_before_the_opening(site, log_in):
    client = site("register")
    round_id = open_round(client.story)
    log_in(client, BIDDER)
    assert submit(client, round_id).status_code == 303
    store = client.story.store
    assert places_of(store, "0.25g"), "the search finds what is there"
    assert places_of(store, BIDDER_CODE)
    assert [place for digits in FORBIDDEN for place in places_of(store, digits)] == []


def places_of(store, digits):
    """Columns of any type that hold these digits: bytes are searched as bytes, all else as text."""
    found, seen = [], inspect(store.engine)
    with store.transaction() as db:
        for table in seen.get_table_names():
            for column in seen.get_columns(table):
                name = f'"{table}"."{column["name"]}"'
                held = (
                    f"position(convert_to(:digits, 'UTF8') in {name}) > 0"
                    if isinstance(column["type"], LargeBinary)
                    else f"position(:digits in CAST({name} AS text)) > 0"
                )
                query = text(f'SELECT count(*) FROM "{table}" WHERE {held}')
                if db.session.execute(query, {"digits": digits}).scalar():
                    found.append(name)
    return found


@pytest.mark.parametrize(
    "query",
    [
        "SELECT CAST(:price AS bigint) / 0",
        "SELECT nothing FROM bids WHERE unit_price = CAST(:price AS bigint)",
        "SELECT CAST(:price AS bigint) FROM pg_sleep(0), no_such_table",
    ],
)
def test_an_error_of_the_database_shows_no_parameters(store, query):
    with pytest.raises(SQLAlchemyError) as error, store.transaction() as db:
        db.session.execute(text(query), {"price": int(DIGITS)})
    assert DIGITS not in str(error.value)
    assert "hide_parameters" in str(error.value)


def test_a_bid_that_is_kept_twice_is_refused_without_its_price(told):
    story = told("open")
    with story.store.transaction() as db:
        kept = db.evaluations.bids(story.round_id)["01"][0]
    again = Bid(kept.product, kept.firm, kept.spec, int(DIGITS))
    with pytest.raises(SQLAlchemyError) as error, story.store.transaction() as db:
        db.evaluations.keep_bids(story.round_id, [again])
    assert DIGITS not in str(error.value)
