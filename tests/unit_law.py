"""The rules of rounds by competition units, with something decided about every blank."""

from datetime import date

from procurement.exchange import rulebooks
from procurement.rules.entries import Decision
from procurement.rules.rulebook import UnitRules

DAY = date(2026, 11, 22)
OPENED = {
    "consumables-6-2026": date(2026, 1, 13),
    "formula-granules-2023": date(2023, 11, 27),
    "insulin-2021": date(2021, 11, 26),
    "insulin-2024": date(2024, 4, 23),
    "intraocular-lens-2020": date(2020, 4, 1),
    "ivd-2023": date(2023, 1, 1),
    "ivus-2024": date(2024, 3, 14),
    "joints-2021": date(2021, 9, 14),
    "patent-medicine-2021": date(2021, 12, 1),
    "spine-2022": date(2022, 9, 27),
    "stents-2020": date(2020, 11, 5),
    "yangtze-delta-2022": date(2022, 1, 1),
}
POOLS = ("pool.scope", "pool.members", "pool.forbidden_targets")
BLANK = {
    "consumables-6-2026": {
        "grouping.covered_share",
        "selection.shortlist_most",
        "selection.anchor_multiple",
        "selection.revivals",
        "volume.revived_parts",
        "volume.committed_share",
        "volume.by_rank",
        *POOLS,
    },
    "formula-granules-2023": {"selection.rank_most"},
    "insulin-2021": {"volume.revived_parts", "pool.scope"},
    "insulin-2024": {"volume.revived_parts", "pool.scope"},
    "intraocular-lens-2020": {"selection.rank_most"},
    "ivd-2023": {"selection.rank_most", *POOLS[:2]},
    "ivus-2024": {"pool.scope"},
    "joints-2021": {"selection.rank_most"},
    "patent-medicine-2021": {"selection.rank_most"},
    "spine-2022": {
        "grouping.covered_share",
        "grouping.minimum_firms",
        "selection.rank_most",
        "volume.by_rank",
        *POOLS,
    },
    "stents-2020": {"volume.committed_share"},
    "yangtze-delta-2022": {"selection.rank_most"},
}
CHOSEN = {
    "grouping.covered_share": 1,
    "grouping.minimum_firms": 1,
    "selection.shortlist_most": 10,
    "selection.rank_most": 10,
    "selection.anchor_multiple": 2,
    "selection.revivals": ["at_limit"],
    "volume.revived_parts": [0, 1],
    "volume.committed_share": 1,
    "volume.by_rank": [[1, 0], [0, 1]],
    "pool.scope": "category",
    "pool.members": ["given", "unselected"],
    "pool.forbidden_targets": ["highest_price"],
}


def decided(name, *left_out):
    """What a round decides about every blank of its rulebook, but for those left out."""
    return [
        Decision(key, CHOSEN[key], "decided for the test", "officer", DAY)
        for key in sorted(BLANK[name] - {*left_out})
    ]


def law(name):
    """The rules on the day of opening, every blank decided."""
    return rulebooks.load(name).at(OPENED[name], UnitRules, decisions=decided(name))


def evidence(name):
    return {field: entry.evidence for field, entry in law(name).sources.items()}
