"""The law as data for everybody: every value with its source, evidence and day."""

import re

import pytest

from procurement.exchange import rulebooks
from web.public import rules

PAGE = {"accept": "text/html"}


@pytest.fixture
def client(site):
    return site("register")


def read(client, address):
    return client.get(address, headers=PAGE)


def test_every_rulebook_is_listed_with_its_values_by_evidence(client):
    shown = read(client, "/rules").text
    for name in rulebooks.ids():
        book = rulebooks.load(name)
        row = next(one for one in shown.split("<tr") if f'"/rules/{name}"' in one)
        assert book.title.zh in row
        assert book.document in row
        numbers = [int(n) for n in re.findall(r'class="number">(\d+)<', row)]
        assert sum(numbers) == len(book.history) + len(book.blanks)


def test_a_blank_is_shown_with_why_there_is_no_value(client):
    for name in rulebooks.ids():
        shown, book = read(client, f"/rules/{name}").text, rulebooks.load(name)
        for blank in book.blanks:
            part = shown[shown.index(f"<h3>{blank.title.zh}</h3>") :]
            part = part[: part.index("</section>")]
            assert "待定" in part
            assert blank.why.zh in part
            assert blank.key in part


def test_a_rulebook_shows_every_value_with_source_badge_note_and_day(client):
    for name in rulebooks.ids():
        shown, book = read(client, f"/rules/{name}").text, rulebooks.load(name)
        assert book.sha256 in shown
        for entry in book.history:
            parts = shown.split(f"<h3>{entry.title.zh}</h3>")[1:]  # one for every day it changed
            part = next(
                one for one in parts if f">{entry.since}<" in one.partition("</section>")[0]
            )
            part = part[: part.index("</section>")]
            assert entry.shown.zh in part
            assert entry.source in part
            assert f"badge-{entry.evidence}" in part
            assert entry.checked.isoformat() in part
            assert entry.since.isoformat() in part
            assert entry.note is None or entry.note.zh in part


def test_every_section_of_a_rulebook_has_a_name():
    for name in rulebooks.ids():
        page = rules.book_page(rulebooks.load(name))
        assert sum(len(entries) for _, entries in page.sections) == len(
            page.book.history + page.book.blanks
        )


@pytest.mark.parametrize("address", ["/rules/{}.json", "/rules/{}?format=json"])
def test_a_rulebook_is_there_for_programs(client, address):
    book = rulebooks.load("national-drug-2")
    answer = client.get(address.format("national-drug-2"))
    found = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert 'filename="national-drug-2.json"' in answer.headers["content-disposition"]
    assert found["sha256"] == book.sha256
    assert [one["key"] for one in found["values"]] == [entry.key for entry in book.history]
    values = {one["key"]: one["value"] for one in found["values"]}
    assert values["comparison.strength_factor"] == "1.7"
    assert values["winning.low_price"] == "0.1"
    assert values["shortlist.maximum"] == [1, 2, 2, 3, 4, 4, 5, 5, 6]
    assert values["volume.agreed_share"] == ["0.5", "0.6", "0.7", "0.8"]
    assert values["shortlist.invalid_bids_count"] is True


def test_tables_of_points_and_bands_stay_tables(client):
    found = client.get("/rules/retained-savings-sichuan-2022.json").json()
    values = {one["key"]: one["value"] for one in found["values"]}
    assert values["retention.score_bands"][0] == ["80", "0.5"]
    assert sum(values["assessment.score_points"].values()) == 100


def test_prices_by_form_days_and_blanks_are_there_for_programs(client):
    found = client.get("/rules/national-drug-11.json").json()
    values = {one["key"]: one["value"] for one in found["values"]}
    assert values["winning.low_price_by_form"] == {"oral_solid": "0.1"}
    assert values["term.end"] == "2028-12-31"
    assert found["blanks"] == []
    found = client.get("/rules/national-drug-12.json").json()
    assert len(found["blanks"]) == 7
    assert all(one["why"]["zh"] and one["why"]["en"] for one in found["blanks"])


def test_an_alias_leads_to_its_rulebook(client):
    assert "expansion-2019" in read(client, "/rules/national-drug-expansion-2019").text


@pytest.mark.parametrize("name", ["nothing", "nothing.json", "..%2Fpyproject"])
def test_a_rulebook_that_does_not_exist_is_not_found(client, name):
    assert read(client, f"/rules/{name}").status_code == 404


def test_the_english_list_speaks_english(client):
    shown = re.sub(r"<[^>]+>", " ", read(client, "/rules?lang=en").text)
    documents = [rulebooks.load(name).document for name in rulebooks.ids()]
    for name in ("药品集中带量采购平台", "中文", *documents):
        shown = shown.replace(name, "")
    assert re.findall(r"[\u4e00-\u9fff]+", shown) == []


def test_an_english_rulebook_speaks_english_but_for_its_sources(client):
    for name in rulebooks.ids():
        shown = read(client, f"/rules/{name}?lang=en").text
        shown = re.sub(r"<cite>.*?</cite>|<[^>]+>", " ", shown)
        for own in ("药品集中带量采购平台", "中文", rulebooks.load(name).document):
            shown = shown.replace(own, "")
        assert re.findall(r"[\u4e00-\u9fff]+", shown) == [], name
