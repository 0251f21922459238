// SPDX-License-Identifier: Apache-2.0
// An attacker who holds the root key, every file and the memory of the process, before and after an
// erasure. Looking for plaintext alone would prove nothing, since everything is sealed; this one
// looks for keys, and tries them.
//
// What is tried: reading the databases; every offset of every file of the key stores taken for a
// wrapped key, so that overwritten and removed rows of logs and tables count too; removed units in
// files and old copies of the data; and in the memory, every 32 bytes at every eighth byte taken
// for the person's key, for the unit's key, and for an agreement key, every 60 bytes taken for a
// wrapped key, and each known form of the keys that are gone. What is not: blocks that the medium
// keeps below the file system (docs/limits.md), registers of the processor, and keys that stand in
// memory at an odd address or in another order of bytes.
#include <gtest/gtest.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <map>

#include "core/core_test_util.h"
#include "service/certificate.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

// The body of the person's record, made when it is needed, so that it is nowhere else in memory.
std::string Body() {
  constexpr auto kMasked = [] {
    constexpr char kText[] = R"({"name":"Ada Example","note":"ada@example.org, allergic to gold"})";
    std::array<char, sizeof kText - 1> masked{};
    for (size_t i = 0; i < masked.size(); ++i) {
      masked[i] = static_cast<char>(kText[i] ^ 0x5a);
    }
    return masked;
  }();
  std::string body(kMasked.size(), '\0');
  for (size_t i = 0; i < body.size(); ++i) {
    body[i] = static_cast<char>(kMasked[i] ^ 0x5a);
  }
  return body;
}

class ErasureAttackTest : public ::testing::Test {
 protected:
  using Report = std::map<std::string, uint64_t>;

