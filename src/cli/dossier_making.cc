// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/dossier_making.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/ids.h"
#include "cli/internal/docket.h"
#include "cli/internal/export_files.h"
#include "cli/internal/progress_bar.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kActErase = "erase";

}  // namespace

Status DossierMaking::Write(std::string_view name, std::string_view bytes) {
  std::error_code trouble;
  fs::create_directories(Path(name).parent_path(), trouble);
  return WriteOver(Path(name), bytes);
}

Result<Bytes> DossierMaking::GetRaw(std::string_view rest) {
  MANDAT_TRY(Reply reply, Ask(client_, {.path = AgreementPath(options_.agreement, rest)}));
  return std::move(reply.answer.body);
}

Result<json::object> DossierMaking::Get(std::string_view rest) {
  MANDAT_TRY(Reply reply, Ask(client_, {.path = AgreementPath(options_.agreement, rest)}));
  if (!reply.body.is_object()) {
    return Fail(Error::Corrupt("the server's answer is no object"));
  }
  return std::move(reply.body.as_object());
}

Result<json::object> DossierMaking::Post(std::string_view rest, const json::object& body) {
  MANDAT_TRY(Reply reply, Ask(client_, {.method = "POST",
                                        .path = AgreementPath(options_.agreement, rest),
                                        .body = json::serialize(body)}));
  const Result<uint64_t> entry =
      ParseDecimal(reply.answer.Header("mandat-entry"), Checkpoint::kSizeMax);
  if (!reply.body.is_object() || !entry) {
    return Fail(Error::Corrupt("the server's answer names no entry"));
  }
  state_["asked"].as_array().emplace_back(*entry);
  return std::move(reply.body.as_object());
}

// Which of the five it is, and that it is one of them.
Status DossierMaking::TakeKind() {
  const DossierOptions& told = options_;
  const int kinds = (told.period.empty() ? 0 : 1) + (told.incident.empty() ? 0 : 1) +
                    (told.audit.empty() ? 0 : 1) + (told.subject.empty() ? 0 : 1) +
                    (told.closing ? 1 : 0);
  if (kinds != 1) {
    return Fail(
        Error::Invalid("name one of --period, --subject, --incident, --audit and --closing"));
  }
  std::vector<std::string> range = told.period.empty() ? told.audit : told.period;
  dossier_.kind = !told.period.empty()    ? "period"
                  : !told.audit.empty()   ? "audit"
                  : !told.subject.empty() ? "person"
                  : told.closing          ? "closing"
                                          : "incident";
  dossier_.agreement = told.agreement;
  dossier_.subject = told.subject;
  if (!told.subject.empty()) {
    MANDAT_TRY([[maybe_unused]] const SubjectId subject, SubjectId::Parse(told.subject));
  }
  if (!told.incident.empty()) {
    dossier_.actor = told.incident.front();
    range.assign(told.incident.begin() + 1, told.incident.end());
  }
  if (!range.empty()) {
    for (const std::string& text : range) {
      MANDAT_TRY([[maybe_unused]] const std::string is_one, InstantText("a period", text));
    }
    MANDAT_TRY(from_, Instant::Parse(range[0]));
    MANDAT_TRY(until_, Instant::Parse(range[1]));
    if (*until_ < *from_) {
      return Fail(Error::Invalid("the period ends before it begins"));
    }
    dossier_.from = from_->Format();
    dossier_.until = until_->Format();
  }
  return {};
}

Status DossierMaking::Save() { return WriteOver(Path(kExportState), json::serialize(state_)); }

Status DossierMaking::Begin() {
  MANDAT_TRY_STATUS(TakeKind());
  const std::string asked = dossier_.kind + " " + dossier_.agreement + " " + dossier_.from + " " +
                            dossier_.until + " " + dossier_.subject + " " + dossier_.actor;
  std::error_code trouble;
  fs::create_directories(options_.directory, trouble);
  if (!trouble) {
    fs::permissions(options_.directory, fs::perms::owner_all, trouble);
  }
  if (trouble) {
    return Fail(Error::Unavailable("cannot make " + options_.directory.string()));
  }
  if (Has(kDossierManifest)) {
    return Fail(Error::Conflict("the directory has a whole dossier already"));
  }
  if (Has(kExportState)) {
    MANDAT_TRY(const Bytes text, ReadWholeFile(Path(kExportState)));
    const json::value state = json::parse(text, trouble);
    if (trouble || !state.is_object() || Text(state.as_object(), "question") != asked) {
      return Fail(Error::Conflict("the directory has another dossier, or a damaged one"));
    }
    state_ = state.as_object();
    return {};
  }
  if (!fs::is_empty(options_.directory, trouble)) {
    return Fail(Error::Conflict("the directory is not empty"));
  }
  state_ = {{"question", asked}, {"asked", json::array()}, {"undisclosed", json::array()}};
  return Save();
}

