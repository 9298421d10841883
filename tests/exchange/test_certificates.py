"""Certificates as a file: written with an allocation, proved again without an engine."""

import json

import pytest

from procurement.exchange import certificates
from procurement.rules.text import Refused
from solver.allocate import allocate
from solver.problem import Bounds, Linkage, Offer, Problem, exactly

RULEBOOK = {"id": "national-drug-2", "sha256": "ab" * 32}


@pytest.fixture
def lot():
    """
    offer  price  counts   110000  120000  130000
    Alpha  1.00   1        70      30      20      fen
    Beta   1.10   2        60      36      25      fen
                           60      30      20      units

    Alpha in 110000, Beta in the others: 70 + 36 + 25 = 131 is the least that keeps the linkage.
    """
    return Problem(
        lot="01",
        offers=(Offer("Alpha", 1_000_000), Offer("Beta", 1_100_000)),
        regions=("110000", "120000", "130000"),
        volume=(60, 30, 20),
        cost=((70, 30, 20), (60, 36, 25)),
        counts=exactly((1, 2)),
    )


@pytest.fixture
def split():
    """One region of 7 units for two; Alpha, the cheaper, may have 3."""
    return Problem(
        lot="02",
        offers=(Offer("Alpha", 1, band=Bounds(0, 3)), Offer("Beta", 2)),
        regions=("110000",),
        volume=(7,),
        cost=((100,), (300,)),
        counts=(Bounds(0, 1),) * 2,
        suppliers=2,
        linkage=Linkage.NONE,
    )


@pytest.fixture
def file(tmp_path, lot):
    path = tmp_path / "certificates.json"
    certificates.write(path, [lot], [allocate(lot)], RULEBOOK)
    return path


def changed(file, change):
    """The file with its first certificate changed."""
    whole = json.loads(file.read_bytes())
    change(whole["certificates"][0])
    file.write_bytes(json.dumps(whole).encode())
    return file


def test_what_was_written_is_proved_again(file):
    (verdict,) = certificates.verify(file)
    assert verdict.optimal
    assert verdict.certificate.rulebook == RULEBOOK
    assert verdict.certificate.claims["proven"] is True
    assert verdict.certificate.claims["cross_check_spend"] == 131
    assert verdict.certificate.versions.keys() == {"python", "ortools", "pulp"}


def test_one_certificate_alone_is_a_file_too(file):
    (record,) = json.loads(file.read_bytes())["certificates"]
    file.write_bytes(json.dumps(record).encode())
    assert certificates.verify(file)[0].optimal


def test_the_table_says_what_is_proved_and_what_was_claimed(file):
    shown = certificates.render(certificates.verify(file), "zh")
    assert "01    符合  符合  符合  最优  已证最优" in shown
    assert "1 份证书，1 份成立，其中 1 份证明为最优" in shown
    shown = certificates.render(certificates.verify(file), "en")
    assert "01   kept   kept   kept  optimal  proved        1.31          1.31" in shown
    assert "1 certificates, 1 hold, 1 of them prove the least spend" in shown


def test_a_region_that_is_split_is_proved_too(tmp_path, split):
    """The least is 3 × 100 + 4 × 300 = 1,500 fen, proved at the top of the tree."""
    record = certificates.made(split, allocate(split), RULEBOOK, nodes=1)
    path = tmp_path / "one.json"
    path.write_bytes(certificates.encode([record]))
    (verdict,) = certificates.verify(path)
    assert (verdict.certificate.spend, verdict.certificate.bound) == (1500, 1500)


def test_what_is_wrong_is_shown_in_its_column_and_named(file):
    def spoil(record):
        record["plan"]["suppliers"] = [1, 0, 1]
        record["bound"] = 99

    shown = certificates.render(certificates.verify(changed(file, spoil)), "en")
    assert "01   BROKEN  kept   BROKEN" in shown
    assert "01  plan: it says linkage Alpha >= Beta, found -50" in shown
    assert "1 certificates, 0 hold, 0 of them" in shown


def test_a_bound_that_is_too_high_breaks_the_proof(file):
    def spoil(record):
        record["bound"], record["tree"] = 130, []

    shown = certificates.render(certificates.verify(changed(file, spoil)), "zh")
    assert "01    符合  不符  不符" in shown
    assert "01  tree：所载 no nodes，核算 不成立" in shown


def test_a_gap_is_said_in_both_languages(file):
    def spoil(record):
        record["finding"] = "within 0.0012 %"
        record["claims"] = {}

    verdicts = certificates.verify(changed(file, spoil))
    assert "差距不超过 0.0012 %  未证最优" in certificates.render(verdicts, "zh")
    assert "within 0.0012 %  not proved" in certificates.render(verdicts, "en")
    (told,) = certificates.to_json(verdicts)
    assert (told["lot"], told["holds"], told["optimal"]) == ("01", False, False)
    assert {"place": "finding", "said": "within 0.0012 %", "found": "optimal"} in told["faults"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "Expecting value"),
        (b"\xff", "can't decode"),
        (b"[]", "no object"),
        (b"{}", "problem: not readable: missing"),
        (b'{"certificates": 5}', "no list"),
        (b'{"certificates": []}', "none"),
        (b'{"certificates": [1, {}]}', "certificates[0]: not readable: 1; certificates[1] problem"),
        (b'{"bound": 1.5}', "1.5 is not a whole number"),
        (b'{"bound": NaN}', "NaN is not a whole number"),
        (b'{"bound": 1, "bound": 2}', "a key is there twice"),
        (b"[" * 100_000, "recursion"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, content, fault):
    path = tmp_path / "certificates.json"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        certificates.verify(path)
    assert fault in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="No such file"):
        certificates.verify(tmp_path / "none.json")
