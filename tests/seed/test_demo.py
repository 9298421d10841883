"""The demonstration, on the small story: a line a step, told once, papers in a folder."""

import plot

from procurement.rules import credit_codes
from procurement.rules.rights import Role
from seed import cast, demo


def test_the_demonstration_is_told_once_and_says_what_it_does(store, tmp_path, capsys):
    story = plot.small_story(store)
    demo.tell(story, tmp_path)
    said = capsys.readouterr().out
    assert all(f"  {zh}\n" in said for zh, _, _ in demo.steps(story))
    assert "\r" not in said  # no passing lines where there is no terminal
    assert {"award-notice.pdf", "opening-minutes.pdf"} <= {one.name for one in tmp_path.iterdir()}
    with store.transaction() as db:
        assert [one.rehearsal for one in db.rounds.all()] == [False, True, True, True]
        (asked,) = db.questions.of_round(story.rehearsal_id)
        parts = db.amendments.of_round(story.rehearsal_id)
        (change,) = db.changes.of_round(story.rehearsal_id)
    assert asked.published
    assert [(one.part, one.version) for one in parts] == [("1", 1), ("1", 2)]
    assert (change.row.proposed_by, change.answer.answered_by) == ("officer", "supervisor")
    demo.tell(story, tmp_path)
    assert "kept" in capsys.readouterr().out
    welcome = demo.welcome(store, "http://127.0.0.1:8000")
    assert all(role.value in welcome for role in Role)


def test_every_role_has_a_login_and_the_distributor_a_credit_code(told):
    with told("register").store.transaction() as db:
        for actor in (cast.OFFICER, cast.FUND, cast.AUDITOR, cast.SUPERVISOR, cast.DISTRIBUTOR):
            row = db.accounts.by_login(actor.login)
            assert (row.role, row.party) == (actor.role, actor.party)
    assert not credit_codes.read(cast.DISTRIBUTOR.party).faults
