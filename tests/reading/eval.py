#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well terms are read out of contracts: precision, recall and F1, per group of fields.

Three sets: contracts of our own with their truth (tests/reading/contracts; `held-` were written
before any rule and are never tuned on), machine-varied sentences (vary.py, by a printed seed), and,
where ../shared stands beside the checkout, the five contracts that were read by hand. How each is
scored: docs/reference/contract-reading.md. Standard library alone.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TERMS_JSON = ROOT.parent / "shared" / "contracts" / "terms.json"

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


def group_of(field):
    for group, prefixes in GROUPS.items():
        if field.startswith(prefixes):
            return group
    return "frame"


def fold(text):
    text = unicodedata.normalize("NFKD", text or "")
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u00a7", "s.")).strip()


FRONT = {"preamble", "header", "parties", "", "[0]", "-", "scc header", "whole"}


def tokens_of(reference):
    """The numbers and letters of a reference, outermost first: "Annexe B, clause 9.2" is b 9.2."""
    text = fold(reference)
    text = re.sub(r"\(\d+ of.*?\)|\(12 boxes.*?\)|\"|definitions|unnumbered|\(\)", "", text)
    text = re.sub(r"\b(?:annexe|annex|anlage|schedule|exhibit|appendice|appendix|app|clause|"
                  r"article|art|section|sections|cl|s|abs|scc)\b\.?", " ", text)
    text = re.sub(r"\b[a-z]\s?-\s?[a-z]\b", " ", text)
    text = re.sub(r"(?<=\d)\((\d+)\)", r".\1", text)
    return re.findall(r"\[\d+\]|[a-z0-9]+(?:\.[a-z0-9]+)*(?:\([a-z0-9]+\))*", text)


def variants(reference):
    """What a truth that names several clauses may mean: "11(a),(b); 12" is 11(a), 11(b) and 12."""
    found, base = [], ""
    for part in re.split(r"[;/]| and ", reference or ""):
        for piece in re.split(r",\s*(?=\(|\d+\.\d|[IVX]+ |\d+\()|,\s*(?=\d+\.\d+\b)", part):
            piece = re.sub(r"(?<=\d)\s?[-\u2013]\s?\d[\d.]*|(?<=\))-\(\w+\)", "", piece.strip())
            if piece.startswith("("):
                piece = base + piece
            base = re.sub(r"\(\w+\)$", "", piece)
            found.append(piece)
    return found


def same_clause(said, wanted):
    """The same clause, or a point of it: said "7.2(b)" for "7.2", "Annexe 2, 3" for "Annexe 2"."""
    if fold(said) in FRONT and any(fold(part) in FRONT for part in variants(wanted)):
        return True
    have = tokens_of(said)
    for part in variants(wanted):
        want = tokens_of(part)
        if not want or not have:
            continue
        if any(have[i:i + len(want)] == want for i in range(len(have))):
            return True
        last = want[-1]
        head = want[:-1]
        for i, token in enumerate(have):
            is_point = token.startswith(last) and not token[len(last):][:1].isalnum()
            is_whole = last.startswith(token) and not last[len(token):][:1].isalnum() \
                and i == len(have) - 1
            if (is_point or is_whole) and have[max(0, i - len(head)):i] == head[-i:][:len(head)]:
                return True
    return False


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


def read(mandat, path):
    done = subprocess.run([mandat, "contract", "read", str(path), "--json"],
                          capture_output=True, check=False, timeout=600)
    if not done.stdout:
        raise RuntimeError(f"{path.name}: {done.stderr.decode()}")
    return json.loads(done.stdout)


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


