// SPDX-License-Identifier: Apache-2.0
// Many people are erased, the trail moves, keys are wrapped anew, the journal is pruned: everything
// still verifies, and somebody with the root key and every file that ever was links no entry to one
// of them. MANDAT_ERASED_PEOPLE sets how many: 300 by itself, 10000 at night.
#include <stdio.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>

#include "core/core_test_util.h"
#include "core/live_source.h"
#include "evidence/evidence.h"
#include "service/certificate.h"
#include "service/prune.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kSurvivors = 40;
constexpr size_t kAtOnce = 256;
constexpr uint32_t kTriedKeys = 1000;  // of people, on every entry

uint32_t ErasedCount() {
  const char* given = std::getenv("MANDAT_ERASED_PEOPLE");
  return given == nullptr ? 300 : static_cast<uint32_t>(std::strtoul(given, nullptr, 10));
}

Bytes IdOf(char kind, uint32_t number) {
  Bytes id(12, kind);
  AppendBigEndian32(id, number);
  return id;
}
SubjectId Someone(uint32_t number) { return *SubjectId::Decode(IdOf('\x51', number)); }
RecordId TheirRecord(uint32_t number) { return *RecordId::Decode(IdOf('\x52', number)); }

class PruneAttackTest : public ::testing::Test {
 protected:
  using Report = std::map<std::string, uint64_t>;

  // Does something for each of the first so many people, many at a time.
  template <class Answer, class Call>
  void ForEach(uint32_t count, Call call) {
    std::vector<std::future<Result<Answer>>> waiting;
    for (uint32_t number = 0; number < count; ++number) {
      waiting.push_back(call(number));
      if (waiting.size() == kAtOnce || number + 1 == count) {
        for (auto& future : waiting) {
          ASSERT_OK(future.get());
        }
        waiting.clear();
      }
    }
  }

  void LiveAndRead() {
    ForEach<RegisterAnswer>(all_, [&](uint32_t number) {
      return Start<RegisterAnswer>([&](Done<RegisterAnswer> done) {
        RegisterSubject(world_.As("support"), Someone(number), "customers", std::move(done));
      });
    });
    ForEach<PutAnswer>(all_, [&](uint32_t number) {
      return StartPut(world_.As("support"), TheirRecord(number), Someone(number),
                      R"({"name":"Example"})", world_.time().Now());
    });
    ForEach<ReadAnswer>(all_, [&](uint32_t number) {
      return StartRead(world_.As("support"), TheirRecord(number));
    });
  }
  void Erase() {
    ForEach<EraseAnswer>(erased_, [&](uint32_t number) {
      return StartErase(world_.As("", "2026-014"), Someone(number));
    });
    world_.time().Advance(std::chrono::seconds(1));
  }
  void Prune() {
    ASSERT_OK(Start<Receipt>([&](Done<Receipt> done) {
                KeepJournal(world_.shared(), 1, std::move(done));
              }).get());
    world_.time().Advance(std::chrono::hours(48));
    ASSERT_OK(Start<Receipt>([&](Done<Receipt> done) {
                PruneJournal(world_.shared(), std::move(done));
              }).get());
    Settle(world_.agreement());
  }

  // The files of the agreement as they are at this moment.
  fs::path TakeFiles(const std::string& name) {
    Settle(world_.agreement());
    const fs::path copy = copies_.path() / name;
    std::error_code gone;
    for (fs::recursive_directory_iterator entry(world_.path(), gone), end; entry != end;
         entry.increment(gone)) {
      const fs::path to = copy / fs::relative(entry->path(), world_.path());
      if (entry->is_regular_file(gone)) {
        fs::create_directories(to.parent_path());
        fs::copy_file(entry->path(), to, gone);
      }
    }
    return copy;
  }

