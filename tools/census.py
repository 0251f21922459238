#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the census of each contract (agreements/census/*.tsv) and counts what it holds.

    tools/census.py [--root DIRECTORY] [--contracts DIRECTORY] [--complete] [--mandat PROGRAM]
        [NAME...]

Prints `file:line: message` for each fault and exits 1; otherwise prints the counts and exits 0. The
texts of the contracts are no part of the tree: where `<id>.fr.txt` is in the directory of contracts
(../shared/contracts unless told otherwise), every line of it that says something must be covered,
no row may point past its end, and no row may repeat its words. What a row is shown by must exist.
With --complete, whatever software decides, clocks or has attested names its term and is shown.
With --mandat, what is shown by a clock must be in that program's list of clocks of the contract's
form and its fictitious customer; without, only the shape of the row can be checked.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tree import Tree, is_test

LICENCE = "# SPDX-License-Identifier: Apache-2.0"
COLUMNS = ("line", "clause", "owner", "kind", "what", "term", "shown")
OWNERS = ("processor", "controller", "both", "sub-processor", "authority", "person", "nobody")
KINDS = ("enforced", "clocked", "attested", "not-software", "none")
CLAUSE = re.compile(r"[ -~]{1,64}")
LINES = re.compile(r"([1-9][0-9]*)(?:-([1-9][0-9]*))?")
SHOWN = re.compile(r"-|terms|attest|oracle|lint:[A-Z]+-[A-Za-z0-9-]+"
                   r"|decide:(?P<table>[a-z0-9-]+)|story:(?P<story>\w+)|test:(?P<test>\w+\.\w+)"
                   r"|clock:(?P<clock>[a-z0-9.-]+(?:#[1-9][0-9]*)?)")
SHOWN_WORDS = "terms, attest, oracle, clock:, decide:, lint:, story: or test:"
KEPT = ("enforced", "clocked", "attested")
WHAT_WORDS_MAX = 12
SHARED_WORDS_MAX = 5


class Row:
    """One line of a census; `first` and `last` are 0 where the line numbers cannot be read."""

    def __init__(self, number, cells):
        self.number = number
        self.clause, self.owner, self.kind, self.what, self.term, self.shown = cells[1:]
        self.first = self.last = 0
        match = LINES.fullmatch(cells[0])
        if match:
            self.first = int(match.group(1))
            self.last = int(match.group(2) or match.group(1))


def words(text):
    return re.findall(r"\w+", text.lower())


def runs(text):
    """Every run of words that is too long to be shared by chance."""
    found = words(text)
    length = SHARED_WORDS_MAX + 1
    return {tuple(found[i:i + length]) for i in range(len(found) - length + 1)}


def read_rows(text, say):
    """The rows of a census; `say(line number, message)` hears what is wrong with its shape."""
    if not text.startswith(LICENCE + "\n"):
        say(1, f"the first line is not `{LICENCE}`")
    if not text.endswith("\n"):
        say(text.count("\n") + 1, "the last line has no end")
    rows = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            say(number, f"{len(cells)} columns; {len(COLUMNS)} are wanted: {', '.join(COLUMNS)}")
            continue
        for name, cell in zip(COLUMNS, cells):
            if not cell or cell != cell.strip() or not cell.isprintable():
                say(number, f"{name} is empty, begins or ends with a space, or cannot be printed")
        rows.append(Row(number, cells))
    return rows


def faults_of_row(row, before):
    if not row.first or row.last < row.first:
        yield "the line is neither `n` nor `first-last`"
    elif row.first < before:
        yield f"line {row.first} stands after line {before}"
    if not CLAUSE.fullmatch(row.clause):
        yield "the clause is not 1 to 64 printable ASCII characters"
    if row.owner not in OWNERS:
        yield f"\"{row.owner}\" is not an owner: {', '.join(OWNERS)}"
    if row.kind not in KINDS:
        yield f"\"{row.kind}\" is not a kind: {', '.join(KINDS)}"
    if len(row.what.split()) > WHAT_WORDS_MAX:
        yield f"{len(row.what.split())} words; at most {WHAT_WORDS_MAX}"
    if row.kind == "none" and (row.term, row.shown) != ("-", "-"):
        yield "what does not bind has no term and nothing to show"
    if row.kind == "attested" and row.owner == "nobody":
        yield "what is attested has an owner"
    if row.kind != "none" and row.what == "-":
        yield "what binds says in a few words what it is"


def names_of_tests(tree):
    """`Suite.Name` of every GoogleTest."""
    return {f"{match.group(1)}.{match.group(2)}"
            for name in tree.named(".cc") if is_test(name)
            for match in re.finditer(r"^TEST(?:_F|_P)?\((\w+), (\w+)\)", tree.text[name], re.M)}


