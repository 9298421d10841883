"""The file of a key share, as its officer keeps it elsewhere, read again."""

import json

from procurement.rules.keys import Hardness, Share
from procurement.rules.text import Fault, Text

UNREADABLE = Fault(
    "share_file",
    "shares",
    Text("所给内容不是密钥份额文件。", "This is not the file of a key share."),
)


def read(text: str) -> Share | Fault:
    """The share in a file made by ``Share.file``; whether it is this round's is seen later."""
    try:
        plain = json.loads(text)
        share = Share(
            officer=plain["officer"],
            number=plain["number"],
            threshold=plain["threshold"],
            salt=bytes.fromhex(plain["salt"]),
            nonce=bytes.fromhex(plain["nonce"]),
            ciphertext=bytes.fromhex(plain["ciphertext"]),
            hardness=Hardness(**plain["hardness"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return UNREADABLE
    counts = (share.number, share.threshold)
    sound = isinstance(share.officer, str) and all(type(count) is int for count in counts)
    return share if sound else UNREADABLE
