// SPDX-License-Identifier: Apache-2.0
#include "service/internal/kept_entries.h"

#include <algorithm>
#include <array>

#include "docket/docket.h"
#include "format/loss.h"

namespace mandat {
namespace {

constexpr size_t kDutiesPerPage = 256;

// What a certificate is made from, what says which versions were in force, and what happened to the
// journal itself: few, and asked for as long as there is a journal.
constexpr std::array<std::string_view, 6> kActs = {
    "erase", "activate-agreement", "restored", "keep-journal", "prune", kNewOriginAct};

}  // namespace

Result<KeptEntries> KeptEntries::Find(const OpenAgreement& agreement) {
  KeptEntries kept;
  // Versions, holds, instructions, suspensions: a start compares each with its entry.
  for (const EntryIndex entry : agreement.life_book()->entries) {
    kept.indexes_.insert(entry.value);
  }
  MANDAT_TRY(const std::optional<Observation> observation, ReadObservation(agreement.store()));
  if (observation) {
    kept.indexes_.insert(observation->entry.value);
  }
  MANDAT_TRY_STATUS(kept.AddDuties(agreement.store()));
  MANDAT_TRY_STATUS(kept.AddNamed(agreement.store()));
  return kept;
}

// What was done with each duty that is still open.
Status KeptEntries::AddDuties(const Store& store) {
  const Docket docket(store);
  std::optional<DutyCursor> after;
  do {
    MANDAT_TRY(const DutyPage page, docket.ListDue(std::nullopt, after, kDutiesPerPage));
    for (const Duty& duty : page.duties) {
      MANDAT_TRY(const std::vector<DutyChange> history, docket.History(duty.id));
      for (const DutyChange& change : history) {
        indexes_.insert(change.entry);
      }
    }
    after = page.next;
  } while (after);
  return {};
}

Status KeptEntries::AddNamed(const Store& store) {
  const auto rows = store.Scan(Space::kMeta, kNamedPrefix, EndOfPrefix(kNamedPrefix));
  for (; rows->Valid(); rows->Next()) {
    if (rows->key().size() != kNamedPrefix.size() + 8) {
      return Fail(Error::Corrupt("row of a named entry is damaged"));
    }
    indexes_.insert(ReadBigEndian64(rows->key().substr(kNamedPrefix.size())));
  }
  return rows->status();
}

bool KeptEntries::Keeps(EntryIndex index, const Entry& entry) const {
  const bool is_done = entry.outcome == Outcome::kDone;
  return (is_done && std::ranges::find(kActs, entry.act) != kActs.end()) ||
         indexes_.contains(index.value);
}

}  // namespace mandat
