"""Lots that only the batch's limits couple: prices, plans lot by lot, and a certified bound."""

import numpy as np

from solver import annealing
from solver.lot_program import LotProgram


def exact_lots(relaxations, worths):
    return [
        LotProgram(r, single=10**6, classes=0).solve(w)
        for r, w in zip(relaxations, worths, strict=True)
    ]


def anneal_lots(tasks):
    out = []
    for lot, use, hard, target, soft, worths, start, seed, steps in tasks:
        rules = annealing.capped(annealing.board(lot), use, hard, np.zeros(len(hard)))
        if target is not None:
            on = soft > 0
            rules = annealing.capped(rules, use[on], target[on], soft[on])
        money = np.array(lot.cost, float)[None] + worths[:, :, None] * np.array(lot.volume, float)
        out.append(annealing.anneal(rules, money, start, steps=steps, seed=seed))
    return out
