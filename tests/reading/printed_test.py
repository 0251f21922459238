#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Contracts as a browser prints them: a PDF says what its text says, in one column and in two.

    printed_test.py MANDAT
"""

import html
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import browser

HERE = pathlib.Path(__file__).resolve().parent
CONTRACTS = HERE / "contracts"
MANDAT = sys.argv.pop(1)
ONE = "font: 11pt serif; text-align: justify; hyphens: auto"
TWO = "font: 9pt sans-serif; text-align: justify; columns: 2; column-gap: 24px"
PAPER = {"paperWidth": 8.27, "paperHeight": 11.69, "displayHeaderFooter": True}


def page_of(text, language, style):
    """Lines are paragraphs, and lines with bars the rows of a table."""
    out, rows = [], []

    def end_table():
        if rows:
            out.append("<table border=1>" + "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
                for row in rows) + "</table>")
            rows.clear()

    for line in text.splitlines():
        if " | " in line:
            rows.append([cell.strip() for cell in line.split("|")])
            continue
        end_table()
        if line.strip():
            out.append(f"<p style='margin: 6px 0'>{html.escape(line.strip())}</p>")
    end_table()
    return (f"<!doctype html><html lang={language}><meta charset=utf-8>"
            f"<body style='{style}'>{''.join(out)}")


def read(path):
    """Field, clause and value of each term."""
    done = subprocess.run([MANDAT, "contract", "read", path, "--json"], capture_output=True,
                          check=True, timeout=120)
    return {(term["field"], term["clause"], json.dumps(term.get("value"), sort_keys=True))
            for term in json.loads(done.stdout)["terms"]}


class Printed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.browser = browser.Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.scratch.cleanup()

    def share(self, name, style):
        """How many of the terms of a contract's text are read from its PDF, and the others."""
        source = CONTRACTS / f"{name}.txt"
        folder = pathlib.Path(self.scratch.name)
        page, pdf = folder / "page.html", folder / f"{name}.pdf"
        page.write_text(page_of(source.read_text(encoding="utf-8"), name[-2:], style),
                        encoding="utf-8")
        self.browser.open(page)
        self.browser.paper(pdf, **PAPER)
        said, told = read(source), read(pdf)
        self.assertGreaterEqual(len(said), 20)
        return len(said & told) / len(said | told), sorted(said ^ told)

    def test_one_column(self):
        for name in ("numbered.en", "convention.fr", "annexe.fr", "clauses.fr"):
            with self.subTest(name):
                share, others = self.share(name, ONE)
                self.assertGreaterEqual(share, 0.95, others)

    def test_two_columns(self):
        for name in ("numbered.en", "convention.fr", "marche.fr"):
            with self.subTest(name):
                share, others = self.share(name, TWO)
                self.assertGreaterEqual(share, 0.9, others)


if __name__ == "__main__":
    unittest.main()
