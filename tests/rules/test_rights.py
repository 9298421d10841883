"""Who may do what, and to whose things."""

from dataclasses import replace

import pytest

from procurement.rules.rights import PARTIES, RIGHTS, ROLE_NAMES, Actor, Forbidden, Role, require

OFFICER = Actor("wang", Role.OFFICER)
ALPHA = Actor("alpha", Role.FIRM, "F01")
CLINIC = Actor("clinic", Role.HOSPITAL, "H01")


def test_who_may_do_what():
    """
    Rights to look, see_..., may grow with the pages; a right to act stands here or fails the test.

    right                officer firm hospital fund auditor supervisor distributor
    draft_round          x       .    .        .    .       .          .
    announce             x       .    .        .    .       .          .
    close_demand         x       .    .        .    .       .          .
    open_bids            x       .    .        .    .       .          .
    rehearse             x       .    .        .    .       .          .
    take_share           x       .    .        .    .       .          .
    evaluate             x       .    .        .    .       .          .
    record_acceptance    x       .    .        .    .       .          .
    screen_bids          x       .    .        .    .       .          .
    allocate             x       .    .        .    .       .          .
    run_picking          x       .    .        .    .       .          .
    publish              x       .    .        .    .       .          .
    sign                 x       .    .        .    .       .          .
    propose_change       x       .    .        .    .       .          .
    answer_change        x       .    .        .    .       x          .
    answer_question      x       .    .        .    .       .          .
    ask_question         .       x    x        .    .       .          .
    report_demand        .       .    x        .    .       .          .
    confirm_leftover     .       .    x        .    .       .          .
    submit_envelope      .       x    .        .    .       .          .
    pick_region          .       x    .        .    .       .          .
    reply_to_flag        .       x    .        .    .       .          .
    report_usage         .       .    x        .    .       .          .
    settle               .       .    .        x    .       .          .
    see_round            x       .    .        .    x       x          .
    see_envelopes        x       x    .        .    x       x          .
    see_own_result       x       x    .        .    x       x          .
    see_progress         x       .    x        x    x       x          .
    see_statement        x       .    x        x    x       x          .
    see_flags            x       .    .        .    x       x          .
    see_audit            x       .    .        .    x       x          .
    keep_account         x       x    x        x    x       x          x
    end_sessions         x       .    .        .    .       .          .
    reset_factor         x       .    .        .    .       .          .
    invite_person        x       .    .        .    .       .          .
    review_registration  x       .    .        .    .       .          .
    declare_affiliation  .       x    .        .    .       .          .
    confirm_affiliation  x       .    .        .    .       .          .
    make_api_key         .       x    x        .    .       .          .
    see_people           x       .    .        .    .       x          .
    see_registrations    x       .    .        .    x       x          .
    see_own_registration .       x    .        .    .       .          .
    see_affiliations     x       .    .        .    x       x          .
    see_deliveries       .       .    .        .    .       .          x
    see_notices          x       x    x        x    x       x          x
    set_mail_address     x       x    x        x    x       x          x
    keep_webhooks        .       x    x        .    .       .          x
    """
    table = test_who_may_do_what.__doc__ or ""
    (_, *roles), *rows = [
        line.split() for line in table.partition("\n\n")[2].splitlines() if line.strip()
    ]
    wanted = {
        right: {Role(role) for role, mark in zip(roles, marks, strict=True) if mark == "x"}
        for right, *marks in rows
    }
    looks = {right for right in RIGHTS if right.startswith("see_")}
    assert wanted == {right: RIGHTS[right] for right in RIGHTS if right in wanted}
    assert set(RIGHTS) - set(wanted) <= looks


@pytest.mark.parametrize("right", sorted(RIGHTS))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_the_right_is_refused(role, right):
    who = Actor("somebody", role, "X01")
    if role in RIGHTS[right]:
        assert require(who, right) is who
    else:
        with pytest.raises(Forbidden, match=f"somebody may not {right}"):
            require(who, right)


@pytest.mark.parametrize("right", sorted(RIGHTS))
def test_nobody_may_do_anything(right):
    with pytest.raises(Forbidden, match=f"nobody may not {right}"):
        require(None, right)


@pytest.mark.parametrize(
    ("who", "right"),
    [(ALPHA, "submit_envelope"), (ALPHA, "see_own_result"), (CLINIC, "report_demand")],
)
def test_firms_and_hospitals_may_do_it_to_their_own_things_only(who, right):
    assert require(who, right, who.party) is who
    for other in ("F02", "H02", ""):
        with pytest.raises(Forbidden):
            require(who, right, other)


def test_an_office_may_do_it_to_the_things_of_everybody():
    assert require(OFFICER, "see_envelopes", "F01") is OFFICER
    assert require(Actor("fund", Role.FUND), "see_statement", "H01").login == "fund"


def test_a_refusal_speaks_both_languages_and_tells_no_secret():
    text = Forbidden(ALPHA, "see_audit").text
    assert text == ("您无权进行此操作。", "You have no right to do this.")


def test_a_right_that_is_not_in_the_table_is_nobodys():
    with pytest.raises(KeyError):
        require(OFFICER, "rewrite_history")


def test_every_role_has_a_name_in_both_languages():
    assert set(ROLE_NAMES) == set(Role)
    assert all(name.zh and name.en for name in ROLE_NAMES.values())
    assert {ALPHA.role, CLINIC.role, Role.DISTRIBUTOR} == PARTIES


def test_a_key_may_do_less_than_the_person_it_speaks_for():
    key = replace(CLINIC, only=frozenset({"report_demand"}))
    assert require(key, "report_demand", "H01") is key
    for right in ("report_usage", "confirm_leftover"):
        with pytest.raises(Forbidden):
            require(key, right, "H01")
