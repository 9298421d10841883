"""Tables beside the numbers of bidders and winners that they have to cover."""

import pytest
from design_cast import a_book, a_design, decided, entered, found, joints, lint

ERROR = "error"
WARNING = "warning"


def drugs(values, evidence="official", firms=4, **options):
    """Acarbose under the second round's rulebook with other values."""
    book = a_book(values=values, evidence=evidence)
    return a_design(book, entrants=entered(*(None,) * firms), **options)


def at(severity, key):
    return [(severity, key, key)]


def test_no_more_are_shortlisted_than_bid():
    design = drugs({"shortlist.maximum": [1, 3, 3, 3]})
    assert found(design, "shortlist.maximum") == at(ERROR, "shortlist.maximum")


def test_more_bidders_never_mean_a_shorter_shortlist():
    design = drugs({"shortlist.maximum": [1, 2, 3, 2]})
    (told,) = [one for one in lint(design) if one.rule == "shortlist.maximum"]
    assert told.what.en == "Of 4 bidders 2 are shortlisted, of 3 more: 3."


def test_the_last_row_of_the_law_s_own_table_repeats():
    assert found(drugs({"shortlist.maximum": [1, 2]}, firms=9), "shortlist.maximum") == []
    assert found(drugs({"volume.agreed_share": [0, 1]}), "volume.agreed_share") == []


@pytest.mark.parametrize(("evidence", "severity"), [("proposal", WARNING), ("decided", ERROR)])
@pytest.mark.parametrize(
    ("key", "short", "whole"),
    [
        ("shortlist.maximum", [1, 2, 2], [1, 2, 2, 3]),
        ("volume.agreed_share", [0, 1], [0, 1, 1]),
        ("term.years", [1, 2], [1, 2, 2]),
    ],
)
def test_a_table_that_is_not_the_law_s_own_has_a_row_for_every_number(
    key, short, whole, evidence, severity
):
    """Four bidders, of whom three are shortlisted."""
    law = {"shortlist.maximum": [1, 2, 2, 3], "volume.agreed_share": [0, 1, 1]}
    law |= {"term.years": [1, 2, 2]}
    assert found(drugs(law | {key: whole}, evidence), key) == []
    assert found(drugs(law | {key: short}, evidence), key) == at(severity, key)


def test_without_entries_the_whole_shortlist_counts():
    bare = drugs({"volume.agreed_share": [1, 1, 1, 1, 1]}, "decided", firms=0)
    assert found(bare, "volume.agreed_share") == at(ERROR, "volume.agreed_share")


def test_more_winners_do_not_share_a_smaller_part():
    design = drugs({"volume.agreed_share": [1, 0, 0, 0]})
    assert found(design, "volume.agreed_share") == at(WARNING, "volume.agreed_share")


def test_a_better_rank_never_keeps_less():
    design = a_design(joints({"volume.by_rank": [[0, 1], [1, 0]]}))
    assert found(design, "volume.by_rank") == at(ERROR, "volume.by_rank")


def test_ranks_that_were_decided_cover_every_winner():
    rows = [[1, 0], [0, 1]]
    design = a_design(joints({"volume.by_rank": rows}, evidence="decided"))
    assert found(design, "volume.by_rank") == at(ERROR, "volume.by_rank")


def test_a_larger_cut_never_keeps_less():
    book = joints({"volume.key": "cut", "volume.by_cut": [[0, 1, 0], [1, 0, 0]]})
    assert ("error", "volume.by_cut", "volume.by_cut") in found(a_design(book))


@pytest.mark.parametrize("key", ["volume.by_best", "volume.by_incumbency"])
def test_the_best_and_the_others_make_two_rows(key):
    two, three = [[1, 0]] * 2, [[1, 0]] * 3
    assert found(a_design(joints({key: two})), key) == []
    assert found(a_design(joints({key: three})), key) == at(ERROR, key)


def test_shares_by_number_cover_every_number_and_the_whole():
    book = joints({"volume.key": "number", "volume.by_number": [[1], [0, 0]]})
    (short, part) = [one for one in lint(a_design(book)) if one.rule == "volume.by_number"]
    assert short.what.en == "The table ends at 2 winners, and there may be 4."
    assert part.what.en == "With 2 winners the shares of all ranks make less than 100%."


def by_cut(least, evidence):
    values = {"volume.key": "cut", "volume.by_cut": [[1, 1, 0]], "selection.cut_least": least}
    return found(a_design(joints(values, evidence=evidence)), "volume.by_cut")


def test_a_cut_that_can_win_has_its_share():
    """The table begins at a cut of 100 %."""
    assert by_cut(1, "official") == []
    assert by_cut(0, "official") == at(WARNING, "volume.by_cut")
    assert by_cut(0, "decided") == at(ERROR, "volume.by_cut")


def test_a_decision_that_the_rulebook_does_not_allow_is_told_and_nothing_else():
    (told,) = lint(drugs({}, decisions=(decided("winning.low_price", 1),)))
    assert (told.severity, told.rule) == ("error", "decision")
    assert (
        told.what.en == "national-drug-2 [winning.low_price] is not a parameter a round may decide."
    )
