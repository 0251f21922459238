// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/internal/dossier.h"
#include "cli/internal/dossier_journal.h"
#include "cli/internal/dossier_page.h"

namespace mandat {

// One dossier on its way. Each file is written whole or not at all, and is not fetched again; what
// was asked, and may be answered only once, is in the state.
class DossierMaking {
 public:
  DossierMaking(const DossierOptions& options, HttpClient client)
      : options_(options), client_(std::move(client)) {}

  Status Run();
  const std::string& key() const { return page_.key; }

 private:
  // dossier_making.cc
  Status TakeKind();
  Status Begin();
  Status Save();
  Status TakeCheckpoint();
  Status TakeEntries();
  Result<Entry> TakeEntry(uint64_t index);
  Status TakeVersions();
  Status TakeCertificates();
  Status TakeDocuments();
  Status TakePage();
  Status Finish();

  // dossier_questions.cc: which entries it is about.
  Status TakeSubject();
  Status TakePeriod();
  Status TakeClosing();
  Status AskEntries();
  Status AskScope();
  Status DisclosePerson();
  Status DiscloseOne(uint64_t index);

  std::filesystem::path Path(std::string_view name) const { return options_.directory / name; }
  bool Has(std::string_view name) const { return std::filesystem::exists(Path(name)); }
  Status Write(std::string_view name, std::string_view bytes);
  Result<Bytes> GetRaw(std::string_view rest);
  Result<boost::json::object> Get(std::string_view rest);
  // The answer, and in `recorded` the entry that records the question.
  Result<boost::json::object> Post(std::string_view rest, const boost::json::object& body);

  const DossierOptions& options_;
  HttpClient client_;
  std::optional<DossierJournal> journal_;
  Dossier dossier_;
  std::optional<Instant> from_, until_;
  std::set<uint64_t> asked_;    // entries that record questions
  std::set<uint64_t> needed_;   // entries beside those that it is about
  std::set<uint32_t> numbers_;  // of versions that were in force
  std::vector<uint64_t> erasures_;
  DossierPage page_;
  boost::json::object state_;
};

}  // namespace mandat
