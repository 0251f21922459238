// SPDX-License-Identifier: Apache-2.0
// The attacker of erasure_attack_test.cc: a program of its own, so that nothing that it learns is
// in the memory that it looks through.
//
//   erasure_attacker ROOT_KEY_FILE OWNER SUBJECT RECORD COLLECTION [keys DIR | data DIR | memory
//   PID |
//                    known DIR]...
//
// `keys` and `data` are copies of an agreement's directory; from the former only the keys are
// taken, from the latter only the data. `known` is a copy of the keys that is used for nothing but
// to know what to look for in the memory. Prints `NAME VALUE` for each way that was tried.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <unordered_set>

#include "core/erasure_attacker.h"

namespace attack {
namespace {

constexpr uint64_t kGenerationMax = 3;  // more than the test makes
constexpr size_t kUnitBytesMax = 1024;  // of sealed bytes whose end is not known

struct Keys {
  std::map<Octets, uint64_t> agreement;  // key, generation
  std::set<Octets> subject;
  std::map<uint32_t, std::set<Octets>> bucket;  // by day
};

class Attacker {
 public:
  explicit Attacker(Target target) : target_(std::move(target)) {}

  void TakeKeys(const std::string& directory) { key_directories_.push_back(directory); }
  void TakeData(const std::string& directory) { data_directories_.push_back(directory); }

  void AttackFiles() {
    FindUnitsInDatabases();
    Say("units-in-databases", units_.size());
    FindAgreementKeys(key_directories_, keys_);
    FindKeysInDatabases(key_directories_, keys_);
    Say("databases", TryAll(keys_));
    ScavengeUnits();
    Say("units-scavenged", units_.size());
    ScavengeKeys();
    Say("scavenged", TryAll(keys_));
  }

  void AttackMemory(int process) {
    image_ = ReadMemory(process);
    size_t bytes = 0;
    for (const Octets& run : image_) {
      bytes += run.size();
    }
    Say("memory-megabytes", bytes >> 20);
    FindWrappedKeysInMemory();
    Say("memory-wrapped-agreement-keys", memory_agreement_keys_);
    Say("memory-unwrapped", TryAll(keys_));
    TryEveryWindow();
  }

  // How often each form of the person's keys stands in the memory.
  void LookFor(const std::string& directory) {
    Keys known;
    FindAgreementKeys({directory}, known);
    FindKeysInDatabases({directory}, known);
    for (const auto& [key, generation] : known.agreement) {
      Say("known-agreement-key", CountForms(key));
    }
    for (const Octets& key : known.subject) {
      Say("known-subject-key", CountForms(key));
      size_t states = 0;
      for (const Octets& state : HmacStates(key)) {
        states += Count(state);
      }
      Say("known-subject-key-in-hmac", states);
      std::set<Octets> bodies;
      for (const SealedUnit& unit : units_) {
        for (const Octets& bucket : known.bucket[unit.day()]) {
          const Octets extracted = ExtractedKey(key, bucket);
          const Octets unit_key = UnitKey(extracted, target_.collection, target_.record);
          const auto body = OpenUnit(target_, unit, unit_key);
          if (body && bodies.insert(*body).second) {
            Say("known-unit-key", CountForms(extracted) + CountForms(unit_key));
            Say("known-body", Count(*body));
          }
        }
      }
    }
  }

 private:
  static void Say(const char* name, size_t value) { std::printf("%s %zu\n", name, value); }

  void FindUnitsInDatabases() {
    for (const std::string& directory : data_directories_) {
      const auto row = FindRow(directory + "/data.db", "units", target_.UnitRow());
      if (row && row->size() >= kUnitHeaderBytes) {
        AddUnit({row->substr(0, kUnitHeaderBytes), row->substr(kUnitHeaderBytes), true});
      }
    }
  }

  // Every place in every file where the unit's name stands, and the bytes behind it: rows of the
  // write-ahead log and of tables, overwritten and removed ones too.
  void ScavengeUnits() {
    for (const std::string& directory : data_directories_) {
      for (const auto& [name, bytes] : ReadFiles(directory)) {
        FindUnitsIn(bytes);
      }
    }
  }

  void FindUnitsIn(View bytes) {
    constexpr size_t kBetweenMax = 16;  // length, or sequence number and length
    const Octets name = target_.UnitName();
    for (size_t at = bytes.find(name); at != View::npos; at = bytes.find(name, at + 1)) {
      for (size_t begin = at + name.size(); begin < at + name.size() + kBetweenMax; ++begin) {
        const View header = bytes.substr(std::min(begin, bytes.size()), kUnitHeaderBytes);
        if (header.size() == kUnitHeaderBytes && header.substr(0, 4) == Octets("\1\0\0\0", 4) &&
            header.substr(5, 4) == BigEndian(1, 4)) {  // form, version, schema version
          AddUnit({Octets(header), Octets(bytes.substr(begin + kUnitHeaderBytes, kUnitBytesMax)),
                   false});
        }
      }
    }
  }

