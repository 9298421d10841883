"""The worker's process sends what was told, and neither mail nor webhook holds up the other."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bidders import GSK, actor
from letterbox import MailServer, Receiver, free_port
from served import ROOT
from waiting import until

from procurement.actions import notices, webhooks
from procurement.exchange.mail import Tls
from procurement.rules.notices import Kind
from web import posting
from web.posting import Posters
from web.settings import Settings


@pytest.fixture
def story(told):
    """A firm with an address for mail, and what it is told."""
    one = told("announce")
    notices.set_address(one.store, actor(one, GSK), "gsk@mail.example", datetime.now(UTC))
    return one


def settings(story, home):
    url = story.store.engine.url.render_as_string(hide_password=False)
    return Settings(home, url, hooks_to_loopback=True)


def tell(story):
    with story.store.transaction() as db:
        who = actor(story, GSK)
        db.notices.tell(Kind.ROUND_CHANGED, to=[who.party], at=datetime.now(UTC))


def hook(story, address, home):
    key, who = settings(story, home).hook_key(), actor(story, GSK)
    webhooks.add(story.store, who, address, key, datetime.now(UTC), loopback=True)


def test_the_worker_sends_mails_and_webhooks_and_ends_when_told(story, tmp_path):
    with MailServer() as server, Receiver() as receiver:
        hook(story, receiver.address, tmp_path)
        tell(story)
        told_it = {
            "VBP_DATABASE_URL": settings(story, tmp_path).database_url,
            "VBP_HOME": str(tmp_path),
            "VBP_SITE": "https://vbp.example/",
            "VBP_SMTP_HOST": "127.0.0.1",
            "VBP_SMTP_PORT": str(server.port),
            "VBP_SMTP_TLS": "none",
            "VBP_SMTP_FROM": "vbp@vbp.example",
            "VBP_WEBHOOKS_TO_LOOPBACK": "1",
        }
        command = [sys.executable, "-m", "web.jobs"]
        with subprocess.Popen(command, cwd=ROOT, env=os.environ | told_it) as worker:
            until(lambda: len(server.box.mails) == 2 and receiver.sequences)
            worker.terminate()
            assert worker.wait(timeout=60) == 0
        assert server.box.mails[0]["From"] == "vbp@vbp.example"
        assert "https://vbp.example/firm/" in server.box.mails[0].get_content()


def test_a_mail_server_that_is_down_holds_no_webhook_up(story, tmp_path, monkeypatch):
    monkeypatch.setenv("VBP_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("VBP_SMTP_PORT", str(free_port()))
    with Receiver() as receiver:
        hook(story, receiver.address, tmp_path)
        tell(story)
        with Posters(story.store, posting.from_environment(settings(story, tmp_path))):
            until(lambda: receiver.sequences)


def test_without_a_mail_server_mails_are_files_under_home(story, tmp_path):
    tell(story)
    with Posters(story.store, posting.from_environment(settings(story, tmp_path))):
        until(lambda: len(list((tmp_path / "mail").glob("*.eml"))) == 2)
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0


def test_a_turn_that_breaks_is_logged_and_the_next_one_comes(story, tmp_path):
    """What posts is out of order for once."""
    taken = []

    def post(letter):
        taken.append(letter["To"])
        if len(taken) == 1:
            raise RuntimeError("out of order")

    how = posting.from_environment(settings(story, tmp_path))
    with Posters(story.store, replace(how, post=post)):
        until(lambda: len(taken) == 2)


def test_a_way_of_encrypting_that_there_is_not_is_refused_at_the_start(
    story, tmp_path, monkeypatch
):
    monkeypatch.setenv("VBP_SMTP_HOST", "mail.example")
    monkeypatch.setenv("VBP_SMTP_TLS", "perhaps")
    with pytest.raises(ValueError, match="perhaps"):
        posting.from_environment(settings(story, tmp_path))
    assert set(Tls) == {"none", "starttls", "implicit"}
