"""The law as data, for everybody: rulebooks, every value with its source and evidence."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from procurement.exchange import open_rules, rulebooks
from procurement.rules.entries import Blank, Entry
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Text
from procurement.store.rounds import NotFound
from web import views
from web.public import downloads

KINDS: dict[str, Text] = {
    "drug-round": Text("国家药品集采", "National drug rounds"),
    "unit-round": Text("耗材、胰岛素等按竞争单元的集采", "Rounds by competition units"),
    "retained-savings": Text("结余留用", "Retained savings"),
    "uptake": Text("执行预警", "Uptake alerts"),
    "screens": Text("串通投标线索筛查", "Screens for collusion"),
    "changes": Text("公告后变更与答疑", "Changes and questions"),
    "affiliations": Text("关联企业认定", "Affiliated firms"),
}
SECTIONS: dict[str, Text] = {
    "grouping": Text("竞争单元分组", "Grouping"),
    "comparison": Text("价格比较", "Comparing prices"),
    "shortlist": Text("入围", "Shortlist"),
    "winning": Text("中选条件", "Winning conditions"),
    "selection": Text("中选规则", "Selection"),
    "volume": Text("约定采购量", "Agreed volume"),
    "pool": Text("待分配量", "Leftover"),
    "regions": Text("供应地区", "Regions"),
    "term": Text("采购周期", "Term"),
    "scope": Text("适用范围", "Scope"),
    "budget": Text("预算", "Budget"),
    "spending": Text("支出", "Spending"),
    "gate": Text("前提条件", "Conditions"),
    "assessment": Text("考核", "Assessment"),
    "retention": Text("留用比例", "Retention"),
    "alert": Text("预警", "Alerts"),
    "same_group": Text("同一控制企业", "Firms under one control"),
    "identical_prices": Text("报价完全相同", "Identical prices"),
    "price_pattern": Text("报价呈规律性差异", "Prices in a pattern"),
    "rotation": Text("轮流中选", "Winners in turn"),
    "cover_bids": Text("疑似陪标", "Cover bids"),
    "low_variance": Text("报价异常集中", "Prices too close together"),
    "same_network": Text("同一网络地址提交", "Handed in from one network address"),
    "bursts": Text("信封同时提交", "Envelopes that came in together"),
    "changes": Text("公告后变更", "Changes after the announcement"),
    "questions": Text("答疑", "Questions"),
    "affiliations": Text("关联企业", "Affiliated firms"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Rulebooks of one kind, each with its number of values by evidence mark, and of blanks."""

    kind: Text
    books: tuple[tuple[Rulebook, dict[str, int]], ...]


@dataclass(frozen=True, slots=True)
class BookPage:
    """A rulebook with its values by section, blanks after them."""

    book: Rulebook
    kind: Text
    counts: dict[str, int]
    sections: tuple[tuple[Text, tuple[Entry | Blank, ...]], ...]


def shelves() -> list[Shelf]:
    """The oldest law first."""
    books = sorted(map(rulebooks.load, rulebooks.ids()), key=first_day)
    return [
        Shelf(kind, tuple((book, open_rules.counts(book)) for book in books if book.kind == name))
        for name, kind in KINDS.items()
    ]


def first_day(book: Rulebook) -> date:
    return min(entry.since for entry in book.history)


def book_page(book: Rulebook) -> BookPage:
    found: dict[str, list[Entry | Blank]] = {}
    written: tuple[Entry | Blank, ...] = (*book.history, *book.blanks)
    for entry in written:
        found.setdefault(entry.key.partition(".")[0], []).append(entry)
    return BookPage(
        book,
        KINDS[book.kind],
        open_rules.counts(book),
        tuple((SECTIONS[name], tuple(found[name])) for name in SECTIONS if name in found),
    )


def named(name: str) -> Rulebook:
    """The rulebook with this id or alias; NotFound when there is none."""
    try:
        return rulebooks.load(name)
    except LookupError as unknown:
        raise NotFound(f"rulebook {name}") from unknown


class RulePages(Controller):
    path = "/rules"

    @get("/", sync_to_thread=True)
    def every(self, request: Request[Any, Any, Any]) -> Template:
        return views.show(request, "public/rules.html", shelves=shelves())

    @get("/{name:str}", sync_to_thread=True)
    def one(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        format: FromQuery[str] = "",  # noqa: A002 - the name in the address
    ) -> Template | Response[bytes]:
        """A page; as JSON when the name ends in .json or the format asks for it."""
        book = named(name.removesuffix(".json"))
        if format == "json" or name.endswith(".json"):
            content = open_rules.dump(book).encode()
            return downloads.file(request, content, "application/json", f"{book.id}.json")
        return views.show(request, "public/rulebook.html", page=book_page(book))
