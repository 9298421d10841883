"""``vbp compare-price``: a price by the ratio rule, with every step and its clause."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import click

from procurement.exchange import rulebooks
from procurement.exchange.printing import EVIDENCE, comparable
from procurement.rules import dates, money, ratio, ratio_requests, ratio_rules
from procurement.rules.conversion_steps import Step
from procurement.rules.entries import Entry
from procurement.rules.ratio_fields import FIELDS
from procurement.rules.ratio_packs import DIMENSIONS, Dimension, Pack
from procurement.rules.ratio_requests import Answer
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Fault, Refused, Text


class Asking(click.Command):
    """The command with one option for every field, named alike, in both languages."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as click makes it
        super().__init__(*given, **named)
        self.params += [_option(name) for name in FIELDS]


def _option(name: str) -> click.Option:
    field = FIELDS[name]
    words = f" [{' | '.join(field.words)}]" if field.words else ""
    says = f"{field.name.en}: {field.hint.en}{words}.  {field.name.zh}：{field.hint.zh}。"
    return click.Option([_flag(name)], default="", metavar=name.upper(), help=says)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


@click.command(
    "compare-price",
    cls=Asking,
    epilog="""
    \b
    Example 示例
      vbp compare-price --rules national-drug-4 --strength 60 --price 1.20 --to-strength 20
    """,
)
@click.option("--rules", "name", required=True, metavar="ID", help="Rulebook.  规则手册。")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Whose rules hold; today unless told.  规则日期，缺省为当日。",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
def command(*, name: str, day: datetime | None, as_json: bool, **texts: str) -> None:
    """Carry the price of one pack to another by the ratio rule (差比价规则), step by step.

    Each step says from what to what, the ratio, the factor, the price after it and the clause that
    the factor stands in. The last line is the unit comparable price: a unit of the wanted pack.
    Dosage forms, materials and pack forms that differ need a factor of your own, since no rule
    gives one. With faults, one line each and exit status 2.

    按差比价规则换算价格，逐步列出差比、系数、换算后价格及所依条款，最后为单位可比价。

    剂型、包装材料、包装形式不同而无系数的，视为不同产品，逐条指明，退出状态为 2。
    """
    then = day.date() if day else dates.local_day(datetime.now(UTC))
    book = _book(name)
    try:
        found = ratio_requests.answer(texts, ratio_rules.in_force(book, then))
    except Refused as refused:
        raise Refused(replace(one, place=_flag(one.place)) for one in refused.faults) from refused
    if as_json:
        click.echo(json.dumps(_document(book, then, found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(book, then, found)))


def _book(name: str) -> Rulebook:
    try:
        return rulebooks.load(name)
    except LookupError as unknown:
        known = ", ".join(rulebooks.ids())
        text = Text(
            f"没有规则手册 {name}，可选：{known}", f"no rulebook {name}; there are: {known}"
        )
        raise Refused([Fault("rulebook", "--rules", text)]) from unknown


def _lines(book: Rulebook, day: date, found: Answer) -> Iterator[str]:
    asked = found.question
    yield f"{book.title.zh} {book.title.en}  {book.id}  {day}"
    yield f"{_pack(asked.offered)}  {money.show_price(asked.price, exact=True)} 元 yuan"
    for number, step in enumerate(found.steps, 1):
        yield ""
        yield from _step(number, step)
    yield ""
    yield f"{_pack(asked.wanted)}  {found.shown_price} 元 yuan"
    shown = comparable(found.comparable_price)
    yield f"单位可比价 Unit comparable price  {shown} 元 yuan"
    yield f"   {_clause(found.rules.sources['comparable_price_decimals'])}"
    yield f"{ratio.CLAUSE.zh} {ratio.CLAUSE.en} {_mark(ratio.CLAUSE_EVIDENCE)}"


def _step(number: int, step: Step) -> Iterator[str]:
    name = DIMENSIONS[step.dimension]
    before, after = (_both(text) for text in (step.before, step.after))
    ratio_shown = f"  X = {money.show_number(step.ratio)}" if step.ratio else ""
    yield f"{number}. {name.zh} {name.en}  {before} → {after}{ratio_shown}"
    origin = f" = {step.formula}" if step.formula else ""
    yield f"   {step.shown_factor}{origin}  →  {step.shown_price} 元 yuan"
    for entry in step.entries:
        yield f"   {_clause(entry)}"
    for said in (*step.remarks, *(() if step.formula else (GIVEN,))):
        yield f"   {said.zh} / {said.en}"


GIVEN = Text(
    "系数由使用者给出，规则手册没有", "the factor was given with the question; no rule has it"
)


def _pack(pack: Pack) -> str:
    told = [one for one in Dimension if getattr(pack, one)]
    return "  ".join(_both(pack.shown(dimension)) for dimension in told)


def _both(text: Text) -> str:
    return " ".join(dict.fromkeys((text.zh, text.en)))


def _clause(entry: Entry) -> str:
    return f"{entry.key} = {_both(entry.shown)}  {entry.source} {_mark(entry.evidence)}"


def _mark(evidence: str) -> str:
    return f"[{EVIDENCE[evidence].zh} {EVIDENCE[evidence].en}]"


def _document(book: Rulebook, day: date, found: Answer) -> Mapping[str, Any]:
    """Numbers are decimals in text, since a JSON number may be read inexactly."""
    asked = found.question
    return {
        "rulebook": {"id": book.id, "sha256": book.sha256, "day": day.isoformat()},
        "direction": "backward" if asked.backward else "forward",
        "price": money.show_price(asked.price, exact=True),
        "offered": _facts(asked.offered),
        "wanted": _facts(asked.wanted),
        "steps": [_step_facts(step) for step in found.steps],
        "converted_price": found.shown_price,
        "unit_comparable_price": comparable(found.comparable_price),
        "clause": _source(found.rules.sources["comparable_price_decimals"]),
    }


def _facts(pack: Pack) -> Mapping[str, Any]:
    return {
        "strength_mg": money.show_number(pack.strength),
        "pack": pack.units,
        "fill_volume_ml": money.show_number(pack.fill_volume) if pack.fill_volume else None,
        "form": pack.form or None,
        "material": pack.material or None,
        "pack_form": pack.pack_form or None,
    }


def _step_facts(step: Step) -> Mapping[str, Any]:
    return {
        "dimension": step.dimension,
        "from": step.before._asdict(),
        "to": step.after._asdict(),
        "ratio": money.show_number(step.ratio) if step.ratio else None,
        "base": money.show_number(step.base) if step.base else None,
        "factor": step.shown_factor,
        "price": step.shown_price,
        "clauses": [_source(entry) for entry in step.entries],
        "remarks": [remark._asdict() for remark in step.remarks],
    }


def _source(entry: Entry) -> Mapping[str, str]:
    return {
        "key": entry.key,
        "value": entry.shown.en,
        "source": entry.source,
        "evidence": entry.evidence,
    }
