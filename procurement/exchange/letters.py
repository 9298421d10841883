"""The documents of a round's results, composed from its dossier."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from procurement.exchange import documents
from procurement.exchange.documents import Clause, Issue, LostBid, OpenedBid
from procurement.exchange.dossier import Dossier, Unread
from procurement.rules import schemes
from procurement.rules.awards import Award
from procurement.rules.dates import local_day
from procurement.rules.rulebook import Entry
from procurement.rules.text import Text
from procurement.store.envelopes import EnvelopeRow
from procurement.store.evaluation import UnopenedRow

ROUND_DUTIES = (
    "agreed_share",
    "brand_demand",
    "committed_share",
    "volume_key",
    "term_years",
    "term_end",
    "priority_picks",
    "spare_suppliers",
)
INVALID = Text("无效申报", "Invalid bid")


def issue(dossier: Dossier, day: date, number: int) -> Issue:
    """The head of a document, numbered within its year."""
    round_ = dossier.round
    assert round_.bids_close_at is not None
    return Issue(
        number=f"样张〔{day.year}〕{number}号",
        issued=day,
        round_name=round_.name,
        tender_document=round_.document,
        rulebook=round_.rulebook,
        rulebook_sha256=round_.rulebook_sha256,
        bids_opened=local_day(round_.bids_close_at),
    )


def clause(name: str, entry: Entry | None) -> Clause:
    """A rulebook's entry as a document prints it; a check outside the rulebook names itself."""
    if entry is None:
        return Clause(name, INVALID.zh, "", "招标文件 申报要求", "unconfirmed")
    return Clause(entry.key, entry.title.zh, entry.shown.zh, entry.source, entry.evidence)


def clauses(dossier: Dossier, names: Iterable[str]) -> tuple[Clause, ...]:
    sources = dossier.rules.sources
    return tuple(clause(name, sources[name]) for name in names if name in sources)


def _line(dossier: Dossier, award: Award) -> documents.AwardLine:
    return documents.AwardLine(
        code=award.product,
        product=dossier.products[award.product].name,
        firm=dossier.firm(award.firm),
        rank=award.rank,
        spec=dossier.bid(award.product, award.firm).spec,
        unit_price=award.unit_price,
        regions=award.regions,
        quantity=award.quantity,
        amount=award.amount,
        unit=award.unit,
        named=sum(line.quantity for line in award.lines if line.named),
        spare_regions=award.spare_regions,
    )


def award_notice(dossier: Dossier, day: date) -> documents.AwardNotice:
    """中选结果公告."""
    won = {award.product for award in dossier.awards}
    return documents.AwardNotice(
        issue(dossier, day, 1),
        tuple(_line(dossier, award) for award in dossier.awards),
        tuple(product.name for code, product in dossier.products.items() if code not in won),
        clauses(dossier, dossier.rules.sources),
        by_regions=schemes.by_regions(dossier.rules),
    )


def award_letters(dossier: Dossier, day: date) -> Iterator[documents.AwardLetter]:
    """中选通知书: one for every winner."""
    for place, firm in enumerate(dossier.winners, start=2):
        won = dossier.awards_of(firm)
        supplies = tuple(
            documents.Supply(
                award.product,
                dossier.products[award.product].name,
                line.region,
                line.spec,
                line.unit_price,
                line.quantity,
                line.amount,
            )
            for award in won
            for line in award.lines
        )
        yield documents.AwardLetter(
            issue(dossier, day, place),
            dossier.firm(firm),
            firm,
            tuple(_line(dossier, award) for award in won),
            supplies,
            clauses(dossier, ROUND_DUTIES),
        )


def result_letters(dossier: Dossier, day: date) -> Iterator[documents.ResultLetter]:
    """申报结果告知书: one for every firm with a bid that did not win, with the reason."""
    first = 2 + len(dossier.winners)
    for place, firm in enumerate(dossier.losers, start=first):
        lost = []
        for verdict in dossier.lost_by(firm):
            bid = dossier.bid(verdict.product, firm)
            lost.append(
                LostBid(
                    dossier.products[verdict.product].name,
                    bid.spec,
                    bid.unit_price,
                    verdict.comparable_price,
                    verdict.rank,
                    clause(verdict.clause, dossier.clause(verdict.clause)),
                    verdict.reason.zh,
                    verdict.price_to_win,
                )
            )
        lost += [_unread(dossier, one) for one in dossier.unread if one.firm == firm]
        head = issue(dossier, day, place)
        yield documents.ResultLetter(head, dossier.firm(firm), firm, tuple(lost))


def _unread(dossier: Dossier, one: Unread) -> LostBid:
    """The part of a result letter for an envelope that could not be read."""
    name = dossier.products[one.lot].name
    rule = Clause(
        "envelope", "报价信封须能以本轮次密钥打开", "", "招标文件 申报要求", "unconfirmed"
    )
    return LostBid(name, "", None, None, None, rule, one.cause.zh, None)


def opening_minutes(
    dossier: Dossier,
    accepted: Sequence[EnvelopeRow],
    unopened: Iterable[UnopenedRow],
    officers: Iterable[str],
    opened: datetime,
    audit_head: str,
    root: str,
) -> documents.OpeningMinutes:
    """开标记录: what every envelope held, or why it could not be read; the whole box and its root.

    ``accepted`` are all lines of the box in their order, replaced ones and tombstones too.
    """
    last = {(row.lot, row.firm): row for row in accepted}
    causes = {row.envelope_id: row.cause_zh for row in unopened}
    lines = []
    for row in accepted:
        if row is not last[row.lot, row.firm] or row.withdrawn:
            continue
        name, firm = dossier.products[row.lot].name, dossier.firm(row.firm)
        head = (name, firm, row.received_at, row.fingerprint)
        if row.id in causes:
            lines.append(OpenedBid(*head, fault=causes[row.id]))
        else:
            bid = dossier.bid(row.lot, row.firm)
            lines.append(OpenedBid(*head, spec=bid.spec, unit_price=bid.unit_price))
    assert dossier.round.bids_close_at is not None
    return documents.OpeningMinutes(
        issue=issue(dossier, local_day(opened), 0),
        deadline=dossier.round.bids_close_at,
        opened=opened,
        officers=tuple(officers),
        withdrawn=sum(row.withdrawn for row in last.values()),
        bids=tuple(lines),
        audit_head=audit_head,
        root=root,
        box=tuple(_box_lines(accepted, causes)),
    )


def _box_lines(
    accepted: Sequence[EnvelopeRow], causes: Mapping[int, str]
) -> Iterator[documents.BoxLine]:
    """Every line of the box, and what became of it."""
    after: dict[tuple[str, str], EnvelopeRow] = {}
    states = []
    for row in reversed(accepted):
        later = after.get((row.lot, row.firm))
        after[row.lot, row.firm] = row
        states.append(_state(row, later, causes))
    for place, (row, state) in enumerate(zip(accepted, reversed(states), strict=True), start=1):
        entry = row.entry(place)
        yield documents.BoxLine(entry.position, entry.received_at, entry.fingerprint, state)


def _state(row: EnvelopeRow, later: EnvelopeRow | None, causes: Mapping[int, str]) -> str:
    if row.withdrawn:
        return "撤回记录"
    if later is not None:
        return "已撤回" if later.withdrawn else "已被替代"
    assert row.id is not None
    return f"无法读取：{causes[row.id]}" if row.id in causes else "已开启"
