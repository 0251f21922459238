// SPDX-License-Identifier: Apache-2.0
// What was carried away: backups of the data, shipments of the ledger, write-ahead logs that the
// store keeps for them, and copies of the directory taken in the middle of the work.
#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "core/vault_attack_stage.h"
#include "keyring/key_backup.h"

namespace mandat {
namespace {

class VaultAttackCopiesTest : public VaultAttackTest {
 protected:
  // Of the files of a copy, the logs that the database no longer needs.
  fs::path TakeArchivedLogs(const std::string& name) {
    const fs::path from = TakeFiles(name) / "data.db" / "archive";
    const fs::path to = copies_.path() / (name + "-logs") / "data.db";
    fs::create_directories(to);
    size_t count = 0;
    for (const auto& entry : fs::directory_iterator(from)) {
      fs::copy_file(entry.path(), to / entry.path().filename());
      ++count;
    }
    EXPECT_GT(count, 0U) << "no log was kept";
    return to.parent_path();
  }

  // A start writes the log out, and so a new one begins.
  void Restart() {
    world_.Close();
    world_.Use(world_.Open(world_.path()));
  }

  std::vector<fs::path> Targets() const { return {data_target(), ledger_target()}; }

  fs::path CopyKeys() {
    const fs::path keys = copies_.path() / "keys";
    fs::create_directories(keys);
    auto copy = world_.shared()->keyring().BeginExport(world_.time().Now());
    EXPECT_OK(copy);
    std::ofstream file(keys / "copy", std::ios::binary);
    EXPECT_OK((*copy)->WriteTo([&file](ByteView piece) {
      file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
      return Status();
    }));
    return keys / "copy";
  }

