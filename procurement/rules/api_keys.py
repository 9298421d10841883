"""Keys with which systems of firms and hospitals speak for them (接口密钥): scopes and expiry."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from procurement.rules.rights import RIGHTS, Actor, Role
from procurement.rules.text import Fault, Text

MARK = "vbp_"
"""How every key begins, so that one in the wrong place is found."""
SHOWN = len(MARK) + 6  # characters by which a person knows a key again
SECRET_BYTES = 32
MOST_DAYS = 366
LONGEST = 100  # characters of what a key is for
MOST = 20  # keys of one person that are in force


class Scope(StrEnum):
    """What a key may be made for."""

    DEMAND = "demand:write"
    USAGE = "usage:write"
    ENVELOPES = "envelopes:write"
    RECEIPTS = "receipts:read"


SCOPE_NAMES: dict[Scope, Text] = {
    Scope.DEMAND: Text("填报需求量", "report demand"),
    Scope.USAGE: Text("上报采购使用量", "report usage"),
    Scope.ENVELOPES: Text("提交报价信封", "hand in envelopes"),
    Scope.RECEIPTS: Text("查看本企业回执", "list the firm's receipts"),
}
RIGHT_OF: dict[Scope, str] = {
    Scope.DEMAND: "report_demand",
    Scope.USAGE: "report_usage",
    Scope.ENVELOPES: "submit_envelope",
    Scope.RECEIPTS: "see_envelopes",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key as a person asks for it: what it is for, its scopes, and how long it lasts."""

    purpose: str
    scopes: tuple[str, ...]
    days: int


def new_key() -> str:
    """A key that nobody guesses: 256 random bits."""
    return MARK + secrets.token_urlsafe(SECRET_BYTES)


def scopes_for(role: Role) -> tuple[Scope, ...]:
    """The scopes that a person of this role may give away: no more than the person has."""
    return tuple(scope for scope, right in RIGHT_OF.items() if role in RIGHTS[right])


def faults(wanted: Wanted, role: Role, in_force: int) -> list[Fault]:
    """Everything that is wrong with what was asked for; ``in_force`` counts the keys there are."""
    found = []
    if not wanted.purpose.strip() or len(wanted.purpose) > LONGEST:
        text = Text(
            f"请填写用途，不超过{LONGEST}个字符。",
            f"Say what the key is for, in at most {LONGEST} characters.",
        )
        found.append(Fault("purpose", "purpose", text))
    if not wanted.scopes or set(wanted.scopes) - set(scopes_for(role)):
        text = Text("请至少选择一项所列权限。", "Choose one of the listed scopes, or more.")
        found.append(Fault("scopes", "scopes", text))
    if not 1 <= wanted.days <= MOST_DAYS:
        text = Text(f"有效期应为1至{MOST_DAYS}天。", f"A key lasts from 1 to {MOST_DAYS} days.")
        found.append(Fault("days", "days", text))
    if in_force >= MOST:
        text = Text(
            f"有效密钥已有{MOST}个，请先停用不用的密钥。",
            f"{MOST} keys are in force; revoke one that is not used.",
        )
        found.append(Fault("keys_most", "keys", text))
    return found


def expiry(at: datetime, days: int) -> datetime:
    """The instant from which a key is not in force any more."""
    return at + timedelta(days=days)


def speaker(person: Actor, scopes: Iterable[str]) -> Actor:
    """The person, with the rights of the scopes and no others."""
    return Actor(
        person.login,
        person.role,
        person.party,
        frozenset(RIGHT_OF[Scope(scope)] for scope in scopes),
    )


def shown(key: str) -> str:
    """The beginning of a key, by which its owner knows it again."""
    return key[:SHOWN]


def sorted_scopes(scopes: Sequence[str]) -> list[str]:
    """The scopes in the order of their list, each once."""
    return [scope.value for scope in Scope if scope.value in scopes]
