#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well terms are read out of contracts: precision, recall and F1, per group of fields.

The sets: contracts of our own with their truth (tests/reading/contracts; `held-` were written
before any rule, `held2-` before the rules were widened, and neither is tuned on), machine-varied
sentences (vary.py, by a printed seed), where ../shared stands beside the checkout the five
contracts that were read by hand, and every directory that `--dir` names. How each is scored:
docs/reference/contract-reading.md. Standard library alone.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import vary
from hand import HandTally, judge_read_by_hand
from own import judge_elements, judge_own, truth_of
from said_numbers import print_numbers
from score import Counts, Tally, floor, print_elements, print_lists

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TERMS_JSON = ROOT.parent / "shared" / "contracts" / "terms.json"


def read(mandat, path):
    done = subprocess.run([mandat, "contract", "read", str(path), "--json"],
                          capture_output=True, check=False, timeout=600)
    if not done.stdout:
        raise RuntimeError(f"{path.name}: {done.stderr.decode()}")
    return json.loads(done.stdout)


# What a name begins with, and the set it belongs to.
OWN = (("dev", "our own contracts, for development"),
       ("held", "our own contracts, held back"),
       ("held2", "our own contracts, held back later"))


def evaluate_set(options, folder, title, belongs, show):
    """One directory of contracts with their truth: NAME.terms.tsv beside NAME.txt."""
    tally, counts, errors = Tally(), collections.defaultdict(Counts), []
    for path in sorted(folder.glob(f"{options.match}.terms.tsv")):
        name = path.name.removesuffix(".terms.tsv")
        if not belongs(name):
            continue
        rows = truth_of(path)
        files = [one for one in sorted(folder.glob(f"{name}.*")) if one != path]
        reading = read(options.mandat, files[0] if files else path.with_name(name + ".txt"))
        tally.add(judge_own(reading, rows, name))
        judge_elements(reading, rows, counts, errors, name)
    tally.print(title, show)
    return tally, print_elements(counts, errors, title, show)


def evaluate_own(options, failures):
    for prefix, title in OWN:
        def belongs(name, prefix=prefix):
            return name.split("-")[0] == prefix if prefix != "dev" else name[:4] != "held"
        show = options.errors and (prefix == "dev" or options.held_errors)
        tally, total = evaluate_set(options, HERE / "contracts", title, belongs, show)
        if options.floors and prefix in options.floors:
            least = options.floors[prefix]
            floor(f"{prefix}: F1", tally.all().figures()[2], least["all"], failures)
            floor(f"{prefix}: F1 with numbers", tally.numbers.figures()[2], least["numbers"],
                  failures)
            floor(f"{prefix}: precision of elements", total.figures()[0], least["precision"],
                  failures)
            floor(f"{prefix}: recall of elements", total.figures()[1], least["recall"], failures)


def evaluate_directories(options):
    for folder in options.dir:
        if not any(folder.glob(f"{options.match}.terms.tsv")):
            raise SystemExit(f"{folder}: no {options.match}.terms.tsv")
        evaluate_set(options, folder, f"{folder}", lambda name: True, options.errors)


def evaluate_read_by_hand(options, failures):
    if not TERMS_JSON.exists():
        print("../shared is not there: the contracts read by hand are left out\n")
        return
    every = HandTally()
    for contract in json.loads(TERMS_JSON.read_text(encoding="utf-8"))["contracts"]:
        reading = read(options.mandat, TERMS_JSON.parent / contract["file"])
        hand = judge_read_by_hand(reading, contract)
        figures = "  ".join(f"{name} F1 {tally.all().figures()[2]:5.3f}"
                            for name, tally in hand.of.items())
        print(f"{contract['id']:20} {figures}")
        every.add(hand)
    for name, title in HandTally.NAMES:
        every.of[name].print(f"the five contracts read by hand, {title}", options.errors)
    print_lists(every.lists, every.list_errors if options.errors else [])
    print_numbers(every.terms, every.decoys, every.number_errors if options.errors else [])
    if options.floors:
        for name, least in options.floors["hand"].items():
            floor(f"read by hand: {name}", every.figure(name), least, failures)


def evaluate_varied(options, failures):
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for name, text, rows in vary.contracts(options.seed):
            path = pathlib.Path(folder) / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            tally.add(judge_own(read(options.mandat, path), rows, name))
    tally.print(f"machine-varied wordings, seed {options.seed}", options.errors)
    if options.floors:
        floor("varied: F1", tally.all().figures()[2], options.floors["varied"]["all"], failures)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("mandat", help="the program")
    parser.add_argument("--errors", action="store_true", help="list every error")
    parser.add_argument("--held-errors", action="store_true",
                        help="those of the held-back set too: for reports, never for tuning")
    parser.add_argument("--seed", type=int, default=28)
    parser.add_argument("--floors", type=pathlib.Path, help="fail below these figures (JSON)")
    parser.add_argument("--dir", type=pathlib.Path, action="append", default=[],
                        help="a directory of further contracts with their truth; may be repeated")
    parser.add_argument("--match", default="*",
                        help="of our own contracts and of directories, the names that match")
    parser.add_argument("--only", choices=("own", "hand", "varied", "dir"))
    options = parser.parse_args()
    if options.floors:
        options.floors = json.loads(options.floors.read_text(encoding="utf-8"))
    failures = []
    if options.only in (None, "hand"):
        evaluate_read_by_hand(options, failures)
    if options.only in (None, "own"):
        evaluate_own(options, failures)
    if options.only in (None, "varied"):
        evaluate_varied(options, failures)
    evaluate_directories(options)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
