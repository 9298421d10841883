"""Webhooks (推送): notices for an organisation's own systems, numbered without a gap and signed.

Signed as Standard Webhooks 1.0.0 says (https://www.standardwebhooks.com): HMAC-SHA256 over id,
time and body, so that any of its libraries verifies them.
"""

import hashlib
import hmac
import ipaddress
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from procurement.rules import canon
from procurement.rules.notices import Notice
from procurement.rules.text import Fault, Text

SALT_BYTES = 16
LONGEST = 500  # characters of an address
MOST = 5  # receivers of one organisation
PATIENCE = timedelta(days=5)
"""A receiver that failed for so long is no longer served."""

SAID = re.compile(r"[!-~]+")
HTTPS = Text(
    "推送地址须为 https:// 开头的完整网址，不含用户名、密码和“#”，不超过500个字符。",
    "A webhook's address is a whole https:// address without user, password or “#”, of at most "
    "500 characters.",
)
TOO_MANY = Fault(
    "webhook_number",
    "address",
    Text(
        f"每个机构最多{MOST}个推送地址；请先撤销不用的。",
        f"An organisation has at most {MOST} webhooks; revoke one that is not used.",
    ),
)

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Message:
    """A notice as it is delivered; ``sequence`` counts a receiver's notices from 1."""

    sequence: int
    notice: Notice
    told_at: datetime

    def body(self) -> bytes:
        """Canonical JSON, the same at every try."""
        notice = self.notice
        return canon.encode(
            {
                "type": notice.kind.value,
                "timestamp": canon.instant(self.told_at),
                "sequence": self.sequence,
                "data": {"round": notice.round, "link": notice.link, "day": f"{notice.day}"},
            }
        )


def message_id(salt: bytes, sequence: int) -> str:
    """The message's id, the same at every try: who saw it before may drop it."""
    return f"msg_{hashlib.sha256(salt).hexdigest()[:16]}_{sequence}"


def secret(key: bytes, salt: bytes) -> bytes:
    """A receiver's 32 secret bytes, made of the platform's key: no table holds them."""
    return hmac.digest(key, b"webhook" + salt, "sha256")


def shown(secret: bytes) -> str:
    """The secret as a receiver's library takes it."""
    return f"whsec_{b64encode(secret).decode()}"


def headers(secret: bytes, identity: str, body: bytes, at: datetime) -> dict[str, str]:
    """Who sends what, when, and the proof; ``at`` is the moment of this very try."""
    seconds = int(at.timestamp())
    signed = f"{identity}.{seconds}.".encode() + body
    proof = b64encode(hmac.digest(secret, signed, "sha256")).decode()
    return {
        "content-type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": f"{seconds}",
        "webhook-signature": f"v1,{proof}",
    }


def address_faults(address: str, *, loopback: bool = False) -> list[Fault]:
    """What is wrong with a receiver's address; plain http only to a ``loopback`` of development."""
    try:
        said = urlsplit(address)
        port_is_whole = said.port is None or said.port > 0
    except ValueError:
        return [Fault("webhook_address", "address", HTTPS)]
    sound = (
        len(address) <= LONGEST
        and SAID.fullmatch(address)
        and said.scheme in ({"https", "http"} if loopback else {"https"})
        and said.hostname
        and port_is_whole
        and "@" not in said.netloc
        and "#" not in address
    )
    return [] if sound else [Fault("webhook_address", "address", HTTPS)]


def may_be_reached(found: Sequence[Address], *, loopback: bool = False) -> bool:
    """All addresses of a name are of the public internet: none leads into a network of ours.

    With ``loopback`` they are all of this machine, for development.
    """
    if loopback:
        return bool(found) and all(one.is_loopback for one in found)
    return bool(found) and all(_is_public(one) for one in found)


def _is_public(one: Address) -> bool:
    """Global unicast, and no wrapping of an older address that may be private."""
    if isinstance(one, ipaddress.IPv4Address):
        return one.is_global and not one.is_multicast
    wrapped = one.ipv4_mapped or one.sixtofour or one.teredo
    return one in GLOBAL and one.is_global and not wrapped


GLOBAL = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out for unicast (RFC 4291)."""
