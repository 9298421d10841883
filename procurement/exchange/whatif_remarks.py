"""What a rulebook assumes when it is applied to bids that were not made under it."""

from collections.abc import Iterator, Sequence

from procurement.exchange import open_rules
from procurement.exchange.applied_rules import Applied
from procurement.exchange.printing import EVIDENCE
from procurement.rules.comparison import Result
from procurement.rules.rulebook import DrugRules
from procurement.rules.tender import Tender
from procurement.rules.text import Text

SAME_BIDS = Text(
    "各方案使用同一组报价；规则不同，企业的报价本会不同。",
    "Every rulebook is applied to the same bids; under other rules firms would have bid otherwise.",
)


def of(tender: Tender, applied: Applied, results: Sequence[Result]) -> Iterator[Text]:
    """Everything to be known before the numbers are read, the evidence first."""
    yield _evidence(applied)
    if applied.day > tender.bids_opened:
        yield Text(
            f"该手册自{applied.day}起有效，晚于本轮次的{tender.bids_opened}；按其首日取值。",
            f"In force from {applied.day} only, after this round's {tender.bids_opened}: "
            "its first values are applied.",
        )
    for entry in applied.rules.sources.values():
        if entry.evidence == "decided":
            yield Text(
                f"自行决定：{entry.key}＝{entry.shown.zh}",
                f"Decided: {entry.key} = {entry.shown.en}",
            )
    revived = sum(len(result.revived) for result in results)
    if revived:
        yield Text(
            f"{revived}个复活中选，以企业接受复活价为前提；无人问过企业。",
            f"{revived} bids win by revival, taken to be accepted: no firm was asked.",
        )
    if isinstance(applied.rules, DrugRules):
        yield from _missing(tender, applied.rules)


def _evidence(applied: Applied) -> Text:
    """How far the values that are applied are known."""
    counts = open_rules.marks(applied.rules.sources.values())
    names = EVIDENCE | {"decided": Text("自行决定", "Decided")}
    found = [(names[mark], number) for mark, number in counts.items() if number]
    zh = "，".join(f"{name.zh} {number}" for name, number in found)
    en = ", ".join(f"{name.en.lower()} {number}" for name, number in found)
    return Text(f"取值依据：{zh}", f"Values by evidence: {en}")


def _missing(tender: Tender, rules: DrugRules) -> Iterator[Text]:
    """Facts that the rules ask for and the round does not have."""
    unshaped = sum(not product.form for product in tender.products)
    if rules.low_price_by_form and unshaped:
        yield Text(
            f"{unshaped}个产品未注明剂型，按剂型的低价界限对其不适用。",
            f"{unshaped} products do not say their dosage form; no low price by form holds there.",
        )
    unbranded = not any(line.brand for line in tender.demand)
    if "not_shortlisted" in (rules.revivals or ()) and unbranded:
        yield Text(
            "本轮次没有按厂牌的需求量，未入围企业的复活不可能发生。",
            "The round has no demand by brand: nobody outside the shortlist can be revived.",
        )
    if rules.affiliates_count_once and not any(bid.controller for bid in tender.bids):
        yield Text(
            "未注明关联企业，每家企业各计一家。",
            "No related firms are named: every firm counts as one bidder.",
        )
    if rules.negotiation_below:
        yield Text(
            "进入谈判的品种结果不明，按未中选计。",
            "What comes of negotiations is not known: those products count as without a winner.",
        )
