# SPDX-License-Identifier: Apache-2.0
"""Judges a reading by what was read by hand from the five contracts beside the checkout."""

import collections
import pathlib
import re

from own import own_of
from references import fold, no_wider, same_clause
from said_numbers import judge_numbers
from score import Counts, Tally
from words import Words, judge_items, judge_subprocessors, text_of

ROOT = pathlib.Path(__file__).resolve().parents[2]


UNITS = {"hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year",
         "business_day": "working-day", "per_calendar_year": "calendar-year",
         "per_contract_year": "contract-year"}
QUALITIES = {"sans delai": "without-delay", "sans retard": "without-delay",
             "meilleurs delais": "without-undue-delay", "en temps utile": "in-good-time",
             "immediatement": "immediately", "rapidement": "promptly",
             "des que possible": "as-soon-as-possible", "raisonnable": "in-reasonable-time",
             "reasonable": "in-reasonable-time"}
STARTS = {"awareness": "awareness", "account closure": "account-closure",
          "receipt of notice": "receipt-of-notice",
          "receipt of notification": "receipt-of-notice",
          "written notification": "sending-of-notice",
          "completion of destruction": "completion-of-destruction",
          "end of contract": "end-of-agreement",
          "receipt of the complaint, question or request": "receipt-of-request",
          "receipt of the data subject's request": "receipt-of-request"}
KINDS = {"general": "general", "specific": "specific"}
AREAS = {"antivirus": "malware", "pentest": "testing", "policies": "governance",
         "destruction": "media", "logging_retention": "logging", "access_external": "access",
         "access_internal": "access", "vulnerabilities": "patching",
         "hosting_certifications": "certification", "supply_chain": "supply-chain",
         "sdlc": "development", "order_control": "governance", "encryption_at_rest": "encryption",
         "log_retention_value": "logging", "separation": "separation"}


# Rows that the agreements keep elsewhere than a reading says them.
ELSEWHERE = {"data_categories.scc": "data-categories", "data_subjects.scc": "people",
             "subproc.list_count": "sub-processors.list"}


def path_of(row, term):
    """The field of the reading for a row of agreements/terms/*.tsv."""
    path = row["path"].split("#")[0]
    if path.startswith("security.measures."):
        area = term["field"].split(".")[1]
        return "security.measures." + AREAS.get(area, area.replace("_", "-"))
    path = re.sub(r"^(purposes|people|places|data-categories|sub-processors)\.list(?:\..*)?$",
                  lambda m: m[1] if m[1] != "sub-processors" else "sub-processors.list", path)
    if path == "obligations.storage-by-hosts":
        return "retention"
    if path == "operations":
        return "nature"
    if term["field"] in ELSEWHERE:
        return ELSEWHERE[term["field"]]
    if path.startswith("precedence.parts"):
        return "precedence"
    if path.startswith("controller-duties."):
        return "controller-duties"
    return path


