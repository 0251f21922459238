// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/people.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "base/instant.h"

namespace mandat {
namespace {

Collection Sites() {
  Collection collection;
  collection.id = "sites";
  collection.people = "customers";
  collection.fields = {{"holder", FieldType::kText, "identity", 20, true, {}},
                       {"email", FieldType::kEmail, "identity", 0, true, {}},
                       {"heated-area", FieldType::kDecimal, "housing", 0, false, {}},
                       {"rooms", FieldType::kInteger, "housing", 0, false, {}},
                       {"owned", FieldType::kBoolean, "housing", 0, false, {}},
                       {"occupied-since", FieldType::kDate, "housing", 0, false, {}},
                       {"seen-at", FieldType::kInstant, "housing", 0, false, {}}};
  return collection;
}

TEST(PeopleTest, MakesTheSamePeopleFromTheSameSeed) {
  const FictitiousPeople people(7, "acme", Sites());
  const FictitiousPeople again(7, "acme", Sites());
  for (uint64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(people.Subject(i), again.Subject(i));
    EXPECT_EQ(people.Record(i), again.Record(i));
    EXPECT_EQ(people.Fields(i), again.Fields(i));
  }
}

TEST(PeopleTest, KeepsThePeopleOfAnotherSeedAgreementOrCollectionApart) {
  Collection sources = Sites();
  sources.id = "sources";
  const FictitiousPeople people(7, "acme", Sites());
  EXPECT_NE(people.Subject(0), FictitiousPeople(8, "acme", Sites()).Subject(0));
  EXPECT_NE(people.Subject(0), FictitiousPeople(7, "other", Sites()).Subject(0));
  EXPECT_NE(people.Record(0), FictitiousPeople(7, "acme", sources).Record(0));
  // The same person may have a record in each collection about such people.
  EXPECT_EQ(people.Subject(0), FictitiousPeople(7, "acme", sources).Subject(0));
}

TEST(PeopleTest, NeverGivesTwoPeopleOneId) {
  const FictitiousPeople people(1, "acme", Sites());
  std::set<std::string> ids;
  for (uint64_t i = 0; i < 2000; ++i) {
    ids.insert(people.Subject(i).Format());
    ids.insert(people.Record(i).Format());
  }
  EXPECT_EQ(ids.size(), 4000U);
}

TEST(PeopleTest, FillsEveryFieldWithItsTypeInTheOrderOfTheSchema) {
  const FictitiousPeople people(1, "acme", Sites());
  for (uint64_t i = 0; i < 200; ++i) {
    const auto value = boost::json::parse(people.Fields(i));
    const auto& fields = value.get_object();
    ASSERT_EQ(fields.size(), 7U);
    EXPECT_EQ(fields.begin()->key(), "holder");
    EXPECT_LE(fields.at("holder").get_string().size(), 20U);
    EXPECT_TRUE(std::string(fields.at("email").get_string()).ends_with("@example.org"));
    EXPECT_TRUE(fields.at("heated-area").is_number());
    EXPECT_TRUE(fields.at("rooms").is_int64());
    EXPECT_TRUE(fields.at("owned").is_bool());
    EXPECT_EQ(fields.at("occupied-since").get_string().size(), 10U);
    EXPECT_TRUE(Instant::Parse(fields.at("seen-at").get_string()));
  }
}

}  // namespace
}  // namespace mandat
