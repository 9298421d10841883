"""Real rounds as the demonstration tells them: firms get codes, prices stay apart until bid."""

from dataclasses import replace
from pathlib import Path

from procurement.actions.rounds import RoundDraft
from procurement.exchange import round_folder
from procurement.rules.parties import Firm
from procurement.rules.tender import Tender
from procurement.store.catalogue import Entry
from seed.usage import NOBODY

ROUNDS = Path(__file__).parent / "rounds"


def tender(name: str) -> Tender:
    """A round folder's facts, bids by firm names as published."""
    return round_folder.read(ROUNDS / name).tender


def firms(*tenders: Tender) -> tuple[Firm, ...]:
    """Every firm of these rounds, coded in the order of their names; last, a nameless other."""
    names = sorted({bid.firm for one in tenders for bid in one.bids})
    known = [Firm(f"F{place:03d}", name) for place, name in enumerate(names, start=1)]
    return (*known, Firm("F999", NOBODY))


def coded(one: Tender, known: tuple[Firm, ...]) -> Tender:
    """The tender with firms by their codes."""
    codes = {firm.name: firm.code for firm in known}
    return replace(one, bids=tuple(replace(bid, firm=codes[bid.firm]) for bid in one.bids))


def draft(one: Tender, source: str, code: str = "", *, rehearsal: bool = False) -> RoundDraft:
    """The round as an officer drafts it: who is entered for what, and no price."""
    return RoundDraft(
        code=code or one.document,
        name=one.name,
        document=one.document,
        source=source,
        rulebook=one.rulebook,
        day=one.bids_opened,
        products=one.products,
        entries=tuple(Entry(bid.product, bid.firm, bid.reference_product) for bid in one.bids),
        rehearsal=rehearsal,
    )
