"""An officer's link, once: accepted, taken back; and what each new role may see."""

import re

import pytest
from office import chinese, post, read
from organisation_cast import GOOD

PASSWORD = "correct horse battery"


@pytest.fixture
def client(site):
    return site("register")


def invite(client, role="supervisor", name="Wang Wu", party=""):
    return post(client, "/invitations", role=role, name=name, party=party)


def code_of(answer):
    return re.search(r'id="code">([^<]+)<', answer.text)[1]


def accept(client, code, login="wang.wu", password=PASSWORD, again=PASSWORD):
    form = {"login": login, "password": password, "again": again, "step": "accept"}
    return post(client, "/invitation", code=code, **form)


def enter(client, log_in, login="wang.wu", **guest):
    """Invited, accepted, and logged in."""
    log_in(client, "officer")
    code = code_of(invite(client, **guest))
    post(client, "/logout")
    client.get("/invitation")
    assert accept(client, code, login).headers["location"] == "/login"
    log_in(client, login, PASSWORD)


def test_the_link_is_shown_once_and_its_code_stands_behind_the_hash(client, log_in):
    log_in(client, "officer")
    answer = invite(client)
    code = code_of(answer)
    assert f"/invitation#{code}" in answer.text
    listed = read(client, "/invitations").text
    assert code not in listed
    assert "待接受" in listed
    assert "invitation.js" in read(client, "/invitation").text


def test_a_supervisor_sees_what_an_auditor_sees_and_people_and_changes_nothing(client, log_in):
    enter(client, log_in)
    for address in ("/officer", "/audit", "/fund", "/officer/people", "/invitations"):
        assert read(client, address).status_code == 200, address
    for address in ("/registrations", "/affiliations"):
        assert read(client, address).status_code == 200, address
    assert "生成邀请链接" not in read(client, "/invitations").text
    assert invite(client).status_code == 403
    assert read(client, "/firm").status_code == 403


def test_a_distributor_starts_on_a_page_that_says_what_there_is_not(client, log_in):
    enter(client, log_in, "shipper", role="distributor", party=GOOD.credit_code)
    shown = read(client, "/distributor").text
    assert "目前尚未记录订单" in shown
    assert GOOD.credit_code in shown
    for address in ("/officer", "/firm", "/hospital", "/fund", "/registrations", "/invitations"):
        assert read(client, address).status_code == 403, address
    assert chinese(read(client, "/distributor?lang=en").text, client.story) == []


def test_a_person_of_a_firm_speaks_for_that_firm_alone(client, log_in):
    enter(client, log_in, "second", role="firm", party="F044")
    assert read(client, "/firm").status_code == 200
    assert "F044" in read(client, "/profile").text or read(client, "/profile").status_code == 200


def test_faults_come_at_once(client, log_in):
    log_in(client, "officer")
    answer = invite(client, "firm", "", "X1")
    assert answer.status_code == 422
    assert "请填写被邀请人姓名" in answer.text
    assert "请填写已登记的企业" in answer.text
    assert invite(client, "officer", "Eve").status_code == 422


def test_a_code_is_taken_back_and_opens_nothing(client, log_in):
    log_in(client, "officer")
    code = code_of(invite(client))
    assert post(client, "/invitations/1/revoke").status_code == 303
    assert "已撤销" in read(client, "/invitations").text
    post(client, "/logout")
    client.get("/invitation")
    answer = accept(client, code)
    assert answer.status_code == 422
    assert "邀请码无效" in answer.text


def test_a_code_is_spent(client, log_in):
    log_in(client, "officer")
    code = code_of(invite(client))
    accept(client, code)
    assert "已接受" in read(client, "/invitations").text
    assert accept(client, code, "another").status_code == 422


def test_two_different_passwords_and_a_weak_one_open_nothing(client, log_in):
    log_in(client, "officer")
    code = code_of(invite(client))
    assert "两次输入的密码不一致" in accept(client, code, again="another one").text
    answer = accept(client, code, password="short", again="short")
    assert answer.status_code == 422
    assert "password_length" in answer.text
    assert f'value="{code}"' in answer.text
    assert 'value="short"' not in answer.text


@pytest.mark.parametrize("login", ["f044", "auditor", "fund"])
def test_others_do_not_invite(client, log_in, login):
    log_in(client, login)
    assert read(client, "/invitations").status_code == 403
    assert invite(client).status_code == 403
    assert post(client, "/invitations/1/revoke").status_code == 403


def test_everything_stands_in_english_too(client, log_in):
    log_in(client, "officer")
    assert (
        chinese(post(client, "/invitations?lang=en", role="fund", name="W").text, client.story)
        == []
    )
    assert chinese(read(client, "/invitations?lang=en").text, client.story) == []
