"""Progress of agreed volume (约定采购量进度), line by line and added up any way one looks at it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from procurement.rules import dates, uptake
from procurement.rules.contracts import Agreement
from procurement.rules.rulebook import UptakeRules
from procurement.rules.uptake import Alert


@dataclass(frozen=True, slots=True)
class Received:
    """What a hospital received of one firm's presentation: units and fen."""

    hospital: str
    product: str
    spec: str
    firm: str
    quantity: int
    amount: int
    winning: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement and what came of it; ``None`` while its hospital has not reported at all.

    ``others`` are units of non-winning products of the same generic name and specification; a
    line without an agreement (``agreed`` 0) holds those of a hospital that agreed on none.
    """

    hospital: str
    region: str
    product: str
    spec: str
    firm: str
    agreed: int
    received: int | None
    amount: int
    others: int
    others_amount: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Lines added up: units, fen, and the measures of ``uptake``; ``None`` is no data."""

    agreed: int
    received: int | None
    others: int
    amount: int
    others_amount: int
    completion: Fraction | None
    time: Fraction
    pace: Fraction | None
    winning_share: Fraction | None
    winning_share_amount: Fraction | None
    spec_completion: Fraction | None
    alert: Alert | None


def lines(
    agreements: Iterable[Agreement],
    received: Iterable[Received],
    region_of: Mapping[str, str],
    reported: Iterable[str],
) -> list[Line]:
    """A line for every agreement, and for what was used without one; by hospital and product.

    ``reported`` are the hospitals that sent any report.
    """
    sent = set(reported)
    won: dict[tuple[str, str, str, str], list[Received]] = {}
    lost: dict[tuple[str, str, str], list[Received]] = {}
    for row in received:
        if row.winning:
            won.setdefault((row.hospital, row.product, row.spec, row.firm), []).append(row)
        else:
            lost.setdefault((row.hospital, row.product, row.spec), []).append(row)
    found = []
    for one in agreements:
        ours = won.pop((one.hospital, one.product, one.spec, one.firm), [])
        theirs = lost.pop((one.hospital, one.product, one.spec), [])
        line = _line((one.hospital, one.product, one.spec, one.firm), ours, theirs, region_of)
        found.append(replace(line, agreed=one.agreed_quantity))
    found += [_line(article, ours, [], region_of) for article, ours in won.items()]
    found += [_line((*place, ""), [], theirs, region_of) for place, theirs in lost.items()]
    return sorted(
        (line if line.hospital in sent else replace(line, received=None) for line in found),
        key=lambda line: (line.hospital, line.product, line.spec, line.firm),
    )


def _line(
    article: tuple[str, str, str, str],
    ours: Sequence[Received],
    theirs: Sequence[Received],
    region_of: Mapping[str, str],
) -> Line:
    hospital, product, spec, firm = article
    return Line(
        hospital,
        region_of[hospital],
        product,
        spec,
        firm,
        agreed=0,
        received=sum(row.quantity for row in ours),
        amount=sum(row.amount for row in ours),
        others=sum(row.quantity for row in theirs),
        others_amount=sum(row.amount for row in theirs),
    )


def measure(parts: Iterable[Line], start: date, day: date, rules: UptakeRules) -> Progress:
    """What the lines come to on a day of the agreement year that began at ``start``."""
    parts = list(parts)
    known = [line.received for line in parts if line.received is not None]
    received = sum(known) if known else None
    agreed, others = sum(line.agreed for line in parts), sum(line.others for line in parts)
    amount = sum(line.amount for line in parts)
    others_amount = sum(line.others_amount for line in parts)
    time = dates.elapsed(start, day)
    done = uptake.completion(received, agreed)
    pace = uptake.pace(done, time)
    specs = [uptake.completion(line.received, line.agreed) for line in parts]
    return Progress(
        agreed=agreed,
        received=received,
        others=others,
        amount=amount,
        others_amount=others_amount,
        completion=done,
        time=time,
        pace=pace,
        winning_share=uptake.share(received, (received or 0) + others),
        winning_share_amount=uptake.share(
            None if received is None else amount, amount + others_amount
        ),
        spec_completion=uptake.spec_completion(specs),
        alert=uptake.alert(pace, start, day, rules),
    )


def by(
    parts: Iterable[Line],
    key: Callable[[Line], str],
    start: date,
    day: date,
    rules: UptakeRules,
) -> dict[str, Progress]:
    """Progress by hospital, region, product, firm or whatever the key says, in its order."""
    groups: dict[str, list[Line]] = {}
    for line in parts:
        groups.setdefault(key(line), []).append(line)
    return {name: measure(groups[name], start, day, rules) for name in sorted(groups)}
