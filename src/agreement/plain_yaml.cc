// SPDX-License-Identifier: Apache-2.0
#include "agreement/plain_yaml.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "agreement/internal/yaml.h"

namespace mandat {

using internal::Node;

namespace {

bool IsPlainCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view(" _.()/@+-").find(c) != std::string_view::npos;
}

// Whether YAML reads the text back as it stands, without quotes.
bool IsPlain(std::string_view text) {
  constexpr auto kTaken = std::to_array<std::string_view>({"null", "Null", "NULL"});
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.front() == '-' ||
      text.front() == '@' || text.starts_with("...") ||
      std::ranges::find(kTaken, text) != kTaken.end()) {
    return false;
  }
  return std::ranges::all_of(text, IsPlainCharacter);
}

void AppendScalar(std::string& out, std::string_view text) {
  if (IsPlain(text)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
  out += '"';
}

void AppendValue(std::string& out, const Node& node, size_t indent);

void AppendMap(std::string& out, const Node& node, size_t indent, bool begins_line) {
  for (size_t i = 0; i < node.keys.size(); ++i) {
    out += begins_line || i != 0 ? std::string(indent, ' ') : "";
    AppendScalar(out, node.keys[i].text);
    out += ':';
    AppendValue(out, node.items[i], indent);
  }
}

void AppendItem(std::string& out, const Node& item, size_t indent) {
  out += std::string(indent, ' ') + "-";
  if (item.kind == Node::Kind::kMap && !item.keys.empty()) {
    out += ' ';
    AppendMap(out, item, indent + 2, false);
  } else {
    AppendValue(out, item, indent);
  }
}

// What follows a key or a dash, to the end of its last line.
void AppendValue(std::string& out, const Node& node, size_t indent) {
  switch (node.kind) {
    case Node::Kind::kNothing:
      out += "\n";
      return;
    case Node::Kind::kText:
      out += ' ';
      AppendScalar(out, node.text);
      out += '\n';
      return;
    case Node::Kind::kList:
      out += node.items.empty() ? " []\n" : "\n";
      for (const Node& item : node.items) {
        AppendItem(out, item, indent + 2);
      }
      return;
    case Node::Kind::kMap:
      out += node.keys.empty() ? " {}\n" : "\n";
      AppendMap(out, node, indent + 2, true);
      return;
  }
}

}  // namespace

std::variant<std::string, std::vector<Finding>> WritePlainYaml(const std::string& name,
                                                               const std::string& text) {
  std::vector<Finding> findings;
  const auto root = internal::ReadYaml(name, text, findings);
  if (!root) {
    return internal::InOrder(std::move(findings), name);
  }
  std::string out;
  if (root->kind == Node::Kind::kMap && !root->keys.empty()) {
    AppendMap(out, *root, 0, true);
  } else if (root->kind == Node::Kind::kList && !root->items.empty()) {
    for (const Node& item : root->items) {
      AppendItem(out, item, 0);
    }
  } else if (root->kind == Node::Kind::kNothing) {
    out = "null\n";
  } else {
    AppendValue(out, *root, 0);
    out.erase(0, out.starts_with(' ') ? 1 : 0);
  }
  return out;
}

}  // namespace mandat
