# SPDX-License-Identifier: Apache-2.0
"""Counts of right, wrong and missed terms, and how they are printed."""

import collections

GROUPS = {
    "parties": ("parties.", "contract.", "contacts."),
    "description": ("subject-matter", "nature", "purposes", "data-categories", "people",
                    "special-categories", "places", "operations"),
    "duration and retention": ("duration", "retention", "own-use.", "commercial.", "obligations."),
    "instructions": ("instructions.",),
    "confidentiality": ("confidentiality.",),
    "security": ("security.",),
    "sub-processors": ("sub-processors.",),
    "transfers": ("transfers.",),
    "breach": ("breach.",),
    "requests": ("requests.", "assistance."),
    "audits": ("audits.",),
    "end": ("end.",),
    "frame": ("law.", "precedence", "liability.", "amendment.", "termination.", "suspension.",
              "controller-duties"),
}


def group_of(field):
    for group, prefixes in GROUPS.items():
        if field.startswith(prefixes):
            return group
    return "frame"


class Counts:
    def __init__(self):
        self.right, self.wrong, self.missed = 0, 0, 0

    def add(self, other):
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    def figures(self):
        said, wanted = self.right + self.wrong, self.right + self.missed
        precision = self.right / said if said else 1.0
        recall = self.right / wanted if wanted else 1.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0


class Tally:
    """Counts by group, of terms with numbers, and the errors."""

    def __init__(self):
        self.groups = collections.defaultdict(Counts)
        self.numbers = Counts()
        self.errors = []
        self.invented, self.unstated = [], 0
        self.unjudged, self.further, self.by_further = 0, 0, 0

    def count(self, field, outcome, has_number, error=None):
        for counts in [self.groups[group_of(field)]] + ([self.numbers] if has_number else []):
            setattr(counts, outcome, getattr(counts, outcome) + 1)
        if error:
            self.errors.append(f"{outcome}: {error}")

    def all(self):
        total = Counts()
        for counts in self.groups.values():
            total.add(counts)
        return total

    def add(self, other):
        for group, counts in other.groups.items():
            self.groups[group].add(counts)
        self.numbers.add(other.numbers)
        self.errors += other.errors
        self.invented += other.invented
        self.unstated += other.unstated
        self.unjudged += other.unjudged
        self.further += other.further
        self.by_further += other.by_further

    def print(self, title, errors):
        print(f"{title}")
        rows = [(group, self.groups[group]) for group in GROUPS if group in self.groups]
        rows += [("with numbers", self.numbers), ("in all", self.all())]
        for name, counts in rows:
            precision, recall, f1 = counts.figures()
            print(f"  {name:24} precision {precision:5.3f}  recall {recall:5.3f}  F1 {f1:5.3f}"
                  f"   ({counts.right} right, {counts.wrong} wrong, {counts.missed} missed)")
        print(f"  values invented where nothing is stated: {len(self.invented)} of {self.unstated}")
        print(f"  not judged: {self.unjudged} values of fields that the truth does not speak of, "
              f"{self.further} further sources; {self.by_further} right by a further source alone")
        if errors:
            for line in self.errors + [f"invented: {line}" for line in self.invented]:
                print(f"    {line}")
        print()


def print_elements(counts, errors, title, show):
    total = Counts()
    print(f"{title}: elements of GDPR Art. 28(2) to (4) (published reference: 0.891 and 0.824)")
    for number in sorted(counts):
        precision, recall, _ = counts[number].figures()
        print(f"  R{number:<3} precision {precision:5.3f}  recall {recall:5.3f}")
        total.add(counts[number])
    precision, recall, f1 = total.figures()
    print(f"  in all precision {precision:5.3f}  recall {recall:5.3f}  F1 {f1:5.3f}")
    for line in errors if show else []:
        print(f"    {line}")
    print()
    return total


def floor(name, value, least, failures):
    if value < least:
        failures.append(f"{name} is {value:.3f}, below {least:.3f}")


def print_lists(lists, errors):
    print("lists of the five contracts, item by item")
    total = Counts()
    for field, counts in lists.items():
        total.add(counts)
    for field, counts in list(lists.items()) + [("in all", total)]:
        precision, recall, f1 = counts.figures()
        print(f"  {field:24} precision {precision:5.3f}  recall {recall:5.3f}  F1 {f1:5.3f}"
              f"   ({counts.right} right, {counts.wrong} wrong, {counts.missed} missed)")
    for line in errors:
        print(f"    {line}")
    print()
