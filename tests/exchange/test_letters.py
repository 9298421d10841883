"""The notice names every winner; a letter speaks to one firm and of no other."""

from dataclasses import replace
from datetime import date

import pytest

from procurement.exchange import dossier, letters, paper
from procurement.exchange.dossier import Unread
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict

DAY = date(2020, 1, 21)


@pytest.fixture
def facts(told):
    story = told("publish")
    with story.store.transaction() as db:
        return dossier.load(db, story.round_id)


def others(facts, firm):
    """Names of the firms that bid, without this one."""
    bidders = {bid.firm for bids in facts.bids.values() for bid in bids}
    return {facts.firm(one) for one in bidders - {firm}}


def test_the_notice_has_every_award_to_the_fen_and_every_clause(facts):
    notice = letters.award_notice(facts, DAY)
    assert len(notice.lines) == 8
    assert notice.amount == sum(award.amount for award in facts.awards)
    assert notice.without_winner == ()
    assert {clause.key for clause in notice.clauses} == {
        entry.key for entry in facts.rules.sources.values()
    }
    assert notice.issue.rulebook_sha256 == facts.round.rulebook_sha256
    assert notice.issue.bids_opened == date(2020, 1, 17)


def test_the_notice_names_products_that_nobody_won(facts):
    none_of_06 = [award for award in facts.awards if award.product != "06"]
    notice = letters.award_notice(replace(facts, awards=none_of_06), DAY)
    assert notice.without_winner == (facts.products["06"].name,)


def test_every_winner_gets_a_letter_with_all_its_awards_and_nobody_elses(facts):
    found = list(letters.award_letters(facts, DAY))
    assert [letter.firm_code for letter in found] == facts.winners
    for letter in found:
        own = facts.awards_of(letter.firm_code)
        assert letter.amount == sum(award.amount for award in own)
        assert sum(one.quantity for one in letter.supplies) == sum(one.quantity for one in own)
        assert [duty.key for duty in letter.duties]
        shown = paper.compose(letter)
        assert facts.firm(letter.firm_code) in shown
        assert not [name for name in others(facts, letter.firm_code) if name in shown]


def test_every_loser_gets_a_letter_with_reason_and_clause_and_it_names_no_other_firm(facts):
    """
    正大天晴 lost 06 (and won 01), GSK lost 06, 强生 lost 01, 齐鲁 lost 31
    """
    found = list(letters.result_letters(facts, DAY))
    assert [letter.firm_code for letter in found] == facts.losers
    assert len(found) == 4
    for letter in found:
        (bid,) = letter.bids
        assert bid.reason
        assert bid.clause.title
        assert bid.clause.source
        shown = paper.compose(letter)
        assert bid.reason in shown
        assert bid.clause.source in shown
        assert not [name for name in others(facts, letter.firm_code) if name in shown]


def test_a_firm_that_won_one_product_and_lost_another_gets_both_letters(facts):
    (both,) = set(facts.winners) & set(facts.losers)
    assert facts.firm(both) == "正大天晴药业集团股份有限公司"
    assert [award.product for award in facts.awards_of(both)] == ["01"]
    assert [verdict.product for verdict in facts.lost_by(both)] == ["06"]


def test_documents_are_numbered_one_after_another(facts):
    issues = [
        letters.award_notice(facts, DAY).issue,
        *(letter.issue for letter in letters.award_letters(facts, DAY)),
        *(letter.issue for letter in letters.result_letters(facts, DAY)),
    ]
    assert [issue.number for issue in issues] == [
        f"样张〔2020〕{number}号" for number in range(1, len(issues) + 1)
    ]


def test_a_bid_that_was_invalid_is_told_which_check_it_failed(facts):
    """The check is none of the rulebook's entries, so the letter names it by itself."""
    firm = facts.losers[0]
    reason = Text("没有规格“7mg”。申报无效。", "There is no spec “7mg”. The bid is invalid.")
    invalid = Verdict(
        product="06",
        firm=firm,
        comparable_price=None,
        rank=None,
        shortlisted=False,
        won=False,
        clause="spec",
        reason=reason,
        price_to_win=None,
    )
    bid = replace(facts.bids["06"][0], firm=firm)
    changed = replace(facts, verdicts={"06": [invalid]}, bids={"06": [bid]})
    (letter,) = letters.result_letters(changed, DAY)
    (lost,) = letter.bids
    assert (lost.clause.key, lost.clause.title) == ("spec", "无效申报")
    assert lost.clause.evidence == "unconfirmed"
    assert reason.zh in paper.compose(letter)


def test_a_firm_whose_envelope_could_not_be_read_is_told_the_cause(facts):
    cause = Text("信封无法解密。", "The envelope cannot be decrypted.")
    facts = replace(facts, unread=(Unread("06", "F001", cause),))
    assert "F001" in facts.losers
    (letter,) = (one for one in letters.result_letters(facts, DAY) if one.firm_code == "F001")
    shown = paper.compose(letter)
    assert "信封无法解密。" in shown
    assert "报价信封无法读取" in shown
