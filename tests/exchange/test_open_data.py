"""Anybody can add up the published results and read why every bid won or lost."""

import csv
import io
import json
from fractions import Fraction

import pytest

from procurement.exchange import dossier, open_data


@pytest.fixture
def facts(told):
    story = told("publish")
    with story.store.transaction() as db:
        return dossier.load(db, story.round_id)


@pytest.fixture
def rows(facts):
    return list(csv.DictReader(io.StringIO(open_data.results_csv(facts).decode("utf-8-sig"))))


@pytest.fixture
def published(facts):
    return json.loads(open_data.results_json(facts))


def fen(yuan):
    assert len(yuan.rpartition(".")[2]) == 2
    return int(Fraction(yuan) * 100)


def test_the_rows_add_up_to_the_awards_to_the_unit_and_the_fen(facts, rows):
    units, money = {}, {}
    for row in rows:
        place = row["product_code"], row["firm_code"]
        units[place] = units.get(place, 0) + int(row["agreed_quantity"])
        money[place] = money.get(place, 0) + fen(row["amount_yuan"])
    assert units == {(one.product, one.firm): one.quantity for one in facts.awards}
    assert money == {(one.product, one.firm): one.amount for one in facts.awards}


def test_every_row_can_be_recomputed_from_its_own_price_and_quantity(rows):
    for row in rows:
        exact = Fraction(row["unit_price_yuan"]) * int(row["agreed_quantity"]) * 100
        assert abs(exact - fen(row["amount_yuan"])) <= Fraction(1, 2)


def test_a_row_names_product_firm_and_region_in_words_too(facts, rows):
    names = {(row["product"], row["firm"]) for row in rows}
    assert names == {
        (facts.products[one.product].name, facts.firm(one.firm)) for one in facts.awards
    }
    assert {(row["region"], row["region_name"]) for row in rows} >= {("110000", "北京")}


def test_a_spreadsheet_reads_the_file_as_utf_8(facts):
    assert open_data.results_csv(facts).startswith(b"\xef\xbb\xbfproduct_code,product,")


def test_the_rulebook_can_be_checked_by_its_hash(facts, published):
    assert published["rulebook"] == "national-drug-2"
    assert published["rulebook_sha256"] == facts.round.rulebook_sha256
    assert published["rulebook_day"] == "2020-01-17"
    assert published["plan"] == "best"


def test_every_bid_stands_there_with_price_verdict_clause_and_reason(facts, published):
    found = {
        (product["code"], one["firm"]): (one["won"], one["clause"], one["unit_price"])
        for product in published["products"]
        for one in product["verdicts"]
    }
    assert found == {
        (code, facts.firm(one.firm)): (one.won, one.clause, price(facts.bid(code, one.firm)))
        for code, ranked in facts.verdicts.items()
        for one in ranked
    }
    assert len(found) == 12
    reasons = [one["reason"] for product in published["products"] for one in product["verdicts"]]
    assert all(reason["zh"] and reason["en"] for reason in reasons)


def price(bid):
    """In yuan, as short as it goes."""
    return f"{bid.unit_price / 10**6:.6f}".rstrip("0").rstrip(".")


def test_the_json_adds_up_to_the_awards_as_well(facts, published):
    awards = [one for product in published["products"] for one in product["awards"]]
    assert sum(fen(one["amount"]) for one in awards) == sum(one.amount for one in facts.awards)
    for one in awards:
        assert one["quantity"] == sum(line["quantity"] for line in one["lines"])
        assert fen(one["amount"]) == sum(fen(line["amount"]) for line in one["lines"])
        assert {line["region"] for line in one["lines"]} == set(one["regions"])


def test_before_the_publication_there_are_verdicts_but_no_awards(told):
    story = told("evaluate")
    with story.store.transaction() as db:
        facts = dossier.load(db, story.round_id)
    published = json.loads(open_data.results_json(facts))
    assert all(product["verdicts"] for product in published["products"])
    assert not any(product["awards"] for product in published["products"])
    assert len(open_data.results_csv(facts).splitlines()) == 1
