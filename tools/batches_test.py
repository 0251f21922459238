#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What tools/batches.py lets stand together, and what not."""

import tempfile
import unittest
from pathlib import Path

import batches

OPEN = "namespace mandat {\nnamespace {\n"
CLOSE = "\n}  // namespace\n"


class BatchesTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.directory = Path(held.name)

    def batches(self, *texts):
        paths = []
        for i, text in enumerate(texts):
            paths.append(self.directory / f"{i}.cc")
            paths[-1].write_text(text, encoding="utf-8")
        sources = [batches.Source(str(path)) for path in paths]
        return [[int(Path(each.path).stem) for each in batch]
                for batch in batches.batches_of(sources, 8)]

    def assert_apart(self, one, other):
        self.assertEqual(self.batches(one, other), [[0], [1]])

    def assert_together(self, one, other):
        self.assertEqual(self.batches(one, other), [[0, 1]])

    def test_puts_files_together_that_share_only_public_names(self):
        self.assert_together(OPEN + "constexpr int kA = 1;" + CLOSE + "int One() { return kA; }",
                             OPEN + "constexpr int kB = 2;" + CLOSE + "int Two() { return One(); }")

    def test_keeps_apart_what_both_declare(self):
        for text in ["constexpr size_t kMost = 5;", "constexpr std::array<int, 2> kMost{1, 2};",
                     "struct kMost { int a = 1; };", "enum class kMost { kA };",
                     "std::map<std::string, std::vector<int>> kMost(int a, int b) { return {}; }",
                     "template <class T> T kMost(T a) { return a; }", "using kMost = int;",
                     "const char* const kMost[] = {\"a\"};"]:
            self.assert_apart(OPEN + text + CLOSE, OPEN + "void kMost();" + CLOSE)

    def test_keeps_apart_what_one_declares_and_the_other_only_mentions(self):
        self.assert_apart(OPEN + "bool IsWord(char c) { return c > 32; }" + CLOSE,
                          "bool Two() { return IsWord('a'); }")

    def test_knows_the_names_of_an_enum_without_a_class(self):
        self.assert_apart(OPEN + "enum Key : int { kFirst = 1, kSecond };" + CLOSE,
                          "int Two() { return kSecond; }")

    def test_knows_macros_and_statics(self):
        self.assert_apart("#define MOST 5", "int Two() { return MOST; }")
        self.assert_apart("static int Most(int a) { return a; }", "int Two() { return Most(1); }")

    def test_knows_what_headers_of_the_other_declare(self):
        inner = "#pragma once\nnamespace mandat::internal {\nenum class Box { kNone };\n}\n"
        (self.directory / "inner.h").write_text(inner, encoding="utf-8")
        (self.directory / "outer.h").write_text('#include "inner.h"\n', encoding="utf-8")
        self.assert_apart(OPEN + "struct Box { int a = 1; };" + CLOSE,
                          '#include "outer.h"\nint Two() { return 2; }')
        self.assert_together(OPEN + "struct Frame { int a = 1; };" + CLOSE,
                             '#include "outer.h"\nint Two() { return 2; }')

    def test_is_not_misled_by_comments_and_strings(self):
        self.assert_together(OPEN + "constexpr int kOne = 1;" + CLOSE,
                             "// kOne is another's {\nconst char* Two() { return \"kOne {\"; }")

    def test_reads_on_behind_quotes_in_numbers(self):
        self.assert_apart(OPEN + "bool IsWord(char c);" + CLOSE,
                          "int Two() { return 30'000 + IsWord('a') + IsWord('\\n'); }")

    def test_makes_no_batch_larger_than_asked(self):
        self.assertEqual([len(each) for each in self.batches(*["int a;"] * 20)], [8, 8, 4])

    def test_sees_that_a_batch_no_longer_holds(self):
        one, two, found = (self.directory / name for name in ("a.cc", "b.cc", "batches.txt"))
        one.write_text(OPEN + "int First();" + CLOSE, encoding="utf-8")
        two.write_text(OPEN + "int Second();" + CLOSE, encoding="utf-8")
        found.write_text(f"target;{one};{two}\n", encoding="utf-8")
        self.assertTrue(batches.holds(found))
        two.write_text(OPEN + "int First();" + CLOSE, encoding="utf-8")
        self.assertFalse(batches.holds(found))
        two.unlink()
        self.assertFalse(batches.holds(found))


if __name__ == "__main__":
    unittest.main()
