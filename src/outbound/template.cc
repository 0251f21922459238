// SPDX-License-Identifier: Apache-2.0
#include "outbound/template.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "base/assert.h"
#include "base/bytes.h"
#include "outbound/internal/template_parser.h"

namespace mandat {
namespace {

constexpr size_t kValueBytesMax = size_t{64} << 10;
constexpr std::string_view kSuffix = ".notice";
constexpr std::string_view kLastResort = "en";

const std::string* FindValue(const NoticeFields& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &NoticeFields::value_type::first);
  return found == fields.end() ? nullptr : &found->second;
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

// U+0080 to U+009F, as UTF-8.
bool HasLateControl(std::string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\xc2' && static_cast<unsigned char>(text[i + 1]) < 0xa0) {
      return true;
    }
  }
  return false;
}

bool IsValue(std::string_view text) {
  return text.size() <= kValueBytesMax && IsUtf8(text) && !HasLateControl(text) &&
         std::ranges::none_of(text, [](char c) { return IsControl(c) && c != '\n'; });
}

// "fr", "fr-BE".
bool IsLanguage(std::string_view text) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return (text.size() == 2 ||
          (text.size() == 5 && text[2] == '-' && std::ranges::all_of(text.substr(3), is_upper))) &&
         std::ranges::all_of(text.substr(0, 2), is_lower);
}

// What sections left out leaves no holes: of several empty lines one remains, of those at the end
// none.
std::string WithoutHoles(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    if (c != '\n' || (!lines.empty() && !lines.ends_with("\n\n"))) {
      lines += c;
    }
  }
  while (lines.ends_with("\n\n")) {
    lines.pop_back();
  }
  return lines;
}

Result<std::string> ReadTemplateFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kTemplateBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (file.fail() && !file.eof())) {
    return Fail(Error::Unavailable(path.filename().string() + " cannot be read"));
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

}  // namespace

Result<NoticeTemplate> NoticeTemplate::Parse(const NoticeKind& kind, std::string_view text) {
  return TemplateParser(kind).Read(text);
}

Status NoticeTemplate::Validate(const NoticeFields& fields) const {
  std::set<std::string_view> given;
  for (const auto& [name, value] : fields) {
    const NoticeField* field = kind_->FindField(name);
    if (field == nullptr || !given.insert(name).second) {
      return Fail(Error::Invalid("field " + name + " is not one of the notice, or given twice"));
    }
    if (value.empty() && !field->may_be_empty) {
      return Fail(Error::Invalid("field " + name + " is empty"));
    }
    if (!IsValue(value)) {
      return Fail(Error::Invalid("field " + name + " has a control character, is too long or " +
                                 "not utf-8"));
    }
  }
  for (const NoticeField& field : kind_->fields) {
    if (!field.may_be_empty && !given.contains(field.name)) {
      return Fail(Error::Invalid("field " + std::string(field.name) + " is not given"));
    }
  }
  for (const Pieces* pieces : {&subject_, &body_}) {
    for (const Piece& piece : *pieces) {
      if (piece.kind == Piece::Kind::kText || piece.kind == Piece::Kind::kEnd) {
        continue;
      }
      if (!given.contains(piece.text)) {
        return Fail(Error::Invalid("field " + piece.text + " is not given"));
      }
      // A line break in a subject would begin a header of somebody else's choice.
      if (pieces == &subject_ && FindValue(fields, piece.text)->contains('\n')) {
        return Fail(Error::Invalid("field " + piece.text + " has a line break in the subject"));
      }
    }
  }
  return {};
}

std::string NoticeTemplate::Write(const Pieces& pieces, const NoticeFields& fields) {
  std::string text;
  size_t depth = 0;   // of sections that are open
  size_t hidden = 0;  // depth of the outermost one that is left out; 0: none
  for (const Piece& piece : pieces) {
    switch (piece.kind) {
      case Piece::Kind::kText:
        text += hidden == 0 ? piece.text : std::string();
        break;
      case Piece::Kind::kField:
        text += hidden == 0 ? *FindValue(fields, piece.text) : std::string();
        break;
      case Piece::Kind::kIf:
      case Piece::Kind::kUnless: {
        ++depth;
        const bool is_empty = FindValue(fields, piece.text)->empty();
        if (hidden == 0 && is_empty == (piece.kind == Piece::Kind::kIf)) {
          hidden = depth;
        }
        break;
      }
      case Piece::Kind::kEnd:
        hidden = hidden == depth ? 0 : hidden;
        --depth;
        break;
    }
  }
  return text;
}

Result<NoticeText> NoticeTemplate::Render(const NoticeFields& fields) const {
  MANDAT_TRY_STATUS(Validate(fields));
  NoticeText text{Write(subject_, fields), WithoutHoles(Write(body_, fields)), {}};
  if (text.subject.empty() || text.body.empty()) {
    return Fail(Error::Invalid("notice has no subject or no body"));
  }
  return text;
}

Status Templates::Add(std::string_view file, std::string_view text) {
  const std::string_view stem = file.substr(0, file.size() - kSuffix.size());
  const size_t point = stem.rfind('.');
  const NoticeKind* kind = FindNoticeKind(stem.substr(0, point));
  if (point == std::string_view::npos || kind == nullptr || !IsLanguage(stem.substr(point + 1))) {
    return Fail(Error::Invalid(std::string(file) +
                               ": not named as a kind of notice and a language, breach.de.notice"));
  }
  Result<NoticeTemplate> read = NoticeTemplate::Parse(*kind, text);
  if (!read) {
    return Fail(Error::Invalid(std::string(file) + " " + read.error().message));
  }
  all_.insert_or_assign({std::string(kind->name), std::string(stem.substr(point + 1))},
                        std::move(*read));
  return {};
}

Templates Templates::Shipped() {
  Templates templates;
  for (const auto& [file, text] : internal::ShippedTemplateTexts()) {
    MANDAT_ASSERT(templates.Add(file, text).has_value());
  }
  return templates;
}

Result<Templates> Templates::Load(const std::filesystem::path& directory) {
  std::error_code error;
  std::set<std::filesystem::path> files;  // in order, so that the first mistake is always the same
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() == kSuffix) {
      files.insert(at->path());
    }
  }
  if (error) {
    return Fail(Error::Unavailable("directory of templates cannot be read"));
  }
  Templates templates = Shipped();
  for (const std::filesystem::path& file : files) {
    MANDAT_TRY(const std::string text, ReadTemplateFile(file));
    MANDAT_TRY_STATUS(templates.Add(file.filename().string(), text));
  }
  return templates;
}

Result<NoticeText> Templates::Render(std::string_view kind, std::string_view language,
                                     const NoticeFields& fields) const {
  const std::string_view without_region = language.substr(0, language.find('-'));
  for (const std::string_view choice : {language, without_region, kLastResort}) {
    const auto found = all_.find(std::pair(std::string(kind), std::string(choice)));
    if (found != all_.end()) {
      MANDAT_TRY(NoticeText text, found->second.Render(fields));
      text.language = choice;
      return text;
    }
  }
  return Fail(Error::NotFound("no such kind of notice"));
}

std::vector<std::string> Templates::Languages(std::string_view kind) const {
  std::vector<std::string> languages;
  for (const auto& [name, text] : all_) {
    if (name.first == kind) {
      languages.push_back(name.second);
    }
  }
  return languages;
}

}  // namespace mandat
