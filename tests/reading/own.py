# SPDX-License-Identifier: Apache-2.0
"""Judges a reading by a truth of our own (tests/reading/contracts/*.terms.tsv)."""

import collections

from references import fold, same_clause
from score import Tally

# Fields of which every value that the truth does not know is an invention.
JUDGED = ("instructions.rule", "instructions.legal-exception", "instructions.infringing",
          "instructions.suspend", "confidentiality.personnel", "security.general",
          "sub-processors.authorisation", "sub-processors.notice", "sub-processors.objection",
          "sub-processors.silence", "sub-processors.effect", "sub-processors.flow-down",
          "sub-processors.liability", "sub-processors.copy", "transfers.rule", "transfers.tool",
          "breach.notice", "breach.content", "breach.cost", "requests.forward", "requests.assist",
          "requests.cost", "assistance.impact-assessment", "audits.information", "audits.right",
          "audits.frequency", "audits.notice", "audits.hours", "audits.cost", "end.delay",
          "end.choice", "end.certificate", "end.cost", "end.trigger", "law.governing",
          "law.courts", "precedence", "duration")
TIME_KEYS = ("within", "at-least", "at-most", "times", "per", "every")


def truth_of(path):
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        field, clause, value = line.split("\t")
        wanted = dict(pair.split("=", 1) for pair in value.split("; ") if "=" in pair)
        rows.append((field, clause, value, wanted))
    return rows


def value_right(wanted, said):
    for key, value in wanted.items():
        if key == "name":
            if fold(said.get("name", "")) != fold(value):
                return False
        elif key in TIME_KEYS or key in ("is", "promptness", "from", "country"):
            if said.get(key) != value:
                return False
    # A time that the truth does not have is a wrong value too.
    return not any(key in said and key not in wanted for key in ("within", "at-least", "times")
                   if any(time in wanted for time in TIME_KEYS))


def own_of(reading):
    return [term for term in reading["terms"]
            if not term.get("annexed") and term["status"] != "not-stated"]


def judge_own(reading, rows, name):
    """Our own contracts: field, clause and value must all be right."""
    tally = Tally()
    said = collections.defaultdict(list)
    for term in own_of(reading):
        if term["field"] == "sub-processors.list":
            for item in term.get("items", []):
                said[term["field"]].append((term["clause"], item.get("value", {})))
        else:
            said[term["field"]].append((term["clause"], term.get("value", {})))
    stated = set()
    for field, clause, value, wanted in rows:
        if field == "R":
            continue
        has_number = any(key in wanted for key in TIME_KEYS)
        if value == "not-stated":
            tally.unstated += 1
            if said[field]:
                tally.invented.append(f"{name}: {field} at {said[field][0]}")
                tally.count(field, "wrong", False)
            continue
        stated.add(field)
        fits = [one for one in said[field]
                if same_clause(one[0], clause) and value_right(wanted, one[1])]
        if fits:
            tally.count(field, "right", has_number)
            said[field].remove(fits[0])
        else:
            tally.count(field, "missed", has_number,
                        f"{name}: {field} {clause} {value}; said {said[field]}")
            if said[field]:
                tally.count(field, "wrong", has_number)
                said[field].pop(0)
    known = {row[0] for row in rows if row[2] == "not-stated"}
    for field, rest in said.items():
        is_judged = field in JUDGED or field in stated or field in known
        tally.unjudged += 1 if rest and not is_judged else 0
        tally.further += len(rest) if field in stated else 0
        if rest and field in JUDGED and field not in stated and field not in known:
            tally.count(field, "wrong", False, f"{name}: {field} is not in the truth: {rest[0]}")
    return tally


def judge_elements(reading, rows, counts, errors, name):
    wanted = {int(n) for row in rows if row[0] == "R" for n in row[1].split()}
    if not any(row[0] == "R" for row in rows):
        return
    for element in reading["elements"]:
        number, present = element["element"], element["present"]
        if number in wanted and present:
            counts[number].right += 1
        elif number in wanted:
            counts[number].missed += 1
            errors.append(f"missed: {name}: R{number} {element['about']}")
        elif present:
            counts[number].wrong += 1
            errors.append(f"wrong: {name}: R{number} {element['about']}: {element['clause']}")
