// SPDX-License-Identifier: Apache-2.0
// PDF through pdftotext, which tells where on its page each word stands; lines, columns, tables,
// heads and feet are ours.
#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "prose/internal/lay_words.h"
#include "prose/internal/program.h"
#include "prose/internal/script.h"

namespace mandat::internal {
namespace {

// Exit codes of pdftotext; its manual page lists them.
constexpr int kNotOpened = 1;
constexpr int kNotAllowed = 3;

constexpr size_t kRowBytes = 12;    // of a word's row, for each byte of text
constexpr size_t kEndBytes = 4096;  // in which the mark of a PDF's end stands

// A PDF ends in a mark. What has none was cut off, and a contract without its last pages is not
// read as if it were whole.
bool IsCut(std::string_view bytes) {
  const size_t last = bytes.find_last_not_of(std::string_view("\0 \t\r\n", 5));
  bytes = bytes.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return bytes.substr(bytes.size() - std::min(bytes.size(), kEndBytes)).find("%%EOF") ==
         std::string_view::npos;
}

Status Judge(int status, std::string_view bytes) {
  if (status == 0) {
    return {};
  }
  if (status == kNotAllowed) {
    return Fail(Error::Invalid(
        "the PDF forbids that its text be taken out; ask who made it for one that allows it"));
  }
  if (status == kNotOpened && bytes.find("/Encrypt") != std::string_view::npos) {
    return Fail(Error::Invalid("the PDF is locked with a password; save it without one"));
  }
  return Fail(Error::Invalid("the PDF is broken and cannot be read; save or print it anew"));
}

}  // namespace

Result<Script> ImportPdf(std::string_view bytes, const ProseLimits& limits) {
  if (IsCut(bytes)) {
    return Fail(Error::Invalid("the PDF is cut off: its end is missing; get the whole file"));
  }
  const std::vector<std::string> words = {
      limits.pdf_program, "-q", "-tsv", "-enc", "UTF-8", "-eol", "unix", "-", "-"};
  MANDAT_TRY(ProgramRun run, RunProgram(words, bytes,
                                        {.seconds = limits.program_seconds,
                                         .output_bytes = limits.text_bytes,
                                         .output_ratio = kRowBytes}));
  MANDAT_TRY_STATUS(Judge(run.status, bytes));
  if (!IsUtf8(run.output)) {
    return Fail(Error::Invalid("the PDF gives text that is not UTF-8"));
  }
  LaidText laid = LayWords(ReadPlacedWords(run.output), limits.text_bytes);
  Script script{.format = "pdf", .text = std::move(laid.text)};
  if (script.text.size() > limits.text_bytes) {
    return Fail(TooMuchText(limits));
  }
  if (script.text.find_first_not_of(" \n\f\t") == std::string::npos) {
    return Fail(Error::Invalid("the PDF has no text; it may be a scan, which is not read"));
  }
  script.lines = SplitLines(script.text, limits.lines);
  MANDAT_TRY_STATUS(CheckLines(script, limits));
  for (size_t i = 0; i < std::min(script.lines.size(), laid.lines.size()); ++i) {
    script.lines[i].width = laid.lines[i].width;
    script.lines[i].is_large = laid.lines[i].is_large;
  }
  UndoColumns(script.text, script.lines);
  FindLaidTables(script.text, script.lines);
  return script;
}

}  // namespace mandat::internal
