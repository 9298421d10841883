"""Every kind of page, in both languages and two widths: nothing overflows, nothing breaks."""

import pytest
from served import Served

from seed.cast import PASSWORD

WIDTHS = (390, 1440)
ROOMS = {
    "": [
        "/",
        "/rules",
        "/rules/national-drug-2",
        "/codes",
        "/compare-price",
        "/volumes",
        "/login",
        "/rounds/{id}",
        "/rounds/{id}/box",
        "/audit/heads",
    ],
    "officer": [
        "/officer",
        "/officer/{id}",
        "/officer/{id}/bids",
        "/officer/{id}/evaluation",
        "/officer/{id}/screens",
        "/officer/{id}/allocation",
        "/officer/{id}/allocation/01",
        "/officer/{id}/allocation/01/why",
        "/officer/{id}/allocation/scenarios",
        "/officer/{id}/whatif",
        "/officer/{id}/design",
        "/officer/design",
        "/officer/design/joints-2021",
        "/audit",
        "/account",
        "/account/second-factor",
        "/officer/people",
    ],
    "{firm}": ["/firm", "/firm/{id}", "/firm/{id}/result"],
    "{hospital}": [
        "/hospital",
        "/hospital/{id}/contract",
        "/hospital/{id}/usage",
        "/hospital/{id}/progress",
        "/hospital/{id}/statement",
    ],
    "fund": ["/fund", "/fund/{id}", "/fund/{id}/progress"],
}


@pytest.fixture(scope="module")
def places(told_for_module):
    """The story told to its end, served, and the names of people with something to see."""
    story = told_for_module("settle")
    with story.store.transaction() as db:
        award = db.awards.of_round(story.round_id)[0]
        agreement = db.agreements.of_round(story.round_id)[0]
    names = {
        "id": story.round_id,
        "firm": award.firm.lower(),
        "hospital": agreement.hospital.lower(),
    }
    return story, names


@pytest.fixture(scope="module")
def served(places, tmp_path_factory):
    story, _ = places
    with Served(story.store.engine.url, tmp_path_factory.mktemp("site")) as site:
        yield site


def visit(browser, served, login, width):
    """A page of somebody's, with everything that goes wrong on it."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    wrong = []
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: asked.url.startswith(served.address) or wrong.append(asked.url),
    )
    if login:
        page.goto(f"{served.address}/login")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")  # the keyboard alone suffices
        page.wait_for_url(lambda address: "/login" not in address)
    return page, wrong


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("who", ROOMS)
def test_pages_fit_and_stay_at_home(chromium, served, places, who, width):
    _, names = places
    page, wrong = visit(chromium, served, who.format(**names), width)
    for address in ROOMS[who]:
        for lang in ("zh", "en"):
            answer = page.goto(f"{served.address}{address.format(**names)}?lang={lang}")
            assert answer.status == 200, address
            over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, f"{address} {lang} is {over} px too wide at {width} px"
            assert page.evaluate("document.documentElement.lang").startswith(lang)
            assert page.locator("h1").count() == 1, address
    assert wrong == []
    page.context.close()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(chromium, served):
    page, _ = visit(chromium, served, "", 1440)
    page.goto(served.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.context.close()
