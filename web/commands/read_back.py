"""``vbp read-back``: a firm reads its own sealed bid on its own computer."""

from pathlib import Path

import click

from procurement.exchange import envelope_files, own_keys
from procurement.rules import canon, money, sealing
from web.commands.files import content

FILE = click.Path(path_type=Path)


@click.command("read-back")
@click.argument("file", type=FILE)
@click.option(
    "--key",
    "key_file",
    required=True,
    type=FILE,
    help="The file of your firm's key.  本企业密钥文件。",
)
def command(*, file: Path, key_file: Path) -> None:
    """Read the bid in an envelope's file with the firm's own key, offline.

    FILE is what ``vbp seal --own-key`` wrote, or what the page offered after sealing. The
    passphrase of the key is asked for and shown nowhere. The platform has no part in the key and
    cannot do this. Exit status 2 when the bid cannot be read, with every reason.

    用本企业自备密钥离线查看已加密的报价；平台没有该密钥，无法查看。
    无法读取时逐条说明原因，退出状态为 2。
    """
    sealed = envelope_files.read_envelope(content(file))
    key = own_keys.read(content(key_file))
    phrase = click.prompt("口令 / Passphrase", hide_input=True, err=True)
    bid = own_keys.read_back(sealed, key, phrase)
    where = sealed.context
    pack = "" if bid.pack is None else f" × {bid.pack}"
    shown = money.show_price(bid.unit_price, exact=True)
    click.echo(f"轮次 / round         {where.round}")
    click.echo(f"品种 / lot           {where.lot}")
    click.echo(f"企业 / firm          {where.firm}")
    click.echo(f"截止时间 / deadline  {canon.instant(where.deadline)}")
    click.echo(f"申报价 / price       {shown} 元 yuan / {bid.spec}{pack}")
    click.echo(f"信封指纹 / fingerprint  {sealing.fingerprint(sealed.ciphertext)}")
