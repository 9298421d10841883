"""The demonstration, on the small story: a line a step, told once, papers in a folder."""

import plot

from seed import demo


def test_the_demonstration_is_told_once_and_says_what_it_does(store, tmp_path, capsys):
    story = plot.small_story(store)
    demo.tell(story, tmp_path)
    said = capsys.readouterr().out
    assert all(f"  {zh}\n" in said for zh, _, _ in demo.steps(story))
    assert "\r" not in said  # no passing lines where there is no terminal
    assert {"award-notice.pdf", "opening-minutes.pdf"} <= {one.name for one in tmp_path.iterdir()}
    with store.transaction() as db:
        assert [one.rehearsal for one in db.rounds.all()] == [False, True, True, True]
    demo.tell(story, tmp_path)
    assert "kept" in capsys.readouterr().out
    welcome = demo.welcome(store, "http://127.0.0.1:8000")
    assert all(role in welcome for role in ("officer", "firm", "hospital", "fund", "auditor"))
