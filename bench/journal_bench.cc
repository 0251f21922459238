// SPDX-License-Identifier: Apache-2.0
#include "bench/journal_bench.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <semaphore>

#include "bench/bench.h"
#include "bench/in_process.h"
#include "evidence/evidence.h"
#include "journal/journal.h"
#include "store/memory/memory_home.h"
#include "store/rocks/disk_home.h"
#include "store/rocks/rocks_store.h"
#include "trail/question.h"
#include "trail/trail_writer.h"

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kRecords = 1'000;
constexpr uint64_t kCredentials = 100;
constexpr uint64_t kTouched = 1'000'000;  // people
constexpr uint64_t kProofEntries = 100'000'000;
constexpr uint64_t kEntriesPerBatch = 4'096;
constexpr int kProofs = 1'000;
constexpr Instant kStart{20'000 * int64_t{86'400} * 1'000'000};

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Reads of one record each, always `in_flight` of them; entries a second.
double ReadsWith(const BenchWorld& world, size_t in_flight, double seconds) {
  const Collection* users = world.mandate().schema().FindCollection(kBenchCollection);
  Caller who;
  who.agreement = world.agreement();
  who.actor = Bytes(8, 'b');
  who.purpose = world.mandate().agreement().purposes().front().id;
  std::counting_semaphore<> room(static_cast<ptrdiff_t>(in_flight));
  uint64_t number = 0;
  const Clock::time_point begin = Clock::now();
  for (; SecondsSince(begin) < seconds; ++number) {
    room.acquire();
    ReadRecord(who, users->id, RecordOf(Mix(number) % kRecords),
               [&room](const Result<ReadAnswer>&) { room.release(); });
  }
  for (size_t i = 0; i < in_flight; ++i) {
    room.acquire();
  }
  return static_cast<double>(number) / SecondsSince(begin);
}

// The same bytes in batches of `in_flight`, one sync each, and nothing else.
double IdealWith(const std::filesystem::path& path, size_t in_flight, size_t entry_bytes,
                 double seconds) {
  const RocksBudget budget = RocksBudget::Make(size_t{1} << 30, size_t{256} << 20);
  const std::unique_ptr<Store> store = std::move(*OpenRocksStore(path.string(), budget));
  const Bytes entry(entry_bytes, 'e');
  uint64_t number = 0;
  const Clock::time_point begin = Clock::now();
  while (SecondsSince(begin) < seconds) {
    Batch batch;
    for (size_t i = 0; i < in_flight; ++i) {
      Bytes key = "e";
      AppendBigEndian64(key, number++);
      batch.Put(Space::kJournal, std::move(key), entry);
    }
    (void)store->Commit(batch, std::nullopt);
  }
  return static_cast<double>(number) / SecondsSince(begin);
}

void BenchCommitted(double seconds) {
  const ScratchDirectory scratch("journal");
  SystemRandom random;
  const BenchWorld world(scratch.path() / "mandat", RootKey(random.DrawSecret()));
  InProcess mandat(world);
  while (mandat.written() < kRecords) {
    (void)mandat.Writes(0.2);
  }
  const size_t entry_bytes = mandat.Sizes().entry_value;
  for (const size_t in_flight : {1, 8, 64, 1024}) {
    const double ours = ReadsWith(world, in_flight, seconds);
    const double ideal = IdealWith(scratch.path() / ("ideal-" + std::to_string(in_flight)),
                                   in_flight, entry_bytes, seconds);
    fmt::print("entries, {:4} in flight: {:9.0f}/s, an ideal writer {:9.0f}/s: {:.2f}\n", in_flight,
               ours, ideal, ours / ideal);
  }
}

Entry EntryOf(uint64_t number) {
  Entry entry;
  entry.at = {kStart.micros + static_cast<int64_t>(number)};
  AppendBigEndian64(entry.actor, Mix(number) % kCredentials);
  entry.act = "consult";
  entry.clause = "7.2(b)";
  entry.agreement_version = 3;
  entry.purpose = "support";
  entry.collection = "guests";
  entry.units_count = 1;
  entry.people_count = 1;
  AppendBigEndian64(entry.salt, Mix(number));
  AppendBigEndian64(entry.salt, number);
  return entry;
}

