// SPDX-License-Identifier: Apache-2.0
// What is made from agreements and from their language, for other programs and for readers.
#include <fmt/core.h>

#include <array>
#include <fstream>
#include <utility>

#include "agreement/json_schema.h"
#include "agreement/reference.h"
#include "cli/internal/agreement_files.h"
#include "cli/internal/commands.h"
#include "dpv/dpv.h"

namespace mandat {
namespace {

// Replaces what is there: it was made from the same source. Errors: kUnavailable.
Status Write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.flush();
  return out ? Status() : Fail(Error::Unavailable(path.string() + " cannot be written"));
}

Result<int> PrintOrWrite(std::string_view text, const std::filesystem::path& out) {
  if (out.empty()) {
    fmt::print("{}", text);
    return 0;
  }
  MANDAT_TRY_STATUS(Write(out, text));
  return 0;
}

}  // namespace

Result<int> RunAgreementExport(const Context& context, const ExportOptions& options) {
  MANDAT_TRY(const std::optional<LoadedAgreement> loaded,
             LoadValid(context, {options.form, options.instance, {}}));
  if (!loaded) {
    return ExitCode(ErrorKind::kInvalid);
  }
  return PrintOrWrite(ExportJsonLd(*loaded->agreement), options.out);
}

Result<int> RunAgreementSchema([[maybe_unused]] const Context& context,
                               const ExportOptions& options) {
  constexpr auto kDocuments = std::to_array<std::pair<std::string_view, Document>>(
      {{"form", Document::kForm},
       {"agreement", Document::kAgreement},
       {"service-schema", Document::kServiceSchema}});
  for (const auto& [name, document] : kDocuments) {
    if (options.document == name) {
      return PrintOrWrite(JsonSchemaOf(document), options.out);
    }
  }
  return Fail(Error::Invalid("the document is form, agreement or service-schema"));
}

Result<int> RunAgreementReference([[maybe_unused]] const Context& context,
                                  const ExportOptions& options) {
  std::error_code trouble;
  std::filesystem::create_directories(options.out, trouble);
  for (const ReferencePage& page : ReferencePages()) {
    MANDAT_TRY_STATUS(Write(options.out / page.name, page.text));
  }
  return 0;
}

}  // namespace mandat
