"""What if: the bids of one round under several rulebooks, what differs, and what is assumed."""

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.exchange import whatif_remarks
from procurement.exchange.applied_rules import Applied
from procurement.rules import comparison, schemes
from procurement.rules.comparison import Contrast, Result, Total
from procurement.rules.tender import Tender
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """A round under every rulebook; products that differ come first, else as the round has them.

    ``totals`` and ``remarks`` are by rulebook, in the order of ``applied``.
    """

    tender: Tender
    applied: tuple[Applied, ...]
    contrasts: tuple[Contrast, ...]
    totals: tuple[Total, ...]
    remarks: tuple[tuple[Text, ...], ...]

    @property
    def differing(self) -> tuple[Contrast, ...]:
        """The products in which another firm wins, or at another price."""
        return tuple(one for one in self.contrasts if one.differs)

    @property
    def same(self) -> tuple[Contrast, ...]:
        """The products whose winners and winning prices are the same everywhere."""
        return tuple(one for one in self.contrasts if not one.differs)


def compare(tender: Tender, applied: Sequence[Applied]) -> Comparison:
    """The round under each rulebook; every firm that may be revived is taken to accept."""
    verdicts = [_verdicts(tender, one) for one in applied]
    contrasts = [
        Contrast(
            product,
            tuple(
                _result(tender, one, product.code, found)
                for one, found in zip(applied, verdicts, strict=True)
            ),
        )
        for product in tender.products
    ]
    contrasts.sort(key=lambda one: not one.differs)
    return Comparison(
        tender=tender,
        applied=tuple(applied),
        contrasts=tuple(contrasts),
        totals=tuple(
            comparison.total(contrasts, index, tender.demand) for index in range(len(applied))
        ),
        remarks=tuple(
            tuple(whatif_remarks.of(tender, one, [own.results[index] for own in contrasts]))
            for index, one in enumerate(applied)
        ),
    )


def _verdicts(tender: Tender, one: Applied) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for verdict in schemes.evaluate(tender.products, tender.bids, tender.demand, one.rules):
        found.setdefault(verdict.product, []).append(verdict)
    return found


def _result(tender: Tender, one: Applied, code: str, verdicts: dict[str, list[Verdict]]) -> Result:
    product = next(product for product in tender.products if product.code == code)
    return comparison.result(product, tender.bids, tender.demand, verdicts.get(code, []), one.rules)
