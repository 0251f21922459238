// SPDX-License-Identifier: Apache-2.0
// The attacker of vault_attack_test.cc: opens everything that a vault has, with whatever keys there
// are. A program of its own, with cryptography and formats of its own (docs/internals/).
//
//   vault_attacker ROOT_KEY_DIR OWNER [keys DIR | data DIR | person HEX | hold NAME | guess HEX |
//                                      copies DIR | known DIR | memory PID]...
//
// `keys` and `data` are copies of an agreement's directory; from the former only the keys are
// taken, from the latter everything else: databases, logs, sealed backups. `copies` has backups of
// the keys. `guess` is what a token of the blind index is made from; `known` is a copy of the keys
// that is used for nothing but to know what to look for in the memory of `memory`, of the first
// `person`. Prints `NAME VALUE`: how many different things of a kind were opened, by the number
// that their record ends with; and for each guess whether a row confirms it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "core/vault_attacker.h"
#include "core/vault_attacker_archives.h"

namespace attack {
namespace {

class Attacker {
 public:
  Attacker(Octets root, std::string owner) {
    target_.root = std::move(root);
    target_.owner = std::move(owner);
  }

  std::vector<std::string> key_directories;
  std::vector<std::string> data_directories;
  std::vector<Octets> people;
  std::vector<std::string> holds;
  std::vector<Octets> guesses;

  void ReadData() {
    for (const std::string& directory : data_directories) {
      for (const auto& rows : {ReadRows(directory + "/data.db"), ReadLogs(directory),
                               ReadBackups(target_.root, directory)}) {
        for (const Row& row : rows) {
          data_[row.family][row.key].insert(row.value);
        }
      }
    }
    for (const auto& [family, at] :
         {std::pair("units", 17), std::pair("history", 17), std::pair("series", 25)}) {
      for (const auto& [key, values] : data_[family]) {
        for (const Octets& value : values) {
          days_.insert(BucketRow(View(value).substr(static_cast<size_t>(at), 8)));
        }
      }
    }
    for (const auto& [key, values] : data_["blobs"]) {
      for (const Octets& value : values) {
        if (key[kIdBytes] == 'm') {
          days_.insert(BucketRow(View(value).substr(17, 8)));
        }
      }
    }
  }

  Keys FindKeys(const std::vector<std::string>& directories) const {
    Keys keys;
    for (const std::string& directory : directories) {
      for (const auto& [name, bytes] : ReadFiles(directory)) {
        for (uint64_t g = 1; g <= kGenerationMax && bytes.size() == kWrappedBytes; ++g) {
          if (auto key = UnwrapAgreementKey(target_, bytes, g)) {
            keys.agreement.emplace(std::move(*key), g);
          }
        }
      }
    }
    for (const std::string& directory : directories) {
      for (uint64_t g = 1; g <= kGenerationMax; ++g) {
        for (const Row& row : ReadRows(directory + "/keys-" + std::to_string(g) + ".db")) {
          Unwrap(row.key, row.value, keys);
        }
      }
      Scavenge(directory, keys);
    }
    return keys;
  }

  // Everything in a copy of the keys: its key is wrapped under the root key, and what is in it is
  // wrapped as it was.
  void TakeCopy(View copy, Keys& keys) const {
    const View magic = "mandat keys 1\n";
    Rest rest(copy.substr(std::min(magic.size(), copy.size())));
    const Octets owner(rest.Take(Number(rest.Take(2))));
    std::string name = "mandat key v1 key backup " + owner;
    for (int i = 0; i < 3; ++i) {
      name += " " + std::to_string(Number(rest.Take(8)));
    }
    const auto key = OpenSealed(target_.root, rest.Take(kWrappedBytes), name);
    bool is_last = !key;
    for (uint64_t number = 0; !is_last; ++number) {
      const View flag = rest.Take(1);
      is_last = flag.empty() || Number(flag) == 1;
      const View sealed = rest.Take(Number(rest.Take(4)));
      const auto items = OpenSealed(*key, sealed,
                                    "mandat key backup v1 " + owner + " " + std::to_string(number) +
                                        (is_last ? " last" : ""));
      if (items) {
        TakeItems(*items, keys);
      }
    }
  }