void BenchQuestion(uint64_t entries) {
  const ScratchDirectory scratch("trail");
  SystemRandom random;
  const RocksBudget budget = RocksBudget::Make(size_t{1} << 30, size_t{256} << 20);
  const std::unique_ptr<Home> home =
      std::move(*DiskHome::Open((scratch.path() / "home").string(), budget));
  const RootKey root(random.DrawSecret());
  const std::unique_ptr<Keyring> keyring = std::move(*Keyring::Open(*home, root, "bench", random));
  const std::unique_ptr<Store> store = std::move(*home->OpenStore("data.db"));
  TrailWriter writer(*store, *keyring, random, "bench");
  uint64_t bytes = 0;
  const Clock::time_point begun = Clock::now();
  for (uint64_t number = 0; number < entries;) {
    const EntryIndex first{number};
    Staging staging(*store);
    for (size_t i = 0; i < kInFlight && number < entries; ++i, ++number) {
      writer.Add({number}, EntryOf(number),
                 {*SubjectId::Decode(IdBytes(Mix(number + 7) % kTouched, 's'))});
    }
    (void)writer.Stage(EntryOf(number).at, first, {}, staging);
    if (keyring->has_staged()) {
      (void)keyring->CommitStaged();
    }
    bytes += staging.batch().bytes();
    (void)store->Commit(staging.batch(), std::nullopt);
    writer.Committed();
  }
  fmt::print("trail of {} entries about {} people written in {:.1f} s, {:.0f} bytes an entry\n",
             entries, kTouched, SecondsSince(begun),
             static_cast<double>(bytes) / static_cast<double>(entries));
  Question one;
  AppendBigEndian64(one.actor, 17);
  for (const auto& [what, question] :
       {std::pair<const char*, Question>{"one credential of 100", one},
        {"all of them", Question{}}}) {
    const Trail trail(*store, *keyring, "bench");
    std::vector<double> took;
    size_t people = 0;
    for (int round = 0; round < 3; ++round) {
      const Clock::time_point asked = Clock::now();
      ScopeCount count(question, {});
      (void)trail.ForEach({0}, {entries}, [&](const Touch& touch) { count.Take(touch); });
      people = std::move(count).Finish().people.size();
      took.push_back(SecondsSince(asked));
    }
    fmt::print("whom did {} touch: {} people in {:.2f} s (median of 3)\n", what, people,
               Median(took));
  }
}

// Keeps the hashes, and makes the entries anew when they are asked for.
class GeneratedEntries final : public Store {
 public:
  explicit GeneratedEntries(std::unique_ptr<Store> kept) : kept_(std::move(kept)) {}

  static Bytes EntryBytes(uint64_t number) { return *EntryOf(number).Encode(); }

  Result<std::optional<Bytes>> Find(Space space, ByteView key, const Snapshot* at) const override {
    if (space == Space::kJournal && key.starts_with("e")) {
      return std::optional<Bytes>(EntryBytes(ReadBigEndian64(key.substr(1))));
    }
    return kept_->Find(space, key, at);
  }
  std::unique_ptr<Cursor> Scan(Space space, ByteView first, ByteView end,
                               const Snapshot* at) const override {
    if (space == Space::kJournal && first.starts_with("e")) {
      return std::make_unique<Entries>(ReadBigEndian64(first.substr(1)),
                                       ReadBigEndian64(end.substr(1)));
    }
    return kept_->Scan(space, first, end, at);
  }
  std::unique_ptr<Snapshot> TakeSnapshot() const override { return kept_->TakeSnapshot(); }
  CommitOutcome Commit(const Batch& batch, const std::optional<Expected>& expected) override {
    Batch hashes;
    for (const Batch::Step& step : batch.steps()) {
      if (step.space != Space::kJournal || !step.key.starts_with("e")) {
        hashes.Put(step.space, step.key, step.value);
      }
    }
    return kept_->Commit(hashes, expected);
  }
  Position position() const override { return kept_->position(); }
  Status ForEachCommit(Position since, OnCommit commit) const override {
    return kept_->ForEachCommit(since, std::move(commit));
  }
  Status Reclaim() override { return kept_->Reclaim(); }

