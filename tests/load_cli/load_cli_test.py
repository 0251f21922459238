#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loads existing data from files into a real server, kills the loader amid it, and tries an
agreement out. Everybody in the files is fictitious.

    load_cli_test.py --bin DIRECTORY [--lines N] [--keep]
"""

import argparse
import json
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stories"))
import run  # noqa: E402  (the stage that the stories play on)

AGREEMENT = "opinum-demo"
APPLICATION = AGREEMENT + "-application"
RECORDS = f"/v1/agreements/{AGREEMENT}/collections/sites/records"
BROKEN_EVERY = 10_000  # one row in so many is none


def mapping(kind, more="", purpose="data-hub"):
    skip = "" if kind == "ndjson" else "skip: [note]\n"
    return (f"format: {kind}\ncollection: sites\npurpose: {purpose}\nnamespace: test-{kind}\n"
            "subject: customer\nrecord: site\ncaptured: entered\noffset: Z\n" + more + skip +
            "fields:\n  - {field: holder, column: name}\n  - {field: street, column: street}\n"
            "  - {field: postal-code, constant: '0001'}\n"
            "  - {field: city, constant: Exampleville}\n"
            "  - {field: heated-area, column: area}\n")


def person(i):
    return f"C-{i // 2}"


def row_of(i):
    return {"customer": person(i), "site": f"S-{i}", "entered": f"2024-03-01 09:30:{i % 60:02}+01",
            "name": f"Person {i // 2} Example", "street": f"{i} \"Example\", Street",
            "area": f"{i % 400}.50", "note": ""}


def is_broken(i):
    return i % BROKEN_EVERY == BROKEN_EVERY - 1


def write_csv(path, lines):
    def quoted(text):
        return '"' + text.replace('"', '""') + '"'
    with open(path, "w", newline="", encoding="utf-8") as out:
        out.write("\ufeff" + ";".join(row_of(0)) + "\r\n")
        for i in range(lines):
            fields = [quoted(value) if '"' in value else value for value in row_of(i).values()]
            out.write(";".join(fields[:2] if is_broken(i) else fields) + "\r\n")


def write_ndjson(path, lines):
    with open(path, "w", encoding="utf-8") as out:
        for i in range(lines):
            row = {name: value for name, value in row_of(i).items() if name != "note"}
            out.write(json.dumps(row)[:-1 if is_broken(i) else None] + "\n")


def write_dump(path, lines):
    names = ", ".join(row_of(0))
    with open(path, "w", encoding="utf-8") as out:
        out.write("--\n-- PostgreSQL database dump\n--\nSET standard_conforming_strings = on;\n\n"
                  "COPY public.others (id) FROM stdin;\n1\n\\.\n\n"
                  f"COPY public.sites ({names}) FROM stdin;\n")
        for i in range(lines):
            values = [value or "\\N" for value in row_of(i).values()]
            out.write("\t".join(values[:2] if is_broken(i) else values) + "\n")
            if i == lines // 2:  # the other half as pg_dump --inserts writes it
                out.write("\\.\n\n")
                break
        for i in range(lines // 2 + 1, lines):
            values = ["'" + value.replace("'", "''") + "'" if value else "NULL"
                      for value in row_of(i).values()]
            out.write(f"INSERT INTO public.sites ({names}) VALUES ("
                      + ", ".join(values[:2] if is_broken(i) else values) + ");\n")


class Test:
    def __init__(self, programs, lines):
        self.play = run.Play(programs)
        self.lines = lines

    def must(self, holds, expected, found):
        self.play.must_be(holds, expected, found)

    def file(self, name):
        return self.play.stage / name

    def load(self, name, code, *more):
        words = ["mandat", "--json", "load", "-a", AGREEMENT, name, "--mapping",
                 name + ".mapping.yaml", *more]
        done = subprocess.run(words, capture_output=True, text=True, cwd=self.play.stage,
                              env=self.play.environment(APPLICATION), check=False)
        self.must(done.returncode == code, f"{words} to end with {code}",
                  f"{done.returncode}: {done.stdout[-2000:]} {done.stderr[-2000:]}")
        return json.loads(done.stdout) if done.stdout.startswith("{") else done.stderr

    def journal_size(self):
        self.play.ask("GET", f"/v1/agreements/{AGREEMENT}", {"as": "operator"}, "")
        return json.loads(self.play.body)["journal"]["size"]

    def records(self):
        """Every unit of the collection, a page at a time."""
        after = ""
        while True:
            self.play.ask("GET", f"{RECORDS}?limit=100{after}",
                          {"as": APPLICATION, "purpose": "data-hub"}, "")
            self.must(self.play.status == 200, "a page", self.play.told())
            page = json.loads(self.play.body)
            yield from page["items"]
            if "next" not in page:
                return
            after = f"&after={page['next']}"

    # What is shown.

    def a_format(self, kind, name, write, more=""):
        write(self.file(name), self.lines)
        self.file(name + ".mapping.yaml").write_text(mapping(kind, more))
        broken = sum(is_broken(i) for i in range(self.lines))
        size = self.journal_size()
        dry = self.load(name, 2 if broken else 0, "--dry-run")
        self.must(dry["loaded"] == self.lines - broken and dry["dry-run"], "a dry run", dry)
        self.must(self.journal_size() == size, "nothing journalled by a dry run", size)
        told = self.load(name, 2 if broken else 0)
        self.must(told["loaded"] == self.lines - broken and told["rows"] == self.lines,
                  "every good row loaded", told)
        self.must(sum(item["count"] for item in told["met"]) == broken, f"{broken} malformed", told)
        again = self.load(name, 2 if broken else 0)
        self.must(again["loaded"] == told["loaded"], "a load done before to do nothing", again)
        self.must(self.journal_size() < size + self.lines, "rows that went together", size)
        print(f"{kind}: {told['loaded']} rows in {told['seconds']:.1f} s", flush=True)

    def kept_dates(self):
        seen = {}
        for unit in self.records():
            seen[unit["data"]["street"]] = unit
            if len(seen) >= 300:
                break
        for street, unit in seen.items():
            i = int(street.split()[0])
            expected = row_of(i)
            self.must(unit["captured"] == f"2024-03-01T08:30:{i % 60:02}Z", "its own date", unit)
            self.must(unit["data"]["holder"] == expected["name"] and street == expected["street"],
                      expected, unit)

    def a_kill(self, lines):
        """Nothing is lost and nothing is there twice."""
        name = "killed.csv"
        write_csv(self.file(name), lines)
        self.file(name + ".mapping.yaml").write_text(
            mapping("csv", "separator: semicolon\n").replace("test-csv", "test-kill"))
        before = sum(1 for _ in self.records())
        kills = 0
        while kills < 3:
            words = ["mandat", "load", "-a", AGREEMENT, name, "--mapping", name + ".mapping.yaml",
                     "--batch", "200"]
            loader = subprocess.Popen(words, cwd=self.play.stage, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL,
                                      env=self.play.environment(APPLICATION))
            state = self.file(name + ".mandat-load")
            offset = json.loads(state.read_text())["offset"] if state.exists() else 0
            run.wait_until("progress of the load", lambda: loader.poll() is not None or (
                state.exists() and json.loads(state.read_text())["offset"] > offset))
            self.must(loader.poll() is None, "a load that still runs", loader.returncode)
            loader.send_signal(signal.SIGKILL)
            loader.wait()
            kills += 1
        told = self.load(name, 2 if any(map(is_broken, range(lines))) else 0)
        broken = sum(is_broken(i) for i in range(lines))
        self.must(told["loaded"] == lines - broken, "every good row counted once", told)
        units = list(self.records())
        self.must(len(units) == before + lines - broken, "every unit there once", len(units))
        self.must(all(unit["version"] == 1 for unit in units), "no unit stored twice", "some")

    def another_file(self):
        name = "killed.csv"
        text = self.file(name).read_text()
        self.file(name).write_text(text.replace("Person 0 Example", "Person X Example", 1))
        told = self.load(name, 8)
        self.must("not the one" in told, "a file that was changed to be refused", told)
        self.file(name).write_text(text[:len(text) // 2])
        self.load(name, 8)

    def refusals(self):
        name = "marketing.csv"
        write_csv(self.file(name), 30)
        self.file(name + ".mapping.yaml").write_text(
            mapping("csv", "separator: semicolon\n", "marketing").replace("test-csv", "test-no"))
        size = self.journal_size()
        told = self.load(name, 3, "--dry-run")
        met = told["met"][0]
        self.must(told["loaded"] == 0 and met["count"] == 30 and met["what"] == "refused"
                  and met["clause"] == "opinum-demo@1#[3]"
                  and met["first-lines"] == [2, 3, 4, 5, 6],
                  "30 refusals with their clause and lines", told)
        self.must("Person" not in json.dumps(told), "no value in the report", told)
        self.must(self.load(name, 3)["loaded"] == 0, "nothing loaded", told)
        self.must(self.journal_size() == size, "no refusal journalled 30 times", size)
        return name

    def observation(self, name):
        play = self.play
        play.run(["mandat", "observe", "report", "-a", AGREEMENT], "operator")
        self.must(play.exit == 4, "no report yet", play.output)
        now = json.loads(self.clock())["now"]
        until = now.replace(now[:4], str(int(now[:4]) + 1), 1)
        play.run(["mandat", "observe", "start", "-a", AGREEMENT, "--until", until, "--reason",
                  "first weeks"], "operator")
        self.must(play.exit == 2, "a year to be too long", play.output)
        until = self.in_a_week(now)
        play.must_run(["mandat", "observe", "start", "-a", AGREEMENT, "--until", until, "--reason",
                       "first weeks"], "operator")
        play.ask("GET", "/health", {}, "")
        self.must(json.loads(play.body).get("observed") == 1, "health to tell", play.told())
        play.ask("GET", "/metrics", {}, "")
        self.must(b'mandat_agreement_observed{agreement="opinum-demo"} 1' in play.body,
                  "the metrics to tell", play.told())
        self.file(name + ".mandat-load").unlink()
        told = self.load(name, 0)
        self.must(told["loaded"] == 30 and told["met"][0]["what"] == "observed",
                  "30 rows loaded against the agreement", told)
        play.must_run(["mandat", "--json", "observe", "report", "-a", AGREEMENT], "operator")
        report = json.loads(play.output)
        self.must(report["on"] and report["total"] >= 1
                  and report["items"][0]["reason"] == "purpose-not-listed",
                  "the acts counted by their reason", report)
        play.must_run(["mandat", "observe", "stop", "-a", AGREEMENT], "operator")
        self.file(name + ".mandat-load").unlink()
        self.must(self.load(name, 3)["loaded"] == 0, "refusals again", told)
        play.do_verify("journal opinum-demo", None)

    def clock(self):
        self.play.ask("GET", "/v1/clock", {"as": "operator"}, "")
        return self.play.body

    @staticmethod
    def in_a_week(now):
        import datetime
        at = datetime.datetime.fromisoformat(now[:19]) + datetime.timedelta(days=7)
        return at.isoformat() + "Z"

    def run(self):
        play = self.play
        play.do_init(AGREEMENT, None)
        play.do_start("server", None)
        play.do_activate(AGREEMENT, None)
        self.a_kill(max(self.lines // 10, 2_000))
        self.another_file()
        self.observation(self.refusals())
        self.a_format("csv", "sites.csv", write_csv, "separator: semicolon\n")
        self.a_format("ndjson", "sites.ndjson", write_ndjson)
        self.a_format("postgresql", "sites.sql", write_dump, "table: public.sites\n")
        self.kept_dates()
        play.do_stop("", None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    test = Test(options.bin.resolve(), options.lines)
    try:
        test.run()
    except run.Broken as broken:
        print(f"FAILED: {broken}")
        return 1
    finally:
        test.play.close(options.keep)
    return 0


if __name__ == "__main__":
    sys.exit(main())
