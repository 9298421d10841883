"""Unified social credit codes (统一社会信用代码, GB 32100): 18 characters, the last a check."""

from collections.abc import Iterator

from procurement.rules import code_parts
from procurement.rules.code_parts import (
    CREDIT_ALPHABET,
    Layout,
    Meaning,
    Reading,
    Segment,
    place,
    renamed,
    with_faults,
)
from procurement.rules.region_codes import PROVINCES
from procurement.rules.text import Fault, Text

LENGTH = 18
BASE = 3  # each character weighs three times its neighbor on the left
SUBJECT = slice(8, 16)
SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
SUBJECT_MODULUS = 11
SUBJECT_CHECKS = "0123456789X"
SUBJECT_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_DEPARTMENTS: dict[str, Text] = {
    "1": Text("机构编制", "public institutions (staffing office)"),
    "5": Text("民政", "civil affairs"),
    "9": Text("工商（市场监督管理）", "commerce (market regulation)"),
    "Y": Text("其他", "other"),
}
_CLASSES: dict[str, Text] = {
    "11": Text("机关", "state organ"),
    "12": Text("事业单位", "public institution, such as a public hospital"),
    "13": Text("编办直接管理机构编制的群众团体", "mass organization staffed by the office"),
    "19": Text("其他", "other"),
    "51": Text("社会团体", "social association"),
    "52": Text("民办非企业单位", "private non-enterprise unit"),
    "53": Text("基金会", "foundation"),
    "59": Text("其他", "other"),
    "91": Text("企业", "enterprise"),
    "92": Text("个体工商户", "individual business"),
    "93": Text("农民专业合作社", "farmers' cooperative"),
    "Y1": Text("其他", "other"),
}
NATIONAL = "100000"  # of registers of the whole country
_NOWHERE = Meaning(
    Text(
        "不在GB/T 2260省级代码之列，无法核对（如兵团登记机关），不作为错误",
        "no province of GB/T 2260, cannot be verified (registers of the Production Corps have such "
        "codes); no fault",
    ),
    "unconfirmed",
)
_REGION = Text("登记机关所在地区（GB/T 2260）", "where it was registered (GB/T 2260)")

LAYOUT = Layout(
    "credit-code",
    Text("统一社会信用代码", "Unified social credit code"),
    (
        Segment(
            "department",
            Text("登记管理部门", "Registering department"),
            "?",
            Meaning(Text("其他登记管理部门", "another department"), "reported"),
            {code: Meaning(name, "reported") for code, name in _DEPARTMENTS.items()},
        ),
        Segment(
            "class",
            Text("机构类别", "Class of body"),
            "?",
            Meaning(Text("该部门下的类别", "class under this department"), "reported"),
        ),
        Segment(
            "region",
            Text("登记管理机关行政区划", "Region of registration"),
            "999999",
            Meaning(_REGION, "reported"),
            {
                code: Meaning(
                    Text(f"{name.zh}：{_REGION.zh}", f"{name.en}: {_REGION.en}"), "official"
                )
                for code, name in PROVINCES.items()
            }
            | {NATIONAL: Meaning(Text("国家登记机关", "national register"), "reported")},
        ),
        Segment(
            "subject",
            Text("主体标识码（组织机构代码）", "Body (organization code)"),
            "????????",
            Meaning(Text("组织机构代码本体", "number of the organization"), "reported"),
        ),
        Segment(
            "subject_check",
            Text("组织机构代码校验位", "Check of the organization code"),
            "?",
            Meaning(Text("与GB 11714相符", "agrees with GB 11714"), "reported"),
        ),
        Segment(
            "check",
            Text("校验码", "Check"),
            "?",
            Meaning(
                Text("由前17位算得，模31", "reckoned from the first 17, modulo 31"), "official"
            ),
        ),
    ),
    notes=(
        Text(
            "格式与校验位相符不等于主体存在或在业，须到国家企业信用信息公示系统等核对。",
            "A code that checks need not belong to anybody, or to somebody still in business: look "
            "it up in the national register.",
        ),
    ),
)


def check(body: str) -> str:
    """The 18th character for 17 others (GB 32100): 31 less the weighted sum, modulo 31."""
    modulus = len(CREDIT_ALPHABET)
    values = map(CREDIT_ALPHABET.index, body)
    total = sum(value * BASE**index for index, value in enumerate(values))
    return CREDIT_ALPHABET[-total % modulus]


def subject_check(body: str) -> str:
    """The 9th character for the 8 of an organization code (GB 11714): modulo 11, ten is X."""
    values = map(SUBJECT_ALPHABET.index, body)
    total = sum(value * weight for value, weight in zip(values, SUBJECT_WEIGHTS, strict=True))
    return SUBJECT_CHECKS[-total % SUBJECT_MODULUS]


def read(value: str) -> Reading:
    """Department, class, region, organization code and check; a wrong check is a fault.

    A wrong check inside the organization code is told and not a fault: some registers issued them.
    """
    found = code_parts.read(LAYOUT, value)
    if known := _CLASSES.get(value[:2]):
        found = renamed(found, "class", Meaning(known, "reported"))
    if not any(found.part("region").startswith(code) for code in (*PROVINCES, NATIONAL)):
        found = renamed(found, "region", _NOWHERE)
    if found.faults:
        return found
    right = subject_check(value[SUBJECT])
    if found.part("subject_check") != right:
        told = Text(
            f"按GB 11714应为{right}；部分登记机关所赋代码不符，不作为错误",
            f"{right} by GB 11714; some registers issued others, so this is no fault",
        )
        found = renamed(found, "subject_check", Meaning(told, "unconfirmed"))
    return with_faults(found, _faults(value))


def _faults(value: str) -> Iterator[Fault]:
    body, last = value[:-1], value[-1]
    if (right := check(body)) != last:
        text = Text(
            f"校验码应为“{right}”，现为“{last}”：18位中至少有一位有误。请对照证照逐位核对。",
            f"the check must be “{right}”, not “{last}”: one of the 18 characters or more is "
            "wrong. Compare each with the certificate.",
        )
        yield Fault("credit-code.check", place(LENGTH, LENGTH), text)
