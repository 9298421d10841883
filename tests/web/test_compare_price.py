"""The comparable-price calculator: the command and the page, step by step with every clause."""

import json
import re

import pytest
from click.testing import CliRunner

from procurement.exchange import rulebooks
from web.cli import vbp
from web.public import calculators

PAGE = {"accept": "text/html"}
DULOXETINE = {"price": "1.20", "strength": "60", "to_strength": "20"}


def call(*words, rules="national-drug-4", **asked):
    options = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
    return CliRunner().invoke(vbp, ["compare-price", f"--rules={rules}", *options, *words])


def test_the_steps_are_printed_with_the_clause_beside_each_number():
    shown = call(**DULOXETINE, pack="30", to_pack="1").output
    for part in (
        "1. 含量 strength  60 mg → 20 mg  X = 1/3",
        "÷ 2.3187 = 1.7^log2(3)  →  0.5175 元 yuan",
        "comparison.strength_factor = 1.7  《药品差比价规则》",
        "2. 包装数量 pack count  30 个单位 30 units → 1 个单位 1 unit",
        "[复算相符 Replayed]",
        "单位可比价 Unit comparable price  0.0195 元 yuan",
        "第十六条",
        "art. 19",
    ):
        assert part in shown


def test_for_programs_every_number_is_text_with_its_clause():
    found = json.loads(call("--json", "--day=2021-02-03", **DULOXETINE).output)
    assert found["rulebook"] == {
        "id": "national-drug-4",
        "sha256": rulebooks.load("national-drug-4").sha256,
        "day": "2021-02-03",
    }
    assert (found["price"], found["direction"]) == ("1.2", "forward")
    assert (found["converted_price"], found["unit_comparable_price"]) == ("0.5175", "0.5175")
    (step,) = found["steps"]
    assert (step["ratio"], step["base"], step["factor"]) == ("1/3", "1.7", "÷ 2.3187")
    assert step["clauses"][0]["key"] == "comparison.strength_factor"
    assert step["clauses"][0]["evidence"] == "replayed"
    assert found["clause"]["key"] == "comparison.decimals"


def test_a_factor_of_ones_own_is_told_to_be_one():
    asked = {"form": "granules", "to_form": "oral_solid", "form_factor": "1.2"}
    shown = call("--direction=backward", price="2", strength="5", **asked).output
    assert "1. 剂型 dosage form  颗粒剂 granules → 口服固体制剂 oral solids" in shown
    assert "× 1.2000  →  2.4000 元 yuan" in shown
    assert "no rule has it" in shown


def test_all_faults_are_told_at_once_each_at_its_option():
    done = call(price="x", strength="60", to_pack="1.5", form="pill")
    assert done.exit_code == 2
    places = [line.split(":")[0] for line in done.stderr.splitlines()]
    assert places == ["--price", "--form", "--to-pack"]
    done = call(**DULOXETINE, form="granules", to_form="oral_solid")
    assert done.stderr.startswith("--form-factor: 剂型不同")
    assert "separate products" in done.stderr


def test_a_rulebook_that_says_nothing_of_it_is_refused():
    done = call(rules="nothing", **DULOXETINE)
    assert (done.exit_code, "national-drug-4" in done.stderr) == (2, True)
    done = call(rules="uptake-default", **DULOXETINE)
    assert (done.exit_code, done.stderr.startswith("--rules: ")) == (2, True)


@pytest.fixture
def client(site):
    return site("register")


def read(client, lang="zh", **asked):
    return client.get("/compare-price", params=asked | {"lang": lang}, headers=PAGE)


def test_the_page_asks_first_and_shows_an_example(client):
    answer = read(client)
    assert answer.status_code == 200
    assert "换算步骤" not in answer.text
    assert f"/compare-price?{'&amp;'.join('='.join(o) for o in DULOXETINE.items())}" in answer.text
    for book in calculators.comparing():
        assert f'value="{book.id}"' in answer.text


def test_the_page_shows_every_step_with_clause_source_and_evidence(client):
    shown = read(client, rules="national-drug-4", pack="30", to_pack="10", **DULOXETINE).text
    for part in ("0.5175", "÷ 2.3187", "1.7^log2(3)", "comparison.strength_factor", "第十六条"):
        assert part in shown
    assert shown.count("badge-replayed") == 2
    assert 'name="pack" type="text" value="30"' in shown


def test_the_address_alone_is_the_question(client):
    """An alias of the rulebook and a day of one's own are kept in the form."""
    alias = {"rules": "national-drug-expansion-2019", "day": "2019-09-24"}
    shown = read(client, **alias, **DULOXETINE).text
    assert '<option value="expansion-2019" selected>' in shown
    assert 'value="2019-09-24"' in shown
    assert "0.5175" in shown
    assert "价格不变" in read(client, price="1", strength="5").text


@pytest.mark.parametrize(
    ("asked", "field", "remedy"),
    [
        ({"price": "-1"}, "price", "above zero"),
        ({"form": "pill"}, "form", "must be one of"),
        ({"rules": "nothing"}, "rules", "from the list"),
        ({"day": "yesterday"}, "day", "2026-11-22"),
        ({"day": "2001-01-01"}, "rules", "take another rulebook"),
        ({"to_material": "glass"}, "material_factor", "give the factor"),
        ({"fill_volume": "5", "to_fill_volume": "9"}, "form", "give the dosage form"),
    ],
)
def test_a_fault_stands_at_its_field_with_what_to_do(client, asked, field, remedy):
    answer = read(client, "en", **(DULOXETINE | asked))
    assert answer.status_code == 422
    said = re.search(rf'id="{field}-fault">(.*?)</p>', answer.text, re.DOTALL)
    assert said
    assert remedy in said[1]


def test_the_english_page_speaks_english_but_for_its_sources(client):
    """Also of forms, materials, and what is assumed."""
    asked = DULOXETINE | {"form": "granules", "to_form": "eye", "form_factor": "2"}
    answer = read(client, "en", rules="national-drug-4", **asked)
    assert answer.status_code == 200
    shown = re.sub(r"<cite>.*?</cite>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    for own in (
        "药品集中带量采购平台",
        "中文",
        "《药品差比价规则》",
        "（发改价格〔2011〕2452号）",
        "发改价格〔2011〕2452号",
    ):
        shown = shown.replace(own, "")
    assert re.findall(r"[\u4e00-\u9fff]+", shown) == []
