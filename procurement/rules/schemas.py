"""The kinds of rulebooks: for each, every key, its field and its reading."""

from procurement.rules.affiliation_rules import AFFILIATIONS, AffiliationRules
from procurement.rules.change_rules import CHANGES, ChangeRules
from procurement.rules.drug_rules import DRUG_ROUND, DrugRules
from procurement.rules.screen_rules import SCREENING, ScreenRules
from procurement.rules.unit_rules import UNIT_ROUND, UnitRules
from procurement.rules.year_rules import RETAINED_SAVINGS, UPTAKE, SavingsRules, UptakeRules

type RoundRules = DrugRules | UnitRules
type Rules = RoundRules | SavingsRules | UptakeRules | ScreenRules | ChangeRules | AffiliationRules

SCHEMAS = {
    "drug-round": DRUG_ROUND,
    "unit-round": UNIT_ROUND,
    "retained-savings": RETAINED_SAVINGS,
    "uptake": UPTAKE,
    "screens": SCREENING,
    "changes": CHANGES,
    "affiliations": AFFILIATIONS,
}
