"""An invented round told through the pages alone, by everybody who takes part in it."""

import io
import re
from datetime import UTC, datetime, timedelta

import deadlines
from office import HTML, post, read
from open_bidding import submit
from pypdf import PdfReader

from procurement.actions import allocation, issuing, parties
from procurement.rules import money
from seed import cast
from seed.invented_rounds import hospitals_of

DUE = timedelta(hours=1)


class Pages:
    """One invented round on one site; every step is what somebody does on a page."""

    def __init__(self, client, log_in, round_):
        self.client, self.round, self.log_in = client, round_, log_in
        self.store = client.story.store
        self.hospitals = hospitals_of(client.story.hospitals)
        self.number = 0
        now = datetime.now(UTC)
        logins = cast.firm_logins(round_.firms)
        parties.register(self.store, round_.firms, (), logins, by="setup", at=now)

    @property
    def here(self):
        return f"/officer/{self.number}"

    def officer(self):
        return self.log_in(self.client, "officer")

    def done(self, address, **form):
        """Post a form, which is accepted; the page that follows."""
        answer = post(self.client, address, **form)
        assert answer.status_code == 303, answer.text
        return self.page(answer.headers["location"])

    def page(self, address):
        answer = read(self.client, address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def draft(self):
        """Upload the files, and decide what the rulebook leaves open."""
        self.officer()
        head = self.round
        form = {
            "code": head.code,
            "name": head.name,
            "document": head.document,
            "source": "虚构",
            "day": head.day.isoformat(),
            "_csrf_token": self.client.cookies["csrftoken"],
        }
        answer = self.client.post(
            f"/officer/design/{head.rulebook}",
            data=form,
            files=[("files", (name, io.BytesIO(file))) for name, file in head.files.items()],
            headers=HTML,
            follow_redirects=False,
        )
        assert answer.status_code == 303, answer.text
        self.number = int(answer.headers["location"].split("/")[2])
        for key, (value, reason) in head.decisions.items():
            self.done(f"{self.here}/design/{key}", value=value, reason=reason)

    def announce(self):
        """Rehearsed with the officers who then keep the key."""
        self.done(f"{self.here}/rehearse", officer=list(cast.PASSPHRASES), threshold="2")
        there = datetime.now(UTC) + DUE + timedelta(hours=8)
        answer = post(
            self.client,
            f"{self.here}/announce",
            officer=list(cast.PASSPHRASES),
            passphrase=list(cast.PASSPHRASES.values()),
            bids_close_at=there.replace(tzinfo=None).isoformat(timespec="minutes"),
        )
        assert answer.status_code == 303, answer.text

    def report(self):
        """Every hospital fills in its form."""
        by_hospital = {}
        for row in self.round.reports(self.hospitals):
            field = " ".join(part for part in (row.product, row.spec, row.brand) if part)
            by_hospital.setdefault(row.hospital, {})[field] = str(row.quantity)
        for hospital, form in by_hospital.items():
            self.log_in(self.client, hospital.lower())
            self.done(f"/hospital/{self.number}/demand", **form)

    def close_demand(self):
        self.officer()
        self.done(f"{self.here}/close-demand")

    def bid(self):
        """Every firm seals its bids on its own pages."""
        by_firm = {}
        for bid in self.round.bids:
            by_firm.setdefault(bid.firm, []).append(bid)
        for firm, bids in by_firm.items():
            self.log_in(self.client, firm.lower())
            for bid in bids:
                price = money.show_price(bid.unit_price, exact=True)
                answer = submit(self.client, self.number, bid.product, spec=bid.spec, price=price)
                assert answer.status_code == 303, answer.text

    def open(self):
        """The deadline comes, and the key officers open together."""
        deadlines.move(self.store, self.number, datetime.now(UTC))
        self.officer()
        self.done(
            f"{self.here}/open",
            officer=list(cast.PASSPHRASES),
            passphrase=list(cast.PASSPHRASES.values()),
        )

    def evaluate(self):
        self.done(f"{self.here}/evaluate")
        return self.page(f"{self.here}/evaluation")

    def acceptable(self):
        """Product and firm of every revival price that the evaluation page offers."""
        shown = self.page(f"{self.here}/evaluation")
        fields = r'name="product" value="(\w+)"><input type="hidden" name="firm" value="(\w+)"'
        return re.findall(fields, shown)

    def accept(self, product, firm):
        return self.done(f"{self.here}/evaluation/acceptance", product=product, firm=firm)

    def allocate(self, plan):
        """Ask, let the worker work, and choose; the page of both plans."""
        self.done(f"{self.here}/allocation")
        assert allocation.work(self.store, datetime.now(UTC), workers=1)
        shown = self.page(f"{self.here}/allocation")
        run = re.search(r'name="run" value="(\d+)"', shown)[1]
        return self.done(f"{self.here}/allocation/choice", run=run, plan=plan)

    def leftover(self, hospital):
        """Log in as a hospital; the fields of its leftover form, with the units proposed."""
        self.log_in(self.client, hospital.lower())
        shown = self.page(f"/hospital/{self.number}/leftover")
        return shown, dict(re.findall(r'class="quantity" name="([^"]+)".*?value="(\d*)"', shown))

    def assign(self, form):
        return post(self.client, f"/hospital/{self.number}/leftover", **form)

    def publish(self):
        self.done(f"{self.here}/publish")

    def print(self):
        """Issue the documents; the text of the award notice as it is published."""
        self.done(f"{self.here}/papers")
        assert issuing.work(self.store, datetime.now(UTC))
        notice = read(self.client, f"/rounds/{self.number}/award-notice.pdf")
        assert notice.content[:5] == b"%PDF-"
        pages = PdfReader(io.BytesIO(notice.content)).pages
        return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))

    def sign(self):
        self.done(f"{self.here}/sign", start="2026-12-01")

    def kept(self):
        """Awards, agreements and verdicts, as they are kept."""
        with self.store.transaction() as db:
            verdicts = db.evaluations.verdicts(self.number)
            return (
                db.awards.of_round(self.number),
                db.agreements.of_round(self.number),
                [one for own in verdicts.values() for one in own],
            )
