"""An invented firm that registers, and files that are licences by their content."""

from procurement.rules import credit_codes
from procurement.rules.qualifications import Application, LicenceKind, Upload

BODY = "91310000" + "MA1FL0000"
GOOD = Application(
    BODY + credit_codes.check(BODY),
    "上海样例药业有限公司",
    "Shanghai Sample Pharma",
    "张三",
    "+86 21 5555-0101",
    "zhang@example.cn",
)
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + bytes(20) + b"\xff\xd9"
BOTH = [Upload(LicenceKind.BUSINESS, PDF), Upload(LicenceKind.AUTHORISATION, JPEG)]
