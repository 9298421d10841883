"""Many firms that hand in at once over real sockets, each with its own session and connection."""

import asyncio
import secrets
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import httpx

from procurement.actions import bidding, demand, parties, rounds
from procurement.actions.parties import Login
from procurement.exchange.envelope_files import Sealed, write_envelope
from procurement.rules.canon import encode
from procurement.rules.parties import Firm
from procurement.rules.reports import Report
from procurement.rules.sealing import SealedBid, seal
from procurement.store.catalogue import Entry
from procurement.store.sessions import Visit
from seed.cast import OFFICER, PASSPHRASES, speaker
from seed.tenders import draft

LOT, SPEC = "01", "0.25g"
CHEAPEST = 10_000_000
PATIENCE = 120


@dataclass(frozen=True)
class Answer:
    """What a bidder was told, and after how many seconds."""

    firm: str
    status: int
    page: str
    seconds: float


class Crowd:
    """Firms entered for one lot; everybody is logged in already."""

    def __init__(self, story, many):
        self.story = story
        self.firms = [Firm(f"R{place:04}", f"抢报企业{place}") for place in range(1, many + 1)]
        self.sessions = {firm.code: secrets.token_hex(32) for firm in self.firms}
        logins = [Login(speaker(firm), firm.name, "") for firm in self.firms]
        now = datetime.now(UTC)
        parties.register(story.store, self.firms, [], logins, by="setup", at=now)
        with story.store.transaction() as db:
            for firm in self.firms:
                who = speaker(firm)
                data = {"login": who.login, "role": who.role.value, "party": who.party}
                told = encode(data | {"name": firm.name, "factor": ""})
                db.sessions.begin(self.sessions[firm.code], Visit(who.login), told, now)

    def announce(self, lead):
        """A round of its own, open for bids until that many seconds from now."""
        story, officers = self.story, tuple(PASSPHRASES)
        plan = draft(story.batch, "GY-YD2019-2", f"GY-YD2019-2-{lead}")
        entries = [Entry(LOT, firm.code, reference_product=False) for firm in self.firms]
        now = datetime.now(UTC)
        number = rounds.draft(
            story.store, OFFICER, replace(plan, entries=(*plan.entries, *entries)), now
        )
        rounds.rehearse(story.store, OFFICER, number, officers, now, story.hardness)
        self.due = now + timedelta(seconds=lead)
        place = (story.store, OFFICER, number, PASSPHRASES, self.due, now)
        rounds.announce(*place, story.hardness)
        hospital, lots = story.hospitals[0], story.batch.products
        reports = [Report(hospital.code, one.code, one.reference_spec, 100) for one in lots]
        demand.report(story.store, speaker(hospital), number, reports, now)
        demand.close(story.store, OFFICER, number, now)
        story.round_id = self.round_id = number

    def envelopes(self):
        """A new sealed bid of every firm, as its browser sends it; no two prices are equal."""
        with self.story.store.transaction() as db:
            terms = bidding.terms(db, self.round_id)
        made = {}
        for place, firm in enumerate(self.firms):
            context = terms.context(LOT, firm.code)
            bid = SealedBid(LOT, firm.code, SPEC, CHEAPEST + place)
            envelope = seal(bid, terms.public_key, context)
            made[firm.code] = write_envelope(Sealed(context, envelope)).decode()
        return made

    def left(self):
        """Seconds to the deadline."""
        return (self.due - datetime.now(UTC)).total_seconds()

    def hand_in(self, address, arrivals):
        """Every firm hands in so many seconds from now; gives what each was told, and seconds."""
        envelopes = self.envelopes()
        return asyncio.run(self._hand_in(address, envelopes, arrivals))

    async def _hand_in(self, address, envelopes, arrivals):
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        async with httpx.AsyncClient(verify=False, limits=limits, timeout=PATIENCE) as client:
            token = (await client.get(f"{address}/login")).cookies["csrftoken"]
            start = time.perf_counter()
            told = await asyncio.gather(
                *(
                    self._one(client, address, token, firm.code, envelopes[firm.code], after)
                    for firm, after in zip(self.firms, arrivals, strict=True)
                )
            )
            return told, time.perf_counter() - start

    async def _one(self, client, address, token, firm, envelope, after):
        """A request of its own making: the crowd shares a client, and nobody's cookies."""
        await asyncio.sleep(after)
        request = httpx.Request(
            "POST",
            f"{address}/firm/{self.round_id}/lots/{LOT}",
            data={"sealed": envelope, "_csrf_token": token},
            headers={
                "cookie": f"session={self.sessions[firm]}; csrftoken={token}",
                "accept": "text/html",
            },
        )
        start = time.perf_counter()
        answer = await client.send(request)
        taken = time.perf_counter() - start
        return Answer(firm, answer.status_code, answer.headers.get("location", ""), taken)

    def receipt(self, client, answer):
        """The receipt's file that a firm was promised."""
        cookies = {"cookie": f"session={self.sessions[answer.firm]}"}
        kept = client.get(f"{answer.page}/json", headers=cookies)
        assert kept.status_code == 200, kept.text
        return kept.content
