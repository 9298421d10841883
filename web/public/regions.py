"""One region of a published round: which firm supplies which product, and how much."""

from dataclasses import dataclass
from datetime import datetime

from procurement.rules.awards import AwardLine
from procurement.rules.catalogue import Product
from procurement.rules.codes import REGIONS
from procurement.rules.rulebook import Entry
from procurement.rules.text import Text
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web.public import published
from web.public.published import Outline


@dataclass(frozen=True, slots=True)
class Supply:
    """A product in this region: a supplier, the supplier's rank, and a line a spec."""

    product: Product
    firm: str
    rank: int
    winners: int
    lines: tuple[AwardLine, ...]


@dataclass(frozen=True, slots=True)
class RegionPage:
    """``without`` are products awarded elsewhere, for which this region reported no demand."""

    round: Outline
    code: str
    supplies: tuple[Supply, ...]
    without: tuple[Product, ...]
    share_rule: Entry | None

    @property
    def name(self) -> Text:
        return REGIONS[self.code]

    @property
    def firms(self) -> int:
        return len({supply.firm for supply in self.supplies})

    @property
    def amount(self) -> int:
        return sum(line.amount for supply in self.supplies for line in supply.lines)


def region(store: Store, round_id: int, code: str, now: datetime) -> RegionPage:
    """NotFound before the publication, and for a code that is no region's."""
    with store.transaction() as db:
        facts = published.facts(db, round_id)
        round_ = published.outline(db, facts.round, now)
    if code not in REGIONS:
        raise NotFound(f"region {code}")
    supplies = tuple(
        Supply(
            product=facts.products[award.product],
            firm=facts.firm(award.firm),
            rank=award.rank,
            winners=sum(other.product == award.product for other in facts.awards),
            lines=lines,
        )
        for award in facts.awards
        if (lines := tuple(line for line in award.lines if line.region == code))
    )
    awarded = {award.product for award in facts.awards}
    supplied = {supply.product.code for supply in supplies}
    return RegionPage(
        round=round_,
        code=code,
        supplies=supplies,
        without=tuple(
            product
            for one, product in facts.products.items()
            if one in awarded and one not in supplied
        ),
        share_rule=facts.clause("agreed_share"),
    )
