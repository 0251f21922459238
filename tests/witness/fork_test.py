#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The operator copies the data directory, works on, puts the old copy back and works on; with the
programs as they are shipped. The witness refuses, the server says so, and whoever kept a checkpoint
or a receipt can prove it.

    fork_test.py --bin DIRECTORY
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stories"))
import run as stories  # pylint: disable=wrong-import-position,import-error

AGREEMENT = "opinum-demo"
JOURNAL = f"/v1/agreements/{AGREEMENT}/journal"
CONTROLLER = {"as": f"{AGREEMENT}-controller", "instruction": "2026-014"}
WITNESS_NAME = "witness.example.org/acme"
SETTINGS = """
[witness]
file = "witnesses"
every_seconds = 1
timeout_seconds = 5
"""
DOES_NOT_HOLD = 7


class Town(stories.Play):
    """A server with one agreement, and a witness on the machine of its controller."""

    def __init__(self, programs):
        super().__init__(programs)
        self.witness, self.witness_port = None, stories.free_port()
        self.do_init(AGREEMENT, [])
        self.must_run(["mandat", "witness", "init", "--name", WITNESS_NAME])
        self.witness_key = self.output.strip()
        with open(f"{self.names['dir']}/witnesses", "w", encoding="utf-8") as file:
            file.write(f"# shown this agreement alone\nacme {self.witness_key} "
                       f"http://127.0.0.1:{self.witness_port}/ {AGREEMENT}\n")
        with open(f"{self.names['dir']}/mandat.toml", "a", encoding="utf-8") as file:
            file.write(SETTINGS)
        self.do_start("", [])
        self.do_activate(AGREEMENT, [])
        self.ask("GET", f"{JOURNAL}/vkey", {"as": "auditor"}, "")
        self.key = self.body.decode().strip()
        self.must_run(["mandat", "witness", "add-log", self.key])

    def close(self, keep):
        if self.witness is not None and self.witness.poll() is None:
            self.witness.kill()
            self.witness.wait()
        super().close(keep)

    def open_witness(self):
        log = self.stage / "witness.log"
        with open(log, "ab") as out:
            self.witness = subprocess.Popen(
                [self.programs / "mandat", "witness", "serve", "--port", str(self.witness_port)],
                stdout=out, stderr=subprocess.STDOUT, cwd=self.stage)
        stories.wait_until("the witness", lambda: self.at_witness("/nothing")[0] == 404)

    def close_witness(self, sign=None):
        if sign is None:
            self.witness.terminate()
        else:
            self.witness.send_signal(sign)
        code = self.witness.wait(stories.PATIENCE_SECONDS)
        self.must_be(sign is not None or code == 0, "a witness that ends in order", code)

    def at_witness(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.witness_port}{path}",
                                        timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except (urllib.error.URLError, OSError):
            return 0, ""

    def seen_by_witness(self):
        origin = self.key.split("+", maxsplit=1)[0]
        return self.at_witness(f"/{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint")[1]

    # What somebody may keep.

    def checkpoint(self):
        self.ask("GET", f"{JOURNAL}/checkpoint", {"as": "auditor"}, "")
        self.must_be(self.status == 200, "a checkpoint", self.told())
        return self.body.decode()

    def cosigned(self):
        """As soon as the witness has cosigned the newest: the log's signature stands first."""
        def holds():
            return len(signers(self.checkpoint())) == 2
        stories.wait_until("a cosigned checkpoint", holds)
        note = self.body.decode()
        self.must_be(signers(note) == [self.key.split("+")[0], WITNESS_NAME], "both", note)
        return note

    def proof(self, entry):
        self.ask("GET", f"/v1/agreements/{AGREEMENT}/entries/{entry}/proof", {"as": "auditor"}, "")
        self.must_be(self.status == 200, "a proof", self.told())
        return self.body.decode()

    def health(self):
        self.ask("GET", "/health", {}, "")
        return json.loads(self.body).get("witnesses")

    def owed(self):
        self.ask("GET", "/v1/duties?limit=100", {"as": "operator"}, "")
        self.must_be(self.status == 200, "all duties", self.told())
        return [duty.get("task") for duty in json.loads(self.body)["items"]
                if duty.get("state") == "open"]

    def verify_since(self, note):
        """What an auditor finds who kept a checkpoint; its exit status."""
        (self.stage / "kept").write_text(note)
        shutil.rmtree(self.stage / "journal", ignore_errors=True)
        self.must_run(["mandat", "journal", "export", "-a", AGREEMENT, "journal"], "auditor")
        self.run(["mandat-verify", "journal", "journal", "--key", self.key, "--since", "kept"])
        return self.exit

    def verify_with_witness(self, certificate):
        """What a reader finds who believes nothing that the witness has not seen; exit status."""
        (self.stage / "policy").write_text(
            f"log {self.key}\nwitness acme {self.witness_key}\nquorum acme\n")
        self.run(["mandat-verify", "certificate", certificate, "--policy", "policy"])
        return self.exit

    def copy_data(self, where):
        shutil.copytree(f"{self.names['dir']}/data", self.stage / where)

    def put_back(self, where):
        shutil.rmtree(f"{self.names['dir']}/data")
        shutil.copytree(self.stage / where, f"{self.names['dir']}/data")


