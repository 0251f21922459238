// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/vault_attack_world.h"

namespace mandat {

namespace fs = std::filesystem;

// People.
inline constexpr uint8_t kVictim = 1;
inline constexpr uint8_t kSurvivor = 2;
inline constexpr uint8_t kClerk = 8;
// Records, by the number their id ends with.
inline constexpr uint8_t kLetter = 1;
inline constexpr uint8_t kOtherLetter = 2;
inline constexpr uint8_t kShared = 3;
inline constexpr uint8_t kAlone = 4;
inline constexpr uint8_t kMeter = 6;
inline constexpr uint8_t kOtherMeter = 7;
inline constexpr uint8_t kFile = 8;
inline constexpr uint8_t kOtherFile = 9;
inline constexpr size_t kSegments = 2;

inline std::string Topic(uint8_t person) {
  return "person-" + std::to_string(person) + "@example.org";
}

// One vault with all that there is of two people, and an attacker who takes what he can get.
class VaultAttackTest : public ::testing::Test {
 protected:
  using Report = std::map<std::string, uint64_t>;

  void SetUp() override {
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);  // the attacker may look at our memory
    world_.Register(kVictim);
    world_.Register(kSurvivor);
    world_.Register(kClerk, "staff");
    for (const uint8_t person : {kVictim, kSurvivor}) {
      const uint8_t letter = person == kVictim ? kLetter : kOtherLetter;
      world_.Put("letters", letter, person, R"({"topic":"first draft"})", Clerk());
      world_.Put("letters", letter, person, "{\"topic\":\"" + Topic(person) + "\"}", Clerk());
      world_.Measure(person == kVictim ? kMeter : kOtherMeter, person);
      world_.Upload(person == kVictim ? kFile : kOtherFile, person);
    }
    world_.Put("minutes", kShared, kVictim, R"({"line":"both were there"})",
               With("attendees", kSurvivor, ""));
    world_.Put("minutes", kAlone, kVictim, R"({"line":"nobody else was there"})");
    Settle(*world_.shared());
    before_ = TakeFiles("before");
  }

  static std::vector<UnitPerson> With(std::string role, uint8_t person, std::string fields) {
    std::vector<UnitPerson> people;
    people.push_back({std::move(role), Person(person), Plaintext(std::move(fields))});
    return people;
  }
  static std::vector<UnitPerson> Clerk() { return With("clerk", kClerk, R"({"initials":"EX"})"); }

  // Copies what was committed since to the targets, as the server does by itself.
  void BackUp() { world_.BackUp(data_target(), ledger_target()); }
  fs::path data_target() const { return copies_.path() / "data-target"; }
  fs::path ledger_target() const { return copies_.path() / "ledger-target"; }

  // Copies everything under the agreement's directory as it is at this moment, for the attacker to
  // keep.
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
    data_.push_back(copy);
    return copy;
  }

  // The keys of one copy of the files, the data of all that were taken, and the memory as it is.
  Report Attack(const fs::path& keys) { return Attack(keys, data_); }
  Report Attack(const fs::path& keys, const std::vector<fs::path>& data) {
    std::string command = std::string(MANDAT_VAULT_ATTACKER) + " " +
                          world_.root_directory().string() + " shop-acme keys " + keys.string();
    for (const fs::path& directory : data) {
      command += " data " + directory.string();
    }
    for (const uint8_t person : {kVictim, kSurvivor, kClerk}) {
      command += " person " + FormatHex(Person(person).bytes());
    }
    for (const uint8_t person : {kVictim, kSurvivor}) {
      command += " guess " + FormatHex(Bytes("letters") + Bytes(1, '\0') + "topic" +
                                       Bytes(1, '\0') + "exact" + Bytes(1, '\0') + Topic(person));
    }
    command += " hold case-1 known " + before_.string() + " memory " + std::to_string(getpid());
    if (fs::exists(copies_.path() / "keys")) {
      command += " copies " + (copies_.path() / "keys").string();
    }
    Report report;
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 128> name{};
    unsigned long value = 0;
    while (pipe != nullptr && fscanf(pipe, "%127s %lu", name.data(), &value) == 2) {
      report[name.data()] += value;
    }
    EXPECT_EQ(pclose(pipe), 0);
    EXPECT_GT(report["windows"], 1'000U) << "the memory could not be read";
    EXPECT_GE(report["wanted"], 3U) << "it is not known what to look for";
    return report;
  }

  static Bytes BytesOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  static uint64_t Of(Report& report, const std::string& kind, uint8_t record) {
    return report[kind + "." + std::to_string(record)];
  }

  // Everything that is the victim's alone; not the record that somebody else is in as well.
  static void ExpectNothingOfTheVictim(Report report) {
    EXPECT_EQ(Of(report, "units", kLetter), 0U);
    EXPECT_EQ(Of(report, "fields", kLetter), 0U);
    EXPECT_EQ(Of(report, "history", kLetter), 0U);
    EXPECT_EQ(Of(report, "units", kAlone), 0U);
    EXPECT_EQ(Of(report, "series", kMeter), 0U);
    EXPECT_EQ(Of(report, "heads", kFile), 0U);
    EXPECT_EQ(Of(report, "segments", kFile), 0U);
    EXPECT_EQ(report["guess.0"], 0U) << "the index still tells that the address was there";
    EXPECT_EQ(report["in-memory"], 0U) << "a key that is gone stands in the memory";
  }
  // The attacker still knows his trade.
  static void ExpectTheSurvivor(Report report) {
    EXPECT_GE(Of(report, "units", kOtherLetter), 1U);
    EXPECT_GE(Of(report, "history", kOtherLetter), 1U);
    EXPECT_GE(Of(report, "series", kOtherMeter), 1U);
    EXPECT_GE(Of(report, "heads", kOtherFile), 1U);
    EXPECT_GE(Of(report, "segments", kOtherFile), kSegments);
    EXPECT_GE(Of(report, "units", kShared), 1U);
    EXPECT_EQ(report["guess.1"], 1U);
  }

  TemporaryDirectory copies_;
  VaultOnDisk world_;
  fs::path before_;
  std::vector<fs::path> data_;
};

}  // namespace mandat
