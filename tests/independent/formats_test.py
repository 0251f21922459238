#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What docs/reference says of the public formats is what is written: every example is a golden
file, every entry fits the grammar, and the grammar rejects what the reader rejects.

    formats_test.py --writer generate_journal
"""

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import cddl
import entry
import tlog

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/vectors/golden"
REFERENCE = ROOT / "docs/reference"
EXAMPLE = re.compile(r"<!-- golden: (\S+?)(?: \((whole|begins)\))? -->\n```text\n(.*?)```",
                     re.DOTALL)
SEED = 6
MUTANTS = 6_000
VALUES = (0, 1, 2, 6, 7, 255, 256, 2**32 - 1, 2**32, 253402300799999999, 253402300800000000,
          2**64 - 1, "", "x", "d\u00e9tail", b"", b"x", bytes(7), bytes(8), bytes(16), bytes(31),
          bytes(32), bytes(33))


def grammar():
    text = (REFERENCE / "journal-entry.md").read_text(encoding="utf-8")
    return cddl.Grammar(re.search(r"```cddl\n(.*?)```", text, re.DOTALL).group(1))


def golden_entries():
    return [bytes.fromhex(path.read_text()) for path in sorted(GOLDEN.glob("entry_*.hex"))]


def is_read(data):
    try:
        entry.decode(data)
    except tlog.Rejected:
        return False
    return True


class FormatsTest(unittest.TestCase):
    writer = None

    def test_every_example_is_a_golden_file(self):
        seen = set()
        for page in ("journal-formats.md", "journal-entry.md", "dossier.md"):
            text = (REFERENCE / page).read_text(encoding="utf-8")
            for name, how, shown in EXAMPLE.findall(text):
                held = (GOLDEN / name).read_text(encoding="utf-8")
                seen.add(name)
                if name.endswith(".hex"):
                    # Without what is said beside the bytes, from the second run of spaces on.
                    shown = "".join(re.split(r"   +", line.strip())[0] for line in
                                    shown.splitlines())
                    shown, held = re.sub(r"[^0-9a-f]", "", shown), held.strip()
                if how == "begins":
                    self.assertTrue(shown and held.startswith(shown.rstrip("\n")), name)
                else:
                    self.assertEqual(shown, held, name)
        named = set(re.findall(r"golden/([\w.-]+)", (REFERENCE / "journal-formats.md").read_text(
            encoding="utf-8")))
        public = {path.name for path in GOLDEN.iterdir()} - {"certificate.txt"}
        self.assertEqual(public - seen - named, set(), "golden files that no page shows")

    def test_every_golden_entry_fits_the_grammar(self):
        rules = grammar()
        self.assertGreaterEqual(len(golden_entries()), 6)
        for data in golden_entries():
            value, end = cddl.decode(data)
            self.assertEqual(end, len(data))
            self.assertTrue(rules.fits("entry", value), value)
            self.assertEqual(cddl.encode(value), data)

    def test_every_entry_of_a_journal_fits_the_grammar(self):
        place = Path(tempfile.mkdtemp(prefix="mandat-"))
        self.addCleanup(shutil.rmtree, place)
        subprocess.run([self.writer, str(place), "600"], check=True)
        rules, count = grammar(), 0
        for index, width in enumerate(tlog.widths(600)):
            bundle = (place / "journal" / tlog.tile_path("entries", index, width)).read_bytes()
            for data in tlog.decode_bundle(bundle, width):
                self.assertTrue(rules.fits("entry", cddl.decode(data)[0]))
                count += 1
        self.assertEqual(count, 600)

    def test_the_grammar_and_the_reader_reject_the_same(self):
        rules, chance = grammar(), random.Random(SEED)
        values = [cddl.decode(data)[0] for data in golden_entries()]
        verdicts = {True: 0, False: 0}
        for _ in range(MUTANTS):
            value = dict(chance.choice(values))
            for _ in range(chance.randint(1, 2)):
                key = chance.randint(0, 16)
                if chance.random() < 0.3:
                    value.pop(key, None)
                else:
                    value[key] = chance.choice(VALUES)
            read = is_read(cddl.encode(value))
            self.assertEqual(rules.fits("entry", value), read, f"seed {SEED}: {value}")
            verdicts[read] += 1
        self.assertGreater(min(verdicts.values()), MUTANTS // 20, verdicts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--writer", required=True)
    FormatsTest.writer = parser.parse_args().writer
    result = unittest.main(argv=[sys.argv[0]], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
