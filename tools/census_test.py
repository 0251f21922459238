#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Provokes each rule of census.py on a small census of its own, and asserts the message."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import census

HEAD = census.LICENCE + "\n# line\tclause\towner\tkind\twhat\tterm\tshown\n"
TITLE = "1\t1\tnobody\tnone\theading\t-\t-\n"
NOTICE = "3-4\t1.1\tprocessor\tclocked\treport it within a day\t-\t-\n"
TEXT = "Titre\n\nAlpha beta gamma delta\nepsilon zeta.\n"


def run(rows, text=TEXT, *options):
    """The exit code and what census.py prints about one census and its contract."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        (root / "agreements" / "census").mkdir(parents=True)
        (root / "contracts").mkdir()
        (root / "agreements" / "sample.test.yaml").write_text("", encoding="utf-8")
        (root / "tests" / "stories").mkdir(parents=True)
        (root / "tests" / "stories" / "first.story").write_text("", encoding="utf-8")
        (root / "src").mkdir()
        (root / "src" / "a_test.cc").write_text("TEST_F(ATest, Refuses) {}\n", encoding="utf-8")
        if rows is not None:
            (root / "agreements" / "census" / "sample.tsv").write_text(rows, encoding="utf-8")
        if text is not None:
            (root / "contracts" / "sample.fr.txt").write_text(text, encoding="utf-8")
        arguments = ["census.py", "--root", directory, "--contracts", str(root / "contracts"),
                     *options]
        printed = io.StringIO()
        with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(printed):
            code = census.main()
        return code, printed.getvalue()


class CensusTest(unittest.TestCase):
    def expect(self, rows, *messages):
        code, printed = run(HEAD + rows)
        self.assertEqual(code, 1 if messages else 0)
        if messages:
            place = "agreements/census/sample.tsv:"
            self.assertEqual(printed.splitlines(), [place + message for message in messages])

    def test_says_nothing_about_a_whole_census(self):
        self.expect(TITLE + NOTICE)

    def test_counts_kinds_and_owners(self):
        _, printed = run(HEAD + TITLE + NOTICE + NOTICE.replace("processor", "both"))
        lines = [line.split() for line in printed.splitlines()]
        self.assertEqual(lines[0], ["sample", "processor", "both", "nobody", "all"])
        self.assertIn(["clocked", "1", "1", "0", "2"], lines)
        self.assertIn(["all", "1", "1", "1", "3"], lines)

    def test_demands_that_every_line_is_covered(self):
        self.expect(TITLE + NOTICE.replace("3-4", "3"), "1: line 4 of the contract is not covered")

    def test_refuses_a_row_past_the_end(self):
        self.expect(TITLE + NOTICE.replace("3-4", "3-5"),
                    "4: line 5 is past the end of the contract (4)")

    def test_refuses_words_of_the_contract_over_the_end_of_a_line(self):
        self.expect(TITLE + NOTICE.replace("report it", "beta gamma delta epsilon zeta"))
        self.expect(TITLE + NOTICE.replace("report it", "Alpha beta gamma, delta epsilon zeta"),
                    "4: \"alpha beta gamma delta epsilon zeta\" is in the contract word for word")

    def test_checks_the_shape_where_the_contract_is_not_at_hand(self):
        self.assertEqual(run(HEAD + TITLE, text=None)[0], 0)
        self.assertEqual(run(HEAD + TITLE.replace("none", "nothing"), text=None)[0], 1)

    def test_refuses_a_row_without_its_columns(self):
        self.expect(TITLE + NOTICE + "4\t1.1\n",
                    "5: 2 columns; 7 are wanted: line, clause, owner, kind, what, term, shown")

    def test_refuses_an_empty_cell(self):
        self.expect(TITLE + NOTICE.replace("\t-\t-\n", "\t\t-\n"),
                    "4: term is empty, begins or ends with a space, or cannot be printed")

    def test_refuses_words_that_are_not_of_the_closed_lists(self):
        self.expect(TITLE + NOTICE.replace("processor", "anybody").replace("clocked", "timed"),
                    f"4: \"anybody\" is not an owner: {', '.join(census.OWNERS)}",
                    f"4: \"timed\" is not a kind: {', '.join(census.KINDS)}")

    def test_refuses_lines_that_are_no_numbers_or_run_backwards(self):
        for lines in ("0", "x", "4-3", "3-"):
            self.expect(TITLE + NOTICE + NOTICE.replace("3-4", lines),
                        "5: the line is neither `n` nor `first-last`")

    def test_refuses_rows_out_of_order(self):
        self.expect(NOTICE + TITLE, "4: line 1 stands after line 3")

    def test_refuses_a_clause_that_is_not_ascii_or_too_long(self):
        for clause in ("§1", "1" * 65):
            self.expect(TITLE + NOTICE.replace("1.1", clause),
                        "4: the clause is not 1 to 64 printable ASCII characters")
        self.expect(TITLE + NOTICE.replace("1.1", "1" * 64))

    def test_refuses_more_than_twelve_words(self):
        self.expect(TITLE + NOTICE.replace("report it within a day", "w " * 12 + "w"),
                    "4: 13 words; at most 12")
        self.expect(TITLE + NOTICE.replace("report it within a day", "w " * 11 + "w"))

    def test_refuses_a_term_where_nothing_binds(self):
        message = "3: what does not bind has no term and nothing to show"
        self.expect(TITLE.replace("-\t-", "end\t-") + NOTICE, message)
        self.expect(TITLE.replace("-\t-", "-\tterms") + NOTICE, message)

    def test_looks_for_what_a_row_is_shown_by(self):
        for shown in ("terms", "attest", "oracle", "lint:A-03", "decide:sample", "story:first",
                      "test:ATest.Refuses"):
            self.expect(TITLE + NOTICE.replace("-\t-", "end.delay\t" + shown))
        for shown, message in (
                ("seen", f"\"seen\" shows nothing: {census.SHOWN_WORDS}"),
                ("story:last", "there is no tests/stories/last.story"),
                ("decide:other", "there is no agreements/other.test.yaml"),
                ("test:ATest.Allows", "there is no test ATest.Allows")):
            self.expect(TITLE + NOTICE.replace("-\t-", "end.delay\t" + shown), "4: " + message)

    def test_looks_for_a_clock_in_the_list_of_clocks(self):
        row = NOTICE.replace("-\t-", "end.delay\tclock:end.delay")
        self.expect(TITLE + row)
        self.expect(TITLE + row.replace("clock:end.delay", "clock:end.delay#1"))
        self.expect(TITLE + row.replace("clocked", "enforced"),
                    "4: only what is clocked is shown by a clock")
        self.expect(TITLE + row.replace("clock:end.delay", "clock:end.choice"),
                    "4: the clock is that of end.choice, the term is end.delay")
        self.assertEqual(self.listed(row, '{"clocks": [{"path": "end.delay"}]}')[0], 0)
        self.assertEqual(self.listed(row, '{"clocks": [{"path": "end.choice"}]}'), (
            1, "agreements/census/sample.tsv:4: end.delay is in no list of clocks\n"))
        code, printed = self.listed(row, "no such form", code=2)
        self.assertEqual(code, 1)
        self.assertIn("the clocks cannot be listed: no such form", printed)

    def listed(self, row, told, code=0):
        """The census beside a program that tells this of its clocks."""
        with tempfile.TemporaryDirectory() as directory:
            program = Path(directory) / "mandat"
            program.write_text(f"#!/bin/sh\necho '{told}'\nexit {code}\n", encoding="utf-8")
            program.chmod(0o700)
            return run(HEAD + TITLE + row, TEXT, "--mandat", str(program))

    def test_misses_terms_and_proofs_only_when_the_census_is_said_to_be_complete(self):
        self.assertEqual(run(HEAD + TITLE + NOTICE, TEXT)[0], 0)
        self.assertEqual(run(HEAD + TITLE + NOTICE, TEXT, "--complete"), (
            1, "agreements/census/sample.tsv:4: no term, or nothing that shows it\n"))
        shown = NOTICE.replace("-\t-", "end.delay\tterms")
        self.assertEqual(run(HEAD + TITLE + shown, TEXT, "--complete")[0], 0)

    def test_refuses_what_nobody_attests_and_what_nobody_describes(self):
        row = NOTICE.replace("clocked", "attested")
        self.expect(TITLE + row)
        self.expect(TITLE + row.replace("processor", "nobody"), "4: what is attested has an owner")
        self.expect(TITLE + row.replace("report it within a day", "-"),
                    "4: what binds says in a few words what it is")

    def test_refuses_a_census_without_licence_and_no_census_at_all(self):
        code, printed = run(TITLE + NOTICE)
        self.assertEqual((code, printed), (
            1, f"agreements/census/sample.tsv:1: the first line is not `{census.LICENCE}`\n"))
        self.assertEqual(run(None), (1, "agreements/census:1: there is no census\n"))


if __name__ == "__main__":
    sys.exit(unittest.main())