  Report Attack(uint32_t first, uint32_t end, const std::vector<fs::path>& keys,
                const std::vector<fs::path>& data) {
    const fs::path people = copies_.path() / "people";
    std::ofstream out(people, std::ios::binary);
    for (uint32_t number = first; number < end; ++number) {
      out << Someone(number).bytes();
    }
    out.close();
    std::string command = std::string(MANDAT_TRAIL_ATTACKER) + " " +
                          world_.root_directory().string() + " shop-acme " +
                          world_.agreement().journal().name() + " " + people.string();
    for (const auto& [word, places] : {std::pair("keys", &keys), std::pair("data", &data)}) {
      for (const fs::path& place : *places) {
        command += std::string(" ") + word + " " + place.string();
      }
    }
    Report report;
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 64> name{};
    unsigned long value = 0;
    while (pipe != nullptr && fscanf(pipe, "%63s %lu", name.data(), &value) == 2) {
      report[name.data()] = value;
    }
    EXPECT_EQ(pclose(pipe), 0);
    EXPECT_GT(report["entries"], uint64_t{3} * all_) << "he found no journal";
    return report;
  }

  // Everything that is left, as an auditor would.
  void ExpectVerifies() {
    OpenAgreement& agreement = world_.agreement();
    const VerifierKey key = *VerifierKey::Parse(agreement.journal().verifier_key());
    LiveSource source(agreement);
    const auto report = VerifyJournal(source, {.key = key}, {});
    EXPECT_TRUE(report.ok()) << report.FormatText();
    uint32_t erasures = 0;
    for (uint64_t index = 0; index < agreement.journal().head().size; ++index) {
      const Result<Bytes> bytes = agreement.journal().ReadEntry({index});
      if (!bytes) {
        ASSERT_EQ(bytes.error().kind, ErrorKind::kShredded) << bytes.error().message;
        continue;
      }
      const bool is_erasure = Entry::Decode(*bytes)->act == "erase";
      if (!is_erasure || ++erasures % 50 != 0) {
        continue;
      }
      const Result<TlogProof> proof = agreement.journal().Prove({index});
      ASSERT_OK(proof);
      EXPECT_TRUE(VerifyProof(proof->Format(), *bytes, key).ok());
      const Result<std::string> certificate = IssueCertificate(agreement, {index});
      ASSERT_OK(certificate);
      EXPECT_TRUE(VerifyCertificate(*certificate, key).ok());
    }
    EXPECT_EQ(erasures, erased_) << "each certificate can still be asked for";
  }

  const uint32_t erased_ = ErasedCount();
  const uint32_t all_ = erased_ + kSurvivors;
  SystemRandom random_;
  TemporaryDirectory copies_;
  DiskWorld world_{random_};
};

// Invariant (erased stays erased). Covers: GDPR Art. 17(1), GDPR Art. 5(1)(e).
TEST_F(PruneAttackTest, NothingLinksTheErasedAndAllThatIsKeptVerifies) {
  ASSERT_NO_FATAL_FAILURE(LiveAndRead());
  const fs::path before = TakeFiles("before");
  // The control: by the same code he links all of them while they are there.
  Report found = Attack(0, erased_, {before}, {before});
  EXPECT_GE(found["named"], uint64_t{3} * erased_);
  EXPECT_GE(found["tagged"], uint64_t{3} * std::min(erased_, kTriedKeys));
  ASSERT_NO_FATAL_FAILURE(Erase());
  const fs::path erased = TakeFiles("erased");
  found = Attack(0, erased_, {erased}, {before, erased});
  EXPECT_GE(found["named"], uint64_t{3} * erased_) << "until the re-wrap, as certificates say";
  EXPECT_GE(found["erased"], erased_);
  ASSERT_OK(Rewrap(world_.shared()));
  ASSERT_NO_FATAL_FAILURE(Prune());
  const uint64_t minimum = world_.agreement().journal().minimum();
  EXPECT_GE(minimum, uint64_t{3} * erased_ / 256 * 256);
  ASSERT_NO_FATAL_FAILURE(ExpectVerifies());
  world_.Reopen();
  ASSERT_NO_FATAL_FAILURE(ExpectVerifies());
  const fs::path after = TakeFiles("after");
  found = Attack(0, erased_, {after}, {before, erased, after});
  EXPECT_EQ(found["named"], 0U);
  EXPECT_EQ(found["erased"], 0U);
  EXPECT_EQ(found["tagged"], 0U);
  found = Attack(erased_, all_, {after}, {before, erased, after});
  EXPECT_GE(found["tagged"], uint64_t{3} * kSurvivors) << "of the others he has the keys";
}

}  // namespace
}  // namespace mandat
