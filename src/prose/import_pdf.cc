// SPDX-License-Identifier: Apache-2.0
// PDF through pdftotext, which lays text out as on the page; columns, heads and feet are ours.
#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "prose/internal/program.h"
#include "prose/internal/script.h"

namespace mandat::internal {

Result<Script> ImportPdf(std::string_view bytes, const ProseLimits& limits) {
  const std::vector<std::string> words = {
      limits.pdf_program, "-q", "-layout", "-enc", "UTF-8", "-eol", "unix", "-", "-"};
  Script script{.format = "pdf"};
  MANDAT_TRY(script.text,
             RunProgram(words, bytes,
                        {.seconds = limits.program_seconds, .output_bytes = limits.text_bytes}));
  if (!IsUtf8(script.text)) {
    return Fail(Error::Invalid("the PDF gives text that is not UTF-8"));
  }
  std::erase(script.text, '\0');
  if (script.text.find_first_not_of(" \n\f\t") == std::string::npos) {
    return Fail(Error::Invalid("the PDF has no text; it may be a scan, which is not read"));
  }
  script.lines = SplitLines(script.text);
  UndoColumns(script.text, script.lines);
  return script;
}

}  // namespace mandat::internal
