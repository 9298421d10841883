"""The rounds of the procurement office."""

from litestar import Controller


class OfficerPages(Controller):
    path = "/officer"
