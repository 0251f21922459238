// SPDX-License-Identifier: Apache-2.0
#include "backup/key_copies.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "crypto/random.h"
#include "keyring/key_backup.h"

namespace mandat {
namespace {

constexpr size_t kAtDigits = 19;
constexpr size_t kGenerationDigits = 10;
constexpr size_t kPartDigits = 8;
constexpr std::string_view kEnd = "end";
constexpr const char* kPlace = "place-of-keys";  // On disk: 16 hexadecimal digits.
constexpr size_t kPlaceBytes = 8;

std::string Digits(uint64_t number, size_t count) {
  std::string text = std::to_string(number);
  return text.size() < count ? std::string(count - text.size(), '0') + text : text;
}

std::optional<uint64_t> NumberIn(std::string_view text, size_t digits) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  return is_number && text.size() == digits ? std::optional(number) : std::nullopt;
}

// On disk: `keys/shop/0001790000000000000-0000000003/00000000`, ..., and `.../end`.
std::string Prefix(const std::string& owner) { return "keys/" + owner + "/"; }

std::string Prefix(const std::string& owner, Instant at, uint64_t generation) {
  return Prefix(owner) + Digits(static_cast<uint64_t>(at.micros), kAtDigits) + "-" +
         Digits(generation, kGenerationDigits) + "/";
}

std::string PartName(const std::string& prefix, uint64_t part) {
  return prefix + Digits(part, kPartDigits);
}

// Of the name of an object, behind the owner. nullopt: it is none of ours.
std::optional<PlacedKeys> PlacedBy(std::string_view name) {
  const size_t slash = name.find('/');
  const size_t dash = name.find('-');
  if (slash == std::string_view::npos || dash == std::string_view::npos || dash > slash) {
    return std::nullopt;
  }
  const auto at = NumberIn(name.substr(0, dash), kAtDigits);
  const auto generation = NumberIn(name.substr(dash + 1, slash - dash - 1), kGenerationDigits);
  if (!at || !generation || *at > uint64_t{INT64_MAX}) {
    return std::nullopt;
  }
  return PlacedKeys{Instant{static_cast<int64_t>(*at)}, *generation,
                    name.substr(slash + 1) == kEnd};
}

Status PutVerified(Target& target, const std::string& name, ByteView bytes) {
  MANDAT_TRY_STATUS(target.Put(name, bytes));
  MANDAT_TRY(const std::optional<Bytes> back, target.Get(name));
  return back && *back == bytes
             ? Status()
             : Status(Fail(Error::Corrupt("a copy of keys does not read back as written")));
}

}  // namespace

Result<Bytes> PlaceOfKeys(Target& target, Random& random) {
  MANDAT_TRY(const std::optional<Bytes> known, target.Get(kPlace));
  if (!known) {
    Bytes place = random.Draw(kPlaceBytes);
    MANDAT_TRY_STATUS(PutVerified(target, kPlace, FormatHex(place)));
    return place;
  }
  Result<Bytes> place = ParseHex(*known);
  return place && place->size() == kPlaceBytes
             ? std::move(place)
             : Result<Bytes>(Fail(Error::Corrupt("place-of-keys does not name a place")));
}

Result<std::vector<PlacedKeys>> ListKeyCopies(Target& target, const std::string& owner) {
  const std::string prefix = Prefix(owner);
  MANDAT_TRY(const std::vector<std::string> names, target.List(prefix));
  std::vector<PlacedKeys> copies;
  for (const std::string& name : names) {
    const std::optional<PlacedKeys> copy = PlacedBy(std::string_view(name).substr(prefix.size()));
    if (!copy) {
      continue;
    }
    const bool is_same = !copies.empty() && copies.back().at == copy->at &&
                         copies.back().generation == copy->generation;
    if (is_same) {
      copies.back().is_whole = copies.back().is_whole || copy->is_whole;
    } else {
      copies.push_back(*copy);
    }
  }
  return copies;
}

Status WriteKeyCopy(Target& target, KeyExport& keys, size_t part_bytes) {
  const KeyBackupHead& head = keys.head();
  const std::string prefix = Prefix(head.owner, head.at, head.generation);
  Bytes open;
  uint64_t parts_count = 0;
  const auto flush = [&]() -> Status {
    MANDAT_TRY_STATUS(PutVerified(target, PartName(prefix, parts_count), open));
    ++parts_count;
    open.clear();
    return {};
  };
  MANDAT_TRY_STATUS(keys.WriteTo([&](ByteView piece) -> Status {
    open.append(piece);
    return open.size() < part_bytes ? Status() : flush();
  }));
  if (!open.empty()) {
    MANDAT_TRY_STATUS(flush());
  }
  return PutVerified(target, prefix + std::string(kEnd), std::to_string(parts_count));
}

Status RemoveKeyCopy(Target& target, const std::string& owner, Instant at, uint64_t generation) {
  const std::string prefix = Prefix(owner, at, generation);
  MANDAT_TRY(std::vector<std::string> names, target.List(prefix));
  // A crash may have left the beginning of the object behind the last one, which no list names.
  const auto parts_count = static_cast<uint64_t>(
      std::ranges::count_if(names, [](const std::string& name) { return !name.ends_with(kEnd); }));
  names.push_back(PartName(prefix, parts_count));
  names.push_back(prefix + std::string(kEnd));
  // The end first: what is left of an interrupted removal is not called whole.
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    MANDAT_TRY_STATUS(target.Remove(*name));
  }
  MANDAT_TRY(const std::vector<std::string> left, target.List(prefix));
  return left.empty() ? Status()
                      : Status(Fail(Error::Unavailable("a copy of keys is still at its place")));
}

Result<Bytes> ReadNewestKeyCopy(Target& target, const std::string& owner) {
  MANDAT_TRY(const std::vector<PlacedKeys> copies, ListKeyCopies(target, owner));
  const auto newest = std::ranges::find_if(copies.rbegin(), copies.rend(), &PlacedKeys::is_whole);
  if (newest == copies.rend()) {
    return Fail(Error::NotFound("there is no copy of the keys at backup.keys_target"));
  }
  const std::string prefix = Prefix(owner, newest->at, newest->generation);
  MANDAT_TRY(const std::optional<Bytes> count, target.Get(prefix + std::string(kEnd)));
  const auto parts_count = count ? NumberIn(*count, count->size()) : std::optional<uint64_t>();
  Bytes copy;
  for (uint64_t part = 0; parts_count && part < *parts_count; ++part) {
    MANDAT_TRY(const std::optional<Bytes> bytes, target.Get(PartName(prefix, part)));
    if (!bytes) {
      return Fail(Error::Corrupt("a part of the newest copy of keys is missing"));
    }
    copy += *bytes;
  }
  return parts_count
             ? Result<Bytes>(std::move(copy))
             : Result<Bytes>(Fail(Error::Corrupt("the copy of keys has no count of parts")));
}

}  // namespace mandat
