"""What became of a firm's bids, once published: awards, reasons, and what would have won."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from procurement.exchange import dossier
from procurement.exchange.dossier import Dossier
from procurement.rules import schemes
from procurement.rules.awards import Award
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Actor, require
from procurement.rules.rulebook import Entry
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
from procurement.store.database import Store
from procurement.store.papers import PaperRow
from procurement.store.rounds import NotFound
from web import tiles
from web.firm import lots
from web.firm.lots import FirmRound, Lot, State
from web.tiles import TileMap

SHARES = {
    "normal": "agreed_share",
    "reduced": "reduced_agreed_share",
    "special": "special_agreed_share",
}
PAPERS = {
    "award_letter": Text("中选通知书", "Letter of award"),
    "result_letter": Text("申报结果告知书", "Letter on the bids that did not win"),
}
NO_BID = {
    State.NOT_SUBMITTED: Text("未提交报价。", "No bid was submitted."),
    State.WITHDRAWN: Text("报价已撤回。", "The bid was withdrawn."),
    State.SUBMITTED: Text("报价未能开启。", "The bid could not be opened."),
}


class NotPublished(WrongPhase):
    """Results are nobody's before they are everybody's."""

    status_code = HTTPStatus.CONFLICT

    def __init__(self, phase: Phase) -> None:
        super().__init__(phase, "publish")
        self.text = Text(
            "结果尚未公布。公布之前，任何企业均不能查看排名、价格或中选情况，包括本企业的。",
            "The results are not published yet. Until then no firm sees any rank, price or award, "
            "not even its own.",
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """A lot in which the firm's bid was judged.

    ``clause`` is the rulebook's entry that bound, None where the bid itself was invalid. The
    award, the map of all winners and the share behind the quantities are there when it won.
    """

    product: Product
    bid: Bid
    verdict: Verdict
    clause: Entry | None
    award: Award | None = None
    share: Entry | None = None
    map: TileMap | None = None


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A lot without a readable bid of the firm, and why."""

    product: Product
    cause: Text


@dataclass(frozen=True, slots=True)
class Letter:
    """A document issued to the firm."""

    kind: str
    title: Text
    issued_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything the firm learns from the publication; ``amount`` is in fen over all lots won."""

    round: FirmRound
    won: tuple[Decided, ...]
    lost: tuple[Decided, ...]
    unjudged: tuple[Unjudged, ...]
    letters: tuple[Letter, ...]

    @property
    def amount(self) -> int:
        return sum(one.award.amount for one in self.won if one.award)


def result(store: Store, actor: Actor, round_id: int, now: datetime) -> ResultPage:
    """The firm's own result; NotPublished before the publication."""
    require(actor, "see_own_result", actor.party)
    with store.transaction() as db:
        seen = _published(lots.of(db, actor, round_id, now))
        facts = dossier.load(db, round_id)
        papers = db.papers.of_round(round_id, actor.party)
    causes = {one.lot: one.cause for one in facts.unread if one.firm == actor.party}
    judged = {
        lot.product.code: _decided(facts, verdict)
        for lot in seen.lots
        for verdict in facts.verdicts.get(lot.product.code, ())
        if verdict.firm == actor.party
    }
    return ResultPage(
        seen,
        won=tuple(one for one in judged.values() if one.award),
        lost=tuple(one for one in judged.values() if not one.award),
        unjudged=tuple(
            _unjudged(lot, causes) for lot in seen.lots if lot.product.code not in judged
        ),
        letters=tuple(
            Letter(
                row.kind, PAPERS.get(row.kind, Text(row.name, row.name)), row.issued_at, row.sha256
            )
            for row in papers
        ),
    )


def letter(store: Store, actor: Actor, round_id: int, kind: str, now: datetime) -> PaperRow:
    """A document issued to the firm, with its content; NotFound when there is none."""
    with store.transaction() as db:
        _published(lots.of(db, actor, round_id, now))
        row = db.papers.get(round_id, kind, actor.party)
    if row is None or not row.party:
        raise NotFound(f"paper {kind}")
    require(actor, "see_own_result", row.party)
    return row


def _published(seen: FirmRound) -> FirmRound:
    if not seen.is_public:
        raise NotPublished(seen.phase)
    return seen


def _decided(facts: Dossier, verdict: Verdict) -> Decided:
    product, winners = facts.products[verdict.product], _winners(facts, verdict.product)
    bid, clause = facts.bid(verdict.product, verdict.firm), facts.clause(verdict.clause)
    award = next((one for one in winners if one.firm == verdict.firm), None)
    if award is None:
        return Decided(product, bid, verdict, clause)
    return Decided(
        product,
        bid,
        verdict,
        clause,
        award,
        facts.clause(SHARES[product.share_class]) or facts.clause("agreed_share"),
        _map(facts, winners) if schemes.by_regions(facts.rules) else None,
    )


def _winners(facts: Dossier, product: str) -> list[Award]:
    return [award for award in facts.awards if award.product == product]


def _map(facts: Dossier, winners: list[Award]) -> TileMap:
    """Every winner's regions, in rank order: public from the publication on."""
    supplied = {region: facts.firm(award.firm) for award in winners for region in award.regions}
    return tiles.draw(supplied, [facts.firm(award.firm) for award in winners])


def _unjudged(lot: Lot, causes: dict[str, Text]) -> Unjudged:
    return Unjudged(lot.product, causes.get(lot.product.code, NO_BID[lot.state]))
