# SPDX-License-Identifier: Apache-2.0
"""The numbers of the five contracts: terms read with their unit, decoys left alone."""

from references import same_clause
from score import Counts

UNITS = {"hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year",
         "business_day": "working-day"}
TIMES = {"per calendar year": "calendar-year", "per contract year": "contract-year"}
RECURS = {"per day": "1 day", "per week": "1 week", "per month": "1 month", "per year": "1 year"}
# What is no duty of the processor towards data: prices, support, warranties, the main contract.
DECOYS = ("commercial.", "liability.cap", "amendment.", "termination.rule",
          "suspension.by-processor")
TIME_KEYS = ("within", "at-least", "at-most", "every", "times")


def values_at(reading, number, is_wanted):
    """Values of fields that are wanted, of what stands in the number's clause or within a line."""
    for term in reading["terms"]:
        if not is_wanted(term["field"]):
            continue
        for one in [term] + term.get("items", []):
            is_near = abs(one.get("line", term["line"]) - number["line"]) <= 1
            if one.get("value") and (is_near or one is term and
                                     same_clause(term["clause"], number["ref"])):
                yield term["field"], one["value"]


def says(value, number, unit):
    """Whether a value is this number with this unit."""
    if unit in UNITS:
        text = f"{number} {UNITS[unit]}" + ("" if number == 1 else "s")
        return text in [value.get(key) for key in ("within", "at-least", "at-most", "every")]
    if unit in RECURS:
        return value.get("every") == RECURS[unit] or (
            value.get("times") == str(number) and value.get("per") == unit.removeprefix("per "))
    return value.get("times") == str(number) and value.get("per") == TIMES[unit]


def judge_numbers(reading, contract, rows, errors):
    """(terms, decoys): of the terms how many are read; of the decoys how many are left alone."""
    terms, decoys = Counts(), Counts()
    for row, number in zip([row for row in rows if row["kind"] == "number"], contract["numbers"]):
        unit = number["unit"]
        if unit not in UNITS and unit not in RECURS and unit not in TIMES:
            continue  # a key length, a version, hours of the clock: no time
        path = row["path"].split("#")[0]
        name = f"{contract['id']}: {number['n']} {unit}: {number['about']} at line {number['line']}"
        if path.startswith(DECOYS):
            taken = [field for field, value in values_at(
                reading, number, lambda field: not field.startswith(DECOYS) and
                field not in ("duration", "liability.rule", "liability.claims"))
                     if any(key in value for key in TIME_KEYS) and says(value, number["n"], unit)]
            decoys.right += not taken
            decoys.wrong += bool(taken)
            errors += [f"decoy taken: {name}: {field}" for field in taken]
            continue
        head = "security.measures." if path.startswith("security.") else path.split(".")[0]
        fits = [field for field, value in values_at(
            reading, number, lambda field, head=head: field.startswith(head) or
            head == "own-use" or head == "confidentiality")
                if says(value, number["n"], unit)]
        terms.right += bool(fits)
        terms.missed += not fits
        if not fits:
            errors.append(f"missed number: {name}: {path}")
    return terms, decoys


def print_numbers(terms, decoys, errors):
    print(f"numbers of the five contracts: {terms.right} of {terms.right + terms.missed} terms are "
          f"read with number and unit, {decoys.right} of {decoys.right + decoys.wrong} decoys left "
          "alone")
    for line in errors:
        print(f"    {line}")
    print()


