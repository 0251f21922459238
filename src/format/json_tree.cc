// SPDX-License-Identifier: Apache-2.0
#include "format/json_tree.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/assert.h"

namespace mandat {
namespace {

constexpr size_t kColumns = 100;

void AppendQuoted(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  out += '"';
  for (const char c : text) {
    if (const size_t at = kShort.find(c); at != std::string_view::npos) {
      out += '\\';
      out += kLetters[at];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

JsonTree& JsonTree::Add(JsonTree item) {
  MANDAT_ASSERT(kind_ == Kind::kArray);
  items_.push_back(std::move(item));
  return *this;
}

JsonTree& JsonTree::AddAll(JsonTree array) {
  MANDAT_ASSERT(kind_ == Kind::kArray && array.kind_ == Kind::kArray);
  std::ranges::move(array.items_, std::back_inserter(items_));
  return *this;
}

JsonTree& JsonTree::Set(std::string_view key, JsonTree value) {
  MANDAT_ASSERT(kind_ == Kind::kObject && std::ranges::find(keys_, key) == keys_.end());
  keys_.emplace_back(key);
  items_.push_back(std::move(value));
  return *this;
}

std::string JsonTree::Format() const {
  std::string out;
  Append(out, 0, kColumns);
  return out + "\n";
}

bool JsonTree::AppendOnOneLine(std::string& out, size_t room) const {
  const size_t start = out.size();
  if (kind_ == Kind::kText) {
    AppendQuoted(out, text_);
  } else if (kind_ == Kind::kRaw) {
    out += text_;
  } else {
    out += kind_ == Kind::kArray ? '[' : '{';
    for (size_t i = 0; i < items_.size(); ++i) {
      out += i == 0 ? "" : ", ";
      if (kind_ == Kind::kObject) {
        AppendQuoted(out, keys_[i]);
        out += ": ";
      }
      const size_t used = out.size() - start;
      if (used >= room || !items_[i].AppendOnOneLine(out, room - used)) {
        return false;
      }
    }
    out += kind_ == Kind::kArray ? ']' : '}';
  }
  return out.size() - start <= room;
}

void JsonTree::Append(std::string& out, size_t indent, size_t room) const {
  const size_t start = out.size();
  if (AppendOnOneLine(out, room) || items_.empty()) {
    return;
  }
  out.resize(start);
  const std::string line = "\n" + std::string(indent + 2, ' ');
  const bool is_filled =
      kind_ == Kind::kArray && std::ranges::all_of(items_, [](const JsonTree& i) {
        return i.kind_ == Kind::kText || i.kind_ == Kind::kRaw;
      });
  size_t begun = start;  // where the line began
  out += kind_ == Kind::kArray ? '[' : '{';
  for (size_t i = 0; i < items_.size(); ++i) {
    std::string item;
    if (kind_ == Kind::kObject) {
      AppendQuoted(item, keys_[i]);
      item += ": ";
    }
    // One column is kept for the comma behind the value.
    const size_t used = indent + 3 + item.size();
    items_[i].Append(item, indent + 2, used < kColumns ? kColumns - used : 0);
    out += i == 0 ? "" : ",";
    if (i != 0 && is_filled && out.size() - begun + item.size() + 3 <= kColumns) {
      out += " ";
    } else {
      out += line;
      begun = out.size() - line.size() + 1;
    }
    out += item;
  }
  out += "\n" + std::string(indent, ' ');
  out += kind_ == Kind::kArray ? ']' : '}';
}

}  // namespace mandat
