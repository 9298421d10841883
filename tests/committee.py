"""A round whose key five officers keep, three of whom open the bids."""

from plot import QUICK

from procurement.actions import rounds
from seed.cast import COMMITTEE, OFFICER, THRESHOLD
from seed.story import ANNOUNCED, BIDS_DUE, DRAFTED, SOURCE
from seed.tenders import draft


def of(officers):
    """The passphrases of these officers."""
    return {officer: COMMITTEE[officer] for officer in officers}


def announce(story):
    """The story's round, drafted, rehearsed and announced with three of five keys."""
    story.round_id = rounds.draft(story.store, OFFICER, draft(story.batch, SOURCE), DRAFTED)
    place = (story.store, OFFICER, story.round_id)
    rounds.rehearse(*place, tuple(COMMITTEE), DRAFTED, QUICK, threshold=THRESHOLD)
    rounds.announce(*place, COMMITTEE, BIDS_DUE, ANNOUNCED, QUICK, threshold=THRESHOLD)
