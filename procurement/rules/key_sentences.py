"""What every key of a round's rulebook does, by kind of rulebook."""

from procurement.rules.drug_sentences import DRUG_SENTENCES
from procurement.rules.unit_sentences import UNIT_SENTENCES

SENTENCES = {"drug-round": DRUG_SENTENCES, "unit-round": UNIT_SENTENCES}
"""By kind of rulebook and key."""
