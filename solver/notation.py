"""Problems, plans and proofs as plain JSON values and back, to the letter.

Every field is written, so that no default can change what a record says. Fractions are text like
"1/3"; there are no floats.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAliasType, Union, cast, get_args, get_origin, get_type_hints

type Json = bool | int | str | list[Json] | dict[str, Json] | None

FRACTION = re.compile(r"-?[0-9]{1,30}(/[1-9][0-9]{0,29})?", re.ASCII)


class Unreadable(Exception):
    """A place in a record that is not what it should be."""

    def __init__(self, place: str, found: str) -> None:
        self.place = place
        self.found = found
        super().__init__(f"{place}: {found}")


def write(value: object) -> Json:
    """The value in JSON; ``TypeError`` for a kind that has no notation."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [write(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): write(one) for key, one in value.items()}
    if is_dataclass(value):
        return {one.name: write(getattr(value, one.name)) for one in fields(value)}
    raise TypeError(f"no notation for {type(value).__name__}")


def read[Kind](kind: type[Kind], value: Json, place: str = "") -> Kind:
    """What was written, of this kind; raises ``Unreadable`` with the first wrong place."""
    return cast("Kind", _read(kind, value, place))


def _read(kind: Any, value: Json, place: str) -> object:  # noqa: ANN401, PLR0911 - a case a kind
    origin, inner = get_origin(kind), get_args(kind)
    if isinstance(kind, TypeAliasType):
        return _read(kind.__value__, value, place)
    if origin in {Union, UnionType}:
        return _read_any(inner, value, place)
    if origin is Mapping:
        return _read_mapping(inner[1], value, place)
    if origin is tuple or (isinstance(kind, type) and issubclass(kind, tuple)):
        return _read_tuple(kind, value, place)
    if is_dataclass(kind):
        return _read_dataclass(kind, value, place)
    if kind is Fraction:
        return _read_fraction(value, place)
    if issubclass(kind, StrEnum):
        if value not in tuple(kind):
            raise Unreadable(place, _shown(value))
        return kind(value)
    if type(value) is not kind:
        raise Unreadable(place, _shown(value))
    return value


def _read_any(kinds: tuple[Any, ...], value: Json, place: str) -> object:
    """Of several kinds that which the value has."""
    if value is None and NoneType in kinds:
        return None
    kinds = tuple(kind for kind in kinds if kind is not NoneType)
    if len(kinds) == 1:
        return _read(kinds[0], value, place)
    if type(value) not in kinds:
        raise Unreadable(place, _shown(value))
    return value


def _read_mapping(kind: Any, value: Json, place: str) -> object:  # noqa: ANN401 - any kind
    if not isinstance(value, dict):
        raise Unreadable(place, _shown(value))
    return {key: _read(kind, one, f"{place}.{key}") for key, one in value.items()}


def _read_tuple(kind: Any, value: Json, place: str) -> object:  # noqa: ANN401 - any kind
    if not isinstance(value, list):
        raise Unreadable(place, _shown(value))
    named = get_origin(kind) is not tuple
    inner = tuple(get_type_hints(kind).values()) if named else get_args(kind)
    if not named and inner[-1] is Ellipsis:
        inner = (inner[0],) * len(value)
    if len(value) != len(inner):
        raise Unreadable(place, f"{len(value)} entries instead of {len(inner)}")
    entries = tuple(
        _read(one, entry, f"{place}[{k}]")
        for k, (one, entry) in enumerate(zip(inner, value, strict=True))
    )
    return kind(*entries) if named else entries


def _read_dataclass(kind: Any, value: Json, place: str) -> object:  # noqa: ANN401 - any kind
    if not isinstance(value, dict):
        raise Unreadable(place, _shown(value))
    kinds = _kinds(kind)
    for key in (*kinds, *value):
        if key not in value:
            raise Unreadable(_inside(place, key), "missing")
        if key not in kinds:
            raise Unreadable(_inside(place, key), "not known")
    return kind(**{key: _read(kinds[key], one, _inside(place, key)) for key, one in value.items()})


def _read_fraction(value: Json, place: str) -> Fraction:
    if not isinstance(value, str) or not FRACTION.fullmatch(value):
        raise Unreadable(place, _shown(value))
    return Fraction(value)


@cache
def _kinds(kind: type) -> dict[str, Any]:
    """The kinds of a dataclass's fields."""
    kinds = get_type_hints(kind)
    return {one.name: kinds[one.name] for one in fields(kind)}


def _inside(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _shown(value: Json) -> str:
    text = repr(value)
    return text if len(text) < 60 else f"{text[:60]}…"  # noqa: PLR2004 - a line of a message