  void AddUnit(SealedUnit unit) {
    const bool known = std::ranges::any_of(units_, [&](const SealedUnit& other) {
      return other.header == unit.header && other.rest == unit.rest;
    });
    if (!known) {
      units_.push_back(std::move(unit));
    }
  }

  void FindAgreementKeys(const std::vector<std::string>& directories, Keys& keys) const {
    for (const std::string& directory : directories) {
      for (const auto& [name, bytes] : ReadFiles(directory)) {
        for (uint64_t generation = 1; generation <= kGenerationMax; ++generation) {
          if (bytes.size() != kWrappedBytes) {
            continue;
          }
          if (auto key = UnwrapAgreementKey(target_, bytes, generation)) {
            keys.agreement.emplace(std::move(*key), generation);
          }
        }
      }
    }
  }

  std::set<uint32_t> Days() const {
    std::set<uint32_t> days;
    for (const SealedUnit& unit : units_) {
      days.insert(unit.day());
    }
    return days;
  }

  void AddRow(View row, View wrapped, const std::function<void(Octets)>& add) {
    for (const auto& [key, generation] : keys_.agreement) {
      if (auto opened = UnwrapRow(target_, key, generation, row, wrapped)) {
        add(std::move(*opened));
      }
    }
  }

  void FindKeysInDatabases(const std::vector<std::string>& directories, Keys& keys) const {
    const auto find = [&](const Octets& row, const std::function<void(Octets)>& add) {
      for (const std::string& directory : directories) {
        for (const auto& [key, generation] : keys.agreement) {
          const auto wrapped =
              FindRow(directory + "/keys-" + std::to_string(generation) + ".db", "keys", row);
          if (auto opened =
                  wrapped ? UnwrapRow(target_, key, generation, row, *wrapped) : std::nullopt) {
            add(std::move(*opened));
          }
        }
      }
    };
    find(target_.SubjectRow(), [&](Octets key) { keys.subject.insert(std::move(key)); });
    for (const uint32_t day : Days()) {
      find("b" + BigEndian(day, 4), [&](Octets key) { keys.bucket[day].insert(std::move(key)); });
    }
  }

  // Every offset of every file of a key store taken for a wrapped key: no shape of rows is assumed.
  void ScavengeKeys() {
    for (const std::string& directory : key_directories_) {
      for (const auto& [name, bytes] : ReadFiles(directory)) {
        if (!name.starts_with("keys-")) {
          continue;
        }
        FindRowsIn(bytes);
        for (size_t at = 0; at + kWrappedBytes <= bytes.size(); ++at) {
          TakeForRow(View(bytes).substr(at, kWrappedBytes));
        }
      }
    }
  }

  void TakeForRow(View wrapped) {
    if (!CouldBeKey(wrapped)) {
      return;
    }
    AddRow(target_.SubjectRow(), wrapped,
           [&](Octets key) { keys_.subject.insert(std::move(key)); });
    for (const uint32_t day : Days()) {
      AddRow("b" + BigEndian(day, 4), wrapped,
             [&](Octets key) { keys_.bucket[day].insert(std::move(key)); });
    }
  }

  // Remembers what stands behind the person's row key in the shapes of a log, a table and a memory
  // table, for agreement keys that are yet to be found.
  void FindRowsIn(View bytes) {
    const Octets row = target_.SubjectRow();
    for (size_t at = bytes.find(row); at != View::npos; at = bytes.find(row, at + 1)) {
      const View behind = bytes.substr(at + row.size());
      TakeShape(behind, 0, true);   // log: length
      TakeShape(behind, 8, true);   // memory table: sequence number, length
      TakeShape(behind, 8, false);  // table: sequence number; the length stood before the key
    }
  }

  void TakeShape(View behind, size_t skip, bool has_length) {
    if (has_length && (behind.size() <= skip || behind[skip] != kWrappedBytes)) {
      return;
    }
    const View wrapped = behind.substr(std::min(skip + has_length, behind.size()), kWrappedBytes);
    if (wrapped.size() == kWrappedBytes && CouldBeKey(wrapped)) {
      rows_.emplace(wrapped);
    }
  }

  bool TryAll(const Keys& keys) {
    for (const Octets& subject : keys.subject) {
      if (TrySubjectKey(subject, keys)) {
        return true;
      }
    }
    return false;
  }

  bool TrySubjectKey(View subject, const Keys& keys) const {
    return std::ranges::any_of(units_, [&](const SealedUnit& unit) {
      const auto buckets = keys.bucket.find(unit.day());
      return buckets != keys.bucket.end() &&
             std::ranges::any_of(buckets->second, [&](const Octets& bucket) {
               const Octets key =
                   UnitKey(ExtractedKey(subject, bucket), target_.collection, target_.record);
               return OpenUnit(target_, unit, key).has_value();
             });
    });
  }

  template <class See>
  void ForEachWindow(size_t bytes, See see) const {
    for (const Octets& run : image_) {
      for (size_t at = 0; at + bytes <= run.size(); at += 8) {
        const View window = View(run).substr(at, bytes);
        if (CouldBeKey(window.substr(0, kKeyBytes))) {
          see(window);
        }
      }
    }
  }

