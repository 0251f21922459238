// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "prose/read_document.h"

namespace mandat {

inline ContractText ReadOrFail(std::string_view bytes, std::string_view name = "contract.txt") {
  Result<ContractText> text = ReadDocument(bytes, name);
  EXPECT_TRUE(text) << text.error().message;
  return text ? *std::move(text) : ContractText{};
}

// The block whose text begins so; its clause's reference and its own text, for comparison.
inline const Block* FindBlock(const ContractText& text, std::string_view begin) {
  const auto found = std::ranges::find_if(
      text.blocks, [&](const Block& block) { return block.text.starts_with(begin); });
  return found == text.blocks.end() ? nullptr : &*found;
}

inline std::string ReferenceOf(const ContractText& text, std::string_view begin) {
  const Block* block = FindBlock(text, begin);
  return block == nullptr ? "no such block" : text.clauses[block->clause].reference;
}

inline std::vector<std::string> TextsOf(const ContractText& text) {
  std::vector<std::string> texts;
  for (const Block& block : text.blocks) {
    texts.push_back(block.text);
  }
  return texts;
}

inline std::vector<std::string> ReferencesOf(const ContractText& text) {
  std::vector<std::string> references;
  for (const Clause& clause : text.clauses) {
    references.push_back(clause.reference);
  }
  return references;
}

}  // namespace mandat
