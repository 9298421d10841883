"""Questions: whose they are, nobody can tell who has not the key."""

from datetime import UTC, date, datetime, timedelta

import pytest

from procurement.exchange import rulebooks
from procurement.rules import questions
from procurement.rules.change_rules import ChangeRules
from procurement.rules.questions import Asker

KEY, OTHER_KEY = bytes(32), bytes([1] * 32)
DEADLINE = datetime(2026, 12, 31, 2, tzinfo=UTC)
RULES = rulebooks.load("changes-default").at(date(2026, 11, 22), ChangeRules)
ASKER = Asker("F007", "浙江华海药业股份有限公司")


def rules_broken(words, waiting=0, asker=ASKER):
    return [fault.rule for fault in questions.question_faults(words, asker, waiting, RULES)]


def test_two_questions_of_one_asker_cannot_be_told_from_those_of_two():
    marks = {
        questions.mark(KEY, "round", 1, "F007"),
        questions.mark(KEY, "round", 2, "F007"),
        questions.mark(KEY, "round", 1, "F008"),
        questions.mark(KEY, "another", 1, "F007"),
        questions.mark(OTHER_KEY, "round", 1, "F007"),
    }
    assert len(marks) == 5
    assert all(len(mark) == 64 for mark in marks)


def test_the_asker_finds_its_own_questions_with_the_key_only():
    marks = [(n, questions.mark(KEY, "r", n, f"F00{n % 2}")) for n in range(1, 5)]
    assert questions.own(KEY, "r", "F001", marks) == {1, 3}
    assert questions.own(KEY, "r", "F009", marks) == frozenset()
    assert questions.own(OTHER_KEY, "r", "F001", marks) == frozenset()


def test_questions_are_asked_strictly_before_the_deadline():
    instant = timedelta(microseconds=1)
    assert questions.is_open(DEADLINE, DEADLINE - instant)
    assert not questions.is_open(DEADLINE, DEADLINE)
    assert not questions.is_open(None, DEADLINE)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("附件二的装量如何填写？", []),
        ("", ["words"]),
        ("  ", ["words"]),
        ("长" * 2001, ["words"]),
        ("我司浙江华海药业股份有限公司想问", ["anonymous"]),
        ("f007 asks", ["anonymous"]),
        ("我司F007想问", ["anonymous"]),
        ("pdF0071", []),
    ],
)
def test_a_question_says_something_and_does_not_give_its_asker_away(words, rule):
    assert rules_broken(words) == rule


def test_no_more_than_twenty_wait():
    assert rules_broken("什么时候？", waiting=19) == []
    assert rules_broken("什么时候？", waiting=20) == ["questions.most_open"]
