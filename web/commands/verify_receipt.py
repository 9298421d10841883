"""``vbp verify-receipt``: a receipt proved without the platform."""

from pathlib import Path

import click

from procurement.exchange import receipts
from procurement.exchange.receipts import ReceiptFile
from procurement.rules.text import Fault, Refused, Text
from web.commands.files import content, public_key

WRONG = 1
FILE = click.Path(path_type=Path)
NO_PROOF = Fault(
    "proof",
    "--root",
    Text(
        "回执文件不含证明，请用 --proof 或 --box 指定从公开页面下载的文件。",
        "The receipt has no proof in it; name one from the public page with --proof or --box.",
    ),
)


@click.command("verify-receipt")
@click.argument("file", type=FILE)
@click.option("--root", metavar="HEX", help="The published root.  公布的根。")
@click.option("--box", "listed", type=FILE, help="The published list of the box.  标箱清单。")
@click.option("--proof", type=FILE, help="A proof from the public page.  包含证明。")
@click.option("--key", metavar="HEX|FILE", help="The platform's public key.  平台公钥。")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    file: Path,
    root: str | None,
    listed: Path | None,
    proof: Path | None,
    key: str | None,
) -> None:
    """Verify a receipt offline: its signature, and that its envelope is in the published box.

    Root, box and proof are on the page /rounds/ID/box, the public key is at /platform-key. Without
    --key the signature is verified under the key in the receipt, which is then to be compared.
    Exit status 1 when anything does not hold, 2 when a file cannot be read.

    离线核验回执：签名是否有效，信封是否在已公布的标箱之中。
    不成立时退出状态为 1，文件无法读取时为 2。
    """
    read = receipts.read_receipt(content(file), file.name)
    known = public_key(key) if key else None
    faults = receipts.signature_faults(read, known)
    included = _box_faults(read, root, listed, proof)
    faults += included or []
    _say(read, known_key=known is not None)
    for fault in faults:
        click.echo(f"{fault.place}: {fault.text.zh} / {fault.text.en}", err=True)
    if faults:
        ctx.exit(WRONG)
    click.echo("签名有效。 The signature holds.")
    if included is None:
        click.echo("未核对标箱：请用 --root 或 --box。 Not compared with a box: --root or --box.")
    else:
        click.echo("信封在标箱之中。 The envelope is in the box.")


def _box_faults(
    read: ReceiptFile, root: str | None, listed: Path | None, proof: Path | None
) -> list[Fault] | None:
    """What is wrong with the envelope's place in the box; ``None`` when there is none to ask."""
    faults = []
    if listed:
        kept = receipts.read_box(content(listed), listed.name)
        faults += receipts.box_faults(read, kept, root)
        root = root or kept.root
    if proof or (root and not listed):
        given = receipts.read_proof(content(proof), proof.name) if proof else read.proof
        if given is None or root is None:
            raise Refused([NO_PROOF])
        faults += receipts.proof_faults(read, given, root)
    return faults if listed or root else None


def _say(read: ReceiptFile, *, known_key: bool) -> None:
    receipt = read.receipt
    click.echo(f"回执 receipt      {receipt.number}")
    click.echo(f"位置 position     {receipt.position or '—'}")
    click.echo(f"指纹 fingerprint  {receipt.fingerprint}")
    click.echo(f"收到 received     {receipt.received_at.isoformat()}")
    if not known_key:
        click.echo(f"公钥 public key   {read.public_key.hex()}")
        click.echo("请与平台公布的公钥核对。 Compare it with the key the platform publishes.")
