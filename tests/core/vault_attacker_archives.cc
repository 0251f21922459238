// SPDX-License-Identifier: Apache-2.0
#include "core/vault_attacker_archives.h"

#include <algorithm>
#include <array>

#include "core/vault_attacker.h"

namespace attack {
namespace {

constexpr size_t kLogBlockBytes = 32'768;
constexpr size_t kLogHeaderBytes = 7;
constexpr View kManifestMark = "mandat manifest 1\n";
constexpr View kPackMark = "mandat pack 1\n";

// By the number of the family, in a pack and in a log.
constexpr std::array<View, 14> kFamilies = {"default", "journal", "units",  "index",  "ledger",
                                            "replay",  "keys",    "docket", "series", "blobs",
                                            "history", "held",    "blind",  "people"};

uint64_t LittleEndian(View bytes) { return Number(Octets(bytes.rbegin(), bytes.rend())); }

void Take(uint64_t family, View key, View value, std::vector<Row>& rows) {
  if (family < kFamilies.size()) {
    rows.push_back({Octets(kFamilies[family]), Octets(key), Octets(value)});
  }
}

uint64_t TakeVarint(Rest& rest) {
  uint64_t value = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    const View byte = rest.Take(1);
    const uint64_t bits = byte.empty() ? 0 : static_cast<unsigned char>(byte[0]);
    value |= (bits & 0x7f) << shift;
    if ((bits & 0x80) == 0) {
      break;
    }
  }
  return value;
}

View TakeText(Rest& rest) { return rest.Take(TakeVarint(rest)); }

// One batch as RocksDB logs it: sequence (8), count (4), then a tag for each record.
void ReadLoggedBatch(View batch, std::vector<Row>& rows) {
  Rest rest(batch);
  rest.Take(12);
  for (View tag = rest.Take(1); !tag.empty(); tag = rest.Take(1)) {
    const auto kind = static_cast<unsigned char>(tag[0]);
    const bool is_of_family = kind == 0x4 || kind == 0x5 || kind == 0x8 || kind == 0xe;
    const uint64_t family = is_of_family ? TakeVarint(rest) : 0;
    if (kind == 0xd) {
      continue;  // nothing
    }
    const View key = TakeText(rest);
    if (kind == 0x1 || kind == 0x5) {
      const View value = TakeText(rest);
      Take(family, key, value, rows);
    } else if (kind == 0xe || kind == 0xf) {
      TakeText(rest);  // the end of a removed range
    } else if (kind != 0x0 && kind != 0x3 && kind != 0x4 && kind != 0x7 && kind != 0x8) {
      return;  // not known
    }
  }
}

// Blocks of 32 KiB, in them records: checksum (4), bytes (2), kind (1): whole, first, middle, last.
void ReadLog(View log, std::vector<Row>& rows) {
  Octets batch;
  for (size_t block = 0; block < log.size(); block += kLogBlockBytes) {
    Rest rest(log.substr(block, kLogBlockBytes));
    for (View head = rest.Take(kLogHeaderBytes); !head.empty(); head = rest.Take(kLogHeaderBytes)) {
      const View piece = rest.Take(LittleEndian(head.substr(4, 2)));
      const char kind = head[6];
      if (kind < 1 || kind > 4) {
        break;
      }
      batch = kind <= 2 ? Octets(piece) : batch + Octets(piece);
      if (kind == 1 || kind == 4) {
        ReadLoggedBatch(batch, rows);
      }
    }
  }
}

void ReadCommits(View bytes, std::vector<Row>& rows) {
  Rest rest(bytes);
  for (View position = rest.Take(8); !position.empty(); position = rest.Take(8)) {
    for (uint64_t steps = Number(rest.Take(4)); steps > 0; --steps) {
      const uint64_t act = Number(rest.Take(1));
      const uint64_t family = Number(rest.Take(1));
      const View key = rest.Take(Number(rest.Take(4)));
      const View value = rest.Take(Number(rest.Take(4)));
      if (act == 0) {
        Take(family, key, value, rows);
      }
    }
  }
}

Octets OpenPack(View key, View name, View object) {
  Rest rest(object);
  const View mark = rest.Take(kPackMark.size());
  const Octets count(rest.Take(4));
  Octets bytes;
  for (uint64_t i = 0; mark == kPackMark && i < Number(count); ++i) {
    const auto frame =
        OpenSealed(key, rest.Take(Number(rest.Take(4))),
                   Octets(kPackMark) + Octets(name) + Octets(1, '\0') + BigEndian(i, 4) + count);
    if (!frame) {
      return {};
    }
    bytes += *frame;
  }
  return bytes;
}

}  // namespace

std::vector<Row> ReadLogs(const std::string& directory) {
  std::vector<Row> rows;
  for (const auto& [name, bytes] : ReadFiles(directory)) {
    if (name.ends_with(".log") && name.contains("data.db")) {
      ReadLog(bytes, rows);
    }
  }
  return rows;
}

std::vector<Row> ReadBackups(View root, const std::string& directory) {
  const std::map<std::string, Octets> objects = ReadFiles(directory);
  std::set<Octets> keys;
  for (const auto& [name, object] : objects) {
    const View mark = View(object).substr(0, kManifestMark.size());
    if (!name.ends_with(".manifest") || mark != kManifestMark) {
      continue;
    }
    constexpr View kAbove = "agreements/";
    const std::string owner =
        name.substr(kAbove.size(), name.find('/', kAbove.size()) - kAbove.size());
    const View wrapped = View(object).substr(mark.size(), kWrappedBytes);
    if (auto key = OpenSealed(root, wrapped, "mandat key v1 backup " + owner)) {
      keys.insert(std::move(*key));
    }
  }
  std::vector<Row> rows;
  for (const auto& [name, object] : objects) {
    for (const Octets& key : name.ends_with(".pack") ? keys : std::set<Octets>()) {
      ReadCommits(OpenPack(key, name, object), rows);
    }
  }
  return rows;
}

}  // namespace attack
