#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Provokes each rule of tidy.py on a small tree of its own, and asserts the message."""

import sys
import tempfile
import unittest
from pathlib import Path

import rules
import tidy
from tree import Tree, articles, citations

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"

CLEAN = {
    "src/LAYERS": "# bottom to top\nbase:\nmandate: base\ngate: base mandate\n",
    "src/CMakeLists.txt": "# SPDX-License-Identifier: Apache-2.0\nmandat_module(NAME base)\n"
                          "mandat_module(NAME mandate NEEDS base VENDOR x)\n"
                          "mandat_module(NAME gate\n  NEEDS base mandate)\n",
    "src/base/ids.h": SPDX + "struct Id {};\n",
    "src/gate/gate.cc": SPDX + '#include "base/ids.h"\n'
                        "// Source: GDPR Art. 28(3)(a).\nvoid F() {}\n",
    "src/gate/gate_test.cc": SPDX + "// Covers: GDPR Art. 28(3).\nTEST(GateTest, RefusesIt) {}\n",
    "law/sources.txt": "# prefix | title | address\nGDPR | GDPR | https://example.org/gdpr\n"
                       "RFC 9162\thttps://example.org/rfc9162\n",
}


def breaches(changes):
    """What tidy says about the clean tree with some files changed, added or (None) taken away."""
    with tempfile.TemporaryDirectory() as directory:
        for name, text in {**CLEAN, **changes}.items():
            if text is not None:
                path = Path(directory) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        tree = Tree(directory)
        return sorted(f"{name}:{line}: {message}"
                      for rule in tidy.RULES for name, line, message in rule(tree))


