// SPDX-License-Identifier: Apache-2.0
// `mandat contract diff`: two versions of a contract, term by term.
#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "cli/internal/contract.h"
#include "prose/read_document.h"
#include "reading/reading_diff.h"

namespace mandat {
namespace {

namespace json = boost::json;

Result<ContractReading> ReadFile(const std::filesystem::path& path) {
  MANDAT_TRY(const Bytes bytes, ReadWholeFile(path));
  MANDAT_TRY(const ContractText text, ReadDocument(bytes, path.filename().string()));
  return ReadTerms(text);
}

json::value Told(const FoundTerm* term) {
  if (term == nullptr) {
    return nullptr;
  }
  return json::object{{"status", Name(term->status)},
                      {"value", ValueText(*term)},
                      {"clause", term->clause},
                      {"line", term->where.line}};
}

std::string Shown(const FoundTerm* term) {
  return term == nullptr ? "not stated"
                         : ValueText(*term).substr(0, 160) + " (" + term->clause + ")";
}

}  // namespace

Result<int> RunContractDiff(const Context& context, const ContractOptions& options) {
  MANDAT_TRY(const ContractReading before, ReadFile(options.file));
  MANDAT_TRY(const ContractReading after, ReadFile(options.other));
  const std::vector<TermDifference> differences = CompareReadings(before, after);
  if (context.json) {
    json::array told;
    for (const TermDifference& difference : differences) {
      told.push_back({{"field", difference.field},
                      {"change", Name(difference.change)},
                      {"before", Told(difference.before)},
                      {"after", Told(difference.after)}});
    }
    PrintJson({{"before", before.sha256}, {"after", after.sha256}, {"terms", std::move(told)}});
    return 0;
  }
  for (const TermDifference& difference : differences) {
    fmt::print("{} {}\n  - {}\n  + {}\n", difference.field, Name(difference.change),
               Shown(difference.before), Shown(difference.after));
  }
  fmt::print("{} terms differ\n", differences.size());
  return 0;
}

}  // namespace mandat
