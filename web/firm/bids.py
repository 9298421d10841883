"""A firm's lots, envelopes, receipts and results."""

from litestar import Controller


class FirmPages(Controller):
    path = "/firm"