class TidyTest(unittest.TestCase):
    def expect(self, changes, *messages):
        self.assertEqual(breaches(changes), sorted(messages))

    def test_says_nothing_about_a_clean_tree(self):
        self.expect({})

    def test_names_a_layer_that_points_up(self):
        self.expect({"src/LAYERS": "base: gate\nmandate: base\ngate: base mandate\n"},
                    "src/LAYERS:1: base names gate, which is not above it",
                    "src/CMakeLists.txt:2: base NEEDS differs from src/LAYERS")

    def test_names_a_module_that_cmake_declares_otherwise(self):
        text = CLEAN["src/CMakeLists.txt"].replace("NEEDS base mandate", "NEEDS base")
        self.expect({"src/CMakeLists.txt": text},
                    "src/CMakeLists.txt:4: gate NEEDS differs from src/LAYERS")
        self.expect({"src/CMakeLists.txt": text.split("mandat_module(NAME gate")[0]},
                    "src/CMakeLists.txt:1: gate is in src/LAYERS but not declared here")
        self.expect({"src/CMakeLists.txt": CLEAN["src/CMakeLists.txt"] +
                     "mandat_module(NAME extra)\n"},
                    "src/CMakeLists.txt:6: extra is not in src/LAYERS")

    def test_names_two_types_of_one_name(self):
        rule = SPDX + "namespace mandat::internal {\nstruct Rule {\n};\n}\n"
        self.expect({"src/mandate/internal/rules.h": rule, "src/gate/internal/rules.h": rule},
                    "src/mandate/internal/rules.h:3: Rule is the name of a type in "
                    "src/gate/internal/rules.h already")
        self.expect({"src/mandate/internal/rules.h": rule,
                     "src/gate/rules.h": rule.replace("mandat::internal", "mandat")})

    def test_names_an_include_against_the_layers(self):
        self.expect({"src/mandate/mandate.h": SPDX + '#include "gate/gate.h"\n'},
                    "src/mandate/mandate.h:2: mandate may not include gate (see src/LAYERS)")

    def test_names_an_include_of_something_internal(self):
        text = SPDX + '#include "mandate/internal/tables.h"\n'
        self.expect({"src/gate/x.cc": text, "src/mandate/x.cc": text, "tests/crash/x.cc": text},
                    "src/gate/x.cc:2: mandate/internal/tables.h is internal to mandate",
                    "tests/crash/x.cc:2: mandate/internal/tables.h is internal to mandate")

    def test_names_an_include_of_a_test_header_from_code(self):
        text = SPDX + '#include "base/error_test_util.h"\n'
        self.expect({"src/gate/x.cc": text, "src/gate/x_test.cc": text},
                    "src/gate/x.cc:2: base/error_test_util.h is for tests only")

    def test_names_a_vendor_header_away_from_home(self):
        for header, home in (("openssl/evp.h", "src/crypto/"), ("rocksdb/db.h", "src/store/rocks/"),
                             ("boost/json.hpp", "src/http/"), ("yaml-cpp/yaml.h", "src/agreement/"),
                             ("curl/curl.h", "src/evidence/"), ("CLI/CLI.hpp", "apps/"),
                             ("toml++/toml.h", "src/config/")):
            with self.subTest(header=header):
                text = SPDX + f"#include <{header}>\n"
                found = breaches({"src/gate/x.cc": text, f"{home}x.cc": text})
                self.assertEqual(len(found), 1)
                self.assertIn("src/gate/x.cc:2: " + header.split("/", maxsplit=1)[0], found[0])

    def test_names_what_the_verifier_may_not_include(self):
        self.expect({"apps/mandat-verify/main.cc": SPDX + '#include "gate/gate.h"\n',
                     "apps/mandatd/main.cc": SPDX + '#include "gate/gate.h"\n'},
                    "apps/mandat-verify/main.cc:2: mandat-verify may not include gate")

    def test_names_a_type_out_of_bounds_but_not_in_a_comment(self):
        self.expect({"src/mandate/x.h": SPDX + "// Plaintext\nPlaintext Open();\n",
                     "src/vault/x.h": SPDX + "Plaintext Open(SecretBytes key);\n"},
                    "src/mandate/x.h:3: Plaintext is named only in vault, service, http")
        found = breaches({"src/http/x.h": SPDX + "SecretBytes key;\n"})
        self.assertEqual(len(found), 1)
        self.assertIn("src/http/x.h:2: SecretBytes is named only in crypto, ", found[0])

    def test_names_a_clock_in_pure_code(self):
        text = SPDX + "Instant At(const TimeSource& time) { return time.Now(); }  // Now()\n"
        self.expect({"src/mandate/x.cc": text, "src/gate/x.cc": text},
                    "src/mandate/x.cc:2: mandate reads no clock; take an Instant")

    def test_names_a_file_without_licence(self):
        message = "the first line is not the licence (SPDX-License-Identifier: Apache-2.0)"
        self.expect({"src/base/x.h": "struct X {};\n", "tools/x.sh": "#!/bin/sh\n",
                     "dev": "#!/bin/sh\n", "Makefile": "all:\n", "README.md": "# x\n",
                     "tools/y.sh": "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"},
                    f"src/base/x.h:1: {message}", f"tools/x.sh:1: {message}",
                    f"dev:1: {message}", f"Makefile:1: {message}")

    def test_names_a_long_line_and_a_long_file(self):
        self.expect({"src/base/x.h": SPDX + "// " + "é" * 97 + "\n// " + "é" * 98 + "\n"},
                    "src/base/x.h:3: 101 columns; at most 100")
        self.expect({"src/base/x.h": SPDX + "\n" * 500, "src/base/x_test.cc": SPDX + "\n" * 500},
                    "src/base/x.h:501: 501 lines; at most 500")
        self.expect({"src/base/x_test.cc": SPDX + "\n" * 700},
                    "src/base/x_test.cc:701: 701 lines; at most 700")

    def test_names_a_long_function_unless_allowed(self):
        def body(lines):
            return (SPDX + "namespace mandat {\nclass Thing {\n int Small() { return 1; }\n};\n"
                    "int Thing::Long(int a) const {\n" + "  g({a});  // }\n" * (lines - 2) +
                    "}\n}\n")
        allow = "tools/allow/long_functions.txt"
        self.expect({"src/base/x.cc": body(70)})
        self.expect({"src/base/x.cc": body(71)},
                    "src/base/x.cc:6: Thing::Long has 71 lines; at most 70")
        listed = "# why\nsrc/base/x.cc Thing::Long 80\n"
        self.expect({"src/base/x.cc": body(80), allow: listed})
        self.expect({"src/base/x.cc": body(81), allow: listed},
                    "src/base/x.cc:6: Thing::Long has 81 lines; at most 80")
        self.expect({"src/base/x.cc": body(75), allow: listed},
                    f"{allow}:2: Thing::Long has 75 lines now; write 75")
        self.expect({"src/base/x.cc": body(70), allow: listed},
                    f"{allow}:2: Thing::Long of src/base/x.cc is no longer long; remove the line")

    def test_finds_functions_among_other_braces(self):
        text = ("constexpr int kTable[] = {\n1,\n2};\ntemplate <class T>\nclass A {\n public:\n"
                "  A() : a_{1}, b_(2) {\n  }\n  int F() const { if (x) { } return 1; }\n};\n"
                "#define M(x) do { \\\n } while (0)\nTEST_F(AThing, DoesIt) {\n}\n")
        found = {(line, count) for line, count, _ in tidy.functions(text)}
        self.assertEqual(found, {(7, 1), (7, 2), (9, 1), (13, 2)})
        self.assertIn("AThing.DoesIt", [name for _, _, name in tidy.functions(text)])

    def test_names_open_points_and_foreign_words_and_machine_paths(self):
        word = "TO" "DO"
        self.expect({"docs/x.md": f"# x\n{word}: later\n"},
                    f"docs/x.md:2: {word}: open points live in docs/limits.md")
        word = "prom" "pt"
        self.expect({"docs/x.md": f"promptly\n{word}\n", "LICENSE": word},
                    f"docs/x.md:2: \"{word}\" is not a word of this tree")
        path = "/wo" "rk/"
        self.expect({"docs/x.md": f"see {path}main\nhttps://example.org{path}x $HOME{path}\n"},
                    f"docs/x.md:1: {path} is a path of one machine")

    def test_names_a_test_that_sleeps_unless_it_waits_for_a_process(self):
        text = SPDX + "// sleep(1)\nTEST(A, B) { std::this_thread::sleep_for(x); }\n"
        self.expect({"src/base/x_test.cc": text, "src/base/x.cc": text},
                    "src/base/x_test.cc:3: a test does not sleep; turn ManualTime")
        script = "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\nsleep 1\n"
        self.expect({"tests/stories/run.sh": script},
                    "tests/stories/run.sh:3: a test does not sleep; turn ManualTime")
        allow = "tools/allow/sleeps.txt"
        self.expect({"tests/stories/run.sh": script, allow: "tests/stories/run.sh\n"})
        self.expect({allow: "tests/stories/run.sh\n"},
                    f"{allow}:1: tests/stories/run.sh does not sleep any more; remove the line")

    def test_names_a_disabled_test(self):
        text = SPDX + "TEST(A, DIS" "ABLED_B) {}\n// TEST_F(A, B) {}\n"
        self.expect({"src/base/x_test.cc": text},
                    "src/base/x_test.cc:2: a failing test is fixed or deleted, not disabled",
                    "src/base/x_test.cc:3: a failing test is fixed or deleted, not commented out")

    def test_names_a_source_that_is_not_registered(self):
        self.expect({"src/base/x.h": SPDX + "// Sorted. Source: RFC 9162 2.1; RFC 1 2.\n"},
                    "src/base/x.h:2: \"RFC 1 2.\" begins with no name in law/sources.txt")
        self.expect({"src/base/x.h": SPDX + "// Source: RFC 9162 2.1;\n// folklore.\n"},
                    "src/base/x.h:2: \"folklore.\" begins with no name in law/sources.txt")

    def test_names_an_article_without_a_test_once(self):
        self.expect({"src/base/x.h": SPDX + "// Source: GDPR Art. 17(1); GDPR Art. 28(10).\n",
                     "src/base/y.h": SPDX + "// Source: GDPR Art. 17(3).\n"},
                    "src/base/x.h:2: GDPR Art. 17 has a Source but no test Covers it")
        self.expect({"src/base/x.h": SPDX + "// Source: GDPR Art. 17(1).\n",
                     "tests/stories/erase.story": "# Covers: GDPR Art. 17.\n"})


