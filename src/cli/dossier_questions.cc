// SPDX-License-Identifier: Apache-2.0
// Which entries a dossier is about, and who is behind them.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "cli/internal/docket.h"
#include "cli/internal/dossier_making.h"
#include "cli/internal/export_files.h"
#include "cli/internal/progress_bar.h"
#include "format/disclosure.h"
#include "format/note.h"

namespace mandat {
namespace {

namespace json = boost::json;

constexpr uint64_t kEntriesMax = 100'000;
constexpr size_t kEntriesPerPage = 1'000;
constexpr std::string_view kActEnd = "end-agreement";

uint64_t NumberOf(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_number() ? value->to_number<uint64_t>() : 0;
}

Error TooMany() {
  return Error::Exceeded("more than " + std::to_string(kEntriesMax) +
                         " entries; make it shorter, or hand over the whole journal with "
                         "`mandat journal export`");
}

}  // namespace

Status DossierMaking::TakeSubject() {
  if (dossier_.kind == "period" || dossier_.kind == "audit") {
    MANDAT_TRY_STATUS(TakeCheckpoint());
    return TakePeriod();
  }
  if (dossier_.kind == "closing") {
    MANDAT_TRY_STATUS(TakeCheckpoint());
    return TakeClosing();
  }
  if (!state_.contains("entries")) {
    MANDAT_TRY_STATUS(AskEntries());
    MANDAT_TRY_STATUS(dossier_.kind == "incident" ? AskScope() : Status());
    MANDAT_TRY_STATUS(Save());
  }
  for (const json::value& index : state_.at("asked").as_array()) {
    asked_.insert(index.to_number<uint64_t>());
  }
  for (const json::value& index : state_.at("entries").as_array()) {
    dossier_.entries.push_back(index.to_number<uint64_t>());
  }
  MANDAT_TRY_STATUS(dossier_.kind == "person" ? DisclosePerson() : Status());
  return TakeCheckpoint();  // behind what was asked
}

Status DossierMaking::TakePeriod() {
  MANDAT_TRY(const uint64_t first, journal_->FirstAt(*from_));
  MANDAT_TRY(const uint64_t end, journal_->FirstAt(*until_));
  if (end - first > kEntriesMax) {
    return Fail(TooMany());
  }
  for (uint64_t index = first; index < end; ++index) {
    dossier_.entries.push_back(index);
  }
  // The neighbours show that the period is whole.
  if (first > 0) {
    needed_.insert(first - 1);
  }
  if (end < journal_->size()) {
    needed_.insert(end);
  }
  return {};
}

// Everything that was recorded about the agreement itself, and all from its end on.
// Source: GDPR Art. 28(3)(g).
Status DossierMaking::TakeClosing() {
  MANDAT_TRY(const json::object life, Get("/life"));
  std::set<uint64_t> entries;
  std::optional<uint64_t> ended;
  for (const json::object& event : Objects(life, "events")) {
    const uint64_t index = NumberOf(event, "entry");
    entries.insert(index);
    if (Text(event, "act") == kActEnd && !ended) {
      ended = index;
    }
  }
  if (!ended) {
    return Fail(Error::Conflict("the agreement has not ended"));
  }
  if (journal_->size() - std::min(*ended, journal_->size()) > kEntriesMax) {
    return Fail(TooMany());
  }
  for (uint64_t index = *ended; index < journal_->size(); ++index) {
    entries.insert(index);
  }
  entries.erase(entries.lower_bound(journal_->size()), entries.end());
  dossier_.entries.assign(entries.begin(), entries.end());
  return {};
}

Status DossierMaking::AskEntries() {
  json::object body;
  PutText(body, "from", dossier_.from);
  PutText(body, "until", dossier_.until);
  PutText(body, "actor", dossier_.actor);
  PutText(body, "subject", dossier_.subject);
  body["limit"] = kEntriesPerPage;
  json::array entries;
  for (bool more = true; more;) {
    MANDAT_TRY(const json::object told, Post("/questions/entries", body));
    for (const json::object& item : Objects(told, "items")) {
      entries.emplace_back(NumberOf(item, "index"));
    }
    if (entries.size() > kEntriesMax) {
      return Fail(TooMany());
    }
    more = told.contains("next");
    body["after"] = NumberOf(told, "next");
  }
  state_["entries"] = std::move(entries);
  return {};
}

// The input of a notice, without anybody's id. Source: GDPR Art. 33(3)(a).
Status DossierMaking::AskScope() {
  json::object body{{"limit", 0}};
  PutText(body, "from", dossier_.from);
  PutText(body, "until", dossier_.until);
  PutText(body, "actor", dossier_.actor);
  MANDAT_TRY(json::object told, Post("/questions/scope", body));
  told.erase("subjects");
  told.erase("next");
  return Write("scope.json", json::serialize(told) + "\n");
}

// One leaf of each entry, for as long as it can be shown. Source: GDPR Art. 15(1)(c).
Status DossierMaking::DisclosePerson() {
  ProgressBar progress("disclosures");
  uint64_t done = 0;
  for (const uint64_t index : dossier_.entries) {
    MANDAT_TRY_STATUS(DiscloseOne(index));
    progress.Show(++done, dossier_.entries.size());
  }
  return {};
}

Status DossierMaking::DiscloseOne(uint64_t index) {
  const std::string file = DossierDisclosureFile(index);
  json::array& undisclosed = state_["undisclosed"].as_array();
  const json::value number(index);
  if (std::ranges::find(undisclosed, number) != undisclosed.end()) {
    dossier_.undisclosed.push_back(index);
    return {};
  }
  if (!Has(file)) {
    const Result<json::object> told =
        Post("/questions/disclosure", {{"entry", index}, {"subject", dossier_.subject}});
    if (!told &&
        (told.error().kind == ErrorKind::kConflict || told.error().kind == ErrorKind::kNotFound)) {
      undisclosed.push_back(number);
      dossier_.undisclosed.push_back(index);
      return Save();
    }
    if (!told) {
      return Fail(told.error());
    }
    MANDAT_TRY_STATUS(Write(file, Text(*told, "note")));
  }
  MANDAT_TRY(const Bytes text, ReadWholeFile(Path(file)));
  MANDAT_TRY(const Note note, Note::Parse(text));
  MANDAT_TRY(const Disclosure disclosure, Disclosure::Parse(note.text));
  asked_.insert(disclosure.recorded);
  return {};
}

}  // namespace mandat
