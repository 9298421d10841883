"""The volume calculator: worked examples one click away, tables pasted and uploaded."""

import re
from pathlib import Path

import pytest

from web.public import volumes

PAGE = {"accept": "text/html"}
TABLES = Path(__file__).parents[2] / "seed" / "volume-tables"
JOINTS = (TABLES / "j1.csv").read_text()


@pytest.fixture
def client(site):
    return site("register")


def ask(client, lang="zh", **form):
    """What the page answers to a table, as text and file."""
    client.get("/volumes", headers=PAGE)
    file = form.pop("file", ("", b""))
    form = {"rules": "joints-2021", "_csrf_token": client.cookies["csrftoken"]} | form
    return client.post(f"/volumes?lang={lang}", data=form, files={"file": file}, headers=PAGE)


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_every_worked_example_is_one_click_away(client):
    shown = client.get("/volumes", headers=PAGE).text
    assert 'id="result"' not in shown
    assert [one.id for one in volumes.examples()] == ["j1", "t1", "v1", "l1", "i3"]
    for one in volumes.examples():
        assert f"/volumes?example_name={one.id}" in shown
        answer = client.get(f"/volumes?example_name={one.id}", headers=PAGE)
        assert answer.status_code == 200
        assert 'id="result"' in answer.text
        assert "不成立" not in answer.text
        assert one.content.splitlines()[1] in answer.text


def test_joints_with_their_clauses_and_who_may_not_receive(client):
    shown = words(client.get("/volumes?example_name=j1&lang=en", headers=PAGE).text)
    assert "H1 knee R3 A rank 3 60 51 3 6 0 9 0 volume.by_rank Official text" in shown
    assert "R7 pool.forbidden_targets Official text" in shown
    assert "Total 330 267 43 20 0 43 43" in shown


def test_what_was_set_for_the_calculation_says_so(client):
    shown = words(client.get("/volumes?example_name=v1", headers=PAGE).text)
    assert "pool.scope = category 本次设定" in shown


def test_an_example_that_does_not_exist_is_not_found(client):
    assert client.get("/volumes?example_name=x9", headers=PAGE).status_code == 404


@pytest.mark.parametrize("text", [JOINTS, JOINTS.replace(",", "\t")])
def test_a_table_is_pasted_as_csv_or_from_a_spreadsheet(client, text):
    answer = ask(client, text=text)
    assert answer.status_code == 200
    assert "267 + 43 + 20 = 330" in answer.text


def test_a_file_goes_before_pasted_text(client):
    answer = ask(client, text="nothing", file=("j1.csv", JOINTS.encode()))
    assert "267 + 43 + 20 = 330" in answer.text


def test_every_fault_of_a_table_is_shown_and_what_was_typed_stays(client):
    text = "category,firm,quantity,selected\nx,a,-1,1\nx,b,5,2\n"
    answer = ask(client, "en", text=text, rules="ivus-2024", settings="\npool.scope = sky\n")
    assert answer.status_code == 422
    assert "3 things to correct" in answer.text
    assert "x,a,-1,1" in answer.text
    assert "pool.scope = sky" in answer.text


@pytest.mark.parametrize("text", ["", "  \n"])
def test_without_a_table_there_is_nothing_to_work_out(client, text):
    answer = ask(client, text=text)
    assert answer.status_code == 422
    assert "请粘贴表格或选择文件" in answer.text


def test_too_large_a_table_is_for_the_command(client):
    answer = ask(client, file=("large.csv", b"x" * (volumes.MOST + 1)))
    assert answer.status_code == 422
    assert "vbp volumes" in answer.text


def test_many_winners_and_hospitals_are_for_the_command(client):
    rows = "".join(f"H{n},knee,R{n},1,1,{n},9\n" for n in range(1, 226))
    answer = ask(client, text=f"hospital,category,firm,quantity,selected,rank,price\n{rows}")
    assert answer.status_code == 422
    assert "50,625" in answer.text


def test_a_long_table_shows_its_first_lines_and_all_totals(client):
    rows = "".join(f"H{n:04},knee,R1,1,1,1,9\n" for n in range(volumes.SHOWN + 7))
    answer = ask(client, text=f"hospital,category,firm,quantity,selected,rank,price\n{rows}")
    assert "另有 7 行未显示" in answer.text
    assert "<b>507</b>" in answer.text


def test_the_english_page_speaks_english_but_for_sources(client):
    for one in volumes.examples():
        shown = client.get(f"/volumes?example_name={one.id}&lang=en", headers=PAGE).text
        shown = words(re.sub(r"<cite>.*?</cite>", " ", shown))
        for own in ("药品集中带量采购平台", "中文", volumes.volume_rules.REASON):
            shown = shown.replace(own, "")
        assert re.findall(r"[\u4e00-\u9fff]+", shown) == [], one.id