  void SetUp() override {
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);  // the attacker may look at our memory
    for (const uint8_t number : {kVictim, kSurvivor}) {
      ASSERT_OK(world_.Register(Person(number)));
      ASSERT_OK(world_.Put(Record(number), Person(number), Body()));
    }
    before_ = TakeFiles("before");
  }

  // Copies everything under the agreement's directory as it is at this moment. A file that the
  // database removes meanwhile is one that the attacker comes too late for.
  fs::path TakeFiles(const std::string& name) {
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

  // Runs the attacker on somebody's record. `keys` and `data` are copies of files; the memory is
  // this process's, now.
  Report Attack(uint8_t number, const std::vector<fs::path>& keys,
                const std::vector<fs::path>& data, bool memory = true) {
    std::string command = std::string(MANDAT_ERASURE_ATTACKER) + " " +
                          world_.root_directory().string() + " shop-acme " +
                          FormatHex(Person(number).bytes()) + " " +
                          FormatHex(Record(number).bytes()) + " contacts";
    for (const fs::path& directory : keys) {
      command += " keys " + directory.string();
    }
    for (const fs::path& directory : data) {
      command += " data " + directory.string();
    }
    if (memory) {
      command += " memory " + std::to_string(getpid()) + " known " + before_.string();
    }
    Report report;
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 128> name{};
    unsigned long value = 0;
    while (pipe != nullptr && fscanf(pipe, "%127s %lu", name.data(), &value) == 2) {
      report[name.data()] += value;
    }
    EXPECT_EQ(pclose(pipe), 0);
    if (memory) {
      EXPECT_GT(report["windows"], 1'000U) << "the memory could not be read";
      EXPECT_GT(report.count("known-body"), 0U) << "it is not known what to look for";
    }
    return report;
  }

  // Whatever he tries, he does not open the record.
  static void ExpectNoWay(Report report) {
    for (const char* way : {"databases", "scavenged", "memory-unwrapped", "window-is-subject-key",
                            "window-is-unit-key", "window-is-agreement-key"}) {
      EXPECT_EQ(report[way], 0U) << way;
    }
  }

  // No form of a key that is gone is left in the memory, nor what it opened.
  static void ExpectNoTraceOfThePerson(Report report) {
    for (const char* trace :
         {"known-subject-key", "known-subject-key-in-hmac", "known-unit-key", "known-body"}) {
      EXPECT_EQ(report[trace], 0U) << trace;
    }
  }

  std::string CertificateType(EntryIndex erasure) {
    const Result<std::string> text = IssueCertificate(world_.agreement(), erasure);
    EXPECT_OK(text);
    const size_t at = text->find("type: ") + 6;
    return text->substr(at, text->find('\n', at) - at);
  }

  EntryIndex Erase() {
    const Result<EraseAnswer> erased = world_.Erase(Person(kVictim));
    EXPECT_OK(erased);
    world_.time().Advance(std::chrono::seconds(1));
    Settle(world_.agreement());
    return erased->receipt.entry;
  }

  static constexpr uint8_t kVictim = 1;
  static constexpr uint8_t kSurvivor = 2;

  SystemRandom random_;
  TemporaryDirectory copies_;
  DiskWorld world_{random_};
  fs::path before_;
};

// The control: the same attacker, by the same code, does open the record while it may be read. A
// test in which he fails for a reason of his own would fail here.
TEST_F(ErasureAttackTest, TheAttackerOpensTheRecordInEveryWayBeforeTheErasure) {
  const Result<ReadAnswer> answer = world_.Read(Record(kVictim));
  ASSERT_OK(answer);
  Report report = Attack(kVictim, {before_}, {before_});
  for (const char* way : {"databases", "scavenged", "memory-unwrapped", "window-is-subject-key",
                          "window-is-agreement-key"}) {
    EXPECT_EQ(report[way], 1U) << way;
  }
  EXPECT_GE(report["known-subject-key"], 1U);
  EXPECT_GE(report["known-agreement-key"], 1U);
  EXPECT_GE(report["known-body"], 1U) << "the answer is still held";
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST_F(ErasureAttackTest, AnErasureIsPartialWhileFilesMayHoldTheWrappedKey) {
  const EntryIndex erasure = Erase();
  const fs::path now = TakeFiles("erased");
  Report report = Attack(kVictim, {now}, {before_, now});
  EXPECT_EQ(report["databases"], 0U);
  EXPECT_EQ(report["window-is-subject-key"], 0U);
  EXPECT_EQ(report["window-is-unit-key"], 0U);
  ExpectNoTraceOfThePerson(report);
  // The log of the key store still has the row, and the agreement key that wrapped it is in force.
  EXPECT_EQ(report["scavenged"], 1U);
  EXPECT_EQ(CertificateType(erasure), "partial");
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g), GDPR Art. 32(1)(a).
TEST_F(ErasureAttackTest, NoWayLeadsToTheRecordAfterErasureAndRewrap) {
  const EntryIndex erasure = Erase();
  const fs::path erased = TakeFiles("erased");
  ASSERT_OK(Rewrap(world_.shared()));
  Settle(world_.agreement());
  const fs::path now = TakeFiles("rewrapped");
  EXPECT_EQ(CertificateType(erasure), "destruction");

  // Copies of the data of every moment, as backups would hold them; keys as they are now.
  const std::vector<fs::path> data = {before_, erased, now};
  Report report = Attack(kVictim, {now}, data);
  EXPECT_GE(report["units-in-databases"], 1U) << "the sealed record is at hand, in a backup";
  ExpectNoWay(report);
  ExpectNoTraceOfThePerson(report);
  EXPECT_EQ(report["known-agreement-key"], 0U);

  Report other = Attack(kSurvivor, {now}, data);
  EXPECT_EQ(other["databases"], 1U) << "the attacker no longer knows his trade";
  EXPECT_EQ(other["scavenged"], 1U);
  EXPECT_EQ(other["window-is-agreement-key"], 1U);
}

// Covers: GDPR Art. 17(1).
TEST_F(ErasureAttackTest, ARestartBringsNothingBack) {
  Erase();
  world_.Reopen();
  ASSERT_OK(Rewrap(world_.shared()));
  world_.Reopen();
  EXPECT_EQ(world_.Read(Record(kVictim)).error().kind, ErrorKind::kShredded);
  EXPECT_OK(world_.Read(Record(kSurvivor)));
  const fs::path now = TakeFiles("restarted");
  Report report = Attack(kVictim, {now}, {before_, now});
  ExpectNoWay(report);
  ExpectNoTraceOfThePerson(report);
  EXPECT_EQ(Attack(kSurvivor, {now}, {before_, now}, false)["databases"], 1U);
}

// Why the key files are left out of data backups: whoever kept a copy of them from before the
// erasure can open what he kept of the data, and nothing that we destroy here can change that.
TEST_F(ErasureAttackTest, AnOlderCopyOfTheKeyFilesStillOpensAnOlderCopyOfTheData) {
  Erase();
  ASSERT_OK(Rewrap(world_.shared()));
  const fs::path now = TakeFiles("rewrapped");
  EXPECT_EQ(Attack(kVictim, {before_}, {before_}, false)["databases"], 1U);
  Report report = Attack(kVictim, {before_}, {now}, false);
  EXPECT_EQ(report["databases"], 0U) << "the row of the record is gone";
  EXPECT_EQ(report["scavenged"], 1U) << "its bytes are still in the log";
}

}  // namespace
}  // namespace mandat
