// SPDX-License-Identifier: Apache-2.0
#include "backup/rebuild.h"

#include <algorithm>
#include <utility>

#include "archive/pack.h"
#include "backup/commit_bytes.h"

namespace mandat {
namespace {

constexpr std::string_view kKeyFile = "backup-key";

std::string KeyName(const std::string& owner) { return "backup " + owner; }

KeptWindow WindowOf(uint64_t chain, const std::vector<PlacedManifest>& steps) {
  KeptWindow window;
  window.chain = chain;
  window.steps_count = steps.size();
  uint64_t base_end = 0;
  uint64_t reached = 0;
  for (const PlacedManifest& step : steps) {
    const Manifest& manifest = step.manifest;
    window.last_step = manifest.at;
    window.size = std::max(window.size, manifest.size);
    if (manifest.size > 0) {
      window.to = std::max(window.to, manifest.last_at);
    }
    if (manifest.kind == StepKind::kBase) {
      base_end = manifest.to;
      reached = manifest.from;
      window.from = manifest.at;
      window.is_whole = manifest.cursor.empty();
    } else {
      reached = manifest.to;
    }
    for (const PackRef& pack : manifest.packs) {
      window.bytes += pack.bytes;
    }
  }
  window.is_whole = window.is_whole && reached >= base_end;
  window.to = std::max(window.to, window.from);
  return window;
}

std::optional<JournalHead> HeadIn(const Batch& batch) {
  std::optional<JournalHead> head;
  for (const Batch::Step& step : batch.steps()) {
    if (step.kind == Batch::Kind::kPut && step.space == Space::kMeta && step.key == "head") {
      if (Result<JournalHead> decoded = JournalHead::Decode(step.value)) {
        head = *decoded;
      }
    }
  }
  return head;
}

}  // namespace

Result<BackupKey> BackupKeyFrom(Target& target, const RootKey& root, const std::string& owner) {
  MANDAT_TRY(const std::vector<std::string> names, target.List("agreements/" + owner + "/"));
  bool has_any = false;
  for (const std::string& name : names) {
    if (!name.ends_with(".manifest")) {
      continue;
    }
    MANDAT_TRY(const std::optional<Bytes> object, target.Get(name));
    const Result<Bytes> wrapped =
        object ? WrappedKeyOf(*object) : Result<Bytes>(Fail(Error::Corrupt("no manifest")));
    Result<SecretBytes> key = wrapped ? root.Unwrap(*wrapped, KeyName(owner))
                                      : Result<SecretBytes>(Fail(wrapped.error()));
    if (key) {
      return BackupKey{std::move(*key), *wrapped};
    }
    has_any = true;
  }
  return Fail(has_any ? Error::Corrupt("backup does not open under this root key")
                      : Error::NotFound("there is no backup of this agreement"));
}

Result<BackupKey> LoadOrMakeBackupKey(Home& home, const RootKey& root, const std::string& owner,
                                      Random& random) {
  MANDAT_TRY(std::optional<Bytes> wrapped, home.ReadFile(std::string(kKeyFile)));
  if (!wrapped) {
    MANDAT_TRY(wrapped, root.Wrap(random.DrawSecret(), KeyName(owner), random));
    MANDAT_TRY_STATUS(home.WriteFile(std::string(kKeyFile), *wrapped));
  }
  MANDAT_TRY(SecretBytes key, root.Unwrap(*wrapped, KeyName(owner)));
  return BackupKey{std::move(key), std::move(*wrapped)};
}

Result<ChainList> ReadChains(Target& target, const SecretBytes& key, const std::string& owner,
                             CopyScope scope) {
  MANDAT_TRY(const std::vector<uint64_t> numbers, ListChains(target, owner, scope));
  ChainList list;
  for (const uint64_t number : numbers) {
    Result<std::vector<PlacedManifest>> steps = ReadManifests(target, key, owner, scope, number);
    if (!steps && steps.error().kind != ErrorKind::kCorrupt) {
      return Fail(std::move(steps).error());
    }
    if (!steps || steps->empty()) {
      list.damaged.push_back(number);
      continue;
    }
    KeptWindow window = WindowOf(number, *steps);
    list.chains.push_back({window, std::move(*steps)});
  }
  return list;
}

Result<const ReadChain*> ChainFor(const ChainList& list, std::optional<Instant> until) {
  const ReadChain* found = nullptr;
  for (const ReadChain& chain : list.chains) {
    if (chain.window.is_whole && (!until || chain.window.from <= *until)) {
      found = &chain;
    }
  }
  // Who asks for the newest state must not quietly get one from before what is damaged.
  // Invariant (erased stays erased): of a ledger that would be one without the newest erasures.
  const bool is_behind = found != nullptr && !until && !list.damaged.empty() &&
                         list.damaged.back() > found->window.chain;
  if (is_behind) {
    return Fail(Error::Corrupt("the newest backup is damaged: name an instant up to " +
                               found->window.to.Format()));
  }
  if (found != nullptr) {
    return found;
  }
  if (!list.damaged.empty()) {
    return Fail(Error::Corrupt("the backup that is needed is damaged"));
  }
  return Fail(Error::NotFound(list.chains.empty() ? "there is no backup of this agreement"
                                                  : "no whole backup is as old as that"));
}

Result<Rebuilt> Rebuild(Target& target, const SecretBytes& key, const ReadChain& chain,
                        std::optional<Instant> until,
                        const std::function<Status(const Batch&)>& apply) {
  Rebuilt rebuilt;
  uint64_t base_end = 0;
  uint64_t reached = 0;
  bool enough = false;
  for (const PlacedManifest& step : chain.steps) {
    const bool is_base = step.manifest.kind == StepKind::kBase;
    if (is_base) {
      base_end = step.manifest.to;
      reached = step.manifest.from;
    }
    Store::OnCommit take = [&](Position at, const Batch& batch) -> Status {
      const std::optional<JournalHead> head = HeadIn(batch);
      if (!is_base) {
        if (at.value <= reached) {
          return Fail(Error::Corrupt("commits of the backup are out of order"));
        }
        enough = enough || (until && head && head->at > *until);
        if (enough) {
          return {};
        }
        reached = at.value;
      }
      if (head) {
        rebuilt.head = head;
      }
      return apply(batch);
    };
    for (const PackRef& pack : step.manifest.packs) {
      if (enough) {
        break;
      }
      MANDAT_TRY(const Bytes bytes, ReadPack(target, key, pack));
      MANDAT_TRY_STATUS(ForEachPacked(bytes, take));
      ++rebuilt.packs_count;
      rebuilt.bytes += bytes.size();
    }
  }
  if (reached < base_end) {
    return Fail(Error::NotFound("no whole backup is as old as that"));
  }
  return rebuilt;
}

}  // namespace mandat
