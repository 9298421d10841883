"""The table of typed bids, which Python and the page's script both keep."""

import tomllib
from pathlib import Path

from procurement.rules.offers import Lot, Offer

CASES = tomllib.loads(
    (Path(__file__).parent / "examples" / "offers" / "typed.toml").read_text(), parse_float=str
)["case"]
CEILINGS = {"10mg": 101_670_000, "20mg": None}
LOTS = {by_pack: Lot("03", "某某片", by_pack, CEILINGS) for by_pack in (False, True)}


def typed(case):
    given = (case.get(name, "") for name in ("unit_price", "pack_price", "pack"))
    return Offer(case.get("spec", "10mg"), *given)
