"""A hospital's agreements, reports and progress."""

from litestar import Controller


class HospitalPages(Controller):
    path = "/hospital"