def signers(note):
    return [line.split(" ")[1] for line in note.split("\n") if line.startswith("\u2014 ")]


def size_of(note):
    return int(note.split("\n")[1])


def checkpoint_in(proof):
    return proof.split("\n\n", maxsplit=1)[1]


def witness_comes_and_goes(town):
    """Evidence is issued with or without it, and says which."""
    must = town.must_be
    town.do_store("ada", [])
    first = town.checkpoint()
    must(len(signers(first)) == 1, "no cosignature while nobody is there", first)
    town.open_witness()
    note = town.cosigned()
    town.close_witness(stories.signal.SIGKILL)
    town.do_store("ben", [])
    must(len(signers(town.checkpoint())) == 1, "a checkpoint all the same", town.told())
    town.open_witness()
    must(size_of(town.seen_by_witness()) == size_of(note), "what it saw", town.seen_by_witness())
    town.cosigned()


def fork(town):
    """Gives what somebody kept of the history that the operator wants to be rid of."""
    must = town.must_be
    town.do_stop("", [])
    town.copy_data("old")
    town.do_start("", [])
    town.do_store("cleo", [])
    entry = town.header("Mandat-Entry")
    kept = town.cosigned()
    receipt = town.proof(entry)
    town.do_stop("", [])
    town.copy_data("right")
    seen = town.seen_by_witness()
    must(size_of(seen) >= size_of(kept), "what it cosigned", seen)

    town.put_back("old")
    town.do_start("", [])  # nothing on this machine can know
    town.do_intact("ada", [])
    stories.wait_until("an objection", lambda: town.health() == "objecting")
    stories.wait_until("a duty", lambda: "witness-objects" in town.owed())
    for _ in range(6):
        town.do_intact("ada", [])
    must(size_of(town.checkpoint()) > size_of(kept), "a longer journal", town.told())
    must(len(signers(town.checkpoint())) == 1, "no cosignature", town.told())
    must(town.health() == "objecting", "an objection still", town.told())
    must(town.seen_by_witness() == seen, "what it saw stays", town.seen_by_witness())
    return kept, receipt


def prove(town, kept, receipt):
    """Each of a kept checkpoint, a kept receipt and the witness's own copy proves it."""
    must = town.must_be
    for name, note in (("checkpoint", kept), ("receipt", checkpoint_in(receipt)),
                       ("witness", town.seen_by_witness())):
        must(town.verify_since(note) == DOES_NOT_HOLD, f"a fork proven by the {name}", town.output)
    must(town.verify_since(town.checkpoint()) == 0, "the new history alone holds", town.output)


def certify(town):
    """A certificate of the forked history says that the witness did not cosign it."""
    town.ask("POST", f"/v1/agreements/{AGREEMENT}/subjects/{town.names['ada']}/erase", CONTROLLER,
             "")
    town.must_be(town.status == 200, "an erasure", town.told())
    town.do_verify(f"certificate {AGREEMENT} {town.header('Mandat-Entry')}", [])
    text = (town.stage / "certificate").read_text()
    town.must_be("did not cosign: acme has cosigned" in text, "a witness that objects", text)
    town.must_be(town.verify_with_witness("certificate") == DOES_NOT_HOLD, "no quorum", town.output)
    (town.stage / "certificate").unlink()
    shutil.rmtree(town.stage / "journal")


def repent(town, kept):
    """The right directory is put back, and the witness goes on with it."""
    town.do_stop("", [])
    town.put_back("right")
    town.do_start("", [])
    stories.wait_until("a witness that cosigns", lambda: town.health() == "cosigning"
                       and len(signers(town.checkpoint())) == 2)
    town.must_be(town.verify_since(kept) == 0, "the history that was kept", town.output)
    town.ask("POST", f"/v1/agreements/{AGREEMENT}/subjects/{town.names['ada']}/erase", CONTROLLER,
             "")
    town.do_verify(f"certificate {AGREEMENT} {town.header('Mandat-Entry')}", [])
    text = (town.stage / "certificate").read_text()
    town.must_be(f"acme | {WITNESS_NAME} | cosigned " in text, "a witness that cosigned", text)
    town.must_be(town.verify_with_witness("certificate") == 0, "a quorum", town.output)
    town.must_run(["mandat", "witness", "status"])
    town.must_be("entries, cosigned" in town.output, "how far it looked", town.output)
    town.close_witness()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    arguments.add_argument("--keep", action="store_true")
    given = arguments.parse_args()
    town = Town(given.bin.resolve())
    try:
        witness_comes_and_goes(town)
        kept, receipt = fork(town)
        prove(town, kept, receipt)
        certify(town)
        repent(town, kept)
    except stories.Broken as reason:
        print(reason)
        return 1
    finally:
        town.close(given.keep)
    print("held: the fork was refused, told and proven")
    return 0


if __name__ == "__main__":
    sys.exit(main())
