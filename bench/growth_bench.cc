// SPDX-License-Identifier: Apache-2.0
// How the cost of each operation grows with the number of records, and what they take on disk.
#include "bench/growth_bench.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <semaphore>
#include <thread>

#include "bench/in_process.h"
#include "service/export_subject.h"
#include "service/keep_house.h"
#include "service/unit_times.h"

namespace mandat {
namespace {

constexpr uint64_t kRecordsPerPerson = 10;
constexpr uint64_t kErasures = 500;
constexpr uint64_t kLargePersonUnits = 1000;
constexpr uint64_t kExpiring = 5'000;
constexpr int64_t kExpirySeconds = 10;
constexpr int64_t kExpiryLead = 5;                 // seconds to set them all
constexpr uint64_t kFarAway = uint64_t{1} << 40U;  // numbers that nobody else has

uint64_t BytesBelow(const std::filesystem::path& path) {
  uint64_t bytes = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, error)) {
    bytes += entry.is_regular_file(error) ? entry.file_size(error) : 0;
  }
  return bytes;
}

// One agreement that grows to a number of records.
class Growing {
 public:
  Growing(const BenchWorld& world, uint64_t records) : world_(world), records_(records) {
    const Collection* users = world.mandate().schema().FindCollection(kBenchCollection);
    collection_ = users->id;
    people_ = users->people;
    purpose_ = world.mandate().agreement().purposes().front().id;
  }

  void Fill() {
    Run(records_ / kRecordsPerPerson,
        [this](uint64_t number, Finished finished) { Register(number, std::move(finished)); });
    Run(records_, [this](uint64_t number, Finished finished) {
      Put(number, number / kRecordsPerPerson, std::move(finished));
    });
  }

  // One person with many units: exported, and erased alone: how long until nothing opens.
  void MakeLargePerson() {
    const uint64_t person = records_;
    Run(1, [&](uint64_t, Finished finished) { Register(person, std::move(finished)); });
    Run(kLargePersonUnits, [&](uint64_t number, Finished finished) {
      Put(kFarAway + number, person, std::move(finished));
    });
  }
  double ExportLargePerson() { return ExportPerson(records_); }
  double EraseLargePerson() { return Erase(records_); }

  Rate Reads(double seconds) {
    return RunInFlight(seconds, [this](uint64_t number, Finished finished) {
      ReadRecord(Who(), collection_, RecordOf(Mix(number) % records_),
                 Count<ReadAnswer>(std::move(finished)));
    });
  }
  Rate Writes(double seconds) {
    return RunInFlight(seconds, [this](uint64_t, Finished finished) {
      const uint64_t number = next_++;
      const uint64_t people = records_ / kRecordsPerPerson;
      Put(records_ + number, kErasures + Mix(number) % (people - kErasures), std::move(finished));
    });
  }
  Rate PersonReads(double seconds) {
    return RunInFlight(seconds, [this](uint64_t number, Finished finished) {
      ListRequest request;
      request.collection = collection_;
      request.subject = PersonAt(Mix(number) % (records_ / kRecordsPerPerson));
      request.limit = 100;
      ListRecords(Who(), std::move(request), Count<ReadAnswer>(std::move(finished)));
    });
  }
  // One behind the other, since it is the time that is asked for. Microseconds, in order.
  std::vector<double> Erasures() {
    std::vector<double> micros;
    for (uint64_t i = 0; i < kErasures; ++i) {
      micros.push_back(Erase(i));
    }
    std::sort(micros.begin(), micros.end());
    return micros;
  }

  // Records of which `kExpiring` end within `kExpirySeconds`, under load: how late each was gone.
  // The house looks twice a second; so does this. Milliseconds, in order.
  std::vector<double> Expiries(Rate& beside);

