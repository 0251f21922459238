# SPDX-License-Identifier: Apache-2.0
"""Whether what was read holds the words that the right passage holds (words.tsv, items.tsv)."""

import collections
import pathlib
import re

from references import fold
from score import Counts

HERE = pathlib.Path(__file__).resolve().parent
COUNTRIES = {"UK": "GB"}  # what the hand writes otherwise than the norm
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def rows_of(name):
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def flat(text):
    """Folded, and without what layout puts between words."""
    return re.sub(r"\s+", " ", re.sub(r"[*_|\u2013\u2014]", " ", fold(text)))


def holds(text, words):
    """All that `+` joins, each as one of what `|` parts."""
    return all(any(one.strip() in text for one in part.split("|")) for part in words.split(" + "))


def text_of(*terms):
    """All that a person sees of what was read: passages, values, items."""
    parts = []
    for term in terms:
        parts.append(term.get("passage", ""))
        for one in [term] + term.get("items", []):
            parts += [one.get("text", ""), one.get("name", "")]
            parts += [str(value) for value in (one.get("value") or {}).values()]
    return flat(" \n ".join(parts))


class Words:
    """words.tsv, by contract and field."""

    def __init__(self):
        self.rows = {(contract, field): words for contract, field, words in rows_of("words.tsv")}

    def right(self, contract, term, text):
        words = self.rows[(contract, term["field"])]
        value = term.get("value")
        if words == "@value":
            return all(flat(one) in text for one in value)
        mails = MAIL.findall(value) if isinstance(value, str) else []
        return holds(text, words) and all(flat(mail) in text for mail in mails)


def said_items(reading, field):
    found = []
    for term in reading["terms"]:
        if term["field"] != field or term.get("annexed") or term["status"] == "not-stated":
            continue
        found += [text_of(item) for item in term.get("items", [])]
    return found


def judge_items(reading, contract, errors):
    """Each item of a list is right once: an item that runs two together finds one of them."""
    counts, wanted = collections.defaultdict(Counts), collections.defaultdict(list)
    for name, field, _, words in rows_of("items.tsv"):
        if name == contract:
            wanted[field].append(words)
    for field in ("purposes", "nature", "data-categories", "people", "places"):
        rest = list(wanted[field])
        for text in said_items(reading, field):
            fit = next((words for words in rest if holds(text, words)), None)
            if fit is None:
                counts[field].wrong += 1
                errors.append(f"wrong item: {contract}: {field}: {text[:90]}")
            else:
                counts[field].right += 1
                rest.remove(fit)
        counts[field].missed += len(rest)
        errors += [f"missed item: {contract}: {field}: {words}" for words in rest]
    return counts


def first_word(name):
    return flat(re.sub(r"\(.*?\)", "", name)).split(",")[0].split(" ")[0]


def judge_subprocessors(reading, contract, errors):
    """Name and country of each; an address is no part of a name."""
    counts = Counts()
    said = [(flat(item["value"].get("name", "")), item["value"].get("country"))
            for term in reading["terms"] if term["field"] == "sub-processors.list"
            for item in term.get("items", [])]
    for row in contract["subprocessors"]:
        fits = [one for one in said if first_word(row["name"]) in one[0]]
        if not fits:
            counts.missed += 1
            errors.append(f"missed sub-processor: {contract['id']}: {row['name']}")
            continue
        country = COUNTRIES.get(row["country"], row["country"])
        fit = next((one for one in fits if one[1] == country), fits[0])
        said.remove(fit)
        is_plain = not re.search(r"\d", fit[0]) or re.search(r"\d", row["name"])
        if fit[1] == country and is_plain:
            counts.right += 1
        else:
            counts.wrong += 1
            counts.missed += 1
            errors.append(f"name or country: {contract['id']}: {row['name']}: {row['country']}, "
                          f"said {fit}")
    counts.wrong += len(said)
    errors += [f"wrong sub-processor: {contract['id']}: {one}" for one in said]
    return counts
