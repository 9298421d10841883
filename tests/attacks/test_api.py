"""Schemathesis makes up requests by the site's own description; nothing may break."""

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok
from walker import NOBODY, PAGE

from procurement.rules.rights import Role

EXAMPLES = 2
"""A route and mode, for everybody who may ask; the same ones in every run."""
QUIET = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def described(client):
    """Every operation that the site's description names."""
    schema = schemathesis.openapi.from_dict(client.get("/schema/openapi.json").json())
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    assert len(found) > 60
    return found


def send(client, case):
    """The request as Schemathesis made it up, with the token that a form of ours has."""
    sent = case.as_transport_kwargs(base_url="http://testserver.local")
    names = ("method", "url", "params", "json", "data", "files", "headers")
    made = requests.Request(**{name: sent[name] for name in names if sent.get(name)}).prepare()
    said = {name: made.headers[name] for name in ("content-type",) if name in made.headers}
    return client.request(
        made.method,
        made.url,
        content=made.body,
        headers=said | PAGE | {"x-csrftoken": client.cookies["csrftoken"]},
        follow_redirects=False,
    )


@pytest.mark.parametrize("role", [NOBODY, *Role])
def test_no_request_breaks_the_site(site, people, role):
    client = people(site("settle"), role).client
    client.get("/login")
    broken, sent = {}, 0
    for operation in described(client):
        if operation.path in {"/login", "/logout"} and role != NOBODY:
            continue

        @QUIET
        @given(case=operation.as_strategy())
        def ask(case):
            nonlocal sent
            answer = send(client, case)
            sent += 1
            if answer.status_code >= 500:
                broken[f"{case.method} {case.path}"] = (str(answer.request.url), case.body)

        ask()
    assert sent > 150
    assert broken == {}