  // Everything about the person with many units, page by page. Milliseconds.
  double ExportPerson(uint64_t person) {
    const auto begun = std::chrono::steady_clock::now();
    std::optional<Bytes> cursor;
    for (bool more = true; more;) {
      std::promise<Result<ExportPage>> promise;
      ExportRequest request{PersonAt(person), collection_, std::nullopt, std::move(cursor)};
      ReadExportPage(Who(), std::move(request),
                     [&promise](Result<ExportPage> page) { promise.set_value(std::move(page)); });
      Result<ExportPage> page = promise.get_future().get();
      failed_ += page ? 0 : 1;
      more = page && page->more;
      if (more) {
        cursor = std::move(page->last);
      }
    }
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
        .count();
  }

  uint64_t failed() const { return failed_; }
  uint64_t stored() const { return records_ + next_; }

 private:
  static Bytes Id(uint64_t number, char kind) { return IdBytes(number, kind); }
  static SubjectId PersonAt(uint64_t number) { return *SubjectId::Decode(Id(number, 's')); }

  Caller Who() const {
    Caller caller;
    caller.agreement = world_.agreement();
    caller.actor = Bytes(8, 'b');
    caller.purpose = purpose_;
    caller.instruction = "bench";
    return caller;
  }

  template <class Answer>
  Done<Answer> Count(Finished finished) {
    return [this, finished = std::move(finished)](const Result<Answer>& answer) mutable {
      failed_ += answer.has_value() ? 0 : 1;
      finished();
    };
  }

  void Register(uint64_t number, Finished finished) {
    RegisterSubject(Who(), PersonAt(number), people_, Count<RegisterAnswer>(std::move(finished)));
  }

  void Put(uint64_t number, uint64_t person, Finished finished) {
    static const Bytes body = "{\"name\":\"" + Bytes(kBodyBytes - 12, 'x') + "\"}";
    PutRecord(Who(),
              {collection_,
               NewUnit{RecordOf(number), PersonAt(person), time_.Now(), Plaintext(Bytes(body))}, 0},
              Count<PutAnswer>(std::move(finished)));
  }

  double Erase(uint64_t person) {
    std::promise<void> done;
    const auto begun = std::chrono::steady_clock::now();
    EraseSubject(Who(), PersonAt(person), Count<EraseAnswer>([&done] { done.set_value(); }));
    done.get_future().wait();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun)
        .count();
  }

  // Exactly `count` calls, `kInFlight` at a time.
  void Run(uint64_t count, const std::function<void(uint64_t, Finished)>& start) {
    std::counting_semaphore<> room(static_cast<ptrdiff_t>(kInFlight));
    for (uint64_t number = 0; number < count; ++number) {
      room.acquire();
      start(number, [&room] { room.release(); });
    }
    for (size_t i = 0; i < kInFlight; ++i) {
      room.acquire();
    }
  }

  const BenchWorld& world_;
  const uint64_t records_;
  SystemTime time_;
  std::string collection_;
  std::string people_;
  std::string purpose_;
  std::atomic<uint64_t> next_{0};
  std::atomic<uint64_t> failed_{0};
};

