"""The site as it is run: a server process of its own, which can be killed like by a power cut."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

from seed.cast import PASSWORD

ROOT = Path(__file__).parents[1]
PATIENCE = 60
GLANCE = 0.1


class Served:
    """One server, with one worker unless more are wanted; started and ended as a context."""

    def __init__(self, url, home, workers=1):
        self.url, self.home, self.log = url, home, home / "server.log"
        self.workers = workers
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        told = {
            "VBP_DATABASE_URL": self.url.render_as_string(hide_password=False),
            "VBP_HOME": str(self.home),
            "VBP_SECOND_FACTOR": "offered",
        }
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--no-ws"]
        command += ["--workers", str(self.workers)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "web.app:serve"],
                cwd=ROOT,
                env=os.environ | told,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self.wait_until_it_answers()
        except httpx.TransportError as error:
            self.kill()
            raise RuntimeError(self.log.read_text()) from error
        return self

    def wait_until_it_answers(self):
        """Ask again and again, unless the process has ended."""
        end = time.monotonic() + PATIENCE
        with self.visitor() as first:
            while True:
                try:
                    return first.get("/login")
                except httpx.TransportError:
                    if self.process.poll() is not None or time.monotonic() > end:
                        raise
                threading.Event().wait(GLANCE)

    def kill(self):
        """End the whole process group at once, without a word of warning."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __exit__(self, *_):
        self.kill()

    def visitor(self, cookies=None):
        """A browser; with the cookies of another one it is the same person."""
        return httpx.Client(base_url=self.address, cookies=cookies, timeout=PATIENCE, verify=False)

    def person(self, login):
        """A browser of somebody who is logged in."""
        client = self.visitor()
        client.get("/login")
        form = {"login": login, "password": PASSWORD, "_csrf_token": client.cookies["csrftoken"]}
        assert client.post("/login", data=form).status_code == 303
        return client
