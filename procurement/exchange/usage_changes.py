"""What a usage report changes, row by row, against what counts so far."""

from collections.abc import Iterable
from dataclasses import dataclass

from procurement.store.usage import Used


@dataclass(frozen=True, slots=True)
class Change:
    """One article before and after a report; ``after`` is None where the report is silent."""

    before: Used | None
    after: Used | None

    @property
    def article(self) -> Used:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def kind(self) -> str:
        """new, changed, same, or stays: a row left out never zeroes anything."""
        if self.after is None:
            return "stays"
        if self.before is None:
            return "new"
        return "same" if self.before == self.after else "changed"


def compare(before: Iterable[Used], after: Iterable[Used]) -> tuple[Change, ...]:
    """Every article of a month, by product, specification and firm."""
    old, new = _by_article(before), _by_article(after)
    return tuple(Change(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys()))


def _by_article(rows: Iterable[Used]) -> dict[tuple[str, str, str], Used]:
    return {(row.product, row.spec, row.firm): row for row in rows}
