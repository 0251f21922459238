// SPDX-License-Identifier: Apache-2.0
//
// Copies of an agreement's keys: made while the agreement knows of them, removed when they lapse.
// Guarantees: a copy is in the journal before its first byte leaves, and stays there until the
// place that keeps it was seen to have it no more; so a certificate knows of every copy that could
// still open an erased person. Trusts: the place for what it lists.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/caller.h"

namespace mandat {

class Target;

// What is known of one copy.
struct KeyCopy {
  Instant at;               // holds the keys of whoever was not erased before
  uint64_t generation = 0;  // of the agreement key in it
  uint64_t changes = 0;     // Keyring::changes() then
  // The re-wrap that made that agreement key: whoever was erased before it was never wrapped under
  // it. nullopt: not known, or the first key of the agreement.
  std::optional<Instant> since;
  int days = 1;                 // until it lapses
  Bytes place;                  // where it is: PlaceOfKeys in backup/key_copies.h
  std::optional<Instant> gone;  // when its removal was confirmed; nullopt: it may be there

  Instant Lapses() const;
  // True if it can help to open somebody who was erased at an instant.
  bool Endangers(Instant erased) const { return !since || *since <= erased; }
};

// All that ever were, the oldest first. Errors: kUnavailable, kCorrupt.
Result<std::vector<KeyCopy>> ReadKeyCopies(const Store& store);

struct KeyCopyRules {
  int days = 7;                  // 0: none are made, and those that there are go
  std::chrono::hours every{24};  // when keys changed; else at half the life of a copy
  size_t part_bytes = 8u << 20;
};

// How things stand behind a visit.
struct KeyCopiesState {
  std::vector<KeyCopy> copies;       // that may be there, the oldest first
  std::optional<Instant> late_from;  // if no newer one is made until then; nullopt: there is none
  Instant next;                      // when to come again
  std::string trouble;               // empty: none
};

// One visit: takes note of copies that are there and not known, removes those that lapsed or are
// not whole, and makes a new one when it is due. Waits for the target and for the sequencer; not
// from a sequencer. Source: GDPR Art. 32(1)(c); GDPR Art. 17(1).
KeyCopiesState KeepKeyCopies(const std::shared_ptr<OpenAgreement>& agreement, Target& target,
                             const KeyCopyRules& rules);

}  // namespace mandat
