"""A round with everything that was decided in it, read once: for pages, documents and open data."""

from dataclasses import dataclass

from procurement.exchange import rulebooks
from procurement.rules import schemes
from procurement.rules.awards import Award
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.parties import Firm
from procurement.rules.rulebook import Entry, RoundRules
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
from procurement.store.database import Db
from procurement.store.rounds import RoundRow


@dataclass(frozen=True, slots=True)
class Unread:
    """An envelope that could not be opened, and its cause."""

    lot: str
    firm: str
    cause: Text


@dataclass(frozen=True, slots=True)
class Dossier:
    """``bids`` and ``verdicts`` are empty before the opening and the evaluation."""

    round: RoundRow
    rules: RoundRules
    products: dict[str, Product]
    firms: dict[str, Firm]
    bids: dict[str, list[Bid]]
    verdicts: dict[str, list[Verdict]]
    awards: list[Award]
    unread: tuple[Unread, ...]

    def firm(self, code: str) -> str:
        return self.firms[code].name

    def bid(self, product: str, firm: str) -> Bid:
        return next(bid for bid in self.bids[product] if bid.firm == firm)

    def clause(self, name: str) -> Entry | None:
        """The rulebook's entry for a verdict's clause, if it is one of the rulebook's."""
        return self.rules.sources.get(name)

    def awards_of(self, firm: str) -> list[Award]:
        return [award for award in self.awards if award.firm == firm]

    def lost_by(self, firm: str) -> list[Verdict]:
        return [
            verdict
            for verdicts in self.verdicts.values()
            for verdict in verdicts
            if verdict.firm == firm and not verdict.won
        ]

    def term_years(self, product: str) -> int | None:
        """Years of agreement (采购周期) by the number of the product's winners.

        None where the rulebook gives no years, but perhaps the last day.
        """
        winners = sum(award.product == product for award in self.awards)
        table = self.rules.term_years
        return None if table is None else table[min(winners, len(table)) - 1]

    @property
    def winners(self) -> list[str]:
        """Codes of the firms that won anything, in order."""
        return sorted({award.firm for award in self.awards})

    @property
    def losers(self) -> list[str]:
        """Codes of the firms with a bid that did not win or could not be read, in order."""
        lost = (v for verdicts in self.verdicts.values() for v in verdicts if not v.won)
        return sorted({verdict.firm for verdict in lost} | {one.firm for one in self.unread})


def load(db: Db, round_id: int) -> Dossier:
    """Everything of one round under the rules fixed for it."""
    round_ = db.rounds.get(round_id)
    book, decisions = rulebooks.load(round_.rulebook), db.decisions.of_round(round_id)
    rules = schemes.rules_of(book, round_.rulebook_day, decisions)
    return Dossier(
        round=round_,
        rules=rules,
        products=db.catalogue.products(round_id),
        firms=db.parties.firms(),
        bids=db.evaluations.bids(round_id),
        verdicts=db.evaluations.verdicts(round_id),
        awards=db.awards.of_round(round_id),
        unread=_unread(db, round_id),
    )


def _unread(db: Db, round_id: int) -> tuple[Unread, ...]:
    causes = {
        row.envelope_id: Text(row.cause_zh, row.cause_en)
        for row in db.evaluations.unopened(round_id)
    }
    return tuple(
        Unread(row.lot, row.firm, causes[row.id])
        for row in db.envelopes.standing(round_id)
        if row.id in causes
    )
