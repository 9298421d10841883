"""Who may do what to whose things: the one table that every action and every page asks."""

from dataclasses import dataclass
from enum import StrEnum

from procurement.rules.text import Text


class Role(StrEnum):
    """The parts people play in a round."""

    OFFICER = "officer"
    FIRM = "firm"
    HOSPITAL = "hospital"
    FUND = "fund"
    AUDITOR = "auditor"
    SUPERVISOR = "supervisor"
    DISTRIBUTOR = "distributor"


ROLE_NAMES: dict[Role, Text] = {
    Role.OFFICER: Text("采购办", "Procurement office"),
    Role.FIRM: Text("企业", "Firm"),
    Role.HOSPITAL: Text("医疗机构", "Hospital"),
    Role.FUND: Text("医保经办", "Insurance fund"),
    Role.AUDITOR: Text("审计", "Auditor"),
    Role.SUPERVISOR: Text("监管", "Supervisor"),
    Role.DISTRIBUTOR: Text("配送企业", "Distributor"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work: login, role, and the firm or hospital spoken for (empty for offices).

    ``only`` are the rights of an API key that speaks for the person; None for the person itself.
    """

    login: str
    role: Role
    party: str = ""
    only: frozenset[str] | None = None


class Forbidden(Exception):
    """The person may not do this at all, or not to these things."""

    def __init__(self, actor: Actor | None, right: str) -> None:
        self.text = Text("您无权进行此操作。", "You have no right to do this.")
        super().__init__(f"{actor.login if actor else 'nobody'} may not {right}")


OFFICE = frozenset({Role.OFFICER})
WATCHERS = frozenset({Role.OFFICER, Role.AUDITOR, Role.SUPERVISOR})

RIGHTS: dict[str, frozenset[Role]] = {
    "draft_round": OFFICE,
    "rehearse": OFFICE,
    "announce": OFFICE,
    "take_share": OFFICE,
    "close_demand": OFFICE,
    "open_bids": OFFICE,
    "evaluate": OFFICE,
    "record_acceptance": OFFICE,
    "screen_bids": OFFICE,
    "allocate": OFFICE,
    "run_picking": OFFICE,
    "publish": OFFICE,
    "sign": OFFICE,
    "report_demand": frozenset({Role.HOSPITAL}),
    "confirm_leftover": frozenset({Role.HOSPITAL}),
    "submit_envelope": frozenset({Role.FIRM}),
    "pick_region": frozenset({Role.FIRM}),
    "reply_to_flag": frozenset({Role.FIRM}),
    "report_usage": frozenset({Role.HOSPITAL}),
    "settle": frozenset({Role.FUND}),
    "see_round": WATCHERS,
    "see_envelopes": WATCHERS | {Role.FIRM},
    "see_own_result": WATCHERS | {Role.FIRM},
    "see_all_progress": WATCHERS | {Role.FUND},
    "see_all_statements": WATCHERS | {Role.FUND},
    "see_progress": WATCHERS | {Role.FUND, Role.HOSPITAL},
    "see_statement": WATCHERS | {Role.FUND, Role.HOSPITAL},
    "see_audit": WATCHERS,
    "see_flags": WATCHERS,
    "see_notices": frozenset(Role),
    "set_mail_address": frozenset(Role),
    "keep_webhooks": frozenset({Role.FIRM, Role.HOSPITAL, Role.DISTRIBUTOR}),
    "propose_change": OFFICE,
    "answer_change": OFFICE | {Role.SUPERVISOR},
    "ask_question": frozenset({Role.FIRM, Role.HOSPITAL}),
    "answer_question": OFFICE,
    "see_people": OFFICE | {Role.SUPERVISOR},
    "see_registrations": WATCHERS,
    "see_own_registration": frozenset({Role.FIRM}),
    "see_affiliations": WATCHERS,
    "see_deliveries": frozenset({Role.DISTRIBUTOR}),
    "keep_account": frozenset(Role),
    "end_sessions": OFFICE,
    "reset_factor": OFFICE,
    "invite_person": OFFICE,
    "review_registration": OFFICE,
    "declare_affiliation": frozenset({Role.FIRM}),
    "confirm_affiliation": OFFICE,
    "make_api_key": frozenset({Role.FIRM, Role.HOSPITAL}),
}

PARTIES = frozenset({Role.FIRM, Role.HOSPITAL, Role.DISTRIBUTOR})


def require(actor: Actor | None, right: str, owner: str | None = None) -> Actor:
    """The actor's role has the right; a firm, hospital or distributor only over its own.

    ``owner`` is the code of the firm or hospital whose things are touched; ``None`` where the
    right concerns no party. Raises ``Forbidden``.
    """
    if actor is None or actor.role not in RIGHTS[right]:
        raise Forbidden(actor, right)
    if owner is not None and actor.role in PARTIES and actor.party != owner:
        raise Forbidden(actor, right)
    if actor.only is not None and right not in actor.only:
        raise Forbidden(actor, right)
    return actor
