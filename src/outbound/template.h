// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mandat {

// Name and value, as in Parcel. A value may be empty where its field may.
using NoticeFields = std::vector<std::pair<std::string, std::string>>;

struct NoticeField {
  std::string_view name;
  bool may_be_empty = false;
};

// What is written to whom, and which facts a text of that kind may show.
struct NoticeKind {
  std::string_view name;     // "breach". On disk.
  bool is_internal = false;  // to the processor's own people only
  std::vector<NoticeField> fields;

  const NoticeField* FindField(std::string_view name) const;
};

const std::vector<NoticeKind>& NoticeKinds();
const NoticeKind* FindNoticeKind(std::string_view name);

struct NoticeText {
  std::string subject;
  std::string body;
  std::string language;  // that of the template that was found
};

// One text with places for facts, in one language. docs/reference/notices.md has the form.
class NoticeTemplate {
 public:
  // Errors: kInvalid; the message names the line and nothing that stands in it but a field's name.
  static Result<NoticeTemplate> Parse(const NoticeKind& kind, std::string_view text);

  // Every field that the text uses, and every one that may not be empty, is given once.
  // Errors: kInvalid (a field is missing, unknown, given twice or empty; a value has control
  // characters, is not UTF-8, is too long, or has several lines where the subject shows it).
  Result<NoticeText> Render(const NoticeFields& fields) const;

 private:
  friend class TemplateParser;

  struct Piece {
    enum class Kind { kText, kField, kIf, kUnless, kEnd };
    Kind kind = Kind::kText;
    std::string text;  // or the name of the field
  };
  using Pieces = std::vector<Piece>;

  explicit NoticeTemplate(const NoticeKind& kind) : kind_(&kind) {}

  Status Validate(const NoticeFields& fields) const;
  static std::string Write(const Pieces& pieces, const NoticeFields& fields);

  const NoticeKind* kind_;  // of NoticeKinds, which outlives everything
  Pieces subject_;
  Pieces body_;
};

// All texts: those that are shipped, and an operator's own beside or instead of them.
// Threading: immutable.
class Templates {
 public:
  static Templates Shipped();
  // The shipped ones, with each `<kind>.<language>.notice` of the directory added or in place of
  // the one that it is named like. Other files are left alone.
  // Errors: kInvalid (with file and line), kUnavailable (cannot be read).
  static Result<Templates> Load(const std::filesystem::path& directory);

  // In the language asked for ("fr-BE"), else without its region ("fr"), else in English.
  // Errors: kInvalid (as NoticeTemplate::Render), kNotFound (no such kind).
  Result<NoticeText> Render(std::string_view kind, std::string_view language,
                            const NoticeFields& fields) const;

  // Sorted: "en", "fr".
  std::vector<std::string> Languages(std::string_view kind) const;

 private:
  Templates() = default;

  Status Add(std::string_view file, std::string_view text);

  std::map<std::pair<std::string, std::string>, NoticeTemplate, std::less<>> all_;
};

}  // namespace mandat
