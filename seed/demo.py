"""The demonstration: a real round told once, kept, and served."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from procurement.exchange import paper
from procurement.rules import money
from procurement.rules.text import Refused
from procurement.store.database import Store
from seed import cast
from seed.invented_rounds import BATCH_11, JOINTS, Invented, Told
from seed.story import Story

BAR = 24
type Progress = Callable[[int, int], None]


def tell(story: Story, papers: Path) -> None:
    """Tell the whole story, unless one was told already; a line a step."""
    with story.store.transaction() as db:
        told = bool(db.rounds.all())
    if told:
        click.echo("已有演示数据，保留原样。 The demonstration was told before; it is kept.")
        return
    if faults := paper.faults():
        raise Refused(faults)
    for zh, en, step in steps(story):
        with _line(zh, en) as made:
            made.append(step())
    with _line("写出文件", "write the documents") as made:
        made.append(_write(story.store, story.round_id, papers))


def steps(story: Story) -> list[tuple[str, str, Callable[[], object]]]:
    """What happens, in both languages, in order."""
    return [
        ("登记企业与医疗机构", "register firms and hospitals", story.register),
        ("起草、检查并公告", "draft, check, announce", story.announce),
        ("医疗机构报量", "hospitals report demand", story.report_demand),
        ("企业提交密封报价", "firms submit sealed envelopes", story.bid),
        ("开标", "open the bids", story.open),
        ("评审", "evaluate", story.evaluate),
        ("分配供应地区", "allocate regions", story.allocate),
        ("公布结果", "publish", story.publish),
        ("印制公告与通知书", "print notice and letters", lambda: story.print_results(_bar)),
        ("签订合同", "sign contracts", story.sign),
        ("一年采购使用月报", "a year of usage reports", lambda: story.report_usage(_bar)),
        ("结算结余留用", "settle retained savings", lambda: f"{money.show(story.settle())} 元"),
        ("印制核算书", "print statements", lambda: story.print_statements(_bar)),
        ("开启演练轮次", "open a rehearsal round", lambda: story.rehearse(datetime.now(UTC))),
        ("答疑与更正", "question and amendment", lambda: story.consult(datetime.now(UTC))),
        ("虚构演练：人工关节", "an invented joints round", lambda: _invent(story, JOINTS)),
        ("虚构演练：第十一批", "an invented batch-11 round", lambda: _invent(story, BATCH_11)),
    ]


def _invent(story: Story, round_: Invented) -> int:
    """An invented round whose bids are evaluated; what comes then is left to the officers."""
    told = Told(story.store, round_, story.hospitals, story.signing_key, story.hardness)
    return told.until_evaluated(datetime.now(UTC))


@contextmanager
def _line(zh: str, en: str) -> Iterator[list[object]]:
    """A line for a step: what it made, once it is done, and the time it took."""
    made: list[object] = []
    _passing(f"  {en} {zh} …")
    started = time.monotonic()
    yield made
    seconds = time.monotonic() - started
    shown = " ".join(f"{one:,}" if isinstance(one, int) else str(one) for one in made if one)
    _passing("")
    click.echo(f"  {seconds:6.1f} s  {en:<30} {shown:>14}  {zh}")


def _bar(done: int, total: int) -> None:
    if done % max(1, total // 100) == 0:
        filled = BAR * done // total
        _passing(f"  [{'#' * filled}{'.' * (BAR - filled)}] {done:,} / {total:,}")


def _passing(shown: str) -> None:
    """On a terminal, in place of what stood on the line; in a log only what lasts is written."""
    if sys.stdout.isatty():
        click.echo(f"\r\033[K{shown}", nl=False)


def _write(store: Store, round_id: int, folder: Path) -> int:
    """Every issued document as a file, for who prefers a folder to a site."""
    with store.transaction() as db:
        rows = db.papers.with_content(round_id)
    folder.mkdir(parents=True, exist_ok=True)
    for row in rows:
        (folder / row.name).write_bytes(row.content)
    return len(rows)


def welcome(store: Store, address: str) -> str:
    """Where the site is, and one login a role: the firm and the hospital with most to see."""
    with store.transaction() as db:
        first = db.rounds.all()[0].number
        firms = Counter(award.firm for award in db.awards.of_round(first))
        hospitals = Counter(one.hospital for one in db.agreements.of_round(first))
    logins = [
        ("采购办 officer", cast.OFFICER.login),
        ("企业 firm", firms.most_common(1)[0][0].lower()),
        ("医疗机构 hospital", hospitals.most_common(1)[0][0].lower()),
        ("医保经办 fund", cast.FUND.login),
        ("审计 auditor", cast.AUDITOR.login),
        ("监管 supervisor", cast.SUPERVISOR.login),
        ("配送企业 distributor", cast.DISTRIBUTOR.login),
    ]
    keys = "; ".join(f"{who}: {phrase}" for who, phrase in cast.COMMITTEE.items())
    return "\n".join(
        [
            "",
            f"  {address}",
            "",
            f"  登录 logins, 密码 password {cast.PASSWORD}",
            *(f"    {login:<12} {role}" for role, login in logins),
            f"  开标口令 passphrases of the key officers: {keys}",
            "",
        ]
    )
