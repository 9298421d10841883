"""Published results."""

from litestar import Controller


class PublicPages(Controller):
    path = "/"
