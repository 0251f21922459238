// SPDX-License-Identifier: Apache-2.0
// `mandat contract text`: how the text of a contract is read, for whoever wonders why a term was
// found or was not.
#include <fmt/core.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/internal/contract.h"
#include "prose/read_document.h"

namespace mandat {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> kTongues = {"unknown", "fr", "en", "de", "nl"};
constexpr std::array<std::string_view, 5> kParts = {"front", "body", "annex", "model-contract",
                                                    "signature"};
constexpr std::array<std::string_view, 4> kKinds = {"heading", "paragraph", "item", "row"};
constexpr std::array<std::string_view, 3> kBoxes = {"", "ticked", "empty"};
constexpr std::array<std::string_view, 4> kDamages = {"lost-letters", "replaced-letters", "blank",
                                                      "cut"};

template <size_t N, class Value>
std::string_view WordOf(const std::array<std::string_view, N>& words, Value value) {
  return words[static_cast<size_t>(value)];
}

json::object ToJson(const Passage& where) {
  return {{"line", where.line}, {"begin", where.begin}, {"end", where.end}};
}

json::array ClausesOf(const ContractText& text) {
  json::array clauses;
  for (const Clause& clause : text.clauses) {
    json::object out{{"reference", clause.reference},
                     {"heading", clause.heading},
                     {"part", WordOf(kParts, clause.part)},
                     {"language", WordOf(kTongues, clause.language)},
                     {"where", ToJson(clause.where)}};
    if (clause.parent) {
      out["parent"] = *clause.parent;
    }
    clauses.push_back(std::move(out));
  }
  return clauses;
}

json::object ToJson(const ContractText& text) {
  json::array blocks;
  for (const Block& block : text.blocks) {
    json::object out{{"kind", WordOf(kKinds, block.kind)},
                     {"clause", block.clause},
                     {"language", WordOf(kTongues, block.language)},
                     {"where", ToJson(block.Locate(0, block.text.size(), text.text))},
                     {"text", block.text}};
    if (block.box != Box::kNone) {
      out["box"] = WordOf(kBoxes, block.box);
    }
    if (!block.cells.empty()) {
      out["cells"] = json::array(block.cells.begin(), block.cells.end());
    }
    blocks.push_back(std::move(out));
  }
  json::array definitions;
  for (const Definition& definition : text.definitions) {
    definitions.push_back(
        {{"term", definition.term}, {"meaning", definition.meaning}, {"block", definition.block}});
  }
  json::array damages;
  for (const Damage& damage : text.damages) {
    damages.push_back({{"kind", WordOf(kDamages, damage.kind)},
                       {"where", ToJson(damage.where)},
                       {"undone", damage.is_undone},
                       {"what", damage.what}});
  }
  return {{"sha256", text.sha256},
          {"format", text.format},
          {"language", WordOf(kTongues, text.language)},
          {"clauses", ClausesOf(text)},
          {"blocks", std::move(blocks)},
          {"definitions", std::move(definitions)},
          {"damages", std::move(damages)}};
}

std::string MarkOf(const Block& block) {
  const std::string box = block.box == Box::kTicked  ? "[x] "
                          : block.box == Box::kEmpty ? "[ ] "
                                                     : "";
  return block.kind == BlockKind::kHeading ? "# "
         : block.kind == BlockKind::kItem  ? "- " + box
                                           : box;
}

void Print(const ContractText& text) {
  fmt::print("{} in {}, {} clauses, sha256 {}\n", text.format, WordOf(kTongues, text.language),
             text.clauses.size() - 1, text.sha256);
  for (const Block& block : text.blocks) {
    const Passage where = block.Locate(0, block.text.size(), text.text);
    fmt::print("{:>5}  {:<14}  {}{}\n", where.line, text.clauses[block.clause].reference,
               MarkOf(block), block.text);
  }
  for (const Damage& damage : text.damages) {
    fmt::print("line {}: {}{}\n", damage.where.line, damage.what,
               damage.is_undone ? " (undone)" : "");
  }
}

}  // namespace

Result<int> RunContractText(const Context& context, const ContractOptions& options) {
  MANDAT_TRY(const Bytes bytes, ReadWholeFile(options.file));
  MANDAT_TRY(const ContractText text, ReadDocument(bytes, options.file.filename().string()));
  if (context.json) {
    fmt::print("{}\n", json::serialize(ToJson(text)));
  } else {
    Print(text);
  }
  return 0;
}

}  // namespace mandat
