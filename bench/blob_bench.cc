// SPDX-License-Identifier: Apache-2.0
#include "bench/blob_bench.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include "bench/bench.h"
#include "service/activate_agreement.h"
#include "service/blobs.h"
#include "service/subjects.h"
#include "store/rocks/rocks_store.h"

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kPieceBytes = size_t{1} << 20;
constexpr size_t kSegmentBytes = size_t{64} << 10;
constexpr std::string_view kSchemaMore = R"(
  - id: bench-files
    kind: blobs
    people: customers
    fields:
      - {id: caption, type: text, length-max: 100, category: housing}
)";

std::string ReadText(const std::string& name) {
  std::ifstream file(std::string(MANDAT_SOURCE_DIR) + "/agreements/" + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

template <class T>
T Require(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "bench: {}\n", result.error().message);
    std::exit(1);
  }
  return std::move(*result);
}

template <class Answer, class Call>
Answer Ask(Call call) {
  std::promise<Result<Answer>> promise;
  call(Done<Answer>([&](Result<Answer> answer) { promise.set_value(std::move(answer)); }));
  return Require(promise.get_future().get());
}

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

Bytes Noise(size_t bytes) {
  Bytes noise;
  for (uint64_t i = 0; noise.size() < bytes; ++i) {
    AppendBigEndian64(noise, Mix(i));
  }
  noise.resize(bytes);
  return noise;
}

struct Speed {
  double up = 0;
  double down = 0;
};

// The same rows in the same batches with the same syncs, and nothing else.
Speed Bare(const std::filesystem::path& path, uint64_t mebibytes, const Bytes& piece) {
  const RocksBudget budget = RocksBudget::Make(size_t{64} << 20, size_t{64} << 20);
  const std::unique_ptr<Store> store = Require(OpenRocksStore(path.string(), budget));
  const auto key = [](uint64_t number) {
    Bytes row(60, 'k');
    AppendBigEndian64(row, number);
    return row;
  };
  uint64_t number = 0;
  Clock::time_point begin = Clock::now();
  for (uint64_t i = 0; i < mebibytes; ++i) {
    Batch batch;
    for (size_t at = 0; at < piece.size(); at += kSegmentBytes) {
      batch.Put(Space::kBlobs, key(number++), piece.substr(at, kSegmentBytes) + Bytes(28, 's'));
    }
    if (store->Commit(batch, std::nullopt) != CommitOutcome::kCommitted) {
      std::exit(1);
    }
  }
  Speed speed{static_cast<double>(mebibytes) / SecondsSince(begin), 0};
  begin = Clock::now();
  uint64_t bytes = 0;
  for (uint64_t i = 0; i < number; ++i) {
    bytes += Require(store->Find(Space::kBlobs, key(i)))->size();
  }
  speed.down = static_cast<double>(bytes) / double(1 << 20) / SecondsSince(begin);
  return speed;
}

Speed Sealed(const std::filesystem::path& path, uint64_t mebibytes, const Bytes& piece) {
  SystemTime time;
  SystemRandom random;
  const RootKey root(random.DrawSecret());
  Workers workers(2);
  Agreements::Settings settings;
  settings.data = path;
  const Environment environment{root, time, random, workers, "mandat.example/journal"};
  const auto agreements = Require(Agreements::Open(settings, environment));
  const auto agreement = Require(agreements->FindOrMake(*AgreementId::Parse("opinum-demo")));
  Ask<Receipt>([&](Done<Receipt> done) {
    PutInForce(agreement,
               {ReadText("opinum.yaml"), ReadText("opinum-demo.yaml"),
                ReadText("opinum-data-hub.schema.yaml") + std::string(kSchemaMore)},
               Bytes(8, 'b'), std::move(done));
  });
  Caller caller;
  caller.agreement = agreement;
  caller.actor = Bytes(8, 'b');
  caller.purpose = "data-hub";
  const SubjectId subject = *SubjectId::Decode(random.Draw(16));
  const RecordId id = *RecordId::Decode(random.Draw(16));
  Ask<RegisterAnswer>([&](Done<RegisterAnswer> done) {
    RegisterSubject(caller, subject, "customers", std::move(done));
  });
  const std::string collection = "bench-files";
  Clock::time_point begin = Clock::now();
  Ask<UploadAnswer>([&](Done<UploadAnswer> done) {
    BeginBlob(caller, collection,
              NewBlob{id,
                      subject,
                      time.Now(),
                      "application/octet-stream",
                      mebibytes * kPieceBytes,
                      {},
                      Plaintext("{}"),
                      {}},
              std::move(done));
  });
  for (uint64_t i = 0; i < mebibytes; ++i) {
    Ask<UploadAnswer>([&](Done<UploadAnswer> done) {
      AppendBlob(caller, collection, id, i * kPieceBytes, Plaintext(Bytes(piece)), std::move(done));
    });
  }
  Ask<UploadAnswer>(
      [&](Done<UploadAnswer> done) { CompleteBlob(caller, collection, id, std::move(done)); });
  Speed speed{static_cast<double>(mebibytes) / SecondsSince(begin), 0};
  begin = Clock::now();
  const BlobAnswer answer = Ask<BlobAnswer>([&](Done<BlobAnswer> done) {
    ReadBlob(caller, BlobRequest{collection, id, true, {}, {}, {}, {}}, std::move(done));
  });
  uint64_t bytes = 0;
  while (answer.content->left() > 0) {
    bytes += Require(answer.content->Next()).Reveal().size();
  }
  speed.down = static_cast<double>(bytes) / double(1 << 20) / SecondsSince(begin);
  return speed;
}

}  // namespace

void BenchBlobs(uint64_t mebibytes) {
  fmt::print("blobs: one of {} MiB in pieces of 1 MiB, one after the other\n", mebibytes);
  const Bytes piece = Noise(kPieceBytes);
  const ScratchDirectory bare("blob-bare");
  const ScratchDirectory sealed("blob-sealed");
  const Speed base = Bare(bare.path(), mebibytes, piece);
  const Speed ours = Sealed(sealed.path(), mebibytes, piece);
  fmt::print("  {:<44} {:>9.0f} MiB/s\n", "bare RocksDB, written", base.up);
  fmt::print("  {:<44} {:>9.0f} MiB/s   {:.2f} of bare\n", "uploaded, sealed, journalled", ours.up,
             ours.up / base.up);
  fmt::print("  {:<44} {:>9.0f} MiB/s\n", "bare RocksDB, read", base.down);
  fmt::print("  {:<44} {:>9.0f} MiB/s   {:.2f} of bare\n", "streamed, decided again each step",
             ours.down, ours.down / base.down);
}

}  // namespace mandat
