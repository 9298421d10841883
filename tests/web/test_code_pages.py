"""The page that takes a code apart."""

import re
from urllib.parse import quote

import pytest

from procurement.rules.code_kinds import KINDS

PAGE = {"accept": "text/html"}


@pytest.fixture
def read(site):
    """``read("510100")``: the page about that code."""
    client = site("register")

    def ask(code="", kind="", lang="zh"):
        answer = client.get(f"/codes?code={quote(code)}&kind={kind}&lang={lang}", headers=PAGE)
        assert answer.status_code == 200
        return answer.text

    return ask


def test_every_kind_is_listed_with_an_example(read):
    shown = read()
    for name, kind in KINDS.items():
        assert kind.title.zh in shown
        assert f"kind={name}" in shown
    assert 'id="reading"' not in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_example_is_explained(read, lang):
    for name, kind in KINDS.items():
        shown = read(kind.example, name, lang)
        reading = kind.read(kind.example)
        assert "mark-good" in shown
        assert f"badge-{reading.parts[0].evidence}" in shown
        assert (reading.notes[0].zh if lang == "zh" else reading.notes[0].en) in shown.replace(
            "&#39;", "'"
        )


def test_a_code_with_faults_shows_where_why_and_what_to_do(read):
    shown = read("C0311120080")
    assert "mark-bad" in shown
    assert "第1–11位/characters 1–11" in shown
    assert "请从官方字典完整复制" in shown


def test_a_separator_is_shown_and_may_be_sent_again(read):
    scanned = "010690123456789210A1\x1d21Z9"
    shown = read(scanned)
    assert "010690123456789210A1&lt;GS&gt;21Z9" in shown
    assert "mark-good" in read(scanned.replace("\x1d", "<GS>"))


def test_what_it_may_be_besides_is_offered(read):
    assert "kind=trace" in read("911101080000000000000", "consumable").split("也可能是")[1]
    assert "也可能是" not in read("510100")


def test_an_unknown_kind_is_as_if_none_was_named(read):
    assert "四川" in read("510100", "nothing")


def test_what_is_entered_never_becomes_markup(read):
    assert "<script>x" not in read("<script>x</script>")


def test_the_english_page_speaks_english(read):
    for code in ("", *(kind.example for kind in KINDS.values()), "C0311120080", "nothing"):
        shown = re.sub(r"<[^>]+>|第[0-9–]+位/", " ", read(code, lang="en"))
        for name in ("药品集中带量采购平台", "中文"):
            shown = shown.replace(name, "")
        assert re.findall(r"[\u4e00-\u9fff]+", shown) == [], code
