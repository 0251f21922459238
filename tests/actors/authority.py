#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A time-stamping authority (RFC 3161) on this machine: the one of OpenSSL behind a small HTTP
server, with certificates made for the occasion. It can be told to answer wrongly.

    authority.py DIRECTORY      writes the files of tests/vectors/timestamp there
"""

import http.server
import subprocess
import sys
import threading
from pathlib import Path

REPLY = "application/timestamp-reply"
CONFIGURATION = """
[tsa]
default_tsa = here
[here]
serial = {place}/serial
crypto_device = builtin
signer_cert = {place}/tsa.pem
certs = {place}/ca.pem
signer_key = {place}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
NONCE_AT = -4  # the last byte of the nonce: TRUE (3 bytes) stands behind it


def openssl(*words, **more):
    return subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True,
                          **more).stdout


class Signer:
    """Certificates and keys in a directory, and what they sign."""

    def __init__(self, place, name):
        days = 36500
        self.place = Path(place)
        self.place.mkdir(parents=True)
        self.ca = self.place / "ca.pem"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.place / "ca.key",
                "-out", self.ca, "-days", days, "-subj", f"/O=Example/CN={name} root")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", self.place / "tsa.key",
                "-out", self.place / "tsa.csr", "-subj", f"/O=Example/CN={name}")
        (self.place / "usage").write_text("extendedKeyUsage=critical,timeStamping\n"
                                          "keyUsage=critical,digitalSignature\n")
        openssl("x509", "-req", "-in", self.place / "tsa.csr", "-CA", self.ca, "-CAkey",
                self.place / "ca.key", "-CAcreateserial", "-days", days, "-extfile",
                self.place / "usage", "-out", self.place / "tsa.pem")
        (self.place / "serial").write_text("01\n")
        self.configuration = self.place / "configuration"
        self.configuration.write_text(CONFIGURATION.format(place=self.place))

    def reply(self, query):
        (self.place / "query").write_bytes(query)
        openssl("ts", "-reply", "-config", self.configuration, "-section", "here", "-queryfile",
                self.place / "query", "-out", self.place / "reply")
        return (self.place / "reply").read_bytes()


def imprint_at(query):
    """Where the SHA-256 of the message begins."""
    return query.index(bytes.fromhex("0420")) + 2


def changed(data, at):
    at %= len(data)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


class Authority:
    """Answers in one way until told otherwise, and counts who asked."""

    def __init__(self, place):
        self.signer = Signer(Path(place) / "right", "Example Authority")
        self.other = Signer(Path(place) / "other", "Other Example Authority")
        self.way = "right"
        self.asked = 0
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                authority.asked += 1
                wrong = authority.way == "error"
                body = b"" if wrong else authority.answer(query)
                self.send_response(500 if wrong else 200)
                self.send_header("Content-Type", REPLY)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"

    def answer(self, query):
        if self.way == "other-nonce":
            return self.signer.reply(changed(query, NONCE_AT))
        if self.way == "other-hash":
            return self.signer.reply(changed(query, imprint_at(query)))
        if self.way == "other-authority":
            return self.other.reply(query)
        reply = self.signer.reply(query)
        return reply[:len(reply) // 2] if self.way == "garbled" else reply

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def write_fixture(place):
    place.mkdir(parents=True, exist_ok=True)
    stage = place / "stage"
    right = Signer(stage / "right", "Example Authority")
    other = Signer(stage / "other", "Other Example Authority")
    message = b"mandat.example/journal/example\n3\nAAAA\n"
    (place / "message").write_bytes(message)
    query = openssl("ts", "-query", "-data", place / "message", "-sha256", "-cert")
    (place / "query.tsq").write_bytes(query)
    (place / "answer.tsr").write_bytes(right.reply(query))
    (place / "other_nonce.tsr").write_bytes(right.reply(changed(query, NONCE_AT)))
    (place / "other_hash.tsr").write_bytes(right.reply(changed(query, imprint_at(query))))
    (place / "ca.pem").write_bytes(right.ca.read_bytes())
    (place / "other_ca.pem").write_bytes(other.ca.read_bytes())
    subprocess.run(["rm", "-r", stage], check=True)


if __name__ == "__main__":
    write_fixture(Path(sys.argv[1]).resolve())
