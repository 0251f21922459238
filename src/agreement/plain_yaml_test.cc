// SPDX-License-Identifier: Apache-2.0
#include "agreement/plain_yaml.h"

#include <gtest/gtest.h>

#include "agreement/agreement.h"
#include "agreement/agreement_test_util.h"

namespace mandat {
namespace {

std::string Plain(const std::string& text) {
  auto written = WritePlainYaml("x.yaml", text);
  return std::holds_alternative<std::string>(written) ? std::get<std::string>(written) : "refused";
}

TEST(PlainYamlTest, WritesOneSpellingOfTheSameDocument) {
  EXPECT_EQ(Plain("a:   {b: [c, \"d e\"], f: '[9]'} # why\n"),
            "a:\n  b:\n    - c\n    - d e\n  f: \"[9]\"\n");
  EXPECT_EQ(Plain("a: |\n  one\n  two\nb: \"null\"\n"), "a: \"one\\ntwo\\n\"\nb: \"null\"\n");
  EXPECT_EQ(Plain("- {a: b, c: d}\n- e\n"), "- a: b\n  c: d\n- e\n");
  EXPECT_EQ(Plain("a: *b\n"), "refused");
}

// Covers: RFC 8949 4.2.1.
TEST(PlainYamlTest, KeepsTheVersionOfEveryAgreement) {
  size_t agreements_count = 0;
  for (const char* name : {"customer-alliance", "ipso", "mailgun", "mintt", "opinum"}) {
    const std::string form = ReadSource("agreements/" + std::string(name) + ".yaml");
    const std::string instance = ReadSource("agreements/" + std::string(name) + "-demo.yaml");
    const auto before = Agreement::Parse({"f", form, "i", instance});
    const auto after = Agreement::Parse({"f", Plain(form), "i", Plain(instance)});
    ASSERT_TRUE(std::holds_alternative<Agreement>(before)) << name;
    ASSERT_TRUE(std::holds_alternative<Agreement>(after)) << name << "\n" << Plain(form);
    EXPECT_EQ(std::get<Agreement>(before).canonical(), std::get<Agreement>(after).canonical());
    EXPECT_EQ(Plain(Plain(form)), Plain(form));
    ++agreements_count;
  }
  EXPECT_EQ(agreements_count, 5U);
}

}  // namespace
}  // namespace mandat
