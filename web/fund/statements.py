"""Statements of retained savings."""

from litestar import Controller


class FundPages(Controller):
    path = "/fund"
