"""Allocation runs and the choice between plans."""

from litestar import Controller


class AllocationPages(Controller):
    path = "/officer"
