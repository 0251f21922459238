// SPDX-License-Identifier: Apache-2.0
#include "prose/read_document.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/bytes.h"
#include "crypto/hash.h"
#include "prose/internal/clean_line.h"
#include "prose/internal/draft.h"
#include "prose/internal/findings.h"
#include "prose/internal/furniture.h"
#include "prose/internal/lost_letters.h"
#include "prose/internal/outline.h"
#include "prose/internal/script.h"
#include "prose/internal/tongue.h"

namespace mandat {
namespace {

using internal::Script;

constexpr size_t kSampleBytes = 4000;
constexpr size_t kFrontBytes = 1024;  // in which a format shows itself

bool EndsIn(std::string_view file_name, const auto& endings) {
  const std::string low = internal::LowerCase(file_name);
  return std::ranges::any_of(endings,
                             [&](std::string_view ending) { return low.ends_with(ending); });
}

bool IsHtml(std::string_view bytes, std::string_view file_name) {
  constexpr auto kEndings = std::to_array<std::string_view>({".htm", ".html", ".xhtml"});
  std::string front = internal::LowerCase(bytes.substr(0, kFrontBytes));
  std::erase(front, '\0');
  const size_t first = front.find_first_not_of(" \t\r\n\xEF\xBB\xBF\xFF\xFE");
  const std::string_view begin =
      first == std::string::npos ? std::string_view() : std::string_view(front).substr(first);
  return EndsIn(file_name, kEndings) || begin.starts_with("<!doctype html") ||
         begin.starts_with("<html") ||
         (begin.starts_with("<?xml") && begin.find("<html") != std::string_view::npos);
}

// Formats of which there is text, but none that is read here.
Status RefuseOthers(std::string_view bytes) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
    constexpr std::string_view kLocked("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31);
    if (bytes.find(kLocked) != std::string_view::npos) {
      return Fail(Error::Invalid("the file is locked with a password; save it without one"));
    }
    return Fail(Error::Invalid("an old binary office file is not read; save it as DOCX"));
  }
  if (bytes.starts_with("{\\rtf")) {
    return Fail(Error::Invalid("RTF is not read; save it as DOCX"));
  }
  return {};
}

Result<Script> Import(std::string_view bytes, std::string_view file_name,
                      const ProseLimits& limits) {
  constexpr auto kMarkdown = std::to_array<std::string_view>({".md", ".markdown"});
  MANDAT_TRY_STATUS(RefuseOthers(bytes));
  if (bytes.starts_with("PK\x03\x04")) {
    return internal::ImportDocx(bytes, limits);
  }
  if (bytes.substr(0, kFrontBytes).find("%PDF-") != std::string_view::npos) {
    return internal::ImportPdf(bytes, limits);
  }
  if (IsHtml(bytes, file_name)) {
    return internal::ImportHtml(bytes, limits);
  }
  return internal::ImportPlain(bytes, EndsIn(file_name, kMarkdown) ? "markdown" : "text", limits);
}

void TellLanguages(ContractText& out) {
  std::array<size_t, 5> bytes{};
  std::vector<std::string> samples(out.clauses.size());
  for (Block& block : out.blocks) {
    block.language = internal::TongueOf(block.text);
    bytes[static_cast<size_t>(block.language)] += block.text.size();
    std::string& sample = samples[block.clause];
    if (sample.size() < kSampleBytes) {
      sample += block.text + " ";
    }
  }
  bytes[0] = 0;
  const auto most = std::ranges::max_element(bytes);
  out.language = *most == 0 ? Tongue::kUnknown : static_cast<Tongue>(most - bytes.begin());
  for (size_t i = 0; i < out.clauses.size(); ++i) {
    Clause& clause = out.clauses[i];
    const Tongue above = clause.parent ? out.clauses[*clause.parent].language : out.language;
    const Tongue own =
        i == 0 ? out.language : internal::TongueOf(clause.heading + " " + samples[i]);
    clause.language = own == Tongue::kUnknown ? above : own;
  }
  for (Block& block : out.blocks) {
    block.language =
        block.language == Tongue::kUnknown ? out.clauses[block.clause].language : block.language;
  }
}

// The lines of `count` places, in one walk through the text.
void NumberLinesOf(std::string_view text, size_t count, const auto& place, const auto& tell) {
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, place);
  size_t line = 1;
  size_t at = 0;
  for (const size_t i : order) {
    for (; at < place(i) && at < text.size(); ++at) {
      line += text[at] == '\n' ? 1 : 0;
    }
    tell(i, line);
  }
}

void NumberPlaces(ContractText& out) {
  NumberLinesOf(
      out.text, out.clauses.size(), [&](size_t i) { return out.clauses[i].where.begin; },
      [&](size_t i, size_t line) { out.clauses[i].where.line = line; });
  NumberLinesOf(
      out.text, out.blocks.size(), [&](size_t i) { return out.blocks[i].origin.front(); },
      [&](size_t i, size_t line) { out.blocks[i].line = line; });
}

}  // namespace

Result<ContractText> ReadDocument(std::string_view bytes, std::string_view file_name,
                                  const ProseLimits& limits) {
  if (bytes.size() > limits.file_bytes) {
    return Fail(
        Error::Exceeded("the file is larger than " + std::to_string(limits.file_bytes) + " bytes"));
  }
  MANDAT_TRY(Script script, Import(bytes, file_name, limits));
  ContractText out;
  out.sha256 = FormatHex(Sha256(bytes).view());
  out.format = script.format;
  std::vector<internal::CleanLine> lines = internal::CleanLines(script);
  out.text = std::move(script.text);
  out.damages = std::move(script.damages);
  std::ranges::move(internal::UndoLostLetters(out.text, lines), std::back_inserter(out.damages));
  std::ranges::move(internal::UndoSlips(out.text, lines), std::back_inserter(out.damages));
  internal::DropFurniture(lines);
  std::vector<internal::Draft> drafts =
      internal::JoinLines(std::move(lines), out.format == "markdown");
  if (out.format == "markdown") {
    internal::CountMarkdownItems(drafts);
  }
  internal::FindFlatTables(drafts);
  internal::FindInlineLists(drafts);
  internal::DropContents(drafts);
  internal::BuildOutline(std::move(drafts), out);
  TellLanguages(out);
  NumberPlaces(out);
  out.definitions = internal::FindDefinitions(out);
  std::ranges::move(internal::FindBlanks(out), std::back_inserter(out.damages));
  internal::NumberLines(out.text, out.damages);
  return out;
}

}  // namespace mandat
