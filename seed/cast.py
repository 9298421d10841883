"""The people of the demonstration and their logins; every password is the same and public."""

from collections.abc import Iterable

from argon2 import PasswordHasher

from procurement.actions.parties import Login
from procurement.rules.parties import Firm, Hospital
from procurement.rules.rights import Actor, Role

PASSWORD = "demo-2020"  # noqa: S105 - printed by the demonstration, meant to be known
PASSPHRASES = {"officer": "first key of the opening", "officer2": "second key of the opening"}
"""The key officers' passphrases, as public as the password."""
COMMITTEE = PASSPHRASES | {
    "officer3": "third key of the opening",
    "officer4": "fourth key of the opening",
    "officer5": "fifth key of the opening",
}
"""Five key officers, of whom ``THRESHOLD`` open the bids."""
THRESHOLD = 3

OFFICER = Actor("officer", Role.OFFICER)
SECOND = Actor("officer2", Role.OFFICER)
THIRD = Actor("officer3", Role.OFFICER)
FOURTH = Actor("officer4", Role.OFFICER)
FIFTH = Actor("officer5", Role.OFFICER)
FUND = Actor("fund", Role.FUND)
AUDITOR = Actor("auditor", Role.AUDITOR)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)
CREDIT_CODE = "91110000MA0XXXX07Q"
"""Of an invented distributor; its checks are right."""
DISTRIBUTOR = Actor("distributor", Role.DISTRIBUTOR, CREDIT_CODE)


def speaker(party: Firm | Hospital) -> Actor:
    """Who speaks for a firm or a hospital; the login is its code in small letters."""
    role = Role.FIRM if isinstance(party, Firm) else Role.HOSPITAL
    return Actor(party.code.lower(), role, party.code)


def firm_logins(firms: Iterable[Firm]) -> list[Login]:
    """One login a firm."""
    shared = PasswordHasher().hash(PASSWORD)
    return [Login(speaker(firm), firm.name, shared) for firm in firms]


def logins(firms: Iterable[Firm], hospitals: Iterable[Hospital]) -> list[Login]:
    """One login an office, a firm, a hospital."""
    shared = PasswordHasher().hash(PASSWORD)
    offices = [
        (OFFICER, "联合采购办公室 甲（示范）"),
        (SECOND, "联合采购办公室 乙（示范）"),
        (THIRD, "联合采购办公室 丙（示范）"),
        (FOURTH, "联合采购办公室 丁（示范）"),
        (FIFTH, "联合采购办公室 戊（示范）"),
        (FUND, "医保经办机构（示范）"),
        (AUDITOR, "审计（示范）"),
        (SUPERVISOR, "监管（示范）"),
        (DISTRIBUTOR, "配送企业（示范）"),
    ]
    parties: list[Firm | Hospital] = [*firms, *hospitals]
    speakers = [(speaker(party), party.name) for party in parties]
    return [Login(actor, name, shared) for actor, name in (*offices, *speakers)]
