"""What may stand in a rulebook of screens, and what not."""

import pytest

from procurement.rules.screen_rules import BASIS, SEVERAL


def test_a_basis_names_articles_that_are_known():
    shown = BASIS.show(BASIS.read(["tender_40_4", "monopoly_17_1"]))
    assert (
        shown.zh == "招标投标法实施条例第四十条第（四）项、反垄断法（2022年修正）第十七条第（一）项"
    )
    with pytest.raises(ValueError, match="tender_99"):
        BASIS.read(["tender_99"])


def test_a_pattern_needs_three_prices():
    assert SEVERAL.read(3) == 3
    with pytest.raises(ValueError, match="2"):
        SEVERAL.read(2)
