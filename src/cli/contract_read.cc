// SPDX-License-Identifier: Apache-2.0
// `mandat contract read`: the terms of a contract, and a draft agreement from them.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "agreement/agreement.h"
#include "cli/internal/agreement_files.h"
#include "cli/internal/contract.h"
#include "lint/lint.h"
#include "prose/read_document.h"
#include "reading/draft.h"
#include "reading/reading_diff.h"
#include "reading/reading_json.h"
#include "reading/review_page.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
using UtcDay = std::chrono::sys_days;

fs::path Beside(const fs::path& draft, std::string_view ending) {
  return draft.parent_path() / (draft.stem().string() + std::string(ending));
}

void PrintTerms(const ContractReading& reading) {
  for (const FoundTerm& term : reading.terms) {
    const std::string mark = term.is_annexed ? " (annexed)" : "";
    fmt::print("{:<34} {:<10} {:>3} %  {:<20} line {:<5} {:.120}{}\n", term.field,
               Name(term.status), term.confidence, term.clause, term.where.line, ValueText(term),
               mark);
  }
  if (!reading.defects.empty()) {
    fmt::print("\nwrong in the text itself:\n");
  }
  for (const TextDefect& defect : reading.defects) {
    fmt::print("{:<16} {:<20} line {:<5} {}\n", defect.kind, defect.clause, defect.where.line,
               defect.what);
  }
  fmt::print("\nnot stated, as far as rules can tell:\n");
  for (const FoundTerm& gap : reading.gaps) {
    fmt::print("{}{}\n", gap.field, gap.clause.empty() ? "" : "  (look at " + gap.clause + ")");
  }
}

// What the checks of agreements and lint say of the draft.
std::vector<Finding> CheckDraft(const AgreementDraft& draft, const fs::path& form,
                                const fs::path& instance) {
  auto parsed = Agreement::Parse({form.string(), draft.form, instance.string(), draft.agreement});
  if (auto* wrong = std::get_if<std::vector<Finding>>(&parsed)) {
    return std::move(*wrong);
  }
  const auto data = LegalData::Parse(LegalData::BuiltIn());
  const UtcDay at = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return data ? Lint(std::get<Agreement>(parsed), *data, at) : std::vector<Finding>();
}

void PrintChecks(const std::vector<Finding>& findings, const AgreementDraft& draft,
                 const fs::path& form, const fs::path& instance) {
  PrintFindings(findings, {{form.string(), draft.form}, {instance.string(), draft.agreement}},
                FindingsFormat::kText);
  const auto count = [&](Severity severity) {
    return std::ranges::count(findings, severity, &Finding::severity);
  };
  fmt::print("the draft: {} errors, {} warnings, {} notes\n", count(Severity::kError),
             count(Severity::kWarning), count(Severity::kNote));
}

// Findings as the page shows them: a message begins with the path that it is about.
std::vector<ReviewNote> NotesOf(const std::vector<Finding>& findings) {
  std::vector<ReviewNote> notes;
  for (const Finding& finding : findings) {
    const size_t colon = finding.message.find(": ");
    const bool has_path = finding.code.starts_with("L-") && colon != std::string::npos;
    notes.push_back({.field = has_path ? finding.message.substr(0, colon) : "",
                     .level = std::string(Name(finding.severity)),
                     .text = finding.code + " " +
                             (has_path ? finding.message.substr(colon + 2) : finding.message) +
                             (finding.label.empty() ? "" : ": " + finding.label)});
  }
  return notes;
}

// All of the files or none.
Status WriteAll(const std::vector<std::pair<fs::path, std::string>>& files) {
  for (const auto& [path, bytes] : files) {
    std::error_code trouble;
    if (fs::exists(path, trouble)) {
      return Fail(
          Error::Conflict(path.string() + " exists and is kept; move it away or name another"));
    }
  }
  for (const auto& [path, bytes] : files) {
    MANDAT_TRY_STATUS(WriteNewFile(path, bytes));
  }
  return {};
}

Status WriteFiles(const ContractOptions& options, const ContractReading& reading,
                  const AgreementDraft& draft, const std::vector<Finding>& findings) {
  std::vector<std::pair<fs::path, std::string>> files;
  if (!options.out.empty()) {
    files.emplace_back(options.out, draft.form);
    files.emplace_back(Beside(options.out, ".reading.json"), FormatReading(reading));
    if (!draft.agreement.empty()) {
      files.emplace_back(Beside(options.out, ".agreement.yaml"), draft.agreement);
    }
  }
  if (!options.review.empty()) {
    const std::string language =
        options.language.empty() ? std::string(reading.language) : options.language;
    files.emplace_back(options.review, WriteReviewPage(reading, language, NotesOf(findings)));
  }
  return WriteAll(files);
}

}  // namespace

Result<int> RunContractRead(const Context& context, const ContractOptions& options) {
  if (!options.language.empty() && options.language != "fr" && options.language != "en") {
    return Fail(Error::Invalid("the page speaks fr or en"));
  }
  MANDAT_TRY(const Bytes bytes, ReadWholeFile(options.file));
  const std::string file = options.file.filename().string();
  if (bytes.empty()) {
    return Fail(Error::Invalid(file + " is empty"));
  }
  MANDAT_TRY(const ContractText text, ReadDocument(bytes, file));
  const ContractReading reading = ReadTerms(text);
  const UtcDay today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const AgreementDraft draft =
      WriteDraft(reading, DraftNameOf(options.name.empty() ? file : options.name), FormatDay(today),
                 "mandat " + context.version);
  const fs::path form = options.out.empty() ? "draft.yaml" : options.out;
  const fs::path instance = Beside(form, ".agreement.yaml");
  const std::vector<Finding> findings =
      reading.is_about_data ? CheckDraft(draft, form, instance) : std::vector<Finding>();
  MANDAT_TRY_STATUS(WriteFiles(options, reading, draft, findings));
  if (context.json) {
    fmt::print("{}", FormatReading(reading));
  } else if (!reading.is_about_data) {
    fmt::print("this text has no clause on personal data: nothing was drafted\n");
  } else {
    PrintTerms(reading);
    if (!options.out.empty()) {
      fmt::print("\n");
      PrintChecks(findings, draft, form, instance);
      fmt::print(
          "{} is a draft: compare it with the contract, mend it, then `mandat contract "
          "confirm`\n",
          options.out.string());
    }
  }
  return reading.is_about_data ? 0 : ExitCode(ErrorKind::kNotFound);
}

}  // namespace mandat
