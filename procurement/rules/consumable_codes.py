"""Consumable codes (医保医用耗材代码): 27 characters, and the 20, 15 and 10 they begin with."""

from dataclasses import replace

from procurement.rules import code_parts
from procurement.rules.code_parts import Layout, Meaning, Reading, Segment
from procurement.rules.text import Text

CLASS_AND_NAME = 10
SCOPE = 15
ARTICLE = 20
MODEL = 27

ENDS: dict[str, tuple[int, Text]] = {
    "consumable-27": (MODEL, Text("医用耗材27位代码", "Consumable code of 27")),
    "consumable-20": (ARTICLE, Text("医用耗材20位代码", "Consumable code of 20")),
    "consumable-15": (SCOPE, Text("医用耗材15位前缀", "Consumable prefix of 15")),
    "consumable-10": (CLASS_AND_NAME, Text("医用耗材10位前缀", "Consumable prefix of 10")),
}
"""What a code may end after: the model (规格型号), the maker's article, the scope of a tender, and
class with generic name."""

CLASSES: dict[str, Text] = {
    "02": Text("血管介入治疗类材料", "vascular intervention"),
    "03": Text("骨科材料", "orthopedics"),
    "05": Text("心脏外科类材料", "cardiac surgery"),
    "09": Text("体外循环材料", "extracorporeal circulation"),
}
"""Names of classes of level 1 that are known; 01 to 17 have been seen."""

GENERICS: dict[str, Text] = {
    "C020202001": Text("支架", "stents"),
    "C020205002": Text("球囊", "balloons"),
}
"""Generic names that are known, by the prefix of 10."""

_LAYOUT = Layout(
    "consumable",
    Text("医用耗材代码", "Consumable code"),
    (
        Segment(
            "letter",
            Text("耗材标识码", "Letter of the kind"),
            "C",
            Meaning(Text("医用耗材", "medical consumable"), "official"),
        ),
        Segment(
            "class1",
            Text("一级分类", "Class, level 1"),
            "99",
            Meaning(Text("名称见官方分类目录", "name: see the official catalog"), "official"),
            {code: Meaning(name, "reported") for code, name in CLASSES.items()},
        ),
        Segment(
            "class2",
            Text("二级分类", "Class, level 2"),
            "99",
            Meaning(Text("名称见官方分类目录", "name: see the official catalog"), "official"),
        ),
        Segment(
            "class3",
            Text("三级分类", "Class, level 3"),
            "99",
            Meaning(Text("名称见官方分类目录", "name: see the official catalog"), "official"),
        ),
        Segment(
            "generic",
            Text("医保通用名码", "Generic name"),
            "999",
            Meaning(
                Text("三级分类下的通用名编号", "number of the generic name in its class"),
                "official",
            ),
            {
                "000": Meaning(
                    Text(
                        "000：未编通用名，属有效代码", "000: no generic name given; this is valid"
                    ),
                    "official",
                )
            },
        ),
        Segment(
            "material",
            Text("材质码", "Material"),
            "99",
            Meaning(Text("产品特征：材质编号", "feature of the product: material"), "official"),
        ),
        Segment(
            "feature",
            Text("特征码", "Feature"),
            "999",
            Meaning(Text("产品特征：规格特征编号", "feature of the product: other"), "official"),
        ),
        Segment(
            "firm",
            Text("耗材企业码", "Manufacturer"),
            "99999",
            Meaning(
                Text("医保局分配的生产企业编号", "number given to the manufacturer"), "official"
            ),
        ),
        Segment(
            "model",
            Text("规格型号流水码", "Serial of the model"),
            "9999999",
            Meaning(
                Text("单一规格型号的流水号（2021年起）", "serial of one spec or model, since 2021"),
                "reported",
            ),
        ),
    ),
    tuple(end for end, _ in ENDS.values()),
    (
        Text(
            "没有校验位：格式正确不等于代码存在或在用，须对照官方分类目录、停用表与转码表。",
            "There is no check digit: a code of the right shape need not exist or be in use. "
            "Compare it with the official catalog, stop list and conversion list.",
        ),
        Text(
            "代码须按文本保存，表格软件会改写长数字。",
            "Keep codes as text: spreadsheets change long numbers.",
        ),
    ),
)


def read(value: str, kind: str = "") -> Reading:
    """A consumable code of the kind named in ENDS, else of whichever its length says.

    Lengths other than 10, 15, 20 and 27 are refused: dictionaries hold cut entries, such as
    ``C0311120080``.
    """
    by_length = {end: name for name, (end, _) in ENDS.items()}
    kind = kind or by_length.get(len(value), "")
    title = _LAYOUT.title
    layout = _LAYOUT
    if kind:
        end, title = ENDS[kind]
        layout = replace(_LAYOUT, lengths=(end,))
    found = code_parts.read(layout, value)
    if known := GENERICS.get(value[:CLASS_AND_NAME]):
        found = code_parts.renamed(found, "generic", Meaning(known, "reported"))
    return replace(found, kind=kind or found.kind, title=title)


def covers(prefix: str, value: str) -> bool:
    """A tender whose scope (采购范围) is this prefix of 10, 15 or 20 covers the code."""
    return not read(prefix).faults and not read(value).faults and value.startswith(prefix)
