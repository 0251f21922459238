// SPDX-License-Identifier: Apache-2.0
#include "keyring/key_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "crypto/aead.h"
#include "keyring/internal/key_rows.h"

namespace mandat {
namespace {

constexpr std::string_view kMoved = ".moved";
constexpr size_t kFileBytes = SecretBytes::kBytes + kSealOverheadBytes;

// A key of its own, and what its loss means.
struct Use {
  std::string_view use;
  bool always;  // every home has it
  std::string_view loss;
};
constexpr std::array<Use, 4> kUses = {{
    {"journal", true,
     "nothing that was kept is lost, but no entry can be signed; put the file back from a key "
     "backup"},
    {"ledger", true,
     "records stay readable, but it is no longer known who was erased; put the file back from a "
     "key backup"},
    {"notice", false,
     "nothing is lost; put the file back from a key backup, or remove it and give receivers the "
     "new public key"},
    {"backup", false,
     "backups cannot go on; put the file back from a key backup, or from the manifest of a backup"},
}};

// One file, and what it is wrapped as.
struct File {
  std::string name;
  std::string label;
  std::string_view loss;
  bool always;
};

constexpr std::string_view kAllLost =
    "nothing of this agreement can be read until the file is back from a key backup that holds "
    "this generation";

std::vector<File> FilesOf(const std::string& owner, uint64_t generation) {
  std::vector<File> files;
  for (const Use& use : kUses) {
    const std::string name(use.use);
    files.push_back({name + "-key", name + " " + owner, use.loss, use.always});
  }
  if (generation != 0) {
    files.push_back({KeyFile(generation), AgreementLabel(owner, generation), kAllLost, true});
  }
  return files;
}

Result<uint64_t> GenerationOf(const Home& home) {
  MANDAT_TRY(const std::optional<Bytes> text, home.ReadFile(std::string(kGenerationFile)));
  return text ? ParseGeneration(*text) : Result<uint64_t>(uint64_t{0});
}

// `<name>.moved` holds the new form whole: it is the one that counts.
Status Settle(Home& home, const std::string& name) {
  const std::string beside = name + std::string(kMoved);
  MANDAT_TRY(const std::optional<Bytes> moved, home.ReadFile(beside));
  if (!moved) {
    return {};
  }
  MANDAT_TRY(const std::optional<Bytes> there, home.ReadFile(name));
  if (there != moved) {
    MANDAT_TRY_STATUS(home.ShredFile(name));
    MANDAT_TRY_STATUS(home.WriteFile(name, *moved));
  }
  return home.ShredFile(beside);
}

// The old form is overwritten, not only replaced: otherwise who has the old root key and the disk
// could open from it a key that was destroyed since.
Result<bool> Move(Home& home, const RootKey& root, const File& file, Random& random) {
  MANDAT_TRY_STATUS(Settle(home, file.name));
  MANDAT_TRY(const std::optional<Bytes> wrapped, home.ReadFile(file.name));
  if (!wrapped) {
    return false;
  }
  Result<RootKey::Unwrapped> key = root.UnwrapAndTell(*wrapped, file.label);
  if (!key) {
    return Fail(key.error().kind == ErrorKind::kCorrupt
                    ? Error::Corrupt("key file " + file.name + " opens under neither root key")
                    : std::move(key).error());
  }
  if (key->in_force) {
    return false;
  }
  MANDAT_TRY(const Bytes anew, root.Wrap(key->key, file.label, random));
  MANDAT_TRY_STATUS(home.WriteFile(file.name + std::string(kMoved), anew));
  MANDAT_TRY_STATUS(Settle(home, file.name));
  return true;
}

enum class Found { kOpens, kMissing, kWrongSize, kShut };

struct Seen {
  Found found = Found::kMissing;
  Bytes root;
  bool in_force = true;
};

Result<Seen> Look(const Home& home, const RootKey& root, const File& file) {
  MANDAT_TRY(const std::optional<Bytes> wrapped, home.ReadFile(file.name));
  if (!wrapped) {
    return Seen{Found::kMissing, {}};
  }
  if (wrapped->size() != kFileBytes) {
    return Seen{Found::kWrongSize, {}};
  }
  Result<RootKey::Unwrapped> key = root.UnwrapAndTell(*wrapped, file.label);
  if (key) {
    return Seen{Found::kOpens, std::move(key->root), key->in_force};
  }
  if (key.error().kind == ErrorKind::kCorrupt) {
    return Seen{Found::kShut, {}};
  }
  return Fail(std::move(key).error());
}

Error Told(const File& file, Found found) {
  const std::string_view what = found == Found::kMissing     ? "is missing beside existing data"
                                : found == Found::kWrongSize ? "is cut short or damaged"
                                                             : "is damaged or of another agreement";
  return Error::Corrupt(fmt::format("key file {} {}: {}", file.name, what, file.loss));
}

// The generation file names the agreement key; an older one put back names one that is destroyed.
Status DiagnoseGeneration(const Home& home) {
  MANDAT_TRY(const std::optional<Bytes> text, home.ReadFile(std::string(kGenerationFile)));
  const Result<uint64_t> generation =
      text ? ParseGeneration(*text) : Result<uint64_t>(Fail(Error::Corrupt("missing")));
  MANDAT_TRY(const std::vector<std::string> stores, home.ListStores());
  std::string there;
  for (const std::string& name : stores) {
    if (name.starts_with(kStorePrefix)) {
      there += (there.empty() ? "" : ", ") + name.substr(kStorePrefix.size());
    }
  }
  const std::string tell =
      there.empty() ? "there is no key store either: only a key backup brings the keys back"
                    : "nothing is lost; write the number of the key store that is there, " + there;
  if (!generation) {
    return Fail(
        Error::Corrupt(fmt::format("key file {} is {}: {}", kGenerationFile,
                                   text ? "damaged" : "missing beside existing data", tell)));
  }
  if (std::ranges::find(stores, StoreName(*generation)) == stores.end()) {
    return Fail(Error::Corrupt(
        there.empty() ? fmt::format("key store {} is missing: {}", StoreName(*generation), kAllLost)
                      : fmt::format("key file {} names {}, which is not there: {}", kGenerationFile,
                                    *generation, tell)));
  }
  return {};
}

}  // namespace

Result<uint64_t> ParseGeneration(std::string_view text) {
  uint64_t generation = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), generation);
  if (error != std::errc() || end != text.data() + text.size() || generation == 0) {
    return Fail(Error::Corrupt("key generation file is damaged"));
  }
  return generation;
}

