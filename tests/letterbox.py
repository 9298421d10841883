"""A real mail server and a real receiver of webhooks, each on a port of its own."""

import json
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Letterbox:
    """Keeps the mails it takes; refuses what it is told to."""

    def __init__(self):
        self.mails, self.answers, self.unknown = [], [], set()

    async def handle_RCPT(self, *said):  # noqa: N802 - aiosmtpd's name
        *_, envelope, address, _ = said
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *said):  # noqa: N802 - aiosmtpd's name
        *_, envelope = said
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class MailServer:
    """A mail server that can go down and come back; a context."""

    def __init__(self, **how):
        self.box, self.port, self.running = Letterbox(), free_port(), None
        self.how = {"hostname": "127.0.0.1", "port": self.port} | how

    def up(self):
        self.running = Controller(self.box, **self.how)
        self.running.start()
        return self

    def down(self):
        if self.running:
            self.running.stop()
        self.running = None

    __enter__ = up

    def __exit__(self, *_):
        self.down()


def knows(user, password):
    """Who may send mail: aiosmtpd's authenticator for one user."""

    def check(*said):
        given = said[-1]
        right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=right)

    return check


def encrypted(certificate):
    """A server's side of TLS with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class Receiver:
    """Keeps every message; answers with the statuses it was told, and then with 204."""

    def __init__(self, certificate=None):
        self.messages, self.answers, self.waits = [], [], threading.Event()
        self.waits.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.waits.wait(30)
                receiver.messages.append((dict(self.headers), body))
                status = receiver.answers.pop(0) if receiver.answers else 204
                self.send_response(status)
                if status in {301, 307}:
                    self.send_header("location", f"{receiver.address}elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if certificate:
            self.scheme = "https"
            plain = self.server.socket
            self.server.socket = encrypted(certificate).wrap_socket(plain, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))

    @property
    def address(self):
        return f"{self.scheme}://localhost:{self.server.server_port}/"

    @property
    def bodies(self):
        return [json.loads(body) for _, body in self.messages]

    @property
    def sequences(self):
        return [body["sequence"] for body in self.bodies]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.waits.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def a_certificate(folder, name):
    """A certificate for this name that signs itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    plain = serialization.NoEncryption()
    pkcs8, pem = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    file.write_bytes(key.private_bytes(pem, pkcs8, plain) + made.public_bytes(pem))
    return file
