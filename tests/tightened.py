"""Small random problems with a rule or two drawn tighter, so that many have no plan."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st
from strategies import problems

from solver.problem import Backup, Bounds, Linkage


@st.composite
def tightened(draw):
    problem = draw(problems())
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3)):
        problem = change(draw, problem)
    return problem


def capacity(draw, problem):
    most = draw(st.integers(0, problem.total))
    w = draw(st.integers(0, len(problem.offers) - 1))
    offers = list(problem.offers)
    offers[w] = replace(offers[w], capacity=most)
    return replace(problem, offers=tuple(offers))


def band(draw, problem):
    least = draw(st.integers(0, problem.total))
    most = draw(st.integers(least, problem.total))
    w = draw(st.integers(0, len(problem.offers) - 1))
    offers = list(problem.offers)
    offers[w] = replace(offers[w], band=Bounds(least, most))
    return replace(problem, offers=tuple(offers))


def counts(draw, problem):
    least = draw(st.integers(0, len(problem.regions)))
    most = draw(st.integers(least, len(problem.regions)))
    w = draw(st.integers(0, len(problem.offers) - 1))
    bounds = list(problem.counts)
    bounds[w] = Bounds(least, most)
    return replace(problem, counts=tuple(bounds))


def strict(_draw, problem):
    return replace(problem, linkage=Linkage.STRICT, tolerance=0)


def share(draw, problem):
    return replace(problem, max_share=draw(st.sampled_from((Fraction(1, 3), Fraction(1, 2)))))


def settled(draw, problem):
    w = draw(st.integers(0, len(problem.offers) - 1))
    r = draw(st.integers(0, len(problem.regions) - 1))
    return replace(problem, settled=(*problem.settled, (w, r)))


def backup(draw, problem):
    surge = draw(st.sampled_from((Fraction(0), Fraction(1, 2))))
    return problem if problem.split else replace(problem, backup=Backup(surge=surge))


CHANGES = (capacity, band, counts, strict, share, settled, backup)
