"""A bid as it is typed, checked before it is sealed: by the page, and by ``vbp seal``.

The page's own script (``web/static/sealing.js``) keeps the same rules with the same words; the
server never learns a price and checks nothing of it before the opening.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from unicodedata import normalize

from procurement.rules import bids, catalogue, money, sealing
from procurement.rules.bids import Bid
from procurement.rules.sealing import LARGEST, Context, SealedBid
from procurement.rules.text import Fault, Text

PRICE_ONCE = Fault(
    "price_once",
    "unit_price",
    Text(
        "请填写单位价格或包装价格，二者只填其一。",
        "Give the price a unit or the price a pack: one of them, not both.",
    ),
)
PRICE_FORMAT = Fault(
    "price_format",
    "unit_price",
    Text(
        "请以元为单位填写数字，不带符号和千分位，最多六位小数，例如 0.1807。",
        "Give a number of yuan without sign or separators, with at most six decimals: 0.1807.",
    ),
)
PACK = Fault(
    "pack",
    "pack",
    Text(
        "请填写每包装的最小单位数，为不小于1的整数。",
        "Give the units in a pack, a whole number from 1.",
    ),
)
WORDS: Mapping[str, Text] = {
    fault.rule: fault.text for fault in (PRICE_ONCE, PRICE_FORMAT, PACK, bids.ABOVE_ZERO)
} | {"ceiling_price": bids.ceiling_words("{price}", "{spec}", "{limit}")}
"""What is said of each fault; the page puts its numbers between the braces."""


@dataclass(frozen=True, slots=True)
class Lot:
    """A product as bidders see it: the ceiling of every spec in millionths of a yuan, if it binds.

    ``by_pack``: the pack itself is bid, not only a price a unit.
    """

    product: str
    name: str
    by_pack: bool
    ceilings: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What bids of a round are sealed with, all of it public: key, deadline and lots."""

    round: str
    deadline: datetime
    public_key: bytes
    lots: Mapping[str, Lot]

    def context(self, lot: str, firm: str) -> Context:
        """What a firm's envelope for a lot is bound to."""
        return Context(self.round, lot, firm, self.deadline)

    def seal(self, bid: SealedBid, own_key: bytes | None = None) -> bytes:
        """The envelope of a bid, for the round's key and, where the firm has one, for its own."""
        return sealing.seal(bid, self.public_key, self.context(bid.product, bid.firm), own_key)


@dataclass(frozen=True, slots=True)
class Offer:
    """A price a unit, or a price a pack and the units in it; in yuan, as typed."""

    spec: str
    unit_price: str = field(default="", repr=False)
    pack_price: str = field(default="", repr=False)
    pack: str = ""


def read(typed: Offer, lot: Lot, firm: str) -> SealedBid | list[Fault]:
    """The bid to seal, or all that is wrong with what was typed.

    A price a pack is divided by its units, half up to six decimals. The pack itself is bid only
    where the product has a reference pack; elsewhere units are compared.
    """
    offer = Offer(typed.spec, *map(_plain, (typed.unit_price, typed.pack_price, typed.pack)))
    pack = _pack(offer) if offer.pack or offer.pack_price else None
    price = _price(offer, pack)
    if isinstance(price, Fault) or isinstance(pack, Fault):
        return [fault for fault in (price, pack) if isinstance(fault, Fault)]
    bid = Bid(lot.product, firm, offer.spec, price, pack=pack if lot.by_pack else None)
    if found := _faults(bid, lot):
        return [_placed(fault, offer) for fault in found]
    return SealedBid(bid.product, bid.firm, bid.spec, bid.unit_price, bid.pack)


def _plain(typed: str) -> str:
    """Full-width digits (０．１２) are the same digits."""
    return normalize("NFKC", typed).strip()


def _faults(bid: Bid, lot: Lot) -> list[Fault]:
    if bid.spec not in lot.ceilings:
        text = Text(f"{lot.name}没有规格“{bid.spec}”。", f"{lot.name} has no spec “{bid.spec}”.")
        return [Fault("spec", "spec", text)]
    if not bid.unit_price:
        return [bids.ABOVE_ZERO]
    most = lot.ceilings[bid.spec]
    if most is not None and catalogue.published(bid.unit_price) > most:
        return [bids.over_the_ceiling(bid, most)]
    return []


def _price(offer: Offer, pack: int | Fault | None) -> int | Fault:
    """Millionths of a yuan per unit."""
    if bool(offer.unit_price) == bool(offer.pack_price):
        return PRICE_ONCE
    if offer.unit_price:
        return _yuan(offer.unit_price, "unit_price")
    whole = _yuan(offer.pack_price, "pack_price")
    if isinstance(whole, Fault) or not isinstance(pack, int):
        return whole
    return money.half_up(Fraction(whole, pack))


def _yuan(typed: str, place: str) -> int | Fault:
    try:
        price = money.parse_price(typed)
    except ValueError:
        price = None  # the error would carry what was typed
    if price is not None and price <= LARGEST:
        return price
    return replace(PRICE_FORMAT, place=place)


def _pack(offer: Offer) -> int | Fault:
    if offer.pack.isascii() and offer.pack.isdecimal() and 0 < int(offer.pack) <= LARGEST:
        return int(offer.pack)
    return PACK


def _placed(fault: Fault, offer: Offer) -> Fault:
    """A fault of the price stands at the field in which the price was typed."""
    typed_elsewhere = fault.place == "unit_price" and offer.pack_price
    return replace(fault, place="pack_price") if typed_elsewhere else fault
