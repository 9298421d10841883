"""An officer chooses a scheme, drafts a round under it, and decides its rules on the page."""

import re
from datetime import UTC, date, datetime

import pytest
from office import HTML, a_draft, chinese, post, read

from procurement.rules.entries import Decision
from procurement.rules.phases import Phase
from procurement.store.catalogue import Entry

DAY = date(2024, 12, 12)  # on which the tenth round's rules hold
PICKS = "selection.rank_most"
HEAD = {
    "code": "joints-x",
    "name": "人工关节",
    "document": "JP-X",
    "source": "本办",
    "day": "2026-11-22",
}
PRODUCTS = "product,name\nTHA1,陶瓷-陶瓷\n"
PRESENTATIONS = "product,spec,strength_mg,ceiling_price\nTHA1,套,1,30000\n"


def new(client, rulebook="joints-2021", files=(), **changes):
    form = HEAD | changes | {"_csrf_token": client.cookies["csrftoken"]}
    return client.post(
        f"/officer/design/{rulebook}",
        data=form,
        files=[("files", file) for file in files] or [("files", ("", b""))],
        headers=HTML,
        follow_redirects=False,
    )


@pytest.fixture
def office(site, log_in):
    return log_in(site("register"), "officer")


@pytest.fixture
def joints(office):
    """The address of the design of a joints round with one category and nobody entered."""
    files = [
        ("products.csv", PRODUCTS.encode(), "text/csv"),
        ("presentations.csv", PRESENTATIONS.encode(), "text/csv"),
    ]
    made = new(office, files=files)
    assert made.status_code == 303, made.text
    return made.headers["location"]


