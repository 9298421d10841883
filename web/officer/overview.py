"""The list of rounds, and one round at a glance."""

from dataclasses import dataclass
from datetime import datetime

from procurement.actions import designs, round_keys, rounds
from procurement.actions.round_keys import AnnouncedKey
from procurement.rules import ceremony, hypotheses, lint, schemes, shortages
from procurement.rules import demand as demand_rules
from procurement.rules.catalogue import Product
from procurement.rules.ceremony import Committee
from procurement.rules.demand import Demand
from procurement.rules.phases import Phase
from procurement.rules.rights import Actor, Role
from procurement.rules.rulebook import Entry, RoundRules
from procurement.rules.text import Fault, Text
from procurement.store.database import Db, Store
from web.officer.head import Head, head, outline


@dataclass(frozen=True, slots=True)
class Region:
    """What the hospitals of a region reported: how many of them, rows and units of the base."""

    code: str
    hospitals: int
    reported: int
    rows: int
    base: int


@dataclass(frozen=True, slots=True)
class BaseLine:
    """A product's base quantity, and the agreed volume with 1, 2, 3 … winners.

    None stands for a number of winners that the shortlist does not allow. ``obstacles`` are what
    makes a plan impossible with a number of winners, before anybody has bid.
    """

    code: str
    name: str
    firms: int
    base: int
    agreed: tuple[int | None, ...]
    obstacles: tuple[tuple[int, Text], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Reported demand: totals, by region, and by product."""

    hospitals: int
    reported: int
    rows: int
    regions: tuple[Region, ...]
    products: tuple[BaseLine, ...]
    share: Entry | None


@dataclass(frozen=True, slots=True)
class Overview:
    """A round as its officers see it; ``key_officers`` and ``officers`` are names by login.

    ``rehearsed`` are those for whom the opening was rehearsed with the present design, and
    ``own_share`` is "here", "taken" or empty: where the person's own share of the key is.
    """

    head: Head
    products: int
    firms: int
    unconfirmed: tuple[Entry, ...]
    coverage: Coverage
    officers: dict[str, str]
    key_officers: dict[str, str]
    key_threshold: int
    majority: int
    rehearsed: Committee | None
    own_share: str
    key: AnnouncedKey | None
    checks: tuple[Fault, ...] | None


def all_rounds(store: Store, actor: Actor, now: datetime) -> list[Head]:
    """Every round, the newest first."""
    with store.transaction() as db:
        return [outline(round_, actor, now) for round_ in reversed(db.rounds.all())]


def overview(store: Store, actor: Actor, round_id: int, now: datetime) -> Overview:
    """The round's page; checks are made while it is a draft and its office asks."""
    with store.transaction() as db:
        top = head(db, round_id, actor, now)
        round_ = db.rounds.get(round_id)
        rules = rounds.law(db, round_)
        products = db.catalogue.products(round_id)
        entries = db.catalogue.entries(round_id)
        firms: dict[str, int] = {}
        for entry in entries:
            firms[entry.product] = firms.get(entry.product, 0) + 1
        officers = {row.login: row.name for row in db.accounts.of_role(Role.OFFICER)}
        shares = db.rounds.shares(round_id)
        return Overview(
            head=top,
            products=len(products),
            firms=len({entry.firm for entry in entries}),
            unconfirmed=tuple(
                entry for entry in rules.sources.values() if entry.evidence == "unconfirmed"
            ),
            coverage=_coverage(db, round_id, products, firms, rules),
            officers=officers,
            key_officers={share.officer: db.accounts.name(share.officer) for share in shares},
            key_threshold=max((share.threshold for share in shares), default=0),
            majority=ceremony.majority(len(officers)),
            rehearsed=rounds.rehearsed(db, round_) if top.phase is Phase.DRAFT else None,
            own_share=_own_share(db, round_id, actor),
            key=round_keys.announced(db, round_),
            checks=tuple(lint.errors(designs.read(db, round_)))
            if top.phase is Phase.DRAFT
            else None,
        )


def _own_share(db: Db, round_id: int, actor: Actor) -> str:
    row = db.rounds.share_of(round_id, actor.login)
    if row is None:
        return ""
    return "taken" if row.taken_at else "here"


def _coverage(
    db: Db,
    round_id: int,
    products: dict[str, Product],
    firms: dict[str, int],
    rules: RoundRules,
) -> Coverage:
    hospitals: dict[str, int] = {}
    for one in db.parties.hospitals().values():
        hospitals[one.region] = hospitals.get(one.region, 0) + 1
    reported, base = db.demand.coverage(round_id), db.demand.base(round_id)
    by_product: dict[str, list[Demand]] = {}
    by_region: dict[str, list[Demand]] = {}
    for line in base:
        by_product.setdefault(line.product, []).append(line)
        by_region.setdefault(line.region, []).append(line)
    return Coverage(
        hospitals=sum(hospitals.values()),
        reported=sum(reported.values()),
        rows=len(base),
        regions=tuple(
            Region(
                code,
                hospitals.get(code, 0),
                reported.get(code, 0),
                len(by_region.get(code, ())),
                _units(by_region.get(code, [])),
            )
            for code in sorted({*hospitals, *by_region})
        ),
        products=tuple(
            _line(product, by_product.get(code, []), firms.get(code, 0), rules)
            for code, product in products.items()
        ),
        share=rules.sources.get("agreed_share"),
    )


def _units(lines: list[Demand]) -> int:
    return sum(line.base_quantity for line in lines)


def _line(product: Product, lines: list[Demand], firms: int, rules: RoundRules) -> BaseLine:
    """The agreed volume for every number of winners that the entered firms leave possible.

    Where volume does not go by the number of winners there is none to show beforehand.
    """
    if not schemes.by_regions(rules):
        return BaseLine(product.code, product.name, firms, _units(lines), (), ())
    table = rules.shortlist_maximum
    most = table[min(firms, len(table)) - 1] if firms else 0
    agreed: list[int | None] = []
    for winners in range(1, len(rules.agreed_share) + 1):
        share = demand_rules.agreed_share(product, winners, rules)
        regions = demand_rules.agreed_by_region(lines, product, share)
        volume = sum(units for specs in regions.values() for units in specs.values())
        agreed.append(volume if winners <= most else None)
    obstacles = tuple(
        (winners, shortages.told(one, {}))
        for winners, found in hypotheses.obstacles(product, lines, rules, most).items()
        for one in found
    )
    return BaseLine(product.code, product.name, firms, _units(lines), tuple(agreed), obstacles)
