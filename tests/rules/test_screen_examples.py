"""Every screen on worked examples, each beside the same case one step off: files of tables."""

import tomllib
from pathlib import Path

import pytest
from screen_cast import LAW, bids

from procurement.rules.screens import SCREENS

FOLDER = Path(__file__).parents[1] / "examples" / "screens"
EXAMPLES = {file.stem: tomllib.loads(file.read_text()) for file in sorted(FOLDER.glob("*.toml"))}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_screen_asks_as_its_example_says(name):
    example = EXAMPLES[name]
    raised = SCREENS[example["screen"]].flags(bids(example["bids"]), LAW)
    expected = [(tuple(one["lots"]), tuple(one["firms"])) for one in example["flags"]]
    assert [(one.lots, one.firms) for one in raised] == expected, example["title"]
    for flag, one in zip(raised, example["flags"], strict=True):
        assert one.get("says", "") in flag.why.en


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_has_an_example_that_it_asks_about_and_one_that_it_leaves(screen):
    raised = {bool(one["flags"]) for one in EXAMPLES.values() if one["screen"] == screen}
    assert raised == {True, False}
