"""Two clocks, the process's and the database's: a deadline has passed when both say so."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from procurement.rules.text import Text


class ClocksDiffer(Exception):
    """The clocks of a server process and of its database are too far apart to judge a deadline."""

    text = Text(
        "平台服务器时钟与数据库时钟不一致，暂不能受理报价或开标；未保存任何内容，请稍后重试。",
        "The clocks of the platform's server and of its database do not agree, so no bid can be "
        "accepted and none opened. Nothing was kept; please try again a little later.",
    )

    def __init__(self, apart: timedelta) -> None:
        super().__init__(f"the clocks are {apart} apart")


class Clock:
    """The database's clock, in one transaction."""

    def __init__(self, session: Session, drift: timedelta | None) -> None:
        self.session, self.drift = session, drift

    def now(self) -> datetime:
        """The instant at which this is asked, not that at which the transaction began."""
        found: datetime = self.session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return found.astimezone(UTC)

    def check(self, at: datetime) -> None:
        """Refuse to act when ``at`` is further from the database's clock than a server may be.

        Asked first in a transaction, before anybody is waited for. A store without ``drift``
        tells what happened at another time. Raises ``ClocksDiffer``.
        """
        if self.drift is not None and abs(apart := self.now() - at) > self.drift:
            raise ClocksDiffer(apart)

    def earlier(self, at: datetime) -> datetime:
        """What surely has come, whichever of the two clocks is fast."""
        return min(at, self.now())
