"""``vbp audit``: proving the chain of everything that was done, and taking it away to prove it."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from procurement.actions import audit
from procurement.exchange import chain_export
from procurement.rules import heads as sealed
from procurement.rules.audit import GENESIS, Broken, Link
from procurement.rules.audit import verify as prove
from procurement.rules.heads import Head
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from web.commands.database import database
from web.commands.files import content, lines, public_key

BROKEN = 1
FILE = click.Path(path_type=Path)


@click.group("audit")
def command() -> None:
    """Prove the hash chain of everything that was done.

    验证操作留痕链。
    """


@command.command(short_help="Write the chain to FILE, JSON lines.  导出审计链。")
@click.argument("file", type=FILE)
def export(file: Path) -> None:
    """Write every event with its hashes to FILE, a line an event, for proving it elsewhere.

    It tells who handed in an envelope when: while a round is open it is not for everybody.

    将全部事件及其哈希值逐行写入文件，可脱离数据库验证。其中含提交人与时间，开标前不宜公开。
    """
    with _store() as store, store.transaction() as db, file.open("wb") as out:
        written = 0
        for line in chain_export.write(db.audit.chain()):
            out.write(line)
            written += 1
    click.echo(f"事件 events  {written:,}")


@command.command(short_help="Length and newest hash, or the first broken link.  逐条验证。")
@click.argument("file", type=FILE, required=False)
@click.option(
    "--head",
    "--witness",
    "witness",
    metavar="HASH",
    help="A hash noted earlier, which must be in the chain.  先前记下的哈希值，须在链中。",
)
@click.option("--heads", type=FILE, help="Sealed heads from /audit/heads.  每日链头文件。")
@click.option("--key", metavar="HEX|FILE", help="The platform's public key.  平台公钥。")
@click.pass_context
def verify(
    ctx: click.Context,
    *,
    file: Path | None,
    witness: str | None,
    heads: Path | None,
    key: str | None,
) -> None:
    """Walk the chain from the first event; print its length and newest hash.

    With FILE, as ``vbp audit export`` wrote it, nothing but the file is asked: no database. With
    --heads the published heads must be signed by the platform and be found in the chain.

    A broken link is named by number and cause, with exit status 1.

    从第一条起逐条验证，输出条数与最新哈希值；给出文件时不使用数据库。
    链条断裂时指明序号与原因，退出状态为 1。
    """
    published = _heads(heads, key) if heads else []
    if file:
        length, head, broken = _offline(file, witness, published)
    else:
        with _store() as store:
            length, head, broken = audit.verify(store, witness, published)
    click.echo(f"事件 events  {length:,}")
    click.echo(f"最新哈希 head {head}")
    if broken is not None:
        cause = f"{broken.cause.zh} / {broken.cause.en}"
        click.echo(f"序号 sequence {broken.sequence}: {cause}", err=True)
        ctx.exit(BROKEN)
    click.echo("链条完整。 The chain holds.")


def _offline(
    file: Path, witness: str | None, published: list[Head]
) -> tuple[int, str, Broken | None]:
    """The length of the chain, its newest hash and the first broken link, line by line.

    Only one event is held at a time; published heads take a second walk.
    """
    length, head = 0, GENESIS

    def walk() -> Iterator[Link]:
        nonlocal length, head
        for link in _links(file):
            length, head = length + 1, link.hash
            yield link

    walked = walk()
    broken = prove(walked, witness)
    deque(walked, maxlen=0)  # what is behind a broken link counts too
    if broken is None and published:
        broken = sealed.compare(_links(file), published)
    return length, head, broken


def _links(file: Path) -> Iterator[Link]:
    return chain_export.read(lines(file), file.name)


def _heads(file: Path, key: str | None) -> list[Head]:
    """The heads of the file; Refused when one of them is not signed by the platform."""
    listed, named = chain_export.read_heads(content(file), file.name)
    known = public_key(key) if key else named
    text = Text("签名与平台公钥不符。", "The signature does not fit the platform's public key.")
    wrong = [
        Fault("signature", f"{file.name} {head.day.isoformat()}", text)
        for head, signature in listed
        if not sealed.signed(head, signature, known)
    ]
    if wrong:
        raise Refused(wrong)
    return [head for head, _ in listed]


@contextmanager
def _store() -> Iterator[Store]:
    with database() as url:
        store = Store(url, pool=1)
        try:
            yield store
        finally:
            store.close()
