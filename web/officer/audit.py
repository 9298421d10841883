"""The audit chain."""

from litestar import Controller


class AuditPages(Controller):
    path = "/audit"