class CitationTest(unittest.TestCase):
    def test_carries_the_act_along_a_list(self):
        self.assertEqual(citations("GDPR Art. 28(3)(a), Art. 28(10); Reg. 1182/71 Art. 3(1)."),
                         ["GDPR Art. 28(3)(a)", "GDPR Art. 28(10)", "Reg. 1182/71 Art. 3(1)"])

    def test_counts_only_articles_of_the_gdpr(self):
        self.assertEqual(articles("GDPR Art. 9(1); Reg. 1182/71 Art. 3(1); GDPR Rec. 26."), {"9"})


class RulesTest(unittest.TestCase):
    def test_pairs_code_with_the_test_below_the_citation(self):
        with tempfile.TemporaryDirectory() as directory:
            for name, text in CLEAN.items():
                path = Path(directory) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            rows = rules.table(Tree(directory)).removeprefix(rules.HEADER)
        self.assertEqual(rows,
                         "| GDPR Art. 28(3) |  | `GateTest.RefusesIt` in src/gate/gate_test.cc |\n"
                         "| GDPR Art. 28(3)(a) | src/gate/gate.cc |  |\n")

    def test_orders_articles_by_number(self):
        shuffled = ["GDPR Art. 28(3)(a)", "GDPR Art. 9(1)", "Reg. 1182/71 Art. 3", "GDPR Art. 28"]
        self.assertEqual(sorted(shuffled, key=rules.order),
                         ["GDPR Art. 9(1)", "GDPR Art. 28", "GDPR Art. 28(3)(a)",
                          "Reg. 1182/71 Art. 3"])


if __name__ == "__main__":
    sys.exit(unittest.main())
