// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/finding.h"
#include "format/cbor.h"

namespace mandat::internal {

// Bounds that hold while a text is being read, not after.
inline constexpr size_t kTextBytesMax = size_t{1} << 20;
inline constexpr size_t kNodesMax = 50'000;
inline constexpr size_t kDepthMax = 32;
inline constexpr size_t kFindingsMax = 100;

// Where something stands in a text. Lines and columns count from 1, in characters.
struct Position {
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t length = 0;
};

// One value of a YAML document. Every scalar is text: what a number or a date is, the reader of the
// language decides.
struct Node {
  enum class Kind : uint8_t { kNothing, kText, kList, kMap };

  Kind kind = Kind::kNothing;
  Position at;              // the value itself
  Position title;           // the key that introduces it; where to point when something is missing
  std::string text;         // kText
  std::vector<Node> keys;   // kMap: keys[i] names items[i], in the order of the text
  std::vector<Node> items;  // kMap and kList

  const Node* Find(std::string_view key) const;
};

// Reads one document as a tree of maps, lists and text. nullopt when a finding was added.
// Aliases, anchors and tags are no part of the language and refused, as is a key given twice.
std::optional<Node> ReadYaml(const std::string& file, const std::string& text,
                             std::vector<Finding>& findings);

// Writes the tree so that order of keys, comments and quoting make no difference.
// Requires: no node without a value.
void EncodeNode(const Node& node, CborWriter& writer);

// Adds a finding; after kFindingsMax of them, one last that says so.
void AddFinding(std::vector<Finding>& findings, Finding finding);

// The findings in the order of the text; those of `first_file` before those of any other.
std::vector<Finding> InOrder(std::vector<Finding> findings, std::string_view first_file);

}  // namespace mandat::internal
