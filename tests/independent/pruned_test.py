#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A pruned journal holds for both verifiers, and for neither where more is missing than it says.

    pruned_test.py --writer generate_journal --verifier mandat-verify
"""

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

import tlog

SIZE = 2100
MINIMUM = 1024
VERIFY = Path(__file__).with_name("verify.py")


class PrunedTest(unittest.TestCase):
    writer = verifier = None

    @classmethod
    def setUpClass(cls):
        cls.stage = Path(tempfile.mkdtemp(prefix="mandat-pruned-"))
        cls.addClassCleanup(shutil.rmtree, cls.stage)
        subprocess.run([cls.writer, str(cls.stage), str(SIZE), str(MINIMUM)], check=True)
        cls.journal = cls.stage / "journal"
        cls.key = (cls.journal / "vkey").read_text().strip()

    def verdicts(self, place, *words):
        """Of both verifiers: the exit code, and what was said."""
        asked = [place, "--key", self.key, *words]
        for program in ([self.verifier], [sys.executable, "-B", VERIFY]):
            answer = subprocess.run([*map(str, program), "journal", *map(str, asked)], check=False,
                                    capture_output=True, text=True)
            yield answer.returncode, answer.stdout + answer.stderr

    def assert_rejected(self, what, change):
        forged = Path(tempfile.mkdtemp(dir=self.stage))
        shutil.copytree(self.journal, forged, dirs_exist_ok=True)
        change(forged)
        for code, said in self.verdicts(forged):
            self.assertEqual(code, 7, f"{what}: {said}")
        shutil.rmtree(forged)

    def test_holds_with_what_was_kept_and_an_older_checkpoint(self):
        self.assertFalse((self.journal / "tile/entries/003").exists())
        self.assertTrue((self.journal / "tile/entries/004").exists())
        self.assertTrue((self.journal / "kept/entries/003").exists())
        for code, said in self.verdicts(self.journal, "--since", self.stage / "older"):
            self.assertEqual(code, 0, said)

    def test_holds_without_what_was_kept(self):
        bare = Path(tempfile.mkdtemp(dir=self.stage))
        shutil.copytree(self.journal, bare, dirs_exist_ok=True)
        shutil.rmtree(bare / "kept")
        for code, said in self.verdicts(bare):
            self.assertEqual(code, 0, said)

    def test_holds_as_an_archive(self):
        with tarfile.open(self.stage / "journal.tar.gz", "w:gz") as archive:
            archive.add(self.journal, "evidence")
        code, said = next(self.verdicts(self.stage / "journal.tar.gz"))
        self.assertEqual(code, 0, said)
        self.assertIn(f"entries before {MINIMUM} were pruned", said)

    def test_is_rejected_when_anything_else_is_missing(self):
        files = [path.relative_to(self.journal) for path in self.journal.rglob("*")
                 if path.is_file() and "tile" in path.parts]
        for path in sorted(files):
            self.assert_rejected(f"{path} missing", lambda e, path=path: (e / path).unlink())

    def test_is_rejected_when_it_says_that_more_was_pruned(self):
        for minimum in (MINIMUM + 256, MINIMUM + 1, 1 << 40):
            self.assert_rejected(f"minimum {minimum}", lambda e, minimum=minimum: (
                (e / "minimum").write_text(f"{minimum}\n")))
        self.assert_rejected("no minimum", lambda e: (e / "minimum").unlink())
        self.assert_rejected("a minimum without an end",
                             lambda e: (e / "minimum").write_text(f"{MINIMUM}"))

    def test_is_rejected_when_a_bit_is_flipped(self):
        def flip(e, name, at):
            data = bytearray((e / name).read_bytes())
            data[at] ^= 1
            (e / name).write_bytes(data)

        for name in ("tile/0/000", "tile/0/003", "kept/entries/000", "kept/entries/003",
                     tlog.tile_path("entries", MINIMUM // 256, 256)):
            for at in (0, 9, -1):
                self.assert_rejected(f"{name} at {at}",
                                     lambda e, name=name, at=at: flip(e, name, at))

    def test_is_rejected_when_a_kept_entry_is_that_of_another_place(self):
        self.assert_rejected("kept entries exchanged", lambda e: shutil.copy(
            e / "kept/entries/001", e / "kept/entries/002"))
        self.assert_rejected("nothing kept, in a file",
                             lambda e: (e / "kept/entries/001").write_bytes(b"\0\0"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--writer", required=True)
    parser.add_argument("--verifier", required=True)
    arguments, rest = parser.parse_known_args()
    PrunedTest.writer = arguments.writer
    PrunedTest.verifier = arguments.verifier
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
