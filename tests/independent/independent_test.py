#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two verifiers and a writer: whatever one bit is flipped, both verifiers reject it.

    independent_test.py --writer write_journal [--verifier mandat-verify]
    independent_test.py --journal DIRECTORY [--key VKEY] [--verifier mandat-verify]

The second form takes a journal that was exported from a server and only asks whether it holds.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
REJECTED = 7
SIZE = 600


class Evidence:
    """A directory as write_journal fills it, and how each verifier is asked about it."""

    def __init__(self, directory, verifiers, key):
        self.directory, self.verifiers, self.key = directory, verifiers, key

    def answers(self, *question):
        """The exit status of each verifier."""
        return [subprocess.run([*verifier, *map(str, question), "--key", self.key], check=False,
                               capture_output=True).returncode for verifier in self.verifiers]

    def journal(self, *more):
        return self.answers("journal", self.directory / "journal", *more)

    def proof(self):
        return self.answers("proof", self.directory / "entry.tlog-proof", "--entry",
                            self.directory / "entry.cbor")

    def certificate(self):
        return self.answers("certificate", self.directory / "certificate")


class IndependentTest(unittest.TestCase):
    writer, verifiers, size = None, [], SIZE

    @classmethod
    def setUpClass(cls):
        cls.place = Path(tempfile.mkdtemp(prefix="mandat-"))
        subprocess.run([cls.writer, str(cls.place), str(cls.size)], check=True)
        key = (cls.place / "journal/vkey").read_text(encoding="utf-8").strip()
        cls.evidence = Evidence(cls.place, cls.verifiers, key)
        cls.good = [0] * len(cls.verifiers)
        cls.bad = [REJECTED] * len(cls.verifiers)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.place)

    def assert_flips_rejected(self, file, ask, bits):
        """Flips one bit at a time, and puts the file back."""
        path = self.place / file
        whole = path.read_bytes()
        try:
            for bit in bits(len(whole) * 8):
                forged = bytearray(whole)
                forged[bit // 8] ^= 1 << (bit % 8)
                path.write_bytes(forged)
                self.assertEqual(ask(), self.bad, f"{file} bit {bit}")
        finally:
            path.write_bytes(whole)

    @staticmethod
    def few(bits):
        return sorted({0, 1, 7, bits // 3, bits // 2, 2 * bits // 3, bits - 9, bits - 1})

    def test_accepts_everything_that_was_written(self):
        self.assertEqual(self.evidence.journal(), self.good)
        self.assertEqual(self.evidence.journal("--since", self.place / "older"), self.good)
        self.assertEqual(self.evidence.proof(), self.good)
        self.assertEqual(self.evidence.certificate(), self.good)

    def test_rejects_a_flipped_bit_in_the_checkpoint(self):
        self.assert_flips_rejected("journal/checkpoint", self.evidence.journal, self.few)

    def test_rejects_a_flipped_bit_in_a_tile(self):
        for tile in ("0/000", "0/002.p/88", "1/000.p/2"):
            self.assert_flips_rejected(f"journal/tile/{tile}", self.evidence.journal, self.few)

    def test_rejects_a_flipped_bit_in_a_bundle(self):
        for bundle in ("000", "002.p/88"):
            self.assert_flips_rejected(f"journal/tile/entries/{bundle}", self.evidence.journal,
                                       self.few)

    def test_rejects_a_flipped_bit_in_a_proof_or_its_entry(self):
        self.assert_flips_rejected("entry.tlog-proof", self.evidence.proof, self.few)
        self.assert_flips_rejected("entry.cbor", self.evidence.proof, self.few)

    def test_rejects_a_flipped_bit_in_a_certificate(self):
        self.assert_flips_rejected("certificate", self.evidence.certificate, self.few)

    def test_rejects_a_flipped_bit_in_the_older_checkpoint(self):
        self.assert_flips_rejected(
            "older", lambda: self.evidence.journal("--since", self.place / "older"), self.few)

    def test_rejects_a_missing_tile(self):
        tile = self.place / "journal/tile/0/001"
        whole = tile.read_bytes()
        tile.unlink()
        self.assertEqual(self.evidence.journal(), self.bad)
        tile.write_bytes(whole)

    def test_rejects_another_key(self):
        other = Evidence(self.place, self.verifiers,
                         "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
        self.assertEqual(other.journal(), self.bad)
        self.assertEqual(other.proof(), self.bad)
        self.assertEqual(other.certificate(), self.bad)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--writer")
    parser.add_argument("--verifier")
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--key")
    arguments = parser.parse_args()
    verifiers = [[sys.executable, str(HERE / "verify.py")]]
    if arguments.verifier:
        verifiers.append([arguments.verifier])
    if arguments.journal:
        key = ["--key", arguments.key] if arguments.key else []
        statuses = [subprocess.run([*verifier, "journal", str(arguments.journal), *key],
                                   check=False).returncode for verifier in verifiers]
        return max(statuses)
    IndependentTest.writer, IndependentTest.verifiers = arguments.writer, verifiers
    result = unittest.main(argv=[sys.argv[0]], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