  void AttackAll(const Keys& keys) {
    TryAll(keys);
    std::printf("keys %zu\n", keys.rows.size());
    for (const auto& [what, count] : opened_) {
      std::printf("%s %zu\n", what.c_str(), count);
    }
  }

  void TryAll(const Keys& keys) {
    opened_.clear();
    OpenUnits("units", 0, keys);
    OpenUnits("history", 4, keys);
    OpenSeries(keys);
    OpenBlobs(keys);
    OpenHeld(keys);
    for (size_t i = 0; i < guesses.size(); ++i) {
      opened_["guess." + std::to_string(i)] = Confirms(guesses[i], keys) ? 1 : 0;
    }
  }

  // How often a key of the first person, or one that is gone, stands in a memory.
  void LookFor(const Keys& known, const Keys& now, int process) {
    TryAll(known);
    std::set<Octets> wanted = secrets_;
    size_t windows = 0;
    size_t count = 0;
    for (const auto& [row, values] : known.rows) {
      const bool is_gone = !now.rows.contains(row);
      const bool is_persons = row == "s" + people.front();
      if (is_persons ||
          (is_gone && (row[0] == 's' || row[0] == 'i' || row[0] == 'b' || row[0] == 'h'))) {
        wanted.insert(values.begin(), values.end());
      }
    }
    for (const Octets& run : ReadMemory(process)) {
      windows += run.size() / 8;
      for (const Octets& key : wanted) {
        Octets turned(key);
        for (size_t i = 0; i < turned.size(); i += 4) {
          std::reverse(turned.begin() + static_cast<ptrdiff_t>(i),
                       turned.begin() + static_cast<ptrdiff_t>(i) + 4);
        }
        for (const Octets& form : {key, turned}) {
          for (size_t at = run.find(form); at != Octets::npos; at = run.find(form, at + 1)) {
            ++count;
          }
        }
      }
    }
    std::printf("windows %zu\nwanted %zu\nin-memory %zu\n", windows, wanted.size(), count);
  }

 private:
  void TakeItems(View items, Keys& keys) const {
    const std::vector<Item> all = ItemsOf(items);
    for (const Item& item : all) {
      for (uint64_t g = 1; g <= kGenerationMax && item.kind == 'f'; ++g) {
        if (auto key = UnwrapAgreementKey(target_, item.value, g)) {
          keys.agreement.emplace(std::move(*key), g);
        }
      }
    }
    for (const Item& item : all) {
      Unwrap(item.name, item.value, keys);
    }
  }

  void Unwrap(View row, View wrapped, Keys& keys) const {
    for (const auto& [key, generation] : keys.agreement) {
      if (auto opened = UnwrapRow(target_, key, generation, row, wrapped)) {
        keys.rows[Octets(row)].insert(std::move(*opened));
      }
    }
  }

  std::vector<Octets> NamesOfRows() const {
    std::vector<Octets> names(days_.begin(), days_.end());
    names.emplace_back("t");
    for (const Octets& person : people) {
      names.push_back("s" + person);
    }
    for (const std::string& hold : holds) {
      names.push_back("h" + hold);
    }
    for (uint64_t epoch = 1; epoch <= kEpochMax; ++epoch) {
      names.push_back("i" + std::to_string(epoch));
    }
    return names;
  }

