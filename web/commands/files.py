"""What a command reads from a file, and what is said when it cannot be read."""

import json
from collections.abc import Iterator
from pathlib import Path

from procurement.rules.text import Fault, Refused, Text

KEY_DIGITS = 64
LONGEST = 1024 * 1024
"""Bytes of a line; what is longer comes in pieces, which no reader takes for a whole line."""


def content(file: Path) -> bytes:
    """The bytes of a file; Refused when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from error


def lines(file: Path) -> Iterator[bytes]:
    """The lines of a file, one after another: however long it is, only one is held."""
    try:
        with file.open("rb") as kept:
            while line := kept.readline(LONGEST):
                yield line
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> Refused:
    text = Text("文件无法读取。", f"cannot be read: {error.strerror}.")
    return Refused([Fault("unreadable", file.name, text)])


def public_key(given: str) -> bytes:
    """A key of 64 hexadecimal digits, or from a file that holds it or names it ``public_key``."""
    text = given.strip()
    if len(text) != KEY_DIGITS and Path(text).is_file():
        text = content(Path(text)).decode(errors="replace").strip()
        if text.startswith("{"):
            text = _named(text)
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) * 2 != KEY_DIGITS:
        wrong = Text("公钥应为64位十六进制数。", "A public key has 64 hexadecimal digits.")
        raise Refused([Fault("key", "--key", wrong)])
    return key


def _named(text: str) -> str:
    try:
        return str(json.loads(text).get("public_key"))
    except ValueError:
        return ""
