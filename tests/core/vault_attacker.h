// SPDX-License-Identifier: Apache-2.0
// The rows of a vault as docs/internals/ describes them, for the attacker alone.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/erasure_attacker.h"

namespace attack {

constexpr uint64_t kGenerationMax = 4;
constexpr uint64_t kEpochMax = 6;
constexpr size_t kChunkHeaderBytes = 34;
constexpr size_t kPlaceSealBytes = 16;
constexpr size_t kBlobHeaderBytes = 37;
constexpr size_t kBlobClearBytes = kBlobHeaderBytes + 8 + 32;
constexpr uint32_t kMainPart = 0xffff'ffff;
// Rules of a member's erasure, as they stand in a header.
constexpr char kUnitGoes = 0;
constexpr char kLastGoes = 2;

struct Keys {
  std::map<Octets, uint64_t> agreement;     // key, generation
  std::map<Octets, std::set<Octets>> rows;  // by the key of the row
};

inline uint64_t Number(View bytes) {
  uint64_t value = 0;
  for (const char c : bytes) {
    value = value << 8 | static_cast<unsigned char>(c);
  }
  return value;
}

// The row of the bucket key, of an instant of expiry as it stands in a header.
inline Octets BucketRow(View expires) {
  const auto at = static_cast<int64_t>(Number(expires));
  return "b" + BigEndian(at == INT64_MAX ? 0 : static_cast<uint64_t>((at - 1) / 86'400'000'000), 4);
}

// `collection 00 id` at the beginning of a place; empty when there is none.
inline View NameIn(View place) {
  const size_t end = place.find('\0');
  return end == View::npos || place.size() < end + 1 + kIdBytes
             ? View()
             : place.substr(0, end + 1 + kIdBytes);
}

inline std::string LabelOf(const char* kind, View name) {
  return std::string(kind) + "." + std::to_string(static_cast<unsigned char>(name.back()));
}

struct Member {
  char rule = 0;
  Octets role;
  Octets subject;
};

// Bytes taken from the front; everything is empty once there were too few.
class Rest {
 public:
  explicit Rest(View bytes) : bytes_(bytes) {}
  View Take(size_t count) {
    const View taken = bytes_.substr(0, bytes_.size() < count ? 0 : count);
    bytes_.remove_prefix(bytes_.size() < count ? bytes_.size() : count);
    return taken;
  }
  std::vector<std::pair<uint32_t, View>> TakeList() {
    std::vector<std::pair<uint32_t, View>> list;
    for (uint64_t count = Number(Take(4)); count > 0 && !bytes_.empty(); --count) {
      const auto number = static_cast<uint32_t>(Number(Take(4)));
      list.emplace_back(number, Take(Number(Take(4))));
    }
    return list;
  }

 private:
  View bytes_;
};

// Of a segment of a copy of the keys.
struct Item {
  char kind = 0;  // 'f' a file, 'r' a row
  Octets name;
  Octets value;
};

inline std::vector<Item> ItemsOf(View segment) {
  std::vector<Item> items;
  Rest rest(segment);
  for (View kind = rest.Take(1); !kind.empty(); kind = rest.Take(1)) {
    Item item;
    item.kind = kind[0];
    item.name = rest.Take(Number(rest.Take(2)));
    item.value = rest.Take(Number(rest.Take(2)));
    items.push_back(std::move(item));
  }
  return items;
}

inline std::vector<Member> MembersOf(View header) {
  std::vector<Member> members;
  if (header[0] == 1) {
    return members;
  }
  Rest rest(header.substr(kUnitHeaderBytes + 4));
  const uint64_t flags = Number(rest.Take(1));
  rest.Take(((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 8 : 0));
  for (uint64_t count = Number(rest.Take(4)); count > 0; --count) {
    Member member;
    member.rule = static_cast<char>(Number(rest.Take(1)));
    member.role = rest.Take(Number(rest.Take(1)));
    member.subject = rest.Take(kIdBytes);
    members.push_back(std::move(member));
  }
  return members;
}

}  // namespace attack
