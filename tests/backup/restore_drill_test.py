#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The restore drill with the programs as they are shipped: back up, erase, restore to before and to
after, with the server killed in between, and after everything but the copies was lost.

    restore_drill_test.py --bin DIRECTORY
"""

import argparse
import datetime
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stories"))
import run as stories  # pylint: disable=wrong-import-position,import-error

AGREEMENT = "opinum-demo"
APPLICATION = {"as": f"{AGREEMENT}-application", "purpose": "data-hub"}
CONTROLLER = {"as": f"{AGREEMENT}-controller", "instruction": "2026-014"}
SETTINGS = """
[backup]
target = "{stage}/backup"
ledger_target = "{stage}/ledger"
keys_target = "{stage}/keys"
every_seconds = 1
"""


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Drill(stories.Play):
    """One server with one agreement that is backed up to two directories."""

    def __init__(self, programs):
        super().__init__(programs)
        self.do_init(AGREEMENT, [])
        with open(f"{self.names['dir']}/mandat.toml", "a", encoding="utf-8") as file:
            file.write(SETTINGS.format(stage=self.stage))
        self.do_start("", [])
        self.do_activate(AGREEMENT, [])

    def state(self):
        self.ask("GET", "/v1/backups", {"as": "operator"}, "")
        self.must_be(self.status == 200, "the state of backups", self.told())
        whole = json.loads(self.body)
        return whole["protection"], next(
            (each for each in whole["agreements"] if each["agreement"] == AGREEMENT), None)

    def entries(self):
        self.do_verify(f"journal {AGREEMENT}", [])
        return json.loads(self.output)["facts"]["size"]

    def wait_for_backup(self):
        entries = self.entries()

        def holds():
            _, state = self.state()
            return state and min(state["data"]["entries"], state["ledger"]["entries"]) >= entries
        stories.wait_until(f"a backup of {entries} entries", holds)

    def keys(self):
        self.ask("GET", "/v1/keys", {"as": "operator"}, "")
        self.must_be(self.status == 200, "the state of keys", self.told())
        return next(each for each in json.loads(self.body)["items"]
                    if each["agreement"] == AGREEMENT)

    def health(self):
        self.ask("GET", "/health", {}, "")
        return json.loads(self.body)

    def copy_keys(self):
        """Asks for a copy at once, and waits until it is there."""
        before = self.keys().get("copies", [])
        self.ask("POST", "/v1/backups", {"as": "operator"}, json.dumps({"agreement": AGREEMENT}))
        self.must_be(self.status == 202, "a copy", self.told())
        stories.wait_until("a copy of the keys",
                           lambda: len(self.keys().get("copies", [])) > len(before))

    def record(self, name):
        self.ask("GET", f"/v1/agreements/{AGREEMENT}/collections/sites/records/"
                 + self.names[f"{name}-site"], APPLICATION, "")
        return self.status

    def restore(self, *words):
        self.run([str(self.programs / "mandatd"), "restore", "--config",
                  f"{self.names['dir']}/mandat.toml", "--agreement", AGREEMENT, *words])

    def must_restore(self, *words):
        self.restore(*words)
        self.must_be(self.exit == 0, "a restore", f"{self.exit}: {self.output}")
        return json.loads(self.output.splitlines()[0])


def play(drill):
    must = drill.must_be
    drill.do_store("ada", [])
    drill.do_store("ben", [])
    drill.wait_for_backup()
    must(drill.state()[0] == "protected", "a protected ledger", drill.told())
    before = now()

    drill.ask("POST", f"/v1/agreements/{AGREEMENT}/subjects/{drill.names['ada']}/erase", CONTROLLER,
              "")
    must(drill.status == 200, "an erasure", drill.told())
    drill.names["erasure"] = drill.header("Mandat-Entry")
    drill.do_store("cleo", [])

    # Killed while it copies, and taken up again.
    drill.do_kill("", [])
    drill.do_start("", [])
    drill.wait_for_backup()
    drill.do_verify(f"certificate {AGREEMENT} {drill.names['erasure']}", [])

    drill.ask("POST", "/v1/backups/drill", {"as": "operator"},
              json.dumps({"agreement": AGREEMENT, "until": before}))
    must(drill.status == 202, "a drill", drill.told())
    stories.wait_until("the drill", lambda: "drill" in drill.state()[1])
    report = drill.state()[1]["drill"]
    must(report.get("people_erased") == 1 and report["units"] == 1, "a report", report)
    drill.wait_for_backup()

    # To before: what came since is gone, who was erased as well.
    drill.do_stop("", [])
    report = drill.must_restore("--until", before)
    must(report["people_erased"] == 1 and report["people"] == 1, "one erased", report)
    drill.do_start("", [])
    drill.do_intact("ben", [])
    must(drill.record("ada") == 410, "410 for ada", drill.told())
    must(drill.record("cleo") == 404, "404 for cleo", drill.told())
    drill.do_verify(f"certificate {AGREEMENT} {drill.names['erasure']}", [])
    must(drill.entries() > report["journal_size"], "a journal that went on", drill.output)
    drill.wait_for_backup()

    # To after, by the chain from before the first restore.
    drill.do_stop("", [])
    drill.restore("--until", "2020-01-01T00:00:00Z")
    must(drill.exit == 4, "no backup as old as that", drill.output)
    drill.must_restore()
    drill.do_start("", [])
    drill.do_intact("ben", [])
    must(drill.record("ada") == 410, "410 for ada", drill.told())
    drill.do_verify(f"journal {AGREEMENT} entries >= {report['journal_size']}", [])

    # The agreement is lost with its keys: data, ledger and keys come from their places.
    drill.copy_keys()
    drill.wait_for_backup()
    stories.wait_until("keys that are copied", lambda: drill.health().get("keys") == "copied")
    drill.do_stop("", [])
    shutil.rmtree(f"{drill.names['dir']}/data/agreements/{AGREEMENT}")
    drill.must_restore()
    must("keys are those of" in drill.output, "keys of their place", drill.output)
    drill.do_start("", [])
    drill.do_intact("ben", [])
    must(drill.record("ada") == 410, "410 for ada", drill.told())
    drill.do_verify(f"certificate {AGREEMENT} {drill.names['erasure']}", [])
    must("kept until they lapse" in drill.output, "a certificate that knows of the copies",
         drill.output)
    drill.wait_for_backup()

    # A bit of every object: refused, and the server comes back as it was.
    drill.do_stop("", [])
    for path in sorted((drill.stage / "backup").rglob("*")):
        if path.is_file() and f"/{AGREEMENT}/" in str(path):
            whole = bytearray(path.read_bytes())
            whole[len(whole) // 2] ^= 1
            path.write_bytes(whole)
    drill.restore()
    must(drill.exit == 7, "a damaged backup", f"{drill.exit}: {drill.output}")
    drill.do_start("", [])
    drill.do_intact("ben", [])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True, type=Path)
    programs = parser.parse_args().bin.resolve()
    drill = Drill(programs)
    try:
        play(drill)
    except stories.Broken as broken:
        print(f"the restore drill does not hold: {broken}")
        return 1
    finally:
        drill.close(False)
    print("the restore drill holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
