"""Firms that belong together (关联关系): links between them, and the groups that links make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from procurement.rules.parties import Firm
from procurement.rules.text import Fault, Text

LONGEST = 500  # characters of a name, a source or a reason


class Tie(StrEnum):
    """What ties a firm to another, or to who controls it."""

    CONTROLLER = "controller"
    HOLDING = "holding"
    CONTRACT_MANUFACTURING = "contract_manufacturing"
    MANAGEMENT = "management"


TIE_NAMES: dict[Tie, Text] = {
    Tie.CONTROLLER: Text("同一实际控制人", "Same actual controller"),
    Tie.HOLDING: Text("控股", "Holding"),
    Tie.CONTRACT_MANUFACTURING: Text("委托生产", "Contract manufacturing"),
    Tie.MANAGEMENT: Text("管理关系", "Same management"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A confirmed tie of a firm to ``other``: a firm's code, or a controller's name (实际控制人).

    It holds from ``since`` up to and including ``until``, None while nobody said that it ended.
    """

    number: int
    firm: str
    other: str
    tie: Tie
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Declared:
    """A tie as somebody writes it down, with its source (such as a register) and the reason."""

    firm: str
    other: str
    tie: Tie
    since: date
    until: date | None
    source: str
    reason: str


_LINES: dict[str, Text] = {
    "other": Text(
        "关联方（企业代码或控制人名称）", "the other firm's code, or the controller's name"
    ),
    "source": Text("依据（如工商登记、年报）", "the source, such as a register or annual report"),
    "reason": Text("说明", "the reason"),
}


def faults(declared: Declared, firms: Mapping[str, Firm]) -> list[Fault]:
    """Everything that is wrong with a tie before it is kept."""
    found = []
    for name, words in _LINES.items():
        given = getattr(declared, name)
        if not given.strip() or len(given) > LONGEST or not given.isprintable():
            text = Text(
                f"请填写{words.zh}，一行，不超过{LONGEST}个字符。",
                f"Give {words.en}, in one line of at most {LONGEST} characters.",
            )
            found.append(Fault(name, name, text))
    if declared.firm not in firms:
        text = Text("没有该代码的企业。", "There is no firm of this code.")
        found.append(Fault("firm", "firm", text))
    if declared.other == declared.firm:
        text = Text("企业不能与自身关联。", "A firm is not tied to itself.")
        found.append(Fault("other", "other", text))
    if declared.until is not None and declared.until < declared.since:
        text = Text("终止日不能早于起始日。", "The last day comes before the first.")
        found.append(Fault("until", "until", text))
    return found


def reason_faults(reason: str) -> list[Fault]:
    """An officer says why a tie is confirmed or not."""
    if reason and len(reason) <= LONGEST:
        return []
    text = Text(
        f"请填写理由，不超过{LONGEST}个字符。", f"Give the reason, at most {LONGEST} characters."
    )
    return [Fault("reason", "reason", text)]


def groups(
    firms: Mapping[str, Firm], links: Iterable[Link], day: date, ties: Iterable[Tie] = tuple(Tie)
) -> dict[str, str]:
    """The name of each tied firm's group on a day; firms that stand alone are left out.

    Ties carry over: A holds B and B shares a controller with C, so A, B and C are one group. Only
    ``ties`` count. A group is named by its firms and controllers, and the numbers of its links. A
    controller that the firm was entered with (``Firm.controller``) is a tie without a number.
    """
    counted = [link for link in links if link.holds(day) and link.tie in set(ties)]
    edges = [(link.firm, link.other) for link in counted]
    edges += [(firm.code, firm.controller) for firm in firms.values() if firm.controller]
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while (above := root.setdefault(name, name)) != name:
            root[name] = name = root[above]
        return name

    for one, other in edges:
        low, high = sorted((top(one), top(other)))
        root[high] = low
    members: dict[str, list[str]] = {}
    for name in sorted(root):
        members.setdefault(top(name), []).append(name)
    numbers: dict[str, list[int]] = {}
    for link in counted:
        numbers.setdefault(top(link.firm), []).append(link.number)
    return {
        name: _named(group, numbers.get(first, []))
        for first, group in members.items()
        for name in group
        if name in firms
    }


def _named(group: Iterable[str], numbers: Iterable[int]) -> str:
    listed = " ".join(f"#{number}" for number in sorted(numbers))
    return f"{'–'.join(group)} {listed}".rstrip()
