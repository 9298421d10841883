"""``vbp seal``: a bid sealed on the firm's own computer, with no site in reach."""

from pathlib import Path

import click

from procurement.exchange import envelope_files
from procurement.exchange.envelope_files import Sealed
from procurement.rules import canon, keys, money, offers, sealing
from procurement.rules.offers import Offer
from procurement.rules.text import Fault, Refused, Text
from web.commands import files

NO_LOT = Text("该轮次没有这个品种。", "The round has no such lot.")


@click.command(
    "seal",
    epilog="""
    \b
    Example 示例
      vbp seal --round sealing.json --lot 01 --firm F044 --spec 0.25g --out envelope.json
    """,
)
@click.option(
    "--round",
    "terms_file",
    required=True,
    type=click.Path(path_type=Path),
    help="The round's terms, from /rounds/…/sealing.json.  轮次公开信息文件。",
)
@click.option("--lot", required=True, metavar="CODE", help="Product.  品种。")
@click.option("--firm", required=True, metavar="CODE", help="Your firm.  本企业代码。")
@click.option("--spec", required=True, metavar="SPEC", help="Specification.  规格。")
@click.option(
    "--price",
    default="",
    metavar="YUAN",
    help="A unit; asked for when left out, so that it stays out of the shell's history.  "
    "单位价格；不给出时另行询问，以免留在命令历史中。",
)
@click.option("--pack-price", default="", metavar="YUAN", help="Instead: a pack.  包装价格。")
@click.option("--pack", default="", metavar="UNITS", help="Units in a pack.  每包装单位数。")
@click.option(
    "--own-key",
    type=click.Path(path_type=Path),
    help="The file of your firm's key, from its page: then you can read the bid back there.  "
    "本企业密钥文件，提交后可在页面查看报价。",
)
@click.option(
    "--key",
    metavar="FINGERPRINT",
    help="Of the round's public key, from the announcement: with another key nothing is sealed.  "
    "公告中的轮次公钥指纹，不符时不加密。",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="The envelope's file, which must not be there yet.  信封文件，不得已存在。",
)
def command(  # noqa: PLR0913 - one argument an option, as click gives them
    *,
    terms_file: Path,
    lot: str,
    firm: str,
    spec: str,
    price: str,
    pack_price: str,
    pack: str,
    own_key: Path | None,
    key: str | None,
    out: Path,
) -> None:
    """Seal a bid to the round's public key and write the envelope's file, to be handed in later.

    Exit status 2 with a line a fault when the bid has any; nothing is written then. The envelope
    is bound to round, lot, firm and deadline: when the deadline moves, seal again. Compare the
    fingerprint of the round's key with the announcement, or give it as --key.

    在本机用轮次公钥加密报价并写出信封文件，之后在网站提交。报价有误时逐条指明，不写文件。申报截止时间变更后须重新加密。
    请将公钥指纹与公告核对，或以 --key 给出。
    """
    terms = envelope_files.read_terms(files.content(terms_file))
    if key is not None and (found := keys.fingerprint_faults(key, terms.public_key)):
        raise Refused(found)
    if lot not in terms.lots:
        raise Refused([Fault("lot", lot, NO_LOT)])
    if not (price or pack_price):
        price = click.prompt("单位价格（元） / Price a unit (yuan)", err=True)
    bid = offers.read(Offer(spec, price, pack_price, pack), terms.lots[lot], firm)
    if isinstance(bid, list):
        raise Refused(bid)
    own = envelope_files.read_own_key(files.content(own_key)) if own_key else None
    envelope = terms.seal(bid, own)
    _write(out, envelope_files.write_envelope(Sealed(terms.context(lot, firm), envelope)))
    shown = money.show_price(bid.unit_price, exact=True)
    click.echo(f"申报价 / price       {shown} 元 yuan / {spec}")
    click.echo(f"截止时间 / deadline  {canon.instant(terms.deadline)}")
    click.echo(f"公钥指纹 / round's key  {keys.fingerprint(terms.public_key)}")
    click.echo(f"信封指纹 / fingerprint  {sealing.fingerprint(envelope)}")
    click.echo(f"信封文件 / file      {out}")


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        text = Text("文件无法写入，或已存在。", f"cannot be written: {error.strerror}.")
        raise Refused([Fault("unwritable", path.name, text)]) from error
