#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many ways of saying a term are understood: the phrase bank, read as synthetic contracts.

The contracts come from a printed seed. One sentence in three is held back: its errors are
counted and never listed. What counts as right: docs/reference/contract-reading.md. Standard
library alone.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import phrase_bank
from own import JUDGED, value_right
from score import Counts


def read(mandat, contract, folder):
    path = pathlib.Path(folder) / f"{contract.name}.txt"
    path.write_text(contract.text, encoding="utf-8")
    done = subprocess.run([mandat, "contract", "read", str(path), "--json"],
                          capture_output=True, check=False, timeout=600)
    if not done.stdout:
        raise RuntimeError(f"{contract.name}: {done.stderr.decode()}")
    return json.loads(done.stdout)


def wanted_of(value):
    return dict(pair.split("=", 1) for pair in value.split("; ") if "=" in pair)


def clause_number(said):
    """The number alone, without a heading or a dot behind it."""
    return said.strip().rstrip(".")


class Result:
    """Counts by field, for one part of one language."""

    def __init__(self):
        self.fields = collections.defaultdict(Counts)
        self.errors = []
        self.decoys, self.taken, self.values = 0, 0, 0

    def all(self):
        total = Counts()
        for counts in self.fields.values():
            total.add(counts)
        return total

    def miss(self, phrase, said, text):
        self.fields[phrase.field].missed += 1
        what = "missed"
        if said:
            self.fields[phrase.field].wrong += 1
            self.values += 1
            what = f"wrong value {said[0]}, not"
        self.errors.append((phrase.field, f"{what} {phrase.value}: {text}"))


def judge(contract, reading, results):
    """Each clause against what was read at it; a value elsewhere is wrong."""
    said = collections.defaultdict(list)
    for term in reading["terms"]:
        if term["status"] != "not-stated" and not term.get("annexed"):
            said[clause_number(term["clause"])].append(term)
    for clause in contract.clauses:
        phrase, result = clause.phrase, results["held" if clause.phrase.held else "tune"]
        here = said.pop(clause.number, [])
        values = [term.get("value") or {} for term in here if term["field"] == phrase.field]
        if phrase.field == "none":
            result.decoys += 1
        elif any(value_right(wanted_of(phrase.value), value) for value in values
                 if isinstance(value, dict)) or values and phrase.value == "-":
            result.fields[phrase.field].right += 1
        else:
            result.miss(phrase, values, clause.text)
        strange = {term["field"] for term in here if term["field"] != phrase.field
                   and term["field"] not in phrase.besides
                   and term["field"] in JUDGED}
        result.taken += 1 if strange and phrase.field == "none" else 0
        for field in strange:
            result.fields[field].wrong += 1
            result.errors.append((field, f"wrong, {phrase.field} says: {clause.text}"))


def print_result(title, result, by_field):
    print(title)
    rows = sorted(result.fields.items()) if by_field else []
    for name, counts in rows + [("in all", result.all())]:
        precision, recall, f1 = counts.figures()
        print(f"  {name:32} precision {precision:5.3f}  recall {recall:5.3f}  F1 {f1:5.3f}"
              f"   ({counts.right} right, {counts.wrong} wrong, {counts.missed} missed)")
    print(f"  wrong values at the right clause: {result.values}; "
          f"decoys taken: {result.taken} of {result.decoys}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("mandat", help="the program")
    parser.add_argument("--language", choices=phrase_bank.LANGUAGES)
    parser.add_argument("--part", choices=("tune", "held"))
    parser.add_argument("--errors", action="store_true", help="list the errors of `tune`")
    parser.add_argument("--field", default="", help="list only fields that begin so")
    parser.add_argument("--totals", action="store_true", help="leave out the rows by field")
    parser.add_argument("--keep", type=pathlib.Path, help="write the contracts here")
    parser.add_argument("--seed", type=int, default=28)
    options = parser.parse_args()
    print(f"phrase bank, seed {options.seed}")
    languages = [options.language] if options.language else phrase_bank.LANGUAGES
    for language in filter(phrase_bank.is_there, languages):
        results = {"tune": Result(), "held": Result()}
        with tempfile.TemporaryDirectory() as folder:
            for contract in phrase_bank.contracts(language, options.seed):
                judge(contract, read(options.mandat, contract, options.keep or folder), results)
        for part, result in results.items():
            if options.part in (None, part):
                by_field = not options.totals and part == "tune"
                print_result(f"{language}, {part}", result, by_field)
        if options.errors and options.part != "held":
            for field, line in sorted(results["tune"].errors):
                if field.startswith(options.field):
                    print(f"{field}: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
