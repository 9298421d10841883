"""The story's own promises, step by step."""

from procurement.rules.phases import Phase


def test_the_whole_round_is_told_through_actions(told):
    story = told("sign")
    with story.store.transaction() as db:
        round_ = db.rounds.get(story.round_id)
        awards = db.awards.of_round(story.round_id)
        agreements = db.agreements.of_round(story.round_id)
    assert round_.phase is Phase.CONTRACTED
    agreed = sum(one.agreed_quantity for one in agreements)
    assert agreed == sum(award.quantity for award in awards)
