"""Two invented rounds under real law, from the draft to the contract, by their pages alone."""

import re

import pytest
from invented import Pages

from procurement.rules.phases import Phase
from seed.invented_rounds import BATCH_11, JOINTS


@pytest.fixture
def told_on_pages(site, log_in):
    """``told_on_pages(JOINTS)``: the round with its bids evaluated, and the evaluation page."""

    def tell(round_):
        pages = Pages(site("register"), log_in, round_)
        pages.draft()
        pages.announce()
        pages.report()
        pages.close_demand()
        pages.bid()
        pages.open()
        pages.evaluate()
        return pages

    return tell


def by_hospital(rows, hospital):
    return {
        (one.product, one.firm): one.agreed_quantity for one in rows if one.hospital == hospital
    }


def choose_itself(pages):
    """A hospital gives each pool whole to the first winner that may have it: who gets what."""
    hospital = pages.hospitals[0].code
    shown, proposed = pages.leftover(hospital)
    assert "不得接收" in shown
    too_few = pages.assign(dict.fromkeys(proposed, "0"))
    assert too_few.status_code == 422
    assert "待分配量为" in too_few.text
    no_number = pages.assign(dict.fromkeys(proposed, "x"))
    assert no_number.status_code == 422
    whole = {}
    for field, units in proposed.items():
        whole.setdefault(field.split()[0], []).append((field, int(units)))
    form = dict.fromkeys(proposed, "0") | {
        own[0][0]: str(sum(units for _, units in own)) for own in whole.values()
    }
    assert pages.assign(form).status_code == 303
    shown, kept = pages.leftover(hospital)
    assert "本机构已确认" in shown
    assert kept == form
    return hospital, {
        tuple(field.split()[1:]): int(units) for field, units in form.items() if units != "0"
    }


def test_a_round_of_joints_runs_from_draft_to_contract(told_on_pages):
    pages = told_on_pages(JOINTS)
    shown = pages.page(f"{pages.here}/evaluation")
    assert ">A1</td>" in shown
    assert ">B1</td>" in shown
    assert "本轮次决定" in pages.page(f"{pages.here}/design")
    chosen = pages.allocate("draft")
    assert "平台只提出建议，由医疗机构决定" in chosen
    assert "已选定" in chosen
    for absent in ("scenarios", "01", "01/why?firm=J03&region=110000"):
        assert pages.client.get(f"{pages.here}/allocation/{absent}").status_code == 404
    hospital, wanted = choose_itself(pages)
    pages.officer()
    assert re.search(
        r"已自行确认</dt>\s*<dd>.*?>1<", pages.page(f"{pages.here}/allocation"), re.DOTALL
    )
    pages.publish()
    notice = pages.print()
    assert "虚构骨科丙公司" in notice
    assert "约定量和待分配量测算" in notice
    pages.sign()
    awards, agreements, verdicts = pages.kept()
    assert {(one.product, one.firm) for one in awards} == {
        (one.product, one.firm) for one in verdicts if one.won
    }
    assert sum(one.agreed_quantity for one in agreements) == sum(one.quantity for one in awards)
    signed = by_hospital(agreements, hospital)
    assert all(signed.get(code, 0) >= units for code, units in wanted.items())
    asked = pages.round.reports(pages.hospitals)
    assert sum(one.quantity for one in awards) <= sum(one.quantity for one in asked)
    public = pages.page(f"/rounds/{pages.number}/products/01")
    assert "B1" in public
    (decided,) = pages.client.get(f"/rounds/{pages.number}/results.json").json()["decisions"]
    assert (decided["key"], decided["value"]["en"]) == ("selection.rank_most", "5")
    assert decided["reason"] == JOINTS.decisions["selection.rank_most"][1]


def test_a_round_of_batch_11_runs_from_draft_to_contract(told_on_pages):
    pages = told_on_pages(BATCH_11)
    offered = pages.acceptable()
    assert len(offered) > 2
    left = ("01", "D03")  # lets its chance pass
    for product, firm in offered:
        if (product, firm) != left:
            pages.accept(product, firm)
    assert pages.acceptable() == [left]
    chosen = pages.allocate("best")
    assert "已选定" in chosen
    pages.publish()
    notice = pages.print()
    assert "其中指明厂牌" in notice
    assert "备供：" in notice
    pages.sign()
    awards, agreements, verdicts = pages.kept()
    revived = {(one.product, one.firm) for one in verdicts if one.revived}
    assert revived == set(offered) - {left}
    without_regions = {(one.product, one.firm) for one in verdicts if one.won and not one.picks}
    assert without_regions
    for award in awards:
        code = award.product, award.firm
        assert bool(award.regions) != (code in without_regions)
        if code in without_regions:
            assert all(line.named for line in award.lines)
    assert sum(one.agreed_quantity for one in agreements) == sum(one.quantity for one in awards)
    with pages.store.transaction() as db:
        assert db.rounds.get(pages.number).phase is Phase.CONTRACTED
    assert "指明厂牌" in pages.page(f"/rounds/{pages.number}/products/01")
