#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much memory `mandat contract read` takes for a contract of a hundred pages, and that what it
refuses it refuses with the exit code and the words that a person can act on."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
MANDAT = sys.argv.pop(1)
MIB = 1 << 20
PAGE_BYTES = 3000
PEAK_MAX = 120 * MIB  # of a hundred pages; docs/internals/prose.md says what it is
SANITIZED_FACTOR = 8


def hundred_pages():
    """Contracts of all languages in one: what is read again costs little and would show little."""
    sources = [path.read_text() for path in sorted((HERE / "contracts").glob("*.txt"))]
    out, number = [], 0
    while sum(len(part.encode()) for part in out) < 100 * PAGE_BYTES:
        out.append(f"Part {number + 1}\n\n{sources[number % len(sources)]}\n\n")
        number += 1
    return "".join(out)


def peak_of(words, folder):
    """Bytes that the program had in memory at most, and its exit code."""
    with open(folder / "out", "wb") as out:
        # A sanitizer keeps what was freed; that is not what is measured.
        child = subprocess.Popen(words, stdout=out, stderr=out,
                                 env={**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=4"})
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss * 1024, child.returncode


def is_sanitized():
    program = pathlib.Path(MANDAT).read_bytes()
    return b"__asan_init" in program or b"__tsan_init" in program


class Bounds(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_hundred_pages_stay_below_the_documented_memory(self):
        path = self.folder / "contract.txt"
        path.write_text(hundred_pages())
        peak, code = peak_of([MANDAT, "contract", "read", path, "--json"], self.folder)
        self.assertEqual(code, 0)
        self.assertLess(peak, PEAK_MAX * (SANITIZED_FACTOR if is_sanitized() else 1))

    def test_refusals_have_their_exit_code_and_leave_nothing(self):
        for name, data, code, word in (
                ("large.txt", b"word " * (2 * MIB), 9, "more bytes of text"),
                ("noise.bin", b"\x00\x01\x02" * 100, 2, "null bytes"),
                ("old.doc", b"\xd0\xcf\x11\xe0" + b"x" * 100, 2, "save it as DOCX"),
                ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", 2, "cut off"),
                ("empty.docx", b"PK\x03\x04", 2, "DOCX")):
            with self.subTest(name):
                path = self.folder / name
                path.write_bytes(data)
                draft = self.folder / "draft.yaml"
                page = self.folder / "page.html"
                done = subprocess.run(
                    [MANDAT, "contract", "read", path, "--out", draft, "--review", page],
                    capture_output=True, text=True, check=False, timeout=120)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertFalse(draft.exists() or page.exists())

    def test_file_that_is_not_there_is_told_by_name(self):
        done = subprocess.run([MANDAT, "contract", "read", self.folder / "none.pdf"],
                              capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 4)
        self.assertIn("none.pdf", done.stderr)


if __name__ == "__main__":
    unittest.main()
