"""Drug codes of the national healthcare security administration (医保药品代码): X, Z and T."""

from procurement.rules.code_parts import Layout, Meaning, Reading, Segment, read
from procurement.rules.entries import Evidence
from procurement.rules.text import Text

GROUPS: dict[str, Text] = {
    "A": Text("消化道和代谢", "alimentary tract and metabolism"),
    "B": Text("血液和造血器官", "blood and blood-forming organs"),
    "C": Text("心血管系统", "cardiovascular system"),
    "D": Text("皮肤病用药", "dermatologicals"),
    "G": Text("泌尿生殖系统和性激素", "genito-urinary system and sex hormones"),
    "H": Text(
        "全身用激素（性激素和胰岛素除外）", "systemic hormones, not sex hormones or insulins"
    ),
    "J": Text("全身用抗感染药", "anti-infectives for systemic use"),
    "L": Text("抗肿瘤药和免疫调节剂", "antineoplastic and immunomodulating agents"),
    "M": Text("肌肉骨骼系统", "musculo-skeletal system"),
    "N": Text("神经系统", "nervous system"),
    "P": Text("抗寄生虫药", "antiparasitic products"),
    "R": Text("呼吸系统", "respiratory system"),
    "S": Text("感觉器官", "sensory organs"),
    "V": Text("其他", "various"),
}
"""First letters of the Anatomical Therapeutic Chemical classification (ATC), level 1."""

FORMS: dict[str, Text] = {
    "A": Text("片剂", "tablets"),
    "B": Text("注射剂", "injections"),
    "E": Text("胶囊剂", "capsules"),
}
"""First letters of the dosage form that are known; there are others."""

NOT_CHECKED = Text(
    "没有校验位：格式正确不等于代码存在，须到国家医保信息业务编码标准数据库核对。",
    "There is no check digit: a code of the right shape need not exist. Look it up in the "
    "national database of healthcare codes.",
)


def _letter(letter: str, zh: str, en: str) -> Segment:
    meaning = Meaning(Text(zh, en), "reported")
    return Segment("letter", Text("药品识别码", "Letter of the kind"), letter, meaning)


def _name(zh: str, en: str) -> Segment:
    return Segment("name", Text("药品名称码", "Name"), "A999", Meaning(Text(zh, en), "unconfirmed"))


def _firm(evidence: Evidence) -> Segment:
    meaning = Text("医保局分配的企业编号", "number given to the firm by the administration")
    return Segment("firm", Text("药品企业码", "Firm"), "99999", Meaning(meaning, evidence))


def _pack(evidence: Evidence) -> Segment:
    title = Text("药品规格与包装码", "Strength and pack")
    meaning = Text("同一药品的规格与包装顺序号", "number of the strength and pack of a drug")
    return Segment("pack", title, "9999", Meaning(meaning, evidence))


WESTERN = Layout(
    "western-drug",
    Text("西药代码", "Western drug code"),
    (
        _letter("X", "西药", "Western drug"),
        Segment(
            "class",
            Text("药品分类码", "Class"),
            "A99AA",
            Meaning(
                Text("解剖学治疗学化学分类", "class in the manner of ATC, level 4"), "unconfirmed"
            ),
            {
                letter: Meaning(
                    Text(
                        f"{group.zh}（解剖学治疗学化学分类）",
                        f"{group.en} (manner of ATC, level 4)",
                    ),
                    "unconfirmed",
                )
                for letter, group in GROUPS.items()
            },
        ),
        _name("通用名编号", "number of the generic name"),
        Segment(
            "form",
            Text("药品剂型码", "Dosage form"),
            "A999",
            Meaning(Text("剂型编号", "number of the dosage form"), "unconfirmed"),
            {letter: Meaning(form, "reported") for letter, form in FORMS.items()},
        ),
        _pack("unconfirmed"),
        _firm("unconfirmed"),
    ),
    notes=(
        NOT_CHECKED,
        Text(
            "六部分1+5+4+4+4+5的长度尚未见官方文本；前12位与640个公开的西药前缀相符。",
            "The lengths 1+5+4+4+4+5 of the six parts were not seen in an official text; the first "
            "12 characters fit 640 published prefixes.",
        ),
    ),
)

PATENT = Layout(
    "patent-medicine",
    Text("中成药代码", "Patent medicine code"),
    (
        _letter("Z", "中成药", "Chinese patent medicine"),
        Segment(
            "class",
            Text("功能主治分类码", "Class of indication"),
            "A99AA",
            Meaning(Text("功能主治分类", "class by function and indication"), "unconfirmed"),
        ),
        _name("药品名称编号", "number of the name"),
        Segment(
            "form",
            Text("药品剂型码", "Dosage form"),
            "9",
            Meaning(
                Text("同名药品的剂型顺序号", "number of the dosage form under this name"),
                "unconfirmed",
            ),
        ),
        _pack("unconfirmed"),
        _firm("unconfirmed"),
    ),
    notes=(
        NOT_CHECKED,
        Text(
            "六部分1+5+4+1+4+5的长度尚待证实；前11至12位与745个公开的中成药前缀相符。",
            "The lengths 1+5+4+1+4+5 of the six parts are unconfirmed; the first 11 or 12 "
            "characters fit 745 published prefixes.",
        ),
    ),
)

GRANULE = Layout(
    "granule",
    Text("中药配方颗粒代码", "Formula granule code"),
    (
        _letter("T", "中药配方颗粒", "formula granule of traditional Chinese medicine"),
        Segment(
            "standard",
            Text("标准分类码", "Class of standard"),
            "**",
            Meaning(Text("执行标准的分类", "class of the standard it is made to"), "reported"),
        ),
        Segment(
            "class",
            Text("功效分类码", "Class of efficacy"),
            "**",
            Meaning(Text("功效分类", "class of efficacy"), "reported"),
        ),
        Segment(
            "rest",
            Text(
                "名称、道地、规格与包装、企业码", "Name, authentic origin, strength and pack, firm"
            ),
            "*" * 15,
            Meaning(
                Text(
                    "依次为名称、是否道地（1是0否）、规格与包装、企业，各段长度未知，不拆分",
                    "in this order, origin being 1 or 0; the length of each is not known, so that "
                    "they are not taken apart",
                ),
                "unconfirmed",
            ),
        ),
    ),
    notes=(
        NOT_CHECKED,
        Text(
            "七部分中后四部分的长度未知，只核对总长20位。",
            "The lengths of the last four of its seven parts are not known; only the total of 20 "
            "is checked.",
        ),
    ),
)


def western(value: str) -> Reading:
    """A Western drug code (西药): 23 characters, X and five parts."""
    return read(WESTERN, value)


def patent(value: str) -> Reading:
    """A code of a Chinese patent medicine (中成药): 20 characters, Z and five parts."""
    return read(PATENT, value)


def granule(value: str) -> Reading:
    """A code of a formula granule (中药配方颗粒): 20 characters, T and six parts."""
    return read(GRANULE, value)
