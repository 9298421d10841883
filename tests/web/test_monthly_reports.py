"""Monthly reports on the site: template, faults, preview, and what is kept."""

from datetime import date

import pytest
from ward import HTML, a_report, address, enter, hidden, known, post, upload, uploads

from procurement.exchange import tables


def test_a_filled_in_template_is_kept_and_reconciled(site, log_in):
    client = site("sign")
    hospital = enter(client, log_in)
    template = client.get(address(client, "usage/template?month=2020-04"))
    assert tables.load("a.xlsx", template.content).hidden["hospital"] == hospital
    content = a_report(client, hospital)
    answer = upload(client, content)
    assert answer.status_code == 303
    (kept,) = uploads(client, hospital)
    assert kept.month == date(2020, 4, 1)
    page = client.get(address(client, "usage"), headers=HTML).text
    assert f"文件指纹 {kept.sha256[:12]}" in page
    assert f"数量 {kept.quantity:,}" in page
    assert "已接收" in page
    again = upload(client, content)
    assert again.status_code == 303
    assert "此文件此前已接收" in client.get(address(client, "usage"), headers=HTML).text
    assert len(uploads(client, hospital)) == 1


def test_faults_come_all_at_once_and_as_a_workbook_and_nothing_is_kept(site, log_in):
    client = site("sign")
    hospital = enter(client, log_in)
    refused = upload(client, a_report(client, hospital, spec="7 barrels"))
    assert refused.status_code == 422
    lots = len(known(client, hospital).agreements)
    assert refused.text.count("没有规格") == lots
    assert uploads(client, hospital) == []
    back = post(client, address(client, "usage/errors"), hidden(refused.text), files={"x": ""})
    assert back.status_code == 200
    sheet = tables.load("a.xlsx", back.content).rows
    assert sum("没有规格" in row[-1] for row in sheet) == lots


def test_a_page_names_the_first_faults_and_the_workbook_all(site, log_in):
    client = site("sign")
    hospital = enter(client, log_in)
    one = known(client, hospital).agreements[0]
    header = "品种编码,规格,企业编码,本月收货数量,单价（元）"
    line = f"{one.product},{one.spec},{one.firm},many,"
    content = "\n".join([header, *[line] * 130]).encode()
    refused = upload(client, content)
    assert refused.text.count('class="fault-place"') == 100
    assert "见工作簿" in refused.text
    back = post(client, address(client, "usage/errors"), hidden(refused.text), files={"x": ""})
    assert sum(bool(row[-1]) for row in tables.load("a.xlsx", back.content).rows[1:]) == 130


def test_a_file_that_is_too_large_is_not_handed_back(site, log_in):
    client = site("sign")
    enter(client, log_in)
    refused = upload(client, b"x" * (tables.MAX_SIZE + 1))
    assert refused.status_code == 422
    assert "文件超过" in refused.text
    assert hidden(refused.text) == {}


def test_a_preview_says_what_changes_and_keeps_nothing_until_confirmed(site, log_in):
    client = site("sign")
    hospital = enter(client, log_in)
    upload(client, a_report(client, hospital, 300))
    seen = upload(client, a_report(client, hospital, 310), step="preview")
    assert seen.status_code == 200
    assert "尚未上报" in seen.text
    assert "更改" in seen.text
    assert len(uploads(client, hospital)) == 1
    confirmed = post(
        client, address(client, "usage"), hidden(seen.text) | {"step": "keep"}, files={"x": ""}
    )
    assert confirmed.status_code == 303
    assert len(uploads(client, hospital)) == 2


@pytest.mark.parametrize(
    "form",
    [{"month": "2020-04"}, {"month": "", "content": "eA=="}, {"month": "2020-04", "content": "?"}],
)
def test_a_report_without_its_file_or_month_is_refused(site, log_in, form):
    client = site("sign")
    hospital = enter(client, log_in)
    answer = post(client, address(client, "usage"), form, files={"x": ""})
    assert answer.status_code == 422
    assert uploads(client, hospital) == []


def test_a_month_that_is_none_has_no_template(site, log_in):
    client = site("sign")
    enter(client, log_in)
    answer = client.get(address(client, "usage/template?month=soon"), headers=HTML)
    assert answer.status_code == 404