  // Wrapped keys that stay in buffers: those of agreement keys at every eighth byte, those of rows
  // also wherever the person's row key stands.
  void FindWrappedKeysInMemory() {
    ForEachWindow(kWrappedBytes, [&](View window) {
      for (uint64_t generation = 1; generation <= kGenerationMax; ++generation) {
        if (auto key = UnwrapAgreementKey(target_, window, generation)) {
          memory_agreement_keys_ += keys_.agreement.emplace(std::move(*key), generation).second;
        }
      }
    });
    for (const Octets& run : image_) {
      FindUnitsIn(run);
      FindRowsIn(run);
    }
    Say("memory-and-file-rows", rows_.size());
    for (const Octets& row : rows_) {
      TakeForRow(row);
    }
    ForEachWindow(kWrappedBytes, [&](View window) { TakeForRow(window); });
    for (const std::string& directory : key_directories_) {
      for (const auto& [name, bytes] : ReadFiles(directory)) {
        for (size_t at = 0; name.starts_with("keys-") && at + kWrappedBytes <= bytes.size(); ++at) {
          TakeForRow(View(bytes).substr(at, kWrappedBytes));
        }
      }
    }
  }

  // Every window taken for the person's key, for a unit's key, and for an agreement key of any
  // generation over the rows that were found.
  void TryEveryWindow() {
    std::unordered_set<size_t> seen;
    bool as_subject = false;
    bool as_unit = false;
    bool as_agreement = false;
    ForEachWindow(kKeyBytes, [&](View window) {
      if (!seen.insert(std::hash<View>{}(window)).second) {
        return;
      }
      as_subject = as_subject || TrySubjectKeyQuickly(window);
      as_unit = as_unit || std::ranges::any_of(units_, [&](const SealedUnit& unit) {
                  return unit.exact && OpenUnit(target_, unit, window).has_value();
                });
      for (uint64_t generation = 1; generation <= kGenerationMax && !as_agreement; ++generation) {
        as_agreement = std::ranges::any_of(rows_, [&](const Octets& row) {
          const auto key = UnwrapRow(target_, window, generation, target_.SubjectRow(), row);
          return key && TrySubjectKey(*key, keys_);
        });
      }
    });
    Say("windows", seen.size());
    Say("window-is-subject-key", as_subject);
    Say("window-is-unit-key", as_unit);
    Say("window-is-agreement-key", as_agreement);
  }

  // Over units whose end is known only, which is one trial each.
  bool TrySubjectKeyQuickly(View subject) const {
    return std::ranges::any_of(units_, [&](const SealedUnit& unit) {
      const auto buckets = keys_.bucket.find(unit.day());
      return unit.exact && buckets != keys_.bucket.end() &&
             std::ranges::any_of(buckets->second, [&](const Octets& bucket) {
               const Octets key =
                   UnitKey(ExtractedKey(subject, bucket), target_.collection, target_.record);
               return OpenUnit(target_, unit, key).has_value();
             });
    });
  }

  size_t Count(View needle) const {
    size_t count = 0;
    for (const Octets& run : image_) {
      for (size_t at = run.find(needle); at != Octets::npos; at = run.find(needle, at + 1)) {
        ++count;
      }
    }
    return count;
  }

  // A key as it is, which is also how a key schedule of AES-NI begins, and with its words turned
  // round, as a schedule in plain C begins.
  size_t CountForms(View key) const {
    Octets turned(key);
    for (size_t i = 0; i < turned.size(); i += 4) {
      std::reverse(turned.begin() + static_cast<ptrdiff_t>(i),
                   turned.begin() + static_cast<ptrdiff_t>(i) + 4);
    }
    return Count(key) + Count(turned);
  }

  const Target target_;
  std::vector<std::string> key_directories_;
  std::vector<std::string> data_directories_;
  std::vector<SealedUnit> units_;
  std::set<Octets> rows_;
  Keys keys_;
  std::vector<Octets> image_;
  size_t memory_agreement_keys_ = 0;
};

}  // namespace
}  // namespace attack

int main(int argc, char** argv) {
  if (argc < 6 || argc % 2 != 0) {
    return 2;
  }
  const auto root = attack::ReadFiles(argv[1]);
  if (root.size() != 1) {
    return 2;
  }
  const attack::Target target{attack::FromHex(attack::View(root.begin()->second).substr(0, 64)),
                              argv[2], attack::FromHex(argv[3]), attack::FromHex(argv[4]), argv[5]};
  attack::Attacker attacker(target);
  const auto each = [&](std::string_view kind, auto act) {
    for (int i = 6; i + 1 < argc; i += 2) {
      if (argv[i] == kind) {
        act(argv[i + 1]);
      }
    }
  };
  each("keys", [&](const char* directory) { attacker.TakeKeys(directory); });
  each("data", [&](const char* directory) { attacker.TakeData(directory); });
  attacker.AttackFiles();
  each("memory", [&](const char* process) { attacker.AttackMemory(std::atoi(process)); });
  each("known", [&](const char* directory) { attacker.LookFor(directory); });
  return 0;
}
