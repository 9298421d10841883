"""Setting up the second factor and logging in with it, in a real browser at two widths."""

import pytest
from account import code
from served import Served

from seed.cast import PASSWORD

WIDTHS = (390, 1440)


@pytest.fixture
def served(told, tmp_path):
    with Served(told("register").store.engine.url, tmp_path) as site:
        site.shots = tmp_path
        yield site


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def log_in(page, served):
    page.goto(f"{served.address}/login?next=/account")
    page.fill("#login", "officer")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_second_factor_is_set_up_and_given(chromium, served, width):
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    wrong = []
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    log_in(page, served)
    page.wait_for_url("**/account")
    page.click("a[href='/account/second-factor']")
    page.click("text=生成密钥")
    page.wait_for_selector(".qr svg")
    assert page.locator(".qr svg").bounding_box()["width"] > 150
    page.screenshot(path=served.shots / "factor.png", full_page=True)
    assert fits(page)
    secret = page.locator(".facts code").inner_text().replace(" ", "")
    page.fill("#code", code(secret, -1))
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    assert page.locator(".codes code").count() == 10
    page.screenshot(path=served.shots / "codes.png", full_page=True)
    assert fits(page)
    page.goto(f"{served.address}/account")
    page.screenshot(path=served.shots / "account.png", full_page=True)
    page.goto(f"{served.address}/officer/people")
    page.screenshot(path=served.shots / "people.png", full_page=True)
    assert fits(page)
    page.click("form.person button")
    log_in(page, served)
    page.wait_for_url("**/login/code**")
    page.screenshot(path=served.shots / "code.png", full_page=True)
    assert fits(page)
    page.fill("#code", code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    assert wrong == []
    page.context.close()
