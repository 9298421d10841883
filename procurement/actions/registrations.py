"""Firms register with their licences; officers review them (资质审核); firms see the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procurement.actions import invitations
from procurement.rules import qualifications
from procurement.rules.canon import digest
from procurement.rules.invitations import Guest, new_token
from procurement.rules.notices import Kind
from procurement.rules.parties import Firm
from procurement.rules.qualifications import Application, Decision, Upload
from procurement.rules.rights import Actor, Role, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.registrations import LicenceRow, RegistrationRow, ReviewRow
from procurement.store.rounds import NotFound

UNKNOWN = Fault(
    "registration_code",
    "code",
    Text("查询码不正确，请核对后重试。", "This code is not known; check it and try again."),
)
NOT_RETURNED = Fault(
    "registration_state",
    "code",
    Text(
        "该申请未被退回补正，不能重新提交。",
        "This registration was not returned for correction; it cannot be handed in again.",
    ),
)
REVIEWED = Fault(
    "registration_state",
    "decision",
    Text(
        "该申请已审核，或企业已重新提交。",
        "This registration was decided already, or handed in again.",
    ),
)
KNOWN = Fault(
    "firm_known",
    "credit_code",
    Text("该统一社会信用代码的企业已登记。", "A firm with this credit code is registered already."),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A registration with its licences, and what was decided of it; None while it waits."""

    row: RegistrationRow
    licences: tuple[LicenceRow, ...]
    review: ReviewRow | None

    @property
    def may_come_again(self) -> bool:
        return self.review is not None and self.review.decision is Decision.RETURNED


def subject(row: RegistrationRow) -> str:
    """The name of a registration in the audit chain."""
    return f"registration {row.number}"


def hand_in(
    store: Store,
    application: Application,
    uploads: Sequence[Upload],
    at: datetime,
    code: str | None = None,
) -> str:
    """Keep what a firm handed in, and answer with the code under which it asks for the outcome.

    With the ``code`` of a registration that was returned, it is handed in again. Refused with
    every fault at once. Anybody may hand in; nothing follows of it before an officer's review.
    """
    licences, wrong = qualifications.licences(uploads)
    if found := [*qualifications.faults(application), *wrong]:
        raise Refused(found)
    answer = code or new_token()
    with store.transaction() as db:
        if code is not None and not _case(db, code).may_come_again:
            raise Refused([NOT_RETURNED])
        row = RegistrationRow(
            code_sha256=_hash(answer),
            credit_code=application.credit_code,
            name=application.name.strip(),
            name_en=application.name_en.strip(),
            contact=application.contact.strip(),
            phone=application.phone,
            email=application.email,
            handed_in_at=at,
        )
        kept = [(one, digest(one.content)) for one in licences]
        db.registrations.keep(row, kept)
        db.notices.tell(
            Kind.QUALIFICATION_ASKED,
            to=[Role.OFFICER.value],
            at=at,
            link=f"/registrations/{row.number}",
        )
        db.audit.record(
            "registration handed in",
            subject(row),
            by="",
            at=at,
            credit_code=row.credit_code,
            licences=sorted(sha256 for _, sha256 in kept),
        )
    return answer


def review(
    store: Store, actor: Actor, number: int, decision: Decision, reason: str, at: datetime
) -> None:
    """Approve a registration, return it for correction, or reject it, with the reason.

    An approved firm is known from then on, under its credit code; the code that it holds is its
    invitation to a login. A registration is decided once.
    """
    require(actor, "review_registration")
    said = reason.strip()
    with store.transaction() as db:
        row = db.registrations.get(number)
        if row is None:
            raise NotFound(f"registration {number}")
        found = qualifications.reason_faults(said)
        newest = db.registrations.newest(row.code_sha256)
        if number in db.registrations.reviews() or newest is not row:
            found.append(REVIEWED)
        if decision is Decision.APPROVED and row.credit_code in db.parties.firms():
            found.append(KNOWN)
        if found:
            raise Refused(found)
        db.registrations.review(
            ReviewRow(
                registration_id=number,
                decision=decision,
                reason=said,
                reviewed_by=actor.login,
                reviewed_at=at,
            )
        )
        if decision is Decision.APPROVED:
            db.parties.keep_firms([Firm(row.credit_code, row.name)])
            guest = Guest(row.contact, Role.FIRM, row.credit_code)
            invitations.keep(db, guest, row.code_sha256, actor.login, at)
            db.notices.tell(
                Kind.QUALIFICATION_DECIDED,
                to=[row.credit_code],
                at=at,
                link="/profile",
            )
        db.audit.record(
            "registration reviewed",
            subject(row),
            by=actor.login,
            at=at,
            decision=decision.value,
            reason=said,
        )


def outcome(store: Store, code: str) -> Case:
    """What became of the registration that this code was given for; Refused for any other code."""
    with store.transaction() as db:
        return _case(db, code)


def cases(store: Store, actor: Actor) -> list[Case]:
    """The newest of every registration, the last handed in first."""
    require(actor, "see_registrations")
    with store.transaction() as db:
        reviews = db.registrations.reviews()
        return [_with_licences(db, row, reviews) for row in db.registrations.all()]


def case(store: Store, actor: Actor, number: int) -> list[Case]:
    """A registration, and after it what was handed in before it, the newest first."""
    require(actor, "see_registrations")
    with store.transaction() as db:
        row = db.registrations.get(number)
        if row is None:
            raise NotFound(f"registration {number}")
        reviews = db.registrations.reviews()
        before = [one for one in db.registrations.case(row.code_sha256) if one.number < number]
        return [_with_licences(db, one, reviews) for one in (row, *before)]


def own(store: Store, actor: Actor) -> list[Case]:
    """What was handed in for the firm and approved, with what was handed in before it."""
    require(actor, "see_own_registration", actor.party)
    with store.transaction() as db:
        reviews = db.registrations.reviews()
        approved = {
            row.code_sha256
            for row in db.registrations.of_credit_code(actor.party)
            if row.number in reviews and reviews[row.number].decision is Decision.APPROVED
        }
        rows = [row for code in approved for row in db.registrations.case(code)]
        return [_with_licences(db, row, reviews) for row in rows]


def licence(store: Store, actor: Actor, number: int, wanted: int) -> LicenceRow:
    """One licence of a registration, for officers, supervisors and auditors."""
    require(actor, "see_registrations")
    with store.transaction() as db:
        return _licence(db, number, wanted)


def own_licence(store: Store, actor: Actor, number: int, wanted: int) -> LicenceRow:
    """One of the firm's own licences; NotFound for another's."""
    require(actor, "see_own_registration", actor.party)
    if number not in {case.row.number for case in own(store, actor)}:
        raise NotFound(f"registration {number}")
    with store.transaction() as db:
        return _licence(db, number, wanted)


def _licence(db: Db, number: int, wanted: int) -> LicenceRow:
    row = db.registrations.licence(number, wanted)
    if row is None:
        raise NotFound(f"licence {wanted} of registration {number}")
    return row


def _case(db: Db, code: str) -> Case:
    row = db.registrations.newest(_hash(code))
    if row is None:
        raise Refused([UNKNOWN])
    return _with_licences(db, row, db.registrations.reviews())


def _with_licences(db: Db, row: RegistrationRow, reviews: dict[int, ReviewRow]) -> Case:
    return Case(row, tuple(db.registrations.licences(row.number)), reviews.get(row.number))


def _hash(code: str) -> str:
    return digest(code.strip().encode())
