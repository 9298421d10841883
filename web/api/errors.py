"""Refusals of the API: one problem document (RFC 9457), every fault in both languages."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.text import Fault, Refused, Text
from web.auth import LoginRequired
from web.errors import LOST, STATUS, TITLES
from web.logs import failure

NO_KEY = Text(
    "请在Authorization中以Bearer方式提供有效的接口密钥；登录会话在此无效。",
    "Give a key that is in force as Authorization: Bearer; a login does not count here.",
)


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """What went wrong, whatever the caller says that it accepts."""
    status: int = STATUS.get(type(error), getattr(error, "status_code", LOST))
    if status == LOST:
        failure("failure", error, path=request.url.path)
    title = TITLES.get(status, TITLES[400])
    detail = NO_KEY if isinstance(error, LoginRequired) else title
    if isinstance(error, (Forbidden, WrongPhase)):
        detail = error.text
    problem = {
        "type": f"urn:vbp:{type(error).__name__}",
        "title": title.en,
        "title_zh": title.zh,
        "status": status,
        "detail": detail.en,
        "detail_zh": detail.zh,
        "faults": [
            {"rule": one.rule, "place": one.place, "zh": one.text.zh, "en": one.text.en}
            for one in _faults(error)
        ],
    }
    return Response(
        problem,
        media_type="application/problem+json",
        status_code=status,
        headers={"www-authenticate": "Bearer"} if isinstance(error, LoginRequired) else None,
    )


def _faults(error: Exception) -> tuple[Fault, ...]:
    """A refusal's own, or every field that has the wrong shape."""
    if isinstance(error, Refused):
        return error.faults
    extra = error.extra if isinstance(error, ValidationException) else None
    wrong = extra if isinstance(extra, list) else []
    return tuple(
        Fault(
            "shape",
            str(one.get("key", "body")),
            Text(
                "该字段缺失或格式不正确，请对照接口文档。",
                f"This field is missing or has the wrong shape: {one.get('message', '')}",
            ),
        )
        for one in wrong
    )


HANDLERS: dict[int | type[Exception], Any] = {
    HTTPException: answer,
    LOST: answer,
} | dict.fromkeys(STATUS, answer)
