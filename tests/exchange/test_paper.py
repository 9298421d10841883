"""Documents to PDF: the same every time, small, tagged, and refused without fonts."""

import sys
from io import BytesIO

import pytest
import weasyprint.text
from printed import ALL, ISSUE, a_result_letter, an_award_letter, pages, pdf, text
from pypdf import PdfReader

from procurement.exchange import paper


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.name)
def test_the_same_facts_give_the_same_bytes(document):
    assert paper.render(document) == pdf(document)


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.name)
def test_every_page_says_that_it_is_a_specimen(document):
    assert all("样张·演示数据，不具法律效力" in page for page in pages(document))


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.name)
def test_a_document_is_small_tagged_a4_and_names_its_rulebook(document):
    read = PdfReader(BytesIO(pdf(document)))
    width, height = read.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(pdf(document)) < 200_000
    assert ISSUE.rulebook_sha256 in text(document)


def test_many_documents_come_in_their_order_with_progress():
    heard = []
    letters = [an_award_letter(), a_result_letter()]
    made = list(paper.render_all(letters, on_done=lambda ready, of: heard.append((ready, of))))
    assert [name for name, _ in made] == ["award-letter-F002.pdf", "result-letter-F003.pdf"]
    assert made[0][1] == paper.render(letters[0])
    assert heard == [(1, 2), (2, 2)]
    assert len(list(paper.render_all(letters[:1], workers=1))) == 1


def test_this_machine_can_print_chinese():
    assert paper.faults() == []


def test_no_chinese_font_is_a_fault_that_says_what_to_install(monkeypatch, tmp_path):
    nothing = tmp_path / "fonts.conf"
    nothing.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(nothing))
    assert [fault.rule for fault in paper.faults()] == ["pdf_fonts"]
    assert "fonts-noto-cjk" in paper.faults()[0].text.zh


def test_no_fontconfig_is_no_font(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert [fault.rule for fault in paper.faults()] == ["pdf_fonts"]


def test_a_missing_subset_library_is_a_fault(monkeypatch):
    monkeypatch.setattr(weasyprint.text.ffi, "harfbuzz_subset", None)
    assert [fault.rule for fault in paper.faults()] == ["pdf_libraries"]


def test_missing_layout_libraries_are_a_fault(monkeypatch):
    class Missing:
        """An importer for a machine without pango."""

        def find_spec(self, name, *_):
            if name == "weasyprint.text.ffi":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint.text.ffi")
    monkeypatch.delattr(weasyprint.text, "ffi")
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert [fault.rule for fault in paper.faults()] == ["pdf_libraries"]
