"""A round's results as a list: every winner of every product, searched and cut into pages."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from procurement.actions.rounds import subject
from procurement.exchange.dossier import Dossier
from procurement.rules.awards import Award
from procurement.rules.catalogue import Product
from procurement.rules.codes import REGIONS
from procurement.rules.text import Text
from procurement.store.database import Store
from web import tiles
from web.officer.head import Step, steps
from web.public import published
from web.public.published import Outline
from web.tiles import TileMap

PAGE = 12


@dataclass(frozen=True, slots=True)
class Winner:
    """An award in one row; ``cut`` from the ceiling is None where there is none."""

    firm: str
    award: Award
    cut: Fraction | None


@dataclass(frozen=True, slots=True)
class Lot:
    """A product with the winners that were asked for, and the losers a search found by name."""

    product: Product
    bids: int
    winners: tuple[Winner, ...]
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of results; ``lots`` is empty before the publication, ``paper`` without a notice.

    ``picked`` tells that the record of a picking can be seen.
    ``regions`` are those a search named; amounts in fen.
    """

    round: Outline
    steps: tuple[Step, ...]
    query: str
    page: int
    pages: int
    found: int
    products: int
    amount: int
    lots: tuple[Lot, ...]
    regions: tuple[str, ...]
    map: TileMap
    paper: bool
    picked: bool


def listing(store: Store, round_id: int, query: str, page: int, now: datetime) -> Listing:
    """The results that match; before the publication only the outline. NotFound for a draft."""
    with store.transaction() as db:
        row = db.rounds.get(round_id)
        round_ = published.outline(db, row, now)
        when = db.audit.times(subject(row))
        facts = published.facts(db, round_id) if round_.is_public else None
        paper = facts is not None and ("award_notice", "") in db.papers.issued(round_id)
        picked = facts is not None and db.picks.newest(round_id) is not None
    if round_.deadline is not None:
        when["deadline"] = round_.deadline
    words = _words(query)
    found = matching(facts, words) if facts else []
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages)
    return Listing(
        round=round_,
        steps=steps(round_.phase, when, by_regions=round_.by_regions),
        query=query.strip(),
        page=page,
        pages=pages,
        found=len(found),
        products=len(facts.products) if facts else 0,
        amount=sum(winner.award.amount for lot in found for winner in lot.winners),
        lots=tuple(found[PAGE * (page - 1) : PAGE * page]),
        regions=tuple(code for code, name in REGIONS.items() if _named(name, words)),
        map=tiles.draw({}, ()),
        paper=paper,
        picked=picked,
    )


def matching(facts: Dossier, words: tuple[str, ...]) -> list[Lot]:
    """Products with a bid that matches every word, by product, firm or region supplied."""
    found = []
    for code, product in facts.products.items():
        about = (code, product.name)
        awards = [award for award in facts.awards if award.product == code]
        winners = tuple(
            Winner(
                facts.firm(award.firm),
                award,
                published.cut(facts, facts.bid(code, award.firm)),
            )
            for award in awards
            if _match(words, (*about, award.firm, facts.firm(award.firm)), award.regions)
        )
        verdicts = facts.verdicts.get(code, [])
        lost = tuple(
            facts.firm(verdict.firm)
            for verdict in verdicts
            if not verdict.won
            and not _match(words, about)
            and _match(words, (*about, verdict.firm, facts.firm(verdict.firm)))
        )
        if winners or lost or _match(words, about):
            found.append(Lot(product, len(verdicts), winners, lost))
    return found


def _words(query: str) -> tuple[str, ...]:
    """Full-width letters and digits are read as plain ones; case does not matter."""
    return tuple(unicodedata.normalize("NFKC", query).casefold().split())


def _match(words: Iterable[str], names: Iterable[str], regions: Iterable[str] = ()) -> bool:
    """Every word is a code, or part of a name."""
    known = [_plain(name) for name in names]
    for region in regions:
        known += [region, _plain(REGIONS[region].zh), _plain(REGIONS[region].en)]
    return all(any(_is_in(word, name) for name in known) for word in words)


def _is_in(word: str, name: str) -> bool:
    """A number is compared as a whole, so that 06 finds product 06 and not region 110000."""
    return word == name if word.isdecimal() else word in name


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _named(name: Text, words: tuple[str, ...]) -> bool:
    return any(
        not word.isdecimal() and (word in _plain(name.zh) or word in _plain(name.en))
        for word in words
    )
