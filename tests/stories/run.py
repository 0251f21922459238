#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plays stories (README.md) against the shipped programs. Exits with 0 when they hold, 1 at the
first line that does not, 77 when a story cannot be played here.

    run.py --bin DIRECTORY [--keep] STORY...
"""

import argparse
import functools
import http.client
import itertools
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
SKIPPED = 77
PATIENCE_SECONDS = 120
AGREEMENTS = {
    "opinum-demo": ("opinum.yaml", "opinum-demo.yaml", "opinum-data-hub.schema.yaml"),
    "mintt-demo": ("mintt.yaml", "mintt-demo.yaml", "mintt-care.schema.yaml"),
}
# What stories in Python add to the configuration and to the schema of opinum-demo.
BACKUP = """
[backup]
target = "{stage}/backup"
ledger_target = "{stage}/ledger"
every_seconds = 1
"""
BLOBS = """
  - id: files
    kind: blobs
    people: customers
    fields:
      - {id: caption, type: text, length-max: 200, category: housing}
"""
HEADERS = {"purpose": "Mandat-Purpose", "instruction": "Mandat-Instruction",
           "key": "Idempotency-Key"}
CAST = ("ada", "ben", "cleo")
KEPT_LINES = ("status", "header", "body", "json", "exit", "output")


class Broken(Exception):
    """A line that does not hold."""


class Skipped(Exception):
    """A story that cannot be played on this machine."""


def wait_until(what, holds):
    deadline = time.monotonic() + PATIENCE_SECONDS
    pause = threading.Event()
    while not holds():
        if time.monotonic() > deadline:
            raise Broken(f"{what} took more than {PATIENCE_SECONDS} seconds")
        pause.wait(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@functools.cache
def can_mount():
    """Whether this user may make a small file system."""
    with tempfile.TemporaryDirectory() as place:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        if os.geteuid() != 0 or shutil.which("mount") is None:
            return False
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], **quiet).returncode != 0:
            return False
        subprocess.run(["umount", place], **quiet)
        return True


def site_of(name):
    """The one record that a person of the cast has."""
    return {"holder": f"{name.capitalize()} Example", "street": "1 Example Street",
            "postal-code": "0001", "city": "Exampleville"}


class Play:
    """One story on its stage: directory, server, last answer, names."""

    def __init__(self, programs):
        self.programs = programs
        self.stage = Path(tempfile.mkdtemp(prefix="mandat-story-"))
        self.port = free_port()
        self.server = None
        self.logs = itertools.count()
        self.background = None
        self.status, self.headers, self.body = None, {}, b""
        self.exit, self.output = None, ""
        self.names = {"dir": str(self.stage / "mandat"), "stage": str(self.stage),
                      "port": str(self.port), "big": "x" * 2_000_000,
                      "server": f"http://127.0.0.1:{self.port}", "bin": str(programs),
                      "agreements": str(SOURCE / "agreements"), "source": str(SOURCE)}
        for name in CAST:
            self.names[name] = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.example.org"))
            self.names[f"{name}-site"] = str(uuid.uuid5(uuid.NAMESPACE_DNS,
                                                        f"site.{name}.example.org"))

    def close(self, keep):
        for process in (self.server, self.background):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
        if can_mount():
            subprocess.run(["umount", "-q", f"{self.names['dir']}/data"], check=False)
        if keep:
            print(f"    kept: {self.stage}")
        else:
            shutil.rmtree(self.stage, ignore_errors=True)

    def fill(self, text):
        return re.sub(r"\{([a-z][a-z-]*)\}",
                      lambda match: self.names.get(match.group(1), match.group(0)), text)

    def configure(self, text):
        with open(f"{self.names['dir']}/mandat.toml", "a", encoding="utf-8") as file:
            file.write(text.format(stage=self.stage))

    def activate_with(self, agreement, change):
        """With another schema than its own: what `change` makes of that."""
        form, instance, schema = (SOURCE / "agreements" / name for name in AGREEMENTS[agreement])
        (self.stage / "schema.yaml").write_text(change(schema.read_text()))
        self.must_run(["mandat", "agreement", "activate", agreement, "--form", str(form),
                       "--agreement", str(instance), "--schema",
                       str(self.stage / "schema.yaml")], "operator")

    # The programs.

    def environment(self, token=None):
        environment = dict(os.environ, MANDAT_SERVER=self.names["server"],
                           PATH=f"{self.programs}:{os.environ['PATH']}")
        environment.pop("MANDAT_TOKEN_FILE", None)
        if token:
            environment["MANDAT_TOKEN_FILE"] = f"{self.names['dir']}/tokens/{token}.token"
        return environment

    def run(self, words, token=None):
        done = subprocess.run(words, capture_output=True, text=True, cwd=self.stage,
                              env=self.environment(token), timeout=PATIENCE_SECONDS,
                              check=False)
        self.exit, self.output = done.returncode, done.stdout + done.stderr

    def must_run(self, words, token=None):
        self.run(words, token)
        if self.exit != 0:
            raise Broken(f"`{shlex.join(words)}` ended with {self.exit}:\n{self.output}")

    def launch(self):
        """Starts the server and gives the path of what it says."""
        log = self.stage / f"mandatd.{next(self.logs)}.log"
        with open(log, "wb") as out:
            self.server = subprocess.Popen(
                [self.programs / "mandatd", "--config", f"{self.names['dir']}/mandat.toml"],
                stdout=out, stderr=subprocess.STDOUT, cwd=self.stage,
                env=dict(os.environ, MANDAT_HTTP_PORT=str(self.port)))
        return log

    # Lines in capitals.

    def do_init(self, rest, _):
        words = [self.programs / "mandat", "init", "--dir", self.names["dir"]]
        for agreement in rest.split():
            words += ["--agreement", agreement]
        self.must_run([str(word) for word in words])

    def do_start(self, rest, _):
        log = self.launch()
        if rest == "server fails":
            wait_until("the end of the server", lambda: self.server.poll() is not None)
            self.exit, self.output = self.server.returncode, log.read_text()
            return
        wait_until("the server",
                   lambda: "ready on" in log.read_text() or self.server.poll() is not None)
        if self.server.poll() is not None:
            raise Broken(f"the server ended with {self.server.returncode}:\n{log.read_text()}")

    def do_stop(self, _rest, _):
        self.server.terminate()
        if self.server.wait(PATIENCE_SECONDS) != 0:
            raise Broken(f"the server ended with {self.server.returncode}")

    def do_kill(self, _rest, _):
        self.server.send_signal(signal.SIGKILL)
        self.server.wait(PATIENCE_SECONDS)

    def do_activate(self, rest, _):
        form, instance, schema = (str(SOURCE / "agreements" / name) for name in AGREEMENTS[rest])
        self.must_run(["mandat", "agreement", "activate", rest, "--form", form, "--agreement",
                       instance, "--schema", schema], "operator")

    def do_store(self, rest, _):
        prefix = "/v1/agreements/opinum-demo"
        token = {"as": "opinum-demo-application", "purpose": "data-hub"}
        self.ask("POST", f"{prefix}/subjects", token,
                 json.dumps({"subject": self.names[rest], "people": "customers"}))
        self.must_be(self.status in (200, 201), "a registration", self.told())
        self.ask("PUT", f"{prefix}/collections/sites/records/{self.names[rest + '-site']}", token,
                 json.dumps({"subject": self.names[rest], "data": site_of(rest)}))
        self.must_be(self.status == 201, "a new record", self.told())

    def do_intact(self, rest, _):
        self.ask("GET", "/v1/agreements/opinum-demo/collections/sites/records/"
                 + self.names[rest + "-site"],
                 {"as": "opinum-demo-application", "purpose": "data-hub"}, "")
        self.must_be(self.status == 200 and json.loads(self.body)["data"] == site_of(rest),
                     f"the record of {rest}", self.told())

    def do_run(self, rest, _):
        words = shlex.split(rest)
        token = words.pop(0)[3:] if words[0].startswith("as=") else None
        self.run(words, token)

    def do_background(self, rest, _):
        words = shlex.split(rest)
        token = words.pop(0)[3:] if words[0].startswith("as=") else None
        self.background = subprocess.Popen(words, cwd=self.stage, env=self.environment(token),
                                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                           text=True)

    def do_wait(self, rest, _):
        _, name, count = rest.split()
        path = self.stage / name
        wait_until(f"{count} lines in {name}", lambda: self.background.poll() is not None or (
            path.exists() and path.read_bytes().count(b"\n") >= int(count)))
        if self.background.poll() is not None:
            raise Broken(f"it ended before that:\n{self.background.stdout.read()}")

    def do_join(self, _rest, _):
        self.output = self.background.communicate(timeout=PATIENCE_SECONDS)[0]
        self.exit = self.background.returncode

    def do_shell(self, rest, _):
        self.must_run(["bash", "-euc", rest])

    def do_save(self, rest, _):
        name, kind, key = rest.split()
        if kind == "file":
            value = (self.stage / key).read_text().strip()
        else:
            value = self.header(key) if kind == "header" else json.loads(self.body).get(key)
        self.must_be(value is not None, f"{kind} {key}", self.told())
        self.names[name] = str(value)

    def do_needs(self, rest, _):
        assert rest == "mount"
        if not can_mount():
            raise Skipped("needs root and the right to mount, for a file system of its own")

    def do_verify(self, rest, _):
        kind, agreement, *more = rest.split()
        if kind == "certificate":
            self.must_run(["mandat", "certificate", "get", "-a", agreement, more[0], "--out",
                           "certificate"], "auditor")
            self.must_run(["mandat", "journal", "export", "-a", agreement, "journal"], "auditor")
            key = (self.stage / "journal" / "vkey").read_text().strip()
            self.must_run(["mandat-verify", "certificate", "certificate", "--key", key])
            return
        self.must_run(["mandat-verify", "journal", "--json", "--token-file",
                       f"{self.names['dir']}/tokens/auditor.token",
                       f"{self.names['server']}/v1/agreements/{agreement}/journal/"])
        if more:
            entries = json.loads(self.output)["facts"]["size"]
            self.must_be(entries >= int(more[2]), f"at least {more[2]} entries", entries)

    def do_request(self, method, rest, body):
        path, *options = rest.split()
        self.ask(method, path, dict(option.split("=", 1) for option in options), body)

    def ask(self, method, path, options, body):
        headers = {HEADERS[name]: value for name, value in options.items() if name in HEADERS}
        if "as" in options:
            token = Path(self.names["dir"], "tokens", options["as"] + ".token").read_text()
            headers["Authorization"] = "Bearer " + token.strip()
        if "token" in options:
            headers["Authorization"] = "Bearer " + options["token"]
        if method in ("POST", "PUT"):
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body.encode() if body else None, headers)
            answer = connection.getresponse()
            self.status, self.body = answer.status, answer.read()
            self.headers = {name.lower(): value for name, value in answer.getheaders()}
        except BrokenPipeError:
            raise Broken("the server closed the connection") from None
        finally:
            connection.close()

    # Lines in small letters.

    def told(self):
        return f"{self.status} {self.headers} {self.body[:2000].decode('utf-8', 'replace')}"

    def header(self, name):
        return self.headers.get(name.lower())

    @staticmethod
    def must_be(holds, expected, found):
        if not holds:
            raise Broken(f"expected {expected}, found {found}")

    def expect(self, line):
        word, rest = line.split(" ", 1)
        if word == "status":
            self.must_be(self.status == int(rest), rest, self.told())
        elif word == "exit":
            self.must_be(self.exit == int(rest), rest, f"{self.exit}: {self.output}")
        elif word in ("body", "output"):
            way, text = rest.split(" ", 1)
            whole = self.output if word == "output" else self.body.decode("utf-8", "replace")
            self.must_be((text in whole) == (way == "has"), rest, whole[:2000])
        else:
            name, text = (part.strip() for part in rest.split("==", 1))
            if word == "header":
                self.must_be(self.header(name) == text, text, self.told())
            else:
                found = json.loads(self.body).get(name)
                self.must_be(found == json.loads(text), text, self.told())


def steps_of(path):
    """(line number, line, indented lines below it) for each step of a story."""
    steps = []
    for number, line in enumerate(path.read_text().split("\n"), 1):
        if line.startswith("  ") and steps:
            steps[-1][2].append(line.strip())
        elif line.strip() and not line.startswith("#"):
            steps.append((number, line.rstrip(), []))
    return steps


def with_tables(steps):
    """Repeats what stands between EACH and END, with the names of each row set."""
    steps = iter(steps)
    for number, line, below in steps:
        if not line.startswith("EACH "):
            yield number, line, below, {}
            continue
        names = line.split()[1:]
        block = list(itertools.takewhile(lambda step: step[1] != "END", steps))
        for row in below:
            values = re.split(r"\s+\|(?:\s+|$)", row)
            for at, inner, lines in block:
                yield at, inner, lines, dict(zip(names, values))


def play(path, programs, keep):
    stage = Play(programs)
    number, line = 0, ""
    try:
        for number, line, below, row in with_tables(steps_of(path)):
            stage.names.update(row)
            line = stage.fill(stage.fill(line))
            word, _, rest = line.partition(" ")
            if word in KEPT_LINES:
                stage.expect(line)
            elif word in ("GET", "POST", "PUT", "DELETE"):
                stage.do_request(word, rest, stage.fill(stage.fill("\n".join(below))))
            else:
                getattr(stage, "do_" + word.lower())(rest, below)
    except Skipped as reason:
        print(f"skipped {path.stem}: {reason}")
        return SKIPPED
    except Broken as reason:
        print(f"{path}:{number}: {line[:200]}\n    {reason}")
        return 1
    finally:
        stage.close(keep)
    print(f"held {path.stem}")
    return 0


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    arguments.add_argument("--keep", action="store_true", help="keep the directory of the story")
    arguments.add_argument("stories", nargs="+", type=Path)
    given = arguments.parse_args()
    codes = [play(path, given.bin.resolve(), given.keep) for path in given.stories]
    return next((code for code in codes if code not in (0, SKIPPED)), max(codes))


if __name__ == "__main__":
    sys.exit(main())
