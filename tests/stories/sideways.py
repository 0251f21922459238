#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where personal data may not turn up: marked data goes through everything that the shipped server
does with it, and then the marks are looked for in all that is not an answer to who may have it.
Invariant (no personal data leaks sideways).

    sideways.py --bin DIRECTORY

Looked through: the log, /metrics and the other pages without a token, every problem that was
answered, answers to other callers, the published journal, names and bytes of every file below the
data directory and at the backup targets, and what a crash leaves.
"""

import argparse
import base64
import http.client
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import uuid
from pathlib import Path

import run as stories

AGREEMENT = "opinum-demo"
OTHER = "mintt-demo"
PREFIX = f"/v1/agreements/{AGREEMENT}"
NOBODY = 65534
MARK = "quillfeather"
NAME = "brindlewick"  # as a name that a caller made up, which may come back to that caller alone
VALUE = 61879.4375  # in no other place
PEOPLE = ("ada", "ben")


def forms(text):
    """A text as it is, and as it stands within base64 at each of three places."""
    raw = text.encode()
    found = [raw]
    for before in range(3):
        whole = base64.b64encode(b"x" * before + raw)
        found.append(whole[(before * 8 + 5) // 6:(before + len(raw)) * 8 // 6])
    return found


class Sideways(stories.Play):
    """A server with one agreement that keeps records with history and searchable fields, series and
    blobs, and a second agreement of somebody else."""

    def __init__(self, programs):
        super().__init__(programs)
        self.problems, self.others = [], []
        self.as_other = {}
        self.do_init(f"{AGREEMENT} {OTHER}", [])
        self.configure(stories.BACKUP)
        self.log = self.launch()
        stories.wait_until("the server", lambda: "ready on" in self.log.read_text()
                           or self.server.poll() is not None)
        self.activate_with(AGREEMENT, self.searchable)
        self.do_activate(OTHER, [])

    @staticmethod
    def searchable(schema):
        """With history, blobs, and fields that can be searched for."""
        schema = schema.replace("category: personal-identification,\n         required: true}",
                                "category: personal-identification,\n         required: true, "
                                "search: exact}", 1)
        schema = schema.replace("length-max: 40, category: personal-identification}",
                                "length-max: 40, category: personal-identification, "
                                "search: prefix}", 1)
        return schema.replace("id: sites\n", "id: sites\n    history: true\n", 1) + stories.BLOBS

    def launch(self):
        """As another user where that can be, so that /proc tells who may look; cores are allowed as
        far as it is up to who starts it."""
        log = self.stage / f"mandatd.{next(self.logs)}.log"
        if os.geteuid() == 0:
            self.as_other = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            for path in [self.stage, *self.stage.rglob("*")]:
                os.chown(path, NOBODY, NOBODY)
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
        with open(log, "wb") as out:
            self.server = subprocess.Popen(
                [self.programs / "mandatd", "--config", f"{self.names['dir']}/mandat.toml"],
                stdout=out, stderr=subprocess.STDOUT, cwd=self.stage,
                env=dict(os.environ, MANDAT_HTTP_PORT=str(self.port), MANDAT_LOG_LEVEL="debug"),
                **self.as_other)
        return log

    def call(self, method, path, body=None, token=f"{AGREEMENT}-application", kind=None, **more):
        """One request; what a problem says is kept, and what others are told."""
        headers = {"Content-Type": kind or "application/json", "Mandat-Purpose": "data-hub"}
        headers.update({name.replace("_", "-"): value for name, value in more.items()})
        if token:
            text = Path(self.names["dir"], "tokens", token + ".token").read_text()
            headers["Authorization"] = "Bearer " + text.strip()
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=stories.PATIENCE_SECONDS)
        try:
            connection.request(method, path, raw, headers)
            answer = connection.getresponse()
            self.status, self.body = answer.status, answer.read()
            self.headers = {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()
        whole = self.body + repr(self.headers).encode()
        if self.status >= 400:
            self.problems.append((f"{method} {path}", whole))
        if token not in (f"{AGREEMENT}-application", f"{AGREEMENT}-controller"):
            self.others.append((f"{method} {path} as {token}", whole))
        return self.status

    def must(self, status, *request, **more):
        self.call(*request, **more)
        self.must_be(self.status == status, f"{status} for {request[0]} {request[1]}", self.told())

    def site(self, name, **changed):
        data = {"holder": f"{name} {MARK}", "phone": f"+32 {MARK}", "street": f"{MARK} street 1",
                "postal-code": "0001", "city": MARK}
        return {"subject": self.names[name], "data": data | changed}


def keep(server, name):
    """Everything of one person: record and history, series, blob, and search."""
    person, site = server.names[name], server.names[f"{name}-site"]
    record = f"{PREFIX}/collections/sites/records/{site}"
    server.must(201, "POST", f"{PREFIX}/subjects", {"subject": person, "people": "customers"})
    server.must(201, "PUT", record, server.site(name))
    server.must(200, "PUT", record, server.site(name, city=f"{MARK} again"))
    server.must(200, "GET", record)
    server.must_be(MARK.encode() in server.body, "the mark in the answer", server.told())
    server.must(200, "GET", f"{record}/versions")
    server.names[f"{name}-series"] = str(uuid.uuid4())
    server.must(200, "POST", f"{PREFIX}/collections/measurements/points",
                json.dumps({"series": server.names[f"{name}-series"], "subject": person,
                            "at": "2026-03-02T09:00:00Z", "values": {"value": VALUE}}).encode(),
                kind="application/x-ndjson")
    server.must(200, "GET", f"{PREFIX}/collections/measurements/series/"
                f"{server.names[name + '-series']}/points")
    server.must(201, "POST", f"{PREFIX}/collections/files/blobs",
                {"subject": person, "media-type": "application/octet-stream",
                 "data": {"caption": f"portrait of {MARK}"},
                 "content": base64.b64encode((MARK + " ").encode() * 9000).decode()})
    server.names[f"{name}-file"] = json.loads(server.body)["id"]
    server.must(200, "GET", f"{PREFIX}/collections/files/blobs/{server.names[name + '-file']}")
    for question in ({"field": "holder", "value": f"{name} {MARK}"},
                     {"field": "phone", "prefix": "+32 " + MARK[:4]}):
        server.must(200, "POST", f"{PREFIX}/collections/sites/search", question)
    server.must(200, "GET", f"{PREFIX}/subjects/{person}/export?collection=sites")


def refuse(server, name):
    """What is malformed, refused or somebody else's, with the marks in every place that a caller
    can put them. The texts of the answers are looked through with the rest."""
    person, site = server.names[name], server.names[f"{name}-site"]
    record = f"{PREFIX}/collections/sites/records/{site}"
    server.must(400, "PUT", record, server.site(name, **{NAME: "no such field"}))
    broken = f'{{"subject": "{person}", "data": {{"holder": "{MARK}'
    server.must(400, "PUT", record, broken.encode())
    server.must(400, "PUT", record, server.site(name, holder={"a": MARK}))
    server.must(400, "PUT", record, server.site(name, **{"occupied-since": MARK}))
    server.must(400, "PUT", record, {"subject": MARK, "data": {}})
    server.must(400, "POST", f"{PREFIX}/collections/sites/search", {"field": MARK, "value": MARK})
    server.must(400, "POST", f"{PREFIX}/collections/measurements/points",
                json.dumps({"series": MARK, "subject": person, "at": MARK,
                            "values": {"value": MARK}}).encode(), kind="application/x-ndjson")
    server.must(400, "POST", f"{PREFIX}/collections/files/blobs",
                {"subject": person, "media-type": "image/png", "data": {"caption": MARK},
                 "content": base64.b64encode(MARK.encode()).decode()})
    server.must(400, "POST", f"{PREFIX}/collections/files/blobs",
                {"subject": person, "media-type": f"{MARK} {MARK}", "data": {}, "content": "AAAA"})
    for path in (f"{PREFIX}/collections/sites/records/{MARK}", f"{PREFIX}/subjects/{MARK}/export",
                 f"/v1/{MARK}", f"/v1/agreements/{MARK}", f"{PREFIX}/collections/{NAME}/records",
                 f"{PREFIX}/collections/sites/records?{MARK}={MARK}",
                 f"{PREFIX}/collections/sites/records?field=holder&from={MARK}&until={MARK}"):
        server.call("GET", path)
        server.must_be(server.status >= 400, f"a problem for {path}", server.told())
    server.call("GET", record, Mandat_Purpose=f"{MARK} marketing")
    server.must_be(server.status in (400, 403), "an unlisted purpose refused", server.told())
    for token in (f"{OTHER}-application", "auditor", "operator", None):
        about = f"{PREFIX}/subjects/{person}"
        for path in (record, f"{about}/export", f"{about}/marks"):
            server.call("GET", path, token=token)
            server.must_be(server.status in (401, 403, 404), f"nothing for {token}", server.told())
        server.call("PUT", record, server.site(name), token=token)
        server.must_be(server.status in (401, 403, 404), f"nothing for {token}", server.told())


def exercise_rights(server):
    """Ada is restricted, freed, exported and erased; everything is asked for again."""
    person = server.names["ada"]
    record = f"{PREFIX}/collections/sites/records/{server.names['ada-site']}"
    controller = {"token": f"{AGREEMENT}-controller"}
    server.must_run(["mandat", "subject", "restrict", "-a", AGREEMENT, person, "-i", "2026-021",
                     "--basis", "GDPR Art. 18(1)(a)"], f"{AGREEMENT}-controller")
    server.must(403, "PUT", record, server.site("ada", city=f"{MARK} restricted"))
    server.must(403, "GET", record)
    server.must_run(["mandat", "subject", "lift", "-a", AGREEMENT, person, "-i", "2026-022"],
                    f"{AGREEMENT}-controller")
    server.must(200, "GET", f"{PREFIX}/subjects/{person}/export?collection=sites", **controller)
    server.must(200, "POST", f"{PREFIX}/subjects/{person}/erase", Mandat_Instruction="2026-014",
                **controller)
    server.must(410, "GET", record)
    server.must(410, "PUT", record, server.site("ada"))
    server.must(410, "GET", f"{PREFIX}/collections/files/blobs/{server.names['ada-file']}")


def wait_for_backup(server):
    def holds():
        server.call("GET", "/v1/backups", token="operator")
        whole = json.loads(server.body)
        state = [each for each in whole["agreements"] if each["agreement"] == AGREEMENT]
        return (whole["protection"] == "protected" and state
                and state[0]["data"].get("entries") == state[0]["ledger"].get("entries"))
    stories.wait_until("a backup", holds)


def find_leaks(server):
    """Each place that has a mark, and how many places were looked through."""
    everywhere = [*forms(MARK), struct.pack("<d", VALUE), struct.pack(">d", VALUE),
                  str(VALUE).encode()]
    named = everywhere + forms(NAME)
    ids = [form for name in PEOPLE
           for form in (server.names[name].encode(), uuid.UUID(server.names[name]).bytes)]
    places = [("the log", server.log.read_bytes(), named + ids)]
    for page in ("/metrics", "/health", "/ready", "/openapi.json"):
        server.call("GET", page, token=None)
        places.append((page, server.body, named + ids))
    places += [(f"problem of {what}", whole, everywhere) for what, whole in server.problems]
    places += [(f"answer of {what}", whole, named + ids) for what, whole in server.others]
    server.must_run(["mandat", "journal", "export", "-a", AGREEMENT, "published"], "auditor")
    for path in (server.stage / "published").rglob("*"):
        if path.is_file():
            places.append((f"the published {path.name}", path.read_bytes(), named + ids))
    for directory, more in (("mandat/data", []), ("backup", ids), ("ledger", ids)):
        for path in (server.stage / directory).rglob("*"):
            name = str(path.relative_to(server.stage))
            places.append((f"the name {name}", name.encode(), named + ids))
            if path.is_file():
                places.append((name, path.read_bytes(), named + more))
    leaks = [f"{place} has {mark!r}" for place, whole, marks in places for mark in marks
             if mark.lower() in whole.lower()]
    return leaks, len(places)


def must_hide_memory(server):
    """Nobody else looks at it, and it leaves nothing behind when it crashes."""
    process = Path("/proc") / str(server.server.pid)
    limits = [line.split()[4:6] for line in (process / "limits").read_text().splitlines()
              if line.startswith("Max core file size")]
    server.must_be(limits == [["0", "0"]], "no core files", limits)
    # What may not be dumped belongs to root, whoever runs it (proc(5)).
    owners = {(process / name).stat().st_uid for name in ("environ", "maps", "mem")}
    server.must_be(owners == {0}, "a process that cannot be dumped", owners)
    if server.as_other:  # the twin: of any other process of that user it is told
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE, **server.as_other) as plain:
            owner = (Path("/proc") / str(plain.pid) / "environ").stat().st_uid
            plain.stdin.close()
        server.must_be(owner == NOBODY, "a process that can be dumped", owner)
    before = set(server.stage.rglob("*core*"))
    server.server.send_signal(signal.SIGABRT)
    _, status = os.waitpid(server.server.pid, 0)
    server.server.returncode = -signal.SIGABRT
    server.must_be(os.WIFSIGNALED(status) and not os.WCOREDUMP(status), "a crash without a core",
                   status)
    server.must_be(set(server.stage.rglob("*core*")) == before, "no core file", before)


def play(server):
    for name in PEOPLE:
        keep(server, name)
    refuse(server, "ben")
    wait_for_backup(server)
    exercise_rights(server)
    wait_for_backup(server)
    server.must_be(len(server.problems) > 25 and len(server.others) > 12, "many problems",
                   (len(server.problems), len(server.others)))
    leaks, count = find_leaks(server)
    server.must_be(not leaks, "no leak", "\n".join(leaks[:20]))
    server.must_be(count > 100, "many places", count)
    must_hide_memory(server)
    return count


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    arguments.add_argument("--keep", action="store_true", help="keep the directory")
    given = arguments.parse_args()
    server = Sideways(given.bin.resolve())
    try:
        count = play(server)
    except stories.Broken as broken:
        print(f"something leaks sideways: {broken}")
        return 1
    finally:
        server.close(given.keep)
    print(f"nothing leaks sideways, of {count} places")
    return 0


if __name__ == "__main__":
    sys.exit(main())
