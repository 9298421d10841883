"""Regions to pick in the tests: small lots, read from the table in a docstring."""

from procurement.rules import picking
from procurement.rules.picking import How, Lot, Pick
from solver import draft
from solver.problem import Offer, Problem, exactly

REGIONS = ("110000", "120000", "130000", "140000", "150000", "210000")


def a_lot(volume=(40, 30, 20, 10), winners=2, *, priority=1, spares=1, **changes):
    """Winners A, B … in rank order; region codes in their order."""
    return Lot(
        product="03",
        firms=tuple("ABCDEF"[:winners]),
        regions=REGIONS[: len(volume)],
        volume=tuple(volume),
        counts=draft.counts(winners, len(volume), priority),
        priority=priority,
        spares=spares,
        **changes,
    )


def picked(lot, *choices):
    """Picks in turn, each by whoever's turn it is; a choice is a place among the regions."""
    picks = []
    for choice in choices:
        due = picking.turn(lot, picks)
        region = lot.regions[choice]
        assert picking.faults(lot, picks, due.number, due.firm, region) == []
        picks.append(Pick(due.number, due.firm, region, due.role, How.CHOSEN))
    return picks


def asked(lot):
    """The same as the solver is asked; all prices are equal."""
    capacity = lot.capacity or (None,) * len(lot.firms)
    return Problem(
        lot=lot.product,
        offers=tuple(
            Offer(firm, rank, units)
            for rank, (firm, units) in enumerate(zip(lot.firms, capacity, strict=True), start=1)
        ),
        regions=lot.regions,
        volume=lot.volume,
        cost=((0,) * len(lot.regions),) * len(lot.firms),
        counts=exactly(lot.counts),
    )
