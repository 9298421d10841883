"""A firm registers on a public page, an officer reviews it, the firm sees what became of it."""

import logging
import re

import pytest
from office import HTML, chinese, post, read
from organisation_cast import GOOD, JPEG, PDF

from procurement.rules.qualifications import LicenceKind

PASSWORD = "correct horse battery"
FORM = {
    "credit_code": GOOD.credit_code.lower(),
    "name": GOOD.name,
    "name_en": GOOD.name_en,
    "contact": GOOD.contact,
    "phone": GOOD.phone,
    "email": GOOD.email,
}
FILES = {
    "business": ("../../执照.exe", PDF, "text/html"),
    "authorisation": ("a.svg", JPEG, "image/svg+xml"),
}


def register(client, files=FILES, **changes):
    client.get("/register")
    form = FORM | changes | {"_csrf_token": client.cookies["csrftoken"]}
    return client.post("/register", data=form, files=files, headers=HTML)


def code_of(answer):
    return re.search(r'id="code">([^<]+)<', answer.text)[1]


def outcome(client, code):
    client.get("/registration")
    return post(client, "/registration", code=code)


def review(client, number=1, decision="approved", reason="材料齐全"):
    return post(client, f"/registrations/{number}", decision=decision, reason=reason)


@pytest.fixture
def client(site):
    return site("register")


def test_from_the_form_to_the_first_login(client, log_in):
    code = code_of(register(client))
    assert "待审核" in outcome(client, code).text
    log_in(client, "officer")
    shown = read(client, "/registrations").text
    assert GOOD.name in shown
    assert "待审核" in shown
    assert review(client).status_code == 303
    post(client, "/logout")
    assert "材料齐全" in outcome(client, code).text
    assert "张三" in post(client, "/invitation", code=code).text
    form = {"login": "sample", "password": PASSWORD, "again": PASSWORD, "step": "accept"}
    assert post(client, "/invitation", code=code, **form).status_code == 303
    log_in(client, "sample", PASSWORD)
    profile = read(client, "/profile").text
    assert GOOD.name in profile
    assert "审核通过" in profile
    address = re.search(r'href="(/profile/registrations/\d+/licences/\d+)"', profile)[1]
    assert read(client, address).content == PDF


def test_every_fault_is_named_at_once_and_what_was_typed_stays(client):
    answer = register(client, {"business": ("a.pdf", b"MZ\x90", "application/pdf")}, name="")
    assert answer.status_code == 422
    for rule in ("<code>name</code>", "licence_format", "licence_missing"):
        assert rule in answer.text
    assert GOOD.email in answer.text


def test_a_file_is_taken_away_and_never_shown_whatever_it_was_called(client, log_in):
    register(client)
    log_in(client, "officer")
    page = read(client, "/registrations/1").text
    first, second = re.findall(r'href="(/registrations/1/licences/\d+)"', page)
    for address, kind, content in ((first, "application/pdf", PDF), (second, "image/jpeg", JPEG)):
        answer = read(client, address)
        assert answer.content == content
        assert answer.headers["content-type"] == kind
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert re.fullmatch(
            r'attachment; filename="registration-1-[a-z]+-\d+\.[a-z]+"',
            answer.headers["content-disposition"],
        )


def test_a_returned_registration_is_handed_in_again_from_the_outcome(client, log_in):
    code = code_of(register(client))
    log_in(client, "officer")
    review(client, 1, "returned", "请补充生产许可证")
    post(client, "/logout")
    shown = outcome(client, code).text
    assert "请补充生产许可证" in shown
    assert f'name="code" value="{code}"' in shown
    files = FILES | {"production": ("p.pdf", PDF, "application/pdf")}
    assert code_of(register(client, files, code=code)) == code
    log_in(client, "officer")
    page = read(client, "/registrations/2").text
    assert "此前提交" in page
    assert "请补充生产许可证" in page
    assert read(client, "/registrations/99").status_code == 404


def test_a_review_without_a_reason_says_so(client, log_in):
    register(client)
    log_in(client, "officer")
    answer = review(client, reason=" ")
    assert answer.status_code == 422
    assert "请填写审核意见" in answer.text


def test_a_second_claim_to_a_credit_code_is_shown_to_the_officer(client, log_in):
    register(client)
    register(client, name="冒名者")
    log_in(client, "officer")
    assert "另有 1 份申请使用同一信用代码" in read(client, "/registrations/2").text


def test_a_wrong_code_shows_nothing(client):
    register(client)
    answer = outcome(client, "x")
    assert answer.status_code == 422
    assert GOOD.name not in answer.text


@pytest.mark.parametrize("login", ["f044", "fund"])
def test_another_firm_and_the_fund_see_neither_list_nor_licence(client, log_in, login):
    register(client)
    log_in(client, "officer")
    review(client)
    post(client, "/logout")
    log_in(client, login)
    for address in ("/registrations", "/registrations/1", "/registrations/1/licences/1"):
        assert read(client, address).status_code == 403
    own = read(client, "/profile/registrations/1/licences/1").status_code
    assert own == (404 if login == "f044" else 403)
    assert review(client).status_code == 403


def test_the_auditor_sees_and_does_not_review(client, log_in):
    register(client)
    log_in(client, "auditor")
    page = read(client, "/registrations/1").text
    assert GOOD.name in page
    assert 'name="decision"' not in page
    assert review(client).status_code == 403


def test_no_script_that_a_firm_typed_runs_on_any_page(client, log_in):
    planted = "<script>alert(1)</script>"
    register(client, name=planted, name_en=planted, contact=planted)
    log_in(client, "officer")
    for address in ("/registrations", "/registrations/1"):
        shown = read(client, address).text
        assert planted not in shown
        assert "&lt;script&gt;" in shown


def test_the_code_is_in_no_address_and_no_log(client, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        code = code_of(register(client))
        outcome(client, code)
        post(client, "/invitation", code=code)
    said = caplog.text + "".join(capsys.readouterr())
    assert code not in said


def test_whoever_hands_in_too_often_waits(client):
    answers = [register(client, {}).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]


def test_everything_stands_in_english_too(client, log_in):
    code = code_of(register(client, name="Sample", name_en="Sample", contact="Zhang"))
    log_in(client, "officer")
    review(client, 1, "returned", "reason")
    register(client, name="Another", name_en="Another", contact="Zhang")
    for address in ("/registrations", "/registrations/1", "/registrations/2"):
        assert chinese(read(client, f"{address}?lang=en").text, client.story) == []
    post(client, "/logout")
    for address in ("/register", "/registration", "/invitation"):
        assert chinese(read(client, f"{address}?lang=en").text, client.story) == []
    shown = post(client, "/registration?lang=en", code=code).text
    assert chinese(shown, client.story) == []
    assert {kind.value for kind in LicenceKind} <= set(re.findall(r'name="(\w+)"', shown))
