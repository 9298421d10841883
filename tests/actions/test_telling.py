"""Who is told what in a round's life, and that nothing confidential is in any mail or webhook."""

from bidders import GSK, HUAHAI, actor
from letterbox import MailServer, Receiver
from sqlmodel import select

from procurement.actions import notices, screening, telling, webhooks
from procurement.exchange import mail
from procurement.exchange.mail import Letterhead, Server, Tls
from procurement.rules.flags import Outcome
from procurement.rules.money import MICRO
from procurement.rules.notices import Kind
from procurement.rules.phases import Phase
from procurement.store.evaluation import BidRow
from seed import cast
from seed.story import ANNOUNCED, SETTLED

KEY = bytes(range(32))
HEAD = Letterhead("noreply@vbp.example", "https://vbp.example")


def kinds(store, who):
    return [entry.row.kind for entry in reversed(notices.inbox(store, who).entries)]


def told_once(*wanted):
    return [kind.value for kind in wanted]


BIDDER_IS_TOLD = told_once(
    Kind.ROUND_ANNOUNCED,
    Kind.DEMAND_CLOSED,
    Kind.BOX_CLOSED,
    Kind.BIDS_OPENED,
    Kind.RESULT_PUBLISHED,
    Kind.CONTRACTS_SIGNED,
)


def test_every_party_is_told_what_concerns_it_in_order(told):
    story = told("settle")
    hospital = cast.speaker(story.hospitals[0])
    assert kinds(story.store, actor(story, GSK)) == BIDDER_IS_TOLD
    assert kinds(story.store, hospital) == told_once(
        Kind.ROUND_ANNOUNCED, Kind.CONTRACTS_SIGNED, Kind.YEAR_SETTLED
    )
    assert kinds(story.store, cast.OFFICER) == told_once(Kind.BOX_CLOSED)
    assert kinds(story.store, cast.FUND) == []
    with story.store.transaction() as db:
        entered = {entry.firm for entry in db.catalogue.entries(story.round_id)}
    stranger = next(firm for firm in story.firms if firm.code not in entered)
    assert kinds(story.store, cast.speaker(stranger)) == []


def test_every_link_leads_to_a_page_of_the_round(told):
    story = told("settle")
    here = story.round_id
    links = {entry.row.link for entry in notices.inbox(story.store, actor(story, GSK)).entries}
    assert links == {f"/firm/{here}", f"/firm/{here}/result"}


def with_a_flag(told, stage):
    """Two firms of lot 06 bid the same price, and the bids are screened."""
    story = told(stage)
    named = {actor(story, name).party for name in (GSK, HUAHAI)}
    with story.store.transaction() as db:
        for row in db.session.exec(select(BidRow).where(BidRow.product == "06")).all():
            if row.firm in named:
                row.unit_price = 20_000_000
    screening.run(story.store, cast.OFFICER, story.round_id, SETTLED)
    with story.store.transaction() as db:
        return story, db.screenings.of_round(story.round_id)


def answer(story, number):
    said = (story.round_id, number, Outcome.EXPLAINED, "说明成立。")
    screening.answer(story.store, cast.OFFICER, *said, at=SETTLED)


def test_firms_that_a_flag_names_are_asked_after_the_publication_and_nobody_else(told):
    story, flags = with_a_flag(told, "publish")
    named = {firm for kept in flags for firm in kept.flag.firms}
    speakers = {firm.code: cast.speaker(firm) for firm in story.firms}
    asked = {code for code, who in speakers.items() if "flag_asked" in kinds(story.store, who)}
    assert asked == named != set()
    one = flags[0]
    who = speakers[one.flag.firms[0]]
    screening.reply(story.store, who, story.round_id, one.number, "各自定价。", SETTLED)
    assert kinds(story.store, cast.OFFICER)[-1] == "flag_replied"
    answer(story, one.number)
    assert kinds(story.store, who)[-1] == "flag_answered"


def test_before_the_publication_no_firm_hears_of_a_flag_and_at_the_publication_it_does(told):
    story, flags = with_a_flag(told, "allocate")
    answer(story, flags[0].number)
    for firm in story.firms:
        heard = set(kinds(story.store, cast.speaker(firm)))
        assert not {"flag_asked", "flag_answered"} & heard
    with story.store.transaction() as db:
        round_ = db.rounds.get(story.round_id)
        telling.asked(db, round_, SETTLED)  # nothing yet
        round_.phase = Phase.PUBLISHED
        telling.asked(db, round_, SETTLED)
    waiting = {firm for kept in flags[1:] for firm in kept.flag.firms}
    speakers = {firm.code: cast.speaker(firm) for firm in story.firms}
    asked = {code for code, who in speakers.items() if "flag_asked" in kinds(story.store, who)}
    assert asked == waiting


def test_no_mail_and_no_webhook_of_a_whole_round_holds_a_price(told):
    """Of every firm and hospital that is told anything, from the announcement to the savings."""
    story = told("settle")
    people = [actor(story, GSK), actor(story, HUAHAI), cast.speaker(story.hospitals[0])]
    with MailServer() as server, Receiver() as receiver:
        for who in [*people, cast.OFFICER]:
            notices.set_address(story.store, who, f"{who.login}@mail.example", ANNOUNCED)
        for who in people:
            webhooks.add(story.store, who, receiver.address, KEY, ANNOUNCED, loopback=True)
        while notices.spread(story.store, SETTLED):
            pass
        while webhooks.deliver(story.store, SETTLED, KEY, loopback=True):
            pass
        post = mail.by_server(Server("127.0.0.1", server.port, Tls.NONE))
        while notices.send(story.store, SETTLED, post, HEAD):
            pass
        written = [one.get_content() + one["Subject"] for one in server.box.mails]
        written += [body.decode() for _, body in receiver.messages]
        shapes = {tuple(sorted(body)) for body in receiver.bodies}
        inside = {tuple(sorted(body["data"])) for body in receiver.bodies}
    assert len(written) == 2 * (2 * len(BIDDER_IS_TOLD) + 3) + 1
    assert shapes == {("data", "sequence", "timestamp", "type")}
    assert inside == {("day", "link", "round")}
    secrets = {
        said
        for bid in story.batch.bids
        for said in (f"{bid.unit_price}", yuan(bid.unit_price))
        if len(said) > 3  # shorter ones stand in every date
    }
    assert len(secrets) > 10
    assert [word for word in secrets for text in written if word in text] == []
    assert not any(firm.name in text for firm in story.firms for text in written)


def yuan(micro):
    """A price as people write it."""
    return f"{micro / MICRO:f}".rstrip("0").rstrip(".")
