"""The bid form: what a firm typed, read into a bid to seal, or every fault in it at once."""

from dataclasses import replace
from fractions import Fraction
from typing import Annotated
from unicodedata import normalize

from pydantic import BaseModel, BeforeValidator, StringConstraints

from procurement.rules import money, schemes
from procurement.rules.bids import Bid
from procurement.rules.sealing import LARGEST, SealedBid
from procurement.rules.text import Fault, Text
from web.firm.lots import LotPage


def plain(typed: str) -> str:
    """Full-width digits (０．１２) are the same digits."""
    return normalize("NFKC", typed).strip()


type Typed = Annotated[str, BeforeValidator(plain), StringConstraints(max_length=200)]


class OfferForm(BaseModel):
    """A price a unit, or a price a pack and the units in it; in yuan, as typed."""

    spec: Annotated[str, StringConstraints(max_length=200)] = ""
    unit_price: Typed = ""
    pack_price: Typed = ""
    pack: Typed = ""


def read(form: OfferForm, page: LotPage, firm: str) -> SealedBid | list[Fault]:
    """The bid to seal, or all that is wrong with the form.

    A price a pack is divided by its units, half up to six decimals. The pack itself is bid only
    where the product has a reference pack; elsewhere units are compared.
    """
    product = page.lot.product
    pack = _pack(form) if form.pack or form.pack_price else None
    price = _price(form, pack)
    if isinstance(price, Fault) or isinstance(pack, Fault):
        return [fault for fault in (price, pack) if isinstance(fault, Fault)]
    bid = Bid(
        product.code,
        firm,
        form.spec,
        price,
        reference_product=page.lot.reference_product,
        pack=pack if product.reference_pack > 1 else None,
    )
    if found := schemes.bid_faults(bid, product, page.rules):
        return [_placed(fault, form) for fault in found]
    return SealedBid(bid.product, bid.firm, bid.spec, bid.unit_price, bid.pack)


def _price(form: OfferForm, pack: int | Fault | None) -> int | Fault:
    """Millionths of a yuan per unit."""
    if bool(form.unit_price) == bool(form.pack_price):
        return Fault(
            "price_once",
            "unit_price",
            Text(
                "请填写单位价格或包装价格，二者只填其一。",
                "Give the price a unit or the price a pack: one of them, not both.",
            ),
        )
    if form.unit_price:
        return _yuan(form.unit_price, "unit_price")
    whole = _yuan(form.pack_price, "pack_price")
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
    return Fault(
        "price_format",
        place,
        Text(
            "请以元为单位填写数字，不带符号和千分位，最多六位小数，例如 0.1807。",
            "Give a number of yuan without sign or separators, with at most six decimals: 0.1807.",
        ),
    )


def _pack(form: OfferForm) -> int | Fault:
    if form.pack.isascii() and form.pack.isdecimal() and 0 < int(form.pack) <= LARGEST:
        return int(form.pack)
    return Fault(
        "pack",
        "pack",
        Text(
            "请填写每包装的最小单位数，为不小于1的整数。",
            "Give the units in a pack, a whole number from 1.",
        ),
    )


def _placed(fault: Fault, form: OfferForm) -> Fault:
    """A fault of the price stands at the field in which the price was typed."""
    typed_elsewhere = fault.place == "unit_price" and form.pack_price
    return replace(fault, place="pack_price") if typed_elsewhere else fault