  static void ExpectEverythingOfTheVictim(Report report) {
    EXPECT_GE(Of(report, "units", kLetter), 1U);
    EXPECT_GE(Of(report, "fields", kLetter), 1U);
    EXPECT_GE(Of(report, "history", kLetter), 1U);
    EXPECT_GE(Of(report, "units", kAlone), 1U);
    EXPECT_GE(Of(report, "series", kMeter), 1U);
    EXPECT_GE(Of(report, "heads", kFile), 1U);
    EXPECT_GE(Of(report, "segments", kFile), kSegments);
  }
  // As far as a backup goes, which has no index.
  static void ExpectTheSurvivorInBackups(Report report) {
    EXPECT_GE(Of(report, "units", kOtherLetter), 1U);
    EXPECT_GE(Of(report, "history", kOtherLetter), 1U);
    EXPECT_GE(Of(report, "series", kOtherMeter), 1U);
    EXPECT_GE(Of(report, "heads", kOtherFile), 1U);
    EXPECT_GE(Of(report, "segments", kOtherFile), kSegments);
    EXPECT_EQ(report["guess.0"] + report["guess.1"], 0U) << "an index was backed up";
  }
};

// The controls: each way by itself opens everything while it may be read.
TEST_F(VaultAttackCopiesTest, ErasedStaysErased_BackupsAloneOpenEverythingBefore) {
  BackUp();
  Report report = Attack(before_, {data_target()});
  ExpectEverythingOfTheVictim(report);
  ExpectTheSurvivorInBackups(report);
  Report ledger = Attack(before_, {data_target(), ledger_target()});
  EXPECT_EQ(ledger["units.1"], report["units.1"]) << "the ledger holds units";
}

TEST_F(VaultAttackCopiesTest, ErasedStaysErased_KeptLogsAloneOpenEverythingBefore) {
  Restart();
  Report report = Attack(before_, {TakeArchivedLogs("restarted")});
  ExpectEverythingOfTheVictim(report);
  EXPECT_EQ(report["guess.0"], 1U) << "the index was logged";
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g), GDPR Art. 32(1)(a).
TEST_F(VaultAttackCopiesTest, ErasedStaysErased_NothingThatWasCarriedAwayOpensThePerson) {
  BackUp();
  const fs::path key_copy = CopyKeys();
  Restart();
  const fs::path logs = TakeArchivedLogs("alive");
  world_.Erase(kVictim);
  BackUp();
  TakeFiles("erased");
  world_.RewrapAll();
  BackUp();
  Restart();
  const fs::path now = TakeFiles("rewrapped");
  const std::vector<fs::path> data = {data_target(), ledger_target(), logs, now};

  // A copy of the keys from before is what the erasure waits for.
  ExpectEverythingOfTheVictim(Attack(now, data));
  fs::remove(key_copy);
  Report after = Attack(now, data);
  ExpectNothingOfTheVictim(after);
  ExpectTheSurvivor(after);
  data_.insert(data_.end(), data.begin(), data.end());
  Report all = Attack(now);
  ExpectNothingOfTheVictim(all);
  ExpectTheSurvivor(all);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(VaultAttackCopiesTest, ExpiredIsGone_NothingThatWasCarriedAwayOpensAnExpiredUnit) {
  BackUp();
  Restart();
  const fs::path logs = TakeArchivedLogs("alive");
  world_.time().Advance(std::chrono::hours(24 * 33));
  world_.ExpireAll();
  BackUp();
  world_.RewrapAll();
  BackUp();
  const fs::path now = TakeFiles("rewrapped");
  Report report = Attack(now, {data_target(), ledger_target(), logs, before_, now});
  for (const auto& [letter, meter, file] :
       {std::array{kLetter, kMeter, kFile}, std::array{kOtherLetter, kOtherMeter, kOtherFile}}) {
    EXPECT_EQ(Of(report, "units", letter) + Of(report, "history", letter), 0U);
    EXPECT_EQ(Of(report, "fields", letter), 0U);
    EXPECT_EQ(Of(report, "series", meter), 0U);
    EXPECT_EQ(Of(report, "heads", file) + Of(report, "segments", file), 0U);
  }
  EXPECT_EQ(report["guess.0"] + report["guess.1"], 0U);
  EXPECT_GE(Of(report, "units", kAlone), 1U) << "kept for the term";
}

// Covers: GDPR Art. 17(3).
TEST_F(VaultAttackCopiesTest, HeldIsKept_AShipmentOfTheLedgerIsReadableUntilTheHoldEnds) {
  world_.Hold(EventKind::kHold, kVictim);
  BackUp();
  world_.Erase(kVictim);
  world_.RewrapAll();
  BackUp();
  Report held = Attack(TakeFiles("held"), Targets());
  ExpectNothingOfTheVictim(held);
  for (const uint8_t record : {kLetter, kAlone, kMeter, kFile}) {
    EXPECT_GE(Of(held, "held", record), 1U) << int{record};
  }
  EXPECT_EQ(Of(held, "held", kOtherLetter), 0U) << "exactly what it names";

  world_.Hold(EventKind::kRelease, kVictim);
  world_.time().Advance(std::chrono::hours(1));
  world_.ExpireAll();
  world_.RewrapAll();
  BackUp();
  Report after = Attack(TakeFiles("released"), Targets());
  ExpectNothingOfTheVictim(after);
  for (const uint8_t record : {kLetter, kAlone, kShared, kMeter, kFile}) {
    EXPECT_EQ(Of(after, "held", record), 0U) << int{record};
  }
  ExpectTheSurvivorInBackups(after);
}

// Every nonce that stands in front of something sealed, of rows and of wrapped keys. What is
// compared is wider than one key: no nonce comes twice anywhere, but before the same bytes.
class Nonces {
 public:
  void Take(ByteView sealed) {
    const auto [found, is_new] = seen_.emplace(sealed.substr(0, 12), sealed);
    repeated_ += !is_new && found->second != sealed ? 1 : 0;
  }
  void TakeAll(OpenAgreement& agreement) {
    for (const auto& [space, head] :
         std::map<Space, size_t>{{Space::kUnits, 25}, {Space::kSeries, 50}, {Space::kBlobs, 0}}) {
      const auto rows = agreement.store().Scan(space, Bytes(), Bytes(64, '\xff'));
      for (; rows->Valid(); rows->Next()) {
        const bool is_simple = space != Space::kUnits || rows->value()[0] == 1;
        const bool is_segment = space == Space::kBlobs && rows->key()[SubjectId::kBytes] == 's';
        const bool is_head = space == Space::kBlobs && rows->key()[SubjectId::kBytes] == 'm';
        if (is_simple && (space != Space::kBlobs || is_segment || is_head)) {
          Take(rows->value().substr(is_head ? 77 : head));
        }
      }
    }
  }
  size_t count() const { return seen_.size(); }
  size_t repeated() const { return repeated_; }

 private:
  std::map<Bytes, Bytes> seen_;
  size_t repeated_ = 0;
};

// In an order in which a copy of a running server hangs together: what is behind a file, first.
void CopyWhileItRuns(const fs::path& from, const fs::path& to) {
  const auto rank = [](const fs::path& file) {
    const std::string text = file.string();
    const int database = text.contains("data.db/") ? 1 : text.contains("keys-") ? 2 : 0;
    return 2 * database + (file.extension() == ".log" ? 1 : 0);
  };
  std::vector<fs::path> files;
  std::error_code gone;
  for (fs::recursive_directory_iterator entry(from, gone), end; entry != end;
       entry.increment(gone)) {
    if (entry->is_regular_file(gone)) {
      files.push_back(entry->path());
    }
  }
  std::ranges::sort(files, {}, rank);
  for (const fs::path& file : files) {
    const fs::path copy = to / fs::relative(file, from);
    fs::create_directories(copy.parent_path());
    fs::copy_file(file, copy, gone);
  }
}

// Two copies are taken while somebody writes, and each is opened as a server of its own beside the
// first. All three go on, at the same time, with the same acts at the same instants.
TEST_F(VaultAttackCopiesTest, KeysAndNonces_CopiesOfARunningServerThatRunBesideItRepeatNone) {
  const auto write = [this](const std::shared_ptr<OpenAgreement>& agreement, uint8_t first) {
    const VaultClient client(agreement, world_.time());
    for (uint8_t i = first; i < first + 12; ++i) {
      client.Put("minutes", i, kSurvivor, R"({"line":"the same in each"})");
      client.Measure(i, kSurvivor);
      client.Upload(i, kSurvivor);
    }
  };
  const std::vector<fs::path> copies = {copies_.path() / "second", copies_.path() / "third"};
  {
    std::atomic<bool> is_over = false;
    std::jthread writing([&] {
      write(world_.shared(), 20);
      is_over = true;
    });
    for (const fs::path& copy : copies) {
      CopyWhileItRuns(world_.path(), copy);
    }
    EXPECT_FALSE(is_over) << "nobody wrote any more";
  }
  std::vector<std::shared_ptr<OpenAgreement>> running = {world_.shared()};
  for (const fs::path& copy : copies) {
    running.push_back(world_.Open(copy));
    ASSERT_TRUE(running.back()) << copy;
  }
  {
    std::vector<std::jthread> clients;
    clients.reserve(running.size());
    for (const auto& agreement : running) {
      clients.emplace_back([&] { write(agreement, 40); });
    }
  }
  Nonces nonces;
  for (const auto& agreement : running) {
    Settle(*agreement);
    nonces.TakeAll(*agreement);
  }
  EXPECT_EQ(nonces.repeated(), 0U);
  EXPECT_GT(nonces.count(), 3 * 12 * 3U) << "each drew its own";
}

}  // namespace
}  // namespace mandat
