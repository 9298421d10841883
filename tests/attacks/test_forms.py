"""Forms sent by other sites, sessions planted or kept, and where a login leads."""

import pytest
from litestar.testing import TestClient
from open_bidding import BIDDER, RIVAL
from walker import PAGE, Walker, filled, kept

from procurement.rules.rights import Role
from web import app
from web.settings import Settings

ELSEWHERE = "https://evil.example"
ROLES = [Role.OFFICER, Role.FIRM, Role.SUPERVISOR]


def every_form(walker, *, programs=False):
    """Every address that takes a POST, with ids of nothing; those for programs instead."""
    for name, _ in walker.routes:
        if name.startswith("POST ") and name.startswith("POST /api/") == programs:
            yield filled(name.removeprefix("POST "), ["1"] * 9)


def refusals(walker, **sent):
    """How every form answers to the same request."""
    answers = [
        walker.client.post(address, follow_redirects=False, **sent)
        for address in every_form(walker)
    ]
    assert len(answers) > 20
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize("role", ROLES)
def test_no_form_counts_without_its_token_or_with_that_of_somebody_else(
    site, people, tmp_path, role
):
    walker = people(site("register"), role)
    client = walker.client
    url = client.story.store.engine.url.render_as_string(hide_password=False)
    before = kept(client.story.store)
    own = walker.token()
    with TestClient(app.build(Settings(tmp_path, url, pool=1))) as other:
        other.get("/login")
        foreign = other.cookies["csrftoken"]
    assert foreign != own
    assert refusals(walker) == {403}
    assert refusals(walker, data={"_csrf_token": foreign}) == {403}
    assert refusals(walker, data={"_csrf_token": own[::-1]}) == {403}
    assert refusals(walker, json={"_csrf_token": own}) == {403}
    assert refusals(walker, headers={"x-csrftoken": foreign}) == {403}
    assert refusals(walker, content=b"_csrf_token=x", headers={"content-type": "text/plain"}) == {
        403
    }
    assert kept(client.story.store) == before


def test_what_is_for_programs_looks_at_no_cookie(site, log_in):
    """So no page elsewhere can send anything there in the name of who is logged in."""
    walker = Walker(log_in(site("register"), BIDDER))
    addresses = list(every_form(walker, programs=True))
    assert addresses
    assert {walker.post(address).status_code for address in addresses} == {401}


@pytest.mark.parametrize(
    "said",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": ELSEWHERE},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": "http://testserver.local.evil.example"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_right_token(site, log_in, said):
    """A neighbour under the same domain can plant a cookie, and so a token; but not these."""
    walker = Walker(log_in(site("register"), "officer"))
    token = walker.token()
    assert refusals(walker, data={"_csrf_token": token}, headers=said) == {403}
    assert walker.get("/officer").status_code == 200


@pytest.mark.parametrize(
    "said", [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver.local"}, {}]
)
def test_a_form_of_this_site_is_taken(site, log_in, said):
    walker = Walker(log_in(site("register"), "officer"))
    form = {"_csrf_token": walker.token()}
    answer = walker.client.post("/logout", data=form, headers=PAGE | said, follow_redirects=False)
    assert answer.status_code == 303


def test_a_link_changes_nothing(site, log_in):
    """Not even on every address that takes a form."""
    walker = Walker(log_in(site("bid"), "officer"))
    walker.get("/rounds/1/box")  # whoever looks first after the deadline closes the box
    before = kept(walker.client.story.store)
    for address in every_form(walker):
        walker.get(address)
    assert kept(walker.client.story.store) == before


def test_a_planted_session_is_of_no_use_before_or_after_the_login(site, log_in):
    """The attacker's own id, or one that means nothing, in the victim's browser."""
    client = log_in(site("register"), RIVAL)
    planted = client.cookies["session"]
    log_in(client, BIDDER)
    assert client.cookies["session"] != planted
    for stale in (planted, "planted", "../../etc/passwd", "", "0" * 64):
        client.cookies.clear()
        client.cookies.set("session", stale, domain="testserver.local")
        assert Walker(client).get("/firm").status_code == 303


def test_a_session_that_was_ended_does_not_come_back(site, log_in):
    client = log_in(site("register"), BIDDER)
    old = client.cookies["session"]
    assert Walker(client).post("/logout").status_code == 303
    client.cookies.clear()
    client.cookies.set("session", old, domain="testserver.local")
    assert Walker(client).get("/firm").status_code == 303


OUTSIDE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%2f/evil.example",
    "/x\r\nset-cookie: session=planted",
    "@evil.example",
    ".evil.example",
]


@pytest.mark.parametrize("target", OUTSIDE)
def test_a_login_leads_nowhere_outside_the_site(site, target):
    client = site("register")
    client.get("/login", params={"next": target})
    form = {"login": BIDDER, "password": "demo-2020", "next": target}
    form["_csrf_token"] = client.cookies["csrftoken"]
    answer = client.post("/login", data=form, follow_redirects=False)
    assert answer.status_code == 303
    leads = answer.headers["location"]
    assert leads.startswith("/")
    assert not leads.startswith(("//", "/\\"))
    assert not set(leads) & set("\t\r\n\\")
    assert "planted" not in answer.headers.get("set-cookie", "")
