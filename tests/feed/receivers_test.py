#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Journals at receivers that are not ours, with the programs as they are shipped: syslog over TCP
and TLS with connections that break, a file, and `mandat journal tail`. Everything arrives, whoever
goes away; some of it twice.

    receivers_test.py --bin DIRECTORY
"""

import argparse
import json
import re
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stories"))
import run as stories  # pylint: disable=wrong-import-position,import-error

AGREEMENT = "opinum-demo"
ENTRIES = f"/v1/agreements/{AGREEMENT}/entries/"
SKIPPED = 77


# RFC 5424, read by the letter.
HEADER = re.compile(r"<(\d{1,3})>1 (\S+) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) "
                    r"([!-~]{1,32}) ")
PARAMETER = re.compile(r' ([!#-<>-\\^-~]{1,32})="((?:\\["\\\]]|[^"\\\]])*)"')


def parse_syslog(message):
    head = HEADER.match(message)
    assert head, message
    rest = message[head.end():]
    assert rest.startswith("[entry@32473"), message
    rest = rest[len("[entry@32473"):]
    parameters = {}
    while found := PARAMETER.match(rest):
        assert found.group(1) not in parameters, message
        parameters[found.group(1)] = re.sub(r'\\(["\\\]])', r"\1", found.group(2))
        rest = rest[found.end():]
    assert rest.startswith("] "), message
    assert int(head.group(1)) // 8 == 13 and "\n" not in message, message
    return {"at": head.group(2), "host": head.group(3), "act": head.group(6), **parameters}


class Receiver:
    """Takes syslog with counted octets, RFC 6587 3.4.1. After `breaks` messages of a connection it
    breaks it off, without having read what is left."""

    def __init__(self, port, tls=None):
        self.messages, self.breaks, self.broken = [], None, 0
        self.lock = threading.Lock()
        self.tls = tls
        self.listener = socket.create_server(("127.0.0.1", port))
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listener.close()

    def listen(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            try:
                self.read(self.tls.wrap_socket(peer, server_side=True) if self.tls else peer)
            except (OSError, ssl.SSLError):
                pass
            finally:
                peer.close()

    def read(self, peer):
        with peer, peer.makefile("rb") as stream:
            count = 0
            while True:
                length = b""
                while (digit := stream.read(1)) != b" ":
                    if not digit:
                        assert not length, "an end within a count"
                        return
                    assert digit.isdigit() and len(length) < 6, (length, digit)
                    length += digit
                message = stream.read(int(length))
                if len(message) < int(length):
                    return
                with self.lock:
                    self.messages.append(message.decode())
                    count += 1
                    if self.breaks is not None and count >= self.breaks:
                        self.broken += 1
                        self.breaks = None
                        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                        struct.pack("ii", 1, 0))
                        return

    def entries(self):
        with self.lock:
            return [parse_syslog(message) for message in self.messages]

    def has(self, size, first=0):
        seen = {int(entry["index"]) for entry in self.entries()
                if entry["origin"].endswith(AGREEMENT)}
        return seen >= set(range(first, size))


class House(stories.Play):
    def __init__(self, programs):
        super().__init__(programs)
        self.do_init(AGREEMENT, [])
        self.settings = Path(self.names["dir"], "mandat.toml")
        self.plain = self.settings.read_text()

    def feed(self, target, more=""):
        self.settings.write_text(
            f'{self.plain}\n[feed]\ntarget = "{target}"\nconfirm_seconds = 1\n{more}\n')

    def health(self):
        self.ask("GET", "/health", {}, "")
        return json.loads(self.body).get("feed")

    def metric(self, name):
        self.ask("GET", "/metrics", {}, "")
        lines = [line for line in self.body.decode().split("\n")
                 if line.startswith(f'{name}{{agreement="{AGREEMENT}"}}')]
        return float(lines[0].split(" ")[1]) if lines else None

    def size(self):
        self.entry(0)  # opens the agreement, and makes no entry
        return int(self.metric("mandat_journal_entries"))

    def work(self, times):
        for _ in range(times):
            self.do_intact("ada", [])

    def arrived(self, receiver, first=0):
        size = self.size()
        stories.wait_until("every entry", lambda: receiver.has(size, first))
        return size

    def entry(self, index):
        self.ask("GET", f"{ENTRIES}{index}", {"as": "auditor"}, "")
        self.must_be(self.status == 200, "an entry", self.told())
        return json.loads(self.body)


def same_as_the_api(house, receiver):
    """Each message says what the entry says, and nothing of a person."""
    for found in receiver.entries():
        if not found["origin"].endswith(AGREEMENT):
            continue
        entry = house.entry(found["index"])
        for name in ("act", "outcome", "clause", "purpose", "collection", "actor", "at",
                     "instruction", "detail"):
            house.must_be(found.get(name, "") == entry.get(name, ""), entry, found)
        for name, key in (("units", "units"), ("people", "people"),
                          ("version", "agreement_version")):
            house.must_be(int(found[name]) == entry[key], entry, found)
        house.must_be(house.names["ada"] not in str(found), "nobody", found)


def over_tcp(house):
    port = stories.free_port()
    house.feed(f"tcp://127.0.0.1:{port}", 'host_name = "host.example.org"')
    house.do_start("", [])
    house.do_activate(AGREEMENT, [])
    house.do_store("ada", [])
    stories.wait_until("a feed that waits", lambda: house.health() == "waiting")
    stories.wait_until("all behind",
                       lambda: house.metric("mandat_feed_behind_entries") == house.size())
    receiver = Receiver(port)
    house.arrived(receiver)
    stories.wait_until("a feed that flows", lambda: house.health() == "flowing")
    same_as_the_api(house, receiver)
    house.must_be(any(entry["origin"].endswith("/system") for entry in receiver.entries()),
                  "the system's journal", receiver.messages)
    house.must_be({entry["host"] for entry in receiver.entries()} == {"host.example.org"},
                  "our name", receiver.messages)
    for breaks in (1, 3, 7):  # a receiver that goes away in the middle
        broken = receiver.broken
        with receiver.lock:
            receiver.breaks = breaks
        house.work(20)
        house.arrived(receiver)
        stories.wait_until("a broken connection", lambda seen=broken: receiver.broken > seen)
        house.arrived(receiver)
    house.work(20)
    house.do_kill("", [])  # ours goes away in the middle
    house.do_start("", [])
    house.arrived(receiver)
    stories.wait_until("all confirmed", lambda: house.metric("mandat_feed_behind_entries") == 0)
    count = len(receiver.messages)
    house.do_stop("", [])
    house.do_start("", [])
    house.work(1)
    house.arrived(receiver)
    again = [entry for entry in receiver.entries()[count:]
             if entry["origin"].endswith(AGREEMENT)]
    house.must_be(len(again) == 1, "one new entry and nothing again", again)
    house.do_stop("", [])
    receiver.close()


def make_certificates(stage):
    """An authority, and a certificate of its for 127.0.0.1."""
    quiet = {"check": True, "capture_output": True, "cwd": stage}
    for name in ("ca", "other"):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", f"/CN={name}.example.org", "-keyout", f"{name}.key", "-out",
                        f"{name}.pem"], **quiet)
    subprocess.run(["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj",
                    "/CN=siem.example.org", "-keyout", "siem.key", "-out", "siem.csr"], **quiet)
    (stage / "siem.ext").write_text("subjectAltName=IP:127.0.0.1\n")
    subprocess.run(["openssl", "x509", "-req", "-in", "siem.csr", "-CA", "ca.pem", "-CAkey",
                    "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "siem.ext", "-out",
                    "siem.pem"], **quiet)


def over_tls(house):
    make_certificates(house.stage)
    port = stories.free_port()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(house.stage / "siem.pem", house.stage / "siem.key")
    receiver = Receiver(port, tls)
    house.feed(f"tls://127.0.0.1:{port}", f'ca_file = "{house.stage}/other.pem"')
    house.do_start("", [])
    house.work(1)
    stories.wait_until("a receiver that is not trusted", lambda: house.health() == "waiting")
    house.must_be(not receiver.messages, "nothing to a stranger", receiver.messages)
    house.do_stop("", [])
    house.feed(f"tls://127.0.0.1:{port}", f'ca_file = "{house.stage}/ca.pem"')
    house.do_start("", [])
    first = house.size() - 1
    house.arrived(receiver, first)
    with receiver.lock:
        receiver.breaks = 2
    house.work(10)
    house.arrived(receiver, first)
    house.do_stop("", [])
    receiver.close()


def to_a_file(house):
    file = house.stage / "journal.ndjson"
    house.feed(f"file://{file}")
    house.do_start("", [])
    first = house.size()
    house.work(10)
    house.do_kill("", [])
    house.do_start("", [])
    house.work(10)
    size = house.size()

    def indexes():
        lines = file.read_text().split("\n") if file.exists() else [""]
        house.must_be(lines[-1] == "", "whole lines", lines[-1])
        entries = [json.loads(line) for line in lines[:-1]]
        return {entry["index"] for entry in entries if entry["journal"].endswith(AGREEMENT)}
    stories.wait_until("every entry", lambda: indexes() >= set(range(first, size)))
    entry = next(json.loads(line) for line in file.read_text().split("\n")
                 if f'"index":{first},' in line and AGREEMENT in line)
    told = house.entry(first)
    for name in ("at", "act", "outcome", "clause", "purpose", "collection", "actor", "units"):
        house.must_be(entry.get(name) == told.get(name), told, entry)


def tail(house):
    """The same at a terminal, with a server that goes away meanwhile."""
    out = house.stage / "tail.ndjson"
    with open(out, "wb") as file:
        process = subprocess.Popen(
            ["mandat", "journal", "tail", "-a", AGREEMENT, "--all", "--follow", "--format",
             "ndjson"], stdout=file, stderr=subprocess.DEVNULL, cwd=house.stage,
            env=house.environment("auditor"))

    def seen():
        return [json.loads(line)["index"] for line in out.read_text().split("\n") if line]
    stories.wait_until("all so far", lambda: seen() == list(range(house.size())))
    house.do_stop("", [])
    house.do_start("", [])
    house.work(3)
    stories.wait_until("what came then", lambda: seen() == list(range(house.size())))
    process.send_signal(signal.SIGINT)
    house.must_be(process.wait(stories.PATIENCE_SECONDS) == 0, "an end in order", process)
    size = house.size()
    house.must_run(["mandat", "journal", "tail", "-a", AGREEMENT, "--after", str(size - 3)],
                   "auditor")
    house.must_be([line.split(" ")[0] for line in house.output.strip().split("\n")]
                  == [str(size - 2), str(size - 1)], "the last two", house.output)
    house.must_run(["mandat", "journal", "tail", "-a", "system", "--format", "syslog"], "operator")
    house.must_be(parse_syslog(house.output.split("\n")[0])["origin"].endswith("/system"),
                  "the system's", house.output)
    house.run(["mandat", "journal", "tail", "-a", "another"], "auditor")
    house.must_be(house.exit == 4, "no such journal", house.output)
    house.run(["mandat", "journal", "tail", "-a", AGREEMENT, "--format", "xml"], "auditor")
    house.must_be(house.exit == 2, "no such format", house.output)
    house.do_stop("", [])


def wrong_targets(house):
    for target in ("ftp://siem.example.org:1", "tcp://siem.example.org"):
        house.feed(target)
        house.do_start("server fails", [])
        house.must_be(house.exit == 2 and "a feed goes to" in house.output, "a mistake told",
                      house.output)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    arguments.add_argument("--keep", action="store_true")
    given = arguments.parse_args()
    if shutil.which("openssl") is None:
        print("needs openssl, for certificates")
        return SKIPPED
    house = House(given.bin.resolve())
    try:
        wrong_targets(house)
        over_tcp(house)
        over_tls(house)
        to_a_file(house)
        tail(house)
    except stories.Broken as reason:
        print(reason)
        for log in sorted(house.stage.glob("mandatd.*.log")):
            print(f"--- {log.name}\n{log.read_text()[-3000:]}")
        return 1
    finally:
        house.close(given.keep)
    print("held: everything arrived")
    return 0


if __name__ == "__main__":
    sys.exit(main())
