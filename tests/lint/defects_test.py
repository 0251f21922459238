#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many of the known defects of five real contracts the linter finds, and what else it says.

    defects_test.py --mandat PROGRAM

Lints the five agreements by the law of one day and compares with defects.tsv (the defects found by
hand, and where the linter finds each) and further.tsv (other findings, each with a legal reason).
Precision: errors and warnings that stand for a defect or have a reason, over all. Recall: defects
found over those that the agreement can show. Prints both, without their softer parts too.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "lint"
TERMS_JSON = ROOT.parent / "shared" / "contracts" / "terms.json"
DAY = "2026-11-22"
PRECISION_LEAST = 0.95
RECALL_LEAST = 0.90
DEFECTS = ["contract", "kind", "ref", "line", "code", "path", "reason"]
FURTHER = ["contract", "code", "path", "reason"]
CONTRACTS = ("mailgun", "customer-alliance", "mintt", "opinum", "ipso")
UNSHOWN, MISSED = "-", "missed"


def read_rows(name, columns):
    rows, head = [], None
    for number, line in enumerate((HERE / name).read_text().splitlines(), 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if head is None:
            head = cells
            assert head == columns, f"{name}:{number}: columns are {columns}"
            continue
        assert len(cells) == len(columns) and all(cells), f"{name}:{number}: a cell is missing"
        rows.append(dict(zip(columns, cells)))
    return rows


def lint(mandat, form, instance, day=DAY):
    """(code, path, severity, label) of every finding."""
    answer = subprocess.run(
        [mandat, "agreement", "lint", str(form), str(instance), "--at", day, "--json"],
        capture_output=True, text=True, check=False)
    assert answer.returncode in (0, 2), answer.stderr
    return [(found["code"], found["message"].split(": ")[0], found["severity"], found["label"])
            for found in json.loads(answer.stdout)["findings"]]


def lint_contract(mandat, contract, day=DAY):
    agreements = ROOT / "agreements"
    return lint(mandat, agreements / f"{contract}.yaml", agreements / f"{contract}-demo.yaml", day)


def wanted(row):
    """The (code, path) pairs by which a defect is found."""
    codes, paths = row["code"].split(), row["path"].split()
    assert len(codes) == len(paths), f"as many codes as paths: {row}"
    return list(zip(codes, paths))


def complete(defects):
    """The list has every defect of terms.json, where that is beside the checkout."""
    if not TERMS_JSON.exists():
        return []
    listed = Counter((row["contract"], row["kind"], row["ref"], row["line"]) for row in defects)
    by_hand = Counter(
        (contract["id"], issue["kind"], issue["ref"].replace("\u2019", "'"), str(issue["line"]))
        for contract in json.loads(TERMS_JSON.read_text())["contracts"]
        for issue in contract["issues"])
    return [f"not listed, or not found by hand: {key}" for key in
            ((listed - by_hand) + (by_hand - listed))]


def exit_codes(mandat):
    """Warnings alone do not fail, unless asked to; SARIF is JSON with one result per finding."""
    trouble = []
    with tempfile.TemporaryDirectory() as directory:
        form = pathlib.Path(directory) / "form.yaml"
        clean = (HERE / "clean.yaml").read_text()
        form.write_text(clean.replace("is: no-engagement", "is: processor-may-terminate"))
        command = [mandat, "agreement", "lint", str(form), str(HERE / "clean-agreement.yaml"),
                   "--at", DAY]
        for options, code in (([], 0), (["--strict"], 2), (["--sarif"], 0)):
            answer = subprocess.run(command + options, capture_output=True, text=True, check=False)
            if answer.returncode != code:
                trouble.append(f"{options}: exit code {answer.returncode}, not {code}")
        results = json.loads(answer.stdout)["runs"][0]["results"]
        if [result["ruleId"] for result in results] != ["L-W09"]:
            trouble.append(f"SARIF: {results}")
    return trouble


def judge(mandat, defects, further):
    trouble, counts = complete(defects), Counter()
    page = (ROOT / "docs" / "reference" / "lint.md").read_text()
    for contract in CONTRACTS:
        found = lint_contract(mandat, contract)
        pairs = {(code, path) for code, path, _, _ in found}
        loud = {(code, path) for code, path, severity, _ in found if severity != "note"}
        reasons = {(row["code"], row["path"]) for row in further if row["contract"] == contract}
        stands = set()
        here = Counter()
        for row in (row for row in defects if row["contract"] == contract):
            here["defects"] += 1
            if row["code"] == UNSHOWN:
                continue
            here["can be shown"] += 1
            if row["code"] == MISSED:
                continue
            keys = wanted(row)
            stands.update(keys)
            trouble += [f"{contract}: {code} is not on the page" for code, _ in keys
                        if f"| {code} |" not in page]
            if lost := [key for key in keys if key not in pairs]:
                trouble.append(f"{contract} {row['ref']}: not found: {lost}")
                continue
            here["found"] += 1
            here["found loudly"] += any(key in loud for key in keys)
        counted = [(code, path) for code, path, severity, _ in found if severity != "note"]
        here["said"] = len(counted)
        here["for a defect"] = sum(key in stands for key in counted)
        here["with a reason"] = sum(key in reasons and key not in stands for key in counted)
        trouble += [f"{contract}: nothing calls for the reason of {key}"
                    for key in sorted(reasons - loud | reasons & stands)]
        for key in counted:
            if key not in stands and key not in reasons:
                print(f"{contract}: false, or without a reason: {key}")
        print(f"{contract}: " + ", ".join(f"{name} {count}" for name, count in here.items()))
        counts += here
    return trouble, counts


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--mandat", required=True)
    mandat = arguments.parse_args().mandat
    trouble, counts = judge(mandat, read_rows("defects.tsv", DEFECTS),
                            read_rows("further.tsv", FURTHER))

    clean = lint(mandat, HERE / "clean.yaml", HERE / "clean-agreement.yaml")
    trouble += [f"clean agreement: {found}" for found in clean]
    early = lint_contract(mandat, "mailgun", "2021-01-01")
    trouble += [f"not yet repealed: {found}" for found in early if "2010/87" in found[3]]

    trouble += exit_codes(mandat)

    strict = counts["for a defect"] / counts["said"]
    precision = (counts["for a defect"] + counts["with a reason"]) / counts["said"]
    recall = counts["found"] / counts["can be shown"]
    loud = counts["found loudly"] / counts["can be shown"]
    print(f"{counts['defects']} defects, {counts['can be shown']} can be shown, "
          f"{counts['found']} found")
    print(f"precision {precision:.3f} of {counts['said']} errors and warnings "
          f"({strict:.3f} without those that only we gave a reason for)")
    print(f"recall {recall:.3f} ({loud:.3f} without notes)")
    if precision < PRECISION_LEAST or recall < RECALL_LEAST:
        trouble.append(f"at least {PRECISION_LEAST} and {RECALL_LEAST}")
    for line in trouble:
        print(line)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
