"""Who gets in, and what a session is worth."""


def test_the_right_password_opens_the_officers_room(site, log_in):
    client = log_in(site("register"), "officer")
    assert "session" in client.cookies


def test_a_wrong_password_says_so_and_opens_nothing(site):
    client = site("register")
    client.get("/login")
    form = {"login": "officer", "password": "no", "_csrf_token": client.cookies["csrftoken"]}
    answer = client.post("/login", data=form, headers={"accept": "text/html"})
    assert answer.status_code == 401
    assert "账号或密码不正确" in answer.text
    assert "session" not in client.cookies


def test_a_planted_session_is_worthless_after_login(site, log_in):
    client = site("register")
    client.cookies.set("session", "planted", domain="testserver.local")
    log_in(client, "officer")
    assert client.cookies["session"] != "planted"


def test_a_form_without_its_token_is_refused(site):
    client = site("register")
    answer = client.post("/login", data={"login": "officer", "password": "demo-2020"})
    assert answer.status_code == 403


def test_an_anonymous_visit_leaves_no_session(site, tmp_path):
    client = site("register")
    client.get("/login")
    assert "session" not in client.cookies
    assert not list((tmp_path / "sessions").iterdir())


def test_an_id_too_large_for_any_table_is_not_found(site):
    client = site("register")
    assert client.get("/rounds/99999999999999999999").status_code == 404


def test_nothing_from_elsewhere_runs_on_a_page(site):
    headers = site("register").get("/login").headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_guessing_passwords_is_slowed_down(site):
    client = site("register")
    client.get("/login")
    form = {"login": "officer", "password": "no", "_csrf_token": client.cookies["csrftoken"]}
    answers = {client.post("/login", data=form).status_code for _ in range(31)}
    assert answers == {401, 429}
