"""Somebody who opens every page of the site, with every id there is: routes come from the app."""

import re
from itertools import product

from open_bidding import BIDDER
from public_routes import routes
from sqlalchemy import text

from procurement.rules.canon import digest
from procurement.rules.rights import RIGHTS, Role
from web.auth import rights_of

NOBODY = "nobody"
LOGINS = {NOBODY: "", Role.FIRM: BIDDER}
LOGINS |= {role: role.value for role in Role if role not in {Role.FIRM, Role.HOSPITAL}}
"""Who walks for each role; for a hospital the first of the story."""
PAGE = {"accept": "text/html"}
MOST = 8
"""Addresses of one route at most, in an order of their hashes: mixed, and the same every time."""
ABSENT = {"int": "987654", "str": "no-such-thing", "path": "no/such/thing", "uuid": "0" * 32}
PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
COLUMNS = {
    "round_id": "rounds.id",
    "product": "products.code",
    "code": "products.code",
    "run_id": "runs.id",
    "flag": "flags.id",
    "hospital": "hospitals.code",
    "party": "firms.code",
    "firm": "firms.code",
    "kind": "papers.kind",
    "fingerprint": "envelopes.fingerprint",
    "login": "users.login",
}
"""Which column a parameter of an address means; all others are tried with every id there is."""
SERIALS = "SELECT DISTINCT split_part(number, '-', -1)::int FROM envelopes"
NAMES = ("national-drug-2", "joints-2021", "common_name", "shortlist")
"""Rulebooks and their keys, which are files."""
CHANGING = (
    (re.compile(r"[0-9a-f]{128}"), "token"),
    (re.compile(r"<time [^>]*>[^<]*</time>"), "time"),
    (re.compile(r"[0-9]+ (天|d) [0-9]+ (小时|h) [0-9]+ (分|min)"), "left"),
)


def login_of(story, role):
    return LOGINS[role] if role in LOGINS else story.hospitals[0].code.lower()


class Walker:
    """A client with the ids of a story; addresses are made from the routes of the application."""

    def __init__(self, client, most=MOST):
        self.client, self.most = client, most
        self.routes = routes(client.app.routes)
        self.ids = known(client.story.store)

    def open_to(self, role, method="GET"):
        """Paths of the routes that a role has the right to; pages open to everybody are not."""
        for path, asked in self._asking(method):
            if all(role in RIGHTS[one] for one in asked):
                yield path

    def closed_to(self, role, method="GET"):
        """Paths of the routes that a role has no right to."""
        for path, asked in self._asking(method):
            if any(role not in RIGHTS[one] for one in asked):
                yield path

    def _asking(self, method):
        for name, handler in self.routes:
            said, _, path = name.partition(" ")
            if said == method and (asked := rights_of(handler)):
                yield path, asked

    def public(self):
        """Pages open to everybody, without files that are the same for all."""
        for name, handler in self.routes:
            if name.startswith("GET ") and not rights_of(handler) and "_path:path" not in name:
                yield name.removeprefix("GET ")

    def addresses(self, path, **fixed):
        """The path with every id there is in each place, and with ids that are nobody's."""
        names = PARAMETER.findall(path)
        choices = [
            fixed[name] if name in fixed else [*self.values(name, kind), ABSENT[kind]]
            for name, kind in names
        ]
        every = sorted(product(*choices), key=lambda one: digest(repr(one).encode()))
        for chosen in every[: self.most]:
            yield filled(path, chosen)

    def values(self, name, kind):
        """What a parameter may mean here; for an unknown one every id of its type."""
        if name in self.ids:
            return self.ids[name]
        if kind == "int":
            return [str(number) for number in range(1, 9)]
        return [*NAMES, *self.ids["party"][:3], *self.ids["hospital"][:3], *self.ids["product"][:3]]

    def get(self, address):
        return self.client.get(address, headers=PAGE, follow_redirects=False)

    def post(self, address, /, **form):
        form["_csrf_token"] = self.token()
        return self.client.post(address, data=form, headers=PAGE, follow_redirects=False)

    def token(self):
        if "csrftoken" not in self.client.cookies:
            self.client.get("/login")
        return self.client.cookies["csrftoken"]

    def seen(self, paths, **fixed):
        """Every page of these paths that can be seen, by address, without what always changes."""
        found = {}
        for path in paths:
            for address in self.addresses(path, **fixed):
                answer = self.get(address)
                assert answer.status_code < 500, address
                found[address] = (answer.status_code, still(answer))
        return found


def refusal(path, *, nobody):
    """How a page is closed to somebody; the interface for programs looks at keys, not at logins."""
    if path.startswith("/api/"):
        return 401
    return 303 if nobody else 403


def known(store):
    """The ids that are kept, by the name of the parameter in addresses."""
    with store.transaction() as db:

        def listed(query):
            return [str(one) for one in db.session.scalars(text(query)).all()]

        ids = {
            name: listed("SELECT DISTINCT {1} FROM {0} ORDER BY {1}".format(*place.split(".")))
            for name, place in COLUMNS.items()
        }
        return ids | {"serial": listed(SERIALS)}


def filled(path, chosen):
    """The path with these values in its places."""
    left = iter(chosen)
    return PARAMETER.sub(lambda _: next(left), path)


def still(answer):
    """The content of an answer without tokens, clocks and its own address."""
    if not answer.headers.get("content-type", "").startswith(("text/html", "application/json")):
        return answer.content
    content = answer.text
    for changing, word in CHANGING:
        content = changing.sub(word, content)
    return content.replace(str(answer.request.url.path), "here")


def kept(store, without=("sessions",)):
    """Every row of every table as text; bytes stand there in hexadecimal digits."""
    tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    with store.transaction() as db:
        return {
            table: sorted(
                db.session.scalars(text(f'SELECT kept::text FROM "{table}" AS kept')).all()
            )
            for table in db.session.scalars(tables).all()
            if table not in without
        }