def text(answer):
    """The words of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_every_scheme_that_makes_rounds_is_offered_with_its_evidence(office):
    shown = read(office, "/officer/design")
    for scheme in ("national-drug-2", "national-drug-12", "joints-2021"):
        assert f'href="/officer/design/{scheme}"' in shown.text
    assert "retained-savings" not in shown.text
    assert "待定" in shown.text
    assert 'href="/officer/design"' in read(office, "/officer").text


def test_a_round_is_drafted_from_files(office, joints):
    number = int(joints.split("/")[2])
    with office.story.store.transaction() as db:
        round_ = db.rounds.get(number)
        assert (round_.phase, round_.rulebook) == (Phase.DRAFT, "joints-2021")
        assert list(db.catalogue.products(number)) == ["THA1"]


def test_a_round_is_drafted_from_another_one(office):
    number = a_draft(office.story)
    made = new(office, "national-drug-10", copy_of=str(number))
    with office.story.store.transaction() as db:
        bought = db.catalogue.products(int(made.headers["location"].split("/")[2]))
    assert list(bought) == [one.code for one in office.story.batch.products]


def test_what_is_missing_is_told_and_nothing_typed_is_lost(office):
    answer = new(office, day="soon", name="关节 2026")
    assert answer.status_code == 422
    assert "请填写规则适用日" in answer.text
    assert 'value="关节 2026"' in answer.text
    answer = new(office, code="", source=" ")
    assert "请填写轮次编号。" in answer.text
    assert "请填写资料出处。" in answer.text
    answer = new(office, files=[("bids.csv", b"x", "text/csv")])
    assert "bids.csv" in answer.text
    assert answer.status_code == 422


def test_a_scheme_that_does_not_exist_or_makes_no_rounds(office):
    assert read(office, "/officer/design/joints-1999").status_code == 404
    assert read(office, "/officer/design/uptake-default").status_code == 404
    assert new(office, "uptake-default").status_code == 404


def test_every_key_is_shown_with_its_sentence_source_and_state(office, joints):
    shown = read(office, joints).text
    assert shown.count('class="key key-open"') == 1
    assert 'id="volume.by_rank"' in shown
    assert "按顺位，产品保留和让出的比例。" in shown
    assert "须另选规则才能更改" in shown
    assert f"/design/{PICKS}" in shown
    assert "/design/volume.by_rank" not in shown


def test_a_round_with_an_open_value_leads_to_its_design(office, joints):
    answer = read(office, joints.removesuffix("/design"))
    assert (answer.status_code, answer.headers["location"]) == (303, joints)


@pytest.mark.parametrize("page", ["evaluation", "allocation"])
def test_pages_that_need_the_value_say_that_it_is_too_early(office, joints, page):
    assert read(office, joints.replace("design", page)).status_code == 409


def test_a_parameter_is_decided_and_taken_back(office, joints):
    done = post(office, f"{joints}/{PICKS}", value="6", reason="专家组意见")
    assert done.headers["location"] == f"{joints}#{PICKS}"
    shown = read(office, joints).text
    assert "key-decided" in shown
    assert "专家组意见" in shown
    assert "key-open" not in shown
    done = post(office, f"{joints}/{PICKS}/withdraw", reason="意见有误")
    assert done.status_code == 303
    assert "key-open" in read(office, joints).text
    assert "意见有误" in read(office, "/audit").text


def test_a_value_that_cannot_be_is_told_beside_its_field_and_kept(office, joints):
    answer = post(office, f"{joints}/{PICKS}", value="six <b>", reason="专家组意见")
    assert answer.status_code == 422
    assert "写法有误" in answer.text
    assert f'aria-describedby="value-{PICKS}-fault ' in answer.text
    assert ">six &lt;b&gt;</textarea>" in answer.text
    assert ">专家组意见</textarea>" in answer.text
    answer = post(office, f"{joints}/volume.by_rank", value="[[1, 0]]", reason="试试")
    assert "要更改须另选规则" in answer.text
    answer = post(office, f"{joints}/{PICKS}/withdraw", reason="没有决定过")
    assert answer.status_code == 422


def test_the_lint_tells_planted_mistakes_in_both_languages(office):
    """A deadline before the announcement, shares for too few winners, and an open parameter."""
    number = a_draft(office.story)
    made = new(office, "national-drug-12", copy_of=str(number)).headers["location"]
    post(office, f"{made}/shortlist.maximum", value="[1, 2, 2, 3, 4, 4, 5]", reason="同第二批")
    post(office, f"{made}/volume.agreed_share", value="[0.5]", reason="只写了一家")
    days = "?announced=2026-12-10&bids_due=2026-12-04"
    zh, en = (text(read(office, f"{made}{days}&lang={lang}")) for lang in ("zh", "en"))
    assert "申报截止日2026-12-04不晚于公告日2026-12-10。" in zh
    assert "The deadline for bids, 2026-12-04, is not after the announcement, 2026-12-10." in en
    assert re.search("约定采购比例.*”只到1家中选，而可能有[0-9]家中选。", zh)
    assert re.search("Agreed share .*” ends at 1 winners, and there may be [0-9].", en)
    assert re.search("“[^”]*”没有取值：.*请由本轮次决定并写明理由。", zh)
    assert re.search("“[^”]*” has no value: .*Decide it for this round, and say why.", en)


def test_a_round_with_errors_is_not_announced(office):
    number = a_draft(office.story, code="draft-2")
    made = new(office, "national-drug-10", copy_of=str(number)).headers["location"]
    post(office, f"{made}/volume.agreed_share", value="[0.5]", reason="只写了一家")
    shown = read(office, made.removesuffix("/design")).text
    assert "只到1家中选" in shown
    assert "发布公告</button>" not in shown


def test_after_the_announcement_the_page_only_shows(site, log_in):
    client = log_in(site("announce"), "officer")
    shown = read(client, f"/officer/{client.story.round_id}/design").text
    assert "公告前检查" not in shown
    assert "/design/comparison.decimals" not in shown
    refused = post(
        client,
        f"/officer/{client.story.round_id}/design/comparison.decimals",
        value="3",
        reason="x",
    )
    assert refused.status_code == 409


def test_auditors_look_and_others_do_not(site, log_in):
    client = log_in(site("register"), "officer")
    address = f"/officer/{a_draft(client.story)}/design"
    log_in(client, "auditor")
    shown = read(client, address)
    assert shown.status_code == 200
    assert "由本轮次决定</summary>" not in shown.text
    assert read(client, "/officer/design").status_code == 403
    assert post(client, f"{address}/comparison.decimals", value="3", reason="x").status_code == 403
    log_in(client, "fund")
    assert read(client, address).status_code == 403


@pytest.mark.parametrize("address", ["/officer/design", "/officer/design/joints-2021"])
def test_the_pages_are_in_english(office, address):
    shown = read(office, f"{address}?lang=en").text
    titles = set(re.findall(r"<cite>(.*?)</cite>", shown))
    assert [
        one for one in chinese(shown, office.story) if not any(one in name for name in titles)
    ] == []


def test_the_design_is_in_english(office, joints):
    shown = read(office, f"{joints}?lang=en").text
    assert [one for one in chinese(shown, office.story) if one not in PRODUCTS] == []


def test_what_was_decided_is_marked(office, joints):
    post(office, f"{joints}/{PICKS}", value="6", reason="专家组意见")
    assert 'class="badge badge-decided"' in read(office, joints).text
    post(office, f"{joints}/comparison.ceiling_mode", value='"reference"', reason="专家组意见")
    shown = read(office, joints).text
    assert shown.count('class="badge badge-decided"') == 2
    assert "规则原值：" in shown


def test_a_round_with_decisions_has_its_page(office):
    number = a_draft(office.story, code="draft-2")
    made = new(office, "national-drug-10", copy_of=str(number)).headers["location"]
    shares = "[0.5, 0.6, 0.6, 0.7, 0.7, 0.7, 0.8, 0.8, 0.8, 0.8]"
    post(office, f"{made}/volume.agreed_share", value=shares, reason="专家组意见")
    assert read(office, made.removesuffix("/design")).status_code == 200


def test_the_rules_of_volume_are_tried_with_the_demand_of_another_round(site, log_in):
    """One firm, which can supply 1,000 units; the second round's hospitals want many more."""
    client = log_in(site("report_demand"), "officer")
    story = client.story
    one = Entry(
        story.batch.products[0].code, story.firms[0].code, reference_product=False, capacity=1000
    )
    number = a_draft(story, rulebook="national-drug-10", day=DAY, entries=(one,))
    address = f"/officer/{number}/design"
    assert "即使全部企业中选也供应不足" not in read(client, address).text
    tried = read(client, f"{address}?demand_of={story.round_id}").text
    assert "即使全部企业中选也供应不足" in tried
    assert 'name="why"' in tried
    told = read(client, f"{address}?demand_of={story.round_id}&why=1").text
    assert "改动以下任何一项即有方案" in told


