"""The first page: the newest result in figures, what was published, and what is open for bids."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from procurement.actions.allocation import PLANS
from procurement.exchange.dossier import Dossier
from procurement.rules import money, schemes
from procurement.rules.phases import Phase
from procurement.store.database import Db, Store
from web.public import published
from web.public.published import Outline


@dataclass(frozen=True, slots=True)
class Figures:
    """The newest real result; amounts in fen over the agreed quantities.

    ``at_ceiling`` and ``below_ceiling`` compare the same ``capped`` products, those with a
    ceiling; ``other_spend`` is that of the plan that was not chosen.
    """

    round: Outline
    products: int
    awarded: int
    awards: int
    firms: int
    hospitals: int
    spend: int
    capped: int
    at_ceiling: int
    below_ceiling: int
    plan: str
    other_spend: int

    @property
    def cut(self) -> Fraction | None:
        """Saved against the ceilings."""
        return Fraction(self.below_ceiling, self.at_ceiling) if self.at_ceiling else None

    @property
    def saved(self) -> int:
        """Saved against the other plan; never negative when the plan of least spend was chosen."""
        return self.other_spend - self.spend

    @property
    def saving(self) -> Fraction:
        return Fraction(self.saved, self.other_spend) if self.other_spend else Fraction(0)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """``results`` and ``under_way`` have the newest round first; no figures before a result."""

    figures: Figures | None
    results: tuple[Outline, ...]
    open: tuple[Outline, ...]
    under_way: tuple[Outline, ...]

    @property
    def searched(self) -> Outline | None:
        """The round in which the search box looks."""
        if self.figures is not None:
            return self.figures.round
        return self.results[0] if self.results else None


def front_page(store: Store, now: datetime) -> FrontPage:
    with store.transaction() as db:
        rounds = [
            published.outline(db, row, now)
            for row in reversed(db.rounds.all())
            if row.phase is not Phase.DRAFT
        ]
        real = [one for one in rounds if one.is_public and not one.rehearsal]
        return FrontPage(
            figures=_figures(db, real[0]) if real else None,
            results=tuple(one for one in rounds if one.is_public),
            open=tuple(one for one in rounds if one.is_open),
            under_way=tuple(one for one in rounds if not one.is_public and not one.is_open),
        )


def _figures(db: Db, round_: Outline) -> Figures:
    facts = published.facts(db, round_.id)
    at_ceiling, below, capped = _against_ceilings(facts)
    plan, run = facts.round.plan, facts.round.run_id
    assert plan is not None
    assert run is not None
    other = next(name for name in PLANS if name != plan)
    spend = sum(award.amount for award in facts.awards)
    lots = (db.runs.get(run).result or {})["lots"]
    return Figures(
        round=round_,
        products=len(facts.products),
        awarded=len({award.product for award in facts.awards}),
        awards=len(facts.awards),
        firms=len(facts.winners),
        hospitals=db.demand.hospitals_reported(round_.id),
        spend=spend,
        capped=capped,
        at_ceiling=at_ceiling,
        below_ceiling=below,
        plan=plan,
        other_spend=spend + sum(lot[other]["spend"] - lot[plan]["spend"] for lot in lots),
    )


def _against_ceilings(facts: Dossier) -> tuple[int, int, int]:
    """Fen at the ceilings, fen below them, and the number of products that have one."""
    at_ceiling, below, capped = 0, 0, set()
    for award in facts.awards:
        product = facts.products[award.product]
        for line in award.lines:
            most = schemes.ceiling(product, line.spec, facts.rules)
            if most is not None:
                full = money.cost(most, line.quantity)
                at_ceiling, below = at_ceiling + full, below + full - line.amount
                capped.add(award.product)
    return at_ceiling, below, len(capped)
