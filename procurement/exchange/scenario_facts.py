"""What a comparison of scenarios holds, and its form in whole numbers that is kept and printed."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from procurement.rules.figures import Figures
from procurement.rules.text import Text
from solver.plan import Plan
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Lot:
    """A product with winners: the problem as the tender asks it, and what the pick order gives."""

    name: str
    problem: Problem
    drafted: Plan

    @property
    def code(self) -> str:
        """The product's code."""
        return self.problem.lot


@dataclass(frozen=True, slots=True)
class Planned:
    """One lot in one scenario; ``reason`` says why it keeps the pick order, where it does.

    ``spend`` is fen, ``milliseconds`` go by the engines' clocks. No plan that keeps the scenario's
    rules costs less than ``bound``: ``None`` where nothing is known, or nothing was searched for.
    """

    product: str
    spend: int
    plan: Plan
    bound: int | None = None
    proven: bool = False
    milliseconds: int = 0
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario over all lots; without ``figures`` there is no plan, and ``reason`` says why.

    ``settings`` are empty for the two plans that are always compared. ``bound`` is fen, as in
    ``Planned``. ``kept`` are the lots that keep the pick order, with the reason of each.
    """

    name: Text
    settings: str
    figures: Figures | None
    searched: bool = True
    bound: int | None = None
    proven: bool = False
    milliseconds: int = 0
    reason: Text | None = None
    kept: tuple[tuple[str, Text], ...] = ()
    lots: tuple[Planned, ...] = ()

    @property
    def gap(self) -> Fraction | None:
        """How much less, at most, a plan may cost that keeps the scenario's rules."""
        if self.figures is None or self.bound is None:
            return None
        return max(Fraction(0), 1 - Fraction(self.bound, self.figures.spend or 1))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios side by side; the first row is the pick order, the second the cheapest plan."""

    lots: tuple[Lot, ...]
    rows: tuple[Row, ...]


def document(comparison: Comparison) -> dict[str, Any]:
    """The comparison in whole numbers and texts: money in fen, suppliers by rank from 0."""
    reference = comparison.rows[0].figures
    assert reference is not None
    return {
        "products": [
            {
                "product": lot.code,
                "name": lot.name,
                "firms": [offer.name for offer in lot.problem.offers],
                "regions": list(lot.problem.regions),
            }
            for lot in comparison.lots
        ],
        "scenarios": [_row(row, reference.spend) for row in comparison.rows],
    }


def _row(row: Row, reference: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": row.name._asdict(),
        "settings": row.settings,
        "searched": row.searched,
        "proven": row.proven,
        "bound_fen": row.bound,
        "milliseconds": row.milliseconds,
        "reason": row.reason and row.reason._asdict(),
        "kept": [{"product": product, **reason._asdict()} for product, reason in row.kept],
        "figures": None,
        "lots": [_planned(lot) for lot in row.lots],
    }
    if (figures := row.figures) is not None:
        found["figures"] = {
            "spend_fen": figures.spend,
            "saving_fen": reference - figures.spend,
            "largest_group": figures.largest,
            "largest_share": _decimal(figures.largest_share),
            "hhi": _decimal(figures.hhi),
            "paid_fen": [list(one) for one in figures.paid],
            "lots": figures.lots,
            "regions": figures.regions,
            "moved": figures.moved,
            "backed": figures.backed,
            "ready": figures.ready,
            "untested": figures.untested,
        }
    return found


def _planned(lot: Planned) -> dict[str, Any]:
    return {
        "product": lot.product,
        "spend_fen": lot.spend,
        "bound_fen": lot.bound,
        "proven": lot.proven,
        "suppliers": list(lot.plan.suppliers),
        "backups": list(lot.plan.backups),
        "amounts": [list(row) for row in lot.plan.amounts],
    }


def rows(kept: dict[str, Any]) -> tuple[Row, ...]:
    """The rows of a document, without the plans of their lots."""
    return tuple(
        Row(
            name=Text(**row["name"]),
            settings=row["settings"],
            figures=_figures(row["figures"]),
            searched=row["searched"],
            bound=row["bound_fen"],
            proven=row["proven"],
            milliseconds=row["milliseconds"],
            reason=row["reason"] and Text(**row["reason"]),
            kept=tuple((one["product"], Text(one["zh"], one["en"])) for one in row["kept"]),
        )
        for row in kept["scenarios"]
    )


def _figures(kept: dict[str, Any] | None) -> Figures | None:
    if kept is None:
        return None
    counted = ("lots", "regions", "moved", "backed", "ready", "untested")
    return Figures(
        paid=tuple((group, fen) for group, fen in kept["paid_fen"]),
        **{name: kept[name] for name in counted},
    )


def _decimal(ratio: Fraction) -> str:
    """Six decimals as text: canonical JSON has no fractions."""
    return f"{float(round(ratio, 6)):.6f}"