def test_a_decision_that_the_rulebook_no_longer_allows_is_told(office, joints):
    number = int(joints.split("/")[2])
    with office.story.store.transaction() as db:
        wrong = Decision(PICKS, "six", "旧版本", "officer", DAY)
        db.decisions.keep(number, wrong, datetime.now(UTC))
    shown = read(office, joints)
    assert shown.status_code == 200
    assert "请撤回或更正该项决定。" in shown.text


def take_in(client, design, files=(), **form):
    form["_csrf_token"] = client.cookies["csrftoken"]
    return client.post(
        design.replace("/design", "/products"),
        data=form,
        files=[("files", file) for file in files] or [("files", ("", b""))],
        headers=HTML,
        follow_redirects=False,
    )


def test_a_draft_gets_its_products_later(office):
    number = a_draft(office.story)
    empty = new(office).headers["location"]
    assert "本轮次没有品种。" in read(office, empty).text
    done = take_in(office, empty, copy_of=str(number))
    assert done.headers["location"] == f"{empty}#lint"
    shown = read(office, empty).text
    assert "本轮次没有品种。" not in shown
    assert "3 个品种，" in shown
    files = [
        ("products.csv", PRODUCTS.encode(), "text/csv"),
        ("presentations.csv", PRESENTATIONS.encode(), "text/csv"),
    ]
    assert take_in(office, empty, files).status_code == 303
    assert "1 个品种，" in read(office, empty).text
    assert take_in(office, empty).status_code == 422
    assert take_in(office, empty, files[:1]).status_code == 422


def test_after_the_announcement_the_products_stay(site, log_in):
    client = log_in(site("announce"), "officer")
    design = f"/officer/{client.story.round_id}/design"
    assert take_in(client, design, copy_of=str(client.story.round_id)).status_code == 409