def read_clocks(program, root, name, say):
    """The paths of all promises with time in them that `mandat agreement clocks` lists."""
    files = [root / "agreements" / f"{name}{ending}.yaml" for ending in ("", "-demo")]
    told = subprocess.run([program, "agreement", "clocks", "--json", *files],
                          capture_output=True, text=True, check=False)
    if told.returncode != 0:
        say(1, f"the clocks cannot be listed: {(told.stdout + told.stderr).strip()}")
        return set()
    return {clock["path"] for clock in json.loads(told.stdout)["clocks"]}


def faults_of_clock(row, clock, clocks):
    if row.kind != "clocked":
        yield "only what is clocked is shown by a clock"
    if clock.partition("#")[0] != row.term.partition("#")[0]:
        yield f"the clock is that of {clock}, the term is {row.term}"
    if clocks is not None and clock not in clocks:
        yield f"{clock} is in no list of clocks"


def faults_of_proof(row, root, tests, is_complete, clocks=None):
    match = SHOWN.fullmatch(row.shown)
    if not match:
        yield f"\"{row.shown}\" shows nothing: {SHOWN_WORDS}"
        return
    table, story, test = match["table"], match["story"], match["test"]
    if table and not (root / "agreements" / f"{table}.test.yaml").is_file():
        yield f"there is no agreements/{table}.test.yaml"
    if story and not (root / "tests" / "stories" / f"{story}.story").is_file():
        yield f"there is no tests/stories/{story}.story"
    if test and test not in tests:
        yield f"there is no test {test}"
    if match["clock"]:
        yield from faults_of_clock(row, match["clock"], clocks)
    if is_complete and row.kind in KEPT and "-" in (row.term, row.shown):
        yield "no term, or nothing that shows it"


def compare_with_text(rows, text, say):
    lines = text.split("\n")
    last = len(text.rstrip("\n").split("\n"))
    covered, theirs = set(), runs(text)
    for row in rows:
        if row.last > last:
            say(row.number, f"line {row.last} is past the end of the contract ({last})")
        covered.update(range(row.first, min(row.last, last) + 1))
        for run in sorted(runs(row.what) & theirs):
            say(row.number, f"\"{' '.join(run)}\" is in the contract word for word")
    for number, line in enumerate(lines, 1):
        if line.strip() and number not in covered:
            say(1, f"line {number} of the contract is not covered")


def read_census(path, contract, say):
    """The rows of one census, after everything wrong with it was said."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        say(1, "not UTF-8")
        return []
    rows = read_rows(text, say)
    before = 0
    for row in rows:
        for fault in faults_of_row(row, before):
            say(row.number, fault)
        before = max(before, row.first)
    if contract.is_file():
        compare_with_text(rows, contract.read_text(encoding="utf-8"), say)
    return rows


def print_table(title, counts):
    """Kinds downwards, owners across."""
    owners = [owner for owner in OWNERS if any(counts[kind, owner] for kind in KINDS)]
    width = max(len(word) for word in (*KINDS, title)) + 2
    print(title.ljust(width) + "".join(f"{owner:>15}" for owner in (*owners, "all")))
    for kind in KINDS:
        numbers = [counts[kind, owner] for owner in owners]
        print(kind.ljust(width) + "".join(f"{n:>15}" for n in (*numbers, sum(numbers))))
    sums = [sum(counts[kind, owner] for kind in KINDS) for owner in owners]
    print("all".ljust(width) + "".join(f"{n:>15}" for n in (*sums, sum(sums))) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    arguments.add_argument("--contracts", type=Path)
    arguments.add_argument("--complete", action="store_true")
    arguments.add_argument("--mandat", type=Path, help="the program that lists clocks")
    arguments.add_argument("names", nargs="*", metavar="NAME", help="only these contracts")
    options = arguments.parse_args()
    contracts = options.contracts or options.root.parent / "shared" / "contracts"
    directory = options.root / "agreements" / "census"
    names = options.names or sorted(path.stem for path in directory.glob("*.tsv"))
    faults, tables = [], []
    tests = names_of_tests(Tree(options.root))
    if not names:
        faults.append(("agreements/census", 1, "there is no census"))
    for name in names:
        path, contract = directory / f"{name}.tsv", contracts / f"{name}.fr.txt"
        if not path.is_file():
            faults.append((f"agreements/census/{name}.tsv", 1, "there is no such file"))
            continue

        def say(line, message, file=f"agreements/census/{name}.tsv"):
            faults.append((file, line, message))

        rows = read_census(path, contract, say)
        clocks = read_clocks(options.mandat, options.root, name, say) if options.mandat else None
        for row in rows:
            for fault in faults_of_proof(row, options.root, tests, options.complete, clocks):
                say(row.number, fault)
        title = name if contract.is_file() else f"{name} (text not at hand)"
        tables.append((title, Counter((row.kind, row.owner) for row in rows)))
    for file, line, message in faults:
        print(f"{file}:{line}: {message}")
    if faults:
        return 1
    for title, counts in tables:
        print_table(title, counts)
    if len(tables) > 1:
        print_table("all", sum((counts for _, counts in tables), Counter()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
