#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what one agreement decides, for three engines, and operations to decide.

    bench/policy/generate.py DIRECTORY

The agreement is agreements/opinum.yaml as opinum-demo.yaml fills it, with an end added so that
both ends of the time in force are decided. Into DIRECTORY go:

    instance.yaml                  for mandat, beside the form and the schema of the tree
    policies.cedar, entities.json  for Cedar
    policy.rego                    for OPA
    operations.tsv                 operations, and the outcome that this file reads in the agreement
"""

import json
import random
import re
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from string import Template

import yaml

HERE = Path(__file__).resolve().parent
AGREEMENTS = HERE.parent.parent / "agreements"
END = "2028-01-01T00:00:00Z"
SEED = 28
OPERATIONS_EACH = 5000  # allowed, and as many refused

# TEU Art. 52(1): what `EU` in a list of places stands for.
MEMBER_STATES = ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI "
                 "SK").split()
ERASURE = ["destroy", "erase", "restrict"]
COLUMNS = ("outcome", "verb", "purpose", "collection", "people", "categories", "place",
           "instruction", "at")


def micros(text):
    return int(datetime.fromisoformat(text).timestamp()) * 1_000_000


def ids(rows):
    return [row["id"] for row in rows]


class Agreement:
    """What the agreement lists, and what it decides by reading one list after the other."""

    def __init__(self, form, instance, schema):
        if len(form["permissions"]) != 1 or form["erasure"]["instruction"] != "required":
            sys.exit("the policies here say one permission, and erasure on instruction")
        self.start, self.end = micros(instance["start"]), micros(instance["end"])
        self.purposes = ids(form["purposes"]["list"]) + ids(instance["fills"]["purposes"])
        self.verbs = [row["verb"] for row in form["operations"]["list"]]
        self.categories = ids(form["data-categories"]["list"])
        self.people = ids(form["people"]["list"])
        countries = {row["country"] for row in form["places"]["list"]}
        countries |= set(MEMBER_STATES) if "EU" in countries else set()
        self.recipients = ids(form["sub-processors"]["list"])
        self.places = sorted(countries) + [row["id"] for row in form["sub-processors"]["list"]
                                           if row.get("country") in countries]
        self.resources = {
            row["id"]: {"people": row["people"],
                        "categories": sorted({field["category"] for field in row["fields"]})}
            for row in schema["collections"]}
        self.collections = list(self.resources)
        for people in self.people:
            touched = {category for id in self.collections for row in [self.resources[id]]
                       if row["people"] == people for category in row["categories"]}
            self.resources[people] = {"people": people,
                                      "categories": sorted(touched or self.categories)}
        permission = form["permissions"][0]
        self.permission = {
            key: listed if permission[key] == "all" else permission[key]
            for key, listed in (("purposes", self.purposes), ("operations", self.verbs),
                                ("categories", self.categories), ("people", self.people))}
        # Erasure is decided by its own clause alone.
        self.permission["operations"] = [verb for verb in self.permission["operations"]
                                         if verb not in ERASURE]

    def decide(self, op):
        """`allowed`, or the list that the operation is missing from."""
        ordered = op["verb"] in ERASURE
        if op["at"] < self.start:
            return "before"
        if op["at"] >= self.end and (not ordered or op["verb"] == "restrict"):
            return "after"
        # An act on a person as a whole names people and no collection.
        resource = self.resources.get(op["collection"] or op["people"])
        if resource is None:
            return "collection" if op["collection"] else "people"
        if op["people"] not in ("", resource["people"]):
            return "people"
        if op["purpose"] not in self.purposes and not (ordered and not op["purpose"]):
            return "purpose"
        if not ordered and op["verb"] not in self.verbs:
            return "verb"
        touched = set(op["categories"] or resource["categories"])
        if not touched <= set(self.categories):
            return "category"
        if op["place"] not in ["", *self.places]:
            return "place"
        if ordered:
            return "allowed" if op["instruction"] else "instruction"
        together = (op["purpose"] in self.permission["purposes"]
                    and op["verb"] in self.permission["operations"]
                    and resource["people"] in self.permission["people"]
                    and touched <= set(self.permission["categories"]))
        return "allowed" if together else "permission"


def draw(agreement, chance):
    """An operation: each fact is among those listed, and one time in twelve it may not be."""
    def pick(good, bad):
        return chance.choice(bad if chance.randrange(12) == 0 else good)

    on_collection = chance.randrange(8) != 0
    collection = pick(agreement.collections, ["invoices"]) if on_collection else ""
    people = pick(agreement.people, ["staff", ""])
    if on_collection:
        fits = agreement.resources.get(collection, {"people": ""})["people"]
        people = pick(["", "", fits], [people])
    some = chance.sample(agreement.categories, chance.randint(1, 3))
    year = 31_536_000 * 1_000_000
    return {
        "verb": pick(agreement.verbs, ["pseudonymise", "anonymise"]),
        "purpose": pick(agreement.purposes, ["marketing", ""]),
        "collection": collection,
        "people": people,
        "categories": pick([[], some], [[*some, "health"]]),
        "place": pick(["", *agreement.places], ["US", "GB", "stranger", *agreement.recipients]),
        "instruction": pick(["I-2026-014"], [""]),
        "at": pick([chance.randrange(agreement.start, agreement.end), agreement.start],
                   [agreement.start - 1 - chance.randrange(year), agreement.start - 1,
                    agreement.end + chance.randrange(year), agreement.end]),
    }


def draw_operations(agreement):
    chance = random.Random(SEED)
    rows, outcomes = [], Counter()
    refused = 0
    while len(rows) < 2 * OPERATIONS_EACH:
        op = draw(agreement, chance)
        decided = agreement.decide(op)
        count = outcomes["allowed"] if decided == "allowed" else refused
        if count == OPERATIONS_EACH:
            continue
        outcomes[decided] += 1
        refused += decided != "allowed"
        outcome = "allowed" if decided == "allowed" else "refused"
        rows.append([outcome, *(",".join(op[name]) if name == "categories" else str(op[name])
                                for name in COLUMNS[1:])])
    chance.shuffle(rows)
    print(f"operations: {len(rows)}, seed {SEED}: "
          + ", ".join(f"{decided} {count}" for decided, count in outcomes.most_common()))
    return "".join("\t".join(row) + "\n" for row in rows)


def cedar_entities(agreement):
    """Lists as parents: Cedar looks for an ancestor in a table, whatever the length of the list."""
    def uid(kind, id):
        return {"type": kind, "id": id}

    entities = {}

    def add(kind, id, parent=None, attrs=None):
        entity = entities.setdefault((kind, id), {"uid": uid(kind, id), "attrs": attrs or {},
                                                  "parents": []})
        entity["parents"] += [parent] if parent else []

    for key, kind in (("purposes", "Purpose"), ("operations", "Action")):
        for id in agreement.permission[key]:
            add(kind, id, uid(kind, "permitted"))
    for id in agreement.purposes:
        add("Purpose", id, uid("Purpose", "listed"))
    for id in ERASURE:
        add("Action", id, uid("Action", "erasure"))
    for id in agreement.places:
        add("Place", id, uid("Place", "listed"))
    for id, row in agreement.resources.items():
        attrs = {"people": {"__entity": uid("People", row["people"])},
                 "categories": row["categories"]}
        if id in agreement.collections:
            add("Collection", id, attrs=attrs)
            continue
        add("People", id, uid("People", "listed"), attrs)
        if id in agreement.permission["people"]:
            add("People", id, uid("People", "permitted"))
    add("Categories", "permitted", attrs={"ids": agreement.permission["categories"]})
    add("Categories", "listed", attrs={"ids": agreement.categories})
    return json.dumps(list(entities.values()), indent=1) + "\n"


def rego_values(agreement):
    def rego_set(rows):
        return "{" + ", ".join(f'"{row}"' for row in rows) + "}"

    lines = ["{"]
    for id, row in agreement.resources.items():
        lines.append(f'\t"{id}": {{"people": "{row["people"]}", '
                     f'"categories": {rego_set(row["categories"])}}},')
    return {
        "start": agreement.start, "end": agreement.end,
        "resources": "\n".join([*lines, "}"]),
        "purposes": rego_set(agreement.purposes), "people": rego_set(agreement.people),
        "categories": rego_set(agreement.categories), "places": rego_set(agreement.places),
        "erasure": rego_set(ERASURE),
        **{"permitted_" + key: rego_set(rows) for key, rows in agreement.permission.items()},
    }


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    text = (AGREEMENTS / "opinum-demo.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^(start: .*)$", rf"\1\nend: {END}", text, flags=re.MULTILINE)
    form, schema = (
        yaml.load((AGREEMENTS / name).read_text(encoding="utf-8"), yaml.BaseLoader)
        for name in ("opinum.yaml", "opinum-data-hub.schema.yaml"))
    agreement = Agreement(form, yaml.load(text, yaml.BaseLoader), schema)
    times = {"start": agreement.start, "end": agreement.end}
    cedar = Template((HERE / "cedar/policies.cedar.in").read_text(encoding="utf-8"))
    rego = Template((HERE / "opa/policy.rego.in").read_text(encoding="utf-8"))
    for name, content in (("instance.yaml", text),
                          ("policies.cedar", cedar.substitute(times)),
                          ("entities.json", cedar_entities(agreement)),
                          ("policy.rego", rego.substitute(rego_values(agreement))),
                          ("operations.tsv", draw_operations(agreement))):
        (out / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
