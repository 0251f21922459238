#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The last entries of a journal are lost with every copy of them, under the shipped server: without
the word for it nothing opens, with it another log goes on that says what is missing, and what an
auditor kept of the closed one is still evidence.

    lost_tail.py --bin DIRECTORY
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import run as stories

AGREEMENT = "opinum-demo"
PREFIX = f"/v1/agreements/{AGREEMENT}"
AUDITOR = {"as": "auditor"}
VERIFY = stories.SOURCE / "tests" / "independent" / "verify.py"


class LostTail(stories.Play):
    def __init__(self, programs):
        super().__init__(programs)
        self.do_init(AGREEMENT, [])
        self.targets = [self.stage / name for name in ("backup", "ledger")]
        for place in self.targets:
            place.mkdir()
        self.configure(stories.BACKUP)
        self.restore = [str(self.programs / "mandatd"), "restore", "--config",
                        f"{self.names['dir']}/mandat.toml", "--agreement", AGREEMENT]

    def entries(self):
        self.do_verify(f"journal {AGREEMENT}", [])
        return json.loads(self.output)["facts"]["size"]

    def wait_for_backup(self):
        entries = self.entries()

        def holds():
            self.ask("GET", "/v1/backups", {"as": "operator"}, "")
            states = [state for state in json.loads(self.body)["agreements"]
                      if state["agreement"] == AGREEMENT]
            return bool(states) and all(states[0].get(part, {}).get("entries", 0) >= entries
                                        for part in ("data", "ledger"))

        stories.wait_until(f"a backup of {entries} entries", holds)

    def get(self, path):
        self.ask("GET", f"{PREFIX}{path}", AUDITOR, "")
        self.must_be(self.status == 200, path, self.told())
        return self.body.decode()


def lose(play):
    """What was written behind the backup is gone, here and at the targets; the file of the newest
    checkpoint is not."""
    play.do_start("", [])
    play.do_activate(AGREEMENT, [])
    play.do_store("ada", [])
    play.wait_for_backup()
    play.do_stop("", [])
    for place in play.targets:
        shutil.copytree(place, f"{place}.older")
    play.do_start("", [])
    play.do_store("ben", [])
    play.must_run(["mandat", "journal", "checkpoint", "-a", AGREEMENT, "--out", "kept"], "auditor")
    play.do_stop("", [])
    for place in play.targets:
        shutil.rmtree(place)
        shutil.move(f"{place}.older", place)
    shutil.rmtree(Path(play.names["dir"], "data", "agreements", AGREEMENT, "data.db"))


def go_on(play):
    play.run(play.restore)
    play.must_be(play.exit != 0 and "--new-origin yes" in play.output, "a restore that refuses",
                 f"{play.exit}: {play.output}")
    play.run([*play.restore, "--checkpoint", str(play.stage / "kept")])
    play.must_be(play.exit != 0, "the same with the auditor's checkpoint", play.output)
    play.must_run([*play.restore, "--new-origin", "yes", "--checkpoint",
                   str(play.stage / "kept")])
    play.must_be("entries of the journal are lost" in play.output, "that it says so", play.output)
    play.do_start("", [])
    play.do_intact("ada", [])
    play.do_store("cleo", [])


def loss_of(play):
    """Where the entry of the loss stands, and what it says."""
    for index in range(play.entries()):
        said = json.loads(play.get(f"/entries/{index}"))
        if said["act"] == "new-origin":
            return index, said["detail"]
    raise stories.Broken("no entry says what was lost")


def judge(play):
    """Gives how many entries are lost, as the journal says."""
    closed = play.get("/journal/closed/1/checkpoint")
    origin, size = closed.split("\n")[:2]
    checkpoint = play.get("/journal/checkpoint")
    play.must_be(checkpoint.startswith(f"{origin}/2\n"), "another log", checkpoint)
    left, detail = loss_of(play)
    play.must_be(detail.startswith(f"closes {origin} size {size} root "), "that it names the last "
                 "checkpoint", detail)
    play.must_run(["mandat", "journal", "export", "-a", AGREEMENT, "evidence"], "auditor")
    key = (play.stage / "evidence" / "vkey").read_text().strip()
    words = ["journal", "evidence", "--key", key]
    play.must_run(["mandat-verify", *words, "--since", "kept"])
    lost = int(size) - left
    for line in ("which the journal says are lost", f"of which {lost} are lost", "commits to"):
        play.must_be(line in play.output, line, play.output)
    play.must_run([sys.executable, "-B", str(VERIFY), *words])
    forged = play.stage / "evidence" / "closed" / "1" / "checkpoint"
    forged.write_text(checkpoint)
    play.run(["mandat-verify", *words])
    play.must_be(play.exit == 7, "another last checkpoint rejected", play.output)
    return lost


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    arguments.add_argument("--keep", action="store_true", help="keep the directory")
    given = arguments.parse_args()
    play = LostTail(given.bin.resolve())
    try:
        lose(play)
        go_on(play)
        lost = judge(play)
    except stories.Broken as broken:
        print(f"a lost tail is not told: {broken}")
        return 1
    finally:
        play.close(given.keep)
    print(f"{lost} entries are lost, and the journal says so")
    return 0


if __name__ == "__main__":
    sys.exit(main())
