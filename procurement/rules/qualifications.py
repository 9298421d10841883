"""What a firm hands in to take part (企业注册), and what makes it ready for a review (资质审核)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from procurement.rules import credit_codes, notices
from procurement.rules.text import Fault, Text

LARGEST = 5 * 1024 * 1024
"""Bytes of one licence: a scan of several pages."""
MOST = 8  # licences of one registration
LONGEST = 200  # characters of a line
LONGEST_REASON = 2000  # characters of an officer's reason


class LicenceKind(StrEnum):
    """The papers that a firm shows."""

    BUSINESS = "business"
    PRODUCTION = "production"
    MARKETING = "marketing"
    AUTHORISATION = "authorisation"


LICENCE_NAMES: dict[LicenceKind, Text] = {
    LicenceKind.BUSINESS: Text("营业执照", "Business licence"),
    LicenceKind.PRODUCTION: Text("药品（医疗器械）生产许可证", "Production licence"),
    LicenceKind.MARKETING: Text("药品（医疗器械）注册证书", "Marketing authorisation"),
    LicenceKind.AUTHORISATION: Text("法定代表人授权书", "Letter of authority"),
}
REQUIRED = (LicenceKind.BUSINESS, LicenceKind.AUTHORISATION)
"""Without these nobody can tell who the firm is, and who speaks for it."""


class Format(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


MEDIA_TYPES: dict[Format, str] = {
    Format.PDF: "application/pdf",
    Format.PNG: "image/png",
    Format.JPEG: "image/jpeg",
}
_BEGINNINGS: dict[Format, bytes] = {
    Format.PDF: b"%PDF-",
    Format.PNG: b"\x89PNG\r\n\x1a\n",
    Format.JPEG: b"\xff\xd8\xff",
}
_ENDS: dict[Format, bytes] = {
    Format.PDF: b"%%EOF",
    Format.PNG: b"IEND\xaeB`\x82",
    Format.JPEG: b"\xff\xd9",
}
TAIL = 1024  # bytes at the end of a file in which its own end is looked for


class Decision(StrEnum):
    """What an officer makes of a registration."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"


DECISION_NAMES: dict[Decision, Text] = {
    Decision.APPROVED: Text("审核通过", "Approved"),
    Decision.RETURNED: Text("退回补正", "Returned for correction"),
    Decision.REJECTED: Text("审核不通过", "Rejected"),
}


@dataclass(frozen=True, slots=True)
class Application:
    """Who a firm says it is: unified social credit code (统一社会信用代码), names, contact."""

    credit_code: str
    name: str
    name_en: str
    contact: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in."""

    kind: LicenceKind
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Licence:
    """A file that is what it says: its format is read from its content, never from its name."""

    kind: LicenceKind
    format: Format
    content: bytes = field(repr=False)


_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,19}", re.ASCII)
_LINES: dict[str, Text] = {
    "name": Text("企业名称", "the firm's name"),
    "name_en": Text("英文名称", "the firm's name in English"),
    "contact": Text("联系人", "the contact person"),
}


def faults(application: Application) -> list[Fault]:
    """Everything that is wrong with what was filled in, each with its field."""
    found = [
        Fault(one.rule, "credit_code", one.text)
        for one in credit_codes.read(application.credit_code).faults
    ]
    for name, words in _LINES.items():
        given = getattr(application, name)
        if not given.strip() or len(given) > LONGEST or not given.isprintable():
            text = Text(
                f"请填写{words.zh}，一行，不超过{LONGEST}个字符。",
                f"Give {words.en}, in one line of at most {LONGEST} characters.",
            )
            found.append(Fault(name, name, text))
    if not _PHONE.fullmatch(application.phone):
        text = Text(
            "请填写电话号码，只用数字、空格和连字符。", "Give a telephone number in digits."
        )
        found.append(Fault("phone", "phone", text))
    if not application.email or notices.address_faults(application.email):
        text = Text("请填写电子邮箱，例如 name@example.cn。", "Give an address as name@example.cn.")
        found.append(Fault("email", "email", text))
    return found


def recognised(content: bytes) -> Format | None:
    """What the file is by its first and last bytes; None for everything that is not accepted."""
    return next(
        (
            one
            for one, beginning in _BEGINNINGS.items()
            if content.startswith(beginning) and _ENDS[one] in content[-TAIL:]
        ),
        None,
    )


def licences(uploads: Iterable[Upload]) -> tuple[list[Licence], list[Fault]]:
    """The licences among the files, and every fault of the others; what is missing is a fault."""
    given = list(uploads)
    found, wrong = [], []
    for one in given:
        name, what = LICENCE_NAMES[one.kind], recognised(one.content)
        if len(one.content) > LARGEST:
            megabytes = LARGEST // 1024**2
            text = Text(
                f"{name.zh}超过{megabytes}MB，请压缩后重新上传。",
                f"{name.en} is larger than {megabytes} MB; hand in a smaller scan.",
            )
            wrong.append(Fault("licence_size", one.kind, text))
        elif what is None:
            text = Text(
                f"{name.zh}不是完整的PDF、PNG或JPEG文件（按内容判断）。",
                f"{name.en} is no whole PDF, PNG or JPEG file, by its content.",
            )
            wrong.append(Fault("licence_format", one.kind, text))
        else:
            found.append(Licence(one.kind, what, one.content))
    if len(given) > MOST:
        text = Text(f"最多上传{MOST}份材料。", f"Hand in at most {MOST} files.")
        wrong.append(Fault("licences_most", "licences", text))
    shown = {one.kind for one in given}
    for kind in REQUIRED:
        if kind not in shown:
            name = LICENCE_NAMES[kind]
            text = Text(f"请上传{name.zh}。", f"Hand in: {name.en.lower()}.")
            wrong.append(Fault("licence_missing", kind, text))
    return found, wrong


def reason_faults(reason: str) -> list[Fault]:
    """An officer says why: the firm reads it, and corrects what it can."""
    if reason and len(reason) <= LONGEST_REASON:
        return []
    text = Text(
        f"请填写审核意见，不超过{LONGEST_REASON}个字符。",
        f"Give the reason, in at most {LONGEST_REASON} characters.",
    )
    return [Fault("reason", "reason", text)]
