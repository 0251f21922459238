// SPDX-License-Identifier: Apache-2.0
// That the entries of a dossier are those that it says it is about.
#include <algorithm>
#include <numeric>

#include "evidence/internal/dossier_reading.h"

namespace mandat::internal {
namespace {

constexpr std::string_view kActEnd = "end-agreement";
constexpr std::string_view kActQuestion = "query-journal";
constexpr std::string_view kActDisclose = "disclose";

std::vector<uint64_t> Row(uint64_t first, uint64_t end) {
  std::vector<uint64_t> row(end > first ? end - first : 0);
  std::iota(row.begin(), row.end(), first);
  return row;
}

}  // namespace

Result<std::optional<Instant>> DossierReading::InstantOf(std::string_view where,
                                                         const std::string& text) {
  if (text.empty()) {
    return std::optional<Instant>();
  }
  const Result<Instant> at = Instant::Parse(text);
  if (!at || at->Format() != text) {
    return Fail(Failed(where, "the manifest has a period that is none").error());
  }
  return std::optional<Instant>(*at);
}

Status DossierReading::VerifyWithin(const std::optional<Instant>& from,
                                    const std::optional<Instant>& until) {
  for (const uint64_t index : dossier_.entries) {
    const Instant at = Find(index)->at;
    if ((from && at < *from) || (until && at >= *until)) {
      return Failed(EntryName(index), "the instant lies outside of the dossier's period");
    }
  }
  return {};
}

// Instants of a journal never go back. So between the last entry before the period and the first
// one behind it there is the whole period, and these two are in the dossier where they exist.
Status DossierReading::VerifyWhole(const std::optional<Instant>& from,
                                   const std::optional<Instant>& until) {
  uint64_t first = 0;
  uint64_t end = checkpoint_.size;
  for (const auto& [index, entry] : entries_) {
    if (from && entry.at < *from) {
      first = index + 1;
    } else if (until && entry.at >= *until) {
      end = std::min(end, index);
    }
  }
  // Compared by count first: a size is what somebody wrote.
  if (end < first || end - first != dossier_.entries.size() ||
      dossier_.entries != Row(first, end)) {
    return Failed("period", "entries of the period are missing, or others stand between them");
  }
  report_.AddVerified("the entries of the period are there without a gap: " +
                      std::to_string(dossier_.entries.size()) + " of them");
  return {};
}

Status DossierReading::VerifyActor() {
  for (const uint64_t index : dossier_.entries) {
    if (FormatHex(Find(index)->actor) != dossier_.actor) {
      return Failed(EntryName(index), "it is by another actor than the dossier is about");
    }
  }
  report_.AddVerified("every entry is by that actor, within the period");
  report_.AddNotChecked("that the actor has no other entry: verify the journal itself");
  return {};
}

Status DossierReading::VerifyClosing() {
  const auto end = std::ranges::find_if(dossier_.entries, [this](uint64_t index) {
    const Entry& entry = *Find(index);
    return entry.act == kActEnd && entry.outcome == Outcome::kDone;
  });
  if (end == dossier_.entries.end()) {
    return Failed("closing", "no entry says that the agreement ended");
  }
  const uint64_t count = checkpoint_.size - *end;
  if (static_cast<uint64_t>(dossier_.entries.end() - end) != count ||
      !std::equal(end, dossier_.entries.end(), Row(*end, checkpoint_.size).begin())) {
    return Failed("closing", "entries behind the end of the agreement are missing");
  }
  report_.AddVerified("the agreement ended in entry " + std::to_string(*end) +
                      ", and the entries from it on are there without a gap: " +
                      std::to_string(count) + " of them");
  return {};
}

Status DossierReading::VerifySubject() {
  MANDAT_TRY(const std::optional<Instant> from, InstantOf("from", dossier_.from));
  MANDAT_TRY(const std::optional<Instant> until, InstantOf("until", dossier_.until));
  MANDAT_TRY_STATUS(VerifyWithin(from, until));
  if ((dossier_.kind == "person") != !dossier_.subject.empty() ||
      (dossier_.kind == "incident") != !dossier_.actor.empty()) {
    return Failed(kDossierManifest, "the manifest does not say whom the dossier is about");
  }
  if (dossier_.kind == "period" || dossier_.kind == "audit") {
    return VerifyWhole(from, until);
  }
  if (dossier_.kind == "incident") {
    return VerifyActor();
  }
  return dossier_.kind == "closing" ? VerifyClosing() : Status();
}

Status DossierReading::VerifyAskedBy() {
  for (const uint64_t index : dossier_.asked_by) {
    const Entry* entry = Find(index);
    if (entry == nullptr || entry->outcome != Outcome::kDone ||
        (entry->act != kActQuestion && entry->act != kActDisclose)) {
      return Failed(EntryName(index), "it does not record what was asked for the dossier");
    }
  }
  if (!dossier_.asked_by.empty()) {
    report_.AddVerified(std::to_string(dossier_.asked_by.size()) +
                        " entries record what was asked for the dossier");
  }
  return {};
}

}  // namespace mandat::internal
