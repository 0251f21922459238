// SPDX-License-Identifier: Apache-2.0
// The attacker of prune_attack_test.cc: links the entries of a journal to people, and to each
// other, with whatever keys there are. Shares no code with the product; he reads the trail as
// docs/internals/trail.md has it and entries as docs/reference/journal-entry.md has them.
//
//   trail_attacker ROOT_KEY_DIR OWNER JOURNAL PEOPLE_FILE [keys DIR | data DIR]...
//
// PEOPLE_FILE has ids of 16 bytes. `keys` and `data` are copies of an agreement's directory; from
// the former only the keys are taken, overwritten and removed ones too, from the latter everything
// else. Prints `NAME VALUE`: rows of the trail that were opened, how often one of the people stands
// in them, rows of the erased that were opened, and entries that a key of one of the people fits.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/erasure_attacker.h"

namespace attack {
namespace {

constexpr uint64_t kGenerationMax = 6;
constexpr size_t kHeadBytes = 13;
constexpr size_t kScavengedPeople = 3;  // each costs a look at every byte of every file
constexpr size_t kTaggedPeople = 1000;  // each costs a look at every entry

uint64_t Number(View bytes) {
  uint64_t value = 0;
  for (const char c : bytes) {
    value = value << 8 | static_cast<unsigned char>(c);
  }
  return value;
}

Octets Hex(View bytes) {
  Octets out;
  for (const char c : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(c));
    out += digits;
  }
  return out;
}

Octets LeafHash(View leaf) { return Sha256(Octets(1, '\0') + Octets(leaf)); }

// The byte strings of a map with unsigned keys (RFC 8949 3).
std::map<uint64_t, Octets> StringsIn(View map) {
  const auto head = [&map]() -> std::pair<int, uint64_t> {
    const auto first = static_cast<unsigned char>(map.empty() ? 0 : map[0]);
    const unsigned low = first & 31U;
    const size_t more = low < 24 ? 0 : size_t{1} << (low - 24U);
    const uint64_t value = low < 24 ? low : Number(map.substr(1, more));
    map.remove_prefix(std::min(map.size(), 1 + more));
    return {first >> 5U, value};
  };
  std::map<uint64_t, Octets> strings;
  for (uint64_t pairs = head().second; pairs > 0 && !map.empty(); --pairs) {
    const uint64_t key = head().second;
    const auto [kind, value] = head();
    if (kind == 2 || kind == 3) {
      strings[key] = Octets(map.substr(0, value));
      map.remove_prefix(std::min<size_t>(map.size(), value));
    }
  }
  return strings;
}

class Attacker {
 public:
  Attacker(Octets root, std::string owner, std::string journal, const std::string& people_file)
      : journal_(std::move(journal)) {
    target_.root = std::move(root);
    target_.owner = std::move(owner);
    std::ifstream in(people_file, std::ios::binary);
    const Octets all{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (size_t at = 0; at + kIdBytes <= all.size(); at += kIdBytes) {
      people_.push_back(all.substr(at, kIdBytes));
    }
  }

  void TakeData(const std::string& directory) {
    for (const Row& row : ReadRows(directory + "/data.db")) {
      if (row.family == "trail" && row.value.size() > kHeadBytes) {
        trail_[row.key].insert(row.value);
        epochs_.insert(row.value.substr(row.key[0] == 't' ? 1 : 0, 8));
      } else if (row.family == "journal" && (row.key[0] == 'e' || row.key[0] == 'k')) {
        entries_.insert(row.value);
      }
    }
  }

  // What is in the rows now, and at every offset of every file what once was.
  void TakeKeys(const std::string& directory) {
    const std::map<std::string, Octets> files = ReadFiles(directory);
    for (const auto& [name, bytes] : files) {
      for (uint64_t g = 1; g <= kGenerationMax && bytes.size() == kWrappedBytes; ++g) {
        if (auto key = UnwrapAgreementKey(target_, bytes, g)) {
          agreement_.emplace(std::move(*key), g);
        }
      }
    }
    for (uint64_t g = 1; g <= kGenerationMax; ++g) {
      for (const Row& row : ReadRows(directory + "/keys-" + std::to_string(g) + ".db")) {
        Unwrap(row.key, row.value);
      }
    }
    std::vector<Octets> names;
    for (const Octets& epoch : epochs_) {
      names.push_back("w" + Hex(epoch));
    }
    for (size_t i = 0; i < std::min(people_.size(), kScavengedPeople); ++i) {
      names.push_back("s" + people_[i]);
    }
    for (const auto& [name, bytes] : files) {
      for (size_t at = 0; name.starts_with("keys-") && at + kWrappedBytes <= bytes.size(); ++at) {
        const View wrapped = View(bytes).substr(at, kWrappedBytes);
        if (CouldBeKey(wrapped)) {
          std::ranges::for_each(names, [&](const Octets& row) { Unwrap(row, wrapped); });
        }
      }
    }
  }

  void Report() {
    const std::set<Octets> wanted(people_.begin(), people_.end());
    size_t rows = 0;
    size_t named = 0;
    size_t erased = 0;
    for (const auto& [key, values] : trail_) {
      for (const Octets& value : values) {
        if (key[0] == 't') {
          const auto body = OpenRow("mandat trail v1 " + journal_ + Octets(1, '\0') +
                                        key.substr(1) + value.substr(0, kHeadBytes),
                                    View(value).substr(1, 8), View(value).substr(kHeadBytes));
          rows += body ? 1 : 0;
          for (size_t at = 0; body && at + kIdBytes <= body->size(); ++at) {
            named += wanted.contains(body->substr(at, kIdBytes)) ? 1 : 0;
          }
        } else if (key[0] == 'z') {
          erased += OpenRow("mandat trail erased v1 " + journal_ + Octets(1, '\0') + key,
                            View(value).substr(0, 8), View(value).substr(8))
                        ? 1
                        : 0;
        }
      }
    }
    std::printf("entries %zu\nrows %zu\nnamed %zu\nerased %zu\ntagged %zu\n", entries_.size(), rows,
                named, erased, CountTagged());
  }

 private:
  void Unwrap(View row, View wrapped) {
    for (const auto& [key, generation] : agreement_) {
      if (auto opened = UnwrapRow(target_, key, generation, row, wrapped)) {
        rows_[Octets(row)].insert(std::move(*opened));
      }
    }
  }

  std::optional<Octets> OpenRow(const Octets& associated, View epoch, View sealed) const {
    const auto keys = rows_.find("w" + Hex(epoch));
    for (const Octets& key : keys == rows_.end() ? std::set<Octets>() : keys->second) {
      if (auto body = OpenSealed(key, sealed, associated)) {
        return body;
      }
    }
    return std::nullopt;
  }

  // Entries about one person: their root is the leaf over that person's tag.
  size_t CountTagged() const {
    std::vector<Octets> keys;
    for (size_t i = 0; i < std::min(people_.size(), kTaggedPeople); ++i) {
      const auto found = rows_.find("s" + people_[i]);
      if (found != rows_.end()) {
        keys.insert(keys.end(), found->second.begin(), found->second.end());
      }
    }
    size_t tagged = 0;
    for (const Octets& entry : entries_) {
      const std::map<uint64_t, Octets> strings = StringsIn(entry);
      const auto root = strings.find(13);
      tagged += root != strings.end() &&
                        std::ranges::any_of(
                            keys,
                            [&](const Octets& key) {
                              return LeafHash(Hmac(key, "mandat person tag v1" + strings.at(12))) ==
                                     root->second;
                            })
                    ? 1
                    : 0;
    }
    return tagged;
  }

  Target target_;
  const std::string journal_;
  std::vector<Octets> people_;
  std::map<Octets, std::set<Octets>> trail_;
  std::set<Octets> epochs_;
  std::set<Octets> entries_;
  std::map<Octets, uint64_t> agreement_;
  std::map<Octets, std::set<Octets>> rows_;
};

int Main(int argc, char** argv) {
  if (argc < 5 || argc % 2 == 0) {
    return 2;
  }
  Octets root;
  for (const auto& [name, bytes] : ReadFiles(argv[1])) {
    root = FromHex(View(bytes).substr(0, 2 * kKeyBytes));
  }
  Attacker attacker(root, argv[2], argv[3], argv[4]);
  for (const View kind : {View("data"), View("keys")}) {
    for (int i = 5; i + 1 < argc; i += 2) {
      if (argv[i] == kind) {
        kind == "data" ? attacker.TakeData(argv[i + 1]) : attacker.TakeKeys(argv[i + 1]);
      }
    }
  }
  attacker.Report();
  return 0;
}

}  // namespace
}  // namespace attack

int main(int argc, char** argv) { return attack::Main(argc, argv); }
