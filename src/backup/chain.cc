// SPDX-License-Identifier: Apache-2.0
#include "backup/chain.h"

#include <algorithm>
#include <utility>

#include "archive/pack.h"
#include "backup/commit_bytes.h"
#include "backup/internal/withheld_head.h"
#include "base/assert.h"
#include "crypto/hash.h"
#include "journal/journal.h"

namespace mandat {
namespace {

constexpr size_t kRowsPerCommit = 256;
constexpr std::string_view kHeadRow = "head";

// Behind every key of a space.
const Bytes& EndOfSpace() {
  static const Bytes end(512, '\xff');
  return end;
}

Bytes CursorAt(Space space, ByteView next_key) {
  Bytes cursor(1, static_cast<char>(space));
  cursor.append(next_key);
  return cursor;
}

bool PutsNoHead(const Batch& batch) {
  return std::ranges::any_of(batch.steps(), [](const Batch::Step& step) {
    return step.kind == Batch::Kind::kPut && step.space == Space::kMeta && step.key == kHeadRow &&
           step.value == kNoHead;
  });
}

Batch CoveredBy(CopyScope scope, const Batch& batch) {
  Batch covered;
  for (const Batch::Step& step : batch.steps()) {
    if (!Covers(scope, step.space)) {
      continue;
    }
    if (step.kind == Batch::Kind::kPut) {
      covered.Put(step.space, step.key, step.value);
    } else if (step.kind == Batch::Kind::kRemove) {
      covered.Remove(step.space, step.key);
    } else {
      covered.RemoveRange(step.space, step.key, step.value);
    }
  }
  return covered;
}

}  // namespace

// One manifest in the making: rows and commits go into packs, packs to the target.
class Chain::Step {
 public:
  Step(Chain& chain, StepKind kind, const Beside& beside, Instant now) : chain_(chain) {
    manifest_.owner = chain.settings_.owner;
    manifest_.scope = Name(chain.settings_.scope);
    manifest_.kind = kind;
    manifest_.before = chain.state_.before;
    manifest_.from = kind == StepKind::kBase ? chain.state_.from : chain.state_.to;
    manifest_.to = chain.state_.to;
    manifest_.at = now;
    manifest_.files = beside.files;
    manifest_.checkpoint = beside.checkpoint;
  }

  Manifest& manifest() { return manifest_; }
  bool IsFull() const { return manifest_.packs.size() >= chain_.settings_.packs_per_step; }
  bool IsEmpty() const { return manifest_.packs.empty() && pack_.empty(); }

  Status Add(Position at, const Batch& batch) {
    for (const Batch::Step& step : batch.steps()) {
      const bool is_head =
          step.kind == Batch::Kind::kPut && step.space == Space::kMeta && step.key == kHeadRow;
      if (is_head) {
        MANDAT_TRY(const JournalHead head, JournalHead::Decode(step.value));
        NoteHead(head);
      }
    }
    AppendCommit(pack_, at, batch);
    return pack_.size() >= chain_.settings_.pack_bytes ? FlushPack() : Status();
  }

  Status FlushPack() {
    if (pack_.empty()) {
      return {};
    }
    PackRef ref;
    ref.name = Base() + "-" + Digits(manifest_.packs.size(), 4) + ".pack";
    const Bytes object = SealPack(chain_.key_.key, ref.name, pack_, chain_.random_);
    ref.bytes = object.size();
    ref.hash = Sha256(object).view();
    MANDAT_TRY_STATUS(chain_.PutVerified(ref.name, object));
    manifest_.packs.push_back(std::move(ref));
    pack_.clear();
    return {};
  }

  // Behind it the step counts.
  Status Finish() {
    MANDAT_TRY_STATUS(FlushPack());
    State& state = chain_.state_;
    const bool is_base = manifest_.kind == StepKind::kBase;
    manifest_.base_end = is_base ? manifest_.to : state.base_end;
    manifest_.base_bytes = state.base_bytes + (is_base ? BytesOfPacks() : 0);
    manifest_.commits_bytes = state.commits_bytes + (is_base ? 0 : BytesOfPacks());
    const std::string name = Base() + ".manifest";
    const Bytes object = SealManifest(chain_.key_.key, chain_.key_.wrapped, name,
                                      EncodeCborRecord(manifest_), chain_.random_);
    MANDAT_TRY_STATUS(chain_.PutVerified(name, object));
    state.before = Sha256(object).view();
    ++state.step;
    state.size = std::max(state.size, manifest_.size);
    state.base_end = manifest_.base_end;
    state.base_bytes = manifest_.base_bytes;
    state.commits_bytes = manifest_.commits_bytes;
    return {};
  }

