// SPDX-License-Identifier: Apache-2.0
// Many callers at once on a real database; run under TSan with the preset `threads`.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "core/core_test_util.h"
#include "crypto/tlog.h"

#if __has_feature(thread_sanitizer)
// The distribution's RocksDB is not built for TSan, which therefore does not see how the library
// guards its own memory.
extern "C" const char* __tsan_default_suppressions() { return "race:librocksdb.so\n"; }
#endif

namespace mandat {
namespace {

constexpr uint64_t kSeed = 23;
constexpr int kThreads = 4;
constexpr int kActs = 120;
constexpr uint8_t kPeople = 6;

// What may be said to a caller who acts on people and records that others erase and change.
bool IsExpected(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kNotFound:
    case ErrorKind::kShredded:
    case ErrorKind::kConflict:
    case ErrorKind::kRefused:
      return true;
    case ErrorKind::kInvalid:
    case ErrorKind::kCorrupt:
    case ErrorKind::kUnavailable:
    case ErrorKind::kUndecided:
    case ErrorKind::kChanged:
    case ErrorKind::kExceeded:
      return false;
  }
  return false;
}

class Callers {
 public:
  explicit Callers(DiskWorld& world) : world_(world) {}

  uint64_t answers() const { return answers_; }

  // One caller's history: the same for the same seed, though not its outcome among the others.
  void Run(uint64_t seed) {
    std::mt19937_64 random(seed);
    for (int act = 0; act < kActs; ++act) {
      const auto number = static_cast<uint8_t>(random() % kPeople);
      const SubjectId person = Person(number);
      const RecordId record = Record(static_cast<uint8_t>(number + kPeople * (random() % 3)));
      switch (random() % 16) {
        case 0:
          Note(world_.Register(person));
          break;
        case 1:
          if (random() % 6 == 0) {
            Note(world_.Erase(person));
          }
          break;
        case 2:
          Note(Rewrap(world_.shared()));
          break;
        case 3:
          Note(Expire(world_.shared()));
          break;
        case 4:
          Note(StartRead(world_.As("marketing"), record).get());
          break;
        case 5:
          NoteList(person);
          break;
        case 6:
          Note(world_.agreement().journal().Publish());
          break;
        case 7:
        case 8:
        case 9:
        case 10:
          Note(world_.Put(record, person, "body of " + std::to_string(number)));
          break;
        default:
          NoteRead(world_.Read(record), number);
      }
    }
  }

 private:
  template <class Answer>
  void Note(const Result<Answer>& answer) {
    ++answers_;
    if (!answer) {
      EXPECT_TRUE(IsExpected(answer.error())) << testing::PrintToString(answer.error());
    }
  }

  void NoteRead(const Result<ReadAnswer>& answer, uint8_t number) {
    Note(answer);
    if (answer) {
      EXPECT_EQ(answer->units[0].subject, Person(number));
      EXPECT_EQ(answer->units[0].body.Reveal(), "body of " + std::to_string(number));
    }
  }

  void NoteList(const SubjectId& person) {
    const Result<ReadAnswer> answer =
        List(world_.As("support"), {.collection = "contacts", .subject = person});
    Note(answer);
    if (answer) {
      for (const Unit& unit : answer->units) {
        EXPECT_EQ(unit.subject, person);
      }
    }
  }

  DiskWorld& world_;
  std::atomic<uint64_t> answers_{0};
};

TEST(Concurrency, ManyCallersAtOnceLeaveAJournalThatVerifies) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  SeededRandom chance(kSeed);
  DiskWorld world(chance, 2);
  for (uint8_t number = 0; number < kPeople; ++number) {
    ASSERT_OK(world.Register(Person(number)));
  }
  Callers callers(world);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&callers, i] { callers.Run(kSeed + static_cast<uint64_t>(i)); });
    }
  }
  EXPECT_GT(callers.answers(), uint64_t{kThreads * kActs / 2});
  world.Reopen();
  Journal& journal = world.agreement().journal();
  std::vector<Hash> leaves;
  Instant before{0};
  for (uint64_t i = 0; i < journal.head().size; ++i) {
    leaves.push_back(LeafHash(*journal.ReadEntry(EntryIndex{i})));
    const Instant at = EntryAt(world.agreement(), i).at;
    EXPECT_LE(before, at);
    before = at;
  }
  EXPECT_EQ(TreeHash(leaves), journal.head().root);
}

}  // namespace
}  // namespace mandat
