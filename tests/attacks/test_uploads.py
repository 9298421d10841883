"""Files that are no reports: bombs, other formats, other encodings, names that are traps."""

import gzip
import io
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from office import a_draft
from open_bidding import BIDDER
from served import Served
from walker import PAGE

from procurement.actions import api_keys
from procurement.rules.api_keys import Scope, Wanted
from seed.cast import speaker

MEGABYTE = 2**20
ROOM = 300 * MEGABYTE
"""What the server may need beyond what it has before the first upload."""
LAUGHS = 12
HEAD = '<?xml version="1.0"?>'


def workbook(sheet, **parts):
    """A workbook of this one sheet; ``parts`` take the place of others."""
    made = {
        "[Content_Types].xml": f"{HEAD}<Types xmlns='http://schemas.openxmlformats.org/package/2006/"
        "content-types'/>",
        "xl/workbook.xml": f"{HEAD}<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/"
        "2006/main'><sheets><sheet name='月报' sheetId='1' r:id='rId1' xmlns:r='http://schemas."
        "openxmlformats.org/officeDocument/2006/relationships'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships xmlns='http://schemas.openxmlformats.org"
        "/package/2006/relationships'><Relationship Id='rId1' Type='http://schemas.openxmlformats."
        "org/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/>"
        "</Relationships>",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (made | parts).items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for piece in sheet:
                part.write(piece)
    return content.getvalue()


def zip_bomb():
    """Two gigabytes in two megabytes."""
    return workbook(bytes(8 * MEGABYTE) for _ in range(256))


def entity_bomb():
    """Each entity is ten of the one before (billion laughs)."""
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(LAUGHS))
    text = f"{HEAD}<!DOCTYPE x [{grown}]><worksheet><v>&e{LAUGHS - 1};</v></worksheet>"
    return workbook([text.encode()])


def outside():
    """An entity that would be read from the server's own files."""
    declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    text = f"{HEAD}{declared}<worksheet><v>&e;</v></worksheet>"
    return workbook([text.encode()])


def far_away():
    """Two cells, a million rows and sixteen thousand columns apart."""
    rows = "<row r='1'><c r='A1'><v>1</v></c></row>"
    rows += "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    text = (
        f"{HEAD}<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    return workbook([text.encode()])


FILES = {
    "a zip bomb": ("report.xlsx", zip_bomb),
    "an entity bomb": ("report.xlsx", entity_bomb),
    "an entity from a file": ("report.xlsx", outside),
    "two cells far apart": ("report.xlsx", far_away),
    "one endless line": ("report.csv", lambda: b"a," * (2 * MEGABYTE)),
    "one endless cell": ("report.csv", lambda: b'"' + b"a" * (4 * MEGABYTE)),
    "only line ends": ("report.csv", lambda: b"\n" * (4 * MEGABYTE)),
    "a compressed file": ("report.csv", lambda: gzip.compress(bytes(64 * MEGABYTE))),
    "UTF-16": ("report.csv", lambda: "产品,数量\n01,1\n".encode("utf-16")),
    "no encoding at all": ("report.csv", lambda: bytes(range(256)) * 64),
    "a program": ("report.xlsx", lambda: b"MZ" + bytes(4096)),
    "a page": ("report.csv", lambda: b"<script>alert(1)</script>"),
    "brackets": ("receipt.json", lambda: b"[" * 60_000),
    "braces": ("receipt.json", lambda: b'{"a":' * 12_000),
    "an endless number": ("receipt.json", lambda: b"9" * 9_000),
    "a number that is none": ("receipt.json", lambda: b'{"signed": NaN}'),
    "half a letter": ("receipt.json", lambda: b'"\\ud800"'),
    "nothing": ("report.csv", lambda: b""),
    "a name that leads away": ("../../../../tmp/planted.csv", lambda: b"product\n"),
    "a name without end": ("a" * 100_000 + ".csv", lambda: b"product\n"),
}


