// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "aggregate/guards.h"
#include "crypto/random.h"
#include "gate/work.h"
#include "keyring/keyring.h"

namespace mandat::internal {

// Whom earlier answers of a collection were about: rows of Space::kMeta, "aggregate/" collection 00
// number of the entry (8) number of the set (2) -> sealed. On disk: docs/internals/aggregates.md.
class AnsweredSets {
 public:
  // When so many sets are kept, only questions that were answered before are answered.
  static constexpr size_t kSetsMax = 1'000;

  AnsweredSets(const Keyring& keyring, Random& random, const std::string& collection)
      : keyring_(keyring), random_(random), prefix_("aggregate/" + collection + Bytes(1, '\0')) {}

  // What an earlier answer forbids; if nothing, keeps the new sets. Sequencer only.
  // Errors: kExceeded, kCorrupt, kUnavailable.
  Result<std::optional<AggregateRefusal>> Judge(std::span<const AnsweredSet> fresh,
                                                const AggregateRules& rules,
                                                BatchContext& context) const;

 private:
  Result<AnsweredSet> Open(ByteView row, ByteView sealed) const;
  Bytes Seal(ByteView row, const AnsweredSet& set) const;

  const Keyring& keyring_;
  Random& random_;
  const Bytes prefix_;
};

}  // namespace mandat::internal
