#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The clauses that a reader cited by hand are the clauses that `mandat contract text` finds.

Compares the reference and line of every term, number and issue of terms.json with the clause that
holds the line. Two references are equal when their normal forms are: lower case, without the words
annex, clause, article, section and appendix, brackets and dots; the front is one clause whatever it
is called; of a list or a range of references one is enough, and so is a clause below the one cited.
Skipped without ../shared beside the checkout.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONTRACTS = ROOT.parent / "shared" / "contracts"
FLOOR = 0.97
WORDS = {"annexe", "annexes", "annex", "clause", "clauses", "cl", "article", "section", "app",
         "appendice", "appendix", "header"}
FRONT = re.compile(r"(preamble|parties|header)\b")


def normal(reference):
    text = re.sub(r"\([^)]*(?:box|unnumbered|ticked)[^)]*\)", "", reference.lower())
    if FRONT.match(text):
        return ("preamble",)
    parts = re.findall(r"\[\d+\]|[a-z0-9éè]+", text.replace("§", " "))
    return tuple(part for part in parts if part not in WORDS)


def holds(found, cited):
    """Whether the clause is the cited one, or below it; or above it, for a range."""
    found, cited = normal(found), normal(cited)
    if not cited:
        return False
    places = range(len(found) - len(cited) + 1)
    return any(found[i:i + len(cited)] == cited for i in places) or (
        bool(found) and cited[:len(found)] == found)


def clauses_at(text, line):
    """The references of the blocks that begin last at or before a line."""
    begun = [block for block in text["blocks"] if block["where"]["line"] <= line]
    last = max((block["where"]["line"] for block in begun), default=0)
    return [text["clauses"][block["clause"]]["reference"]
            for block in begun if block["where"]["line"] == last]


def main():
    if not CONTRACTS.is_dir():
        print("skipped: no contracts beside the checkout")
        return 0
    truth = json.loads((CONTRACTS / "terms.json").read_text())
    right = total = 0
    for contract in truth["contracts"]:
        words = [sys.argv[1], "--json", "contract", "text", CONTRACTS / contract["file"]]
        run = subprocess.run(words, capture_output=True, check=True)
        text = json.loads(run.stdout)
        missed = []
        facts = [fact for group in ("terms", "numbers", "issues") for fact in contract[group]
                 if isinstance(fact.get("line"), int) and fact.get("ref")]
        for fact in facts:
            found = clauses_at(text, fact["line"])
            cited = re.split(r"[;/]| v\. |, ", fact["ref"])
            if not any(holds(one, other) for one in found for other in cited):
                missed.append(f"  line {fact['line']}: cited {fact['ref']}, found {found}")
        right += len(facts) - len(missed)
        total += len(facts)
        print(f"{contract['id']}: {len(facts) - len(missed)} of {len(facts)}")
        print("\n".join(missed))
    print(f"{right} of {total}, {right / total:.1%}")
    return 0 if right >= FLOOR * total else 1


if __name__ == "__main__":
    sys.exit(main())
