"""A refusal shows the way back to the form it came from, and to nowhere outside the site."""

import pytest
from open_bidding import ANY, BIDDER

HERE = "http://testserver.local"
WAY_BACK = "返回填写页面"


@pytest.fixture
def firm(site, log_in):
    return log_in(site("bid"), BIDDER)


def refused(client, referer=None, lang="zh", **headers):
    """The page of a refusal: a withdrawal that was not confirmed, sent from a page."""
    form = {"_csrf_token": client.cookies["csrftoken"]}
    said = ANY | headers | ({"referer": referer} if referer else {})
    address = f"/firm/{client.story.round_id}/lots/01/withdraw?lang={lang}"
    answer = client.post(address, data=form, headers=said, follow_redirects=False)
    assert answer.status_code == 422, answer.text
    return answer.text


def test_it_leads_back_to_the_form_by_its_path_alone(firm):
    page = f"/firm/{firm.story.round_id}/lots/01"
    shown = refused(firm, f"{HERE}{page}?name=secret#part")
    assert f'<a class="button" href="{page}">{WAY_BACK}</a>' in shown
    assert "secret" not in shown
    assert f'<a class="button" href="{page}">Back to the form</a>' in refused(
        firm, HERE + page, lang="en"
    )


@pytest.mark.parametrize(
    "referer",
    [
        None,
        "https://evil.example/firm",
        "http://testserver.local.evil.example/firm",
        "http://testserver.local@evil.example/firm",
        "javascript://testserver.local/%0aalert(1)",
        "http://testserver.local//evil.example",
        "http://testserver.local/\\evil.example",
        "http://testserver.local",
        "/firm",
        "//evil.example/firm",
        "http://[",
    ],
)
def test_a_form_that_is_not_of_this_site_leads_home(firm, referer):
    shown = refused(firm, referer)
    assert WAY_BACK not in shown
    assert '<a class="button" href="/">返回首页</a>' in shown
    assert "evil" not in shown


def test_what_stands_in_a_path_is_escaped(firm):
    shown = refused(firm, f"{HERE}/firm/'\"><script>alert(1)</script>")
    assert "<script>alert" not in shown
    assert WAY_BACK in shown


def test_a_page_that_is_not_there_has_no_form_to_go_back_to(firm):
    shown = firm.get("/nowhere", headers=ANY | {"referer": f"{HERE}/firm"}).text
    assert WAY_BACK not in shown
