"""Conditions that are named without the number, price or coefficient that they work with."""

from collections.abc import Iterator, Mapping

from procurement.rules.design import Design, Entries, named, value
from procurement.rules.findings import Finding, error, warning
from procurement.rules.text import Text

type Needs = Mapping[str, tuple[str, ...]]

WINNING: Needs = {
    "lowest_price_multiple": ("winning.lowest_price_multiple",),
    "cut_from_ceiling": ("winning.cut_from_ceiling",),
    "low_price": ("winning.low_price",),
    "low_price_by_form": ("winning.low_price_by_form",),
}
BASIS: Needs = {
    "anchor": ("winning.anchor_coefficient",),
    "dual_anchor": (
        "winning.anchor_deviations",
        "winning.outlier_deviations",
        "winning.deviation",
    ),
}
REVIVAL: Needs = {
    "shortlisted": ("winning.revival_multiple",),
    "not_shortlisted": ("volume.brand_demand",),
}
SELECTION: Needs = {
    "rank_most": ("selection.rank_most",),
    "lowest_price_multiple": ("selection.lowest_price_multiple",),
    "anchor_multiple": ("selection.anchor_multiple", "selection.anchor_coefficient"),
    "cut_least": ("selection.cut_least",),
    "ceiling_share": ("selection.ceiling_share",),
    "origin_quota": ("selection.origin_quota",),
}
UNIT_REVIVAL: Needs = {"at_limit": ("volume.revived_parts",)}
VOLUME: Needs = {
    "rank": ("volume.by_rank",),
    "class": ("volume.by_class",),
    "cut": ("volume.by_cut",),
    "best": ("volume.by_best",),
    "number": ("volume.by_number",),
    "incumbency": ("volume.by_incumbency",),
}
TOGETHER = (
    ("winning.negotiation_below", "winning.direct_winners"),
    ("comparison.fill_volume_factor", "comparison.fill_volume_step"),
    ("grouping.covered_share", "grouping.crossing_firm_included"),
    ("pool.to_best", "pool.best_scope"),
)
"""Pairs of keys of which neither means anything without the other."""

DECIDE = Text("请补上取值或不再列出该项。", "Give it a value, or do not name it.")


def findings(design: Design, entries: Entries) -> Iterator[Finding]:
    """Everything that is named and cannot be worked out."""
    present = entries.keys() | {blank.key for blank in design.book.blanks}
    for key, needs in (
        ("winning.alternatives", WINNING),
        ("winning.gap_basis", BASIS),
        ("winning.revivals", REVIVAL),
        ("selection.any_of", SELECTION),
        ("selection.all_of", SELECTION),
        ("selection.revivals", UNIT_REVIVAL),
        ("volume.key", VOLUME),
    ):
        yield from _lacking(entries, key, needs, present)
    yield from _alone(entries, present)
    yield from _ceilings(design, entries)
    yield from _classes(design, entries)
    yield from _forms(design, entries)


def _lacking(
    entries: Entries, key: str, needs: Needs, present: frozenset[str] | set[str]
) -> Iterator[Finding]:
    """A word of a list, or the one word of a key, needs the keys that its rule reads."""
    found = value(entries, key)
    for word in (found,) if isinstance(found, str) else found or ():
        for needed in needs.get(word, ()):
            if needed not in present:
                title = entries[key].title
                yield error(
                    key,
                    Text(
                        f"“{title.zh}”列有“{word}”，而“{needed}”没有取值。",
                        f"“{title.en}” names “{word}”, and “{needed}” has no value.",
                    ),
                    DECIDE,
                    needed,
                )


def _alone(entries: Entries, present: frozenset[str] | set[str]) -> Iterator[Finding]:
    for pair in TOGETHER:
        for key, other in (pair, pair[::-1]):
            if key in entries and other not in present:
                title = entries[key].title
                yield error(
                    key,
                    Text(
                        f"“{title.zh}”须与“{other}”一并规定，而后者没有取值。",
                        f"“{title.en}” works only with “{other}”, which has no value.",
                    ),
                    Text("请补上另一项。", "Give the other one too."),
                    other,
                )


def _ceilings(design: Design, entries: Entries) -> Iterator[Finding]:
    """A hard ceiling (最高有效申报价) limits nothing where it is not given."""
    if value(entries, "comparison.ceiling_mode") != "hard":
        return
    for product in design.products:
        if all(item.ceiling is None for item in product.presentations):
            yield warning(
                "comparison.ceiling_mode",
                Text(
                    f"{product.name}没有最高有效申报价，任何报价都不会因过高而无效。",
                    f"{product.name} has no ceiling: no bid for it can be too high to be valid.",
                ),
                Text("请填写最高有效申报价。", "Give its ceiling."),
                product.code,
            )


def _classes(design: Design, entries: Entries) -> Iterator[Finding]:
    """Each class that has a price (分类价格) has its part of volume."""
    by_class = value(entries, "volume.by_class")
    for product in design.products if by_class else ():
        for one, _ in product.class_prices:
            if one not in by_class:
                yield error(
                    "volume.by_class",
                    Text(
                        f"{product.name}有{one}类价格，而分量表没有该类别。",
                        f"{product.name} has a price of class {one}, and the table of volume has "
                        "no such class.",
                    ),
                    Text("请补上该类别的比例。", "Add the parts of that class."),
                    product.code,
                )


def _forms(design: Design, entries: Entries) -> Iterator[Finding]:
    """A low price by form never fires for a product whose form has none, or is not given."""
    if "low_price_by_form" not in named(entries, "winning.alternatives"):
        return
    prices = value(entries, "winning.low_price_by_form") or {}
    without = [one.name for one in design.products if one.form not in prices]
    if without:
        yield warning(
            "winning.low_price_by_form",
            Text(
                f"{len(without)}个品种的剂型没有规定低价数额，低价条件对其不起作用："
                f"{'、'.join(without)}。",
                "The low price never counts where none is laid down for the dosage form; "
                f"products: {len(without)} ({', '.join(without)}).",
            ),
            Text("请核对品种的剂型。", "Check the forms given for these products."),
        )