// One checkpoint for all proofs; kept, so that what follows stays what it is.
Status DossierMaking::TakeCheckpoint() {
  if (!Has("checkpoint")) {
    MANDAT_TRY(const Bytes key, GetRaw("/journal/vkey"));
    MANDAT_TRY_STATUS(Write("vkey", key));
    MANDAT_TRY(const Bytes checkpoint, GetRaw("/journal/checkpoint"));
    MANDAT_TRY_STATUS(Write("checkpoint", checkpoint));
  }
  MANDAT_TRY(const Bytes key, ReadWholeFile(Path("vkey")));
  page_.key = key.substr(0, key.find('\n'));
  MANDAT_TRY(const Bytes checkpoint, ReadWholeFile(Path("checkpoint")));
  MANDAT_TRY(DossierJournal journal,
             DossierJournal::Create(client_, AgreementPath(options_.agreement), checkpoint));
  dossier_.journal = journal.origin();
  journal_.emplace(std::move(journal));
  return {};
}

Result<Entry> DossierMaking::TakeEntry(uint64_t index) {
  if (!Has(DossierEntryFile(index))) {
    MANDAT_TRY(const Bytes bytes, journal_->Get(index));
    MANDAT_TRY(const TlogProof proof, journal_->Prove(index));
    MANDAT_TRY_STATUS(Write(DossierProofFile(index), proof.Format()));
    MANDAT_TRY_STATUS(Write(DossierEntryFile(index), bytes));  // last: it has its proof
  }
  MANDAT_TRY(const Bytes bytes, ReadWholeFile(Path(DossierEntryFile(index))));
  return Entry::Decode(bytes);
}

Status DossierMaking::TakeEntries() {
  std::set<uint64_t> all(dossier_.entries.begin(), dossier_.entries.end());
  all.insert(asked_.begin(), asked_.end());
  all.insert(needed_.begin(), needed_.end());
  ProgressBar progress("entries");
  uint64_t done = 0;
  for (const uint64_t index : all) {
    MANDAT_TRY(Entry entry, TakeEntry(index));
    progress.Show(++done, all.size());
    if (!std::ranges::binary_search(dossier_.entries, index)) {
      continue;
    }
    if (entry.agreement_version != 0) {
      numbers_.insert(entry.agreement_version);
    }
    if (entry.act == kActErase && entry.outcome == Outcome::kDone) {
      erasures_.push_back(index);
    }
    if (page_.entries.size() < kDossierRowsMax) {
      page_.entries.emplace_back(index, std::move(entry));
    }
  }
  return {};
}

// Source: GDPR Art. 28(9).
Status DossierMaking::TakeVersions() {
  for (const uint32_t number : numbers_) {
    MANDAT_TRY(const json::object told, Get("/versions/" + std::to_string(number)));
    Dossier::Version version{number, 0, std::nullopt};
    MANDAT_TRY(version.entry, ParseDecimal(NumberIn(told, "entry")));
    if (told.contains("activation")) {
      MANDAT_TRY(const uint64_t activation, ParseDecimal(NumberIn(told, "activation")));
      // What came into force behind the checkpoint is not in this dossier.
      version.activation = activation < journal_->size() ? std::optional(activation) : std::nullopt;
    }
    for (const auto& [name, what] : {std::pair{"form", "form.yaml"},
                                     {"agreement", "agreement.yaml"},
                                     {"schema", "schema.yaml"}}) {
      MANDAT_TRY_STATUS(Write(DossierVersionFile(number, what), Text(told, name)));
    }
    for (const char* what : {"canonical", "proposal"}) {
      MANDAT_TRY(const Bytes bytes, ParseBase64(Text(told, what)));
      MANDAT_TRY_STATUS(Write(DossierVersionFile(number, what), bytes));
    }
    MANDAT_TRY([[maybe_unused]] const Entry entry, TakeEntry(version.entry));
    if (version.activation) {
      MANDAT_TRY([[maybe_unused]] const Entry activation, TakeEntry(*version.activation));
    }
    dossier_.versions.push_back(version);
  }
  return {};
}

