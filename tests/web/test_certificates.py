"""An officer takes the certificates of a run away, and proves them anywhere."""

from datetime import UTC, datetime

import pytest
from office import post, read

from procurement.exchange import certificates
from solver.allocate import allocate
from solver.problem import Offer, Problem, exactly


@pytest.fixture
def office(site, log_in):
    return log_in(site("evaluate"), "officer")


def finished(client, result):
    """The address of a finished run's certificates."""
    post(client, f"/officer/{client.story.round_id}/allocation")
    with client.story.store.transaction() as db:
        (run, *_) = db.runs.of_round(client.story.round_id)
        run.finished(result, datetime.now(UTC))
        return f"/officer/{client.story.round_id}/runs/{run.number}/certificate"


def test_the_certificates_of_a_run_are_a_file_that_can_be_proved(office, tmp_path):
    lot = Problem(
        lot="01",
        offers=(Offer("Alpha", 1),),
        regions=("110000",),
        volume=(10,),
        cost=((10,),),
        counts=exactly((1,)),
    )
    record = certificates.made(lot, allocate(lot), {"id": "law", "sha256": "ab" * 32})
    answer = read(office, finished(office, {"lots": [{"certificate": record}]}))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert "certificates-" in answer.headers["content-disposition"]
    path = tmp_path / "certificates.json"
    path.write_bytes(answer.content)
    assert certificates.verify(path)[0].optimal


def test_a_run_of_another_round_or_one_that_waits_is_not_found(office):
    address = finished(office, {"lots": []})
    number = office.story.round_id
    other = address.replace(f"/officer/{number}/", f"/officer/{number + 1}/")
    assert read(office, other).status_code == 404
    post(office, f"/officer/{number}/allocation")
    with office.story.store.transaction() as db:
        (waiting, *_) = db.runs.of_round(number)
        address = f"/officer/{number}/runs/{waiting.number}/certificate"
    assert read(office, address).status_code == 404


def test_only_who_may_see_the_round_may_take_them(site):
    client = site("evaluate")
    answer = read(client, f"/officer/{client.story.round_id}/runs/1/certificate")
    assert answer.status_code in {303, 403}
