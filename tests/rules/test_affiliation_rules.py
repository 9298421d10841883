"""Which ties make a group stands in a rulebook, with its source and how sure it is."""

from datetime import date

from procurement.exchange import rulebooks
from procurement.rules.affiliation_rules import AffiliationRules
from procurement.rules.affiliations import Tie

BOOK = rulebooks.load("affiliations-default")


def test_every_tie_makes_a_group_and_none_of_it_is_confirmed():
    rules = BOOK.at(date(2026, 1, 5), AffiliationRules)
    assert [Tie(name) for name in rules.counted_ties] == list(Tie)
    assert rules.sources["counted_ties"].evidence == "unconfirmed"