class Target:
    """The site as it is run, the memory of its process, and every form that takes a file."""

    def __init__(self, served, story):
        self.served, self.number = served, story.round_id
        self.hospital = story.hospitals[0].code.lower()
        self.draft, self.key = a_draft(story), a_key(story)

    def peak(self):
        """The most memory that a process of the server ever had, in bytes."""
        processes = psutil.Process(self.served.process.pid).children(recursive=True)
        lines = [Path(f"/proc/{one.pid}/status").read_text() for one in processes]
        found = [line.split()[1] for one in lines for line in one.splitlines() if "VmHWM" in line]
        return max(int(kilobytes) * 1024 for kilobytes in found)

    def forms(self):
        """Every form that takes a file: who sends it, where to, what else it asks for."""
        month = {"month": "2020-05"}
        draft = {"code": "X", "name": "X", "document": "X", "source": "X", "day": "2020-01-01"}
        return [
            ("", f"/rounds/{self.number}/box", "file", {}),
            ("", "/volumes", "file", {"rules": "ivus-2024"}),
            ("", "/register", "business", {"credit_code": "X"}),
            (self.hospital, f"/hospital/{self.number}/usage", "file", month),
            (self.hospital, f"/hospital/{self.number}/usage", "file", month | {"step": "preview"}),
            (self.hospital, f"/hospital/{self.number}/usage/errors", "file", month),
            ("key", f"/api/v1/rounds/{self.number}/usage/2020-05", "file", {}),
            (BIDDER, f"/firm/{self.number}/lots/01/file", "file", {}),
            ("officer", "/officer/design/national-drug-2", "files", draft),
            ("officer", f"/officer/{self.draft}/products", "files", {}),
        ]

    def person(self, who):
        """A browser of somebody; a program of the hospital's; a visitor."""
        if who not in {"", "key"}:
            return self.served.person(who)
        client = self.served.visitor()
        if who:
            client.headers["authorization"] = f"Bearer {self.key}"
        client.get("/login")
        return client


def a_key(story):
    """A key with which the hospital's system reports usage."""
    wanted = Wanted("attack", (Scope.USAGE,), 1)
    return api_keys.make(story.store, speaker(story.hospitals[0]), wanted, datetime.now(UTC))


@pytest.fixture
def target(told, tmp_path):
    story = told("sign")
    with Served(story.store.engine.url, tmp_path) as served:
        yield Target(served, story)


@pytest.fixture
def picking(told, tmp_path):
    """A round whose regions can be picked."""
    story = told("evaluate")
    with Served(story.store.engine.url, tmp_path) as served:
        yield Target(served, story)


def expected(name, address):
    """422; a file's faults come back as a workbook where that is what is asked for."""
    if name == "a name without end":
        return 400
    return 200 if address.endswith("/errors") and name != "nothing" else 422


def sent(target, forms):
    """Send every file to each of these forms; what was not refused as it should be."""
    contents = {name: make() for name, (_, make) in FILES.items()}
    people = {}
    for who, address, field, form in forms:
        if who not in people:
            people[who] = target.person(who)
        client = people[who]
        for name, (file_name, _) in FILES.items():
            answer = client.post(
                address,
                data=form | {"_csrf_token": client.cookies["csrftoken"]},
                files={field: (file_name, contents[name])},
                headers=PAGE,
            )
            if answer.status_code != expected(name, address):
                yield name, address, answer.status_code
            assert "root:" not in answer.text
            assert "<script>alert" not in answer.text
    for client in people.values():
        client.close()


def test_a_file_that_is_no_report_is_refused_plainly_and_fills_no_memory(target):
    with closing(target.served.visitor()) as first:
        first.get("/login")
    before = target.peak()
    assert list(sent(target, target.forms())) == []
    assert target.peak() - before < ROOM
    assert not Path("/tmp/planted.csv").exists()


def test_a_file_that_tells_no_preferences_is_refused_as_plainly(picking):
    address = f"/officer/{picking.number}/picking/recorded"
    before = picking.peak()
    assert list(sent(picking, [("officer", address, "file", {})])) == []
    assert picking.peak() - before < ROOM


def test_more_than_a_form_can_hold_is_refused_unread(target):
    with closing(target.served.visitor()) as client:
        client.get("/login")
        token = {"_csrf_token": client.cookies["csrftoken"]}
        before = target.peak()
        large = client.post("/volumes", data=token, files={"file": ("a.csv", bytes(40 * MEGABYTE))})
        assert large.status_code == 413
        parts = [("file", (f"{n}.csv", b"x")) for n in range(5000)]
        assert client.post("/volumes", data=token, files=parts).status_code in {400, 413}
        fields = "&".join(f"a{n}=1" for n in range(400_000))
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert client.post("/login", content=fields, headers=form).status_code in {400, 403, 413}
        assert target.peak() - before < ROOM