  // Every offset of every file of a key store taken for each of the keys: overwritten and removed
  // rows of logs and tables count too.
  void Scavenge(const std::string& directory, Keys& keys) const {
    const std::vector<Octets> names = NamesOfRows();
    for (const auto& [name, bytes] : ReadFiles(directory)) {
      for (size_t at = 0; name.starts_with("keys-") && at + kWrappedBytes <= bytes.size(); ++at) {
        const View wrapped = View(bytes).substr(at, kWrappedBytes);
        if (CouldBeKey(wrapped)) {
          std::ranges::for_each(names, [&](const Octets& row) { Unwrap(row, wrapped, keys); });
        }
      }
    }
  }

  static std::set<Octets> Of(const Keys& keys, const Octets& row) {
    const auto found = keys.rows.find(row);
    return found == keys.rows.end() ? std::set<Octets>() : found->second;
  }
  static std::optional<Octets> One(const Keys& keys, const Octets& row) {
    const auto found = keys.rows.find(row);
    return found == keys.rows.end() ? std::nullopt : std::optional(*found->second.begin());
  }

  void Opened(const std::string& what, const Octets& key, View subject) {
    ++opened_[what];
    if (!people.empty() && subject == people.front()) {
      secrets_.insert(key);
    }
  }

  void OpenUnits(const char* family, size_t behind, const Keys& keys) {
    for (const auto& [key, values] : data_[family]) {
      for (const Octets& value : values) {
        const View place = View(key).substr(0, key.size() - behind);
        for (const Octets& bucket : Of(keys, BucketRow(View(value).substr(17, 8)))) {
          OpenUnit(family, place, value, bucket, keys);
        }
      }
    }
  }

  void OpenUnit(const char* family, View place, View value, View bucket, const Keys& keys) {
    const View name = place.substr(kIdBytes);
    const size_t head =
        value[0] == 1 ? kUnitHeaderBytes : Number(value.substr(kUnitHeaderBytes, 4));
    const View header = value.substr(0, head);
    const View rest = value.substr(head);
    const Octets associated =
        "mandat unit v1 " + target_.owner + Octets(1, '\0') + Octets(place) + Octets(header);
    const std::vector<Member> members = MembersOf(header);
    if (members.empty()) {
      const Octets subject(place.substr(0, kIdBytes));
      for (const Octets& key : Of(keys, "s" + subject)) {
        const Octets unit = Hkdf(bucket, key, "mandat unit v1" + Octets(name));
        if (OpenSealed(unit, rest, associated)) {
          Opened(LabelOf(family, name), unit, subject);
        }
      }
      return;
    }
    OpenShared(family, name, {associated, members, Octets(rest)}, bucket, keys);
  }

  struct Shared {
    Octets associated;
    std::vector<Member> members;
    Octets rest;
  };
  void OpenShared(const char* family, View name, const Shared& shared, View bucket,
                  const Keys& keys) {
    Rest rest(shared.rest);
    const auto wraps = rest.TakeList();
    const auto parts = rest.TakeList();
    Octets joined(kKeyBytes, '\0');
    for (const Member& member : shared.members) {
      if (member.rule == kUnitGoes) {
        const auto key = One(keys, "s" + member.subject);
        if (!key) {
          return;
        }
        joined = Hkdf(joined, *key, "mandat unit join v1");
      }
    }
    std::vector<Octets> unit_keys;
    if (wraps.empty()) {
      unit_keys.push_back(Hkdf(bucket, joined, "mandat unit v2" + Octets(name)));
    }
    const Octets half = Hkdf(bucket, joined, "mandat unit half v1");
    for (const auto& [index, wrapped] : wraps) {
      const Member& member = shared.members[index];
      const auto key = One(keys, "s" + member.subject);
      auto unit =
          key && member.rule == kLastGoes
              ? OpenSealed(Hkdf(half, *key, "mandat unit wrap v1" + Octets(name) + member.subject),
                           wrapped, "mandat unit wrap v1 " + target_.owner + " " + Octets(name))
              : std::nullopt;
      if (unit) {
        unit_keys.push_back(std::move(*unit));
      }
    }
    bool is_open = false;
    for (const Octets& unit : unit_keys) {
      is_open = OpenParts(family, name, shared, parts, unit, keys, is_open) || is_open;
    }
  }

