// SPDX-License-Identifier: Apache-2.0
// `mandat contract read`: the terms of a contract, and a draft agreement from them.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
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
using Day = std::chrono::sys_days;

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
  fmt::print("\nnot stated, as far as rules can tell:\n");
  for (const FoundTerm& gap : reading.gaps) {
    fmt::print("{}{}\n", gap.field, gap.clause.empty() ? "" : "  (look at " + gap.clause + ")");
  }
}

// What the checks of agreements and lint say of the draft.
void PrintChecks(const AgreementDraft& draft, const fs::path& form, const fs::path& instance) {
  std::vector<Finding> findings;
  auto parsed = Agreement::Parse({form.string(), draft.form, instance.string(), draft.agreement});
  if (auto* wrong = std::get_if<std::vector<Finding>>(&parsed)) {
    findings = std::move(*wrong);
  } else if (auto data = LegalData::Parse(LegalData::BuiltIn())) {
    const Day at = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    findings = Lint(std::get<Agreement>(parsed), *data, at);
  }
  PrintFindings(findings, {{form.string(), draft.form}, {instance.string(), draft.agreement}},
                FindingsFormat::kText);
  const auto count = [&](Severity severity) {
    return std::ranges::count(findings, severity, &Finding::severity);
  };
  fmt::print("the draft: {} errors, {} warnings, {} notes\n", count(Severity::kError),
             count(Severity::kWarning), count(Severity::kNote));
}

Status WriteAll(const ContractOptions& options, const ContractReading& reading,
                const AgreementDraft& draft) {
  if (!options.out.empty()) {
    MANDAT_TRY_STATUS(WriteNewFile(options.out, draft.form));
    MANDAT_TRY_STATUS(WriteNewFile(Beside(options.out, ".reading.json"), FormatReading(reading)));
    if (!draft.agreement.empty()) {
      MANDAT_TRY_STATUS(WriteNewFile(Beside(options.out, ".agreement.yaml"), draft.agreement));
    }
  }
  if (!options.review.empty()) {
    const std::string language =
        options.language.empty() ? std::string(reading.language) : options.language;
    MANDAT_TRY_STATUS(WriteNewFile(options.review, WriteReviewPage(reading, language)));
  }
  return {};
}

}  // namespace

Result<int> RunContractRead(const Context& context, const ContractOptions& options) {
  if (!options.language.empty() && options.language != "fr" && options.language != "en") {
    return Fail(Error::Invalid("the page speaks fr or en"));
  }
  MANDAT_TRY(const Bytes bytes, ReadWholeFile(options.file));
  const std::string file = options.file.filename().string();
  MANDAT_TRY(const ContractText text, ReadDocument(bytes, file));
  const ContractReading reading = ReadTerms(text);
  const Day today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const AgreementDraft draft = WriteDraft(
      reading, DraftNameOf(options.name.empty() ? file : options.name), FormatDay(today));
  MANDAT_TRY_STATUS(WriteAll(options, reading, draft));
  if (context.json) {
    fmt::print("{}", FormatReading(reading));
  } else if (!reading.is_about_data) {
    fmt::print("this text has no clause on personal data: nothing was drafted\n");
  } else {
    PrintTerms(reading);
    if (!options.out.empty()) {
      fmt::print("\n");
      PrintChecks(draft, options.out, Beside(options.out, ".agreement.yaml"));
      fmt::print(
          "{} is a draft: compare it with the contract, mend it, then `mandat contract "
          "confirm`\n",
          options.out.string());
    }
  }
  return reading.is_about_data ? 0 : ExitCode(ErrorKind::kNotFound);
}

}  // namespace mandat
