"""The rehearsal of an opening (开标演练): test bids under a key of their own, before a round's."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from procurement.rules import canon, keys, sealing
from procurement.rules.canon import Json
from procurement.rules.ceremony import Committee
from procurement.rules.keys import Hardness, Share
from procurement.rules.sealing import Context, SealedBid
from procurement.rules.text import Fault, Text

TEST_LOTS = ("test-1", "test-2", "test-3")
TEST_FIRM = "test-firm"

type Sealed = tuple[bytes, Context, SealedBid]
"""An envelope, what it is bound to, and the bid that must come out of it."""


def sittings(committee: Committee) -> list[tuple[str, ...]]:
    """Two openings by as few officers as suffice, as different as can be; one where all must."""
    first = committee.officers[: committee.threshold]
    last = committee.officers[committee.spare :]
    return [first] if first == last else [first, last]


def rehearse(
    code: str, committee: Committee, at: datetime, hardness: Hardness | None = None
) -> list[Fault]:
    """Make a key, split it, seal test bids, and open them at every sitting.

    The shares of those who are not there are lost. Key, passphrases and bids are made up for the
    rehearsal and forgotten; no fault means that it passed. The committee must be without faults.
    """
    pair = keys.new_round_key()
    passphrases = {officer: secrets.token_urlsafe() for officer in committee.officers}
    shares = keys.lock(pair.private, passphrases, hardness, committee.threshold)
    box = [_test_bid(code, lot, pair.public, at) for lot in TEST_LOTS]
    found = []
    for present in sittings(committee):
        left = [share for share in shares if share.officer in present]
        given = {officer: passphrases[officer] for officer in present}
        found += opening_faults(left, given, pair.public, box)
    return found


def opening_faults(
    shares: Iterable[Share],
    passphrases: Mapping[str, str],
    public_key: bytes,
    box: Iterable[Sealed],
) -> list[Fault]:
    """Why these shares do not open, or every test bid that did not come out as it was sealed."""
    unlocked = keys.unlock(shares, passphrases, public_key)
    if isinstance(unlocked, list):
        return unlocked
    return [
        Fault(
            "rehearsal_bid",
            context.lot,
            Text(
                f"演练报价{context.lot}开启后与密封前不一致。",
                f"The test bid {context.lot} did not come out as it was sealed.",
            ),
        )
        for envelope, context, bid in box
        if sealing.open_envelope(envelope, unlocked.pair.private, context) != bid
    ]


def faults(recorded: Mapping[str, Any] | None, design: str, committee: Committee) -> list[Fault]:
    """What keeps a rehearsal from standing for this design, by its digest, and this committee.

    ``recorded`` are the details of the round's last rehearsal, None without one.
    """
    if recorded is None:
        return [
            _fault(
                "尚未进行开标演练，请先演练。",
                "The opening has not been rehearsed; rehearse it first.",
            )
        ]
    found = []
    if recorded["design"] != design:
        found.append(
            _fault(
                "演练之后轮次设计有改动，请重新演练。",
                "The design has changed since the rehearsal; rehearse again.",
            )
        )
    who = (sorted(committee.officers), committee.threshold)
    if (recorded["key_officers"], recorded["threshold"]) != who:
        found.append(
            _fault(
                "密钥保管人或开标所需人数与演练时不同，请重新演练。",
                "The rehearsal was of other key officers or another threshold; rehearse again.",
            )
        )
    return found


def digest(*facts: object) -> str:
    """SHA-256 of the facts of a design, in whatever order collections hold theirs."""
    return canon.digest(canon.encode([_plain(fact) for fact in facts]))


def _plain(value: object) -> Json:
    """A fact as JSON: what JSON has no kind for is written out."""
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, list | tuple | frozenset):
        return sorted((_plain(one) for one in value), key=canon.encode)
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)  # dates, fractions, decimals


def _test_bid(code: str, lot: str, public_key: bytes, at: datetime) -> Sealed:
    context = Context(code, lot, TEST_FIRM, at)
    bid = SealedBid(lot, TEST_FIRM, "test", 1 + secrets.randbelow(sealing.LARGEST))
    return sealing.seal(bid, public_key, context), context, bid


def _fault(zh: str, en: str) -> Fault:
    return Fault("rehearsal", "rehearsal", Text(zh, en))
