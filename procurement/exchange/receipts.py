"""Receipts (回执), boxes and proofs as files, and whether a receipt's envelope is in the box."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procurement.rules import box, canon, sealing
from procurement.rules.box import Box, Entry, Proof
from procurement.rules.canon import Json
from procurement.rules.sealing import Receipt
from procurement.rules.text import Fault, Refused, Text

type Read = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt as the firm keeps it; ``inclusion`` and its root once the box was closed."""

    receipt: Receipt
    signature: bytes
    public_key: bytes
    proof: Proof | None = None

    @property
    def entry(self) -> Entry:
        """Its line in the box; a receipt from before positions were counted says 0."""
        given = self.receipt
        return Entry(given.position or 0, given.fingerprint, given.received_at)


@dataclass(frozen=True, slots=True)
class BoxFile:
    """A published box: its entries and the root that they are said to have."""

    round: str
    root: str
    entries: tuple[Entry, ...]


def box_json(closed: Box, public_key: bytes) -> bytes:
    """The box as everybody may have it: no firm, no lot."""
    return canon.encode(
        {
            "round": closed.round,
            "deadline": canon.instant(closed.deadline),
            "closed_at": canon.instant(closed.closed_at),
            "envelopes": closed.envelopes,
            "root": closed.root,
            "entries": [_entry_json(one) for one in closed.entries],
            "algorithm": "Ed25519",
            "public_key": public_key.hex(),
        }
    )


def proof_json(proof: Proof, root: str) -> dict[str, Json]:
    """A proof beside the root it leads to."""
    head: dict[str, Json] = {"round": proof.round, "envelopes": proof.envelopes, "root": root}
    return head | _entry_json(proof.entry) | {"path": list(proof.path)}


def _entry_json(entry: Entry) -> dict[str, Json]:
    at = canon.instant(entry.received_at)
    return {"position": entry.position, "fingerprint": entry.fingerprint, "received_at": at}


def read_receipt(content: bytes, name: str) -> ReceiptFile:
    """A receipt file; Refused when it is none."""
    try:
        kept = _object(content)
        said = json.loads(kept["signed"])
        at = datetime.fromisoformat(said.pop("received_at"))
        inclusion = kept.get("inclusion")
        return ReceiptFile(
            _dated(Receipt(**said, received_at=at)),
            bytes.fromhex(kept["signature"]),
            bytes.fromhex(kept["public_key"]),
            _proof(inclusion) if inclusion else None,
        )
    except UNREADABLE as error:
        raise _refused(name, "回执", "a receipt") from error


def read_box(content: bytes, name: str) -> BoxFile:
    """A published box; Refused when it is none."""
    try:
        kept = _object(content)
        return BoxFile(
            str(kept["round"]), str(kept["root"]), tuple(_entry(one) for one in kept["entries"])
        )
    except UNREADABLE as error:
        raise _refused(name, "标箱清单", "a list of a box") from error


def read_proof(content: bytes, name: str) -> Proof:
    """A proof; Refused when it is none."""
    try:
        return _proof(_object(content))
    except UNREADABLE as error:
        raise _refused(name, "包含证明", "a proof") from error


UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def _object(content: bytes) -> Read:
    kept = json.loads(content)
    if not isinstance(kept, dict):
        raise TypeError("no object")
    return kept


def _proof(kept: Read) -> Proof:
    path = tuple(str(one) for one in kept["path"])
    return Proof(str(kept["round"]), _entry(kept), int(kept["envelopes"]), path)


def _entry(kept: Read) -> Entry:
    at = datetime.fromisoformat(kept["received_at"])
    canon.instant(at)
    return Entry(int(kept["position"]), str(kept["fingerprint"]), at)


def _dated(receipt: Receipt) -> Receipt:
    """Refuses, by ``ValueError``, a receipt that nobody can have signed."""
    receipt.signed_bytes()
    if type(receipt.position or 0) is not int:
        raise ValueError("a position is a whole number")
    return receipt


def _refused(name: str, zh: str, en: str) -> Refused:
    text = Text(f"不是有效的{zh}文件。", f"This is not the file of {en}.")
    return Refused([Fault("unreadable", name, text)])


def signature_faults(file: ReceiptFile, public_key: bytes | None) -> list[Fault]:
    """The signature does not hold under the platform's key, or under its own if none is given."""
    try:
        if sealing.verify_receipt(file.receipt, file.signature, public_key or file.public_key):
            return []
    except ValueError:  # no key at all
        pass
    return [SIGNATURE]


def proof_faults(file: ReceiptFile, proof: Proof, root: str) -> list[Fault]:
    """The proof is of another envelope, or does not lead to the root."""
    found = []
    if not _same(file.entry, proof.entry) or proof.round != file.receipt.round:
        found.append(OTHER)
    if not proof.leads_to(root.lower()):
        found.append(NO_PROOF)
    return found


def box_faults(file: ReceiptFile, kept: BoxFile, root: str | None) -> list[Fault]:
    """The list does not have its root, or the receipt's envelope is not where it was accepted."""
    found = []
    made = box.root(kept.round, kept.entries)
    if made != kept.root or made != (root or made).lower() or kept.round != file.receipt.round:
        found.append(ROOT)
    if not any(_same(file.entry, one) for one in kept.entries):
        found.append(ABSENT)
    return found


def _same(receipt: Entry, kept: Entry) -> bool:
    """The entry is that of the receipt; an old receipt says nothing of the position."""
    if not receipt.position:
        receipt = Entry(kept.position, receipt.fingerprint, receipt.received_at)
    return receipt == kept


SIGNATURE = Fault(
    "signature",
    "signature",
    Text("签名与平台公钥不符。", "The signature does not fit the platform's public key."),
)
OTHER = Fault(
    "inclusion",
    "proof",
    Text("证明所指的不是回执中的信封。", "The proof is of another envelope than the receipt."),
)
NO_PROOF = Fault(
    "inclusion",
    "root",
    Text("证明不能推得公布的根。", "The proof does not lead to the published root."),
)
ROOT = Fault(
    "box_root",
    "root",
    Text("清单算得的根与公布的根不符。", "The list does not have the published root."),
)
ABSENT = Fault(
    "inclusion",
    "box",
    Text(
        "标箱中没有该信封，或其位置、时间与回执不符。",
        "The envelope is not in the box, or not at the place and time of the receipt.",
    ),
)
