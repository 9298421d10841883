"""The audit trail: the newest events, and whether the chain holds."""

import json
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from litestar.response import Template

from procurement.actions import audit
from procurement.actions.rounds import subject
from procurement.rules.audit import Broken
from procurement.rules.phases import OPEN
from procurement.rules.text import Text
from procurement.store.audit import AuditEventRow
from procurement.store.database import Store
from web import views
from web.auth import may

PAGE = 50
ENVELOPES = {"envelope submitted", "envelope withdrawn"}
LONG = 160  # characters of details that are shown without being asked for

DEEDS: dict[str, Text] = {
    "mail address set": Text("设置提醒邮箱", "address for mail set"),
    "webhook added": Text("登记推送地址", "webhook registered"),
    "webhook resent": Text("重新推送", "webhook sent again"),
    "webhook revoked": Text("撤销推送地址", "webhook revoked"),
    "webhook stopped": Text("停用推送地址", "webhook stopped"),
    "parties registered": Text("登记企业、医疗机构与账号", "parties registered"),
    "password changed": Text("修改密码", "password changed"),
    "logged in": Text("登录", "logged in"),
    "recovery code used": Text("使用恢复码", "recovery code used"),
    "recovery codes renewed": Text("重新生成恢复码", "recovery codes renewed"),
    "second factor removed": Text("停用两步验证", "second factor removed"),
    "second factor reset": Text("重置他人两步验证", "second factor reset"),
    "second factor set up": Text("启用两步验证", "second factor set up"),
    "sessions ended": Text("结束登录会话", "sessions ended"),
    "round drafted": Text("起草轮次", "round drafted"),
    "opening rehearsed": Text("开标演练", "opening rehearsed"),
    "round announced": Text("发布公告", "round announced"),
    "document written": Text("编写采购文件", "document written"),
    "change proposed": Text("提出变更", "change proposed"),
    "change consented": Text("复核同意变更", "change consented to"),
    "change refused": Text("不同意变更", "change refused"),
    "question asked": Text("匿名提问", "question asked"),
    "answer drafted": Text("起草答复", "answer drafted"),
    "answer published": Text("公布答复", "answer published"),
    "key share taken": Text("领取密钥份额", "key share taken"),
    "demand reported": Text("填报需求量", "demand reported"),
    "demand closed": Text("截止报量", "demand closed"),
    "envelope submitted": Text("提交报价信封", "envelope submitted"),
    "envelope withdrawn": Text("撤回报价信封", "envelope withdrawn"),
    "box closed": Text("关闭标箱", "bid box closed"),
    "bids opened": Text("开标", "bids opened"),
    "bids evaluated": Text("评审", "bids evaluated"),
    "bids screened": Text("串通投标线索筛查", "bids screened for collusion"),
    "flag replied to": Text("企业就线索作出说明", "flag replied to"),
    "flag answered": Text("处理线索", "flag answered"),
    "allocation asked": Text("提交分配运算", "allocation asked"),
    "allocation finished": Text("分配运算完成", "allocation finished"),
    "scenario asked": Text("提交方案测算", "scenario asked"),
    "scenario finished": Text("方案测算完成", "scenario finished"),
    "documents asked": Text("提交文书印制", "documents asked"),
    "plan chosen": Text("选定分配方案", "plan chosen"),
    "results published": Text("公布结果", "results published"),
    "documents issued": Text("出具文书", "documents issued"),
    "contracts signed": Text("签约", "contracts signed"),
    "usage reported": Text("填报使用量", "usage reported"),
    "year settled": Text("结余结算", "year settled"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One link of the chain as people read it; ``details`` are its JSON."""

    sequence: int
    at: datetime
    who: str
    deed: Text
    subject: str
    details: str
    hash: str

    @property
    def is_long(self) -> bool:
        return len(self.details) > LONG


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of events; ``length``, ``head`` and ``broken`` are those of the whole chain."""

    length: int
    head: str
    broken: Broken | None
    rounds: dict[int, str]
    events: tuple[Event, ...]
    found: int
    pages: int


def trail(store: Store, round_id: int | None, page: int) -> Trail:
    """Events of one round, or of all; NotFound when there is no such round."""
    length, newest, broken = audit.verify(store)
    with store.transaction() as db:
        about = None if round_id is None else subject(db.rounds.get(round_id))
        found = db.audit.count(about)
        unopened = {subject(one) for one in db.rounds.all() if one.phase not in OPEN}
        return Trail(
            length=length,
            head=newest,
            broken=broken,
            rounds={round_.number: round_.code for round_ in db.rounds.all()},
            events=tuple(
                _event(row, unopened) for row in db.audit.newest(PAGE, about, PAGE * (page - 1))
            ),
            found=found,
            pages=-(-found // PAGE),
        )


def _event(row: AuditEventRow, unopened: Container[str]) -> Event:
    """Before the opening nobody learns here which firm handed in an envelope, or for what."""
    if row.action in ENVELOPES and row.subject in unopened:
        row = row.model_copy(update={"actor": "—", "details": {}})
    return Event(
        sequence=row.sequence,
        at=row.at,
        who=row.actor,
        deed=DEEDS.get(row.action, Text(row.action, row.action)),
        subject=row.subject,
        details=json.dumps(row.details, ensure_ascii=False, sort_keys=True),
        hash=row.hash,
    )


class AuditPages(Controller):
    path = "/audit"

    @get("/", guards=[may("see_audit")], sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round: FromQuery[str] = "",  # noqa: A002 - the name in the address
        page: Annotated[int, QueryParameter(ge=1)] = 1,
    ) -> Template:
        wanted = int(round) if round.isdecimal() else None
        return views.show(
            request,
            "officer/audit.html",
            trail=trail(store, wanted, page),
            wanted=wanted,
            page=page,
        )
