"""Before the opening a price is in nothing that an operator can take away: dumps, files, logs."""

import base64
import json
import subprocess
from contextlib import closing
from urllib.parse import quote

import plot
import pytest
from open_bidding import BIDDER, BIDDER_CODE, LOT, PRICE, open_round, post, submit
from served import Served

from procurement.rules import money
from procurement.rules.canon import encode
from procurement.store.cluster import OWNER
from procurement.store.database import Store
from procurement.store.migrations import migrate
from procurement.store.server import SUPERUSER

MICRO = money.parse_price(PRICE)
COMPARABLE = MICRO // 100
WHOLE, PART = PRICE.split(".")


def forms():
    """Every way to write 17.391304 that somebody might keep; nothing so short that it is chance."""
    written = [PRICE, str(MICRO), str(COMPARABLE), f"{MICRO:,}", f"{WHOLE},{PART}", f"¥{PRICE}"]
    written += [f"{MICRO / 1_000_000:e}"[:8], f"{MICRO:#x}"[2:], f"{MICRO:#x}"[2:].upper()]
    written += [PRICE.translate(FULL_WIDTH), quote(f"={PRICE}"), PART]
    plain = [one.encode() for one in written]
    plain += [MICRO.to_bytes(8, order) for order in ("big", "little")]
    plain += [json.dumps({"unit_price": MICRO}).encode(), encode({"unit_price": MICRO})]
    plain += [PRICE.encode("utf-16-le"), PRICE.encode("utf-16-be")]
    return {form for one in plain for form in (one, one.hex().encode(), *in_base64(one))}


FULL_WIDTH = {ord(digit): ord(digit) - ord("0") + ord("０") for digit in "0123456789"}


def in_base64(plain):
    """The letters that stand for it wherever it begins in what is encoded."""
    for before in range(3):
        letters = base64.b64encode(bytes(before) + plain).rstrip(b"=")
        yield letters[-(-8 * before // 6) : -2] or letters


FORMS = {form for form in forms() if len(form) > 6}


def found_in(content):
    return sorted(form for form in FORMS if form in content)


@pytest.mark.parametrize(
    "kept",
    [
        f'{{"unit_price": {MICRO}}}',
        f"price={PRICE}&spec=0.25g",
        base64.b64encode(f'{{"a": 1, "unit_price": {MICRO}}}'.encode()).decode(),
        f"\\x{PRICE.encode().hex()}",
        MICRO.to_bytes(8, "big").hex(),
    ],
)
def test_the_search_finds_a_price_that_is_there(kept):
    assert found_in(kept.encode())


@pytest.fixture(scope="module")
def taken(new_cluster, tmp_path_factory):
    """What an operator holds after a firm's bids, tries and errors: by name, as bytes.

    The server is this test's own: the write-ahead log of a shared one tells of others' rounds.
    """
    home = tmp_path_factory.mktemp("home")
    with new_cluster() as cluster:
        migrate(cluster.url(OWNER))
        with closing(Store(cluster.url())) as store:
            story = plot.small_story(store)
            story.register()
            at_work(store.engine.url, home, open_round(story))
        return {
            "dump": dump(cluster, "plain"),
            "archive": dump(cluster, "custom", "--compress=0"),
            **files(home),
            **data(cluster),
        }


def at_work(url, home, round_id):
    """A firm seals, replaces, withdraws, and does what it should not."""
    with Served(url, home) as served, closing(served.person(BIDDER)) as firm:
        assert submit(firm, round_id).status_code == 303
        assert submit(firm, round_id).status_code == 303
        here = f"/firm/{round_id}/lots/{LOT}"
        assert post(firm, here, unit_price=PRICE, sealed=f'{{"unit_price": {MICRO}}}').is_error
        assert post(firm, f"{here}/withdraw", confirm="1").status_code == 303
        assert submit(firm, round_id).status_code == 303
        for page in ("", f"/{round_id}", f"/{round_id}/lots/{LOT}"):
            assert firm.get(f"/firm{page}", follow_redirects=True).status_code == 200


def dump(cluster, form, *options):
    """What ``pg_dump`` of the server's own version writes."""
    url = cluster.url(OWNER).set(drivername="postgresql")
    command = [cluster.server.binaries.program("pg_dump"), f"--format={form}", *options]
    command.append(f"--dbname={url.render_as_string(hide_password=False)}")
    return subprocess.run(command, capture_output=True, check=True).stdout


def files(home):
    """Logs, sessions, secrets, and whatever else the server wrote."""
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def data(cluster):
    """The database's own files: tables, write-ahead log, the server's log."""
    with closing(cluster.connect(SUPERUSER, SUPERUSER)) as administrator:
        administrator.execute("CHECKPOINT")
    tree = cluster.server.home
    return {
        str(path.relative_to(tree)): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file() and path.stat().st_size
    }


def test_the_search_looks_at_everything(taken):
    """Dumps, tables, the write-ahead log and the server's log hold what they should hold."""
    code = BIDDER_CODE.encode()
    assert code in taken["dump"]
    assert code in taken["archive"]
    assert b'"status": 303' in taken["server.log"]
    for folder in ("data/base/", "data/pg_wal/"):
        assert any(code in taken[name] for name in taken if name.startswith(folder)), folder


def test_before_the_opening_a_price_is_nowhere_in_any_form(taken):
    assert {name: hits for name, kept in taken.items() if (hits := found_in(kept))} == {}
