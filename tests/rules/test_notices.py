"""What people are told: a kind, a round, a link and a day, and to whom."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest

from procurement.rules import notices
from procurement.rules.notices import LONGEST_PAUSE, WORDS, Kind, Notice
from procurement.rules.rights import Actor, Role

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OFFICER = Actor("wang", Role.OFFICER)
ALPHA = Actor("alpha", Role.FIRM, "F01")


def test_every_kind_has_words_in_both_languages_and_no_number_in_them():
    assert set(WORDS) == set(Kind)
    for words in WORDS.values():
        assert words.zh
        assert words.en
        assert not any(letter.isdigit() for letter in words.zh + words.en)


def test_a_notice_has_no_place_for_anything_confidential():
    assert {one.name: one.type for one in fields(Notice)} == {
        "kind": Kind,
        "round": str,
        "link": str,
        "day": date,
    }


def test_a_person_reads_what_the_role_and_the_party_were_told():
    assert notices.audiences(ALPHA) == ("role:firm", "party:F01")
    assert notices.audiences(OFFICER) == ("role:officer",)
    assert notices.told(["F01", "officer", Role.OFFICER, "F01"]) == ("party:F01", "role:officer")


def test_a_firm_that_calls_itself_officer_is_told_nothing_of_the_officers():
    fox = Actor("fox", Role.FIRM, "officer")
    assert not set(notices.audiences(fox)) & set(notices.told(["officer"]))


@pytest.mark.parametrize("link", ["/", "/firm/12", "/firm/12/result", "/rounds/1/changes"])
def test_a_notice_links_to_a_page_of_the_site(link):
    assert notices.checked_link(link) == link


@pytest.mark.parametrize(
    "link",
    [
        "",
        "firm",
        "//evil.example",
        "/firm//12",
        "/firm/",
        "/a?price=12",
        "/a#b",
        "/price/17.39",
        "/../etc",
        "https://evil.example/",
        "/a\n",
        "/" + "a" * 120,
    ],
)
def test_a_link_to_elsewhere_or_with_a_query_is_a_mistake(link):
    with pytest.raises(ValueError, match="path of the site"):
        notices.checked_link(link)


@pytest.mark.parametrize("address", ["", "a@b", "wang.li+vbp@pharma.example.com"])
def test_an_address_that_can_be_written_to(address):
    assert notices.address_faults(address) == []


@pytest.mark.parametrize(
    "address",
    [
        "wang",
        "@b.c",
        "a@",
        "a@b@c",
        "a b@c.d",
        "a@b.c\nBcc: everybody@x.y",
        "王@b.c",
        "<a@b.c>",
        "a@b.c, d@e.f",
        "a@" + "b" * 260,
    ],
)
def test_an_address_that_cannot(address):
    (fault,) = notices.address_faults(address)
    assert fault.rule == "mail_address"


def test_each_pause_is_twice_the_one_before_up_to_the_longest():
    pauses = [notices.next_try(failures, NOW) - NOW for failures in (1, 2, 3, 10, 11, 5000)]
    half = timedelta(seconds=30)
    assert pauses == [half, 2 * half, 4 * half, 512 * half, LONGEST_PAUSE, LONGEST_PAUSE]
