"""Settling the year: every amount by hand, versions that stay, and only the fund may."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from procurement.actions import progress, settlement, statements, usage
from procurement.actions.usage import ReportFile
from procurement.exchange import usage_files
from procurement.rules.money import half_up
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Forbidden
from procurement.store.rounds import NotFound
from procurement.store.usage import Used
from seed import year
from seed.cast import AUDITOR, FUND, OFFICER, speaker
from seed.story import CYCLE, SETTLED

MICRO_OF_A_FEN = 10_000
POINTS = {"completion": 40, "nonwinning_share": 15, "payment": 20, "online_purchase": 10}
POINTS |= {"cost_growth": 5, "data_upload": 5, "price_policy": 5}


def settle(story, actor=FUND, **changes):
    facts = replace(year.fund_facts(story.batch, story.hospitals), **changes)
    return settlement.settle(story.store, actor, story.round_id, CYCLE, facts, at=SETTLED)


def kept(story, hospital=None):
    with story.store.transaction() as db:
        return db.statements.summaries(story.round_id, hospital)


def by_hand(story, hospital):
    """The score, the base and the amount retained, as the notices have it.

    B = Qd x P0 x r x s; S = (Qa x Pw + An) x r x s; a product that used all it agreed to, and at
    most half of it of others, adds B - S when that is above nothing; the ratio is 50 % from 80
    points and 40 % from 60.
    """
    facts = year.fund_facts(story.batch, story.hospitals)
    region = next(one.region for one in story.hospitals if one.code == hospital)
    shares = facts.pay_ratio[region] * facts.insured_share[region]
    with story.store.transaction() as db:
        demand = db.demand.by_hospital(story.round_id, hospital)
        agreements = db.agreements.of_round(story.round_id, hospital)
        lines = [one for one in progress.lines(db, story.round_id, hospital) if one.agreed]
    reported = {(one.product, one.spec): one.quantity for one in demand}
    price = {(one.product, one.spec): one.unit_price for one in agreements}
    base = Fraction(0)
    for line in lines:
        article = line.product, line.spec
        budget = Fraction(reported[article] * facts.price_before[article], MICRO_OF_A_FEN)
        spent = Fraction(line.agreed * price[article], MICRO_OF_A_FEN) + line.others_amount
        if line.received >= line.agreed and line.others <= line.received:
            base += max(0, (budget - spent) * shares)
    done = Fraction(sum(line.received >= line.agreed for line in lines), len(lines))
    modest = sum(line.others for line in lines) <= sum(line.received for line in lines)
    fulfilled = facts.fulfilled[hospital] | {"completion": done, "nonwinning_share": int(modest)}
    score = sum(POINTS[name] * part for name, part in fulfilled.items())
    ratio = Fraction(1, 2) if score >= 80 else Fraction(2, 5) if score >= 60 else Fraction(0)
    return score, half_up(base), half_up(base * ratio)


def test_what_every_hospital_retains_comes_out_by_hand(told):
    story = told("settle")
    found = kept(story)
    assert len(found) > 70
    assert len({one.ratio for one in found}) > 1
    for one in found:
        assert (one.score, one.base, one.retained) == by_hand(story, one.hospital)


def test_the_statement_names_every_step_with_its_clause(told):
    story = told("settle")
    hospital = story.hospitals[0].code
    with story.store.transaction() as db:
        content = statements.newest(db, story.round_id, hospital).content
    clauses = [step["clause"] for step in content["steps"]]
    assert clauses == ["floor_level", "score_bands", "retention_cap"]
    for product in content["products"]:
        assert [step["clause"] for step in product["steps"]][:2] == [
            "budget_volume_basis",
            "spending_volume_basis",
        ]


def test_settling_again_makes_a_new_version_and_keeps_the_old_one(told):
    story = told("settle")
    hospital = story.hospitals[0].code
    (first,) = kept(story, hospital)
    dearer = {
        article: 2 * price
        for article, price in year.fund_facts(story.batch, story.hospitals).price_before.items()
    }
    settle(story, price_before=dearer)
    second, still = kept(story, hospital)
    assert still == first
    assert (first.version, second.version) == (1, 2)
    assert second.retained > first.retained
    with story.store.transaction() as db:
        assert statements.newest(db, story.round_id, hospital).version == 2
        assert db.rounds.get(story.round_id).phase is Phase.SETTLED


def test_a_report_after_the_settlement_changes_no_statement_that_was_made(told):
    story = told("settle")
    before, hospital = kept(story), story.hospitals[0]
    with story.store.transaction() as db:
        known = usage.articles(db, story.round_id, hospital.code)
    one = known.agreements[0]
    zero = Used(one.product, one.spec, one.firm, 0, one.unit_price, winning=True)
    content = usage_files.to_csv([zero], known)
    month = date(2020, 4, 1)
    asked = story.store, speaker(hospital), story.round_id, ReportFile(month, "late.csv", content)
    assert not usage.report_usage(*asked, SETTLED).again
    assert kept(story) == before


def test_what_was_used_without_an_agreement_is_on_no_statement(told):
    story = told("report_usage")
    with story.store.transaction() as db:
        for hospital in story.hospitals:
            known = usage.articles(db, story.round_id, hospital.code)
            agreed = {one.product for one in known.agreements}
            if agreed and (missing := sorted(set(known.products) - agreed)):
                break
    product, firm = known.products[missing[0]], next(iter(known.firms))
    used = Used(product.code, product.reference_spec, firm, 9, 1_000_000, winning=False)
    content = usage_files.to_csv([used], known)
    file = ReportFile(date(2020, 4, 1), "more.csv", content)
    asked = story.store, speaker(hospital), story.round_id, file
    usage.report_usage(*asked, SETTLED)
    settle(story)
    with story.store.transaction() as db:
        content = statements.newest(db, story.round_id, hospital.code).content
    assert {line["product"].partition(" ")[0] for line in content["products"]} == agreed


def test_only_the_fund_settles(told):
    story = told("report_usage")
    hospital, firm = speaker(story.hospitals[0]), speaker(story.firms[0])
    for actor in (OFFICER, AUDITOR, hospital, firm):
        with pytest.raises(Forbidden):
            settle(story, actor)
    assert kept(story) == []


def test_nothing_is_settled_before_the_contracts(told):
    with pytest.raises(WrongPhase):
        settle(told("publish"))


def test_a_statement_is_printed_once_and_a_new_version_is_a_new_paper(told):
    story = told("settle")
    hospital = story.hospitals[0]
    asked = story.store, speaker(hospital), story.round_id, hospital.code, SETTLED
    first = statements.printed(*asked)
    assert first.content.startswith(b"%PDF")
    assert statements.printed(*asked).sha256 == first.sha256
    settle(story)
    second = statements.printed(*asked)
    assert (first.kind, second.kind) == ("retained_savings_1_v1", "retained_savings_1_v2")
    with story.store.transaction() as db:
        assert len(db.papers.of_round(story.round_id, hospital.code)) == 2


def test_nobody_prints_the_statement_of_another_hospital(told):
    story = told("settle")
    ours, theirs = story.hospitals[:2]
    for act in (
        statements.printed,
        lambda *asked: statements.issue(*asked[:3], [asked[3]], SETTLED),
    ):
        for actor in (speaker(ours), speaker(story.firms[0])):
            with pytest.raises(Forbidden):
                act(story.store, actor, story.round_id, theirs.code, SETTLED)


def test_there_is_nothing_to_print_before_the_settlement(told):
    story = told("report_usage")
    with pytest.raises(NotFound):
        statements.printed(story.store, FUND, story.round_id, story.hospitals[0].code, SETTLED)
