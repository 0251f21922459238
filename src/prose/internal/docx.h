// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "prose/read_document.h"

namespace mandat::internal {

// The parts of a DOCX that are read; nothing else of it is unpacked. ECMA-376 part 1, section 11.3.
struct DocxParts {
  std::string document;
  std::string numbering;
  std::string styles;
  std::string footnotes;
  std::string endnotes;
};

// Errors: kInvalid (no DOCX, or broken), kExceeded (a limit).
Result<DocxParts> UnpackDocx(std::string_view bytes, const ProseLimits& limits);

// An element as it opens or closes. Names are without prefix; `is_word` says that it is one of
// WordprocessingML.
struct XmlEvent {
  enum class Kind : uint8_t { kStart, kEnd, kText };
  Kind kind = Kind::kStart;
  std::string_view name;
  std::string_view text;
  bool is_word = false;
  std::function<std::optional<std::string>(std::string_view)> attribute;
};

// Walks through a part. No entity is expanded and nothing fetched; a DTD is refused.
// Errors: kInvalid (not well-formed, a DTD), kExceeded (depth).
Status WalkXml(std::string_view xml, const ProseLimits& limits,
               const std::function<void(const XmlEvent&)>& visit);

// Numbers of paragraphs, which a DOCX does not write out. ECMA-376 part 1, section 17.9.
class DocxNumbers {
 public:
  static Result<DocxNumbers> Read(const DocxParts& parts, const ProseLimits& limits);

  struct Place {
    std::optional<std::string> list;  // w:numId; empty if the paragraph names none
    std::optional<unsigned> level;
    std::string style;
  };
  struct Front {
    std::string label;  // "7.1", or empty
    bool is_bullet = false;
    bool is_heading = false;
  };
  // What stands before the next paragraph of the text; counts on.
  Front Next(const Place& place);

 private:
  static constexpr size_t kLevels = 9;
  struct Level {
    unsigned start = 1;
    std::string format = "decimal";
    std::string text;
    bool is_legal = false;
  };
  struct Style {
    std::string name;
    std::string base;
    std::string list;
    unsigned level = 0;
    bool has_outline = false;
  };
  struct List {
    std::string abstract;
    std::array<std::optional<unsigned>, kLevels> starts;
    bool is_used = false;
  };

  Status ReadNumbering(std::string_view xml, const ProseLimits& limits);
  Status ReadStyles(std::string_view xml, const ProseLimits& limits);
  const Style* FindStyle(const std::string& id) const;

  std::map<std::string, std::array<Level, kLevels>> abstracts_;
  std::map<std::string, List> lists_;
  std::map<std::string, Style> styles_;
  std::map<std::string, std::array<unsigned, kLevels>> counts_;  // by abstract; 0: not begun
};

}  // namespace mandat::internal
