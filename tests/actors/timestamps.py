#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time stamps on checkpoints: the shipped server asks the authority of OpenSSL, keeps what holds,
goes on when nothing does, and `mandat-verify` and OpenSSL agree about what was kept.

    timestamps.py --bin DIRECTORY

Exits with 77 where there is no `openssl` program.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stories"))
import run as stories  # noqa: E402
from authority import Authority, changed  # noqa: E402

AGREEMENT = "opinum-demo"
JOURNAL = f"/v1/agreements/{AGREEMENT}/journal"
SETTINGS = """
[timestamp]
url = "{url}"
ca_file = "{ca}"
every_minutes = 10080
timeout_seconds = 60
"""
FAILURES = ("other-nonce", "other-hash", "other-authority", "garbled")


class Stamps(stories.Play):
    """A server, and an authority that answers as it is told."""

    def __init__(self, programs):
        super().__init__(programs)
        self.authority = Authority(self.stage / "authority")
        self.do_init(AGREEMENT, [])
        self.do_start("", [])
        self.do_activate(AGREEMENT, [])
        self.do_store("ada", [])
        self.do_stop("", [])
        self.set_url(self.authority.url)

    def set_url(self, url):
        file = Path(self.names["dir"]) / "mandat.toml"
        text = file.read_text().split("\n[timestamp]", maxsplit=1)[0]
        file.write_text(text + SETTINGS.format(url=url, ca=self.authority.signer.ca))

    def close(self, keep):
        self.authority.close()
        super().close(keep)

    def health(self):
        self.ask("GET", "/health", {}, "")
        return json.loads(self.body)

    def get(self, name):
        self.ask("GET", f"{JOURNAL}/{name}", {"as": "auditor"}, "")
        return self.body if self.status == 200 else None

    def opened(self):
        """An agreement is stamped while it is open, so somebody has to ask for it."""
        self.ask("GET", f"{JOURNAL}/vkey", {"as": "auditor"}, "")
        return self.body.decode().strip()

    def verify(self, expected, note, stamp, ca, key):
        (self.stage / "note").write_bytes(note)
        (self.stage / "stamp").write_bytes(stamp)
        self.run(["mandat-verify", "timestamp", "note", "--timestamp", "stamp", "--tsa-ca",
                  str(ca), "--key", key])
        self.must_be(self.exit == expected, f"exit {expected}", f"{self.exit}: {self.output}")


def nothing_stops(world, way):
    """The authority answers wrongly, or not at all: nothing is kept, and everything goes on."""
    before = world.authority.asked
    world.authority.way = way
    world.do_start("", [])
    world.opened()
    stories.wait_until(f"health after {way}",
                       lambda: world.health().get("timestamps") == "failing")
    if way != "down":
        stories.wait_until("both journals", lambda: world.authority.asked >= before + 2)
    world.must_be(world.get("timestamp") is None and world.status == 404, "none kept",
                  world.told())
    world.do_intact("ada", [])
    world.do_stop("", [])


def it_is_kept(world):
    world.authority.way = "right"
    world.do_start("", [])
    key = world.opened()
    stories.wait_until("a time stamp", lambda: world.get("timestamp") is not None)
    stamp, note = world.body, world.get("timestamped")
    world.must_be(world.headers["content-type"].startswith("text/plain"), "a note", world.told())
    stories.wait_until("health", lambda: world.health().get("timestamps") == "stamping")
    return note, stamp, key


def others_agree(world, note, stamp, key):
    world.verify(0, note, stamp, world.authority.signer.ca, key)
    world.must_be("the authority had that checkpoint at" in world.output, "when", world.output)
    (world.stage / "note").write_bytes(note)
    subprocess.run(["openssl", "ts", "-verify", "-data", world.stage / "note", "-in",
                    world.stage / "stamp", "-CAfile", world.authority.signer.ca],
                   check=True, capture_output=True)


def it_refuses(world, note, stamp, key):
    ca = world.authority.signer.ca
    world.verify(7, note, stamp, world.authority.other.ca, key)
    world.verify(7, changed(note, 3), stamp, ca, key)
    world.verify(7, note + b"\n", stamp, ca, key)
    world.verify(7, note, stamp[:-1], ca, key)
    world.verify(7, note, stamp + b"\0", ca, key)
    world.verify(7, note, b"", ca, key)
    world.verify(7, note, changed(stamp, stamp.index(bytes.fromhex("0420")) + 5), ca, key)
    world.verify(7, note, changed(stamp, -20), ca, key)
    world.verify(2, note, stamp, world.stage / "note", key)
    world.run(["mandat-verify", "timestamp", "note", "--timestamp", "stamp", "--key", key])
    world.must_be(world.exit == 2, "that certificates are needed", world.output)


def a_start_keeps_it(world, stamp):
    """What was kept is newest: it is not asked for again."""
    world.do_stop("", [])
    before = world.authority.asked
    world.authority.way = "error"
    world.do_start("", [])
    world.opened()
    world.must_be(world.get("timestamp") == stamp, "the same stamp", world.told())
    world.do_stop("", [])
    world.must_be(world.authority.asked <= before + 1, "that of the system's journal at most",
                  world.authority.asked - before)


def what_it_does_not_start_with(world):
    world.set_url("ftp://authority.example.org/")
    world.do_start("server fails", [])
    world.must_be(world.exit == 2 and "timestamp.url" in world.output, "the key", world.output)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    given = arguments.parse_args()
    if shutil.which("openssl") is None:
        print("skipped: there is no openssl program")
        return stories.SKIPPED
    world = Stamps(given.bin.resolve())
    part = "start"
    try:
        for part in FAILURES:
            nothing_stops(world, part)
        part = "down"
        world.set_url(f"http://127.0.0.1:{stories.free_port()}/")
        nothing_stops(world, part)
        world.set_url(world.authority.url)
        part = "kept"
        note, stamp, key = it_is_kept(world)
        others_agree(world, note, stamp, key)
        it_refuses(world, note, stamp, key)
        a_start_keeps_it(world, stamp)
        what_it_does_not_start_with(world)
    except stories.Broken as reason:
        print(f"{part}: {reason}")
        return 1
    finally:
        world.close(False)
    print("held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
