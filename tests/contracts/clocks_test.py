#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every number with a unit that the contracts state runs as a clock, or is no time for a reason.

    tests/contracts/clocks_test.py MANDAT

Walks the rows of kind `number` in agreements/terms/*.tsv. For each, agreements/terms/numbers.tsv
says under which path and kind `mandat agreement clocks` lists it; the count and the unit must be
those of the contract. What has no such path has a reason. Then changes are planted, and each must
be noticed. At last, the command is asked for due instants, in words, and wrongly.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile

from terms_test import PER, ROOT, read_table

COLUMNS = "contract field path runs-as reason".split()
KINDS = ("act", "window", "lead", "quota", "keep", "recur", "hours", "term")
UNITS = {"hour": ("hour", "business-hour"), "day": ("day",), "week": ("week",),
         "month": ("month",), "year": ("year",), "business_day": ("working-day",),
         "per day": ("day",), "per week": ("week",), "per month": ("month",),
         "per year": ("year",)}
HOURS = {"10:00-18:00 Mon-Fri": "mon-fri 10:00-18:00"}

# In a copy of a form: what is planted, and the field whose number is then not there any more.
PLANTS = (
    ("opinum", "within: 24 hours,", "within: 25 hours,", "breach"),
    ("opinum", "within: 5 working-days,", "within: 5 days,", "DSAR"),
    ("opinum", "times: 1, per: contract-year", "times: 2, per: contract-year", "audit"),
    ("opinum", "at-most: 35 days", "at-most: 36 days", "backups Saas"),
    ("opinum", "at-least: 30 days, before: audit", "within: 30 days, from: audit", "audit notice"),
    ("ipso", "within: 72 hours,", "promptness: promptly,", "breach"),
    ("customer-alliance", 'frequency: {times: 1, per: calendar-year, text: "More of them after '
     'consultation",', 'frequency: {text: "More of them after consultation",', "audit"),
)


def numbers_of(contract):
    path = ROOT / f"agreements/terms/{contract}.tsv"
    return [row for row in read_table(path) if row["kind"] == "number"]


def read_runs(text):
    """How each number runs, by contract, field and path."""
    runs = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != len(COLUMNS):
                raise ValueError(f"numbers.tsv: {len(cells)} cells in: {line}")
            row = dict(zip(COLUMNS, cells))
            key = (row["contract"], row["field"], row["path"].partition("#")[0])
            if key in runs:
                raise ValueError(f"numbers.tsv: twice: {line}")
            runs[key] = row
    return runs


def clocks_of(mandat, form, instance):
    """What the command lists, by path and kind."""
    told = subprocess.run([mandat, "agreement", "clocks", "--json", form, instance],
                          capture_output=True, text=True, check=False)
    if told.returncode != 0:
        raise RuntimeError(f"{form}: {told.stdout}{told.stderr}")
    clocks = collections.defaultdict(list)
    for clock in json.loads(told.stdout)["clocks"]:
        clocks[clock["path"], clock["kind"]].append(clock)
    return clocks


def says(clock, n, unit):
    """Whether a clock has the count and the unit of the contract."""
    if clock["kind"] == "quota":
        return str(clock.get("times")) == n and clock.get("per") == PER.get(unit)
    if clock["kind"] == "hours":
        return clock["hours"] == HOURS.get(n)
    periods = [f"{n} {name}" + ("" if n == "1" else "s") for name in UNITS.get(unit, ())]
    return clock.get("period") in periods and clock["number-by"] == "contract"


def judge(row, run, clocks):
    """What is wrong with one number, or None."""
    if run is None:
        return "not in numbers.tsv"
    if run["runs-as"] == "-":
        return None if run["reason"] != "-" else "neither runs nor has a reason"
    if run["runs-as"] not in KINDS or run["reason"] != "-":
        return "runs as nothing that is known, or has a reason beside"
    found = clocks.get((run["path"], run["runs-as"]), [])
    if len(found) != 1:
        return f"{len(found)} clocks are listed there"
    if not says(found[0], row["n"], row["unit"]):
        return f"the clock says {found[0].get('period', found[0].get('hours', 'something else'))}"
    return None


def wrong_in(contract, runs, clocks):
    wrong = {}
    for row in numbers_of(contract):
        trouble = judge(row, runs.get((contract, row["field"], row["path"])), clocks)
        if trouble:
            wrong[row["field"]] = trouble
    return wrong


def unknown_runs(runs, contracts):
    """Rows of numbers.tsv that are about no number."""
    known = {(contract, row["field"], row["path"]) for contract in contracts
             for row in numbers_of(contract)}
    return sorted(set(runs) - known)


def planted(mandat, runs):
    """Changes that were not noticed."""
    missed = []
    with tempfile.TemporaryDirectory() as directory:
        for contract, old, new, field in PLANTS:
            text = (ROOT / f"agreements/{contract}.yaml").read_text(encoding="utf-8")
            if text.count(old) != 1:
                missed.append(f"{contract}: the form says `{old}` {text.count(old)} times")
                continue
            form = pathlib.Path(directory) / f"{contract}.yaml"
            form.write_text(text.replace(old, new), encoding="utf-8")
            clocks = clocks_of(mandat, form, ROOT / f"agreements/{contract}-demo.yaml")
            wrong = wrong_in(contract, runs, clocks)
            if list(wrong) != [field]:
                missed.append(f"{contract}: `{new}` was noticed in {list(wrong)}, not in {field}")
    return missed


def planted_in_table(runs, clocks):
    """The same for a row of the table that is lost, has another kind, or has no reason."""
    key = ("opinum", "breach", "breach.notice")
    plants = {"lost": {k: v for k, v in runs.items() if k != key},
              "another kind": {**runs, key: {**runs[key], "runs-as": "window"}},
              "no reason": {**runs, key: {**runs[key], "runs-as": "-"}}}
    return [f"opinum: {name} was not noticed" for name, changed in plants.items()
            if list(wrong_in("opinum", changed, clocks)) != ["breach"]]


def ask(mandat, contract, *options):
    files = [ROOT / f"agreements/{contract}{ending}.yaml" for ending in ("", "-demo")]
    return subprocess.run([mandat, "agreement", "clocks", *files, *options],
                          capture_output=True, text=True, check=False)


def command_faults(mandat):
    """What the command answers otherwise than it should."""
    wrong = []

    def expect(is_so, what):
        if not is_so:
            wrong.append(f"agreement clocks: {what}")

    told = json.loads(ask(mandat, "mailgun", "--json", "--event", "2026-03-30T09:00:00Z").stdout)
    clocks = {clock["path"]: clock for clock in told["clocks"]}
    expect(told["event"] == "2026-03-30T09:00:00Z", "the event is another")
    expect(clocks["sub-processors.objection"]["due"] == {
        "earliest": "2026-04-11T00:00:00Z", "latest": "2026-04-16T00:00:00Z",
        "binding": "2026-04-16T00:00:00Z"}, "the controller may not rely on the later reading")
    expect(clocks["breach.notice"]["due"]["binding"] == "2026-03-31T09:00:00Z", "24 hours differ")
    expect("due" not in clocks["sub-processors.copy"], "what has no number has a date")
    # A day begins by the clock of the agreement, here Brussels in summer.
    told = json.loads(ask(mandat, "mintt", "--json", "--event", "2026-03-30").stdout)
    expect(told["event"] == "2026-03-29T22:00:00Z", "a day begins elsewhere")
    told = json.loads(ask(mandat, "opinum", "--json", "--event", "2026-03-30").stdout)
    complaint = next(c for c in told["clocks"] if c["path"] == "requests.complaints")
    expect("hours" in complaint.get("cannot-be-counted", ""), "hours that nobody knows are counted")
    english = ask(mandat, "opinum").stdout.splitlines()
    french = ask(mandat, "opinum", "--language", "fr").stdout.splitlines()
    expect(len(english) == len(french) == len(told["clocks"]) + 1, "not one line for each")
    expect(any("24 heures" in line and "sous-traitant" in line for line in french), "not French")
    for option in ("--event", "yesterday"), ("--event", "1969-12-31"), ("--language", "xx"):
        expect(ask(mandat, "opinum", *option).returncode == 2, f"{option} is not refused")
    return wrong


def main():
    mandat = sys.argv[1]
    runs = read_runs((ROOT / "agreements/terms/numbers.tsv").read_text(encoding="utf-8"))
    contracts = sorted(path.stem for path in (ROOT / "agreements/terms").glob("*.tsv")
                       if path.stem != "numbers")
    clocks = {contract: clocks_of(mandat, ROOT / f"agreements/{contract}.yaml",
                                  ROOT / f"agreements/{contract}-demo.yaml")
              for contract in contracts}
    wrong = [f"numbers.tsv: no such number: {key}" for key in unknown_runs(runs, contracts)]
    for contract in contracts:
        for field, trouble in wrong_in(contract, runs, clocks[contract]).items():
            wrong.append(f"{contract}: {field}: {trouble}")
    wrong += planted(mandat, runs) + planted_in_table(runs, clocks["opinum"])
    wrong += command_faults(mandat)
    kinds = collections.Counter(run["runs-as"] for run in runs.values())
    print(f"{len(runs)} numbers: " + ", ".join(
        f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind]) +
          f", {kinds['-']} not time for a written reason")
    print(f"{len(PLANTS) + 3} changes planted")
    for line in wrong:
        print(line)
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
