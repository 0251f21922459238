#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What mandat-verify says and how it ends.

    verify_cli_test.py --writer write_journal --verifier mandat-verify
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from forge import Evidence

KEY = "example.org/journal/acme+4a133aa5+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
OTHER_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        pass


class VerifyCliTest(unittest.TestCase):
    writer = verifier = None

    @classmethod
    def setUpClass(cls):
        cls.place = Path(tempfile.mkdtemp(prefix="mandat-"))
        subprocess.run([cls.writer, str(cls.place), "30"], check=True)
        Evidence(cls.place)  # adds witnesses and a policy

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.place)

    def ask(self, *words):
        return subprocess.run([self.verifier, *map(str, words)], check=False, capture_output=True,
                              text=True)

    def assert_status(self, status, *words):
        answer = self.ask(*words)
        self.assertEqual(answer.returncode, status, answer.stdout + answer.stderr)
        return answer

    def test_explains_itself(self):
        self.assertIn("mandat-verify journal PLACE", self.assert_status(0, "--help").stdout)
        self.assertRegex(self.assert_status(0, "--version").stdout, r"^mandat-verify \d+\.\d+")

    def test_ends_with_two_for_wrong_usage(self):
        journal, proof = self.place / "journal", self.place / "entry.tlog-proof"
        for words in ((), ("journal",), ("journal", journal, "more"), ("audit", journal),
                      ("journal", journal, "--key"), ("journal", journal, "--key", "nonsense"),
                      ("journal", journal, "--entry", proof), ("journal", journal, "--quiet"),
                      ("journal", journal, "--key", KEY, "--key", KEY),
                      ("proof", proof, "--key", KEY), ("proof", proof, "--entry", proof),
                      ("certificate", self.place / "certificate"),
                      ("journal", "http://example.org/j", "--token-file", proof),
                      ("journal", journal, "--policy", proof),
                      ("journal", journal, "--since", proof, "--policy"),
                      ("certificate", self.place / "certificate", "--entry", proof),
                      ("proof", proof, "--entry", proof, "--key", OTHER_KEY, "--policy",
                       self.place / "policy")):
            answer = self.assert_status(2, *words)
            self.assertEqual(answer.stdout, "")
            self.assertNotEqual(answer.stderr, "")

    def test_ends_with_four_for_what_is_not_there(self):
        empty = self.place / "empty"
        empty.mkdir(exist_ok=True)
        self.assert_status(4, "journal", self.place / "none")
        self.assert_status(4, "journal", empty)
        self.assert_status(4, "journal", empty, "--key", KEY)
        self.assert_status(4, "certificate", self.place / "none", "--key", KEY)
        self.assert_status(4, "journal", self.place / "journal", "--since", self.place / "none")

    def test_reads_archives_and_leaves_alone_what_is_none(self):
        shutil.make_archive(str(self.place / "packed"), "gztar", self.place, "journal")
        shutil.make_archive(str(self.place / "packed"), "zip", self.place / "journal")
        for name in ("packed.tar.gz", "packed.zip"):
            self.assert_status(0, "journal", self.place / name, "--key", KEY)
        shutil.make_archive(str(self.place / "two"), "tar", self.place)
        self.assert_status(0, "journal", self.place / "two.tar", "--key", KEY)
        shutil.copytree(self.place / "journal", self.place / "second")
        shutil.make_archive(str(self.place / "two"), "tar", self.place)
        self.assertIn("several journals",
                      self.assert_status(2, "journal", self.place / "two.tar").stderr)
        shutil.rmtree(self.place / "second")
        self.assert_status(7, "journal", self.place / "older", "--key", KEY)

    def test_asks_the_witnesses_of_a_policy(self):
        policy = self.place / "policy"
        for words in (("journal", self.place / "journal"),
                      ("proof", self.place / "entry.tlog-proof", "--entry",
                       self.place / "entry.cbor")):
            answer = self.assert_status(0, *words, "--policy", policy)
            self.assertIn("seen by witness auditor (example.org/witness/auditor) at 2026-03-30",
                          answer.stdout)
            facts = json.loads(self.assert_status(0, *words, "--policy", policy,
                                                  "--json").stdout)["facts"]
            self.assertEqual(facts["witness"], ["controller", "auditor"])
        # Nobody has seen the checkpoint in the certificate.
        answer = self.assert_status(7, "certificate", self.place / "certificate", "--policy",
                                    policy)
        self.assertIn("quorum seen is not met", answer.stdout)
        none = self.place / "nobody"
        none.write_text(policy.read_text().replace("quorum seen", "quorum none"))
        self.assert_status(0, "certificate", self.place / "certificate", "--policy", none)
        self.assert_status(4, "journal", self.place / "journal", "--policy", self.place / "none")

    def test_ends_with_six_when_nobody_answers(self):
        self.assert_status(6, "journal", "http://127.0.0.1:1/journal", "--key", KEY)

    def test_ends_with_seven_for_what_does_not_hold(self):
        answer = self.assert_status(7, "certificate", self.place / "older", "--key", KEY)
        self.assertIn("NOT VERIFIED (corrupt)", answer.stdout)

    def test_says_what_it_verified_and_what_not(self):
        answer = self.assert_status(0, "journal", self.place / "journal", "--key", KEY)
        for words in ("verified      all 30 entries in 1 bundles", "not checked   that others",
                      "journal: verified"):
            self.assertIn(words, answer.stdout)
        self.assertNotIn("not its origin", answer.stdout)
        answer = self.assert_status(0, "journal", self.place / "journal")
        self.assertIn("not its origin", answer.stdout)

    def test_speaks_json(self):
        for words in (("journal", self.place / "journal"),
                      ("certificate", self.place / "certificate"),
                      ("proof", self.place / "entry.tlog-proof", "--entry",
                       self.place / "entry.cbor")):
            answer = json.loads(self.assert_status(0, *words, "--key", KEY, "--json").stdout)
            self.assertTrue(answer["verified"])
            self.assertEqual(answer["subject"], words[0])
            self.assertTrue(all(line["verdict"] in ("verified", "not checked")
                                for line in answer["lines"]))
        answer = json.loads(
            self.assert_status(7, "certificate", self.place / "older", "--key", KEY,
                               "--json").stdout)
        self.assertFalse(answer["verified"])
        self.assertEqual(answer["error"]["kind"], "corrupt")

    def test_reads_a_journal_over_http(self):
        handler = partial(QuietHandler, directory=str(self.place))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}"
            self.assert_status(0, "journal", f"{address}/journal", "--key", KEY)
            self.assert_status(4, "journal", f"{address}/none", "--key", KEY)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--writer", required=True)
    parser.add_argument("--verifier", required=True)
    arguments = parser.parse_args()
    VerifyCliTest.writer, VerifyCliTest.verifier = arguments.writer, arguments.verifier
    result = unittest.main(argv=[sys.argv[0]], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
