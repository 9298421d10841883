"""products.csv and presentations.csv of a round folder, and which products and specs are known."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from procurement.exchange.rows import Row, Table
from procurement.rules import money
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.drug_rules import FORMS
from procurement.rules.unit_rules import CLASSES, PROMISES

PRODUCTS = ("product", "name")
PRESENTATIONS = ("product", "spec", "strength_mg", "ceiling_price")
SHARE_CLASSES = ("normal", "reduced", "special")


@dataclass(slots=True)
class Known:
    """The products and specs that other files may name, be their rows right or faulty.

    ``complete`` is False when one of the two files could not be read: then nobody is told that
    a product or spec is unknown.
    """

    complete: bool
    specs: dict[str, list[str]] = field(default_factory=dict)

    def product(self, row: Row) -> bool:
        """The row's product is listed."""
        code = row.text("product")
        if code and self.complete and code not in self.specs:
            row.fault(
                "unknown_product",
                f"产品“{code}”不在products.csv中。",
                f"product “{code}” is not in products.csv.",
            )
        return code in self.specs

    def spec(self, row: Row) -> bool:
        """The row's product is listed, and so is its spec."""
        if not self.product(row):
            return False
        code, spec = row.cells["product"], row.text("spec")
        if spec and self.complete and spec not in self.specs[code]:
            row.fault(
                "unknown_spec",
                f"产品“{code}”的规格“{spec}”不在presentations.csv中。",
                f"spec “{spec}” of product “{code}” is not in presentations.csv.",
            )
        return spec in self.specs[code]


def read(listed: Table, specified: Table) -> tuple[tuple[Product, ...], Known]:
    """The products that are free of faults, and what is known, out of the two files."""
    known = Known(
        complete=listed.complete and specified.complete,
        specs={row.cells["product"]: [] for row in listed.rows},
    )
    presentations = _presentations(specified.rows, known)
    seen: dict[tuple[str, ...], str] = {}
    products = [
        product
        for row in listed.rows
        if row.first_of_its_kind(seen, "product")
        if (product := _product(row, presentations, known)) is not None
    ]
    return tuple(products), known


def _presentations(rows: Sequence[Row], known: Known) -> dict[str, list[Presentation]]:
    seen: dict[tuple[str, ...], str] = {}
    found: dict[str, list[Presentation]] = {}
    for row in rows:
        listed = known.product(row)
        spec, strength = row.text("spec"), row.decimal("strength_mg")
        ceiling = row.price("ceiling_price") if row.optional("ceiling_price") else None
        if not listed or not row.first_of_its_kind(seen, "product", "spec"):
            continue
        code = row.cells["product"]
        known.specs[code].append(row.cells["spec"])
        if spec and strength:
            found.setdefault(code, []).append(Presentation(spec, strength, ceiling))
    return found


def _product(
    row: Row, presentations: dict[str, list[Presentation]], known: Known
) -> Product | None:
    """The product with its reference spec: as given, or the first with a ceiling, or the first."""
    code, name = row.text("product"), row.text("name")
    pack = row.whole("reference_pack", least=1) if row.optional("reference_pack") else 1
    share_class = row.optional("share_class") or "normal"
    if share_class not in SHARE_CLASSES:
        row.fault(
            "share_class",
            f"share_class“{share_class}”应为{'、'.join(SHARE_CLASSES)}之一。",
            f"share_class “{share_class}” must be one of {', '.join(SHARE_CLASSES)}.",
        )
    form, asks, class_prices = _form(row), _asks(row), _class_prices(row)
    specs = known.specs[row.cells["product"]]
    reference = row.optional("reference_spec")
    if known.complete and not specs:
        row.fault(
            "no_presentation",
            "该产品在presentations.csv中没有规格。",
            "the product has no presentation in presentations.csv.",
        )
    elif known.complete and reference and reference not in specs:
        row.fault(
            "unknown_spec",
            f"参照规格“{reference}”不在presentations.csv中。",
            f"reference spec “{reference}” is not in presentations.csv.",
        )
    own = presentations.get(row.cells["product"])
    if not (code and name and pack and own):
        return None
    priced = [one.spec for one in own if one.ceiling is not None]
    reference = reference or (priced or [own[0].spec])[0]
    return Product(
        code,
        name,
        tuple(own),
        reference,
        pack,
        share_class,
        form=form,
        group=row.optional("group"),
        asks=asks,
        class_prices=class_prices,
    )


def _form(row: Row) -> str:
    """The dosage form, blank where it does not matter."""
    form = row.optional("form")
    if form and form not in FORMS:
        row.fault(
            "form",
            f"form“{form}”应为{'、'.join(FORMS)}之一。",
            f"form “{form}” must be one of {', '.join(FORMS)}.",
        )
    return form


def _asks(row: Row) -> frozenset[str]:
    """The promises that only this category asks for, joined by upright strokes."""
    given = frozenset(filter(None, (word.strip() for word in row.optional("asks").split("|"))))
    for word in sorted(given - PROMISES.keys()):
        row.fault(
            "promise",
            f"承诺“{word}”应为{'、'.join(PROMISES)}之一。",
            f"promise “{word}” must be one of {', '.join(PROMISES)}.",
        )
    return given


def _class_prices(row: Row) -> tuple[tuple[str, int], ...]:
    """The highest price of every class in yuan, as in ``A=43.2|B=55``."""
    found = []
    for part in filter(None, row.optional("class_prices").split("|")):
        name, _, price = (word.strip() for word in part.partition("="))
        try:
            micro = money.parse_price(price)
        except ValueError:
            micro = 0
        if name not in CLASSES or not micro:
            row.fault(
                "class_price",
                f"分类价格“{part}”应写作 A=43.2，类别为{'、'.join(CLASSES)}之一。",
                f"class price “{part}” must read like A=43.2, with one of {', '.join(CLASSES)}.",
            )
        found.append((name, micro))
    return tuple(found)
