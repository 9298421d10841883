"""The checker against a second count, on random problems and every plan next to a legal one."""

from dataclasses import replace

from breakage import broken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recount import keeps
from strategies import SPLIT, solved

from solver import check

SLOW = [HealthCheck.too_slow]
MANY = settings(max_examples=150, deadline=None, database=None, suppress_health_check=SLOW)


@MANY
@given(solved())
def test_a_region_or_unit_moved_is_judged_as_a_second_count_judges_it(pair):
    problem, plan = pair
    for other in (plan, *moved(problem, plan)):
        assert (check.faults(problem, other) == ()) == keeps(problem, other)


@MANY
@given(st.data(), solved(suppliers=SPLIT))
def test_a_unit_moved_from_one_region_to_another_is_always_caught(data, pair):
    problem, plan = pair
    regions = st.sampled_from(range(len(problem.regions)))
    source, target = data.draw(regions), data.draw(regions)
    w = data.draw(st.sampled_from(range(len(problem.offers))))
    for units in shifted(plan, (w, source), target):
        caught = check.faults(problem, replace(plan, amounts=units))
        places = {fault.place for fault in caught if fault.rule == "cover"}
        assert source == target or places >= {problem.regions[source], problem.regions[target]}


@MANY
@given(st.data(), solved())
def test_any_plan_is_judged_without_an_exception(data, pair):
    problem, plan = pair
    spoiled = data.draw(broken(plan))
    caught = check.faults(problem, spoiled)
    if not any(fault.rule in ("lot", "cover", "backup") for fault in caught):
        assert (caught == ()) == keeps(problem, spoiled)


def moved(problem, plan):
    """Every plan with one region, one region's backup, or one unit within a region changed."""
    for r in range(len(problem.regions)):
        for w in range(len(problem.offers)):
            if problem.split:
                yield from (replace(plan, amounts=units) for units in shifted(plan, (w, r), r))
                continue
            yield replace(plan, suppliers=(*plan.suppliers[:r], w, *plan.suppliers[r + 1 :]))
            if problem.backup:
                yield replace(plan, backups=(*plan.backups[:r], w, *plan.backups[r + 1 :]))


def shifted(plan, source, region):
    """The amounts with a unit of one place given to each offer in a region."""
    for v in range(len(plan.amounts)):
        more = {source: -1}
        more[v, region] = more.get((v, region), 0) + 1
        yield tuple(
            tuple(units + more.get((w, r), 0) for r, units in enumerate(row))
            for w, row in enumerate(plan.amounts)
        )
