#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A receiver of notices: nginx with TLS, and behind it a server that verifies and fails on demand.

    receiver.py --key PUBLIC_KEY_HEX --now SECONDS

Prints one line `ready NAME=VALUE ...` with its ports, then one line for each request:
`got PATH STATUS NOTICE ATTEMPT`. Ends when its input does. Every socket listens before the first
line is printed.
"""

import argparse
import ctypes
import datetime
import http.server
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from verify import Refused, thumbprint, verify

DAY = datetime.timedelta(days=1)


def listening_socket():
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    bound.listen(16)
    return bound


# ---- certificates

def name_of(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject, key, issuer, issuer_key, names, days, is_authority=False):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (x509.CertificateBuilder().subject_name(name_of(subject))
               .issuer_name(name_of(issuer)).public_key(key.public_key())
               .serial_number(x509.random_serial_number())
               .not_valid_before(now - 10 * DAY).not_valid_after(now + days * DAY)
               .add_extension(x509.BasicConstraints(is_authority, None), critical=True))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def write_pem(path, signed, key=None):
    content = signed.public_bytes(serialization.Encoding.PEM)
    if key is not None:
        content += key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption())
    path.write_bytes(content)


def write_certificates(place):
    """ca.pem, and the servers' good.pem, expired.pem and other.pem."""
    ours = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    ca_key = ec.generate_private_key(ec.SECP256R1())
    write_pem(place / "ca.pem", certificate("Example CA", ca_key, "Example CA", ca_key, None, 10,
                                            is_authority=True))
    for name, names, days in (("good", ours, 10), ("expired", ours, -1),
                              ("other", [x509.DNSName("other.example.org")], 10)):
        key = ec.generate_private_key(ec.SECP256R1())
        write_pem(place / f"{name}.pem",
                  certificate("Example", key, "Example CA", ca_key, names, days), key)


# ---- nginx

NGINX = """{user}daemon off;
worker_processes 1;
pid {place}/nginx.pid;
error_log {place}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {place}/body;
  proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-Proto https;
{servers}}}
"""

SERVER = """  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {place}/{name}.pem;
    ssl_certificate_key {place}/{name}.pem;
    location / {{ proxy_pass http://127.0.0.1:{plain}; }}
    location = /drop {{ return 444; }}
    location = /gateway/502 {{ proxy_pass http://127.0.0.1:{closed}; }}
    location = /gateway/504 {{
      proxy_pass http://127.0.0.1:{plain}/hang;
      proxy_read_timeout 200ms;
    }}
  }}
"""


def end_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def start_nginx(place, sockets, plain, closed):
    """On sockets that listen already: nginx inherits them as it does when it replaces itself."""
    servers = "".join(SERVER.format(place=place, name=name, port=bound.getsockname()[1],
                                    plain=plain, closed=closed)
                      for name, bound in sockets.items())
    # Root's workers would be somebody else, who may not look into a temporary directory.
    user = "user root root;\n" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(NGINX.format(user=user, place=place, servers=servers),
                                      encoding="utf-8")
    inherited = [bound.fileno() for bound in sockets.values()]
    program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if program is None:
        sys.exit("no nginx (tools/packages-tests.txt)")
    return subprocess.Popen(  # pylint: disable=consider-using-with
        [program, "-p", str(place), "-c", str(place / "nginx.conf")], pass_fds=inherited,
        env={"NGINX": "".join(f"{number};" for number in inherited)}, stdin=subprocess.DEVNULL,
        stdout=sys.stderr, preexec_fn=end_with_parent)


# ---- what is behind it

def flip(message, what):
    """One bit of one part, as if it had been changed on the way."""
    def flipped(text, at):
        return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1:]

    headers = message["headers"]
    inside = {"digest": ("content-digest", ":"), "key": ("signature-input", 'keyid="'),
              "created": ("signature-input", "created="), "tag": ("signature-input", 'tag="'),
              "signature": ("signature", ":"), "notice": ("idempotency-key", '"'),
              "type": ("content-type", "app")}
    if what in inside:
        name, before = inside[what]
        headers[name] = flipped(headers[name], headers[name].index(before) + len(before))
    elif what == "body":
        body = message["body"]
        message["body"] = body[:10] + bytes([body[10] ^ 1]) + body[11:]
    elif what == "uri":
        message["uri"] = flipped(message["uri"], len(message["uri"]) - 1)
    elif what == "method":
        message["method"] = "PUT"


class Behind(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    keys, now = {}, 0

    def log_message(self, *_):
        pass

    def say(self, *words):
        print(*words, flush=True)

    def verified(self, message):
        try:
            return verify(message["method"], message["uri"], message["headers"], message["body"],
                          self.keys, self.now)
        except Refused as refused:
            print(refused, file=sys.stderr, flush=True)
            return None

    def do_POST(self):  # pylint: disable=invalid-name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        scheme = headers.get("x-forwarded-proto", "http")
        message = {"method": self.command, "uri": f"{scheme}://{headers['host']}{self.path}",
                   "headers": headers, "body": body}
        act, _, detail = self.path.partition("?")[0].strip("/").partition("/")
        if act == "flip":
            flip(message, detail)
        notice = self.verified(message)
        status = 401 if notice is None else 202
        if act == "status" and notice is not None:
            status = int(detail)
        self.say("got", self.path, status, notice, headers.get("mandat-attempt"))
        self.answer(act, status)

    def answer(self, act, status):
        if act == "hang":
            threading.Event().wait()
        elif act == "garbage":
            self.wfile.write(b"no such protocol\r\n\r\n")
        elif act == "interim":
            self.wfile.write(b"HTTP/1.1 102 Processing\r\n\r\n")
        elif act == "endless":
            self.endless()
        elif act == "cut":
            self.wfile.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nhalf")
        else:
            self.send_response(status)
            if self.path.partition("?")[2]:
                name, _, value = self.path.partition("?")[2].partition("=")
                self.send_header(name, value.replace("_", " "))
            if status != 204:
                self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"" if status == 204 else b"{}")
            return
        self.close_connection = True

    def endless(self):
        self.wfile.write(b"HTTP/1.1 202 Accepted\r\n\r\n")
        try:
            while True:
                self.wfile.write(b"x" * 1024)
        except OSError:
            self.say("stopped")


def close_everyone(bound):
    while True:
        bound.accept()[0].close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--key", required=True)
    parser.add_argument("--now", type=int, required=True)
    arguments = parser.parse_args()
    key = bytes.fromhex(arguments.key)
    Behind.keys, Behind.now = {thumbprint(key): key}, arguments.now
    behind = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))  # and never listens
    silent = listening_socket()  # and never accepts
    rude = listening_socket()
    threading.Thread(target=close_everyone, args=(rude,), daemon=True).start()
    sockets = {name: listening_socket() for name in ("good", "expired", "other")}
    with tempfile.TemporaryDirectory(prefix="mandat-") as text:
        place = Path(text)
        write_certificates(place)
        ports = {"plain": behind.server_port, "closed": closed.getsockname()[1],
                 "silent": silent.getsockname()[1], "rude": rude.getsockname()[1]}
        nginx = start_nginx(place, sockets, ports["plain"], ports["closed"])
        for name, bound in sockets.items():
            ports[name] = bound.getsockname()[1]
            bound.close()  # nginx has it
        print("ready", *(f"{name}={port}" for name, port in ports.items()),
              f"ca={place / 'ca.pem'}", flush=True)
        sys.stdin.read()
        nginx.terminate()
        nginx.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
