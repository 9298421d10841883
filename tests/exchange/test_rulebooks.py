"""The rulebooks that come with the platform, and every mistake a rulebook can have."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from procurement.exchange import rulebooks
from procurement.rules.rulebook import RulebookFaults

BROKEN = sorted((Path(__file__).parents[1] / "broken_rulebooks").glob("*.toml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_rulebook_names_its_file_its_key_and_the_mistake(path):
    """The first two lines of each file say where the fault is and what is said about it."""
    place, says = (
        line.partition(": ")[2] for line in path.read_text(encoding="utf-8").splitlines()[:2]
    )
    with pytest.raises(RulebookFaults) as caught:
        rulebooks.read(path)
    (fault,) = caught.value.faults
    assert fault.place == place
    assert says in fault.text.en
    assert fault.text.zh
    assert fault.place in str(caught.value)


def test_a_rulebook_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes(b'id = "\xff"')
    with pytest.raises(RulebookFaults, match=r"latin\.toml: is not UTF-8"):
        rulebooks.read(path)


@pytest.mark.parametrize("name", rulebooks.ids())
def test_every_value_has_a_source_an_evidence_mark_and_the_day_it_was_checked(name):
    book = rulebooks.load(name)
    for entry in book.history:
        assert entry.source
        assert entry.title.zh
        assert entry.title.en
        assert entry.shown.zh
        assert entry.shown.en
        assert entry.checked == date(2026, 11, 22)
        assert entry.note or entry.evidence not in {"unconfirmed", "proposal"}


@pytest.mark.parametrize("name", rulebooks.ids())
def test_every_blank_says_why_it_is_one_and_when_somebody_last_looked(name):
    for blank in rulebooks.load(name).blanks:
        assert blank.why.zh
        assert blank.why.en
        assert blank.checked == date(2026, 11, 22)


@pytest.mark.parametrize("name", rulebooks.ids())
def test_the_hash_is_that_of_the_file(name):
    content = (rulebooks.FOLDER / f"{name}.toml").read_bytes()
    assert rulebooks.load(name).sha256 == sha256(content).hexdigest()


def test_a_rulebook_is_found_by_its_alias():
    assert rulebooks.load("national-drug-expansion-2019").id == "expansion-2019"


def test_the_tenth_batch_comes_after_the_ninth():
    batches = [name for name in rulebooks.ids() if name.startswith("national-drug-")]
    assert batches == sorted(batches, key=lambda name: int(name.rpartition("-")[2]))


@pytest.mark.parametrize("name", ["national-drug-1", "../rulebooks/national-drug-2"])
def test_a_rulebook_that_does_not_exist_is_not_found(name):
    with pytest.raises(LookupError, match="no rulebook"):
        rulebooks.load(name)
