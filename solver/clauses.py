"""The rules of a lot as constraints: one function per clause, named after it."""

from itertools import pairwise, product
from math import ceil, floor

from pulp import LpAffineExpression, LpProblem, lpSum_vars

from solver.batch import Batch
from solver.model import Model, decisions, room, steps, weighted
from solver.problem import Linkage, Problem, control_groups, named_volume, price_groups


def build(problem: Problem, lp: LpProblem | None = None) -> Model:
    """Every clause of a lot; every number in it is whole. No goal yet."""
    model = decisions(lp or LpProblem("allocation"), problem)
    for clause in (
        define_volume,
        cover,
        link_split,
        count,
        respect_capacity,
        keep_band,
        link_prices,
        cap_groups,
        settle,
        choose_step,
        back_up,
        be_ready,
    ):
        clause(model)
    return model


def build_batch(batch: Batch) -> tuple[Model, ...]:
    """The lots of a batch in one program, bound by its limits."""
    lp = LpProblem("allocation")
    models = tuple(build(problem, lp) for problem in batch.lots)
    for k, limit in enumerate(batch.limits):
        use = [(models[lot].volume[offer], each) for (lot, offer), each in limit.use.items()]
        lp.addConstraint(weighted(use) <= limit.most, f"limit_{k}")
    return models


def define_volume(model: Model) -> None:
    """An offer's volume is what names its brand, and all it supplies at whatever price step."""
    for w, total in enumerate(model.volume):
        terms = [term for k in range(len(model.taken[w])) for term in model.units(w, k)]
        _add(model, weighted([*terms, (total, -1)]) == -named_volume(model.problem, w), "volume", w)


def cover(model: Model) -> None:
    """Each region goes whole to one supplier; a split one is supplied to the unit."""
    for r, units in enumerate(model.problem.volume):
        variables = [row[r] for by_step in model.taken for row in by_step]
        _add(model, lpSum_vars(variables) == (units if model.present else 1), "cover", r)


def link_split(model: Model) -> None:
    """A split region has so many suppliers at most; each supplies its least part, or nothing."""
    problem = model.problem
    for r, units in enumerate(problem.volume if model.present else ()):
        suppliers = lpSum_vars([row[r] for row in model.present])
        _add(model, suppliers <= problem.suppliers, "suppliers", r)
        least = max(1, ceil(problem.least_part * units))
        for w, offer in enumerate(problem.offers):
            most = units if offer.capacity is None else min(units, offer.capacity)
            supplied = [(row[r], 1) for row in model.taken[w]]
            here = model.present[w][r]
            _add(model, weighted([*supplied, (here, -most)]) <= 0, "most", w, r)
            _add(model, weighted([*supplied, (here, -least)]) >= 0, "least_part", w, r)


def count(model: Model) -> None:
    """Each offer supplies a number of regions within the bounds for its rank."""
    for w, bounds in enumerate(model.problem.counts):
        rows = [model.present[w]] if model.present else model.taken[w]
        regions = lpSum_vars([variable for row in rows for variable in row])
        if bounds.least == bounds.most:
            _add(model, regions == bounds.most, "counts", w)
            continue
        if bounds.least > 0:
            _add(model, regions >= bounds.least, "counts_least", w)
        if bounds.most < len(model.problem.regions):
            _add(model, regions <= bounds.most, "counts_most", w)


def respect_capacity(model: Model) -> None:
    """No offer gets more than it declared it can supply in the lot."""
    for w, offer in enumerate(model.problem.offers):
        if offer.capacity is not None and offer.capacity < model.problem.total:
            _add(model, weighted([(model.volume[w], 1)]) <= offer.capacity, "capacity", w)


def keep_band(model: Model) -> None:
    """An offer's volume keeps its fixed share, within the tolerance."""
    for w, offer in enumerate(model.problem.offers):
        if offer.band:
            volume = weighted([(model.volume[w], 1)])
            _add(model, volume >= offer.band.least, "band_least", w)
            _add(model, volume <= offer.band.most, "band_most", w)


def link_prices(model: Model) -> None:
    """A lower price never gets less volume than a higher one, unless it is full (量价挂钩).

    Each offer is compared with those of the next higher price; equal prices do not bind each
    other. Only the conditional wording knows offers that are full.
    """
    problem = model.problem
    if problem.linkage is Linkage.NONE:
        return
    for w, full in model.full.items():
        least = room(problem, w)
        _add(model, weighted([(model.volume[w], 1), (full, -least)]) >= 0, "full", w)
    for cheap, dear in pairwise(price_groups(problem)):
        for w, v in product(cheap, dear):
            terms = [(model.volume[w], 1), (model.volume[v], -1)]
            if w in model.full:
                capacity = problem.offers[v].capacity or 0
                terms.append((model.full[w], min(capacity, problem.total)))
            _add(model, weighted(terms) >= -problem.tolerance, "linkage", w, v)


def cap_groups(model: Model) -> None:
    """No control group gets more than the largest share of the lot's volume."""
    problem = model.problem
    if problem.max_share is None:
        return
    most = floor(problem.max_share * problem.total)
    for offers in control_groups(problem).values():
        _add(model, lpSum_vars([model.volume[w] for w in offers]) <= most, "max_share", *offers)


def settle(model: Model) -> None:
    """What is settled beforehand stays so."""
    for w, r in model.problem.settled:
        _add(model, model.supplies(w, r) >= 1, "settled", w, r)


def choose_step(model: Model) -> None:
    """All units of an offer are priced at the one step that its whole volume reaches.

    A region is priced only at the step that holds (the disaggregated form of the total quantity
    discount); the units at a step lie between its start and the next.
    """
    for w, chosen in enumerate(model.step):
        if not chosen:
            continue
        _add(model, lpSum_vars(chosen) == 1, "one_step", w)
        named, starts = named_volume(model.problem, w), [s.start for s in steps(model.problem, w)]
        for k, holds in enumerate(chosen):
            after = starts[k + 1] - 1 if k + 1 < len(starts) else model.problem.total
            units = list(model.units(w, k))
            _add(model, weighted([*units, (holds, named - starts[k])]) >= 0, "from", w, k)
            _add(model, weighted([*units, (holds, named - after)]) <= 0, "to", w, k)
            for r, taken in enumerate(model.taken[w][k]):
                top = model.problem.volume[r] if model.present else 1
                _add(model, weighted([(taken, 1), (holds, -top)]) <= 0, "at_step", w, k, r)


def back_up(model: Model) -> None:
    """Every region has one pair of supplier and backup (备供)."""
    if model.problem.backup is None:
        return
    for w, r in product(range(len(model.problem.offers)), range(len(model.problem.regions))):
        pairs = [row[r] for (i, _), row in model.backed.items() if i == w]
        _add(model, model.supplies(w, r) - lpSum_vars(pairs) == 0, "backup", w, r)


def be_ready(model: Model) -> None:
    """If one supplier fails, each backup can take over what it backs for that one (N−1)."""
    problem = model.problem
    for (i, j), row in model.backed.items():
        capacity = problem.offers[j].capacity
        assert problem.backup is not None
        if capacity is not None:
            most = floor((1 + problem.backup.surge) * capacity)
            taken_over = zip(row, problem.volume, strict=True)
            _add(model, weighted([*taken_over, (model.volume[j], 1)]) <= most, "readiness", i, j)


def _add(model: Model, constraint: LpAffineExpression, name: str, *place: int) -> None:
    model.lp.addConstraint(constraint, "_".join([model.problem.lot, name, *map(str, place)]))
