// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <future>
#include <string>

#include "bench/bench.h"
#include "service/put_record.h"
#include "service/read_records.h"
#include "service/subjects.h"

namespace mandat {

// Operations on one agreement without HTTP, always as many in flight.
inline constexpr uint64_t kPeople = 2000;

inline Bytes IdBytes(uint64_t number, char kind) {
  const uint64_t half = Mix(number * 2 + (kind == 's' ? 1 : 0));
  Bytes id;
  AppendBigEndian64(id, half);
  AppendBigEndian64(id, Mix(half));
  return id;
}

inline SubjectId PersonOf(uint64_t number) {
  return *SubjectId::Decode(IdBytes(number % kPeople, 's'));
}
inline RecordId RecordOf(uint64_t number) { return *RecordId::Decode(IdBytes(number, 'r')); }

class InProcess {
 public:
  explicit InProcess(const BenchWorld& world) : world_(world), body_(kBodyBytes - 12, 'x') {
    const Collection* users = world.mandate().schema().FindCollection(kBenchCollection);
    collection_ = users->id;
    people_ = users->people;
    purpose_ = world.mandate().agreement().purposes().front().id;
    for (uint64_t number = 0; number < kPeople; ++number) {
      std::promise<void> done;
      RegisterSubject(Who(), PersonOf(number), people_, [&](Result<RegisterAnswer> answer) {
        Count(answer.has_value());
        done.set_value();
      });
      done.get_future().wait();
    }
  }

  Rate Writes(double seconds) {
    return RunInFlight(seconds, [&](uint64_t, Finished finished) {
      const uint64_t number = written_++;
      PutRecord(Who(),
                {collection_,
                 NewUnit{RecordOf(number), PersonOf(number), time_.Now(),
                         Plaintext("{\"name\":\"" + body_ + "\"}")},
                 0},
                [this, finished = std::move(finished)](const Result<PutAnswer>& answer) mutable {
                  Count(answer.has_value());
                  finished();
                });
    });
  }

  Rate Reads(double seconds) {
    const uint64_t units = written_;
    return RunInFlight(seconds, [&, units](uint64_t number, Finished finished) {
      ReadRecord(Who(), collection_, RecordOf(Mix(number) % units),
                 [this, finished = std::move(finished)](const Result<ReadAnswer>& answer) mutable {
                   Count(answer.has_value());
                   finished();
                 });
    });
  }

  void PrintBatches() const {
    const GateCounts counts = world_.agreement()->gate().counts();
    fmt::print("  {} operations in {} batches: {:.1f} a batch\n", counts.done, counts.batches,
               static_cast<double>(counts.done) / static_cast<double>(counts.batches));
  }

  uint64_t written() const { return written_; }
  uint64_t failed() const { return failed_; }

  RowSizes Sizes() const {
    const auto size = [](const std::unique_ptr<Cursor>& rows) {
      return std::pair{rows->key().size(), rows->value().size()};
    };
    const Store& store = world_.agreement()->store();
    const Bytes first(1, '\0');
    const Bytes end(1, '\xff');
    const auto unit = size(store.Scan(Space::kUnits, first, end));
    const auto index = size(store.Scan(Space::kIndex, "c", "d"));
    const auto entry = size(store.Scan(Space::kJournal, IndexKey(kPeople + 10), "f"));
    return {unit.first, unit.second, index.first, index.second, entry.first, entry.second};
  }

 private:
  static Bytes IndexKey(uint64_t index) {
    Bytes key = "e";
    AppendBigEndian64(key, index);
    return key;
  }
  Caller Who() const {
    Caller caller;
    caller.agreement = world_.agreement();
    caller.actor = Bytes(8, 'b');
    caller.purpose = purpose_;
    return caller;
  }
  void Count(bool ok) { failed_ += ok ? 0 : 1; }

  const BenchWorld& world_;
  SystemTime time_;
  std::string body_;
  std::string collection_;
  std::string people_;
  std::string purpose_;
  std::atomic<uint64_t> written_{0};
  std::atomic<uint64_t> failed_{0};
};

}  // namespace mandat