std::vector<double> Growing::Expiries(Rate& beside) {
  const Instant first = time_.Now() + std::chrono::seconds(kExpiryLead);
  const auto expiry_of = [first](uint64_t i) {
    return Instant{first.micros + static_cast<int64_t>(i * kExpirySeconds * 1'000'000 / kExpiring)};
  };
  Run(kExpiring, [&](uint64_t i, Finished finished) {
    Caller who = Who();
    who.instruction = "bench";
    SetUnitTimes(who, {collection_, RecordOf(records_ - 1 - i), {std::nullopt, expiry_of(i)}},
                 Count<Receipt>(std::move(finished)));
  });
  std::vector<double> millis;
  std::jthread house([&](const std::stop_token& stop) {
    uint64_t gone = 0;
    for (Instant next = first; !stop.stop_requested() && gone < kExpiring;
         next = next + kHouseLooksEvery) {
      while (time_.Now() < next && !stop.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      const Instant begun = time_.Now();
      std::promise<void> done;
      ExpireUnits(world_.agreement(), [&](const Result<Receipt>&) { done.set_value(); });
      done.get_future().wait();
      const Instant ended = time_.Now();
      for (; gone < kExpiring && expiry_of(gone) <= begun; ++gone) {
        millis.push_back(static_cast<double>(ended.micros - expiry_of(gone).micros) / 1000);
      }
    }
  });
  beside = Writes(static_cast<double>(
      std::max<int64_t>(first.micros - time_.Now().micros, 0) / 1'000'000 + kExpirySeconds + 2));
  house.request_stop();
  house.join();
  std::ranges::sort(millis);
  return millis;
}

void Measure(double seconds, uint64_t records) {
  const ScratchDirectory scratch("growth-" + std::to_string(records));
  SystemRandom random;
  const SecretBytes root = random.DrawSecret();
  const auto path = scratch.path() / "mandat";
  auto world = std::make_unique<BenchWorld>(path, RootKey(root.Clone()));
  fmt::print("{} records of {} bytes, {} a person\n", records, kBodyBytes, kRecordsPerPerson);
  uint64_t stored = 0;
  {
    Growing growing(*world, records);
    const auto begun = std::chrono::steady_clock::now();
    growing.Fill();
    const std::chrono::duration<double> filled = std::chrono::steady_clock::now() - begun;
    fmt::print("  filled in {:.1f} s, people and records one by one\n", filled.count());
    PrintRate("reads", growing.Reads(seconds));
    PrintRate("reads of a person's records", growing.PersonReads(seconds));
    PrintRate("writes", growing.Writes(seconds));
    const std::vector<double> erasures = growing.Erasures();
    fmt::print("  erasure of a person with {} records: p50 {:.0f} us, p99 {:.0f} us\n",
               kRecordsPerPerson, erasures[erasures.size() / 2],
               erasures[erasures.size() * 99 / 100]);
    growing.MakeLargePerson();
    fmt::print("  export of a person with {} records: {:.1f} ms\n", kLargePersonUnits,
               growing.ExportLargePerson());
    fmt::print("  erasure of a person with {} records: {:.1f} ms\n", kLargePersonUnits,
               growing.EraseLargePerson() / 1000);
    Rate beside;
    const std::vector<double> late = growing.Expiries(beside);
    if (!late.empty()) {
      fmt::print(
          "  {} records past their retention gone after p50 {:.0f} ms, p99 {:.0f} ms, max "
          "{:.0f} ms\n",
          late.size(), late[late.size() / 2], late[late.size() * 99 / 100], late.back());
    }
    PrintRate("writes meanwhile", beside);
    fmt::print("  failed operations: {}\n", growing.failed());
    stored = growing.stored();
  }
  const Status reclaimed = world->agreement()->ReclaimStore();
  fmt::print("  {} records stored; files rewritten: {}\n", stored, reclaimed ? "yes" : "no");
  const uint64_t plaintext = stored * kBodyBytes;
  fmt::print("  on disk, journal and indexes included: {:.2f} of the plaintext\n",
             static_cast<double>(BytesBelow(path)) / static_cast<double>(plaintext));
  world.reset();
  const auto begun = std::chrono::steady_clock::now();
  world = std::make_unique<BenchWorld>(path, RootKey(root.Clone()));
  const std::chrono::duration<double> opened = std::chrono::steady_clock::now() - begun;
  fmt::print("  opened again in {:.2f} s\n", opened.count());
}

}  // namespace

void BenchGrowth(double seconds, uint64_t records_max) {
  for (const uint64_t records : {uint64_t{10'000}, uint64_t{1'000'000}, uint64_t{10'000'000}}) {
    if (records <= records_max) {
      Measure(seconds, records);
    }
  }
}

}  // namespace mandat
