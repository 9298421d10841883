"""A round folder becomes lots: winners as published or by the rules, and their pick order."""

import shutil
from pathlib import Path

import pytest

from procurement.exchange import scenario_folder
from procurement.rules.text import Refused
from solver import check, draft
from solver.problem import exactly

ROUNDS = Path(__file__).parents[2] / "seed" / "rounds"


@pytest.fixture
def folder(tmp_path):
    """A copy of the second batch."""
    return shutil.copytree(ROUNDS / "national-drug-2", tmp_path / "round")


def without(file, start):
    """The file without the rows that begin so."""
    kept = [
        line for line in file.read_text().splitlines(keepends=True) if not line.startswith(start)
    ]
    file.write_text("".join(kept))


def firms(lot):
    return [offer.name for offer in lot.problem.offers]


def test_published_winners_share_the_regions_in_the_numbers_of_the_rules():
    found = scenario_folder.read(ROUNDS / "national-drug-2")
    assert (found.rulebook, found.published, len(found.lots)) == ("national-drug-2", True, 32)
    for lot in found.lots:
        offers, regions = len(lot.problem.offers), len(lot.problem.regions)
        assert lot.problem.counts == exactly(draft.counts(offers, regions, 1))
        assert check.faults(lot.problem, lot.drafted) == ()


def test_without_an_outcome_the_rules_say_who_wins(folder):
    (folder / "outcome.csv").unlink()
    found, published = (
        scenario_folder.read(where, ["01", "16"]) for where in (folder, ROUNDS / "national-drug-2")
    )
    assert not found.published
    assert [lot.code for lot in found.lots] == ["01", "16"]
    assert firms(found.lots[0]) == firms(published.lots[0])
    assert firms(found.lots[1]) != firms(published.lots[1])  # of 16 a replay explains why


def test_everything_that_is_wrong_is_told_at_once(folder):
    (folder / "outcome.csv").unlink()
    demand = folder / "demand.csv"
    lines = demand.read_text().splitlines(keepends=True)
    column = lines[0].strip().split(",").index("product")
    demand.write_text("".join(one for one in lines if one.split(",")[column] != "06"))
    with pytest.raises(Refused) as refused:
        scenario_folder.read(folder, ["06", "99", "one"])
    faults = [(fault.rule, fault.place) for fault in refused.value.faults]
    assert faults == [("products", "99"), ("products", "one"), ("no_demand", "demand.csv: 06")]


def test_a_product_that_nobody_won_is_no_lot(folder):
    (folder / "outcome.csv").unlink()
    without(folder / "bids.csv", "01,")
    assert [lot.code for lot in scenario_folder.read(folder, ["01", "06"]).lots] == ["06"]
