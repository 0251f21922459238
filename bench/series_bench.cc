// SPDX-License-Identifier: Apache-2.0
// Points in and out, beside bare RocksDB with the same rows and bytes in batches with one sync.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <mutex>

#include "bench/bench.h"
#include "bench/in_process.h"
#include "bench/series_bench.h"
#include "service/activate_agreement.h"
#include "service/series.h"
#include "store/rocks/rocks_store.h"

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kSources = 400;  // each of a person of its own
constexpr uint64_t kPointsOfSource = 100;
constexpr int64_t kSecond = 1'000'000;
constexpr std::string_view kSeriesCollection = "bench-meters";

std::string ReadAgreement(const std::string& name) {
  std::ifstream file(std::string(MANDAT_SOURCE_DIR) + "/agreements/" + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// As BenchWorld, with a collection of meters behind the others of the schema.
class MeterWorld {
 public:
  MeterWorld(const std::filesystem::path& data, RootKey root)
      : root_(std::move(root)), workers_(2) {
    Agreements::Settings settings;
    settings.data = data;
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    agreements_ = std::move(*Agreements::Open(settings, environment));
    agreement_ = std::move(*agreements_->FindOrMake(*AgreementId::Parse("opinum-demo")));
    std::string schema = ReadAgreement("opinum-data-hub.schema.yaml");
    auto parsed = ServiceSchema::Parse("schema", schema);
    const Collection& like = std::get<ServiceSchema>(parsed).collections().back();
    schema += fmt::format(
        "\n  - id: {}\n    kind: series\n    people: {}\n    fields:\n"
        "      - {{id: power, type: integer, category: {}}}\n"
        "      - {{id: level, type: decimal, category: {}}}\n",
        kSeriesCollection, like.people, like.fields.front().category, like.fields.front().category);
    std::promise<bool> active;
    PutInForce(agreement_,
               {ReadAgreement("opinum.yaml"), ReadAgreement("opinum-demo.yaml"), schema},
               Bytes(8, 'b'), [&](Result<Receipt> receipt) {
                 if (!receipt) {
                   fmt::print(stderr, "bench: {}\n", receipt.error().message);
                 }
                 active.set_value(receipt.has_value());
               });
    if (!active.get_future().get()) {
      std::exit(1);
    }
  }

  const std::shared_ptr<OpenAgreement>& agreement() const { return agreement_; }
  const Mandate& mandate() const { return *agreement_->mandate(); }

 private:
  SystemTime time_;
  SystemRandom random_;
  RootKey root_;
  Workers workers_;
  std::unique_ptr<Agreements> agreements_;
  std::shared_ptr<OpenAgreement> agreement_;
};

class SeriesRun {
 public:
  explicit SeriesRun(const MeterWorld& world) : world_(world) {
    const Mandate& mandate = world.mandate();
    people_ = mandate.schema().FindCollection(kSeriesCollection)->people;
    purpose_ = mandate.agreement().purposes().front().id;
    columns_ = ColumnsOf(*mandate.schema().FindCollection(kSeriesCollection));
    begin_ = time_.Now().micros - int64_t{86'400} * kSecond;
    for (uint64_t number = 0; number < kSources; ++number) {
      std::promise<bool> done;
      RegisterSubject(Who(), PersonOf(number), people_,
                      [&](Result<RegisterAnswer> answer) { done.set_value(answer.has_value()); });
      failed_ += done.get_future().get() ? 0 : 1;
    }
  }

  // Points per second with `kInFlight` calls under way. The sources go forward in time together.
  Rate Ingest(double seconds, uint64_t points_of_call) {
    const uint64_t sources = points_of_call / kPointsOfSource;
    Rate rate = RunInFlight(seconds, [&](uint64_t, Finished finished) {
      const uint64_t first = next_.fetch_add(sources);
      std::vector<NewPoints> points;
      for (uint64_t i = first; i < first + sources; ++i) {
        points.push_back(PointsOf(i % kSources, i / kSources));
      }
      AppendPoints(Who(), {std::string(kSeriesCollection), std::move(points), 0},
                   [this, finished = std::move(finished)](Result<AppendAnswer> answer) mutable {
                     failed_ += answer ? 0 : 1;
                     stored_ += answer ? answer->counts.stored : 0;
                     finished();
                   });
    });
    rate.per_second *= static_cast<double>(points_of_call);
    return rate;
  }

  // Points per second that pages of 10,000 give, or that are looked at to compute means.
  Rate Read(double seconds, bool means) {
    std::atomic<uint64_t> points{0};
    const Clock::time_point begin = Clock::now();
    Rate rate = RunInFlight(seconds, [&](uint64_t number, Finished finished) {
      PointsRequest request{
          std::string(kSeriesCollection),
          {RecordOf(Mix(number) % kSources), {0}, {INT64_MAX}, {}, 10'000, {}, {}},
          {},
          false,
          0};
      if (means) {
        request.every = *SpanLength::Parse("PT1M");
        request.query.functions = {"count", "mean"};
      }
      ReadPoints(Who(), std::move(request),
                 [&, finished = std::move(finished)](Result<PointsAnswer> answer) mutable {
                   failed_ += answer ? 0 : 1;
                   const size_t rows = answer ? answer->page.points.size() : 0;
                   for (size_t i = 0; means && i < rows; ++i) {
                     points += static_cast<uint64_t>(answer->page.points.values(i)[0].integer());
                   }
                   points += means ? 0 : rows;
                   finished();
                 });
    });
    rate.per_second = static_cast<double>(points) / SecondsSince(begin);
    return rate;
  }

  // Rows of one call, as they are in the store: chunks, their expiry, the entry.
  Batch RowsOfCall(uint64_t points_of_call, uint64_t number) const {
    Batch batch;
    uint64_t chunks = points_of_call / kPointsOfSource;
    const Store& store = world_.agreement()->store();
    const auto rows = store.Scan(Space::kSeries, Bytes(1, '\0'), Bytes(17, '\xff'));
    for (; rows->Valid() && chunks > 0; rows->Next(), --chunks) {
      Bytes key(rows->key());
      AppendBigEndian64(key, Mix(number * 4096 + chunks));
      batch.Put(Space::kIndex, "y12345678s" + key, {});
      batch.Put(Space::kSeries, std::move(key), Bytes(ChunkBytes(), 'x'));
    }
    Bytes entry = "e";
    AppendBigEndian64(entry, number);
    batch.Put(Space::kJournal, std::move(entry), Bytes(300, 'x'));
    return batch;
  }

  uint64_t failed() const { return failed_; }
  uint64_t stored() const { return stored_; }
  // Of a chunk as one call makes it, header and seals included.
  size_t ChunkBytes() const { return chunk_bytes_; }
  void Measure() {
    const auto rows =
        world_.agreement()->store().Scan(Space::kSeries, Bytes(1, '\0'), Bytes(17, '\xff'));
    uint64_t bytes = 0;
    for (; rows->Valid(); rows->Next()) {
      bytes += rows->key().size() + rows->value().size();
      // Byte 33 is the rank: as a call made it.
      if (rows->value()[33] == 0) {
        chunk_bytes_ = rows->value().size();
      }
    }
    bytes_per_point_ = static_cast<double>(bytes) / static_cast<double>(stored_);
  }
  double bytes_per_point() const { return bytes_per_point_; }

 private:
  NewPoints PointsOf(uint64_t source, uint64_t turn) const {
    NewPoints fresh{RecordOf(source), PersonOf(source), PointTable(columns_)};
    fresh.points.Reserve(kPointsOfSource);
    const int64_t begin = begin_ + static_cast<int64_t>(turn * kPointsOfSource) * (kSecond / 10);
    for (uint64_t i = 0; i < kPointsOfSource; ++i) {
      const uint64_t noise = Mix(source * 1'000'003 + turn * kPointsOfSource + i);
      const std::array<PointValue, 2> values{
          PointValue::Integer(static_cast<int64_t>(1000 + noise % 50)),
          PointValue::Decimal(static_cast<double>(2000 + noise % 100) / 100)};
      fresh.points.Add({begin + static_cast<int64_t>(i) * (kSecond / 10)}, values,
                       static_cast<uint32_t>(i + 1));
    }
    return fresh;
  }
  Caller Who() const {
    Caller caller;
    caller.agreement = world_.agreement();
    caller.actor = Bytes(8, 'b');
    caller.purpose = purpose_;
    return caller;
  }

  const MeterWorld& world_;
  SystemTime time_;
  std::string people_;
  std::string purpose_;
  PointColumns columns_;
  int64_t begin_ = 0;
  size_t chunk_bytes_ = 0;
  double bytes_per_point_ = 0;
  std::atomic<uint64_t> next_{0};
  std::atomic<uint64_t> stored_{0};
  std::atomic<uint64_t> failed_{0};
};

// The same rows and bytes by one writer, as many calls a sync as the gate had on average.
double BareIngest(const std::filesystem::path& path, const SeriesRun& run, uint64_t points_of_call,
                  double seconds) {
  const RocksBudget budget = RocksBudget::Make(size_t{1} << 30, size_t{256} << 20);
  const std::unique_ptr<Store> store = std::move(*OpenRocksStore(path.string(), budget));
  std::vector<Batch> calls;
  constexpr uint64_t kCalls = 64;
  uint64_t done = 0;
  double took = 0;
  while (took < seconds) {
    calls.clear();
    for (uint64_t i = 0; i < kCalls; ++i) {
      calls.push_back(run.RowsOfCall(points_of_call, done + i));
    }
    Batch together;
    for (const Batch& call : calls) {
      for (const Batch::Step& step : call.steps()) {
        together.Put(step.space, step.key, step.value);
      }
    }
    const Clock::time_point begin = Clock::now();
    (void)store->Commit(together, std::nullopt);
    took += SecondsSince(begin);
    done += kCalls;
  }
  return static_cast<double>(done * points_of_call) / took;
}

}  // namespace

void BenchSeries(double seconds) {
  const ScratchDirectory scratch("series");
  SystemRandom random;
  const MeterWorld world(scratch.path() / "mandat", RootKey(random.DrawSecret()));
  SeriesRun run(world);
  (void)run.Ingest(0.5, 1000);
  run.Measure();
  for (const uint64_t points_of_call : {uint64_t{1000}, uint64_t{10'000}}) {
    fmt::print("series, calls of {} points, {} in flight\n", points_of_call, kInFlight);
    std::vector<double> ratios;
    for (int round = 0; round < 3; ++round) {
      const Rate ours = run.Ingest(seconds, points_of_call);
      const double bare =
          BareIngest(scratch.path() / fmt::format("bare-{}-{}", points_of_call, round), run,
                     points_of_call, seconds);
      PrintRate("points in, mandat", ours);
      PrintRate("points in, bare RocksDB, 64 calls a sync", {bare, 0, 0});
      ratios.push_back(ours.per_second / bare);
    }
    fmt::print("points in: {:.2f} of the baseline (median of 3 rounds)\n", Median(ratios));
  }
  run.Measure();
  fmt::print("{} points of 24 bytes, {:.1f} bytes each in the store\n", run.stored(),
             run.bytes_per_point());
  PrintRate("points out, pages of 10,000", run.Read(seconds, false));
  PrintRate("points looked at, means over minutes", run.Read(seconds, true));
  fmt::print("failed operations: {}\n", run.failed());
}

}  // namespace mandat