// Source: GDPR Art. 28(3)(g).
Status DossierMaking::TakeCertificates() {
  ProgressBar progress("certificates");
  uint64_t done = 0;
  for (const uint64_t index : erasures_) {
    const std::string file = DossierCertificateFile(index);
    if (!Has(file)) {
      MANDAT_TRY(const Bytes text, GetRaw("/certificates/" + std::to_string(index)));
      MANDAT_TRY_STATUS(Write(file, text));
    }
    page_.certificates.push_back(index);
    progress.Show(++done, erasures_.size());
  }
  return {};
}

// What the processor says of itself: told, not proved. Source: GDPR Art. 28(3)(h).
Status DossierMaking::TakeDocuments() {
  if (dossier_.kind != "audit" && dossier_.kind != "closing") {
    return {};
  }
  for (const char* what : {"life", "terms", "clocks", "purges"}) {
    Result<Bytes> text = GetRaw("/" + std::string(what));
    if (!text && text.error().kind != ErrorKind::kUnavailable) {
      return Fail(std::move(text).error());
    }
    if (text) {
      MANDAT_TRY_STATUS(Write("told/" + std::string(what) + ".json", *text + "\n"));
    }
  }
  return {};
}

Status DossierMaking::TakePage() {
  MANDAT_TRY(const json::object told, Get(""));
  page_.title = Text(told, "title");
  for (const auto& [role, name] :
       {std::pair{"controller", &page_.controller}, {"processor", &page_.processor}}) {
    const json::value* party = told.if_contains(role);
    *name = party != nullptr && party->is_object() ? Text(party->as_object(), "name") : "";
  }
  if (Has("scope.json")) {
    MANDAT_TRY(const Bytes text, ReadWholeFile(Path("scope.json")));
    boost::system::error_code trouble;
    const json::value scope = json::parse(text, trouble);
    if (!trouble && scope.is_object()) {
      page_.scope.emplace_back("", NumberIn(scope.as_object(), "people"));
      for (const json::object& item : Objects(scope.as_object(), "collections")) {
        page_.scope.emplace_back(Text(item, "collection"), NumberIn(item, "units"));
      }
    }
  }
  page_.dossier = dossier_;
  MANDAT_TRY_STATUS(Write("index.html", FormatDossierPage(page_)));
  return Write("README.txt", FormatDossierReadme(dossier_, page_.key));
}

// The manifest last: a directory that has one has everything.
Status DossierMaking::Finish() {
  MANDAT_TRY(const json::array files, HashesOfExport(options_.directory));
  for (const json::value& file : files) {
    const json::object& one = file.as_object();
    const std::string name = Text(one, "file");
    if (!IsDossierFile(name)) {
      return Fail(Error::Conflict("the directory has a file that is not of the dossier: " + name));
    }
    MANDAT_TRY(const uint64_t bytes, ParseDecimal(NumberIn(one, "bytes")));
    dossier_.files.push_back({name, bytes, Text(one, "sha256")});
  }
  MANDAT_TRY_STATUS(WriteOver(Path(kDossierManifest), dossier_.Format()));
  std::error_code trouble;
  fs::remove(Path(kExportState), trouble);
  return {};
}

Status DossierMaking::Run() {
  MANDAT_TRY_STATUS(Begin());
  MANDAT_TRY_STATUS(TakeSubject());
  MANDAT_TRY_STATUS(TakeEntries());
  MANDAT_TRY_STATUS(TakeVersions());
  MANDAT_TRY_STATUS(TakeCertificates());
  MANDAT_TRY_STATUS(TakeDocuments());
  dossier_.asked_by.assign(asked_.begin(), asked_.end());
  MANDAT_TRY_STATUS(TakePage());
  return Finish();
}

}  // namespace mandat
