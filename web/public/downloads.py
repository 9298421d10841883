"""Published results as files: CSV and JSON for programs, and the notice as it was issued."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from litestar import Request, Response

from procurement.exchange import open_data
from procurement.exchange.dossier import Dossier
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web.public import published

NOT_MODIFIED = 304
AN_HOUR = "private, max-age=3600"
"""Private: an answer may carry the visitor's cookies, which no shared cache may hand on."""

type Write = Callable[[Dossier], bytes]

WRITERS: dict[str, tuple[Write, str]] = {
    "csv": (open_data.results_csv, "text/csv"),
    "json": (open_data.results_json, "application/json"),
}


def results(
    request: Request[Any, Any, Any], store: Store, round_id: int, kind: str
) -> Response[bytes]:
    """All results as ``csv`` or ``json``; NotFound before the publication."""
    with store.transaction() as db:
        facts = published.facts(db, round_id)
    write, media_type = WRITERS[kind]
    return file(request, write(facts), media_type, f"{facts.round.code}-results.{kind}")


def notice(request: Request[Any, Any, Any], store: Store, round_id: int) -> Response[bytes]:
    """中选结果公告 as issued; NotFound before."""
    with store.transaction() as db:
        published.facts(db, round_id)
        row = db.papers.get(round_id, "award_notice")
    if row is None:
        raise NotFound(f"award notice of round {round_id}")
    return file(request, row.content, "application/pdf", row.name)


def file(
    request: Request[Any, Any, Any], content: bytes, media_type: str, name: str
) -> Response[bytes]:
    """A file to keep; a program that has the same content already is told so."""
    tag = f'"{sha256(content).hexdigest()}"'
    headers = {"etag": tag, "cache-control": AN_HOUR}
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=NOT_MODIFIED, media_type=media_type, headers=headers)
    plain = name.encode("ascii", "ignore").decode().lstrip("-")
    headers["content-disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    return Response(content, media_type=media_type, headers=headers)
