"""Packs of a drug (包装), and the dimensions in which they differ."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from procurement.rules import drug_rules, money
from procurement.rules.text import Text


class Dimension(StrEnum):
    """What two packs of a drug may differ in; each is a field of ``Pack``."""

    FORM = "form"
    STRENGTH = "strength"
    FILL_VOLUME = "fill_volume"
    UNITS = "units"
    MATERIAL = "material"
    PACK_FORM = "pack_form"


DIMENSIONS: dict[Dimension, Text] = {
    Dimension.FORM: Text("剂型", "dosage form"),
    Dimension.STRENGTH: Text("含量", "strength"),
    Dimension.FILL_VOLUME: Text("装量", "fill volume"),
    Dimension.UNITS: Text("包装数量", "pack count"),
    Dimension.MATERIAL: Text("包装材料", "pack material"),
    Dimension.PACK_FORM: Text("包装形式", "pack form"),
}
"""In the order in which a price is converted (art. 16)."""

FORMS = drug_rules.FORMS | {
    "powder_injection": Text("注射用无菌粉末（粉针剂）", "powders for injection"),
    "modified_release": Text("口服缓控释剂型", "oral modified-release forms"),
    "oral_liquid": Text("口服液体剂", "oral liquids"),
    "granules": Text("颗粒剂", "granules"),
    "inhalation": Text("吸入制剂", "inhaled forms"),
    "eye": Text("眼用制剂", "eye preparations"),
    "topical": Text("外用制剂", "topical forms"),
}
INJECTIONS = frozenset({"small_injection", "large_injection", "powder_injection"})
STRENGTH_FIRST = frozenset({"large_injection", "powder_injection"})


@dataclass(frozen=True, slots=True)
class Pack:
    """What a price is for (包装): ``units`` of a strength in milligrams, filled with millilitres.

    ``form`` is one of ``FORMS``, blank where nobody told; ``material`` and ``pack_form`` are in
    the firm's own words.
    """

    strength: Fraction
    units: int = 1
    fill_volume: Fraction | None = None
    form: str = ""
    material: str = ""
    pack_form: str = ""

    def shown(self, dimension: Dimension) -> Text:
        """What it is in one dimension, for people."""
        value = getattr(self, dimension)
        match dimension:
            case Dimension.FORM:
                return FORMS.get(value, Text("未注明", "not told"))
            case Dimension.STRENGTH:
                return Text(*[f"{money.show_number(value)} mg"] * 2)
            case Dimension.FILL_VOLUME:
                return Text(*[f"{money.show_number(value)} ml"] * 2)
            case Dimension.UNITS:
                return Text(f"{value} 个单位", f"{value} unit{'s' * (value != 1)}")
            case _:
                return Text(value or "未注明", value or "not told")
