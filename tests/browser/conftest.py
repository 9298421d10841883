"""A real browser in front of a real server."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium, or Chrome where it stands instead; its event loop ends with the module."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "no chromium: run .ci/setup tests"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()
