"""What each hospital has to assign anew, and who may receive it (待分配量的分配)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from procurement.rules import linkage
from procurement.rules.catalogue import Product
from procurement.rules.linkage import Code, Selected
from procurement.rules.rulebook import UnitRules
from procurement.rules.splits import Split
from solver.rounding import largest_remainder, round_to

type Serves = Mapping[Code, frozenset[str]]
"""Region codes that a winner supplies, where it declared them; full territory where not."""


NOBODY: Code = ("", "")


class Place(NamedTuple):
    """Where a pool stands: a hospital and a category or product group.

    ``giver`` is whose leftover it is where the rulebook looks at single givers, else blank.
    """

    region: str
    hospital: str
    scope: str
    giver: Code = NOBODY


@dataclass(frozen=True, slots=True)
class Pool:
    """What one hospital assigns anew, in units.

    ``best`` goes to the winners of the largest cut by the rule, the rest to any of the ``targets``
    that the hospital chooses. ``barred`` are the other winners in the scope, each with the field
    of the rules that keeps it out.
    """

    place: Place
    units: int
    best: tuple[tuple[Code, int], ...]
    targets: tuple[Code, ...]
    barred: tuple[tuple[Code, str], ...]

    @property
    def free(self) -> int:
        """What the hospital assigns; what nobody may receive stays uncommitted."""
        return self.units - sum(units for _, units in self.best) if self.targets else 0


def scope_of(product: Product, scope: str) -> str:
    """The category's code, or its product group's where the scope is one and it has one."""
    return product.group or product.code if scope == "group" else product.code


def pools(
    products: Iterable[Product],
    winners: Iterable[Selected],
    splits: Iterable[Split],
    rules: UnitRules,
    serves: Serves | None = None,
) -> tuple[Pool, ...]:
    """The pools with anything in them, by region, hospital, scope and giver."""
    if rules.pool_scope == "none":
        return ()
    by_code = {product.code: product for product in products}
    listed = tuple(one for rivals in linkage.categories(winners).values() for one in rivals)
    units, asked = _collected(by_code, {one.code for one in listed}, splits, rules)
    known: dict[Place, _Field] = {}
    found = []
    for place, count in sorted(units.items()):
        alike = place._replace(hospital="")
        if alike not in known:
            known[alike] = _field(by_code, listed, place, rules, serves)
        field, own = known[alike], asked[place._replace(giver=NOBODY)]
        best = _to_best(count, field.best, own, rules)
        found.append(Pool(place, count, best, field.targets, field.barred))
    return tuple(found)


class _Field(NamedTuple):
    """Who is in the scope of all pools of one region, scope and giver."""

    best: tuple[Code, ...]
    targets: tuple[Code, ...]
    barred: tuple[tuple[Code, str], ...]


def _collected(
    by_code: Mapping[str, Product],
    winners: Collection[Code],
    splits: Iterable[Split],
    rules: UnitRules,
) -> tuple[dict[Place, int], dict[Place, Counter[Code]]]:
    """The units of every pool, and what each hospital itself asked for in each scope."""
    units: dict[Place, int] = {}
    asked: dict[Place, Counter[Code]] = {}
    for split in splits:
        code = split.product, split.firm
        whole = Place(
            split.region, split.hospital, scope_of(by_code[split.product], rules.pool_scope)
        )
        asked.setdefault(whole, Counter())[code] += split.demand
        if split.leftover and split.member in rules.pool_members:
            single = "dearer_than_giver" in rules.forbidden_targets and code in winners
            place = whole._replace(giver=code) if single else whole
            units[place] = units.get(place, 0) + split.leftover
    return units, asked


def _field(
    by_code: Mapping[str, Product],
    winners: Sequence[Selected],
    place: Place,
    rules: UnitRules,
    serves: Serves | None,
) -> _Field:
    rivals = [one for one in winners if scope_of(one.product, rules.pool_scope) == place.scope]
    bars = [(one.code, _bar(one, rivals, place, rules, serves)) for one in rivals]
    best: tuple[Selected, ...] = ()
    if rules.pool_to_best is not None:
        best = linkage.largest_cut(_around(by_code, winners, place, rules) or rivals)
    return _Field(
        best=tuple(one.code for one in best if _served(one, place, rules, serves)),
        targets=tuple(code for code, bar in bars if bar is None),
        barred=tuple((code, bar) for code, bar in bars if bar is not None),
    )


def _around(
    by_code: Mapping[str, Product], winners: Sequence[Selected], place: Place, rules: UnitRules
) -> list[Selected]:
    """The winners of the product group around a category, where the best is looked for there."""
    if rules.best_scope != "group" or rules.pool_scope != "category":
        return []
    group = scope_of(by_code[place.scope], "group")
    return [one for one in winners if scope_of(one.product, "group") == group]


def _bar(
    one: Selected,
    rivals: Sequence[Selected],
    place: Place,
    rules: UnitRules,
    serves: Serves | None,
) -> str | None:
    """The field of the rules that keeps a winner from receiving; None where nothing does."""
    if any(FORBIDDEN[name](one, rivals, place) for name in rules.forbidden_targets):
        return "forbidden_targets"
    if not _served(one, place, rules, serves):
        return "region_eligibility"
    return None


def supplies(one: Selected, region: str, serves: Serves | None = None) -> bool:
    """A winner supplies the regions it declared; all where it promised the full territory."""
    declared = (serves or {}).get(one.code)
    return "full_territory" in one.bid.promises if declared is None else region in declared


def _served(one: Selected, place: Place, rules: UnitRules, serves: Serves | None) -> bool:
    return not rules.region_eligibility or supplies(one, place.region, serves)


def _to_best(
    units: int, best: Sequence[Code], asked: Mapping[Code, int], rules: UnitRules
) -> tuple[tuple[Code, int], ...]:
    """The part for the best, to the unit; several share it by the hospital's own demand."""
    if rules.pool_to_best is None or not best:
        return ()
    part = units * rules.pool_to_best
    total, _ = round_to(units, [part, units - part])
    weights = [asked.get(code, 0) for code in best]
    shares = largest_remainder(total, weights if any(weights) else [1] * len(best))
    return tuple((code, share) for code, share in zip(best, shares, strict=True) if share)


def _highest_price(one: Selected, rivals: Sequence[Selected], place: Place) -> bool:  # noqa: ARG001 - one signature for all
    """The highest winning price in the pool's scope, all its units together."""
    return one.price == max(rival.price for rival in rivals)


def _dearer_than_giver(one: Selected, rivals: Sequence[Selected], place: Place) -> bool:
    """A higher price than the giver's; what nobody selected gave may go to anyone."""
    return any(rival.code == place.giver and one.price > rival.price for rival in rivals)


FORBIDDEN = {
    "highest_price": _highest_price,
    "dearer_than_giver": _dearer_than_giver,
}
