"""Files to take away: tables, workbooks and documents."""

import csv
import io
from collections.abc import Iterable, Sequence

from litestar import Response

from procurement.exchange import cells

CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, name: str, kind: str) -> Response[bytes]:
    """A file that is kept under its name, not shown in its place."""
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=kind, headers={"content-disposition": disposition})


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel reads it; no cell runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([cells.guarded(one) if isinstance(one, str) else one for one in row])
    return text.getvalue().encode("utf-8-sig")
