"""Rulebooks with their sources."""

from litestar import Controller


class RulePages(Controller):
    path = "/rules"
