"""Passwords: what a new one must be like (口令要求), and how one is kept and compared."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from procurement.rules.text import Fault, Text

SHORTEST = 12
LONGEST = 200
"""Characters of a password; more would only keep the server busy."""

COMMON = frozenset(
    """
    password passw0rd p@ssw0rd p@ssword qwerty qwertyuiop asdfghjkl zxcvbnm 1q2w3e4r 1qaz2wsx
    letmein welcome admin administrator iloveyou abc123 123456 12345678 123456789 1234567890
    woaini 5201314 1314520 a123456 qq123456 zhongguo caigou yibao jicai
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Words that guesses begin with; a password that is made of them and digits is refused."""

hasher = PasswordHasher()
NOBODY = hasher.hash(secrets.token_hex(16))
"""Compared for unknown logins, so that they take as long as known ones."""


def faults(password: str, login: str, place: str = "password") -> list[Fault]:
    """What is wrong with a new password; empty when nothing is."""
    plain = password.casefold()
    found = []
    if not SHORTEST <= len(password) <= LONGEST:
        found.append(
            Fault(
                "password_length",
                place,
                Text(
                    f"密码须为{SHORTEST}至{LONGEST}个字符，请改用更长的短语。",
                    f"A password has {SHORTEST} to {LONGEST} characters; choose a longer phrase.",
                ),
            )
        )
    if _common(plain):
        found.append(
            Fault(
                "password_common",
                place,
                Text(
                    "该密码过于常见，容易被猜中，请另选。",
                    "This password is common and soon guessed; choose another.",
                ),
            )
        )
    if login and login.casefold() in plain:
        found.append(
            Fault(
                "password_login",
                place,
                Text("密码不得包含账号。", "A password does not contain the login."),
            )
        )
    return found


def _common(plain: str) -> bool:
    """Nothing is left when common words are taken out, or too few different characters."""
    left = plain
    for word in sorted(COMMON, key=len, reverse=True):
        left = left.replace(word, "")
    return len(set(plain)) < VARIETY or not left.strip("0123456789!@#$%^&*._- ")


VARIETY = 5
"""Different characters that a password has at least."""


def hashed(password: str) -> str:
    """The password as it is kept (argon2id)."""
    return hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """The password is the one that is kept; takes as long when none is."""
    try:
        return hasher.verify(kept or NOBODY, password) and bool(kept)
    except (InvalidHashError, VerificationError):
        return False
