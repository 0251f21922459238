// SPDX-License-Identifier: Apache-2.0
#include "agreement/internal/yaml.h"

#include <gtest/gtest.h>

#include "agreement/agreement_test_util.h"

namespace mandat::internal {
namespace {

Bytes Canonical(const std::string& text) {
  std::vector<Finding> findings;
  const std::optional<Node> node = ReadYaml("a.yaml", text, findings);
  if (!node) {
    return "refused: " + Render(findings, text);
  }
  CborWriter writer(64);
  EncodeNode(*node, writer);
  return std::move(writer).Take();
}

// The code of the first finding, or "" when the text is read.
std::string Refusal(const std::string& text) {
  std::vector<Finding> findings;
  const std::optional<Node> node = ReadYaml("a.yaml", text, findings);
  EXPECT_EQ(node.has_value(), findings.empty());
  return findings.empty() ? "" : findings[0].code;
}

std::string Repeat(std::string_view part, size_t count) {
  std::string text;
  text.reserve(part.size() * count);
  for (size_t i = 0; i < count; ++i) {
    text += part;
  }
  return text;
}

TEST(YamlTest, MarksValuesByLineColumnAndLengthInCharacters) {
  const std::string text = "é: \"ü x\"\nlist: [one, 'two']\n";
  std::vector<Finding> findings;
  const std::optional<Node> node = ReadYaml("a.yaml", text, findings);
  ASSERT_TRUE(node);
  const auto underlined = [&](const Position& at) {
    return Underlined({.span = {"", at.line, at.column, at.length}}, text);
  };
  EXPECT_EQ(underlined(node->keys[0].at), "é");
  EXPECT_EQ(underlined(node->items[0].at), "\"ü x\"");
  EXPECT_EQ(underlined(node->Find("list")->items[0].at), "one");
  EXPECT_EQ(underlined(node->Find("list")->items[1].at), "'two'");
  EXPECT_EQ(underlined(node->Find("list")->title), "list");
}

// Covers: RFC 8949 4.2.1.
TEST(YamlTest, EncodesTheSameBytesWhateverTheOrderCommentsAndQuoting) {
  const Bytes first = Canonical("b: 1\na: [x, \"y\"] # why\n");
  EXPECT_EQ(first, Canonical("# other\n\"a\":\n  - 'x'\n  - y\nb: \"1\"\n"));
  EXPECT_EQ(first, Bytes("\xa2\x61\x61\x82\x61x\x61y\x61\x62\x61\x31", 12));
}

TEST(YamlTest, EncodesOtherBytesWhenAValueOrTheOrderOfAListDiffers) {
  const Bytes first = Canonical("b: 1\na: [x, y]\n");
  EXPECT_NE(first, Canonical("b: 2\na: [x, y]\n"));
  EXPECT_NE(first, Canonical("b: 1\na: [y, x]\n"));
}

TEST(YamlTest, RefusesAliasesAnchorsAndTags) {
  EXPECT_EQ(Refusal("a: &x 1\nb: *x\n"), "A004");
  EXPECT_EQ(Refusal("a: &x [1]\n"), "A004");
  EXPECT_EQ(Refusal("a: &x {b: 1}\n"), "A004");
  EXPECT_EQ(Refusal("a: &x\n"), "A004");
  EXPECT_EQ(Refusal("a: !thing 1\n"), "A005");
  EXPECT_EQ(Refusal("a: !!str 1\n"), "A005");
  EXPECT_EQ(Refusal("a: !thing [1]\n"), "A005");
  EXPECT_EQ(Refusal("a: *x\n"), "A003");
}

TEST(YamlTest, RefusesDuplicateKeysAndUnderlinesEachSecondOne) {
  const std::string text = "a: 1\nb: 2\na: 3\nc: {d: 1, \"d\": 2}\n";
  std::vector<Finding> findings;
  EXPECT_FALSE(ReadYaml("a.yaml", text, findings));
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].code, "A009");
  EXPECT_EQ(findings[0].span.line, 3U);
  EXPECT_EQ(Underlined(findings[0], text), "a");
  EXPECT_EQ(Underlined(findings[1], text), "\"d\"");
}