bool HasKeyFile(std::string_view use) {
  return std::ranges::any_of(kUses, [&](const Use& known) { return known.use == use; });
}

std::vector<std::string> KeyFileNames(uint64_t generation) {
  std::vector<std::string> names;
  for (File& file : FilesOf("", generation)) {
    names.push_back(std::move(file.name));
  }
  return names;
}

Result<size_t> MoveKeyFiles(Home& home, const RootKey& root, const std::string& owner,
                            Random& random) {
  MANDAT_TRY(const uint64_t generation, GenerationOf(home));
  size_t moved = 0;
  for (const File& file : FilesOf(owner, generation)) {
    MANDAT_TRY(const bool was_behind, Move(home, root, file, random));
    moved += was_behind ? 1 : 0;
  }
  return moved;
}

Status SettleKeyFiles(Home& home) {
  // A generation file that is damaged is told of later, with what it means.
  const uint64_t generation = GenerationOf(home).value_or(0);
  for (const File& file : FilesOf("", generation)) {
    MANDAT_TRY_STATUS(Settle(home, file.name));
  }
  return {};
}

Result<KeyFilesStanding> ReadKeyFiles(const Home& home, const RootKey& root,
                                      const std::string& owner) {
  KeyFilesStanding standing;
  MANDAT_TRY(standing.generation, GenerationOf(home));
  for (const File& file : FilesOf(owner, standing.generation)) {
    MANDAT_TRY(const Seen seen, Look(home, root, file));
    if (seen.found == Found::kMissing && (!file.always || standing.generation == 0)) {
      continue;
    }
    if (seen.found != Found::kOpens) {
      return Fail(Told(file, seen.found));
    }
    ++standing.files_count;
    standing.behind_count += seen.in_force ? 0 : 1;
    if (std::ranges::find(standing.roots, seen.root) == standing.roots.end()) {
      standing.roots.push_back(seen.root);
    }
  }
  return standing;
}

Status RequireKeyFiles(const Home& home) {
  MANDAT_TRY_STATUS(DiagnoseGeneration(home));
  MANDAT_TRY(const uint64_t generation, GenerationOf(home));
  for (const File& file : FilesOf("", generation)) {
    MANDAT_TRY(const std::optional<Bytes> there, home.ReadFile(file.name));
    if (!there && file.always) {
      return Fail(Told(file, Found::kMissing));
    }
  }
  return {};
}

Status DiagnoseKeyFiles(const Home& home, const RootKey& root, const std::string& owner) {
  MANDAT_TRY_STATUS(DiagnoseGeneration(home));
  MANDAT_TRY(const uint64_t generation, GenerationOf(home));
  size_t opening = 0;
  size_t shut = 0;
  std::optional<Error> first;
  for (const File& file : FilesOf(owner, generation)) {
    MANDAT_TRY(const Seen seen, Look(home, root, file));
    opening += seen.found == Found::kOpens ? 1 : 0;
    shut += seen.found == Found::kShut ? 1 : 0;
    const bool wrong = seen.found == Found::kMissing ? file.always : seen.found != Found::kOpens;
    if (wrong && (!first || file.loss == kAllLost)) {
      first = Told(file, seen.found);
    }
  }
  if (shut > 1 && opening == 0) {
    return Fail(Error::Corrupt(
        fmt::format("no key file opens under root key {}: it is another root key, or the files are "
                    "of another agreement; nothing is lost while the right one is kept",
                    FormatHex(root.id()))));
  }
  return first ? Status(Fail(std::move(*first))) : Status();
}

}  // namespace mandat
