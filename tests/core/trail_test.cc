// SPDX-License-Identifier: Apache-2.0
// Who is behind the entries of a journal, from the use case to the bytes.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/core_test_util.h"
#include "crypto/hash.h"
#include "crypto/tlog.h"
#include "service/ask_journal.h"
#include "trail/trail_row.h"
#include "trail/trail_writer.h"

namespace mandat {
namespace {

constexpr uint8_t kPeople = 60;
constexpr uint8_t kErased = 40;

SubjectId Person(uint8_t number) {
  return *SubjectId::Decode(Bytes(15, '\x51') + static_cast<char>(number));
}
RecordId Record(uint8_t number) {
  return *RecordId::Decode(Bytes(15, '\x52') + static_cast<char>(number));
}

using Rows = std::map<Bytes, std::set<Bytes>>;  // every value that a row ever had

// One who has every file that was ever written, and the keys as they are now.
class TrailWorldTest : public testing::Test {
 protected:
  void Look() {
    const auto rows = world_.agreement().store().Scan(Space::kTrail, "t", "u");
    for (; rows->Valid(); rows->Next()) {
      seen_[Bytes(rows->key())].insert(Bytes(rows->value()));
    }
  }

  // How many rows, old ones included, open under a living key and name one of the erased.
  size_t RowsThatName() {
    size_t count = 0;
    const Keyring& keyring = world_.agreement().keyring();
    const std::vector<std::string> names = *keyring.ListNamedKeys(NamedKey::Kind::kTrail);
    for (const auto& [key, values] : seen_) {
      const EntryIndex first = FirstOfTrailRow(key);
      for (const Bytes& value : values) {
        for (const std::string& name : names) {
          const auto epoch = keyring.FindNamedKey({NamedKey::Kind::kTrail, name});
          const Result<Bytes> body =
              OpenTrailRow(world_.agreement().journal().origin(), first, value, **epoch);
          if (!body) {
            continue;
          }
          for (uint8_t person = 0; person < kErased; ++person) {
            count += body->contains(Person(person).bytes()) ? 1 : 0;
          }
        }
      }
    }
    return count;
  }

  // Entries whose root over one person is made by the key of somebody who is still there.
  size_t EntriesThatLink(uint8_t first, uint8_t end) {
    size_t count = 0;
    OpenAgreement& agreement = world_.agreement();
    for (uint64_t index = 0; index < agreement.journal().head().size; ++index) {
      const Entry entry = EntryAt(agreement, index);
      for (uint8_t person = first; person < end; ++person) {
        const auto key = agreement.keyring().FindSubjectKey(Person(person));
        count += *key && entry.people_root ==
                             LeafHash(Keyring::PersonTag(**key, entry.salt).view()).view()
                     ? 1
                     : 0;
      }
    }
    return count;
  }

  Result<ScopeAnswer> Scope(Question question) {
    return Start<ScopeAnswer>([&](Done<ScopeAnswer> done) {
             AskScope(world_.shared(), Bytes(8, 'o'), std::move(question), std::move(done));
           })
        .get();
  }

