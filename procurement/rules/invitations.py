"""Inviting a person to a login (邀请): one link, once, for a few days."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement.rules import credit_codes
from procurement.rules.rights import ROLE_NAMES, Role
from procurement.rules.text import Fault, Text

LIFETIME = timedelta(days=7)
TOKEN_BYTES = 24
LONGEST = 100  # characters of a person's name
INVITED = tuple(role for role in Role if role is not Role.OFFICER)
"""An officer invites no officers: who opens bids is named by the operator, not by one of them."""
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
OPERATOR = "operator"
"""Who runs the machine (系统运维), in the audit chain: nobody who logs in."""
NOBODY = frozenset({OPERATOR, "anonymous", "platform", "setup", "worker"})
"""Names that the audit chain gives to what no person did; nobody has one of them as a login."""

SPENT = Fault(
    "invitation",
    "code",
    Text(
        "邀请码无效、已使用、已撤销或已过期，请联系采购办重新邀请。",
        "This invitation is unknown, used, taken back or too old; ask the office for another.",
    ),
)
TAKEN = Fault("login_taken", "login", Text("该账号已被使用，请另选。", "This login is taken."))


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited: name, role, and the firm, hospital or distributor spoken for."""

    name: str
    role: Role
    party: str = ""


def new_token() -> str:
    """What the link says: 192 random bits; only their hash is kept."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_open(
    at: datetime, expires_at: datetime, accepted_at: datetime | None, revoked_at: datetime | None
) -> bool:
    """The invitation can be accepted: strictly before its end, once, unless it was taken back."""
    return at < expires_at and accepted_at is None and revoked_at is None


def faults(
    guest: Guest, firms: set[str], hospitals: set[str], roles: Collection[Role] = INVITED
) -> list[Fault]:
    """Everything that is wrong with an invitation, given the codes of all firms and hospitals.

    ``roles`` are those that whoever invites may give: an officer ``INVITED``, the operator all.
    """
    found = []
    if not guest.name.strip() or len(guest.name) > LONGEST or not guest.name.isprintable():
        text = Text(
            f"请填写被邀请人姓名，不超过{LONGEST}个字符。",
            f"Give the person's name, at most {LONGEST} characters.",
        )
        found.append(Fault("name", "name", text))
    if guest.role not in roles:
        name = ROLE_NAMES[guest.role]
        text = Text(f"不能邀请：{name.zh}。", f"Nobody is invited as: {name.en}.")
        found.append(Fault("role", "role", text))
    if not _party_is_right(guest, firms, hospitals):
        text = Text(
            "请填写已登记的企业或医疗机构代码；配送企业填统一社会信用代码；其他角色留空。",
            "Give the code of a firm or hospital that is registered, a distributor's unified "
            "social credit code, and nothing for other roles.",
        )
        found.append(Fault("party", "party", text))
    return found


def _party_is_right(guest: Guest, firms: set[str], hospitals: set[str]) -> bool:
    match guest.role:
        case Role.FIRM:
            return guest.party in firms
        case Role.HOSPITAL:
            return guest.party in hospitals
        case Role.DISTRIBUTOR:
            return not credit_codes.read(guest.party).faults
        case _:
            return not guest.party


def login_faults(login: str) -> list[Fault]:
    """What is wrong with a login that a person chose."""
    if login in NOBODY:
        return [TAKEN]
    if LOGIN.fullmatch(login):
        return []
    text = Text(
        "账号为3至40个字符，限小写字母、数字、点、下划线和连字符，以字母或数字开头。",
        "A login has 3 to 40 small letters, digits, dots, underscores and hyphens, and begins "
        "with a letter or digit.",
    )
    return [Fault("login", "login", text)]
