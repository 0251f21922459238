# SPDX-License-Identifier: Apache-2.0
"""SMTP servers on this machine that fail on demand, and certificates for them."""

import asyncio
import datetime
import email
import email.policy
import ipaddress
import socket
import ssl
import threading

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
DAY = datetime.timedelta(days=1)


class Authority:
    """Signs certificates; everything is written to files in the directory."""

    def __init__(self, directory, name):
        self.directory, self.name = directory, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        subject = self._subject(f"Example Authority {name}")
        self.certificate = self._builder(subject, subject, self.key, 30).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(
                self.key, hashes.SHA256())
        self.file = directory / f"{name}.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    @staticmethod
    def _subject(name):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    @staticmethod
    def _builder(subject, issuer, key, days):
        now = datetime.datetime.utcnow()
        return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
                .public_key(key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(now - 20 * DAY).not_valid_after(now + days * DAY))

    def context(self, days=10, name=None):
        """What a server presents: valid for so many days, for HOST or for another name."""
        key = ec.generate_private_key(ec.SECP256R1())
        place = x509.DNSName(name) if name else x509.IPAddress(ipaddress.ip_address(HOST))
        certificate = self._builder(
            self._subject("mail"), self.certificate.subject, key, days).add_extension(
                x509.SubjectAlternativeName([place]), critical=False).sign(
                    self.key, hashes.SHA256())
        file = self.directory / f"{self.name}-{certificate.serial_number}.pem"
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


class Behaviour:
    """What an SmtpServer does with a mail: takes it, unless told otherwise."""

    rcpt = None        # a reply instead of the usual one
    data = None
    falls_silent = False  # takes the data and never answers
    hangs_up = False      # takes the data and closes the connection
    user = None           # (name, password) that must sign in

    def __init__(self, **words):
        self.mails, self.wire = [], []
        for word, value in words.items():
            setattr(self, word, value)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, _session, envelope):
        self.wire.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        if self.data:
            return self.data
        self.mails.append(
            email.message_from_bytes(envelope.original_content, policy=email.policy.default))
        if self.falls_silent:
            await asyncio.get_running_loop().create_future()
        if self.hangs_up:
            server.transport.abort()
        return "250 2.0.0 Ok: queued as 4F1A"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        known = data.login.decode() == self.user[0] and data.password.decode() == self.user[1]
        return AuthResult(success=known, handled=False)


class SmtpServer:
    """A real server in a thread of its own. `with SmtpServer(behaviour) as server: server.port`."""

    def __init__(self, behaviour, context=None, at_once=False, **words):
        def protocol():
            if behaviour.user:
                words.update(authenticator=behaviour.authenticate, auth_required=True)
            return SMTP(behaviour, tls_context=None if at_once else context,
                        require_starttls=context is not None and not at_once,
                        hostname="mail.example.org", **words)
        self.protocol, self.context = protocol, context if at_once else None
        self.loop, self.port, self.stop = asyncio.new_event_loop(), None, None
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        self.loop.run_until_complete(self._serve())
        self.loop.close()

    async def _serve(self):
        self.loop.set_exception_handler(lambda loop, context: None)  # clients that go away
        self.stop = asyncio.Event()
        server = await self.loop.create_server(self.protocol, HOST, 0, ssl=self.context)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await self.stop.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def __enter__(self):
        self.thread.start()
        self.ready.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join()


class ScriptedServer:
    """A server that says given lines: each after the client wrote something that ends so. Keeps
    all that it was sent in `heard`."""

    def __init__(self, *lines, last="hang up"):
        """`lines`: (what ends the client's words, answer); `last`: "hang up" or "fall silent"."""
        self.lines, self.last, self.heard = lines, last, b""
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return  # nobody came
        with connection:
            for words, answer in self.lines:
                heard = b""
                while not heard.endswith(words):
                    part = connection.recv(65536)
                    heard += part
                    self.heard += part
                    if not part:
                        return
                connection.sendall(answer)
            if self.last == "fall silent":
                while part := connection.recv(65536):
                    self.heard += part

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