  bool OpenParts(const char* family, View name, const Shared& shared,
                 const std::vector<std::pair<uint32_t, View>>& parts, const Octets& unit,
                 const Keys& keys, bool is_known) {
    bool is_open = false;
    for (const auto& [part, sealed] : parts) {
      const Octets associated = shared.associated + BigEndian(part, 4);
      if (part == kMainPart) {
        is_open = OpenSealed(unit, sealed, associated).has_value();
        if (is_open && !is_known) {
          Opened(LabelOf(family, name), unit, {});
        }
        continue;
      }
      const Member& member = shared.members[part];
      const auto key = One(keys, "s" + member.subject);
      const Octets own =
          key ? Hkdf(unit, *key, "mandat unit fields v1 " + member.role + " " + member.subject)
              : Octets();
      if (key && OpenSealed(own, sealed, associated) && !is_known) {
        Opened(LabelOf("fields", name), own, member.subject);
      }
    }
    return is_open;
  }

  void OpenSeries(const Keys& keys) {
    for (const auto& [key, values] : data_["series"]) {
      const View place = View(key).substr(0, key.size() - 8);  // without the sequence
      const View name = NameIn(place.substr(kIdBytes));
      const Octets subject(place.substr(0, kIdBytes));
      for (const Octets& value : values) {
        const View header = View(value).substr(0, kChunkHeaderBytes);
        const View sealed = View(value).substr(kChunkHeaderBytes + kPlaceSealBytes);
        for (const Octets& bucket : Of(keys, BucketRow(header.substr(25, 8)))) {
          for (const Octets& person : Of(keys, "s" + subject)) {
            const Octets chunk =
                Hkdf(bucket, person, "mandat unit v1" + Octets(place.substr(kIdBytes)));
            if (OpenSealed(chunk, sealed,
                           "mandat chunk v1 " + target_.owner + Octets(1, '\0') + Octets(place) +
                               Octets(header))) {
              Opened(LabelOf("series", name), chunk, subject);
            }
          }
        }
      }
    }
  }

  // Heads first, since a segment is bound to the header that stands there.
  void OpenBlobs(const Keys& keys) {
    const auto& rows = data_["blobs"];
    for (const auto& [key, values] : rows) {
      const Octets subject = key.substr(0, kIdBytes);
      const View name = NameIn(View(key).substr(kIdBytes + 1));
      for (const Octets& value : values) {
        if (key[kIdBytes] != 'm' || value.size() < kBlobClearBytes) {
          continue;
        }
        const Octets header = value.substr(0, kBlobHeaderBytes);
        for (const Octets& bucket : Of(keys, BucketRow(View(header).substr(17, 8)))) {
          for (const Octets& person : Of(keys, "s" + subject)) {
            const Octets blob = Hkdf(bucket, person, "mandat unit v1" + Octets(name));
            if (OpenSealed(blob, View(value).substr(kBlobClearBytes),
                           BlobAssociated(key, value.substr(0, kBlobClearBytes), 'l'))) {
              Opened(LabelOf("heads", name), blob, subject);
            }
            OpenSegments(subject + "s" + Octets(name), header, blob, subject);
          }
        }
      }
    }
  }

  Octets BlobAssociated(View row, View header, char letter) const {
    return "mandat blob v1 " + target_.owner + Octets(1, '\0') + Octets(row) + Octets(header) +
           letter;
  }

  void OpenSegments(const Octets& prefix, const Octets& header, const Octets& blob, View subject) {
    const auto& rows = data_["blobs"];
    const View name = View(prefix).substr(kIdBytes + 1);
    for (auto at = rows.lower_bound(prefix); at != rows.end() && at->first.starts_with(prefix);
         ++at) {
      for (const Octets& value : at->second) {
        for (const char letter : {'m', 'l', 'o'}) {
          if (OpenSealed(blob, value, BlobAssociated(at->first, header, letter))) {
            Opened(LabelOf("segments", name), blob, subject);
          }
        }
      }
    }
  }

