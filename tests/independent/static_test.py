#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mandat-verify-static needs nothing but itself: it runs where there is no other file.

    static_test.py --writer write_journal --program mandat-verify-static
"""

import argparse
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

PT_INTERP = 3


def interpreters_of(program):
    """How many loaders an ELF file asks for: none, when it is static."""
    data = program.read_bytes()
    assert data[:5] == b"\x7fELF\x02", "not a 64-bit program"
    start, = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    kinds = [struct.unpack_from("<I", data, start + i * size)[0] for i in range(count)]
    return kinds.count(PT_INTERP)


class StaticTest(unittest.TestCase):
    writer = program = None

    def setUp(self):
        self.place = Path(tempfile.mkdtemp(prefix="mandat-static-"))
        self.addCleanup(shutil.rmtree, self.place)
        subprocess.run([self.writer, str(self.place), "300"], check=True)
        self.key = (self.place / "journal/vkey").read_text().strip()
        with tarfile.open(self.place / "journal.tar.gz", "w:gz") as archive:
            archive.add(self.place / "journal", "evidence")

    def ask(self, *words):
        return subprocess.run([self.program, *map(str, words)], check=False, capture_output=True,
                              text=True)

    def test_asks_for_no_loader(self):
        self.assertEqual(interpreters_of(Path(self.program)), 0)

    def test_verifies_directories_archives_and_certificates(self):
        for words in (("journal", self.place / "journal"),
                      ("journal", self.place / "journal.tar.gz"),
                      ("certificate", self.place / "certificate")):
            answer = self.ask(*words, "--key", self.key)
            self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

    def test_says_that_it_reads_no_addresses(self):
        self.assertIn("no addresses", self.ask("--version").stdout)
        self.assertEqual(self.ask("journal", "https://example.org/journal").returncode, 2)

    @unittest.skipUnless(os.geteuid() == 0, "only root may change the root directory")
    def test_runs_where_there_is_nothing_else(self):
        bare = self.place / "bare"
        bare.mkdir()
        shutil.copy(self.program, bare / "verify")
        shutil.copy(self.place / "journal.tar.gz", bare)
        answer = subprocess.run(["/verify", "journal", "/journal.tar.gz", "--key", self.key],
                                check=False, capture_output=True, text=True, env={},
                                preexec_fn=lambda: (os.chroot(bare), os.chdir("/")))
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.assertIn("journal: verified", answer.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--writer", required=True)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    StaticTest.writer, StaticTest.program = arguments.writer, arguments.program
    result = unittest.main(argv=[sys.argv[0]], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
