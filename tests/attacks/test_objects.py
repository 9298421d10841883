"""One person tries every id of another's objects, on every route that there is."""

import pytest
from open_bidding import BIDDER_CODE, RIVAL, submit
from walker import ABSENT, NOBODY, PARAMETER, filled, kept, refusal, still

from procurement.rules.canon import digest
from procurement.rules.rights import Role

HOSPITAL, OTHER_HOSPITAL = 0, 1
"""Places in the story's list."""
SECRET = {"serial", "flag", "hospital", "party", "run_id", "key_id"}
"""Parameters that name somebody's own: that there is such a thing is nobody else's to know."""


def handed_in(client):
    """What is written in the receipts of the other firms, and in what they sealed."""
    with client.story.store.transaction() as db:
        rows = [row for row in db.envelopes.all(client.round) if row.firm != BIDDER_CODE]
    assert len(rows) >= 3
    said = {row.number for row in rows} | {row.fingerprint for row in rows}
    return said | {row.signature.hex() for row in rows} | {row.ciphertext.hex() for row in rows}


ROLES = [NOBODY, *(role for role in Role if role is not Role.OFFICER)]


@pytest.mark.parametrize("role", ROLES)
def test_before_the_deadline_nobody_reads_of_an_envelope_that_is_not_theirs(
    bidding_site, people, role
):
    walker, secret = people(bidding_site, role), handed_in(bidding_site)
    paths = [*walker.public(), *walker.open_to(role)]
    pages = walker.seen(paths)
    assert [code for code, _ in pages.values()].count(200) > 10
    leaks = [
        (address, one)
        for address, (_, content) in pages.items()
        for one in secret
        if one in (content if isinstance(content, str) else content.decode("latin-1"))
    ]
    assert leaks == []


@pytest.mark.parametrize("role", [NOBODY, Role.FIRM, Role.HOSPITAL, Role.FUND, Role.DISTRIBUTOR])
def test_no_page_changes_when_another_firm_hands_in_or_takes_back(
    bidding_site, people, log_in, role
):
    """Lists, counts and errors too: what a firm does is seen by itself alone."""
    client, walker = bidding_site, people(bidding_site, role)
    paths = [*walker.public(), *walker.open_to(role)]
    mine = dict(client.cookies)
    numbers = {"serial": [str(number) for number in range(1, 7)], "fingerprint": [ABSENT["str"]]}
    before = walker.seen(paths, **numbers)
    client.cookies.clear()
    log_in(client, RIVAL)
    assert submit(client, client.round, price="17.5").status_code == 303
    client.cookies.clear()
    client.cookies.update(mine)
    after = walker.seen(paths, **numbers)
    assert [address for address in before if before[address] != after[address]] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_page_of_another_role_is_refused_whatever_id_it_names(settled_site, people, role):
    walker = people(settled_site, role)
    for path in walker.closed_to(role):
        refused = refusal(path, nobody=role == NOBODY)
        for address in walker.addresses(path):
            assert walker.get(address).status_code == refused, address


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_changed_by_somebody_without_the_right(settled_site, people, role):
    walker = people(settled_site, role)
    before = kept(settled_site.story.store)
    tried = 0
    for path in walker.closed_to(role, "POST"):
        refused = refusal(path, nobody=role == NOBODY)
        for address in walker.addresses(path, round_id=[str(settled_site.story.round_id)]):
            assert walker.post(address).status_code == refused, address
            tried += 1
    assert tried > 20
    assert kept(settled_site.story.store) == before


@pytest.mark.parametrize("role", [Role.FIRM, Role.HOSPITAL])
def test_a_thing_of_somebody_else_is_as_if_it_were_not(settled_site, people, role):
    """Whoever asks for another's receipt, flag or statement learns as much as for none at all."""
    walker, story = people(settled_site, role), settled_site.story
    mine = {BIDDER_CODE, story.hospitals[HOSPITAL].code} | own_serials(story)
    tried = []
    for path in walker.open_to(role):
        names = PARAMETER.findall(path)
        for place, (name, kind) in enumerate(names):
            if name not in SECRET:
                continue
            for other in set(walker.values(name, kind)) - mine:
                chosen = [str(story.round_id) if n == "round_id" else ABSENT[k] for n, k in names]
                absent = walker.get(filled(path, chosen))
                chosen[place] = other
                asked = walker.get(filled(path, chosen))
                assert asked.status_code in {403, 404}, filled(path, chosen)
                assert (asked.status_code, still(asked)) == (absent.status_code, still(absent))
                tried.append(other)
    assert len(tried) > 5 or role is Role.HOSPITAL


def own_serials(story):
    with story.store.transaction() as db:
        rows = db.envelopes.of_firm(story.round_id, BIDDER_CODE)
    return {str(int(row.number.rpartition("-")[2])) for row in rows}


def test_a_hospital_sees_no_other_hospital_anywhere(settled_site, people):
    walker, others = people(settled_site, Role.HOSPITAL), settled_site.story.hospitals[1:]
    pages = walker.seen([*walker.public(), *walker.open_to(Role.HOSPITAL)])
    assert sum(code == 200 for code, _ in pages.values()) > 10
    words = {one.code for one in others} | {one.name for one in others}
    for address, (_, content) in pages.items():
        said = content if isinstance(content, str) else content.decode("utf-8", "ignore")
        assert {word for word in words if word in said} == set(), address


def test_a_firm_gets_no_letter_and_no_receipt_of_another(settled_site, people):
    walker, story = people(settled_site, Role.FIRM), settled_site.story
    with story.store.transaction() as db:
        foreign = {row.sha256 for row in db.papers.of_round(story.round_id) if row.party}
        rows = [row for row in db.envelopes.all(story.round_id) if row.firm != BIDDER_CODE]
    secret = {row.number for row in rows} | {row.signature.hex() for row in rows}
    for address, (_, content) in walker.seen(walker.open_to(Role.FIRM)).items():
        raw = content.encode() if isinstance(content, str) else content
        assert digest(raw) not in foreign, address
        assert [one for one in secret if one.encode() in raw] == [], address


def test_the_firm_of_these_tests_has_pages_of_its_own(settled_site, people):
    """Else the tests above would prove nothing."""
    walker = people(settled_site, Role.FIRM)
    pages = walker.seen(walker.open_to(Role.FIRM))
    found = " ".join(address for address, (code, _) in pages.items() if code == 200)
    assert all(room in found for room in ("/lots/01", "/receipts/", "/json", "/pdf", "/result"))
