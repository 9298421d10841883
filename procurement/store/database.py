"""The database as actions see it: transactions, and in each one every subject that is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import URL
from sqlmodel import Session, create_engine

from procurement.store.accounts import Accounts
from procurement.store.affiliations import Affiliations
from procurement.store.agreements import Agreements
from procurement.store.amendments import Amendments
from procurement.store.api_keys import ApiKeys
from procurement.store.audit import AuditLog
from procurement.store.awards import Awards
from procurement.store.catalogue import Catalogue
from procurement.store.changes import Changes
from procurement.store.clock import Clock
from procurement.store.decisions import Decisions
from procurement.store.demand import DemandReports
from procurement.store.envelopes import Envelopes
from procurement.store.evaluation import Evaluations
from procurement.store.heads import ChainHeads
from procurement.store.invitations import Invitations
from procurement.store.leftover import LeftoverChoices
from procurement.store.login_failures import LoginFailures
from procurement.store.mails import Mails
from procurement.store.notices import Notices
from procurement.store.papers import Papers
from procurement.store.parties import Parties
from procurement.store.picks import Picks
from procurement.store.questions import Questions
from procurement.store.registrations import Registrations
from procurement.store.rounds import Rounds
from procurement.store.runs import Runs
from procurement.store.screening import Screenings
from procurement.store.second_factors import SecondFactors
from procurement.store.sessions import Sessions
from procurement.store.statements import Statements
from procurement.store.usage import Usage
from procurement.store.webhooks import Webhooks

POOL = 16
"""Connections of one process; no more threads than this should want one at once."""


class Db:
    """One open transaction, and the subjects that can be read and written in it."""

    def __init__(self, session: Session, drift: timedelta | None = None) -> None:
        self.session = session
        self.accounts = Accounts(session)
        self.affiliations = Affiliations(session)
        self.agreements = Agreements(session)
        self.api_keys = ApiKeys(session)
        self.amendments = Amendments(session)
        self.audit = AuditLog(session)
        self.awards = Awards(session)
        self.catalogue = Catalogue(session)
        self.changes = Changes(session)
        self.clock = Clock(session, drift)
        self.decisions = Decisions(session)
        self.demand = DemandReports(session)
        self.envelopes = Envelopes(session)
        self.evaluations = Evaluations(session)
        self.heads = ChainHeads(session)
        self.invitations = Invitations(session)
        self.leftover = LeftoverChoices(session)
        self.login_failures = LoginFailures(session)
        self.mails = Mails(session)
        self.notices = Notices(session)
        self.papers = Papers(session)
        self.parties = Parties(session)
        self.picks = Picks(session)
        self.registrations = Registrations(session)
        self.questions = Questions(session)
        self.rounds = Rounds(session)
        self.runs = Runs(session)
        self.screenings = Screenings(session)
        self.second_factors = SecondFactors(session)
        self.sessions = Sessions(session)
        self.statements = Statements(session)
        self.usage = Usage(session)
        self.webhooks = Webhooks(session)


class Store:
    """The database, as a pool of connections; one for the life of a process.

    ``drift`` is how far the process's clock may be from the database's where bids are taken or
    opened; a store without it tells what happened at another time.
    """

    def __init__(self, url: str | URL, pool: int = POOL, drift: timedelta | None = None) -> None:
        self.drift = drift
        # Without hide_parameters an SQL error would print prices into the log.
        self.engine = create_engine(
            url, hide_parameters=True, pool_size=pool, max_overflow=0, pool_pre_ping=True
        )

    @contextmanager
    def transaction(self) -> Iterator[Db]:
        """Everything inside happens, or nothing: returning commits, raising rolls back.

        What was read stays readable afterwards, but nothing more is loaded then.
        """
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield Db(session, self.drift)

    def close(self) -> None:
        self.engine.dispose()
