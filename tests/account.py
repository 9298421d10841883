"""People at their own accounts in the tests: authenticators, and the code that one shows now."""

import re
from datetime import UTC, datetime

import pyotp
from office import post, read

FACTOR = "/account/second-factor"


def code(secret, steps=0):
    """What an authenticator shows, now or some steps of half a minute later."""
    made = pyotp.TOTP(secret)
    return made.generate_otp(made.timecode(datetime.now(UTC)) + steps)


def offered(client):
    """Ask for a secret, and read it from the page."""
    answer = post(client, f"{FACTOR}/new")
    assert answer.status_code == 303, answer.text
    shown = read(client, FACTOR).text
    return re.search(r"<code>([A-Z2-7 ]{39})</code>", shown).group(1).replace(" ", "")


def enrol(client):
    """Set up a second factor; its secret, and the recovery codes shown.

    The code is of the step before, so that those now and next can be given yet; it is asked for
    again when a step begins in between.
    """
    secret = offered(client)
    for _ in range(2):
        answer = post(client, f"{FACTOR}/confirm", code=code(secret, -1))
        if answer.status_code == 200:
            break
    assert answer.status_code == 200, answer.text
    return secret, re.findall(r"<code>([A-Z2-9]{5}-[A-Z2-9]{5})</code>", answer.text)


def give(client, code, onward=""):
    """Give a code of the second factor."""
    return post(client, "/login/code", code=code, next=onward)