  void OpenHeld(const Keys& keys) {
    for (const auto& [key, values] : data_["held"]) {
      const size_t end = key.find('\0');
      const View name = NameIn(View(key).substr(end + 1 + kIdBytes));
      for (const Octets& hold : Of(keys, "h" + key.substr(0, end))) {
        for (const Octets& value : values) {
          if (OpenSealed(Hkdf("mandat held v1", hold, key), value,
                         "mandat held v1 " + target_.owner + Octets(1, '\0') + key)) {
            ++opened_[LabelOf("held", name)];
          }
        }
      }
    }
  }

  // Makes the hidden token of a guess under each epoch's key, and looks for it in every row and
  // every byte of every file.
  bool Confirms(const Octets& guess, const Keys& keys) {
    for (const Octets& secret : Of(keys, "t")) {
      const Octets token = Hmac(secret, "mandat tag v1 blind " + guess).substr(0, 16);
      for (uint64_t epoch = 1; epoch <= kEpochMax; ++epoch) {
        for (const Octets& key : Of(keys, "i" + std::to_string(epoch))) {
          if (StandsSomewhere(EncryptBlock(key, token))) {
            return true;
          }
        }
      }
    }
    return false;
  }
  bool StandsSomewhere(const Octets& hidden) const {
    const auto rows = data_.find("blind");
    if (rows != data_.end() && std::ranges::any_of(rows->second, [&](const auto& row) {
          return row.first.contains(hidden) ||
                 std::ranges::any_of(row.second,
                                     [&](const Octets& value) { return value.contains(hidden); });
        })) {
      return true;
    }
    return std::ranges::any_of(data_directories, [&](const std::string& directory) {
      return std::ranges::any_of(ReadFiles(directory),
                                 [&](const auto& file) { return file.second.contains(hidden); });
    });
  }

  Target target_;
  std::map<std::string, std::map<Octets, std::set<Octets>>> data_;  // by family and key
  std::set<Octets> days_;                                           // rows of bucket keys
  std::map<std::string, size_t> opened_;
  std::set<Octets> secrets_;  // keys that opened something of the first person
};

int Run(int argc, char** argv) {
  const auto root = argc < 3 ? std::map<std::string, Octets>() : ReadFiles(argv[1]);
  if (root.size() != 1 || argc % 2 == 0) {
    return 2;
  }
  Attacker attacker(FromHex(View(root.begin()->second).substr(0, 64)), argv[2]);
  std::vector<std::string> known;
  std::vector<std::string> copies;
  int process = 0;
  for (int i = 3; i + 1 < argc; i += 2) {
    const View kind = argv[i];
    const char* const what = argv[i + 1];
    if (kind == "keys") {
      attacker.key_directories.emplace_back(what);
    } else if (kind == "data") {
      attacker.data_directories.emplace_back(what);
    } else if (kind == "person") {
      attacker.people.push_back(FromHex(what));
    } else if (kind == "hold") {
      attacker.holds.emplace_back(what);
    } else if (kind == "guess") {
      attacker.guesses.push_back(FromHex(what));
    } else if (kind == "copies") {
      copies.emplace_back(what);
    } else if (kind == "known") {
      known.emplace_back(what);
    } else {
      process = std::atoi(what);
    }
  }
  attacker.ReadData();
  Keys now = attacker.FindKeys(attacker.key_directories);
  for (const std::string& directory : copies) {
    for (const auto& [name, bytes] : ReadFiles(directory)) {
      attacker.TakeCopy(bytes, now);
    }
  }
  attacker.AttackAll(now);
  if (process != 0) {
    attacker.LookFor(attacker.FindKeys(known), now, process);
  }
  return 0;
}

}  // namespace
}  // namespace attack

int main(int argc, char** argv) { return attack::Run(argc, argv); }
