"""Two people of the office who change an announced round, in the tests."""

from datetime import timedelta

import pytest
from sqlmodel import select

from procurement.actions import changes
from procurement.rules import canon
from procurement.rules.changes import Change
from procurement.rules.rights import Actor, Role
from procurement.rules.text import Refused
from procurement.store.notices import NoticeRow
from seed.cast import OFFICER, SECOND
from seed.story import ANNOUNCED, BIDS_DUE

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)
DAY = timedelta(days=1)
IN_TIME = ANNOUNCED + DAY
LATER = BIDS_DUE + 7 * DAY
PART = {
    "title_zh": "申报要求",
    "title_en": "How to bid",
    "text_zh": "第一行\n第二行",
    "text_en": "One\nTwo",
    "effective": "2020-01-02",
    "affects_bids": "yes",
}


def moved(to):
    return Change.DEADLINE, "", {"bids_close_at": canon.instant(to)}


def ceiling(price, place="06/5mg"):
    return Change.CEILING, place, {"ceiling": price}


def amended(part="3.2", **changed):
    return Change.AMENDMENT, part, PART | changed


def propose(story, wanted, who=OFFICER, at=IN_TIME, reason="企业反映准备时间不足"):
    return changes.propose(story.store, who, story.round_id, *wanted, reason, at=at)


def consent(story, number, who=SECOND, at=IN_TIME):
    changes.consent(story.store, who, story.round_id, number, at)


def refuse(story, number, who=SECOND, at=IN_TIME, reason="无此必要"):
    changes.refuse(story.store, who, story.round_id, number, reason, at)


def change(story, wanted, at=IN_TIME):
    """Both of them, one after the other; the number."""
    number = propose(story, wanted, at=at)
    consent(story, number, at=at)
    return number


def deadline(story):
    with story.store.transaction() as db:
        return db.rounds.get(story.round_id).bids_close_at


def ceiling_of(story, lot="06", spec="5mg"):
    with story.store.transaction() as db:
        product = db.catalogue.products(story.round_id)[lot]
        return next(one.ceiling for one in product.presentations if one.spec == spec)


def refused(attempt):
    """The rules of the faults for which it was refused."""
    with pytest.raises(Refused) as found:
        attempt()
    return [fault.rule for fault in found.value.faults]


def told_of(story, kind):
    """Whom a notice of this kind was left for, and where it leads."""
    with story.store.transaction() as db:
        rows = db.session.exec(select(NoticeRow).where(NoticeRow.kind == kind.value)).all()
    return {row.audience for row in rows}, {row.link for row in rows}
