// SPDX-License-Identifier: Apache-2.0
#include "backup/commit_bytes.h"

#include <utility>

namespace mandat {
namespace {

// On disk: a space is written as its number here; spaces are added at the end and never change.
static_assert(std::to_underlying(Space::kMeta) == 0 && std::to_underlying(Space::kLedger) == 4 &&
              std::to_underlying(Space::kDocket) == 7 && std::to_underlying(Space::kPeople) == 13);
static_assert(std::to_underlying(Batch::Kind::kPut) == 0 &&
              std::to_underlying(Batch::Kind::kRemoveRange) == 2);

Error Damaged() { return Error::Corrupt("a pack of the backup is not in its form"); }

class Reader {
 public:
  explicit Reader(ByteView in) : in_(in) {}

  bool AtEnd() const { return in_.empty(); }
  Result<ByteView> Take(size_t bytes) {
    if (in_.size() < bytes) {
      return Fail(Damaged());
    }
    const ByteView taken = in_.substr(0, bytes);
    in_.remove_prefix(bytes);
    return taken;
  }
  Result<Bytes> TakeCounted() {
    MANDAT_TRY(const ByteView count, Take(4));
    MANDAT_TRY(const ByteView bytes, Take(ReadBigEndian32(count)));
    return Bytes(bytes);
  }

 private:
  ByteView in_;
};

Status ReadStep(Reader& in, Batch& batch) {
  MANDAT_TRY(const ByteView head, in.Take(2));
  MANDAT_TRY(Bytes key, in.TakeCounted());
  MANDAT_TRY(Bytes value, in.TakeCounted());
  const auto number = static_cast<uint8_t>(head[1]);
  if (number >= kSpacesCount) {
    return Fail(Damaged());
  }
  const auto space = static_cast<Space>(number);
  switch (head[0]) {
    case 0:
      batch.Put(space, std::move(key), std::move(value));
      return {};
    case 1:
      batch.Remove(space, std::move(key));
      return value.empty() ? Status() : Status(Fail(Damaged()));
    case 2:
      batch.RemoveRange(space, std::move(key), std::move(value));
      return {};
    default:
      return Fail(Damaged());
  }
}

}  // namespace

void AppendCommit(Bytes& out, Position at, const Batch& batch) {
  AppendBigEndian64(out, at.value);
  AppendBigEndian32(out, static_cast<uint32_t>(batch.steps().size()));
  for (const Batch::Step& step : batch.steps()) {
    out.push_back(static_cast<char>(step.kind));
    out.push_back(static_cast<char>(step.space));
    AppendBigEndian32(out, static_cast<uint32_t>(step.key.size()));
    out.append(step.key);
    AppendBigEndian32(out, static_cast<uint32_t>(step.value.size()));
    out.append(step.value);
  }
}

Status ForEachPacked(ByteView bytes, Store::OnCommit& commit) {
  Reader in(bytes);
  while (!in.AtEnd()) {
    MANDAT_TRY(const ByteView head, in.Take(12));
    const Position at{ReadBigEndian64(head)};
    const uint32_t steps = ReadBigEndian32(head.substr(8));
    Batch batch;
    for (uint32_t i = 0; i < steps; ++i) {
      MANDAT_TRY_STATUS(ReadStep(in, batch));
    }
    MANDAT_TRY_STATUS(commit(at, batch));
  }
  return {};
}

}  // namespace mandat
