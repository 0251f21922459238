# SPDX-License-Identifier: Apache-2.0
"""A mail server and a receiver of webhooks that fail as they are told, each on a port that it keeps
while it is down. What they took is kept in `copies`; `saw` is told of every step."""

import asyncio
import email
import email.policy
import http.server
import json
import socket
import struct
import threading
import time

from aiosmtpd.smtp import SMTP

from smtp_server import HOST
from verify import Refused, thumbprint, verify

TAKEN = "250 2.0.0 Ok: queued as 4F1A"
LINGER_NOT = struct.pack("ii", 1, 0)  # closing resets the connection


class KeptPort:
    """A port that nobody else is given while nobody listens on it."""

    def __init__(self):
        self.holder = self._bound(0)
        self.number = self.holder.getsockname()[1]

    @staticmethod
    def _bound(number):
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, number))
        return bound

    def listen(self):
        listener = self._bound(self.number)
        listener.listen(128)
        return listener

    def close(self):
        self.holder.close()


class Copy:
    """A notice as it was taken."""

    def __init__(self, notice, place, attempt, says_duplicate, text):
        self.notice, self.place, self.attempt = notice, place, attempt
        self.says_duplicate, self.text, self.at = says_duplicate, text, time.monotonic()


class Receiver:
    """What both have in common. `script` is what happens to the next attempts at one place, e.g.
    {"ben@example.org": [("rcpt", "450 Busy")]}; behind its end everything is taken."""

    def __init__(self, context):
        self.port, self.context = KeptPort(), context
        self.script, self.copies, self.tries = {}, [], []
        self.saw = lambda step: None

    def next_act(self, place):
        self.tries.append((place, time.monotonic()))
        acts = self.script.get(place)
        return acts.pop(0) if acts else ("take",)

    def of(self, notice):
        """Copies of one notice, in the order in which they came."""
        return [copy for copy in list(self.copies) if copy.notice == notice]


class MailServer(Receiver):
    """Acts: ("rcpt", REPLY), ("data", REPLY), ("drop",) and ("stall", SECONDS): the mail is taken,
    and the connection closed without an answer, at once or later."""

    def __init__(self, context):
        super().__init__(context)
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda loop, context: None)  # clients that go away
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = None

    def _protocol(self):
        return SMTP(self, tls_context=self.context, require_starttls=True,
                    hostname="mail.example.org", loop=self.loop)

    def up(self):
        async def serve():
            return await self.loop.create_server(self._protocol, sock=self.port.listen())
        self.server = asyncio.run_coroutine_threadsafe(serve(), self.loop).result()

    def down(self):
        async def close():
            self.server.close()
        asyncio.run_coroutine_threadsafe(close(), self.loop).result()

    def close(self):
        self.down()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
        self.port.close()

    async def handle_RCPT(self, _server, session, envelope, address, _options):
        session.act = self.next_act(address)
        self.saw("recipient")
        if session.act[0] == "rcpt":
            return session.act[1]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        self.saw("data")
        act = session.act
        if act[0] == "data":
            return act[1]
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        self.copies.append(Copy(mail["Message-ID"], envelope.rcpt_tos[0],
                                int(mail["Mandat-Attempt"]),
                                mail["Mandat-Possible-Duplicate"] == "yes",
                                mail["Subject"] + "\n" + mail.get_content()))
        if act[0] == "stall":
            later = self.loop.create_future()
            self.loop.call_later(act[1], later.set_result, None)
            await later
        if act[0] in ("drop", "stall"):
            server.transport.abort()
            return TAKEN
        self.loop.call_soon(self.saw, "answered")  # behind the answer
        return TAKEN


class HookServer(Receiver):
    """Acts: ("status", CODE, {HEADER: VALUE}, SECONDS): an answer, late; ("reset",): the request is
    taken and the connection reset."""

    def __init__(self, context):
        super().__init__(context)
        self.keys, self.server, self.refused = {}, None, []

    def know(self, key):
        self.keys[thumbprint(key)] = key

    def up(self):
        self.server = TlsServer((HOST, self.port.number), Hook, bind_and_activate=False)
        self.server.socket.close()
        self.server.socket, self.server.receiver = self.port.listen(), self
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self):
        self.server.shutdown()
        self.server.server_close()

    def close(self):
        self.down()
        self.port.close()


class TlsServer(http.server.ThreadingHTTPServer):
    receiver = None
    daemon_threads, block_on_close = True, False

    def finish_request(self, request, client_address):
        with self.receiver.context.wrap_socket(request, server_side=True) as tls:
            self.RequestHandlerClass(tls, client_address, self)

    def handle_error(self, request, client_address):
        pass  # a client that went away, or that does not like the certificate


class Hook(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):  # pylint: disable=invalid-name
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            notice = verify("POST", f"https://{headers['host']}{self.path}", headers, body,
                            receiver.keys, int(time.time()))
        except Refused as refused:
            receiver.refused.append(str(refused))
            return self.answer(401, {})
        act = receiver.next_act(self.path)
        receiver.saw("request")
        status = act[1] if act[0] == "status" else 202
        if status in (202, 504):  # behind a gateway that lost it, it was taken
            facts = json.loads(body)
            receiver.copies.append(Copy(notice, self.path, facts["attempt"],
                                        facts["possible_duplicate"], facts["body"]))
        if act[0] == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
            self.close_connection = True
            return self.connection.close()
        if len(act) > 3:
            threading.Event().wait(act[3])
        self.answer(status, act[2] if len(act) > 2 else {})
        return receiver.saw("answered")

    def answer(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.flush()
