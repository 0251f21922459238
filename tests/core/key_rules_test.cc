// SPDX-License-Identifier: Apache-2.0
// Every combination of: what the erasure of each of a unit's people does to it, who is erased and
// in which order, whether its retention ends, whether somebody's data is restricted, and whether a
// legal hold names it. What must come out is said by a few lines that know nothing of keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "core/core_test_util.h"
#include "service/held_units.h"
#include "service/record_event.h"
#include "service/restrict_subject.h"
#include "vault/holds.h"

namespace mandat {
namespace {

constexpr std::string_view kSchema = R"(schema: shop-data
version: 1
form: shop
collections:
)";

// One collection for each rule of the first person and of the other one.
std::string CollectionText(const std::string& id, std::string_view first, std::string_view other) {
  std::string text = "  - id: " + id + "\n    people: customers\n";
  if (first == "last") {
    text += "    erasure: last\n";
  }
  if (!other.empty()) {
    text += "    roles:\n      - {id: other, people: staff, erasure: " + std::string(other) + "}\n";
  }
  text += "    fields:\n      - {id: note, type: text, category: contact, length-max: 100}\n";
  if (other == "fields") {
    text += "      - {id: mention, type: text, category: contact, length-max: 100, role: other}\n";
  }
  return text;
}

struct Rules {
  std::string id;
  std::string_view first;
  std::string_view other;  // empty: there is no other person
};

std::vector<Rules> AllRules() {
  std::vector<Rules> all;
  for (const std::string_view first : {"unit", "last"}) {
    for (const std::string_view other : {"", "unit", "fields", "last"}) {
      if (first == "last" && other != "last") {
        continue;  // the schema refuses it: there would be nobody to stay with
      }
      all.push_back(
          {std::string(first) + (other.empty() ? "" : "-") + std::string(other), first, other});
    }
  }
  return all;
}

enum class Erased : uint8_t { kNobody, kFirst, kOther, kFirstThenOther, kOtherThenFirst };
enum class Over : uint8_t { kNo, kYes, kYesAndRemoved };

struct Case {
  Rules rules;
  Erased erased;
  Over over;
  bool restricted;
  bool held;
};

bool Contains(Erased erased, bool first) {
  switch (erased) {
    case Erased::kNobody:
      return false;
    case Erased::kFirst:
      return first;
    case Erased::kOther:
      return !first;
    default:
      return true;
  }
}

// What a lawyer would say, by the rules alone.
struct Expected {
  bool gone = false;      // nobody can read it any more
  bool mentions = false;  // the other person's fields are there
  bool refused = false;   // it is there and frozen
  bool copy = false;      // the hold keeps it
};

Expected ExpectedOf(const Case& c) {
  const bool first_gone = Contains(c.erased, true);
  const bool other_gone = !c.rules.other.empty() && Contains(c.erased, false);
  Expected expected;
  expected.gone =
      (first_gone && c.rules.first == "unit") || (other_gone && c.rules.other == "unit");
  const bool first_last = c.rules.first == "last";
  const bool other_last = c.rules.other == "last";
  if (first_last || other_last) {
    expected.gone = expected.gone || ((!first_last || first_gone) && (!other_last || other_gone));
  }
  const bool touched = expected.gone || first_gone || (other_gone && !c.rules.other.empty());
  expected.copy = c.held && (touched || c.over == Over::kYesAndRemoved);
  expected.gone = expected.gone || c.over != Over::kNo;
  expected.mentions = !expected.gone && c.rules.other == "fields" && !other_gone;
  expected.refused = !expected.gone && c.restricted && !first_gone;
  return expected;
}

std::string Told(const Case& c) {
  return c.rules.id + " erased " + std::to_string(static_cast<int>(c.erased)) + " over " +
         std::to_string(static_cast<int>(c.over)) + (c.restricted ? " restricted" : "") +
         (c.held ? " held" : "");
}

class KeyRulesTest : public ::testing::Test {
 protected:
  // A world of its own, so that no case leaves anything to another.
  void Begin(const Case& c) {
    world_ = std::make_unique<TestWorld>(7);
    AgreementTexts texts = ShopTexts();
    texts.schema = std::string(kSchema);
    for (const Rules& rules : AllRules()) {
      texts.schema += CollectionText(rules.id, rules.first, rules.other);
    }
    world_->Activate(texts);
    ASSERT_OK(world_->Register(Person(1)));
    ASSERT_OK(world_->Register(Person(2), "staff"));
    PutRequest request{c.rules.id,
                       NewUnit{Record(1), Person(1), world_->time().Now(),
                               Plaintext(R"({"note":"seen at the desk"})")},
                       0};
    if (!c.rules.other.empty()) {
      UnitPerson other{"other", Person(2)};
      if (c.rules.other == "fields") {
        other.fields = Plaintext(R"({"mention":"very kind"})");
      }
      request.unit.people.push_back(std::move(other));
    }
    ASSERT_OK(Start<PutAnswer>([&](Done<PutAnswer> done) {
                PutRecord(world_->As("support"), std::move(request), std::move(done));
              }).get());
  }

