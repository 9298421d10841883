"""The rulebook's values that a page of volumes names, where the rulebook has them."""

from collections.abc import Iterable, Mapping

from procurement.rules.rulebook import Entry

LEFTOVER = (
    "committed_share",
    "volume_key",
    "by_rank",
    "by_class",
    "by_cut",
    "by_best",
    "by_number",
    "by_incumbency",
    "pool_scope",
    "pool_members",
    "pool_to_best",
    "forbidden_targets",
)
"""What base and leftover of a round by competition units rest on (基础量与待分配量)."""


def named(names: Iterable[str], sources: Mapping[str, Entry]) -> tuple[Entry, ...]:
    """These entries in this order, as far as the rulebook has them."""
    return tuple(sources[name] for name in names if name in sources)
