#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Follows docs/guides/verify.md in a clean directory that holds nothing but evidence files: runs
its commands as they stand there, and compares what is printed with what the page says.

    guide_test.py --writer write_journal --verifier mandat-verify [--write]

--write puts what is printed into the page instead.
A block marked `sh` is run, and the block marked `text` behind it is its whole answer. A comment
before it says what is special: `<!-- ends with 7 -->`, `<!-- not run: WHY -->`.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

from forge import Evidence

PAGE = Path(__file__).resolve().parents[2] / "docs/guides/verify.md"
BLOCK = re.compile(r"(?:<!-- ([^\n]*) -->\n)?```sh\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)
SIZE = 600
ERASURE = SIZE - 1
DOSSIER = "## From a dossier to a verdict\n"  # its commands run where only the dossier is


class GuideTest(unittest.TestCase):
    writer = verifier = None
    write = False

    def setUp(self):
        self.maxDiff = None
        self.place = Path(tempfile.mkdtemp(prefix="mandat-guide-"))
        self.addCleanup(shutil.rmtree, self.place)
        made = self.place / "made"
        dossier = self.place / "made-dossier"
        subprocess.run([self.writer, str(made), str(SIZE), str(dossier)], check=True)
        Evidence(made)  # adds witnesses and a policy
        self.clean = self.place / "clean"
        self.clean.mkdir()
        with tarfile.open(self.clean / "evidence.tar.gz", "w:gz") as archive:
            archive.add(made / "journal", "evidence")
        for name, given in (("journal/vkey", "key.txt"), ("policy", "policy.txt"),
                            ("older", "checkpoint-of-last-year"),
                            ("entry.tlog-proof", f"{ERASURE}.tlog-proof"),
                            ("entry.cbor", f"{ERASURE}.entry"),
                            ("certificate", "certificate.txt")):
            shutil.copy(made / name, self.clean / given)
        self.handed = self.place / "handed"
        self.handed.mkdir()
        with tarfile.open(self.handed / "dossier.tar.gz", "w:gz") as archive:
            archive.add(dossier / "dossier", "dossier")
        shutil.copy(dossier / "dossier/vkey", self.handed / "key.txt")
        shutil.copy(dossier / "policy", self.handed / "policy.txt")
        programs = self.place / "programs"
        programs.mkdir()
        (programs / "mandat-verify").symlink_to(Path(self.verifier).resolve())
        self.environment = {"PATH": f"{programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

    def test_leads_from_evidence_to_a_verdict_in_five_commands(self):
        text = PAGE.read_text(encoding="utf-8")
        section = text.split("## A journal in five commands\n")[1].split("\n## ")[0]
        self.assertEqual(len(re.findall(r"^mandat-verify ", section, re.MULTILINE)), 5)
        self.assertNotIn("not run", section)

    def test_leads_from_a_dossier_to_a_verdict_in_five_commands(self):
        text = PAGE.read_text(encoding="utf-8")
        section = text.split(DOSSIER)[1].split("\n## ")[0]
        blocks = [commands for _, commands, _ in BLOCK.findall(section)]
        self.assertEqual([commands.count("\n") for commands in blocks], [1] * 5)
        self.assertNotIn("not run", section)

    def answer(self, match, place=None):
        """The block with what its commands print now."""
        said, commands, expected = match.groups()
        if (said or "").startswith("not run"):
            return match.group(0)
        status = int(said.rpartition(" ")[2]) if (said or "").startswith("ends with") else 0
        answer = subprocess.run(["bash", "-eu", "-c", commands], check=False, text=True,
                                cwd=place or self.clean, env=self.environment,
                                stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(answer.returncode, status, commands + answer.stdout)
        if expected is None:
            return match.group(0)
        self.compared += 1
        head, _, _ = match.group(0).rpartition(f"```text\n{expected}```")
        return f"{head}```text\n{answer.stdout}```"

    def test_prints_what_the_page_says(self):
        text, self.compared = PAGE.read_text(encoding="utf-8"), 0
        before, title, rest = text.partition(DOSSIER)
        section, heading, rest = rest.partition("\n## ")
        handed = BLOCK.sub(lambda match: self.answer(match, self.handed), section)
        answered = before + title + handed + heading + BLOCK.sub(self.answer, rest)
        if self.write:
            PAGE.write_text(answered, encoding="utf-8")
            return
        self.assertEqual(answered, text)
        self.assertGreaterEqual(self.compared, 6)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--writer", required=True)
    parser.add_argument("--verifier", required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    GuideTest.write = arguments.write
    GuideTest.writer, GuideTest.verifier = arguments.writer, arguments.verifier
    result = unittest.main(argv=[sys.argv[0]], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
