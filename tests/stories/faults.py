#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Disks that are full, read-only or torn under the shipped server, for what a backup writes and for
points and uploads: a clear error, nothing acknowledged is lost, and it goes on by itself when the
disk is well again.

    faults.py --bin DIRECTORY

Exits with 77 where no small file system can be mounted.
"""

import argparse
import base64
import contextlib
import json
import subprocess
import sys
import uuid
from pathlib import Path

import run as stories

AGREEMENT = "opinum-demo"
PREFIX = f"/v1/agreements/{AGREEMENT}"
APPLICATION = {"as": f"{AGREEMENT}-application", "purpose": "data-hub"}
CONTROLLER = {"as": f"{AGREEMENT}-controller", "purpose": "data-hub", "instruction": "2026-014"}
MEGABYTES = {"data": 192, "backup": 24, "ledger": 24}


class Faults(stories.Play):
    """One server, whose data and targets are file systems of their own."""

    def __init__(self, programs):
        super().__init__(programs)
        self.do_init(AGREEMENT, [])
        self.places = {"data": Path(self.names["dir"]) / "data", "backup": self.stage / "backup",
                       "ledger": self.stage / "ledger"}
        for name, place in self.places.items():
            place.mkdir()
            self.mount("-t", "tmpfs", "-o", f"size={MEGABYTES[name]}m,mode=700", "tmpfs",
                       str(place))
        self.configure(stories.BACKUP)
        self.do_start("", [])
        self.activate_with(AGREEMENT, lambda schema: schema + stories.BLOBS)
        self.stored = {}  # id of what was acknowledged: what it was

    @staticmethod
    def mount(*words):
        subprocess.run(["mount", *words], check=True)

    def close(self, keep):
        if self.server is not None and self.server.poll() is None:
            self.server.kill()
            self.server.wait()
        for name in ("backup", "ledger"):
            subprocess.run(["umount", "-q", str(self.places[name])], check=False)
        super().close(keep)

    @contextlib.contextmanager
    def full(self, name):
        filler = self.places[name] / "filler"
        with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
        yield
        filler.unlink()

    @contextlib.contextmanager
    def read_only(self, name):
        def done():  # not while a file is being written
            words = ["mount", "-o", "remount,ro", str(self.places[name])]
            return subprocess.run(words, check=False, stderr=subprocess.DEVNULL).returncode == 0

        stories.wait_until("a disk that is read-only", done)
        yield
        self.mount("-o", "remount,rw", str(self.places[name]))

    def put(self, kind):
        """Stores one record, a few points or one file; true when it was acknowledged."""
        unit = str(uuid.uuid4())
        person = self.names["ada"]
        if kind == "record":
            whole = stories.site_of("ada") | {"street": unit}
            self.ask("PUT", f"{PREFIX}/collections/sites/records/{unit}", APPLICATION,
                     json.dumps({"subject": person, "data": whole}))
        elif kind == "points":
            whole = [[1_772_442_000_000_000 + minute * 60_000_000, float(minute), None, None]
                     for minute in range(500)]
            self.ask("POST", f"{PREFIX}/collections/measurements/points", APPLICATION,
                     json.dumps({"series": unit, "subject": person, "points": whole}))
        else:
            whole = unit * 20_000
            self.ask("POST", f"{PREFIX}/collections/files/blobs", APPLICATION,
                     json.dumps({"id": unit, "subject": person, "data": {"caption": "a file"},
                                 "media-type": "text/plain",
                                 "content": base64.b64encode(whole.encode()).decode()}))
        if self.status in (200, 201):
            self.stored[unit] = (kind, whole)
            return True
        problem = json.loads(self.body)
        self.must_be(self.status == 503 and problem["detail"], "a clear error", self.told())
        return False

    def must_have_everything(self):
        for unit, (kind, whole) in self.stored.items():
            if kind == "record":
                self.ask("GET", f"{PREFIX}/collections/sites/records/{unit}", APPLICATION, "")
                same = self.status == 200 and json.loads(self.body)["data"] == whole
            elif kind == "points":
                self.ask("GET", f"{PREFIX}/collections/measurements/series/{unit}/points",
                         APPLICATION, "")
                same = self.status == 200 and [row[1] for row in json.loads(self.body)[
                    "points"]] == [row[1] for row in whole]
            else:
                self.ask("GET", f"{PREFIX}/collections/files/blobs/{unit}", APPLICATION, "")
                same = self.status == 200 and self.body.decode() == whole
            self.must_be(same, f"the {kind} that was acknowledged", self.told())

    def protection(self):
        self.ask("GET", "/v1/backups", {"as": "operator"}, "")
        self.must_be(self.status == 200, "the state of backups", self.told())
        whole = json.loads(self.body)
        return whole["protection"], next(
            (each for each in whole["agreements"] if each["agreement"] == AGREEMENT), {})

    def wait_for_backup(self):
        self.do_verify(f"journal {AGREEMENT}", [])
        entries = json.loads(self.output)["facts"]["size"]

        def holds():
            said, state = self.protection()
            parts = [state.get(part, {}) for part in ("data", "ledger")]
            return said == "protected" and all(part.get("entries", 0) >= entries for part in parts)
        stories.wait_until(f"a backup of {entries} entries", holds)

    def wait_for_trouble(self, part):
        def holds():
            said, state = self.protection()
            if part == "ledger" and said != "behind":
                return False
            return bool(state.get(part, {}).get("trouble"))
        stories.wait_until(f"that the {part} is said to be behind", holds)


def play_targets(server):
    """The data is taken on, the backup says what is wrong, and catches up by itself."""
    for name, part in (("backup", "data"), ("ledger", "ledger")):
        for fault in (server.full, server.read_only):
            with fault(name):
                for kind in ("record", "points", "file"):
                    server.must_be(server.put(kind), f"{kind} stored all the same", server.told())
                server.wait_for_trouble(part)
            server.wait_for_backup()
    server.must_have_everything()


def play_data(server):
    """What cannot be kept is not acknowledged, whichever kind it is of. The server goes on, and so
    does the agreement once there is room: what a new start of it frees is filled again by what is
    small, so that not all is refused. Whoever is to be erased is erased all the same: room is kept
    for that."""
    server.do_store("ben", [])

    def erased():
        server.ask("POST", f"{PREFIX}/subjects/{server.names['ben']}/erase", CONTROLLER, "")
        return server.status == 200

    with server.full("data"):
        refused = {kind: sum(not server.put(kind) for _ in range(40))
                   for kind in ("file", "record", "points")}
        server.must_be(refused["file"] > 0, "what cannot be kept refused", refused)
        server.must_be(server.server.poll() is None, "a server that goes on", server.told())
        stories.wait_until("an erasure on a full disk", erased)
        server.must_be(not server.put("record"), "no more data meanwhile", server.told())
    server.must_have_everything()
    server.do_kill("", [])
    server.do_start("", [])
    server.must_have_everything()
    for kind in ("record", "points", "file"):
        server.must_be(server.put(kind), f"{kind} stored again", server.told())
    server.do_verify(f"journal {AGREEMENT}", [])


def play_torn(server):
    """An object that ends in the middle is not taken for a whole one, nor is an older backup taken
    in its place; what says so changes nothing."""
    server.wait_for_backup()
    server.do_stop("", [])
    objects = sorted(path for path in (server.stage / "backup").rglob("*")
                     if path.is_file() and f"/{AGREEMENT}/" in str(path))
    restore = [str(server.programs / "mandatd"), "restore", "--config",
               f"{server.names['dir']}/mandat.toml", "--agreement", AGREEMENT]
    for end in (".manifest", ".pack"):
        newest = [path for path in objects if path.suffix == end][-1]
        whole = newest.read_bytes()
        newest.write_bytes(whole[:len(whole) // 2])
        server.run(restore)
        server.must_be(server.exit == 7 and "damaged" in server.output, f"a torn {end} refused",
                       f"{server.exit}: {server.output}")
        newest.write_bytes(whole)
    server.do_start("", [])
    server.must_have_everything()
    server.wait_for_backup()
    server.do_stop("", [])
    server.must_run(restore)
    server.do_start("", [])
    server.must_have_everything()
    server.wait_for_backup()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    arguments.add_argument("--keep", action="store_true", help="keep the directory")
    given = arguments.parse_args()
    if not stories.can_mount():
        print("skipped: needs root and the right to mount, for file systems of its own")
        return stories.SKIPPED
    server = Faults(given.bin.resolve())
    try:
        server.do_store("ada", [])
        play_targets(server)
        play_torn(server)
        play_data(server)
    except stories.Broken as broken:
        print(f"a fault does harm: {broken}")
        return 1
    finally:
        server.close(given.keep)
    print(f"no fault did harm to {len(server.stored)} that were acknowledged")
    return 0


if __name__ == "__main__":
    sys.exit(main())
