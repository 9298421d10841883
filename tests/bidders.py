"""The firms of the small story at work: sealing, handing in, taking back."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from plot import SIGNING_KEY
from sqlalchemy import text

from procurement.actions import bidding
from procurement.rules.money import parse_price
from procurement.rules.sealing import SealedBid
from seed import cast
from seed.story import BIDS_DUE

CHIA_TAI = "正大天晴药业集团股份有限公司"  # entered for 01 and 06
HUAHAI = "浙江华海药业股份有限公司"  # entered for 06
GSK = "GSK"  # entered for 06
INSTANT = timedelta(microseconds=1)
IN_TIME = BIDS_DUE - INSTANT
PUBLIC_KEY = Ed25519PrivateKey.from_private_bytes(SIGNING_KEY).public_key().public_bytes_raw()


def actor(story, name):
    """Who speaks for the firm of this name."""
    return cast.speaker(next(firm for firm in story.firms if firm.name == name))


def a_bid(story, name, product="06", spec="5mg", price="20"):
    return SealedBid(product, actor(story, name).party, spec, parse_price(price))


def an_envelope(story, name, **bid):
    with story.store.transaction() as db:
        return bidding.terms(db, story.round_id).seal(a_bid(story, name, **bid))


def submit(story, name, envelope=None, product="06", at=IN_TIME):
    """Hand an envelope in; the receipt and its signature."""
    if envelope is None:
        envelope = an_envelope(story, name, product=product)
    who = actor(story, name)
    return bidding.submit_envelope(
        story.store, who, story.round_id, product, envelope, SIGNING_KEY, at=at
    )


def withdraw(story, name, product="06", at=IN_TIME):
    who = actor(story, name)
    return bidding.withdraw(story.store, who, story.round_id, product, SIGNING_KEY, at=at)


def open_bids(story, passphrases=cast.PASSPHRASES, at=BIDS_DUE, files=()):
    return bidding.open_bids(story.store, cast.OFFICER, story.round_id, passphrases, at, files)


def handed_in(story, name):
    """The firm's envelopes as kept, newest first."""
    with story.store.transaction() as db:
        return db.envelopes.of_firm(story.round_id, actor(story, name).party)


def phase(story):
    with story.store.transaction() as db:
        return db.rounds.get(story.round_id).phase


def last_event(story):
    with story.store.transaction() as db:
        return db.audit.newest(1)[0]


def all_that_is_kept(story):
    """Every row of every table as text, by table; bytes stand there in hexadecimal digits."""
    listed = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    with story.store.transaction() as db:
        return {
            table: "\n".join(
                db.session.scalars(text(f'SELECT kept::text FROM "{table}" AS kept')).all()
            )
            for table in db.session.scalars(listed).all()
        }
