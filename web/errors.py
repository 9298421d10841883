"""Every refusal as a page for people and as a problem document for programs."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from sqlalchemy.exc import DataError, IntegrityError

from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.rulebook import Undecided
from procurement.rules.text import Fault, Refused, Text
from procurement.store.rounds import NotFound
from web import views
from web.auth import LoginRequired
from web.logs import failure

STATUS: dict[type[Exception], int] = {
    DataError: 404,  # an id in the address that no table could hold
    Forbidden: 403,
    IntegrityError: 409,
    LoginRequired: 401,
    NotFound: 404,
    Refused: 422,
    Undecided: 409,  # a draft whose office has yet to decide a value
    WrongPhase: 409,
}

TITLES: dict[int, Text] = {
    400: Text("请求有误", "The request is malformed"),
    401: Text("请先登录", "Please log in"),
    403: Text("无权访问", "You have no right to this"),
    404: Text("页面不存在", "There is no such page"),
    405: Text("方法不允许", "This method is not allowed"),
    409: Text("当前阶段不能进行此操作", "This cannot be done now"),
    413: Text("文件过大", "The file is too large"),
    422: Text("提交内容有误，请按提示修改", "Please correct what is named below"),
    429: Text("操作过于频繁，请稍后再试", "Too many tries; please wait a little"),
    500: Text("系统错误，已记录", "Something broke on our side; it has been recorded"),
}
LOST = 500


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A page or a problem document; a person who is not logged in is sent to do so."""
    status: int = STATUS.get(type(error), getattr(error, "status_code", LOST))
    if status == LOST:
        failure("failure", error, path=request.url.path)
    faults = error.faults if isinstance(error, Refused) else ()
    title = TITLES.get(status, TITLES[400])
    detail = error.text if isinstance(error, (Forbidden, WrongPhase)) else title
    # In this order, so that a bare */* is taken for a program.
    if request.accept.best_match(["application/json", "text/html"]) == "text/html":
        if isinstance(error, LoginRequired):
            return Redirect(f"/login?next={request.url.path}", status_code=303)
        return views.show(
            request,
            "errors/error.html",
            status_code=status,
            faults=faults,
            status=status,
            title=title,
            detail=detail,
        )
    problem = {
        "type": f"urn:vbp:{type(error).__name__}",
        "title": title.en,
        "status": status,
        "detail": detail.en,
        "faults": [_plain(fault) for fault in faults],
    }
    return Response(problem, media_type="application/problem+json", status_code=status)


def _plain(fault: Fault) -> dict[str, str]:
    return {"rule": fault.rule, "place": fault.place, "zh": fault.text.zh, "en": fault.text.en}


HANDLERS: dict[int | type[Exception], Any] = {
    HTTPException: answer,
    LOST: answer,
} | dict.fromkeys(STATUS, answer)
