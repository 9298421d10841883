"""Documents to PDF: tagged, byte-identical on repeat, and never with boxes for characters."""

import shutil
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from procurement.exchange import printing
from procurement.exchange.documents import Document
from procurement.exchange.receipt_paper import EnvelopeReceipt
from procurement.rules.text import Fault, Text

if TYPE_CHECKING:
    from weasyprint import CSS

VARIANT = "pdf/ua-1"  # tagged for screen readers; the archive variant leaves its color file open
DEFAULT_WORKERS = 2
ALONE = threading.Lock()  # the libraries of a process lay out one document at a time
PNG_UP = 2  # the tag of a row that holds its differences from the row above
PREDICTOR = 12  # PDF's number for rows filtered so
ROW = 12  # whole offsets of three bytes and whole metrics of four


@cache
def _environment() -> Environment:
    return printing.environment()


@cache
def _stylesheet() -> "CSS":
    from weasyprint import CSS  # noqa: PLC0415 - heavy, and its libraries may be missing

    return CSS(string=(printing.TEMPLATES / "documents" / "paper.css").read_text("utf-8"))


def compose(document: Document | EnvelopeReceipt) -> str:
    """The document as HTML, before it is laid out on pages."""
    template = _environment().get_template(f"documents/{document.template}")
    return template.render(document=document, issue=document.issue)


def render(document: Document | EnvelopeReceipt) -> bytes:
    """The document as a PDF; the same facts give the same bytes. Nothing is fetched."""
    from weasyprint import HTML  # noqa: PLC0415 - heavy, and its libraries may be missing
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - as above

    html = HTML(string=compose(document), url_fetcher=URLFetcher(allowed_protocols={"data"}))
    pdf: bytes = html.write_pdf(
        stylesheets=[_stylesheet()], finisher=_shrink_fonts, pdf_variant=VARIANT
    )
    return pdf


def _shrink_fonts(_: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Embedded Chinese fonts at a quarter of their size.

    A subset keeps its glyphs' numbers, so the tables of the tens of thousands that it dropped stay
    as long runs of rising offsets, which Flate alone cannot shorten; their differences it can.
    """
    for part in pdf.objects:
        extra = getattr(part, "extra", {})
        if extra.get("Subtype") == "/OpenType":
            raw = b"".join(part.stream)
            raw += bytes(-len(raw) % ROW)
            up = bytes(
                (here - above) % 256 for here, above in zip(raw, bytes(ROW) + raw, strict=False)
            )
            rows = (up[start : start + ROW] for start in range(0, len(up), ROW))
            part.stream = [zlib.compress(b"".join(bytes((PNG_UP,)) + row for row in rows), 9)]
            part.compress = False
            part.extra = extra | {
                "Filter": "/FlateDecode",
                "DecodeParms": f"<</Predictor {PREDICTOR}/Columns {ROW}>>",
            }


def render_all(
    documents: Iterable[Document],
    workers: int = DEFAULT_WORKERS,
    on_done: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """File name and PDF of each document, in their order, made by several processes.

    ``on_done`` hears how many of how many are ready. A fault in one document is raised when its
    turn comes, and the rest is abandoned.
    """
    asked = list(documents)
    if len(asked) == 1:  # not worth the seconds that starting a process takes
        with ALONE:
            made_here = render(asked[0])
        if on_done is not None:
            on_done(1, 1)
        yield f"{asked[0].name}.pdf", made_here
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        made = zip(asked, pool.map(render, asked), strict=True)
        for ready, (document, pdf) in enumerate(made, start=1):
            if on_done is not None:
                on_done(ready, len(asked))
            yield f"{document.name}.pdf", pdf


def faults() -> list[Fault]:
    """What is missing on this machine to print Chinese; asked once, before anything is printed."""
    found = []
    if _missing_libraries():
        found.append(
            Fault(
                "pdf_libraries",
                "libpango, libharfbuzz-subset",
                Text(
                    "缺少PDF排版所需的系统库。请安装 libpango-1.0-0、libpangoft2-1.0-0、"
                    "libharfbuzz-subset0。",
                    "System libraries for PDFs are missing. Install libpango-1.0-0, "
                    "libpangoft2-1.0-0 and libharfbuzz-subset0.",
                ),
            )
        )
    if not _chinese_fonts():
        found.append(
            Fault(
                "pdf_fonts",
                "fontconfig",
                Text(
                    "未找到中文字体，文件中的汉字将显示为空框。请安装 fonts-noto-cjk。",
                    "No Chinese font was found; characters would print as empty boxes. "
                    "Install fonts-noto-cjk.",
                ),
            )
        )
    return found


def _missing_libraries() -> bool:
    """Without harfbuzz-subset a Chinese page takes twelve seconds instead of a quarter of one."""
    try:
        from weasyprint.text import ffi  # noqa: PLC0415 - the question
    except OSError:
        return True
    return ffi.harfbuzz_subset is None


def _chinese_fonts() -> list[str]:
    """The families that fontconfig knows to cover Chinese."""
    listing = shutil.which("fc-list")
    if listing is None:
        return []
    done = subprocess.run(  # noqa: S603 - a fixed command with no input from anybody
        [listing, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
    )
    return done.stdout.split("\n")[:-1]