  static std::string Digits(uint64_t number, size_t count) {
    std::string text = std::to_string(number);
    return text.size() < count ? std::string(count - text.size(), '0') + text : text;
  }

 private:
  std::string Base() const {
    return chain_.Prefix() + Digits(chain_.state_.chain, 10) + "/" + Digits(chain_.state_.step, 8);
  }

  uint64_t BytesOfPacks() const {
    uint64_t bytes = 0;
    for (const PackRef& pack : manifest_.packs) {
      bytes += pack.bytes;
    }
    return bytes;
  }

  void NoteHead(const JournalHead& head) {
    if (manifest_.size == 0) {
      manifest_.first_at = head.at;
    }
    manifest_.last_at = head.at;
    manifest_.size = head.size;
    manifest_.root = head.root.view();
  }

  Chain& chain_;
  Manifest manifest_;
  Bytes pack_;
};

std::string ChainPrefix(const std::string& owner, CopyScope scope) {
  return "agreements/" + owner + "/" + std::string(Name(scope)) + "/";
}

std::string Chain::Prefix() const { return ChainPrefix(settings_.owner, settings_.scope); }

Status Chain::PutVerified(const std::string& name, ByteView object) {
  MANDAT_TRY_STATUS(target_.Put(name, object));
  MANDAT_TRY(const std::optional<Bytes> back, target_.Get(name));
  if (!back || *back != object) {
    return Fail(Error::Corrupt("what was written to the backup does not read back"));
  }
  put_bytes_ += object.size();
  return {};
}

// Takes up the newest chain where it stopped. One that cannot be read is left alone: another
// begins.
Status Chain::Load() {
  if (loaded_) {
    return {};
  }
  state_ = {};
  MANDAT_TRY(const std::vector<uint64_t> chains,
             ListChains(target_, settings_.owner, settings_.scope));
  newest_ = chains.empty() ? 0 : chains.back();
  if (newest_ != 0) {
    Result<LastStep> last =
        ReadLastStep(target_, key_.key, settings_.owner, settings_.scope, newest_);
    if (!last && last.error().kind != ErrorKind::kCorrupt) {
      return Fail(std::move(last).error());
    }
    if (last) {
      const Manifest& manifest = last->placed.manifest;
      state_.has_base = true;
      state_.chain = newest_;
      state_.step = last->number + 1;
      state_.before = last->placed.hash;
      state_.cursor = manifest.cursor;
      state_.from = manifest.from;
      state_.to = manifest.kind == StepKind::kBase ? manifest.from : manifest.to;
      state_.base_end = manifest.base_end;
      state_.base_bytes = manifest.base_bytes;
      state_.commits_bytes = manifest.commits_bytes;
      state_.size = manifest.size;
    }
  }
  loaded_ = true;
  return {};
}

void Chain::Begin(const Store& store) {
  state_ = {};
  state_.chain = ++newest_;
  state_.has_base = true;
  state_.cursor = CursorAt(Space::kMeta, "");
  state_.from = state_.to = store.position().value;
}

// Rows of the store as it is now, which may be newer than those of the part before: the commits
// since the chain began make them agree. So no snapshot is held, and a crash costs one part.
Status Chain::CopyBasePart(const Store& store, const Beside& beside, Instant now) {
  Step step(*this, StepKind::kBase, beside, now);
  auto space = static_cast<size_t>(state_.cursor[0]);
  Bytes next = state_.cursor.substr(1);
  for (; space < kSpacesCount && !step.IsFull(); ++space, next.clear()) {
    if (!Covers(settings_.scope, static_cast<Space>(space))) {
      continue;
    }
    const auto rows = store.Scan(static_cast<Space>(space), next, EndOfSpace());
    Batch batch;
    for (; rows->Valid() && !step.IsFull(); rows->Next()) {
      batch.Put(static_cast<Space>(space), Bytes(rows->key()), Bytes(rows->value()));
      next = Bytes(rows->key()) + '\0';
      if (batch.steps().size() >= kRowsPerCommit || batch.bytes() >= settings_.pack_bytes) {
        MANDAT_TRY_STATUS(step.Add(Position{state_.from}, batch));
        batch.Clear();
      }
    }
    MANDAT_TRY_STATUS(rows->status());
    if (!batch.empty()) {
      MANDAT_TRY_STATUS(step.Add(Position{state_.from}, batch));
    }
    if (rows->Valid()) {
      break;
    }
  }
  step.manifest().cursor =
      space < kSpacesCount ? CursorAt(static_cast<Space>(space), next) : Bytes();
  step.manifest().to = store.position().value;
  MANDAT_TRY_STATUS(step.Finish());
  state_.cursor = step.manifest().cursor;
  return {};
}

Result<bool> Chain::CopyCommits(const Store& store, const Beside& beside, Instant now) {
  Step step(*this, StepKind::kCommits, beside, now);
  bool full = false;
  bool restored = false;
  const Status copied =
      store.ForEachCommit(Position{state_.to}, [&](Position at, const Batch& batch) -> Status {
        // What a restore did to the store is no state that anybody acknowledged.
        restored = PutsNoHead(batch);
        if (restored) {
          return Fail(Error::Exceeded("step is over"));
        }
        step.manifest().to = at.value;
        const Batch covered = CoveredBy(settings_.scope, batch);
        if (!covered.empty()) {
          MANDAT_TRY_STATUS(step.Add(at, covered));
        }
        full = step.IsFull();
        return full ? Status(Fail(Error::Exceeded("step is over"))) : Status();
      });
  if (!copied && !full && !restored) {
    return Fail(copied.error());
  }
  if (!step.IsEmpty()) {
    MANDAT_TRY_STATUS(step.Finish());
  }
  state_.to = step.manifest().to;
  if (restored) {
    Begin(store);
  }
  return !full && !restored;
}

Result<Chain::Progress> Chain::Run(const Store& store, const Beside& beside, Instant now) {
  put_bytes_ = 0;
  const auto reset = [&](Error error) {
    loaded_ = false;  // what is really there is looked at again
    return Fail(std::move(error));
  };
  if (Status loaded = Load(); !loaded) {
    return reset(std::move(loaded).error());
  }
  const bool outgrown = state_.commits_bytes > state_.base_bytes &&
                        state_.commits_bytes > settings_.commits_bytes_min;
  if (!state_.has_base || outgrown || state_.to > store.position().value) {
    Begin(store);
  }
  const uint64_t goal = store.position().value;
  while (true) {
    if (!state_.cursor.empty()) {
      if (Status copied = CopyBasePart(store, beside, now); !copied) {
        return reset(std::move(copied).error());
      }
      continue;
    }
    Result<bool> copied = CopyCommits(store, beside, now);
    if (!copied && copied.error().kind == ErrorKind::kNotFound) {
      Begin(store);  // the log was recycled
      continue;
    }
    if (!copied) {
      return reset(std::move(copied).error());
    }
    if (*copied || (state_.cursor.empty() && state_.to >= goal)) {
      break;
    }
  }
  return Progress{state_.to >= state_.base_end, put_bytes_, Position{state_.to}, state_.size};
}

Status Chain::Prune(Instant keep_from) {
  MANDAT_TRY(const std::vector<uint64_t> chains,
             ListChains(target_, settings_.owner, settings_.scope));
  // A chain serves instants until the one behind it is whole: the last of those that are older
  // than what is to be kept must stay.
  uint64_t first_kept = 0;
  for (const uint64_t chain : chains) {
    const auto first = ReadFirstStep(target_, key_.key, settings_.owner, settings_.scope, chain);
    const auto last = ReadLastStep(target_, key_.key, settings_.owner, settings_.scope, chain);
    if (first && last && last->placed.manifest.IsWhole() && first->manifest.at <= keep_from) {
      first_kept = chain;
    }
  }
  MANDAT_TRY(const std::vector<std::string> names, target_.List(Prefix()));
  for (const std::string& name : names) {
    const std::string number = name.substr(Prefix().size(), 10);
    if (number < Step::Digits(first_kept, 10)) {
      MANDAT_TRY_STATUS(target_.Remove(name));
    }
  }
  return {};
}

}  // namespace mandat
