"""The hospital's room: demand, contract, monthly reports, progress and statement."""

import io
import re
from datetime import date

import pytest

from procurement.actions import usage
from procurement.exchange import tables, usage_files
from procurement.rules import money
from procurement.store.usage import Used

ROOM = ["demand", "contract", "usage", "progress", "statement"]
HTML = {"accept": "text/html"}


def enter(client, log_in, place=0):
    """A hospital's client, and its code."""
    hospital = client.story.hospitals[place]
    log_in(client, hospital.code.lower())
    return hospital.code


def address(client, page=""):
    return f"/hospital/{client.story.round_id}/{page}"


def post(client, where, form, **more):
    form = form | {"_csrf_token": client.cookies["csrftoken"]}
    return client.post(where, data=form, headers=HTML, follow_redirects=False, **more)


def upload(client, content, month="2020-04", name="report.csv", step="keep"):
    files = {"file": (name, io.BytesIO(content))}
    return post(client, address(client, "usage"), {"month": month, "step": step}, files=files)


def known(client, hospital):
    with client.story.store.transaction() as db:
        return usage.articles(db, client.story.round_id, hospital)


def a_report(client, hospital, quantity=300, spec=None):
    """A CSV with every agreement of the hospital, all of the same quantity."""
    articles = known(client, hospital)
    rows = [
        Used(one.product, spec or one.spec, one.firm, quantity, one.unit_price, winning=True)
        for one in articles.agreements
    ]
    return usage_files.to_csv(rows, articles)


def uploads(client, hospital):
    with client.story.store.transaction() as db:
        return db.usage.uploads(client.story.round_id, hospital)


def reported(client, hospital):
    with client.story.store.transaction() as db:
        found = db.demand.by_hospital(client.story.round_id, hospital)
    return {f"{one.product} {one.spec}": one.quantity for one in found}


