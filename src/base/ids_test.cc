// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

#include "base/error_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kText = "5f0c6a52-6f53-4c8e-9a53-0c1f6d2f7b11";

static_assert(!std::is_convertible_v<SubjectId, RecordId>);
static_assert(!std::is_constructible_v<RecordId, SubjectId>);
static_assert(!std::is_convertible_v<std::string, SubjectId>);
static_assert(!std::is_constructible_v<AgreementId, std::string>);

// Covers: RFC 9562 4.
TEST(IdsTest, ReadsBackTheTextOfAUuid) {
  const Result<SubjectId> id = SubjectId::Parse(kText);
  ASSERT_OK(id);
  EXPECT_EQ(id->Format(), kText);
  const Result<SubjectId> again = SubjectId::Decode(id->bytes());
  ASSERT_OK(again);
  EXPECT_EQ(*again, *id);
}

TEST(IdsTest, RefusesEveryOtherSpellingOfAUuid) {
  for (const std::string_view text :
       {"", "5f0c6a526f534c8e9a530c1f6d2f7b11", "5F0C6A52-6F53-4C8E-9A53-0C1F6D2F7B11",
        "{5f0c6a52-6f53-4c8e-9a53-0c1f6d2f7b1}", "5f0c6a52-6f53-4c8e-9a53-0c1f6d2f7b1",
        "5f0c6a52-6f53-4c8e-9a53-0c1f6d2f7b111", "5f0c6a52-6f53-4c8e-9a530-c1f6d2f7b11",
        "5f0c6a52-6f53-4c8e-9a53-0c1f6d2f7b1g", "5f0c6a52-6f53-4c8e-9a53-0c1f6d2f7b1-"}) {
    const Result<RecordId> id = RecordId::Parse(text);
    ASSERT_FALSE(id) << text;
    EXPECT_EQ(id.error().kind, ErrorKind::kInvalid);
  }
}

TEST(IdsTest, RefusesAUuidThatIsNotSixteenBytes) {
  EXPECT_FALSE(RecordId::Decode(Bytes(15, 'x')));
  EXPECT_FALSE(RecordId::Decode(Bytes(17, 'x')));
}

TEST(IdsTest, HashesAndComparesUuidsByTheirBytes) {
  const Result<SubjectId> one = SubjectId::Parse(kText);
  const Result<SubjectId> two = SubjectId::Parse("6f0c6a52-6f53-4c8e-9a53-0c1f6d2f7b11");
  ASSERT_OK(one);
  ASSERT_OK(two);
  EXPECT_LT(*one, *two);
  const std::unordered_set<SubjectId> ids = {*one, *two, *one};
  EXPECT_EQ(ids.size(), 2U);
}

TEST(IdsTest, AcceptsAgreementNamesThatIdentifyADirectory) {
  for (const std::string& text :
       {std::string("a"), std::string("acme-dpa"), std::string("a1-"), std::string(64, 'z')}) {
    const Result<AgreementId> id = AgreementId::Parse(text);
    ASSERT_OK(id);
    EXPECT_EQ(id->text(), text);
  }
}

TEST(IdsTest, RefusesAgreementNamesThatCouldLeaveTheirDirectory) {
  for (const std::string& text :
       {std::string(), std::string("1a"), std::string("-a"), std::string("Acme"),
        std::string("a/b"), std::string(".."), std::string("a.b"), std::string("a b"),
        std::string("a\0b", 3), std::string("\xc3\xa9"), std::string(65, 'z')}) {
    EXPECT_FALSE(AgreementId::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace mandat
