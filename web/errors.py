"""Every refusal as a page for people and as a problem document for programs."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from procurement.rules.lockout import LockedOut
from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.rulebook import Undecided
from procurement.rules.text import Fault, Refused, Text
from procurement.store.clock import ClocksDiffer
from procurement.store.rounds import NotFound
from web import auth, views
from web.auth import FreshFactorNeeded, LoginRequired
from web.logs import failure
from web.origins import form_of

STATUS: dict[type[Exception], int] = {
    ClocksDiffer: 503,
    DataError: 404,  # an id in the address that no table could hold
    Forbidden: 403,
    FreshFactorNeeded: 401,
    IntegrityError: 409,
    LockedOut: 429,
    LoginRequired: 401,
    NotFound: 404,
    OperationalError: 503,  # the database is full, or not there
    OSError: 503,  # the disk is full
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
    503: Text("系统暂时无法受理，请稍后重试", "The platform cannot take this now; try again soon"),
}
UNKEPT = Text(
    "未出具回执即未受理。重复提交同一信封只受理一次，可放心重试。",
    "What has no receipt was not accepted. The same envelope handed in twice is accepted once, "
    "so it is safe to try again.",
)
LOST, UNABLE = 500, 503


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A page or a problem document; a person who is not logged in is sent to do so."""
    status: int = STATUS.get(type(error), getattr(error, "status_code", LOST))
    if status >= LOST:
        failure("failure", error, path=request.url.path)
    faults = error.faults if isinstance(error, Refused) else ()
    title = TITLES.get(status, TITLES[400])
    detail = UNKEPT if status == UNABLE else title
    if isinstance(error, (ClocksDiffer, Forbidden, WrongPhase)):
        detail = error.text
    # In this order, so that a bare */* is taken for a program.
    if request.accept.best_match(["application/json", "text/html"]) == "text/html":
        if isinstance(error, LoginRequired):
            return Redirect(auth.way_in(request), status_code=303)
        if isinstance(error, FreshFactorNeeded):
            return Redirect(auth.to_code(error.back), status_code=303)
        return views.show(
            request,
            "errors/error.html",
            status_code=status,
            faults=faults,
            status=status,
            title=title,
            detail=detail,
            form=form_of(request),
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