def hidden(page):
    """The fields of the form that a page hands on."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "_csrf_token"}


@pytest.mark.parametrize("page", ["", *ROOM])
def test_everybody_else_is_kept_out(site, log_in, page):
    client = site("settle")
    where = address(client, page) if page else "/hospital"
    anonymous = client.get(where, headers=HTML, follow_redirects=False)
    assert anonymous.status_code == 303
    assert anonymous.headers["location"].startswith("/login")
    for login in ("officer", "auditor", "fund", client.story.firms[0].code.lower()):
        log_in(client, login)
        assert client.get(where, headers=HTML).status_code == 403


def test_the_rounds_say_how_far_the_hospital_is(site, log_in):
    client = site("settle")
    enter(client, log_in)
    page = client.get("/hospital", headers=HTML).text
    assert "12 / 12 个月" in page
    assert "已签订" in page
    assert "已核算" in page


def test_a_round_under_preparation_is_not_there(site, log_in):
    client = site("register")
    enter(client, log_in)
    assert "还没有公告的采购轮次" in client.get("/hospital", headers=HTML).text
    assert client.get("/hospital/7/demand", headers=HTML).status_code == 404


def test_demand_is_reported_by_number_and_blank_is_not_zero(site, log_in):
    client = site("announce")
    hospital = enter(client, log_in)
    page = client.get(address(client, "demand"), headers=HTML).text
    fields = re.findall(r'class="quantity" name="([^"]+)"', page)
    form = dict.fromkeys(fields, "") | {fields[0]: "１２００", fields[1]: "0"}
    assert post(client, address(client, "demand"), form).status_code == 303
    assert reported(client, hospital) == {fields[0]: 1200, fields[1]: 0}
    again = dict.fromkeys(fields, "") | {fields[1]: "5"}
    assert post(client, address(client, "demand"), again).status_code == 303
    assert reported(client, hospital) == {fields[0]: 1200, fields[1]: 5}


def test_wrong_numbers_are_all_named_and_nothing_is_kept(site, log_in):
    client = site("announce")
    hospital = enter(client, log_in)
    page = client.get(address(client, "demand"), headers=HTML).text
    fields = re.findall(r'class="quantity" name="([^"]+)"', page)
    form = {fields[0]: "100", fields[1]: "-3", fields[2]: "1.5"}
    answer = post(client, address(client, "demand"), form)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'value="-3"' in answer.text
    assert reported(client, hospital) == {}
    assert post(client, address(client, "demand"), {}).status_code == 422


def test_demand_is_read_only_once_it_is_closed(site, log_in):
    client = site("report_demand")
    enter(client, log_in)
    page = client.get(address(client, "demand"), headers=HTML)
    assert "报量已截止" in page.text
    assert 'class="quantity"' not in page.text
    assert post(client, address(client, "demand"), {"01 0.25g": "1"}).status_code == 409


@pytest.mark.parametrize("page", ROOM[1:])
def test_before_the_contracts_there_is_nothing_to_see(site, log_in, page):
    client = site("publish")
    enter(client, log_in)
    assert client.get(address(client, page), headers=HTML).status_code == 404


def test_the_contract_and_its_table_hold_the_hospitals_own_agreements(site, log_in):
    client = site("sign")
    hospital = enter(client, log_in)
    own = known(client, hospital).agreements
    page = client.get(address(client, "contract"), headers=HTML).text
    table = client.get(address(client, "contract/csv"))
    rows = tables.load("a.csv", table.content).rows
    assert len(rows) == 1 + len(own)
    assert [row[5] for row in rows[1:]] == [str(one.agreed_quantity) for one in own]
    assert money.show(sum(one.amount for one in own)) in page
    assert hospital in table.headers["content-disposition"]


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


def test_progress_without_a_report_says_so_and_shows_no_zero(site, log_in):
    client = site("sign")
    enter(client, log_in)
    page = client.get(address(client, "progress"), headers=HTML).text
    assert "未上报" in page
    assert "progress-done" not in page


def test_progress_shows_every_line_its_limits_and_an_earlier_day(site, log_in):
    client = site("report_usage")
    hospital = enter(client, log_in)
    page = client.get(address(client, "progress"), headers=HTML).text
    assert page.count('class="progress progress-') == 1 + len(known(client, hospital).agreements)
    assert "平台建议" in page
    earlier = client.get(address(client, "progress?day=2020-07-15"), headers=HTML).text
    assert "只计入截至 2020-06 的完整月份" in earlier
    for odd in ("", "tomorrow", "1999-01-01", "2999-01-01"):
        assert client.get(address(client, f"progress?day={odd}"), headers=HTML).text.count(
            "2021-04-09 "
        ) == page.count("2021-04-09 ")


def test_the_statement_shows_every_step_and_prints(site, log_in):
    client = site("settle")
    hospital = enter(client, log_in)
    with client.story.store.transaction() as db:
        (kept,) = db.statements.summaries(client.story.round_id, hospital)
    page = client.get(address(client, "statement"), headers=HTML).text
    assert money.show(kept.retained) in page
    assert money.in_capitals(kept.retained) in page
    assert page.count("医保资金预算 B") == len(known(client, hospital).agreements)
    assert "尚未证实" in page
    paper = client.get(address(client, "statement/pdf"))
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["content-type"] == "application/pdf"


def test_a_hospital_sees_nothing_of_another(site, log_in):
    client = site("settle")
    mine = enter(client, log_in)
    other = next(one for one in client.story.hospitals if one.code != mine)
    for page in ("", *ROOM):
        where = address(client, page) if page else "/hospital"
        shown = client.get(where, headers=HTML).text
        assert other.code not in shown
        assert other.name not in shown
    theirs = f"/fund/{client.story.round_id}/statements/{other.code}"
    assert client.get(theirs, headers=HTML).status_code == 403
    assert client.get(f"{theirs}/pdf", headers=HTML).status_code == 403


@pytest.mark.parametrize("page", ["", *ROOM])
def test_the_english_page_has_no_chinese_of_its_own(site, log_in, page):
    """What stays are names of products, firms and hospitals, sources, and amounts in capitals."""
    client = site("settle")
    enter(client, log_in)
    where = address(client, page) if page else "/hospital"
    text = client.get(f"{where}?lang=en", headers=HTML).text
    for chinese in ("未上报", "已上报", "约定", "中选", "月报", "进度", "下载", "核算", "合计"):
        assert chinese not in re.sub(r"<cite>.*?</cite>", "", text)
