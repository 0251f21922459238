#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`mandat clock explain` and `mandat calendar`: answers, exit codes, and what the pages print."""

import argparse
import json
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ARGUMENTS = None
STATED = {"event": "2026-03-30T16:40", "zone": "Europe/Brussels", "period": "5 working-days",
          "calendar": "BE", "rules": "reg-1182-71", "week": "mon-fri"}
OWN = """calendar ACME
title Acme, an example
years 2025-2027
include BE
once 2026-03-31 = Move of the house
"""
EXAMPLE = re.compile(r"```sh\n(mandat (?:clock|calendar) .*?)```\n+```text\n(.*?)```", re.DOTALL)


def run(*words):
    return subprocess.run([ARGUMENTS.mandat, *map(str, words)], capture_output=True, text=True,
                          timeout=120)


def explain(*more, **changed):
    options = {**STATED, **changed}
    words = [word for name, value in options.items() if value is not None
             for word in (f"--{name.replace('_', '-')}", value)]
    return run("clock", "explain", *words, *more)


class ClockTest(unittest.TestCase):
    def test_the_answer_has_both_times_the_last_day_and_the_steps_with_their_sources(self):
        answer = explain()
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        for words in ("2026-04-07 24:00", "2026-04-07T22:00:00Z", "last day", "Paasmaandag",
                      "[Reg. 1182/71 Art. 3(3)]"):
            self.assertIn(words, answer.stdout)
        self.assertNotIn("reading", answer.stdout)

    def test_what_is_left_open_is_told_with_both_ends_and_whom_they_bind(self):
        answer = explain(rules=None, week=None)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        for words in ("left open         rules, week", "earliest reading  binds us",
                      "2026-04-04 24:00", "latest reading    the other party may rely on it",
                      "2026-04-07 24:00"):
            self.assertIn(words, answer.stdout)
        self.assertLess(answer.stdout.index("2026-04-04"), answer.stdout.index("2026-04-07"))

    def test_french_is_french_throughout(self):
        answer = explain(language="fr", rules=None)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        for words in ("échéance", "dernier jour", "non précisé", "jours ouvrables"):
            self.assertIn(words, answer.stdout)
        for words in ("working day", "left open", "last day", "reading"):
            self.assertNotIn(words, answer.stdout.replace("5 working-days", ""))

    def test_json_says_the_same(self):
        told = json.loads(explain("--json", week=None, rules="plain").stdout)
        self.assertEqual(told["left_open"], ["week"])
        self.assertFalse(told["agree"])
        self.assertEqual(told["earliest"]["due"], "2026-04-04T22:00:00Z")
        self.assertEqual(told["latest"]["due_local"], "2026-04-07 24:00")
        self.assertEqual(told["latest"]["last_day"], "2026-04-07")
        told = json.loads(explain("--json").stdout)
        self.assertTrue(told["agree"])
        self.assertIn("Reg. 1182/71 Art. 3(1)",
                      [step.get("source") for step in told["earliest"]["steps"]])

    def test_a_time_that_the_clock_shows_twice_or_never_is_told(self):
        twice = explain(event="2026-10-25T02:30", period="72 hours").stdout
        self.assertIn("twice, at 2026-10-25T00:30:00Z and at 2026-10-25T01:30:00Z", twice)
        self.assertIn("latest reading", twice)
        never = explain(event="2026-03-29T02:30", period="72 hours").stdout
        self.assertIn("skips this time: it leaps at 2026-03-29T01:00:00Z", never)
        once = explain(event="2026-03-29T03:30", period="72 hours").stdout
        self.assertNotIn("note", once)

    def test_an_operators_calendar_counts(self):
        with tempfile.TemporaryDirectory() as directory:
            own = Path(directory) / "acme.calendar"
            own.write_text(OWN)
            answer = explain("--calendar-file", own, calendar="ACME")
            self.assertIn("2026-04-08 24:00", answer.stdout, answer.stderr)
            found = run("calendar", "check", own)
            self.assertEqual((found.returncode, found.stderr), (0, ""))
            self.assertIn("2025-2027  Acme, an example", found.stdout)
            shown = run("calendar", "show", "ACME", "--year", 2026, "--calendar-file", own)
            self.assertIn("2026-03-31        Tuesday    Move of the house", shown.stdout)
            own.write_text(OWN.replace("once 2026-03-31", "once 2026-03-32"))
            wrong = run("calendar", "check", own)
            self.assertEqual(wrong.returncode, 2)
            self.assertIn("calendar line 5: ", wrong.stderr)
            self.assertEqual(wrong.stdout, "")

    def test_bad_input_is_one_line_with_its_exit_code(self):
        cases = [(explain(event="2026-03-30"), 2, "--event is no time"),
                 (explain(zone="Europe/Nowhere"), 4, "no such time zone"),
                 (explain(period="5 workdays"), 2, "period"),
                 (explain(period="4 business-hours"), 2, "business hours need opening hours"),
                 (explain(calendar="XX"), 4, "no calendar of that name"),
                 (explain(calendar="EU", event="2035-03-30T16:40"), 4, "does not cover the year"),
                 (explain(rules="law"), 2, "--rules is none of"),
                 (explain(event=None), 2, "--event is required"),
                 (explain(calendar_file="/nowhere"), 4, "nowhere"),
                 (run("calendar", "show", "XX", "--year", 2026), 4, "no calendar of that name"),
                 (run("calendar", "show", "EU", "--year", 2035), 4, "does not cover the year"),
                 (run("calendar", "show", "BE", "--year", 1), 2, "--year is outside"),
                 (run("calendar", "show", "BE"), 2, "--year is required"),
                 (run("calendar", "check", "/nowhere"), 4, "nowhere")]
        for answer, code, words in cases:
            self.assertEqual(answer.returncode, code, answer.stderr)
            self.assertIn(words, answer.stderr)
            self.assertEqual(answer.stderr.count("\n"), 1, answer.stderr)
            self.assertEqual(answer.stdout, "")
        error = json.loads(explain("--json", rules="law").stderr)
        self.assertEqual(error["exit"], 2)

    def test_the_list_has_every_calendar_and_the_year_its_holidays(self):
        listed = json.loads(run("calendar", "list", "--json").stdout)["calendars"]
        ids = [calendar["calendar"] for calendar in listed]
        self.assertEqual(len(ids), len(set(ids)))
        text = "".join(path.read_text() for path in
                       (Path(ARGUMENTS.source) / "calendars").glob("*.calendar"))
        self.assertEqual(sorted(ids), sorted(re.findall(r"^calendar (\S+)$", text, re.MULTILINE)))
        for line in (Path(ARGUMENTS.source) / "tests/vectors/holidays.txt").read_text().split("\n"):
            if line and not line.startswith("#") and line.split()[1] == "2026":
                calendar, year, *days = line.split()
                told = json.loads(run("calendar", "show", calendar, "--year", year,
                                      "--json").stdout)
                self.assertEqual([day["day"][5:] for day in told["holidays"]], days, calendar)

    def test_the_pages_print_what_the_commands_answer(self):
        page = (Path(ARGUMENTS.source) / "docs/concepts/time.md").read_text()
        examples = EXAMPLE.findall(page)
        self.assertGreaterEqual(len(examples), 2)
        for command, expected in examples:
            answer = run(*shlex.split(command.replace("\\\n", " "))[1:])
            self.assertEqual((answer.returncode, answer.stdout), (0, expected), command)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--mandat", required=True)
    parser.add_argument("--source", required=True)
    ARGUMENTS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