 private:
  class Entries final : public Cursor {
   public:
    Entries(uint64_t first, uint64_t end) : at_(first), end_(end) { Make(); }
    bool Valid() const override { return at_ < end_; }
    void Next() override {
      ++at_;
      Make();
    }
    ByteView key() const override { return key_; }
    ByteView value() const override { return value_; }
    Status status() const override { return {}; }

   private:
    void Make() {
      key_ = "e";
      AppendBigEndian64(key_, at_);
      value_ = EntryBytes(at_);
    }
    uint64_t at_;
    uint64_t end_;
    Bytes key_;
    Bytes value_;
  };

  std::unique_ptr<Store> kept_;
};

// Appends generated entries until the journal has as many.
void Grow(Journal& journal, Store& store, uint64_t entries) {
  for (uint64_t number = 0; number < entries;) {
    Staging staging(store);
    Instant at;
    for (size_t i = 0; i < kEntriesPerBatch && number < entries; ++i) {
      const Entry entry = EntryOf(number++);
      (void)journal.Stage(entry, staging);
      at = entry.at;
    }
    const Expected head = journal.StageHead(at, staging);
    (void)store.Commit(staging.batch(), head);
    journal.Commit();
  }
}

void BenchProof(uint64_t entries) {
  const ScratchDirectory scratch("proof");
  const RocksBudget budget = RocksBudget::Make(size_t{1} << 30, size_t{256} << 20);
  const std::unique_ptr<Home> home =
      std::move(*DiskHome::Open((scratch.path() / "home").string(), budget));
  GeneratedEntries store(std::move(*home->OpenStore("data.db")));
  SystemRandom random;
  const Signer signer(random.DrawSecret());
  const std::unique_ptr<Journal> journal =
      std::move(*Journal::Open(store, *home, signer, "bench", kStart));
  const Clock::time_point begun = Clock::now();
  Grow(*journal, store, entries);
  (void)journal->Publish();
  fmt::print("tree of {} entries built in {:.0f} s\n", entries, SecondsSince(begun));
  std::vector<double> micros;
  uint64_t failed = 0;
  for (int i = 0; i < kProofs; ++i) {
    const uint64_t index = Mix(static_cast<uint64_t>(i)) % entries;
    const Clock::time_point asked = Clock::now();
    failed += journal->Prove({index}) ? 0 : 1;
    micros.push_back(SecondsSince(asked) * 1e6);
  }
  std::ranges::sort(micros);
  fmt::print("proof of one entry: p50 {:.0f} us, p99 {:.0f} us, failed {}\n",
             micros[micros.size() / 2], micros[micros.size() * 99 / 100], failed);
}

// A journal as it is published, in memory, so that no disk is measured.
class PublishedFiles final : public JournalSource {
 public:
  explicit PublishedFiles(Journal& journal) {
    files_["checkpoint"] = journal.Publish().value_or("");
    files_["vkey"] = journal.verifier_key();
    for (const Tile& tile : AllTiles(journal.head().size)) {
      files_[tile.Format()] = journal.ReadTile(tile).value_or(Bytes());
    }
  }
  Result<Bytes> Get(std::string_view path, size_t) override {
    const auto found = files_.find(path);
    return found == files_.end() ? Result<Bytes>(Fail(Error::NotFound("no such file")))
                                 : Result<Bytes>(found->second);
  }

 private:
  std::map<std::string, Bytes, std::less<>> files_;
};

void BenchVerification(uint64_t entries) {
  MemoryHome home;
  const std::unique_ptr<Store> store = std::move(*home.OpenStore("data"));
  SystemRandom random;
  const Signer signer(random.DrawSecret());
  const std::unique_ptr<Journal> journal =
      std::move(*Journal::Open(*store, home, signer, "example.org/bench", kStart));
  Grow(*journal, *store, entries);
  PublishedFiles files(*journal);
  const Clock::time_point begun = Clock::now();
  const Report report = VerifyJournal(files, {}, {});
  const double seconds = SecondsSince(begun);
  fmt::print("verification of {} entries: {:.0f} entries/s, {}\n", entries,
             static_cast<double>(entries) / seconds, report.ok() ? "holds" : "FAILED");
}

}  // namespace

void BenchJournal(double seconds, uint64_t entries) {
  BenchCommitted(seconds);
  BenchQuestion(entries);
  BenchProof(entries * (kProofEntries / 10'000'000));
  BenchVerification(entries / 10);
}

}  // namespace mandat
