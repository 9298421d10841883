"""Everything that is wrong, or should be looked at, in a round before it is announced (公告)."""

from collections import Counter

from procurement.rules import (
    lint_conditions,
    lint_dates,
    lint_parameters,
    lint_tables,
    lint_volumes,
    schemes,
)
from procurement.rules.design import Design, undecided
from procurement.rules.findings import Finding, error
from procurement.rules.rulebook import RulebookFaults
from procurement.rules.text import Fault, Text


def lint(design: Design) -> tuple[Finding, ...]:
    """Every finding, errors first.

    Firms, ceilings and volumes are looked at once every value is decided.
    """
    try:
        entries = design.book.entries(design.day, decisions=design.decisions)
    except RulebookFaults as broken:
        return tuple(_decision(fault) for fault in broken.faults)
    found = [
        *lint_parameters.findings(design, entries),
        *lint_dates.findings(design, entries),
        *lint_tables.findings(design, entries),
        *lint_conditions.findings(design, entries),
    ]
    if not undecided(design):
        rules = schemes.rules_of(design.book, design.day, design.decisions)
        entered = Counter(one.product for one in design.entrants)
        found += [_told(fault) for fault in schemes.faults(design.products, entered, rules)]
        found += lint_volumes.findings(design, entries, rules)
    return tuple(sorted(found, key=lambda one: one.severity != "error"))


def errors(design: Design) -> list[Fault]:
    """What keeps the round from being announced, as faults."""
    return [one.fault for one in lint(design) if one.severity == "error"]


def _decision(fault: Fault) -> Finding:
    """A decision that the rulebook does not allow."""
    what = Text(f"{fault.place}：{fault.text.zh}。", f"{fault.place} {fault.text.en}.")
    remedy = Text("请撤回或更正该项决定。", "Withdraw or correct the decision.")
    return error(fault.rule, what, remedy, fault.place)


def _told(fault: Fault) -> Finding:
    """A fault that says by itself what to do."""
    return error(fault.rule, fault.text, Text("", ""), fault.place)
