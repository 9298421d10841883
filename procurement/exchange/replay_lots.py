"""One product of a replay: what the rules give, what was published, and why the two differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from procurement.rules import awards, catalogue, conditions, ranking, selection
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.rulebook import DrugRules
from procurement.rules.tender import Outcome, Tender
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
from solver import draft
from solver.plan import Plan
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Lot:
    """A product's bids, verdicts and publication; published winners stand in rank order.

    ``asked`` shares the regions among the published winners, each with the number of regions
    published for it, ``published`` is the plan that was, ``rule_counts`` are the numbers the pick
    order gives: all empty where nobody won. ``assumptions`` say what the folder does not tell and
    the replay had to take for given.
    """

    product: Product
    bids: tuple[Bid, ...]
    verdicts: tuple[Verdict, ...]
    replayed: tuple[Bid, ...]
    winners: tuple[Bid, ...]
    assumptions: tuple[Text, ...]
    rule_counts: tuple[int, ...] = ()
    asked: Problem | None = None
    published: Plan | None = None

    @property
    def published_counts(self) -> tuple[int, ...]:
        """How many regions each published winner got."""
        return tuple(bounds.most for bounds in self.asked.counts) if self.asked else ()

    @property
    def winners_reproduced(self) -> bool:
        """The same firms win by the rules as were published."""
        return firms(self.replayed) == firms(self.winners)

    @property
    def counts_reproduced(self) -> bool:
        """The same numbers of regions were awarded, whichever winner has which."""
        return bool(self.asked) and sorted(self.published_counts) == sorted(self.rule_counts)


def lot(product: Product, tender: Tender, outcomes: Sequence[Outcome], rules: DrugRules) -> Lot:
    """The product as the rules see it and as it was published."""
    bids = tuple(bid for bid in tender.bids if bid.product == product.code)
    served = {
        outcome.firm: outcome.regions
        for outcome in outcomes
        if outcome.product == product.code and outcome.won
    }
    won = [bid for bid in bids if bid.firm in served]
    winners = tuple(entry.bid for entry in ranking.ascending(won, product, rules))
    replayed, assumptions = _replayed(product, bids, winners, rules)
    found = Lot(
        product=product,
        bids=bids,
        verdicts=selection.evaluate(product, bids, rules),
        replayed=replayed,
        winners=winners,
        assumptions=assumptions,
    )
    if not winners:
        return found
    counts = [len(served[bid.firm]) for bid in winners]
    asked = awards.problem(product, winners, tender.demand, rules, counts)
    supplier = {region: i for i, bid in enumerate(winners) for region in served[bid.firm]}
    return replace(
        found,
        rule_counts=draft.counts(len(winners), len(asked.regions), rules.priority_picks),
        asked=asked,
        published=Plan(product.code, tuple(supplier[region] for region in asked.regions)),
    )


def _replayed(
    product: Product, bids: tuple[Bid, ...], published: tuple[Bid, ...], rules: DrugRules
) -> tuple[tuple[Bid, ...], tuple[Text, ...]]:
    """The winners by the rules, and what had to be assumed to find them."""
    tie = _undecided_tie(product, bids, rules)
    replayed = conditions.winners(product, bids, rules)
    blank = all(one.ceiling is None for one in product.presentations)
    if not (blank and published) or firms(replayed) == firms(published):
        return replayed, tie
    capped = _under(published[-1], product, rules)
    within = conditions.winners(capped, bids, rules)
    if firms(within) != firms(published):
        return replayed, tie
    above = "、".join(bid.firm for bid in replayed if bid not in within)
    text = Text(
        f"最高有效申报价未列，不能判断有效性；以{above}的申报价高于最高有效申报价为前提复现。",
        f"No ceiling is listed, so validity cannot be judged; reproduced on the assumption that "
        f"the price of {above} was above the ceiling.",
    )
    return within, (*tie, text)


def _under(bid: Bid, product: Product, rules: DrugRules) -> Product:
    """The product as if this bid were exactly at the ceiling of every spec."""
    return replace(
        product,
        presentations=tuple(
            replace(
                one,
                ceiling=catalogue.published(
                    catalogue.spec_price(product, bid.spec, bid.unit_price, one.spec, rules)
                ),
            )
            for one in product.presentations
        ),
    )


def _undecided_tie(product: Product, bids: tuple[Bid, ...], rules: DrugRules) -> tuple[Text, ...]:
    """Equal prices on both sides of the last place, and no tie-break fact to part them."""
    contest = conditions.contest(product, bids, rules)
    inside, outside = contest.ranked[: contest.places], contest.ranked[contest.places :]
    if not inside or not outside or inside[-1].comparable_price != outside[0].comparable_price:
        return ()
    last, next_one = inside[-1].bid, outside[0].bid
    if last.tie != next_one.tie or last.unit_price != next_one.unit_price:
        return ()
    return (
        Text(
            f"{last.firm}与{next_one.firm}在入围末位可比价相同，数据中没有并列判定事实，按申报顺序排列。",
            f"{last.firm} and {next_one.firm} tie for the last place on the shortlist and the "
            "folder has no tie-break facts; the order of the bids decided.",
        ),
    )


def firms(bids: Iterable[Bid]) -> frozenset[str]:
    """The names of the bidders."""
    return frozenset(bid.firm for bid in bids)
