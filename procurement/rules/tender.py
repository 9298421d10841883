"""A tender as it stands after the opening of bids, and the outcome that was published for it."""

from dataclasses import dataclass
from datetime import date

from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand


@dataclass(frozen=True, slots=True)
class Tender:
    """One round (批次): its document and rulebook, products, bids and reported demand."""

    name: str
    document: str
    rulebook: str
    bids_opened: date
    products: tuple[Product, ...]
    bids: tuple[Bid, ...]
    demand: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was published for one bid: won or not, and the regions it supplies (供应地区)."""

    product: str
    firm: str
    won: bool
    regions: tuple[str, ...]
