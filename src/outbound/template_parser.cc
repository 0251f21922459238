// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/bytes.h"
#include "outbound/internal/template_parser.h"

namespace mandat {
namespace {

constexpr size_t kDepthMax = 8;
constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";

bool HasControl(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

// True for a line that is nothing but the begin or the end of a section.
bool IsSectionLine(std::string_view line) {
  return line.size() > 5 && line.starts_with(kOpen) && line.find(kClose) == line.size() - 2 &&
         std::string_view("#^/").contains(line[2]);
}

}  // namespace

std::unexpected<Error> TemplateParser::Wrong(std::string_view what) const {
  return Fail(Error::Invalid("line " + std::to_string(line_number_) + ": " + std::string(what)));
}

Result<NoticeTemplate> TemplateParser::Read(std::string_view text) {
  line_number_ = 1;
  if (text.size() > kTemplateBytesMax) {
    return Wrong("the file is longer than 64 KiB");
  }
  if (!text.ends_with('\n')) {
    return Wrong("the last line does not end");
  }
  bool in_body = false;
  for (line_number_ = 1; !text.empty(); ++line_number_) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (HasControl(line) || !IsUtf8(line)) {
      return Wrong("a control character, or not utf-8");
    }
    if (line.starts_with('#')) {
      continue;
    }
    if (in_body) {
      MANDAT_TRY_STATUS(ReadLine(line, done_.body_));
      if (!IsSectionLine(line)) {
        done_.body_.push_back({Piece::Kind::kText, "\n"});
      }
    } else if (line.empty()) {
      in_body = true;
    } else {
      MANDAT_TRY_STATUS(ReadHeader(line));
    }
  }
  --line_number_;
  MANDAT_TRY_STATUS(Close("body"));
  if (done_.subject_.empty()) {
    return Wrong("there is no subject");
  }
  if (!HasSubstance(done_.subject_) || !HasSubstance(done_.body_)) {
    return Wrong("subject or body has nothing outside its sections");
  }
  return std::move(done_);
}

// Something that is shown whatever the values are, so that no notice turns out empty.
bool TemplateParser::HasSubstance(const Pieces& pieces) {
  size_t depth = 0;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::kIf || piece.kind == Piece::Kind::kUnless) {
      ++depth;
    } else if (piece.kind == Piece::Kind::kEnd) {
      --depth;
    } else if (depth == 0 && piece.text.find_first_not_of(" \n") != std::string::npos) {
      return true;
    }
  }
  return false;
}

Status TemplateParser::ReadHeader(std::string_view line) {
  constexpr std::string_view kSubject = "Subject: ";
  if (!line.starts_with(kSubject)) {
    return Wrong("before the first empty line stand a subject and comments, nothing else");
  }
  if (!done_.subject_.empty()) {
    return Wrong("a second subject");
  }
  const std::string_view subject = line.substr(kSubject.size());
  if (subject.empty() || subject.starts_with(' ') || subject.ends_with(' ')) {
    return Wrong("the subject is empty, or begins or ends with a space");
  }
  MANDAT_TRY_STATUS(ReadLine(subject, done_.subject_));
  return Close("subject");
}

Status TemplateParser::ReadLine(std::string_view line, Pieces& into) {
  while (!line.empty()) {
    const size_t begin = line.find(kOpen);
    const std::string_view plain = line.substr(0, begin);
    if (plain.contains(kClose)) {
      return Wrong("braces close that were not opened");
    }
    if (!plain.empty()) {
      into.push_back({Piece::Kind::kText, std::string(plain)});
    }
    if (begin == std::string_view::npos) {
      return {};
    }
    line.remove_prefix(begin + kOpen.size());
    const size_t end = line.find(kClose);
    if (end == std::string_view::npos) {
      return Wrong("braces are not closed");
    }
    MANDAT_TRY_STATUS(ReadTag(line.substr(0, end), into));
    line.remove_prefix(end + kClose.size());
  }
  return {};
}

Status TemplateParser::ReadTag(std::string_view tag, Pieces& into) {
  const char first = tag.empty() ? '\0' : tag.front();
  const bool has_sign = std::string_view("#^/").contains(first) && first != '\0';
  const std::string_view name = has_sign ? tag.substr(1) : tag;
  // What is not a name is not repeated: it may be anything.
  if (name.empty() ||
      !std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; })) {
    return Wrong("between braces stands the name of a field, without spaces");
  }
  if (kind_.FindField(name) == nullptr) {
    return Wrong("a " + std::string(kind_.name) + " has no field " + std::string(name));
  }
  switch (first) {
    case '#':
      return ReadSection(Piece::Kind::kIf, name, into);
    case '^':
      return ReadSection(Piece::Kind::kUnless, name, into);
    case '/':
      return ReadSection(Piece::Kind::kEnd, name, into);
    default:
      return Show(name, into);
  }
}

Status TemplateParser::ReadSection(Piece::Kind kind, std::string_view name, Pieces& into) {
  if (kind == Piece::Kind::kEnd) {
    if (open_.empty() || open_.back().name != name) {
      return Wrong("a section " + std::string(name) + " ends that is not the last one opened");
    }
    open_.pop_back();
  } else {
    if (open_.size() == kDepthMax) {
      return Wrong("sections are nested too deeply");
    }
    open_.push_back({std::string(name), kind == Piece::Kind::kIf, line_number_});
  }
  into.push_back({kind, std::string(name)});
  return {};
}

// A field that may be empty is shown only where it is known not to be, so that no sentence stands
// there with a hole in it.
Status TemplateParser::Show(std::string_view name, Pieces& into) {
  const bool is_known = std::ranges::any_of(
      open_, [name](const Open& open) { return open.is_if && open.name == name; });
  if (kind_.FindField(name)->may_be_empty && !is_known) {
    return Wrong("field " + std::string(name) + " may be empty; show it between {{#" +
                 std::string(name) + "}} and {{/" + std::string(name) + "}}");
  }
  into.push_back({Piece::Kind::kField, std::string(name)});
  return {};
}

Status TemplateParser::Close(std::string_view part) const {
  if (open_.empty()) {
    return {};
  }
  return Wrong("the " + std::string(part) + " ends in section " + open_.back().name +
               ", opened in line " + std::to_string(open_.back().line_number));
}

}  // namespace mandat
