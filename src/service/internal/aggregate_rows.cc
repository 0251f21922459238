// SPDX-License-Identifier: Apache-2.0
#include "service/internal/aggregate_rows.h"

#include <algorithm>

#include "crypto/aead.h"

namespace mandat::internal {
namespace {

constexpr std::string_view kUse = "aggregate";
constexpr std::string_view kLabel = "mandat aggregate v1 ";

Error Damaged() { return Error::Corrupt("an answered set of an aggregate is damaged"); }

// The next part of a length (4) and its bytes.
Result<ByteView> TakePart(ByteView& bytes) {
  if (bytes.size() < 4 || bytes.size() - 4 < ReadBigEndian32(bytes)) {
    return Fail(Damaged());
  }
  const ByteView part = bytes.substr(4, ReadBigEndian32(bytes));
  bytes.remove_prefix(4 + part.size());
  return part;
}

void AppendPart(Bytes& bytes, ByteView part) {
  AppendBigEndian32(bytes, static_cast<uint32_t>(part.size()));
  bytes.append(part);
}

}  // namespace

Bytes AnsweredSets::Seal(ByteView row, const AnsweredSet& set) const {
  Bytes bytes;
  AppendPart(bytes, set.field);
  AppendPart(bytes, set.people.Encode());
  AppendPart(bytes, set.values.Encode());
  return mandat::Seal(keyring_.PrivateKey(kUse), bytes, Bytes(kLabel).append(row), random_);
}

Result<AnsweredSet> AnsweredSets::Open(ByteView row, ByteView sealed) const {
  MANDAT_TRY(const Bytes opened,
             mandat::Open(keyring_.PrivateKey(kUse), sealed, Bytes(kLabel).append(row)));
  ByteView bytes = opened;
  MANDAT_TRY(const ByteView field, TakePart(bytes));
  MANDAT_TRY(const ByteView people, TakePart(bytes));
  MANDAT_TRY(const ByteView values, TakePart(bytes));
  MANDAT_TRY(SetSketch sketch_of_people, SetSketch::Decode(people));
  MANDAT_TRY(SetSketch sketch_of_values, SetSketch::Decode(values));
  return AnsweredSet{std::string(field), std::move(sketch_of_people), std::move(sketch_of_values)};
}

Result<std::optional<AggregateRefusal>> AnsweredSets::Judge(std::span<const AnsweredSet> fresh,
                                                            const AggregateRules& rules,
                                                            BatchContext& context) const {
  std::vector<AnsweredSet> kept;
  Status readable;
  MANDAT_TRY_STATUS(
      context.staging.ForEach(Space::kMeta, prefix_, [&](ByteView row, ByteView sealed) {
        Result<AnsweredSet> earlier = Open(row, sealed);
        if (earlier) {
          kept.push_back(std::move(*earlier));
        } else {
          readable = Fail(earlier.error());
        }
      }));
  MANDAT_TRY_STATUS(readable);
  // What was told before tells nothing when it is told again.
  std::vector<bool> known(fresh.size());
  for (size_t i = 0; i < fresh.size(); ++i) {
    known[i] = std::ranges::find(kept, fresh[i]) != kept.end();
    for (const AnsweredSet& earlier : kept) {
      std::optional<AggregateRefusal> refusal;
      if (!known[i] && (refusal = JudgeAgainst(earlier, fresh.subspan(i, 1), rules))) {
        return refusal;
      }
    }
  }
  const auto new_count = static_cast<size_t>(std::ranges::count(known, false));
  if (new_count > 0 && kept.size() + new_count > kSetsMax) {
    return Fail(Error::Exceeded("collection has as many answered sets as are kept, " +
                                std::to_string(kSetsMax)));
  }
  for (size_t i = 0; i < fresh.size(); ++i) {
    if (!known[i]) {
      Bytes row = prefix_;
      AppendBigEndian64(row, context.entry.value);
      AppendBigEndian16(row, static_cast<uint16_t>(i));
      Bytes sealed = Seal(row, fresh[i]);
      context.staging.Put(Space::kMeta, std::move(row), std::move(sealed));
    }
  }
  return std::optional<AggregateRefusal>();
}

}  // namespace mandat::internal
