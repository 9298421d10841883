"""Scenarios as people ask for them: texts of settings, read all at once or refused all at once."""

import re
from collections.abc import Iterator, Mapping, Sequence

from procurement.rules.scenario_settings import SETTINGS
from procurement.rules.scenarios import Backing, Scenario
from procurement.rules.text import Fault, Refused, Text
from solver.problem import Aim, Linkage

type Pairs = tuple[tuple[str, str], ...]


def parse(texts: Sequence[str]) -> tuple[Scenario, ...]:
    """One scenario a text of settings joined by commas; Refused with every fault of every text.

    A piece without ``=`` goes on with the value before it: ``goals=spend,largest_group``.
    """
    read = [(pairs := _pairs(text), tuple(_faults(pairs))) for text in texts]
    if faults := [fault for _, found in read for fault in found]:
        raise Refused(faults)
    return tuple(_scenario(pairs) for pairs, _ in read)


def _pairs(text: str) -> Pairs:
    """Keys and values in the order given."""
    pairs: list[tuple[str, str]] = []
    for piece in text.split(","):
        key, equals, value = (one.strip() for one in piece.partition("="))
        if equals or not pairs:
            pairs.append((key, value))
        else:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]},{key}")
    return tuple(pairs)


def _scenario(pairs: Pairs) -> Scenario:
    made = Scenario(settings=pairs)
    for key, value in pairs:
        made = SETTINGS[key].put(made, key, value)
    return made


def _faults(pairs: Pairs) -> Iterator[Fault]:
    """Settings that do not exist, come twice, cannot be read, or do not go together."""
    if pairs == (("", ""),):
        text = Text("请至少改变一项设定。", "change at least one setting.")
        yield Fault("nothing_asked", "—", text)
        return
    seen: set[tuple[str, int]] = set()
    for key, value in pairs:
        place = f"{key}={value}" if value else key
        if (setting := SETTINGS.get(key)) is None:
            known = ", ".join(SETTINGS)
            yield Fault(
                "unknown_setting",
                place,
                Text(f"没有这一设定，可用：{known}。", f"no such setting; there are {known}."),
            )
            continue
        try:
            setting.read(value)
        except ValueError:
            text = Text(f"{key}应为{setting.takes.zh}。", f"{key} takes {setting.takes.en}.")
            yield Fault("setting_value", place, text)
        once = (key, value.count("/") if key == "shares" else 0)
        if once in seen:
            yield Fault("duplicate", place, Text("同一设定重复。", "this is given twice."))
        seen.add(once)
    yield from _misfits(dict(pairs), ",".join(f"{key}={value}" for key, value in pairs))


def _misfits(given: Mapping[str, str], place: str) -> Iterator[Fault]:
    """Settings that say nothing without another one, and such as exclude each other."""
    split = given.get("suppliers", "1") != "1"
    backed = given.get("backup", Backing.NONE) != Backing.NONE
    aims = re.split("[,/]", given.get("goals", ""))
    for key, asked, needed, need in (
        ("tolerance", "tolerance" in given, given.get("linkage") != Linkage.NONE, "linkage=strict"),
        ("least_part", "least_part" in given, split, "suppliers=2"),
        ("surge", "surge" in given, backed, "backup=apart"),
        ("band", "band" in given, "shares" in given, "shares=0.6/0.4"),
        (
            "spend_tolerance",
            "spend_tolerance" in given,
            Aim.SPEND in aims[:-1],
            "goals=spend,largest_group",
        ),
        ("goals=shared_groups", Aim.SHARED_GROUPS in aims, backed, "backup=any"),
    ):
        if asked and not needed:
            text = Text(f"{key}须与{need}等设定合用。", f"{key} needs a setting such as {need}.")
            yield Fault("unused_setting", place, text)
    for first, second, both in (
        ("suppliers", "backup", split and backed),
        ("keep", "shares", {"keep", "shares"} <= given.keys()),
        ("max_share", "goals", {"max_share", "goals"} <= given.keys()),
    ):
        if both:
            text = Text(f"{first}与{second}不能合用。", f"{first} and {second} exclude each other.")
            yield Fault("excluded_setting", place, text)
