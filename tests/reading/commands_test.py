#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`mandat contract read`, `diff` and `confirm` as a person uses them, on contracts of our own."""

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
        for path in sorted(CONTRACTS.glob("*.txt")):
            if path.name == "none.en.txt":
                continue
            with self.subTest(path.name):
                out = self.folder / (path.stem.replace(".", "-") + ".yaml")
                done = mandat("contract", "read", path, "--out", out)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                agreement = out.with_name(out.stem + ".agreement.yaml")
                checked = mandat("agreement", "check", out, agreement)
                self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
                self.assertIn("no errors", checked.stdout)

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
        anchors = set(re.findall(r'id="([pt]\d+)"', html))
        links = set(re.findall(r'href="#([pt]\d+)"', html))
        self.assertGreater(len(links), 60)
        self.assertEqual(links - anchors, set())
        self.assertNotIn("<script", html)
        self.assertNotIn("http://", html)

    def test_confirmation_names_both_texts_and_the_person(self):
        out = self.folder / "draft.yaml"
        mandat("contract", "read", CONTRACTS / "numbered.en.txt", "--out", out)
        done = mandat("contract", "confirm", out, "--by", "Ada Example")
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads((self.folder / "draft.confirmation.json").read_text())
        self.assertEqual(told["by"], "Ada Example")
        self.assertIn(told["contract-sha256"], out.read_text())
        self.assertEqual(mandat("contract", "confirm", out, "--by", "Ada Example").returncode, 8)

    def test_draft_of_unknown_origin_is_not_confirmed(self):
        out = self.folder / "draft.yaml"
        out.write_text("form: x\n")
        done = mandat("contract", "confirm", out, "--by", "Ada Example")
        self.assertEqual(done.returncode, 2)
        self.assertFalse((self.folder / "draft.confirmation.json").exists())

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


if __name__ == "__main__":
    unittest.main()
