"""Monthly reports through actions: what is kept, what replaces what, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from procurement.actions import progress, usage
from procurement.actions.usage import ReportFile
from procurement.exchange import usage_files
from procurement.rules import money
from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from procurement.store.usage import Used
from seed.cast import FUND, OFFICER, speaker

APRIL, MAY = date(2020, 4, 1), date(2020, 5, 1)
JUNE_10TH = datetime(2020, 6, 10, 2, tzinfo=UTC)


class Reporting:
    """A hospital of the signed round that reports on its first agreement."""

    def __init__(self, story):
        self.story = story
        hospital = story.hospitals[0]
        self.actor, self.code = speaker(hospital), hospital.code
        with story.store.transaction() as db:
            self.known = usage.articles(db, story.round_id, self.code)
        self.agreement = self.known.agreements[0]

    def won(self, quantity):
        one = self.agreement
        return Used(one.product, one.spec, one.firm, quantity, one.unit_price, winning=True)

    def lost(self, quantity, price):
        other = next(code for code in self.known.firms if code != self.agreement.firm)
        return Used(
            self.agreement.product, self.agreement.spec, other, quantity, price, winning=False
        )

    def csv(self, *rows):
        return usage_files.to_csv(rows, self.known)

    def report(self, content, month=APRIL, name="report.csv", actor=None, act=usage.report_usage):
        who = actor or self.actor
        file = ReportFile(month, name, content)
        return act(self.story.store, who, self.story.round_id, file, JUNE_10TH)

    def line(self, until=None):
        with self.story.store.transaction() as db:
            return progress.lines(db, self.story.round_id, self.code, until)[0]

    def uploads(self):
        with self.story.store.transaction() as db:
            return db.usage.uploads(self.story.round_id, self.code)


@pytest.fixture
def reporting(told):
    return Reporting(told("sign"))


def test_a_report_counts_and_is_reconciled(reporting):
    kept = reporting.report(reporting.csv(reporting.won(300), reporting.lost(40, 2_500_000)))
    assert (kept.totals.rows, kept.totals.quantity, kept.totals.winning_quantity) == (2, 340, 300)
    assert kept.totals.amount == reporting.line().amount + reporting.line().others_amount
    assert (reporting.line().received, reporting.line().others) == (300, 40)
    assert [row.sha256 for row in reporting.uploads()] == [kept.sha256]


def test_the_same_file_twice_changes_nothing(reporting):
    content = reporting.csv(reporting.won(300))
    assert not reporting.report(content).again
    assert reporting.report(content).again
    assert len(reporting.uploads()) == 1
    assert reporting.line().received == 300


def test_the_same_file_for_another_month_is_a_report_of_that_month(reporting):
    content = reporting.csv(reporting.won(300))
    reporting.report(content)
    assert not reporting.report(content, month=MAY).again
    assert reporting.line().received == 600


def test_an_earlier_file_may_be_reported_again_after_a_correction(reporting):
    first, second = reporting.csv(reporting.won(300)), reporting.csv(reporting.won(200))
    for content in (first, second, first):
        assert not reporting.report(content).again
    assert reporting.line().received == 300


def test_a_correction_replaces_its_rows_and_the_others_stay(reporting):
    reporting.report(reporting.csv(reporting.won(300), reporting.lost(40, 2_500_000)))
    reporting.report(reporting.csv(reporting.won(120)))
    assert (reporting.line().received, reporting.line().others) == (120, 40)


def test_a_reported_zero_is_data(reporting):
    assert reporting.line().received is None
    reporting.report(reporting.csv(reporting.won(0)))
    assert reporting.line().received == 0


def test_nothing_is_kept_of_a_file_with_one_wrong_row(reporting):
    wrong = replace(reporting.won(5), spec="7 barrels")
    with pytest.raises(Refused) as refused:
        reporting.report(reporting.csv(reporting.won(300), wrong))
    assert [fault.rule for fault in refused.value.faults] == ["unknown_spec"]
    assert reporting.uploads() == []


def test_a_check_says_what_would_change_and_keeps_nothing(reporting):
    reporting.report(reporting.csv(reporting.won(300), reporting.lost(40, 2_500_000)))
    seen = reporting.report(reporting.csv(reporting.won(310)), act=usage.check)
    assert sorted(change.kind for change in seen.changes) == ["changed", "stays"]
    same = reporting.report(reporting.csv(reporting.won(300)), act=usage.check)
    assert sorted(change.kind for change in same.changes) == ["same", "stays"]
    new = reporting.report(reporting.csv(reporting.won(300)), month=MAY, act=usage.check)
    assert [(change.kind, change.article.quantity) for change in new.changes] == [("new", 300)]
    assert len(reporting.uploads()) == 1


@pytest.mark.parametrize("month", [date(2020, 3, 1), date(2021, 4, 1), date(2020, 7, 1)])
def test_a_month_outside_the_year_or_not_begun_is_refused(reporting, month):
    with pytest.raises(Refused) as refused:
        reporting.report(reporting.csv(reporting.won(300)), month=month)
    assert [fault.rule for fault in refused.value.faults] == ["month"]


def test_a_template_of_another_month_is_refused(reporting):
    workbook = usage_files.template(reporting.known, APRIL, hospital_name="示范医院")
    with pytest.raises(Refused) as refused:
        reporting.report(workbook, month=MAY, name="report.xlsx")
    assert refused.value.faults[0].rule == "template_month"


def test_only_a_hospital_reports_usage(reporting):
    content = reporting.csv(reporting.won(300))
    for actor in (OFFICER, FUND, speaker(reporting.story.firms[0])):
        for act in (usage.check, usage.report_usage):
            with pytest.raises(Forbidden):
                reporting.report(content, actor=actor, act=act)


def test_nobody_reports_before_the_contracts_are_signed(told):
    story = told("publish")
    with pytest.raises(WrongPhase):
        usage.report_usage(
            story.store,
            speaker(story.hospitals[0]),
            story.round_id,
            ReportFile(APRIL, "a.csv", b""),
            JUNE_10TH,
        )


def test_months_are_rounded_to_the_fen_one_by_one(reporting):
    """0.005 yuan is half a fen: two months of one unit each come to 2 fen, not 1."""
    rows = [reporting.lost(1, 5_000)]
    reporting.report(reporting.csv(*rows))
    reporting.report(reporting.csv(*rows), month=MAY)
    assert money.cost(5_000, 1) == 1
    assert (reporting.line().others, reporting.line().others_amount) == (2, 2)


def test_the_largest_report_does_not_overflow(reporting):
    quantity, price = 999_999_999, 9_999_999_999_999
    reporting.report(reporting.csv(reporting.lost(quantity, price)))
    assert reporting.line().others_amount == money.cost(price, quantity)


def test_on_an_earlier_day_only_the_months_that_were_over_count(reporting):
    reporting.report(reporting.csv(reporting.won(300)))
    reporting.report(reporting.csv(reporting.won(500)), month=MAY)
    assert reporting.line(until=APRIL).received == 300
    assert reporting.line(until=MAY).received == reporting.line().received == 800


def test_the_report_is_in_the_audit_chain(reporting):
    kept = reporting.report(reporting.csv(reporting.won(300)))
    with reporting.story.store.transaction() as db:
        (event,) = db.audit.newest(1)
    assert (event.action, event.actor) == ("usage reported", reporting.actor.login)
    assert event.details["sha256"] == kept.sha256
