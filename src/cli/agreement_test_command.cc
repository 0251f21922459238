// SPDX-License-Identifier: Apache-2.0
// `mandat agreement test`: runs decision tables against the agreements that they name.
#include <fmt/core.h>

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "agreement/decision_table.h"
#include "cli/internal/agreement_files.h"
#include "cli/internal/commands.h"

namespace mandat {
namespace {

namespace json = boost::json;

// What was decided about one case; `trouble` is empty when it is what the table says.
struct Verdict {
  const DecisionCase* row = nullptr;
  std::string trouble;
};

std::string Judge(const Mandate& mandate, const DecisionTable& table, const DecisionCase& row) {
  Operation operation{.verb = row.verb,
                      .purpose = row.purpose,
                      .collection = row.collection,
                      .people = row.people,
                      .place = row.place,
                      .instruction = row.instruction};
  if (!row.fields.empty()) {
    const std::vector<std::string_view> fields(row.fields.begin(), row.fields.end());
    const auto categories = mandate.CategoriesOf(row.collection, fields);
    if (!categories) {
      return "the schema has no such field";
    }
    operation.categories = *categories;
  }
  const Decision decision = mandate.Decide(operation, row.at.value_or(table.at));
  const auto* forbidden = std::get_if<Forbidden>(&decision);
  const ClauseId id = forbidden ? forbidden->clause : std::get<Allowed>(decision).clause;
  const std::string& clause = mandate.clause(id).clause;
  if (row.is_allowed != (forbidden == nullptr)) {
    return forbidden
               ? "is refused by clause " + clause + ": " + mandate.Explain(operation, *forbidden)
               : "is allowed by clause " + clause;
  }
  if (clause != row.clause) {
    return "names clause " + clause + ", not " + row.clause;
  }
  if (forbidden && !row.because.empty() && Name(forbidden->ground) != row.because) {
    return "is refused because of " + std::string(Name(forbidden->ground)) + ", not " + row.because;
  }
  return {};
}

std::string Sentence(const DecisionCase& row) {
  std::string text(Name(row.verb));
  text += " " + (row.collection.empty() ? row.people : row.collection);
  text += row.purpose.empty() ? "" : " for " + row.purpose;
  text += row.place.empty() ? "" : " to " + row.place;
  return text;
}

void Print(const Context& context, const DecisionTable& table, const std::string& file,
           const std::vector<Verdict>& verdicts, size_t failed) {
  if (context.json) {
    json::array told;
    for (const Verdict& verdict : verdicts) {
      told.push_back(json::object{{"line", verdict.row->span.line},
                                  {"operation", Sentence(*verdict.row)},
                                  {"holds", verdict.trouble.empty()},
                                  {"trouble", verdict.trouble}});
    }
    return PrintJson({{"test", table.id}, {"failed", failed}, {"cases", std::move(told)}});
  }
  for (const Verdict& verdict : verdicts) {
    if (!verdict.trouble.empty()) {
      fmt::print("{}:{}: {} must be {}, and {}\n", file, verdict.row->span.line,
                 Sentence(*verdict.row), verdict.row->is_allowed ? "allowed" : "refused",
                 verdict.trouble);
    }
  }
  const auto allowed =
      std::ranges::count_if(table.cases, [](const DecisionCase& row) { return row.is_allowed; });
  fmt::print("{}: {} cases ({} allowed, {} refused), {} wrong\n", table.id, verdicts.size(),
             allowed, verdicts.size() - static_cast<size_t>(allowed), failed);
}

// The number of cases that failed, or nullopt when the files have errors.
Result<std::optional<size_t>> RunTable(const Context& context, const std::filesystem::path& file) {
  MANDAT_TRY(const std::string text, ReadWholeFile(file));
  auto parsed = DecisionTable::Parse(file.string(), text);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    PrintFindings(*findings, {{file.string(), text}},
                  context.json ? FindingsFormat::kJson : FindingsFormat::kText);
    return std::optional<size_t>();
  }
  const DecisionTable& table = std::get<DecisionTable>(parsed);
  const std::filesystem::path folder = file.parent_path();
  MANDAT_TRY(
      const std::optional<LoadedAgreement> loaded,
      LoadValid(context, {folder / table.form, folder / table.agreement, folder / table.schema}));
  if (!loaded) {
    return std::optional<size_t>();
  }
  std::vector<Verdict> verdicts;
  size_t failed = 0;
  for (const DecisionCase& row : table.cases) {
    verdicts.push_back({&row, Judge(*loaded->mandate, table, row)});
    failed += verdicts.back().trouble.empty() ? 0 : 1;
  }
  Print(context, table, file.string(), verdicts, failed);
  return std::optional(failed);
}

}  // namespace

Result<int> RunAgreementTest(const Context& context,
                             const std::vector<std::filesystem::path>& tables) {
  bool all_hold = true;
  for (const std::filesystem::path& file : tables) {
    MANDAT_TRY(const std::optional<size_t> failed, RunTable(context, file));
    all_hold = all_hold && failed == 0U;
  }
  return all_hold ? 0 : ExitCode(ErrorKind::kInvalid);
}

}  // namespace mandat
