#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`mandat contract read`, `diff` and `confirm` as a person uses them, on contracts of our own."""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
CONTRACTS = HERE / "contracts"
MANDAT = sys.argv.pop(1)


def mandat(*words):
    return subprocess.run([MANDAT, *map(str, words)], capture_output=True, text=True, check=False,
                          timeout=300)


class Commands(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_draft_of_every_contract_passes_the_checks(self):
        drafted = 0
        for path in sorted(CONTRACTS.glob("*.txt")):
            with self.subTest(path.name):
                out = self.folder / (path.stem.replace(".", "-") + ".yaml")
                done = mandat("contract", "read", path, "--out", out)
                if done.returncode == 4:  # which texts are recognised is for eval.py to count
                    continue
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                drafted += 1
                agreement = out.with_name(out.stem + ".agreement.yaml")
                checked = mandat("agreement", "check", out, agreement)
                self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
                self.assertIn("no errors", checked.stdout)
        self.assertGreater(drafted, 12)

    def test_contract_without_data_protection_gives_an_empty_draft_and_says_so(self):
        out = self.folder / "none.yaml"
        done = mandat("contract", "read", CONTRACTS / "none.en.txt", "--out", out)
        self.assertEqual(done.returncode, 4)
        self.assertIn("no clause on personal data", done.stdout)
        self.assertIn("no clause on personal data", out.read_text())

    def test_licence_with_one_clause_yields_that_clause(self):
        done = mandat("contract", "read", CONTRACTS / "licence.en.txt", "--json")
        self.assertEqual(done.returncode, 0)
        said = {term["field"]: term for term in json.loads(done.stdout)["terms"]}
        self.assertEqual(said["breach.notice"]["clause"], "5.1")
        self.assertEqual(said["breach.notice"]["value"]["within"], "48 hours")
        self.assertNotIn("audits.right", said)

    def test_spans_hold_the_passage(self):
        path = CONTRACTS / "convention.fr.txt"
        reading = json.loads(mandat("contract", "read", path, "--json").stdout)
        text = path.read_bytes()
        for term in reading["terms"]:
            begin, end = term["span"]
            self.assertLess(begin, end)
            first = term["passage"].split()[0]
            self.assertIn(first, text[begin:end].decode("utf-8", "replace"), term["field"])
            self.assertEqual(text[:begin].count(b"\n") + 1, term["line"], term["field"])

    def test_every_value_of_the_page_leads_to_its_passage(self):
        page = self.folder / "page.html"
        done = mandat("contract", "read", CONTRACTS / "numbered.en.txt", "--review", page)
        self.assertEqual(done.returncode, 0, done.stderr)
        html = page.read_text()
        anchors = set(re.findall(r'id="([a-z]+[0-9-]+)"', html))
        links = set(re.findall(r'href="#([pt][0-9-]+)"', html))
        self.assertGreater(len(links), 60)
        self.assertEqual(links - anchors, set())
        self.assertEqual(html.count("<script"), 1)
        self.assertNotIn("http://", html)

    def test_confirmed_form_says_who_compared_it_with_which_text(self):
        contract, out = CONTRACTS / "numbered.en.txt", self.folder / "draft.yaml"
        mandat("contract", "read", contract, "--out", out)
        agreement = self.folder / "draft.agreement.yaml"
        draft = mandat("agreement", "check", out, agreement, "--json")
        self.assertEqual([found["code"] for found in json.loads(draft.stdout)["findings"]],
                         ["A402"])
        done = mandat("contract", "confirm", out, "--by", 'Ada "A." Example')
        self.assertEqual(done.returncode, 0, done.stderr)
        form = self.folder / "draft.confirmed.yaml"
        checked = mandat("agreement", "check", form, agreement)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        self.assertNotIn("A40", checked.stdout)
        self.assertIn(hashlib.sha256(contract.read_bytes()).hexdigest(), checked.stdout)
        program = mandat("--version").stdout.strip()
        self.assertRegex(program, r"^mandat \d+\.\d+\.\d+$")
        self.assertIn(f"  by: {program}\n", out.read_text())
        self.assertIn('confirmed by Ada "A." Example', checked.stdout)
        above = form.read_bytes().split(b"provenance:\n")[0]
        self.assertIn(hashlib.sha256(above).hexdigest().encode(), form.read_bytes())
        for again in (out, form):
            done = mandat("contract", "confirm", again, agreement, "--by", "Ada Example")
            self.assertEqual(done.returncode, 8, done.stderr)

    def test_form_that_was_changed_after_its_confirmation_says_so(self):
        out, form = self.folder / "draft.yaml", self.folder / "draft.confirmed.yaml"
        mandat("contract", "read", CONTRACTS / "numbered.en.txt", "--out", out)
        mandat("contract", "confirm", out, "--by", "Ada Example")
        form.write_text(form.read_text().replace("24 hours", "96 hours", 1))
        checked = mandat("agreement", "check", form, self.folder / "draft.agreement.yaml")
        self.assertEqual(checked.returncode, 0, checked.stdout)
        self.assertIn("warning[A401]", checked.stdout)

    def test_draft_that_is_wrong_or_of_unknown_origin_is_not_confirmed(self):
        out = self.folder / "draft.yaml"
        mandat("contract", "read", CONTRACTS / "numbered.en.txt", "--out", out)
        text = out.read_text()
        for wrong in ("form: x\n", text.split("provenance:")[0],
                      text + "own-use:\n  anonymised: not-stated\n",
                      text.replace("form: ", "from: ", 1)):
            out.write_text(wrong)
            done = mandat("contract", "confirm", out, "--by", "Ada Example")
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        out.write_text(text)
        for name in ("", "Ada\nExample", "x" * 201):
            self.assertEqual(mandat("contract", "confirm", out, "--by", name).returncode, 2)
        self.assertFalse((self.folder / "draft.confirmed.yaml").exists())

    def test_versions_differ_by_terms(self):
        before = CONTRACTS / "numbered.en.txt"
        after = self.folder / "newer.txt"
        after.write_text(before.read_text().replace("within 24 hours", "within 36 hours"))
        done = mandat("contract", "diff", before, after, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        terms = json.loads(done.stdout)["terms"]
        self.assertEqual([term["field"] for term in terms], ["breach.notice"])
        self.assertIn("36 hours", terms[0]["after"]["value"])
        self.assertEqual(json.loads(mandat("contract", "diff", before, before,
                                           "--json").stdout)["terms"], [])

    def test_clause_that_moved_changes_no_term(self):
        before = CONTRACTS / "numbered.en.txt"
        text = before.read_text()
        after = self.folder / "newer.txt"
        # A clause comes before, so every clause behind it has another number.
        head, body = text.split("1. Definitions", 1)
        body, annex = ("1. Definitions" + body).split("Annex I\n", 1)
        body = re.sub(r"(?m)^(\d+)(?=\.)", lambda n: str(int(n[1]) + 1), body)
        after.write_text(head + "1. Background\n\n1.1 The parties trade with each other.\n\n" +
                         body + "Annex I\n" + annex)
        terms = json.loads(mandat("contract", "diff", before, after, "--json").stdout)["terms"]
        self.assertGreater(len(terms), 20)
        self.assertEqual({term["change"] for term in terms} - {"moved"}, set(),
                         [term for term in terms if term["change"] != "moved"])
        told = mandat("contract", "diff", before, after).stdout
        self.assertIn("unchanged, 8.1 is now 9.1: breach.notice", told)
        self.assertIn("0 added, 0 removed, 0 changed, 0 reworded, ", told)

    def test_promise_that_is_gone_and_item_that_came_are_told(self):
        before = CONTRACTS / "numbered.en.txt"
        after = self.folder / "newer.txt"
        after.write_text(before.read_text()
                         .replace("shoppers; staff of the Controller.",
                                  "shoppers; staff of the Controller; children.")
                         .replace("3.3 The Processor shall not use the personal data for any "
                                  "purpose of its own.\n", "")
                         .replace("The courts of London shall have exclusive jurisdiction.",
                                  "Exclusive jurisdiction lies with the courts of London."))
        terms = {term["field"]: term for term in
                 json.loads(mandat("contract", "diff", before, after, "--json").stdout)["terms"]}
        self.assertEqual(terms["people"]["items-added"], ["children"])
        self.assertEqual(terms["people"]["items-removed"], [])
        self.assertEqual(terms["instructions.own-purposes"]["change"], "removed")
        self.assertIsNone(terms["instructions.own-purposes"]["after"])
        self.assertEqual(terms["law.courts"]["change"], "reworded")
        self.assertIn("  + children (Annex I",
                      mandat("contract", "diff", before, after).stdout)

    def test_text_without_data_protection_is_not_compared(self):
        done = mandat("contract", "diff", CONTRACTS / "numbered.en.txt", CONTRACTS / "none.en.txt")
        self.assertEqual(done.returncode, 4)
        self.assertIn("none.en.txt has no clause on personal data", done.stderr)

    def test_what_cannot_be_read_is_refused_in_one_line(self):
        (self.folder / "empty.txt").write_text("")
        (self.folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        (self.folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
        there = self.folder / "there.yaml"
        there.write_text("mine\n")
        good = CONTRACTS / "numbered.en.txt"
        for words, status in (((self.folder / "absent.txt",), 4), ((self.folder,), 2),
                              ((self.folder / "empty.txt",), 2),
                              ((self.folder / "picture.png",), 2),
                              ((self.folder / "broken.docx",), 2), ((good, "--out", there), 8),
                              ((good, "--language", "tlh"), 2)):
            done = mandat("contract", "read", *words)
            self.assertEqual(done.returncode, status, f"{words}: {done.stdout[:200]} {done.stderr}")
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertEqual(there.read_text(), "mine\n")
        # Nothing is written where one of the files is there already.
        (self.folder / "draft.reading.json").write_text("mine\n")
        self.assertEqual(
            mandat("contract", "read", good, "--out", self.folder / "draft.yaml").returncode, 8)
        self.assertFalse((self.folder / "draft.yaml").exists())


if __name__ == "__main__":
    unittest.main()
