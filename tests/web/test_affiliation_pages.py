"""A firm declares a tie, an officer confirms it, and the group is shown."""

import pytest
from office import chinese, post, read

TIE = {
    "other": "F039",
    "tie": "holding",
    "since": "2025-01-01",
    "until": "",
    "source": "annual report",
    "reason": "60 %",
}


@pytest.fixture
def client(site):
    return site("register")


def test_from_the_declaration_to_the_group(client, log_in):
    log_in(client, "f044")
    assert post(client, "/profile/affiliations", **TIE).status_code == 303
    assert "待确认" in read(client, "/profile").text
    post(client, "/logout")
    log_in(client, "officer")
    shown = read(client, "/affiliations").text
    assert "没有关联企业" in shown
    assert "待确认 1" in shown
    answer = post(client, "/affiliations/1", confirmed="true", reason="checked")
    assert answer.status_code == 303
    assert "<b>F039–F044 #1</b>" in read(client, "/affiliations").text
    post(client, "/affiliations/1", confirmed="false", reason="sold")
    assert "没有关联企业" in read(client, "/affiliations").text
    post(client, "/logout")
    log_in(client, "f039")
    shown = read(client, "/profile").text
    assert "sold" in shown
    post(client, "/logout")
    log_in(client, "f048")
    assert "#1" not in read(client, "/profile").text


def test_an_officer_enters_and_confirms_at_once(client, log_in):
    log_in(client, "officer")
    form = TIE | {"firm": "F044", "other": "Group A", "tie": "controller"}
    assert post(client, "/affiliations", **form).status_code == 303
    assert "F044–Group A #1" in read(client, "/affiliations").text


def test_a_firm_declares_for_itself_whatever_the_form_says(client, log_in):
    log_in(client, "f044")
    assert post(client, "/profile/affiliations", **TIE, firm="F048").status_code == 303
    with client.story.store.transaction() as db:
        (known,) = db.affiliations.all()
    assert known.row.firm == "F044"


def test_faults_come_at_once_and_what_was_typed_stays(client, log_in):
    log_in(client, "f044")
    wrong = TIE | {"other": "F044", "source": "", "until": "2024-01-01"}
    answer = post(client, "/profile/affiliations", **wrong)
    assert answer.status_code == 422
    for place in ("other", "source", "until"):
        assert f'class="fault-place">{place}<' in answer.text
    assert "60 %" in answer.text
    post(client, "/logout")
    log_in(client, "officer")
    assert post(client, "/affiliations", **wrong, firm="F044").status_code == 422
    post(client, "/affiliations", **TIE, firm="F044")
    assert post(client, "/affiliations/1", confirmed="true", reason="").status_code == 422


@pytest.mark.parametrize("login", ["f044", "fund", "h0001"])
def test_others_neither_see_all_ties_nor_decide(client, log_in, login):
    with client.story.store.transaction() as db:
        if db.accounts.by_login(login) is None:
            login = client.story.hospitals[0].code.lower()
    log_in(client, login)
    assert read(client, "/affiliations").status_code == 403
    assert post(client, "/affiliations", **TIE, firm="F044").status_code == 403
    assert post(client, "/affiliations/1", confirmed="true", reason="x").status_code == 403


def test_the_auditor_sees_and_decides_nothing(client, log_in):
    log_in(client, "officer")
    post(client, "/affiliations", **TIE, firm="F044")
    post(client, "/logout")
    log_in(client, "auditor")
    assert "登记并确认" not in read(client, "/affiliations").text
    assert chinese(read(client, "/affiliations?lang=en").text, client.story) == []
