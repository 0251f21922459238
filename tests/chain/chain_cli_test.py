#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`mandat chain check` and `mandat agreement diff`: exit codes, JSON and the picture."""

import argparse
import json
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
ARGUMENTS = None

CHAINS = {
    "customer-alliance": ("customer-alliance", "customer-alliance-at-mailgun", "mailgun"),
    "opinum": ("opinum", "opinum-at-mailgun", "prod-mailjet"),
}


def run(*words):
    return subprocess.run([ARGUMENTS.mandat, *map(str, words)], capture_output=True, text=True,
                          timeout=120)


def chain(name, *more):
    form, downstream, subprocessor = CHAINS[name]
    agreements = Path(ARGUMENTS.source) / "agreements"
    return run("chain", "check", "--upstream", agreements / f"{form}.yaml",
               agreements / f"{form}-demo.yaml", "--downstream", agreements / "mailgun.yaml",
               Path(ARGUMENTS.source) / "tests/chain" / f"{downstream}.yaml",
               "--as", subprocessor, *more)


class ChainTest(unittest.TestCase):
    def test_a_chain_with_conflicts_exits_2_and_says_them_as_text(self):
        for name in CHAINS:
            answer = chain(name)
            self.assertEqual(answer.returncode, 2, answer.stderr)
            self.assertEqual(answer.stderr, "")
            for words in ("CANNOT BE KNOWN", "FAILS", "objection", "13(b)", "7(a)", "8(a)",
                          "upstream", "downstream"):
                self.assertIn(words, answer.stdout)
            for line in answer.stdout.split("\n"):
                self.assertLessEqual(len(line.encode()), 160, line)

    def test_json_is_well_formed_and_says_the_same_as_the_table(self):
        rows = [line.split("\t") for line in
                (Path(ARGUMENTS.source) / "tests/chain/expected.tsv").read_text().split("\n")
                if line and not line.startswith("#")]
        for name in CHAINS:
            answer = chain(name, "--json")
            told = json.loads(answer.stdout)
            self.assertFalse(told["kept"])
            expected = {row[1]: (row[2], row[3], row[4]) for row in rows if row[0] == name}
            found = {link["promise"]: (link["verdict"], link["upstream"]["clause"],
                                       link["downstream"]["clause"]) for link in told["links"]}
            self.assertEqual(found, expected)
            for link in told["links"]:
                instants = [step["at"] for step in link.get("timeline", {}).get("steps", [])]
                self.assertEqual(instants, sorted(instants), link["promise"])

    def test_one_promise_that_is_kept_exits_0(self):
        answer = chain("customer-alliance", "--promise", "confidentiality")
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.assertEqual(chain("customer-alliance", "--promise", "nothing").returncode, 4)

    def test_the_picture_is_xml_with_both_clauses_and_words_for_those_who_do_not_see_it(self):
        with tempfile.TemporaryDirectory() as directory:
            picture = Path(directory) / "chain.svg"
            answer = chain("customer-alliance", "--svg", picture)
            self.assertEqual(answer.returncode, 2, answer.stderr)
            root = xml.parse(picture).getroot()
            self.assertEqual(root.tag, SVG + "svg")
            self.assertTrue(root.find(SVG + "title").text)
            described = root.find(SVG + "desc").text
            drawn = " ".join(text.text or "" for text in root.iter(SVG + "text"))
            for clause in ("7.2", "13(b)", "10.1", "11(b)", "9.1", "8(a)"):
                self.assertIn("clause " + clause, described)
                self.assertIn("clause " + clause, drawn)
            self.assertNotIn("href", picture.read_text())
            again = chain("customer-alliance", "--svg", picture)
            self.assertEqual(again.returncode, 8, "an existing file is kept")

    def test_mistakes_are_errors(self):
        self.assertEqual(chain("opinum", "--years", "0").returncode, 2)
        self.assertEqual(chain("opinum", "--from", "yesterday").returncode, 2)
        self.assertEqual(chain("opinum", "--zone", "Europe/Nowhere").returncode, 4)


class DiffTest(unittest.TestCase):
    def diff(self, instance, *more):
        agreements = Path(ARGUMENTS.source) / "agreements"
        return run("agreement", "diff", agreements / "opinum.yaml", agreements / "opinum-demo.yaml",
                   agreements / "opinum.yaml", instance, *more)

    def test_no_change_is_no_difference(self):
        demo = Path(ARGUMENTS.source) / "agreements/opinum-demo.yaml"
        answer = self.diff(demo)
        self.assertEqual((answer.returncode, answer.stdout), (0, "no difference\n"))

    def test_a_changed_house_rule_is_told(self):
        text = (Path(ARGUMENTS.source) / "agreements/opinum-demo.yaml").read_text()
        with tempfile.TemporaryDirectory() as directory:
            changed = Path(directory) / "changed.yaml"
            changed.write_text(text.replace("term: end.delay, within: 30 days",
                                            "term: end.delay, within: 20 days"))
            answer = self.diff(changed)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertIn("end.delay house rule: 30 days", answer.stdout)
            changes = json.loads(self.diff(changed, "--json").stdout)["changes"]
            self.assertEqual([change["aspect"] for change in changes], ["house rule"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--mandat", required=True)
    parser.add_argument("--source", required=True)
    ARGUMENTS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
