"""The real application in front of the small story, and people who log in to it."""

import pytest
from litestar.testing import TestClient

from seed.cast import PASSWORD
from web import app
from web.settings import Settings


@pytest.fixture
def site(told, tmp_path):
    """``site("publish")``: a client of the application, with the story told up to that stage."""
    clients = []

    def serve(stage, **more):
        story = told(stage)
        url = story.store.engine.url.render_as_string(hide_password=False)
        client = TestClient(app.build(Settings(tmp_path, url, pool=4, **more)))
        client.__enter__()
        client.story = story
        clients.append(client)
        return client

    yield serve
    for client in clients:
        client.__exit__(None, None, None)


def enter(client, login, password=PASSWORD):
    """The client of somebody who is logged in."""
    client.get("/login")
    token = client.cookies["csrftoken"]
    form = {"login": login, "password": password, "_csrf_token": token}
    answer = client.post("/login", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return client


@pytest.fixture
def log_in():
    """``log_in(client, "officer")``: the client of somebody who is logged in."""
    return enter
