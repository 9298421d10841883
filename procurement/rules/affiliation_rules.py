"""What may stand in a rulebook of affiliations: which ties make a group."""

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.rules.affiliations import TIE_NAMES
from procurement.rules.entries import Entry, Key, Schema
from procurement.rules.readings import words


@dataclass(frozen=True, slots=True)
class AffiliationRules:
    """Ties (关联关系), by ``affiliations.Tie``, whose firms are one bidder where that counts."""

    counted_ties: tuple[str, ...]
    sources: Mapping[str, Entry]


AFFILIATIONS = Schema(
    AffiliationRules,
    (
        Key(
            "affiliations.ties",
            "counted_ties",
            words({tie.value: TIE_NAMES[tie] for tie in TIE_NAMES}),
        ),
    ),
)
