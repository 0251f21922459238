#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every term and number read by hand from the five contracts stands in its agreement.

Walks agreements/terms/*.tsv, the mapping table: each row is a fact of the contract (number, unit,
what starts it, clause, line) and the path at which the form says it. With ../shared beside the
checkout, the table's facts are compared with terms.json first, so that no term is missing from it.
"""

import collections
import json
import pathlib
import re
import sys
import unicodedata

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
TERMS_JSON = ROOT.parent / "shared" / "contracts" / "terms.json"
COLUMNS = "kind field status n unit start clause line path note".split()

UNITS = {
    "hour": ["hour", "business-hour"], "day": ["day"], "week": ["week"],
    "month": ["month"], "year": ["year"],
    "business_day": ["working-day"],
}
PER = {
    "per_calendar_year": "calendar-year", "per calendar year": "calendar-year",
    "per_contract_year": "contract-year", "per contract year": "contract-year",
}
EVERY = {"per day": "day", "per week": "week", "per month": "month", "per year": "year"}
PROMPTNESS = {
    "sans delai": "without-delay", "sans retard": "without-delay",
    "meilleurs delais": "without-undue-delay", "en temps utile": "in-good-time",
    "immediatement": "immediately", "rapidement": "promptly",
    "des que possible": "as-soon-as-possible", "raisonnable": "in-reasonable-time",
    "reasonable": "in-reasonable-time",
}
EVENTS = {
    "awareness": "awareness",
    "receipt of the complaint, question or request": "receipt-of-request",
    "receipt of the data subject's request": "receipt-of-request",
    "account closure": "account-closure",
    "receipt of notice": "receipt-of-notice",
    "receipt of notification": "receipt-of-notice",
    "written notification": "sending-of-notice",
    "capture": "capture",
    "capture (for sub-processors, l.285-286)": "capture",
    "completion of destruction": "completion-of-destruction",
    "end of contract": "end-of-agreement",
}
WORDS = {"general": "general", "specific": "specific"}


class PlainLoader(yaml.BaseLoader):
    """Every scalar is text, as in the agreement language."""


def fold(text):
    """ASCII for a clause as the contract prints it."""
    text = unicodedata.normalize("NFKD", text or "-")
    text = "".join(c for c in text if not unicodedata.combining(c))
    for odd, plain in (("§", "s."), ("’", "'"), ("«", '"'), ("»", '"')):
        text = text.replace(odd, plain)
    return text.encode("ascii", "replace").decode()


def read_table(path):
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != len(COLUMNS):
                raise ValueError(f"{path.name}: {len(cells)} cells in: {line}")
            rows.append(dict(zip(COLUMNS, cells)))
    return rows


def find(form, path):
    """What the form says at a path; `#k` names the k-th further statement of a term."""
    path, _, further = path.partition("#")
    node = form
    for key in path.split("."):
        if isinstance(node, list):
            node = next((item for item in node if item.get("id") == key), None)
        elif isinstance(node, dict):
            node = node.get(key)
        if node is None:
            return None
    if further:
        also = node.get("also", []) if isinstance(node, dict) else []
        node = also[int(further) - 1] if int(further) <= len(also) else None
    return node


def periods(node):
    keys = ("within", "at-least", "at-most", "every")
    return [node[key] for key in keys if isinstance(node, dict) and key in node]


def says_number(node, n, unit):
    """Whether a statement, a retention or a list of retentions gives this number."""
    if isinstance(node, list):
        return any(says_number(item, n, unit) for item in node)
    if not isinstance(node, dict):
        return False
    for kept in (node.get("keep"), node.get("from") and node):
        if isinstance(kept, dict) and kept.get(unit + "s") == n:
            return True
    if unit in PER:
        return node.get("times") == n and node.get("per") == PER[unit]
    if unit in EVERY:
        return node.get("every") == f"{n} {EVERY[unit]}" + ("" if n == "1" else "s")
    for name in UNITS.get(unit, []):
        if f"{n} {name}" + ("" if n == "1" else "s") in periods(node):
            return True
    if unit == "hours":
        days = {"10:00-18:00 Mon-Fri": "mon-fri 10:00-18:00"}
        return node.get("hours") == days.get(n)
    values = [figure["value"] for figure in node.get("figures", [])]
    return n in values or all(part in values for part in n.split(", "))


def says_start(node, start):
    """Whether the statement starts its time, or hurries, as the contract does."""
    wanted = [part.strip() for part in start.split(";")]
    for part in wanted:
        if part in EVENTS:
            if node.get("from") != EVENTS[part]:
                return False
        elif part in PROMPTNESS:
            if node.get("promptness") != PROMPTNESS[part]:
                return False
        elif part in WORDS:
            if node.get("is") != WORDS[part]:
                return False
        elif part == "before engagement":
            if node.get("before") != "engagement-of-sub-processor":
                return False
        else:
            return False
    return True


def same_clause(said, wanted):
    parts = [p.strip() for p in re.split(r"[;/]", wanted)]
    clean = [re.sub(r"\s*\(unnumbered\)|\s+Definitions|\s*\(\d+ .*\)", "", p) for p in parts]
    return any(said == p or said in p or p in said for p in parts + clean if p != "-")


def judge(form, row):
    """What is wrong with one row of the table, or None."""
    if row["path"] in ("-", "?"):
        return None if row["note"] != "-" and row["path"] == "-" else "no path and no reason"
    node = find(form, row["path"])
    if node is None:
        return "the form says nothing there"
    has_reason = row["note"] != "-"
    status = node.get("status", "stated") if isinstance(node, dict) else "stated"
    if node == "not-stated" or (isinstance(node, dict) and node.get("list") == "not-stated"):
        status = "not-stated"
    if status != row["status"] and not has_reason:
        return f"status is {status}"
    if isinstance(node, dict) and not has_reason:
        if "line" in node and row["line"] not in ("-", node["line"]):
            return f"line is {node['line']}"
        if row["clause"] != "-" and "clause" in node:
            if not same_clause(node["clause"], row["clause"]):
                return f"clause is {node['clause']}"
    if row["n"] != "-" and not says_number(node, row["n"], row["unit"]):
        return "the number is not there"
    if row["start"] != "-" and isinstance(node, dict) and not has_reason:
        if not says_start(node, row["start"]):
            return "another start"
    return None


def facts_of(contract):
    """The rows that terms.json asks for, as (kind, field, n, line)."""
    for term in contract["terms"]:
        norm = term.get("norm") or {}
        yield "term", term["field"], str(norm.get("n", "-")), str(term.get("line") or "-")
    for number in contract["numbers"]:
        yield ("number", fold(number["about"]), fold(str(number["n"])),
               str(number.get("line") or "-"))


def compare_with_source(tables):
    wrong = []
    for contract in json.loads(TERMS_JSON.read_text(encoding="utf-8"))["contracts"]:
        wanted = collections.Counter(facts_of(contract))
        have = collections.Counter((r["kind"], r["field"], r["n"], r["line"])
                                   for r in tables[contract["id"]])
        for fact in (wanted - have).elements():
            wrong.append(f"{contract['id']}: missing from the table: {fact}")
        for fact in (have - wanted).elements():
            wrong.append(f"{contract['id']}: not in terms.json: {fact}")
    return wrong


def main():
    paths = sorted(path for path in (ROOT / "agreements/terms").glob("*.tsv")
                   if path.stem != "numbers")  # how they run: clocks_test.py
    tables = {path.stem: read_table(path) for path in paths}
    wrong = []
    if TERMS_JSON.exists():
        wrong += compare_with_source(tables)
    counts = collections.Counter()
    reasons = 0
    for contract, rows in tables.items():
        form = yaml.load((ROOT / f"agreements/{contract}.yaml").read_text(encoding="utf-8"),
                         Loader=PlainLoader)
        for row in rows:
            trouble = judge(form, row)
            counts[(contract, row["kind"], row["status"])] += 1
            reasons += row["note"] != "-"
            if trouble:
                wrong.append(f"{contract}: {row['field']} (line {row['line']}) at "
                             f"{row['path']}: {trouble}")
    for contract in tables:
        shown = ", ".join(f"{counts[key]} {key[1]}s {key[2]}" for key in sorted(counts)
                          if key[0] == contract)
        print(f"{contract}: {shown}")
    total = collections.Counter()
    for (_, kind, status), count in counts.items():
        total[f"{kind}s {status}"] += count
    print("in all: " + ", ".join(f"{count} {name}" for name, count in sorted(total.items())))
    print(f"{reasons} rows differ from the contract's own wording for a written reason")
    for line in wrong:
        print(line)
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
