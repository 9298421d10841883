"""The rules of a lot counted a second time, each as one sentence over plain numbers."""

from itertools import permutations, product
from math import floor

from solver.plan import Plan
from solver.problem import Linkage, Problem


def keeps(problem: Problem, plan: Plan) -> bool:
    """The plan, which has the right shape, keeps every rule of the problem."""
    offers, regions = range(len(problem.offers)), range(len(problem.regions))
    if problem.split:
        units = {(w, r): plan.amounts[w][r] for w in offers for r in regions}
        supplies = {pair for pair, amount in units.items() if amount}
    else:
        supplies = {(w, r) for r, w in enumerate(plan.suppliers)}
        units = {(w, r): problem.volume[r] * ((w, r) in supplies) for w in offers for r in regions}
    named = [sum(problem.named[w]) if problem.named else 0 for w in offers]
    whole = [named[w] + sum(units[w, r] for r in regions) for w in offers]
    everything = sum(problem.volume) + sum(named)
    groups = [problem.offers[w].group or problem.offers[w].name for w in offers]
    caps = [problem.offers[w].capacity for w in offers]
    bands = [problem.offers[w].band for w in offers]
    rules = [
        all(sum(units[w, r] for w in offers) == problem.volume[r] for r in regions),
        all(amount >= 0 for amount in units.values()),
        all(sum((w, r) in supplies for w in offers) <= problem.suppliers for r in regions),
        all(
            units[w, r] >= problem.least_part * problem.volume[r]
            for w, r in supplies
            if problem.split
        ),
        all(
            problem.counts[w].least
            <= sum((w, r) in supplies for r in regions)
            <= problem.counts[w].most
            for w in offers
        ),
        all(cap is None or got <= cap for cap, got in zip(caps, whole, strict=True)),
        all(
            band is None or band.least <= got <= band.most
            for band, got in zip(bands, whole, strict=True)
        ),
        all(
            problem.max_share is None
            or sum(whole[w] for w in offers if groups[w] == group) / problem.max_share <= everything
            for group in groups
        ),
        all(tuple(pair) in supplies for pair in problem.settled),
        all(
            whole[v] - whole[w] <= problem.tolerance or _full(problem, w, whole[w])
            for w, v in product(offers, offers)
            if problem.linkage is not Linkage.NONE and v in _next_higher(problem, w)
        ),
    ]
    if problem.backup:
        surge = 1 + problem.backup.surge
        pairs = list(zip(plan.suppliers, plan.backups, strict=True))
        rules += [
            all(w != v for w, v in pairs),
            not problem.backup.apart or all(groups[w] != groups[v] for w, v in pairs),
            all(
                caps[j] is None
                or whole[j] + sum(problem.volume[r] for r in regions if pairs[r] == (i, j))
                <= floor(surge * caps[j])
                for i, j in permutations(offers, 2)
            ),
        ]
    return all(rules)


def _next_higher(problem: Problem, offer: int) -> list[int]:
    """The offers whose price is the next above the offer's."""
    prices = [each.price for each in problem.offers]
    higher = min((price for price in prices if price > prices[offer]), default=None)
    return [v for v, price in enumerate(prices) if price == higher]


def _full(problem: Problem, offer: int, got: int) -> bool:
    """Under the conditional linkage: with any region more, the offer would exceed its capacity."""
    capacity = problem.offers[offer].capacity
    if problem.linkage is not Linkage.CONDITIONAL or capacity is None:
        return False
    sizes = [units for units in problem.volume if units]
    return bool(sizes) and all(got + size > capacity for size in sizes)