  void HoldUnit(const Case& c) {
    RecordRequest request;
    request.from_now = true;
    request.event.kind = EventKind::kHold;
    request.event.id = "case-1";
    request.event.by = "legal";
    request.event.basis = "GDPR Art. 17(3)(e)";
    request.event.units = {Holds::TagOf(world_->agreement().keyring(), c.rules.id, Record(1))};
    ASSERT_OK(Start<RecordAnswer>([&](Done<RecordAnswer> done) {
                RecordEvent(world_->shared(), std::move(request), Bytes(8, 'o'), std::move(done));
              }).get());
  }

  void Restrict() {
    ASSERT_OK(Start<Receipt>([&](Done<Receipt> done) {
                RestrictSubject(world_->As("support", "2026-015"),
                                {.subject = Person(1), .from = {}, .basis = "GDPR Art. 18(1)(a)"},
                                std::move(done));
              }).get());
  }

  void Erase(Erased erased) {
    const std::vector<uint8_t> order =
        erased == Erased::kFirst            ? std::vector<uint8_t>{1}
        : erased == Erased::kOther          ? std::vector<uint8_t>{2}
        : erased == Erased::kFirstThenOther ? std::vector<uint8_t>{1, 2}
        : erased == Erased::kOtherThenFirst ? std::vector<uint8_t>{2, 1}
                                            : std::vector<uint8_t>{};
    for (const uint8_t number : order) {
      ASSERT_OK(world_->Erase(Person(number)));
    }
  }

  void Expect(const Case& c) {
    const Expected expected = ExpectedOf(c);
    const Result<ReadAnswer> read = world_->Read(Record(1), c.rules.id);
    if (expected.gone) {
      ASSERT_FALSE(read);
      EXPECT_TRUE(read.error().kind == ErrorKind::kShredded ||
                  (c.over != Over::kNo && read.error().kind == ErrorKind::kNotFound));
    } else if (expected.refused) {
      ASSERT_FALSE(read);
      EXPECT_EQ(read.error().kind, ErrorKind::kRefused);
      ASSERT_TRUE(read.error().clause.has_value());
      EXPECT_EQ(read.error().clause->clause, "GDPR Art. 18(1)(a)");
    } else {
      ASSERT_OK(read);
      EXPECT_EQ(read->units.front().body.Reveal(), R"({"note":"seen at the desk"})");
      bool mentions = false;
      for (const UnitPerson& person : read->units.front().people) {
        mentions = mentions || !person.fields.Reveal().empty();
      }
      EXPECT_EQ(mentions, expected.mentions);
    }
    const Result<uint64_t> kept = world_->agreement().vault().holds().Count("case-1");
    ASSERT_OK(kept);
    EXPECT_EQ(*kept > 0, expected.copy);
    for (const uint8_t number : {1, 2}) {
      if (Contains(c.erased, number == 1)) {
        const auto remains = world_->agreement().vault().FindRemains(Person(number));
        ASSERT_OK(remains);
        for (const Remains& one : *remains) {
          EXPECT_EQ(one.count, 0u) << one.where << " of person " << int{number};
        }
      }
    }
  }

  std::unique_ptr<TestWorld> world_;
};

// Covers: GDPR Art. 17(1), GDPR Art. 17(3), GDPR Art. 18(1), GDPR Art. 5(1)(e).
TEST_F(KeyRulesTest, EveryCombinationEndsAsTheRulesSay) {
  size_t cases = 0;
  for (const Rules& rules : AllRules()) {
    for (const Erased erased : {Erased::kNobody, Erased::kFirst, Erased::kOther,
                                Erased::kFirstThenOther, Erased::kOtherThenFirst}) {
      for (const Over over : {Over::kNo, Over::kYes, Over::kYesAndRemoved}) {
        for (const bool restricted : {false, true}) {
          for (const bool held : {false, true}) {
            const Case c{rules, erased, over, restricted, held};
            SCOPED_TRACE(Told(c));
            ++cases;
            Begin(c);
            if (held) {
              HoldUnit(c);
            }
            if (restricted) {
              Restrict();
            }
            Erase(erased);
            if (over != Over::kNo) {
              world_->time().Advance(std::chrono::hours(24) * 31);
            }
            if (over == Over::kYesAndRemoved) {
              ASSERT_OK(Expire(world_->shared()));
            }
            Expect(c);
            if (HasFatalFailure()) {
              return;
            }
          }
        }
      }
    }
  }
  EXPECT_EQ(cases, 5u * 5 * 3 * 2 * 2);
}

// The same after a crash and after the surviving keys were wrapped anew: for each rule once.
TEST_F(KeyRulesTest, WhatStaysStaysBehindACrashAndARewrap) {
  for (const Rules& rules : AllRules()) {
    for (const Erased erased : {Erased::kFirst, Erased::kOther}) {
      const Case c{rules, erased, Over::kNo, false, true};
      SCOPED_TRACE(Told(c));
      Begin(c);
      HoldUnit(c);
      Erase(erased);
      ASSERT_OK(world_->Reopen());
      Expect(c);
      ASSERT_OK(Rewrap(world_->shared()));
      Expect(c);
      ASSERT_OK(world_->Reopen());
      Expect(c);
    }
  }
}

}  // namespace
}  // namespace mandat
