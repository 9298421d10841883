"""The site as it is run: a server process of its own, which can be killed like by a power cut."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from seed.cast import PASSWORD

ROOT = Path(__file__).parents[1]
PATIENCE = 60
RETRIES = 6
"""Half a second before the first, twice as long before each of the others."""


class Served:
    """One server process with one worker, on a port of its own; started and ended as a context."""

    def __init__(self, url, home):
        self.url, self.home, self.log = url, home, home / "server.log"
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
        }
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--no-ws"]
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
            with httpx.Client(transport=httpx.HTTPTransport(retries=RETRIES)) as first:
                first.get(f"{self.address}/login", timeout=PATIENCE)
        except httpx.TransportError as error:
            self.kill()
            raise RuntimeError(self.log.read_text()) from error
        return self

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