def rows_of(contract_id):
    columns = "kind field status n unit start clause line path note".split()
    rows = []
    for line in (ROOT / f"agreements/terms/{contract_id}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            rows.append(dict(zip(columns, line.split("\t"))))
    return rows


def norm_right(norm, value):
    """Whether a value has the number, unit, start and promptness that terms.json gives."""
    if "n" in norm:
        unit = UNITS[norm["unit"]]
        if unit.endswith("-year"):
            if value.get("times") != str(norm["n"]) or value.get("per") != unit:
                return False
        else:
            text = f"{norm['n']} {unit}" + ("" if norm["n"] == 1 else "s")
            if text not in [value.get(key) for key in ("within", "at-least", "at-most")]:
                return False
    if "qual" in norm and value.get("promptness") != QUALITIES[fold(norm["qual"])]:
        return False
    if "kind" in norm and value.get("is") != KINDS[norm["kind"]]:
        return False
    start = STARTS.get(norm.get("anchor", ""))
    return not start or "n" not in norm or value.get("from") == start


class Place:
    """Where the hand says that a term stands."""

    def __init__(self, term):
        line = term.get("line") or 0
        self.lines = range(line - 1, line + 2)
        self.reference = term.get("ref") or "-"

    def near(self, source):
        """The same clause, or within one line."""
        return same_clause(source["clause"], self.reference) or source["line"] in self.lines

    def exact(self, source):
        """The clause that the hand cites or a point of it, never a whole for a point."""
        return no_wider(source["clause"], self.reference)


class HandTally:
    """One contract or all: by place, by words too, and by words, exact clause and first source."""

    NAMES = (("place", "by field and place (same clause or within a line), numbers exact"),
             ("words", "and the passage holds the words of the term"),
             ("strict", "and the clause is exactly the hand's, in the first source"))

    def __init__(self):
        self.of = {name: Tally() for name, _ in self.NAMES}
        self.lists = collections.defaultdict(Counts)
        self.terms, self.decoys = Counts(), Counts()
        self.list_errors, self.number_errors = [], []

    def add(self, other):
        for name, tally in self.of.items():
            tally.add(other.of[name])
        for field, counts in other.lists.items():
            self.lists[field].add(counts)
        self.terms.add(other.terms)
        self.decoys.add(other.decoys)
        self.list_errors += other.list_errors
        self.number_errors += other.number_errors

    def figure(self, name):
        """F1 of a measure, of numbers or lists; the share of decoys and of gaps left alone."""
        if name in self.of:
            return self.of[name].all().figures()[2]
        if name == "decoys":
            return self.decoys.figures()[0]
        if name == "not-stated":
            place = self.of["place"]
            return 1 - len(place.invented) / max(place.unstated, 1)
        total = Counts()
        for counts in [self.terms] if name == "numbers" else self.lists.values():
            total.add(counts)
        return total.figures()[2]


def is_list(field):
    return field.startswith("security.measures.") or field in (
        "purposes", "nature", "people", "data-categories", "places", "sub-processors.list",
        "retention", "security.general", "breach.content")


def judged_by_words(words, contract, term, field, sources):
    """The sources that hold the words: one alone, or for a list all of them together."""
    if is_list(field):
        return sources if words.right(contract, term, text_of(*sources)) else []
    return [one for one in sources if words.right(contract, term, text_of(one))]


def judge_unstated(tallies, name, term, field, bad, is_said_elsewhere):
    for tally in tallies:
        tally.unstated += 1
        if bad and not is_said_elsewhere:
            tally.invented.append(f"{name}: {term['field']}: {bad[0]['clause']} "
                                  f"{bad[0].get('value')} {bad[0].get('passage', '')[:90]}")
            tally.count(field, "wrong", False)


def judge_stated(hand, words, name, term, field, sources, firsts):
    norm, place = term.get("norm") or {}, Place(term)
    near = [one for one in sources
            if place.near(one) and norm_right(norm, one.get("value", {}))]
    by_words = judged_by_words(words, name, term, field, near)
    strict = [one for one in by_words if place.exact(one) and one in sources[:firsts]]
    for kind, fits in (("place", near), ("words", by_words), ("strict", strict)):
        tally = hand.of[kind]
        if fits:
            tally.count(field, "right", "n" in norm)
            tally.by_further += fits[0] is not sources[0]
            continue
        shown = [(one["clause"], one["line"], one.get("value"), one.get("passage", "")[:60])
                 for one in (near if kind != "place" else sources)[:4]]
        tally.count(field, "missed", "n" in norm, f"{name}: {term['field']} {term.get('ref')} "
                    f"line {term.get('line')} {norm or ''}; said {shown}")
        if sources:
            tally.count(field, "wrong", "n" in norm)


def judge_read_by_hand(reading, contract):
    """The five contracts: place, words and exact reference, with the numbers of terms.json."""
    hand, words, name = HandTally(), Words(), contract["id"]
    terms = list(contract["terms"])
    rows = [row for row in rows_of(name) if row["kind"] == "term"]
    said = collections.defaultdict(list)
    for term in reading["terms"]:
        said[term["field"]].append(term)
    paths = [path_of(row, term) for row, term in zip(rows, terms)]
    values = {one["field"] for one in own_of(reading)}
    for tally in hand.of.values():
        tally.unjudged = len(values - set(paths))
        tally.further = len(own_of(reading)) - len(values)
    for row, term, field in zip(rows, terms, paths):
        if row["field"] != term["field"]:
            raise RuntimeError(f"{name}: {row['field']} is not {term['field']}")
        if row["path"] in ("-", "?"):
            continue
        is_annexed = (term["field"].endswith(".scc") or
                      (term.get("ref") or "").startswith("SCC"))
        sources = [one for one in said[field] if bool(one.get("annexed")) == is_annexed]
        if term["status"] == "unspecified":
            bad = [one for one in sources if one["status"] in ("stated", "external")]
            judge_unstated(hand.of.values(), name, term, field, bad,
                           any(other["status"] != "unspecified" and path == field
                               for path, other in zip(paths, terms)))
        else:
            judge_stated(hand, words, name, term, field, sources, paths.count(field))
    hand.terms, hand.decoys = judge_numbers(reading, contract, rows_of(name), hand.number_errors)
    hand.lists.update(judge_items(reading, name, hand.list_errors))
    hand.lists["sub-processors"] = judge_subprocessors(reading, contract, hand.list_errors)
    return hand
