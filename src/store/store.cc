// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "base/assert.h"

namespace mandat {

std::string_view Name(Space space) {
  switch (space) {
    case Space::kMeta:
      return "default";
    case Space::kJournal:
      return "journal";
    case Space::kUnits:
      return "units";
    case Space::kIndex:
      return "index";
    case Space::kLedger:
      return "ledger";
    case Space::kReplay:
      return "replay";
    case Space::kKeys:
      return "keys";
    case Space::kDocket:
      return "docket";
    case Space::kSeries:
      return "series";
    case Space::kBlobs:
      return "blobs";
    case Space::kHistory:
      return "history";
    case Space::kHeld:
      return "held";
    case Space::kBlind:
      return "blind";
    case Space::kPeople:
      return "people";
    case Space::kTrail:
      return "trail";
  }
  Stop("unknown space");
}

void Batch::Put(Space space, Bytes key, Bytes value) {
  bytes_ += key.size() + value.size();
  steps_.push_back({Kind::kPut, space, std::move(key), std::move(value)});
}

void Batch::Remove(Space space, Bytes key) {
  bytes_ += key.size();
  steps_.push_back({Kind::kRemove, space, std::move(key), {}});
}

void Batch::RemoveRange(Space space, Bytes first, Bytes end) {
  bytes_ += first.size() + end.size();
  steps_.push_back({Kind::kRemoveRange, space, std::move(first), std::move(end)});
}

void Batch::Clear() {
  steps_.clear();
  bytes_ = 0;
}

void Batch::Truncate(size_t count) {
  while (steps_.size() > count) {
    bytes_ -= steps_.back().key.size() + steps_.back().value.size();
    steps_.pop_back();
  }
}

Bytes EndOfPrefix(ByteView prefix) {
  Bytes end(prefix);
  while (!end.empty() && static_cast<uint8_t>(end.back()) == 0xff) {
    end.pop_back();
  }
  MANDAT_ASSERT(!end.empty());
  end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  return end;
}

void Staging::Put(Space space, Bytes key, Bytes value) {
  batch_.Put(space, std::move(key), std::move(value));
  Note(space);
}

void Staging::Remove(Space space, Bytes key) {
  batch_.Remove(space, std::move(key));
  Note(space);
}

// The key of an entry must be the newest step's own, which lives as long as the batch.
void Staging::Note(Space space) {
  const Batch::Step& step = batch_.steps().back();
  Overlay& overlay = overlay_[static_cast<size_t>(space)];
  overlay.erase(step.key);
  overlay.emplace(step.key, &step);
}

// The overlay is made anew: which step came before the last one on a key was not kept.
void Staging::Rewind(size_t mark) {
  if (mark == batch_.steps().size()) {
    return;
  }
  for (Overlay& overlay : overlay_) {
    overlay.clear();
  }
  batch_.Truncate(mark);
  for (const Batch::Step& step : batch_.steps()) {
    if (step.kind != Batch::Kind::kRemoveRange) {
      Overlay& overlay = overlay_[static_cast<size_t>(step.space)];
      overlay.erase(step.key);
      overlay.emplace(step.key, &step);
    }
  }
}

Result<std::optional<Bytes>> Staging::Find(Space space, ByteView key) const {
  const Overlay& overlay = overlay_[static_cast<size_t>(space)];
  if (const auto staged = overlay.find(key); staged != overlay.end()) {
    return staged->second->kind == Batch::Kind::kPut ? std::optional<Bytes>(staged->second->value)
                                                     : std::optional<Bytes>();
  }
  return store_.Find(space, key);
}

}  // namespace mandat
