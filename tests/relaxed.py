"""How a plan sits in the relaxation of its problem: what it supplies, which flags it sets."""

from solver.plan import amounts, supplied, tier, volumes
from solver.problem import Linkage, smallest_region
from solver.relax import Flag


def flags(problem, plan):
    """The flags that are set under the plan."""
    units, found = volumes(problem, plan), set()
    for w, offer in enumerate(problem.offers):
        if len(offer.tiers) > 1:
            found.add(Flag("tier", w, offer.tiers.index(tier(problem, w, units[w]))))
        if problem.linkage is Linkage.CONDITIONAL:
            full = units[w] >= offer.capacity - smallest_region(problem) + 1
            found.add(Flag("full", w, int(full)))
    return found


def weighed(problem, plan, relaxation, row):
    """The row's sum under the plan: a part of a split region counts as that part."""
    set_, parts, total = flags(problem, plan), amounts(problem, plan), 0
    for o, (w, flag, _) in enumerate(relaxation.options):
        if flag is None or flag in set_:
            regions = supplied(problem, plan)[w]
            total += row.volumes.get(o, 0) * sum(parts[w])
            if problem.split:
                total += sum(
                    row.counts.get(o, 0) * parts[w][r] / problem.volume[r] for r in regions
                )
            else:
                total += row.counts.get(o, 0) * len(regions)
    return total + sum(weight for flag, weight in row.flags.items() if flag in set_)


def inside(problem, plan, box):
    """The plan is one of the box's."""
    pairs = {(w, r) for w, regions in enumerate(supplied(problem, plan)) for r in regions}
    taken = {(w, r) for w, r in box.taken if problem.volume[r] or not problem.split}
    return taken <= pairs and not pairs & box.barred and not flags(problem, plan) & box.unset