def judge_read_by_hand(reading, contract):
    """The five contracts: the field at the clause, with the numbers of terms.json."""
    tally = Tally()
    name = contract["id"]
    terms = list(contract["terms"])
    rows = [row for row in rows_of(name) if row["kind"] == "term"]
    said = collections.defaultdict(list)
    for term in reading["terms"]:
        said[term["field"]].append(term)
    known = {path_of(row, term) for row, term in zip(rows, terms)}
    values = {one["field"] for one in own_of(reading)}
    tally.unjudged = len(values - known)
    tally.further = len(own_of(reading)) - len(values)
    for row, term in zip(rows, terms):
        if row["field"] != term["field"]:
            raise RuntimeError(f"{name}: {row['field']} is not {term['field']}")
        if row["path"] in ("-", "?"):
            continue
        field, norm = path_of(row, term), term.get("norm") or {}
        is_annexed = (term["field"].endswith(".scc") or
                      (term.get("ref") or "").startswith("SCC"))
        sources = [one for one in said[field] if bool(one.get("annexed")) == is_annexed]
        if term["status"] == "unspecified":
            tally.unstated += 1
            bad = [one for one in sources if one["status"] in ("stated", "external")]
            if bad and not any(other["status"] != "unspecified" and path_of(r, other) == field
                               for r, other in zip(rows, terms)):
                tally.invented.append(f"{name}: {term['field']}: {bad[0]['clause']} "
                                      f"{bad[0].get('value')} {bad[0].get('passage', '')[:90]}")
                tally.count(field, "wrong", False)
            continue
        has_number = "n" in norm
        lines = range((term.get("line") or 0) - 1, (term.get("line") or 0) + 2)
        fits = [one for one in sources
                if (same_clause(one["clause"], term.get("ref") or "-") or one["line"] in lines)
                and norm_right(norm, one.get("value", {}))]
        if fits:
            tally.count(field, "right", has_number)
            tally.by_further += fits[0] is not sources[0]
        else:
            shown = [(one["clause"], one["line"], one.get("value")) for one in sources]
            tally.count(field, "missed", has_number, f"{name}: {term['field']} {term.get('ref')} "
                        f"line {term.get('line')} {norm or ''}; said {shown}")
            if sources:
                tally.count(field, "wrong", has_number)
    return tally


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


def evaluate_own(options, failures):
    for prefix, title in (("dev", "our own contracts, for development"),
                          ("held", "our own contracts, held back")):
        tally, counts, errors = Tally(), collections.defaultdict(Counts), []
        for path in sorted((HERE / "contracts").glob("*.terms.tsv")):
            if path.name.startswith("held-") != (prefix == "held"):
                continue
            name = path.name.removesuffix(".terms.tsv")
            rows = truth_of(path)
            reading = read(options.mandat, path.with_name(name + ".txt"))
            tally.add(judge_own(reading, rows, name))
            judge_elements(reading, rows, counts, errors, name)
        tally.print(title, options.errors and (prefix == "dev" or options.held_errors))
        total = print_elements(counts, errors, title,
                               options.errors and (prefix == "dev" or options.held_errors))
        if options.floors:
            least = options.floors[prefix]
            floor(f"{prefix}: F1", tally.all().figures()[2], least["all"], failures)
            floor(f"{prefix}: F1 with numbers", tally.numbers.figures()[2], least["numbers"],
                  failures)
            floor(f"{prefix}: precision of elements", total.figures()[0], least["precision"],
                  failures)
            floor(f"{prefix}: recall of elements", total.figures()[1], least["recall"], failures)


def evaluate_read_by_hand(options):
    if not TERMS_JSON.exists():
        print("../shared is not there: the contracts read by hand are left out\n")
        return
    every = Tally()
    for contract in json.loads(TERMS_JSON.read_text(encoding="utf-8"))["contracts"]:
        reading = read(options.mandat, TERMS_JSON.parent / contract["file"])
        tally = judge_read_by_hand(reading, contract)
        precision, recall, f1 = tally.all().figures()
        print(f"{contract['id']:20} precision {precision:5.3f}  recall {recall:5.3f}  F1 {f1:5.3f}")
        every.add(tally)
    every.print("the five contracts read by hand", options.errors)


def evaluate_varied(options, failures):
    import vary  # pylint: disable=import-outside-toplevel
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
    parser.add_argument("--only", choices=("own", "hand", "varied"))
    options = parser.parse_args()
    if options.floors:
        options.floors = json.loads(options.floors.read_text(encoding="utf-8"))
    failures = []
    if options.only in (None, "hand") and not options.floors:
        evaluate_read_by_hand(options)
    if options.only in (None, "own"):
        evaluate_own(options, failures)
    if options.only in (None, "varied"):
        evaluate_varied(options, failures)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
