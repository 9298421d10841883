"""Certificates of allocations as a file, and what became of proving them again."""

import json
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from procurement.exchange import text_table
from procurement.rules import money
from procurement.rules.text import Fault, Refused, Text
from solver import certificate
from solver.allocate import Allocation
from solver.certificate import Verdict
from solver.notation import Json, Unreadable
from solver.problem import Problem

HEADINGS = (
    Text("产品", "Lot"),
    Text("规则", "Rules"),
    Text("证明", "Proof"),
    Text("哈希", "Hash"),
    Text("结论", "Finding"),
    Text("引擎声称", "Engines said"),
    Text("金额(元)", "Yuan"),
    Text("已证下界(元)", "Proved floor"),
)
NUMBERS_FROM = 6
YES, NO = Text("符合", "kept"), Text("不符", "BROKEN")
PROVED, UNPROVED = Text("已证最优", "proved"), Text("未证最优", "not proved")


def made(
    asked: Problem, answer: Allocation, rulebook: Mapping[str, str], *, nodes: int | None = None
) -> dict[str, Json]:
    """The certificate of one lot; ``nodes`` limit the search for its proof.

    ``rulebook`` has the id and sha256 of what the problem was made by.
    """
    from solver import proof  # noqa: PLC0415 - proving again must load no engine

    found = proof.prove(asked, answer.spend, nodes=proof.NODES if nodes is None else nodes)
    return certificate.certify(
        asked,
        answer.plan,
        found,
        claims={
            "engine": answer.engine,
            "proven": answer.proven,
            "bound": answer.bound,
            "cross_check_engine": answer.cross_check_engine,
            "cross_check_spend": answer.cross_check_spend,
        },
        rulebook=rulebook,
        versions={
            "python": platform.python_version(),
            **{name: version(name) for name in ("ortools", "pulp")},
        },
    )


def write(
    path: Path,
    asked: Iterable[Problem],
    answers: Iterable[Allocation],
    rulebook: Mapping[str, str],
) -> None:
    """A file with a certificate for every lot."""
    path.write_bytes(encode([made(*pair, rulebook) for pair in zip(asked, answers, strict=True)]))


def encode(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Certificates as one JSON file."""
    return json.dumps({"certificates": records}, ensure_ascii=False).encode()


def verify(path: Path) -> tuple[Verdict, ...]:
    """Every certificate of a file proved again, without an engine.

    The file holds one certificate, or several as ``write`` makes them. Raises ``Refused`` with
    the place of what cannot be read.
    """
    try:
        whole = json.loads(
            path.read_bytes(), parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_once
        )
    except OSError as error:
        raise _refused(str(path), str(error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise _refused(str(path), str(error)) from error
    if not isinstance(whole, dict):
        raise _refused(str(path), "no object")
    records = whole.get("certificates", [whole])
    if not isinstance(records, list):
        raise _refused("certificates", "no list")
    verdicts: list[Verdict] = []
    faults: list[Fault] = []
    for k, record in enumerate(records):
        try:
            verdicts.append(certificate.verify(record))
        except Unreadable as error:
            faults += _refused(f"certificates[{k}] {error.place}".rstrip(), error.found).faults
    if faults or not verdicts:
        raise Refused(faults) if faults else _refused("certificates", "none")
    return tuple(verdicts)


def render(verdicts: Sequence[Verdict], language: str = "zh") -> str:
    """A table of the lots, what is wrong with them, and how many hold."""
    rows = [[_in(heading, language) for heading in HEADINGS]]
    rows += [_row(verdict, language) for verdict in verdicts]
    return "\n".join(
        [
            *text_table.lines(rows, NUMBERS_FROM),
            "",
            *_faults(verdicts, language),
            _in(_sum(verdicts), language),
        ]
    )


def to_json(verdicts: Sequence[Verdict]) -> list[dict[str, Json]]:
    """The same for programs; money in fen."""
    return [
        {
            "lot": verdict.certificate.problem.lot,
            "holds": verdict.holds,
            "optimal": verdict.optimal,
            "finding": verdict.certificate.finding,
            "spend": verdict.certificate.spend,
            "bound": verdict.certificate.bound,
            "claims": dict(verdict.certificate.claims),
            "rulebook": dict(verdict.certificate.rulebook),
            "versions": dict(verdict.certificate.versions),
            "sha256": verdict.certificate.sha256,
            "faults": [
                {"place": fault.place, "said": fault.said, "found": fault.found}
                for fault in verdict.faults
            ],
        }
        for verdict in verdicts
    ]


def _row(verdict: Verdict, language: str) -> list[str]:
    said = verdict.certificate
    return [
        said.problem.lot,
        _in(NO if verdict.fails("problem", "plan") else YES, language),
        _in(NO if verdict.fails("spend", "tree", "bound", "gap", "finding") else YES, language),
        _in(NO if verdict.fails("sha256", "format") else YES, language),
        _in(_finding(said.finding), language),
        _in(PROVED if said.claims.get("proven") else UNPROVED, language),
        money.show(said.spend),
        money.show(said.bound),
    ]


def _finding(said: str) -> Text:
    words = {"optimal": "最优", "unproved": "未证明"}
    return Text(words.get(said, said.replace("within", "差距不超过")), said)


def _faults(verdicts: Iterable[Verdict], language: str) -> Iterator[str]:
    for verdict in verdicts:
        for fault in verdict.faults:
            lot, place = verdict.certificate.problem.lot, fault.place
            yield _in(
                Text(
                    f"{lot}  {place}：所载 {fault.said}，核算 {fault.found or '不成立'}",
                    f"{lot}  {place}: it says {fault.said}, found {fault.found or 'not so'}",
                ),
                language,
            )


def _sum(verdicts: Sequence[Verdict]) -> Text:
    hold, optimal = sum(one.holds for one in verdicts), sum(one.optimal for one in verdicts)
    return Text(
        f"{len(verdicts)} 份证书，{hold} 份成立，其中 {optimal} 份证明为最优（未使用任何求解器）。",
        f"{len(verdicts)} certificates, {hold} hold, {optimal} of them prove the least spend "
        "(no solver was used).",
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different: two readers could take different ones."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _refuse(number: str) -> NoReturn:
    raise ValueError(f"{number} is not a whole number")


def _refused(place: str, found: str) -> Refused:
    text = Text(f"无法读取：{found}", f"not readable: {found}")
    return Refused([Fault("certificate", place, text)])


def _in(text: Text, language: str) -> str:
    return text.zh if language == "zh" else text.en
