"""``vbp seal``: an envelope made with no site in reach, from the round's public terms alone."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from offer_examples import LOTS

from procurement.exchange import envelope_files
from procurement.rules import keys, sealing
from procurement.rules.offers import Terms
from procurement.rules.sealing import SealedBid
from web.cli import vbp

PAIR = keys.new_round_key()
TERMS = Terms("R", datetime(2026, 11, 30, 2, tzinfo=UTC), PAIR.public, {"03": LOTS[False]})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sealing.json").write_bytes(envelope_files.write_terms(TERMS))
    return tmp_path


def seal(folder, *words, lot="03", typed=None):
    given = ["--round", folder / "sealing.json", "--lot", lot, "--firm", "F07", "--spec", "10mg"]
    given += ["--out", folder / "envelope.json"]
    return CliRunner().invoke(vbp, ["seal", *map(str, given), *words], input=typed)


def opened(folder):
    sealed = envelope_files.read_envelope((folder / "envelope.json").read_bytes())
    assert sealed.context == TERMS.context("03", "F07")
    return sealing.open_envelope(sealed.ciphertext, PAIR.private, sealed.context), sealed


def test_the_round_key_opens_the_file_and_its_fingerprint_is_shown(folder):
    done = seal(folder, "--pack-price", "5.42", "--pack", "30")
    bid, sealed = opened(folder)
    assert (done.exit_code, bid) == (0, SealedBid("03", "F07", "10mg", 180_667))
    assert sealing.fingerprint(sealed.ciphertext) in done.output
    assert "0.180667" in done.output


def test_a_price_that_is_not_on_the_command_line_is_asked_for(folder):
    assert seal(folder, typed="0.1807\n").exit_code == 0
    assert opened(folder)[0] == SealedBid("03", "F07", "10mg", 180_700)


def test_with_the_firms_own_key_the_firm_can_read_it_too(folder):
    own, file = keys.new_round_key(), folder / "own.json"
    file.write_text(f'{{"public_key": "{own.public.hex()}"}}')
    assert seal(folder, "--price", "1", "--own-key", str(file)).exit_code == 0
    bid, sealed = opened(folder)
    again = sealing.for_the_firm(sealed.ciphertext)
    assert sealing.open_envelope(again, own.private, sealed.context) == bid
    file.write_text("{}")
    refused = seal(folder, "--price", "1", "--own-key", str(file))
    assert (refused.exit_code, "own-key: " in refused.stderr) == (2, True)


def test_the_fingerprint_of_the_rounds_key_is_shown_for_comparing(folder):
    done = seal(folder, "--price", "1")
    assert f"公钥指纹 / round's key  {keys.fingerprint(PAIR.public)}\n" in done.output


@pytest.mark.parametrize("written", [str, str.upper, lambda one: one.replace(" ", ":")])
def test_the_announced_key_seals_however_its_fingerprint_is_written(folder, written):
    announced = written(keys.fingerprint(PAIR.public))
    assert seal(folder, "--price", "1", "--key", announced).exit_code == 0


@pytest.mark.parametrize(
    ("announced", "said"),
    [
        (keys.fingerprint(bytes(32)), ["请勿用其报价", "nothing was sealed"]),
        (keys.fingerprint(PAIR.public)[:-1], ["64位十六进制数", "64 hexadecimal digits"]),
        (PAIR.public.hex(), ["请勿用其报价"]),
        ("", ["64位十六进制数"]),
    ],
    ids=["another key", "cut short", "the key itself", "nothing"],  # keys differ a process
)
def test_with_another_key_than_the_announced_one_nothing_is_sealed(folder, announced, said):
    done = seal(folder, "--price", "1", "--key", announced)
    assert done.exit_code == 2
    assert all(one in done.stderr for one in ["key: ", *said])
    assert not (folder / "envelope.json").exists()


def test_every_fault_is_told_and_nothing_is_written(folder):
    for words, lot, said in (
        (["--price", "101.68"], "03", ["unit_price: 申报价101.6800元高于"]),
        (["--pack-price", "x", "--pack", "0"], "03", ["pack_price: ", "pack: "]),
        (["--price", "1"], "99", ["99: 该轮次没有这个品种"]),
    ):
        done = seal(folder, *words, lot=lot)
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == len(said)
        assert all(one in done.stderr for one in said)
    assert not (folder / "envelope.json").exists()


def test_files_that_are_there_are_not_written_over_and_others_not_read(folder):
    assert seal(folder, "--price", "1").exit_code == 0
    again = seal(folder, "--price", "2")
    assert (again.exit_code, "envelope.json: " in again.stderr) == (2, True)
    assert opened(folder)[0].unit_price == 1_000_000
    (folder / "sealing.json").unlink()
    missing = seal(folder, "--price", "2")
    assert (missing.exit_code, "sealing.json: " in missing.stderr) == (2, True)
