"""Drafting, checking and announcing a round; closing demand reporting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from procurement.exchange import rulebooks
from procurement.rules import keys
from procurement.rules.catalogue import Product
from procurement.rules.phases import Phase
from procurement.rules.rights import Actor, Role, require
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Refused, Text
from procurement.store.catalogue import Entry
from procurement.store.database import Store
from procurement.store.rounds import RoundRow


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round as its officer writes it down; ``day`` is the day whose law applies."""

    code: str
    name: str
    document: str
    source: str
    rulebook: str
    day: date
    products: tuple[Product, ...]
    entries: tuple[Entry, ...]
    rehearsal: bool = False


def subject(round_: RoundRow) -> str:
    """The name of a round in the audit chain."""
    return f"round {round_.code}"


def law(round_: RoundRow) -> DrugRules:
    """The rules fixed for the round; refused when the rulebook has changed since."""
    book = rulebooks.load(round_.rulebook)
    if book.sha256 != round_.rulebook_sha256:
        raise Refused(
            [
                Fault(
                    "rulebook",
                    round_.rulebook,
                    Text(
                        "规则文本与公告时固定的版本不一致，请恢复原文本。",
                        "The rulebook differs from the one fixed at the announcement; restore it.",
                    ),
                )
            ]
        )
    return book.at(round_.rulebook_day, DrugRules)


def draft(store: Store, actor: Actor, plan: RoundDraft, at: datetime) -> int:
    """Write a round down under a rulebook; the rulebook's text is fixed by its hash."""
    require(actor, "draft_round")
    book = rulebooks.load(plan.rulebook)
    row = RoundRow(
        code=plan.code,
        name=plan.name,
        document=plan.document,
        source=plan.source,
        rulebook=book.id,
        rulebook_sha256=book.sha256,
        rulebook_day=plan.day,
        rehearsal=plan.rehearsal,
        phase=Phase.DRAFT,
    )
    with store.transaction() as db:
        number = db.rounds.add(row)
        db.catalogue.keep(number, plan.products)
        db.catalogue.enter(number, plan.entries)
        db.audit.record(
            "round drafted",
            subject(row),
            by=actor.login,
            at=at,
            rulebook=book.id,
            rulebook_sha256=book.sha256,
            products=len(plan.products),
            entries=len(plan.entries),
        )
    return number


def faults(products: Iterable[Product], entries: Iterable[Entry], rules: DrugRules) -> list[Fault]:
    """What keeps a round from being announced, all at once."""
    firms: dict[str, int] = {}
    for entry in entries:
        firms[entry.product] = firms.get(entry.product, 0) + 1
    found = []
    for product in products:
        entered, fewest = firms.get(product.code, 0), rules.minimum_firms or 1
        if entered < fewest:
            text = Text(
                f"{product.name}只有{entered}家企业具备申报资格，至少需要{fewest}家；请移出目录。",
                f"{entered} firms are entered for {product.name}, {fewest} are needed; "
                "take the product out.",
            )
            found.append(Fault("minimum_firms", product.code, text))
        needs = {"cut_from_ceiling"} & set(rules.winning_alternatives)
        if needs and all(item.ceiling is None for item in product.presentations):
            text = Text(
                f"{product.name}没有最高有效申报价，而本规则需要，请填写。",
                f"{product.name} has no ceiling, which this rulebook needs; give one.",
            )
            found.append(Fault("winning.cut_from_ceiling", product.code, text))
    return found


def check(store: Store, actor: Actor, round_id: int) -> list[Fault]:
    """Everything that still keeps the round from being announced."""
    require(actor, "draft_round")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        products = db.catalogue.products(round_id).values()
        return faults(products, db.catalogue.entries(round_id), law(round_))


def announce(
    store: Store,
    actor: Actor,
    round_id: int,
    passphrases: Mapping[str, str],
    bids_close_at: datetime,
    at: datetime,
    hardness: keys.Hardness | None = None,
) -> None:
    """Publish the round: its key is made, split among the officers, and forgotten."""
    require(actor, "announce")
    found = check(store, actor, round_id) + keys.passphrase_faults(passphrases)
    found += _strangers(store, passphrases)
    if bids_close_at <= at:
        text = Text("开标时间必须晚于公告时间。", "Bids must close after the announcement.")
        found.append(Fault("bids_close_at", "bids_close_at", text))
    if found:
        raise Refused(found)
    pair = keys.new_round_key()
    shares = keys.lock(pair.private, passphrases, hardness)
    with store.transaction() as db:
        row = db.rounds.advance(round_id, "announce")
        row.public_key, row.bids_close_at = pair.public, bids_close_at
        db.rounds.keep_shares(round_id, shares)
        db.audit.record(
            "round announced",
            subject(row),
            by=actor.login,
            at=at,
            public_key=pair.public.hex(),
            key_officers=sorted(passphrases),
            bids_close_at=bids_close_at.isoformat(),
        )


def _strangers(store: Store, logins: Iterable[str]) -> list[Fault]:
    """A key is kept by officers and nobody else."""
    with store.transaction() as db:
        officers = {row.login for row in db.accounts.of_role(Role.OFFICER)}
    return [
        Fault(
            "key_officers",
            login,
            Text(f"“{login}”不是采购办的账号，请重新选择。", f"“{login}” is not an officer."),
        )
        for login in logins
        if login not in officers
    ]
