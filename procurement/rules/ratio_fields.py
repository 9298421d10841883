"""What is asked for to compare two packs: each field with its name and what it takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.rules.ratio_packs import FORMS
from procurement.rules.text import Text

PER = {
    "pack": Text("整个包装", "the whole pack"),
    "unit": Text("一个单位（片、粒、支）", "one unit: tablet, capsule, vial"),
}
DIRECTIONS = {
    "forward": Text("正算：由代表品计算其他规格", "forward: from the representative pack"),
    "backward": Text("逆算：由其他规格计算代表品", "backward: to the representative pack"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, a hint, and the words it knows, if only these are allowed."""

    name: Text
    hint: Text
    words: Mapping[str, Text] | None = None


MILLIGRAMS = Text("每单位的毫克数", "milligrams of one unit")
UNITS = Text("包装内的单位数，缺省为 1", "units in the pack, 1 unless told")
MILLILITRES = Text(
    "毫升；注射剂按规则手册分档，第一档之内不计",
    "millilitres; of injections in the rulebook's steps, the first of which does not count",
)
SAME = Text("缺省与原包装相同", "as in the pack priced unless told")
WORDS = Text("如实填写，文字相同即视为相同", "in your own words; the same words are the same")
MULTIPLE = Text(
    "换算后与换算前之比；规则未给出，须另有依据",
    "wanted over offered; no rule gives it, so there has to be a basis for it",
)

FIELDS: dict[str, Field] = {
    "price": Field(Text("价格（元）", "Price (yuan)"), Text("至多六位小数", "up to six decimals")),
    "per": Field(Text("价格单位", "Price of"), Text("缺省为整个包装", "the pack unless told"), PER),
    "strength": Field(Text("含量（mg）", "Strength (mg)"), MILLIGRAMS),
    "pack": Field(Text("包装数量", "Pack count"), UNITS),
    "form": Field(Text("剂型", "Dosage form"), Text("可不填", "may be left blank"), FORMS),
    "fill_volume": Field(Text("装量（ml）", "Fill volume (ml)"), MILLILITRES),
    "material": Field(Text("包装材料", "Pack material"), WORDS),
    "pack_form": Field(Text("包装形式", "Pack form"), WORDS),
    "to_strength": Field(Text("换算为含量（mg）", "To strength (mg)"), SAME),
    "to_pack": Field(Text("换算为包装数量", "To pack count"), SAME),
    "to_form": Field(Text("换算为剂型", "To dosage form"), SAME, FORMS),
    "to_fill_volume": Field(Text("换算为装量（ml）", "To fill volume (ml)"), SAME),
    "to_material": Field(Text("换算为包装材料", "To pack material"), SAME),
    "to_pack_form": Field(Text("换算为包装形式", "To pack form"), SAME),
    "form_factor": Field(Text("剂型系数", "Factor of the dosage form"), MULTIPLE),
    "material_factor": Field(Text("包装材料系数", "Factor of the material"), MULTIPLE),
    "pack_form_factor": Field(Text("包装形式系数", "Factor of the pack form"), MULTIPLE),
    "direction": Field(
        Text("方向", "Direction"), Text("缺省为正算", "forward unless told"), DIRECTIONS
    ),
}
"""In the order in which people fill them in."""
