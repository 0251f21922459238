// SPDX-License-Identifier: Apache-2.0
//
// How long the entries of a journal are kept, and how they go.
// Guarantees: the period is fixed when the agreement is activated and only grows; no entry younger
// than it goes; what an open duty, a hold, a version, an erasure or an act that names an entry
// needs stays, with its proof. Trusts: agreement time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "service/caller.h"

namespace mandat {

// For how many days, as configured.
struct KeepDays {
  static constexpr uint32_t kMin = 1;
  static constexpr uint32_t kMax = 36'500;

  uint32_t standard = 3650;
  std::map<std::string, uint32_t, std::less<>> agreements;  // by their ids, where it is another

  uint32_t Of(std::string_view agreement) const;
  // "acme 400, shop-acme 3650": an id and its days. Errors: kInvalid.
  static Result<KeepDays> Parse(uint32_t standard, std::string_view agreements);
};

// What was fixed for a journal; nullopt: nothing yet. Errors: kUnavailable, kCorrupt.
Result<std::optional<uint32_t>> ReadKeepDays(const Store& store);

// Fixes it, or takes a longer period, in an entry `keep-journal`; nothing when it is as it was.
// Errors: kConflict (shorter than what was fixed, which stands), kUnavailable.
// Source: GDPR Art. 5(2).
void KeepJournal(const std::shared_ptr<OpenAgreement>& agreement, uint32_t days,
                 Done<Receipt> done);

// Raises the minimum index as far as the period allows, and removes the bundles below it; goes on
// with what was interrupted. Journalled (`prune`, `pruned`) when there was something. Others'
// requests go on in between. Errors: kCorrupt, kUnavailable. Source: GDPR Art. 5(1)(e).
void PruneJournal(const std::shared_ptr<OpenAgreement>& agreement, Done<Receipt> done);

// When there is something to prune, at most once a day; nullopt: never, as things are. Errors:
// kUnavailable, kCorrupt.
Result<std::optional<Instant>> NextPrune(const OpenAgreement& agreement);

// Keeps an entry for good, whatever its age: called by acts that name it, in their own batch.
void StageNamedEntry(EntryIndex entry, Staging& staging);

}  // namespace mandat
