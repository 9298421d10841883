"""One product of a published round: who supplies where, every bid, and how volumes came about."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from procurement.exchange.dossier import Dossier
from procurement.rules import demand as demand_rules
from procurement.rules import schemes
from procurement.rules.awards import Award
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.rulebook import Entry
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web import clauses, tiles
from web.public import published
from web.public.published import Outline
from web.tiles import TileMap

SHARES = {"reduced": "reduced_agreed_share", "special": "special_agreed_share"}
VOLUMES = (
    "brand_demand",
    "priority_picks",
    "spare_suppliers",
    *clauses.LEFTOVER,
    "term_years",
    "term_end",
)
"""The rulebook's values that volumes rest on beside the agreed share, where it has them."""


@dataclass(frozen=True, slots=True)
class JudgedBid:
    """A bid with its verdict; ``clause`` is the entry that decided, None for an invalid bid."""

    firm: str
    bid: Bid
    verdict: Verdict
    clause: Entry | None
    cut: Fraction | None
    award: Award | None


@dataclass(frozen=True, slots=True)
class Limit:
    """A spec and its ceiling in millionths of a yuan; ``converted`` by the ratio rule."""

    spec: str
    ceiling: int | None
    converted: bool


@dataclass(frozen=True, slots=True)
class Volume:
    """A region's spec: base units as reported, agreed units, its supplier and fen."""

    region: str
    spec: str
    base: int
    agreed: int
    firm: str
    unit_price: int
    amount: int
    named: bool = False


@dataclass(frozen=True, slots=True)
class LotPage:
    """A product with all its bids; without a winner there is no share, map or volume."""

    round: Outline
    product: Product
    bids: tuple[JudgedBid, ...]
    limits: tuple[Limit, ...]
    ratio_rule: Entry | None
    clauses: tuple[Entry, ...]
    share: Fraction | None
    share_rule: Entry | None
    term_years: int | None
    map: TileMap | None
    volumes: tuple[Volume, ...]
    reasons: tuple[Text, ...]

    @property
    def winners(self) -> tuple[JudgedBid, ...]:
        return tuple(one for one in self.bids if one.award)

    @property
    def base(self) -> int:
        return sum(line.base for line in self.volumes)

    @property
    def agreed(self) -> int:
        return sum(line.agreed for line in self.volumes)

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.volumes)

    @property
    def is_converted(self) -> bool:
        return any(limit.converted for limit in self.limits)


def lot(store: Store, round_id: int, code: str, now: datetime) -> LotPage:
    """NotFound before the publication, and for a product that the round does not have."""
    with store.transaction() as db:
        facts = published.facts(db, round_id)
        round_ = published.outline(db, facts.round, now)
        if code not in facts.products:
            raise NotFound(f"product {code}")
        demand = [line for line in db.demand.base(round_id) if line.product == code]
    product, rules = facts.products[code], facts.rules
    awards = {award.firm: award for award in facts.awards if award.product == code}
    bids = tuple(
        _judged(facts, verdict, awards.get(verdict.firm))
        for verdict in facts.verdicts.get(code, ())
    )
    names = [facts.firm(firm) for firm, one in awards.items() if one.regions]
    supplied = {region: facts.firm(one.firm) for one in awards.values() for region in one.regions}
    return LotPage(
        round=round_,
        product=product,
        bids=bids,
        limits=tuple(
            Limit(one.spec, schemes.ceiling(product, one.spec, rules), one.ceiling is None)
            for one in product.presentations
        ),
        ratio_rule=facts.clause("strength_factor"),
        clauses=clauses.named(VOLUMES, rules.sources),
        share=_share(facts, product, list(awards.values())),
        share_rule=_share_rule(facts, product),
        term_years=facts.term_years(code) if awards else None,
        map=tiles.draw(supplied, names) if awards and schemes.by_regions(rules) else None,
        volumes=tuple(_volumes(facts, list(awards.values()), demand)),
        reasons=tuple(award.reason for award in awards.values()),
    )


def _judged(facts: Dossier, verdict: Verdict, award: Award | None) -> JudgedBid:
    bid = facts.bid(verdict.product, verdict.firm)
    return JudgedBid(
        firm=facts.firm(verdict.firm),
        bid=bid,
        verdict=verdict,
        clause=facts.clause(verdict.clause),
        cut=published.cut(facts, bid),
        award=award,
    )


def _share(facts: Dossier, product: Product, awards: list[Award]) -> Fraction | None:
    """The agreed share, where it goes by the number of winners that supply."""
    supplying = sum(bool(award.lines) for award in awards)
    if not supplying or not schemes.by_regions(facts.rules):
        return None
    return demand_rules.agreed_share(product, supplying, facts.rules)


def _share_rule(facts: Dossier, product: Product) -> Entry | None:
    """The entry of the share's table: that of the product's class, or the normal one."""
    special = facts.clause(SHARES.get(product.share_class, ""))
    return special or facts.clause("agreed_share")


def _volumes(facts: Dossier, awards: list[Award], demand: list[Demand]) -> list[Volume]:
    """Every line of every award, by region, beside the demand it was made of."""
    winners = {award.firm for award in awards if award.lines}
    shared = schemes.by_regions(facts.rules)
    base: dict[tuple[str, str, str], int] = {}
    for one in demand:
        brand = one.brand if one.brand in winners else ""
        place = one.region, one.spec, brand
        base[place] = base.get(place, 0) + one.base_quantity
    volumes = [
        Volume(
            region=line.region,
            spec=line.spec,
            base=base.get(
                (line.region, line.spec, "" if shared and not line.named else award.firm), 0
            ),
            agreed=line.quantity,
            firm=facts.firm(award.firm),
            unit_price=line.unit_price,
            amount=line.amount,
            named=line.named,
        )
        for award in awards
        for line in award.lines
    ]
    return sorted(volumes, key=lambda volume: volume.region)
