"""Winners that take turns over the lots (轮流中标): two firms of which always one wins."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from procurement.rules import money
from procurement.rules.flags import Flag, Seen, Shown, flag, lots, shown_price, together
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text


def flags(seen: Iterable[Seen], rules: ScreenRules) -> list[Flag]:
    """A flag for two firms that take turns more often than chance allows.

    A and B meet in 10 lots of 3 bidders with 1 winner each; A wins 5 and B the other 5. Drawn by
    lot, one of the two wins a lot with 2/3, all ten with (2/3)^10 = 1.73 %. Only pairs that meet
    in enough lots are tried, and the chance is counted once for each of them (Bonferroni), so that
    independent winners raise any flag in a round with at most the rulebook's chance.
    """
    bids = [one for one in seen if one.won is not None]
    winners = {lot: (sum(map(_won, own)), len(own)) for lot, own in lots(bids).items()}
    tried = {
        pair: met
        for pair, met in sorted(together(bids).items())
        if len(met) >= rules.rotation_least_lots
    }
    found = []
    for met in tried.values():
        split = [pair for pair in met if _won(pair[0]) != _won(pair[1])]
        first = sum(_won(one) for one, _ in split)
        if 0 < first < len(split):
            by_chance = _chance(met, len(split), winners) * len(tried)
            if by_chance <= rules.rotation_chance:
                found.append(_flag(met, first, len(split) - first, by_chance, rules))
    return found


def _won(one: Seen) -> bool:
    return one.won is True


def _chance(
    met: Iterable[tuple[Seen, Seen]], least: int, winners: dict[str, tuple[int, int]]
) -> Fraction:
    """How likely exactly one of the two wins in so many lots, winners drawn among the bidders."""
    each = []
    for one, _ in met:
        won, bidders = winners[one.lot]
        each.append(Fraction(2 * won * (bidders - won), bidders * (bidders - 1)))
    return at_least(each, least)


def at_least(each: Sequence[Fraction], least: int) -> Fraction:
    """The chance that so many of independent events happen, each with its own chance; exact.

    1/2 and 1/2: at least one happens with 3/4.
    """
    counts, cases = [1], 1
    for one in each:
        happens, fails = one.numerator, one.denominator - one.numerator
        counts = [
            count * fails + before * happens
            for count, before in zip([*counts, 0], [0, *counts], strict=True)
        ]
        cases *= one.denominator
    return Fraction(sum(counts[least:]), cases)


def _flag(
    met: list[tuple[Seen, Seen]], first: int, second: int, by_chance: Fraction, rules: ScreenRules
) -> Flag:
    rate = money.show_percent(by_chance)
    why = Text(
        f"两家企业在{len(met)}个品种相遇，其中{first + second}个恰有一家中选"
        f"（{first}个与{second}个）；"
        f"若中选与否互不相关，全轮次出现这种情况的概率不超过{rate}。",
        f"The two firms meet in {len(met)} lots, and in {first + second} exactly one of them wins "
        f"({first} and {second}); if wins were unrelated, a round shows this at most {rate} of the "
        "time.",
    )
    facts = (Shown(one.lot, one.firm, shown_price(one)) for pair in met for one in pair)
    return flag("rotation", why, facts, rules.rotation_basis)
