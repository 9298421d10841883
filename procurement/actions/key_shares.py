"""Key officers take their shares of a round's key away, once, and bring them to the opening."""

from collections.abc import Iterable
from datetime import datetime

from procurement.actions.rounds import subject
from procurement.rules import share_files
from procurement.rules.keys import Share
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store

NONE = Text("您不保管本轮次的密钥份额。", "You keep no share of this round's key.")
TAKEN = Text("您的密钥份额已下载过一次。", "Your share was downloaded once already.")


def take(store: Store, actor: Actor, round_id: int, at: datetime) -> bytes:
    """The officer's own share as a file, encrypted under their passphrase as it is kept."""
    require(actor, "take_share")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        row = db.rounds.share_of(round_id, actor.login, lock=True)
        if row is None or row.taken_at is not None:
            raise Refused([Fault("key_share", actor.login, TAKEN if row else NONE)])
        row.taken_at = at
        share = row.fact()
        db.audit.record(
            "key share taken",
            subject(round_),
            by=actor.login,
            at=at,
            commitment=share.commitment(),
        )
        return share.file()


def gathered(db: Db, round_id: int, files: Iterable[str]) -> list[Share]:
    """The shares kept here, and in their place those that officers brought as files."""
    read = [share_files.read(file) for file in files]
    if faults := [one for one in read if isinstance(one, Fault)]:
        raise Refused(faults)
    brought = [one for one in read if isinstance(one, Share)]
    return list({one.officer: one for one in [*db.rounds.shares(round_id), *brought]}.values())