TEST(YamlTest, RefusesWhatIsNotOneDocumentOfPlainText) {
  EXPECT_EQ(Refusal(""), "A010");
  EXPECT_EQ(Refusal("# only a comment\n"), "A010");
  EXPECT_EQ(Refusal("a: 1\n---\nb: 2\n"), "A008");
  EXPECT_EQ(Refusal("? [a]\n: b\n"), "A010");
  EXPECT_EQ(Refusal("{a: b}: c\n"), "A010");
  EXPECT_EQ(Refusal("~: c\n"), "A010");
  EXPECT_EQ(Refusal("a: \xff\n"), "A002");
  EXPECT_EQ(Refusal(std::string("a: b\0c\n", 7)), "A002");
  EXPECT_EQ(Refusal("a: \x1b[2J\n"), "A002");
  EXPECT_EQ(Refusal("a: \u202e b\n"), "A002");
  EXPECT_EQ(Refusal("a: \u0085 b\n"), "A002");
  for (const std::string escape : {"\\u202e", "\\x1b", "\\0", "\\x85", "\\u2066"}) {
    EXPECT_EQ(Refusal("a: \"x" + escape + "y\"\n"), "A002") << escape;
    EXPECT_EQ(Refusal("\"x" + escape + "y\": a\n"), "A002") << escape;
  }
  for (const std::string escape : {"\\n", "\\t", "\\u00e9", "\\x41"}) {
    EXPECT_EQ(Refusal("a: \"x" + escape + "y\"\n"), "") << escape;
  }
  EXPECT_EQ(Refusal("a: [1, 2\n"), "A003");
  EXPECT_EQ(Refusal("\ta: 1\n"), "A003");
  EXPECT_EQ(Refusal("a: \"b\n"), "A003");
  EXPECT_EQ(Refusal("a: 'b\nc: d"), "A003");
  EXPECT_EQ(Refusal("a: 'it''s\n"), "A003");
  EXPECT_EQ(Refusal("a: 'it''s'\nb: ''\nc: \"''\"\n"), "");
  EXPECT_EQ(Refusal("a: \"b\\\""), "A003");
}

TEST(YamlTest, AcceptsAByteOrderMarkAndCarriageReturns) {
  EXPECT_EQ(Canonical("\xef\xbb\xbf"
                      "a: 1\r\nb: 2\r\n"),
            Canonical("a: 1\nb: 2\n"));
}

// Each bound is kept at its edge: the last that fits, the first that does not.
TEST(YamlTest, KeepsTheBoundsOfDepthCountAndSize) {
  EXPECT_EQ(Refusal(Repeat("[", kDepthMax) + Repeat("]", kDepthMax)), "");
  EXPECT_EQ(Refusal(Repeat("[", kDepthMax + 1) + Repeat("]", kDepthMax + 1)), "A006");
  EXPECT_EQ(Refusal("[" + Repeat("a,", kNodesMax - 1) + "]"), "");
  EXPECT_EQ(Refusal("[" + Repeat("a,", kNodesMax) + "]"), "A007");
  EXPECT_EQ(Refusal("a: 1\n" + std::string(kTextBytesMax - 5, '\n')), "");
  EXPECT_EQ(Refusal("a: 1\n" + std::string(kTextBytesMax - 4, '\n')), "A001");
}

void ExpectBoundedFindings(const std::string& text) {
  std::vector<Finding> findings;
  const std::optional<Node> node = ReadYaml("a.yaml", text, findings);
  EXPECT_EQ(node.has_value(), findings.empty()) << text.substr(0, 20);
  EXPECT_LE(findings.size(), kFindingsMax + 1) << text.substr(0, 20);
  EXPECT_LE(Render(findings, text).size(), size_t{100'000}) << text.substr(0, 20);
}

// Large texts made of whatever might be slow: a quadratic step would take minutes here.
TEST(YamlTest, AnswersLargeHostileTextsWithBoundedFindings) {
  for (const std::string_view part :
       {"[",   "{",    "- ",    "? ",   "a: ",  "a:\n ", "\"",    "'",         " ",
        "&a ", "*a ",  "!a ",   "|\n",  ">\n",  "%a\n",  "# ",    ":",         ",",
        "a",   "a b ", "- a\n", "[a, ", "{a: ", "---\n", "...\n", "\"\\u0041", "a: {b: [c, d]}\n",
        "]",   "}",    "\n",    "\r",   "- - ", "? ? ",  "é",     "<<: ",      "@",
        "`",   "-"}) {
    ExpectBoundedFindings(Repeat(part, kTextBytesMax / 8 / part.size()));
  }
  ExpectBoundedFindings("[" + Repeat("a long line, ", 49'000) + "]");
  ExpectBoundedFindings("a: [" + Repeat("'é', ", 49'000) + "]");
  ExpectBoundedFindings("{" + Repeat("\"", kTextBytesMax / 2) + "}");
}

TEST(YamlTest, ReportsAtMostAHundredFindingsAndSaysThatThereAreMore) {
  std::vector<Finding> findings;
  EXPECT_FALSE(ReadYaml("a.yaml", Repeat("a: 1\n", 1000), findings));
  ASSERT_EQ(findings.size(), kFindingsMax + 1);
  EXPECT_EQ(findings.back().code, "A000");
  EXPECT_EQ(findings.back().severity, Severity::kNote);
}

}  // namespace
}  // namespace mandat::internal
