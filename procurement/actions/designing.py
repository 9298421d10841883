"""Designing a round: drafting it under a scheme, deciding its parameters, taking that back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from procurement.actions import designs, explanation, rounds
from procurement.actions.rounds import RoundDraft
from procurement.exchange import rulebooks
from procurement.rules import lint_volumes, typed_values
from procurement.rules.catalogue import Product
from procurement.rules.dates import local_day
from procurement.rules.design import Design, undecided
from procurement.rules.entries import Decision
from procurement.rules.rights import Actor, require
from procurement.rules.rulebook import Rulebook, RulebookFaults
from procurement.rules.schemes import rules_of
from procurement.rules.text import Fault, Refused, Text
from procurement.store.catalogue import Entry
from procurement.store.database import Store
from procurement.store.decisions import written

KINDS = ("drug-round", "unit-round")
"""Kinds of rulebooks that make rounds."""
LONGEST_REASON = 1000
MOST_LOTS = 4
"""Lots that are explained while somebody waits."""
ANOTHER_RULEBOOK = Text(
    "这不是可由本轮次决定的参数；要更改须另选规则。",
    "This is not a parameter that a round may decide: changing it needs another rulebook.",
)


def schemes() -> list[Rulebook]:
    """The rulebooks that a round can be drafted under."""
    books = map(rulebooks.load, rulebooks.ids())
    return sorted((book for book in books if book.kind in KINDS), key=lambda one: one.kind)


def catalogue_of(store: Store, round_id: int) -> tuple[tuple[Product, ...], tuple[Entry, ...]]:
    """What another round buys, and who was entered for it; NotFound without such a round."""
    with store.transaction() as db:
        db.rounds.get(round_id)
        products = tuple(db.catalogue.products(round_id).values())
        return products, tuple(db.catalogue.entries(round_id))


def draft(store: Store, actor: Actor, plan: RoundDraft, at: datetime) -> int:
    """Write a round down under a scheme, with or without products; all that is missing at once."""
    require(actor, "draft_round")
    with store.transaction() as db:
        codes = {row.code for row in db.rounds.all()}
    if found := list(_faults(plan, codes)):
        raise Refused(found)
    return rounds.draft(store, actor, plan, at)


def furnish(
    store: Store,
    actor: Actor,
    round_id: int,
    products: Sequence[Product],
    entries: Sequence[Entry],
    at: datetime,
) -> None:
    """Give a draft its products, and the firms entered for them, in place of what it had."""
    require(actor, "draft_round")
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "edit_round")
        db.catalogue.clear(round_id)
        db.catalogue.keep(round_id, products)
        db.catalogue.enter(round_id, entries)
        db.audit.record(
            "products replaced",
            rounds.subject(round_),
            by=actor.login,
            at=at,
            products=len(products),
            entries=len(entries),
        )


def _faults(plan: RoundDraft, codes: Iterable[str]) -> Iterable[Fault]:
    for place, zh, en in (
        ("code", "轮次编号", "a code for the round"),
        ("name", "轮次名称", "a name for the round"),
        ("document", "采购文件编号", "the number of its document"),
        ("source", "资料出处", "the source of its facts"),
    ):
        if not getattr(plan, place).strip():
            yield Fault(place, place, Text(f"请填写{zh}。", f"Give {en}."))
    if plan.code in codes:
        text = Text(
            f"轮次编号“{plan.code}”已被使用，请换一个。",
            f"There is a round “{plan.code}” already; choose another code.",
        )
        yield Fault("code", "code", text)


def decide(
    store: Store,
    actor: Actor,
    round_id: int,
    key: str,
    typed: str,
    reason: str,
    at: datetime,
) -> None:
    """Decide a parameter for this round, with the reason; refused with every fault by its field.

    Only before the announcement, and only what the rulebook leaves open.
    """
    require(actor, "draft_round")
    faults: list[Fault] = []
    value = None
    try:
        value = typed_values.read("value", typed)
    except Refused as refused:
        faults += refused.faults
    faults += _unreasoned(reason)
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "edit_round")
        if value is not None:
            decision = Decision(key, value, reason.strip() or "-", actor.login, local_day(at))
            faults += not_allowed(designs.read(db, round_), decision)
        if faults:
            raise Refused(faults)
        db.decisions.keep(round_id, decision, at)
        db.audit.record(
            "parameter decided",
            rounds.subject(round_),
            by=actor.login,
            at=at,
            key=key,
            value=written(value),
            reason=decision.reason,
        )


def withdraw(
    store: Store, actor: Actor, round_id: int, key: str, reason: str, at: datetime
) -> None:
    """Take a decision back, with the reason: the rulebook's own value counts again, or none."""
    require(actor, "draft_round")
    faults = _unreasoned(reason)
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "edit_round")
        if key not in {one.key for one in db.decisions.of_round(round_id)}:
            text = Text("本轮次没有这项决定。", "This round has decided nothing of that name.")
            faults.append(Fault("decision", "reason", text))
        if faults:
            raise Refused(faults)
        db.decisions.withdraw(round_id, key, reason.strip(), actor.login, at)
        db.audit.record(
            "decision withdrawn",
            rounds.subject(round_),
            by=actor.login,
            at=at,
            key=key,
            reason=reason.strip(),
        )


def conflicts(
    store: Store, actor: Actor, round_id: int, demand_of: int | None = None
) -> tuple[Fault, ...]:
    """Why no plan keeps the rules of volume, and the smallest changes that would: a fault a lot.

    Solved outside this process, within the patience of somebody who waits for a page.
    """
    require(actor, "see_round")
    with store.transaction() as db:
        design = designs.read(db, db.rounds.get(round_id), demand_of=demand_of)
    if undecided(design):
        return ()
    rules = rules_of(design.book, design.day, design.decisions)
    lots = list(islice(lint_volumes.impossible(design, rules), MOST_LOTS))
    return explanation.refusal(lots, design.firms, seconds=explanation.PATIENCE).faults


def _unreasoned(reason: str) -> list[Fault]:
    if reason.strip() and len(reason) <= LONGEST_REASON:
        return []
    text = Text(
        f"请写明理由，不超过{LONGEST_REASON}个字符。",
        f"Say why, in at most {LONGEST_REASON} characters.",
    )
    return [Fault("reason", "reason", text)]


def not_allowed(design: Design, decision: Decision) -> list[Fault]:
    """What the rulebook has against the decision: no parameter, or a value of another kind."""
    try:
        design.book.entries(design.day, decisions=[decision])
    except RulebookFaults as broken:
        return [Fault(one.rule, "value", _sentence(one)) for one in broken.faults]
    return []


def _sentence(fault: Fault) -> Text:
    """The words about a rulebook's entry, as a sentence about what was typed."""
    if fault.rule == "decision":
        return ANOTHER_RULEBOOK
    return Text(f"取值{fault.text.zh}。", f"The value {fault.text.en}.")
