"""Sealing away from the site: a round's terms as a file, and an envelope as a file.

Both are JSON with whole numbers only. ``vbp seal`` reads the one and writes the other; any program
may. An envelope's file says in the clear what it was sealed for, so that a mistake is found when
it is handed in and not at the opening.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procurement.rules import canon
from procurement.rules.keys import KEY_BYTES
from procurement.rules.offers import Lot, Terms
from procurement.rules.sealing import Context
from procurement.rules.text import Fault, Refused, Text

NO_TERMS = Fault(
    "round_file",
    "round",
    Text(
        "该文件不是本平台下载的轮次公开信息文件。",
        "The file is not a round's terms as this platform gives them out.",
    ),
)
NO_ENVELOPE = Fault(
    "envelope_file",
    "envelope",
    Text(
        "该文件不是报价信封；请重新加密后提交。",
        "This is not the file of an envelope; seal the bid again.",
    ),
)
NO_OWN_KEY = Fault(
    "own_key_file",
    "own-key",
    Text("该文件不是本企业的密钥文件。", "This is not the file of your firm's key."),
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An envelope and what it says it was sealed for."""

    context: Context
    ciphertext: bytes


def write_terms(terms: Terms) -> bytes:
    """What anybody needs to seal a bid for the round."""
    return canon.encode(
        {
            "round": terms.round,
            "deadline": canon.instant(terms.deadline),
            "public_key": terms.public_key.hex(),
            "public_key_sha256": canon.digest(terms.public_key),
            "lots": {
                code: {"name": lot.name, "by_pack": lot.by_pack, "ceilings": lot.ceilings}
                for code, lot in terms.lots.items()
            },
        }
    )


def read_terms(content: bytes) -> Terms:
    """Raises ``Refused`` for any other file."""
    try:
        found = json.loads(content)
        return Terms(
            _text(found, "round"),
            _instant(found),
            _key(found),
            {
                code: Lot(code, lot["name"], lot["by_pack"], dict(lot["ceilings"]))
                for code, lot in found["lots"].items()
            },
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refused([NO_TERMS]) from error


def read_own_key(content: bytes) -> bytes:
    """The public part in the key's file that the firm's page made; Refused for any other file."""
    try:
        return _key(json.loads(content))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused([NO_OWN_KEY]) from error


def write_envelope(sealed: Sealed) -> bytes:
    """The file that the page sends too."""
    where = sealed.context
    return canon.encode(
        {
            "round": where.round,
            "lot": where.lot,
            "firm": where.firm,
            "deadline": canon.instant(where.deadline),
            "envelope": b64encode(sealed.ciphertext).decode(),
        }
    )


def read_envelope(content: bytes) -> Sealed:
    """Raises ``Refused`` for any other file; what it says is not believed, only compared."""
    try:
        found = json.loads(content)
        round_, lot, firm = (_text(found, name) for name in ("round", "lot", "firm"))
        context = Context(round_, lot, firm, _instant(found))
        return Sealed(context, b64decode(_text(found, "envelope"), validate=True))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused([NO_ENVELOPE]) from error


def _key(found: Any) -> bytes:  # noqa: ANN401 - whatever stands in somebody's file
    key = bytes.fromhex(_text(found, "public_key"))
    if len(key) != KEY_BYTES:
        raise ValueError("a public key has 32 bytes")
    return key


def _instant(found: Any) -> datetime:  # noqa: ANN401 - whatever stands in somebody's file
    at = datetime.fromisoformat(_text(found, "deadline"))
    canon.instant(at)  # one without a time zone is no instant
    return at


def _text(found: Any, name: str) -> str:  # noqa: ANN401 - whatever stands in somebody's file
    value = found[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value