  SeededRandom random_{29};
  DiskWorld world_{random_};
  Rows seen_;
};

// Invariant (erased stays erased). Covers: GDPR Art. 17(1).
TEST_F(TrailWorldTest, NothingLinksTheEntriesOfTheErasedOnceTheTrailHasMoved) {
  for (uint8_t person = 0; person < kPeople; ++person) {
    ASSERT_OK(world_.Register(Person(person)));
    ASSERT_OK(world_.Put(Record(person), Person(person), R"({"name":"Example"})"));
    ASSERT_OK(world_.Read(Record(person)));
    Look();
  }
  EXPECT_GT(RowsThatName(), 0U);
  EXPECT_GE(EntriesThatLink(0, kErased), size_t{3} * kErased);
  for (uint8_t person = 0; person < kErased; ++person) {
    ASSERT_OK(world_.Erase(Person(person)));
    Look();
  }
  EXPECT_GT(RowsThatName(), 0U) << "until the re-wrap, as certificates say";
  world_.time().Advance(std::chrono::seconds(1));
  ASSERT_OK(Rewrap(world_.shared()));
  Look();
  EXPECT_EQ(RowsThatName(), 0U);
  EXPECT_EQ(EntriesThatLink(0, kErased), 0U);
  EXPECT_GE(EntriesThatLink(kErased, kPeople), size_t{3} * (kPeople - kErased)) << "the others";
}

// Covers: GDPR Art. 33(3)(a).
TEST_F(TrailWorldTest, StaysAnswerableAcrossRestartMoveAndRewrap) {
  for (uint8_t person = 0; person < 4; ++person) {
    ASSERT_OK(world_.Register(Person(person)));
    ASSERT_OK(world_.Put(Record(person), Person(person), R"({"name":"Example"})"));
  }
  ASSERT_OK(world_.Erase(Person(0)));
  world_.time().Advance(std::chrono::seconds(1));
  ASSERT_OK(Rewrap(world_.shared()));
  world_.Reopen();
  ASSERT_OK(world_.Read(Record(1)));
  const Result<ScopeAnswer> all = Scope({});
  ASSERT_OK(all);
  EXPECT_TRUE(all->is_whole);
  EXPECT_EQ(all->scope.people, (std::vector<SubjectId>{Person(1), Person(2), Person(3)}));
  EXPECT_EQ(all->scope.collections.at("contacts").units_count, 5U);
  Question reads;
  reads.act = "consult";
  EXPECT_EQ(Scope(reads)->scope.people, std::vector<SubjectId>{Person(1)});
  Question erased;
  erased.subject = Person(0);
  EXPECT_EQ(Scope(erased).error().kind, ErrorKind::kShredded);
}

// The journal says who asked, and how many people the answer named.
TEST_F(TrailWorldTest, AQuestionStandsInTheJournalBeforeItsAnswer) {
  ASSERT_OK(world_.Register(Person(1)));
  const Result<ScopeAnswer> answer = Scope({});
  ASSERT_OK(answer);
  const Entry entry = EntryAt(world_.agreement(), answer->receipt.entry.value);
  EXPECT_EQ(entry.act, "query-journal");
  EXPECT_EQ(entry.people_count, 1U);
  EXPECT_EQ(entry.actor, Bytes(8, 'o'));
}

// One decision about a million people is one entry of at most a kilobyte, and can be asked about.
TEST_F(TrailWorldTest, OneEntryAboutAMillionPeopleStaysSmallAndAnswerable) {
  constexpr uint32_t kMany = 1'000'000;
  std::vector<SubjectId> people;
  std::vector<Hash> leaves;
  people.reserve(kMany);
  const SecretBytes key(Bytes(SecretBytes::kBytes, 'k'));
  Entry entry;
  entry.at = world_.time().Now();
  entry.actor = Bytes(8, 'a');
  entry.act = "consult";
  entry.salt = Bytes(16, 's');
  entry.people_count = kMany;
  for (uint32_t number = 0; number < kMany; ++number) {
    Bytes id(12, '\x53');
    AppendBigEndian32(id, number);
    people.push_back(*SubjectId::Decode(id));
    leaves.push_back(LeafHash(people.back().bytes()));
  }
  entry.people_root = Bytes(TreeHash(leaves).view());
  EXPECT_LE(entry.Encode()->size(), Entry::kBytesMax);
  auto home = DiskHome::Open(world_.path().string() + "-trail",
                             RocksBudget::Make(size_t{8} << 20, size_t{64} << 20));
  ASSERT_OK(home);
  auto store = (*home)->OpenStore("data.db");
  ASSERT_OK(store);
  const RootKey root(SecretBytes(Bytes(SecretBytes::kBytes, 'r')));
  auto keyring = Keyring::Open(**home, root, "acme", random_);
  ASSERT_OK(keyring);
  TrailWriter writer(**store, **keyring, random_, "example.org/journal/acme");
  Staging staging(**store);
  writer.Add({0}, entry, people);
  ASSERT_OK(writer.Stage(entry.at, {0}, {}, staging));
  ASSERT_OK((*keyring)->CommitStaged());
  ASSERT_EQ((*store)->Commit(staging.batch(), std::nullopt), CommitOutcome::kCommitted);
  writer.Committed();
  const Question all;
  ScopeCount count(all, {});
  const Trail trail(**store, **keyring, "example.org/journal/acme");
  ASSERT_OK(trail.ForEach({0}, {1}, [&](const Touch& touch) { count.Take(touch); }));
  EXPECT_EQ(std::move(count).Finish().people.size(), kMany);
}

}  // namespace
}  // namespace mandat
