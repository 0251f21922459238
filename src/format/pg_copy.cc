// SPDX-License-Identifier: Apache-2.0
#include "format/pg_copy.h"

#include <algorithm>

#include "format/internal/pg_text.h"

namespace mandat {

using internal::HasWord;
using internal::IsBlank;
using internal::kNone;
using internal::SkipBlanks;

namespace {

constexpr const char* kTooLong = "a statement is longer than 16 MiB";

size_t LinesIn(std::string_view text) {
  return static_cast<size_t>(std::ranges::count(text, '\n'));
}

// One part of a name.
bool TakePart(std::string_view text, size_t& at, std::string& out) {
  if (at < text.size() && text[at] == '"') {
    for (++at; at < text.size(); ++at) {
      if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"')) {
        ++at;
        return true;
      }
      at += text[at] == '"' ? 1 : 0;
      out.push_back(text[at]);
    }
    return false;
  }
  const size_t begin = at;
  while (at < text.size() && !IsBlank(text[at]) &&
         std::string_view("\".,;()'").find(text[at]) == std::string_view::npos) {
    const char c = text[at++];
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return at > begin;
}

// A constant: NULL, true, false, a number, or a text with or without escapes, maybe with casts.
// Gives where it ends; kNone when it is none.
size_t TakeConstant(std::string_view text, size_t at, std::optional<std::string>& value) {
  const bool has_escapes =
      at + 1 < text.size() && (text[at] == 'E' || text[at] == 'e') && text[at + 1] == '\'';
  at += has_escapes ? 1 : 0;
  if (at < text.size() && text[at] == '\'') {
    value.emplace();
    for (++at; at < text.size(); ++at) {
      if (text[at] == '\'' && text.substr(at, 2) != "''") {
        break;
      }
      if (has_escapes && text[at] == '\\') {
        const size_t taken = internal::TakeEscape(text.substr(at + 1), *value);
        at += taken;
        continue;
      }
      value->push_back(text[at]);
      at += text[at] == '\'' ? 1 : 0;
    }
    ++at;
  } else if (HasWord(text, at, "null")) {
    value.reset();
    at += 4;
  } else {
    const size_t end = std::min(text.find_first_of(",): \t\r\n", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const bool is_number = !word.empty() &&
                           word.find_first_not_of("+-.0123456789eE") == std::string_view::npos &&
                           word.find_first_of("0123456789") != std::string_view::npos;
    if (!is_number && !HasWord(word, 0, "true") && !HasWord(word, 0, "false")) {
      return kNone;
    }
    value.emplace(word);
    at = end;
  }
  // "::timestamp with time zone" and the like say nothing new.
  at = SkipBlanks(text, at);
  while (text.substr(std::min(at, text.size()), 2) == "::") {
    at = std::min(text.find_first_of(",)(", at), text.size());
    if (at < text.size() && text[at] == '(') {
      at = std::min(text.find(')', at), text.size() - 1) + 1;
    }
    at = SkipBlanks(text, at);
  }
  return at;
}

// The constants of "(...)".
bool ParseTuple(std::string_view tuple, std::vector<std::optional<std::string>>& values) {
  size_t at = SkipBlanks(tuple, 1);
  while (at < tuple.size()) {
    std::optional<std::string> value;
    at = TakeConstant(tuple, at, value);
    if (at == kNone || at >= tuple.size() || (tuple[at] != ',' && tuple[at] != ')')) {
      return false;
    }
    values.push_back(std::move(value));
    if (tuple[at] == ')') {
      return at + 1 == tuple.size();
    }
    at = SkipBlanks(tuple, at + 1);
  }
  return false;
}

}  // namespace

std::optional<std::string> TakePgName(std::string_view text, size_t& bytes) {
  std::string name;
  bytes = 0;
  for (;;) {
    if (!TakePart(text, bytes, name)) {
      return std::nullopt;
    }
    if (bytes == text.size() || text[bytes] != '.') {
      return name;
    }
    name.push_back('.');
    ++bytes;
  }
}

std::optional<std::vector<std::optional<std::string>>> ParsePgCopyLine(std::string_view line) {
  std::vector<std::optional<std::string>> values;
  for (;;) {
    const size_t end = std::min(line.find('\t'), line.size());
    std::string_view field = line.substr(0, end);
    if (field == "\\N") {
      values.emplace_back();
    } else {
      std::string& value = values.emplace_back(std::string()).value();
      while (!field.empty()) {
        const size_t plain = std::min(field.find('\\'), field.size());
        value.append(field.substr(0, plain));
        field.remove_prefix(plain);
        if (!field.empty()) {
          const size_t taken = internal::TakeEscape(field.substr(1), value);
          if (taken == 0) {
            return std::nullopt;
          }
          field.remove_prefix(1 + taken);
        }
      }
    }
    if (end == line.size()) {
      return values;
    }
    line.remove_prefix(end + 1);
  }
}

bool PgDump::IsTable(std::string_view name) const {
  if (name == table_) {
    return true;
  }
  const size_t dot = name.rfind('.');
  return table_.find('.') == std::string::npos && dot != std::string_view::npos &&
         name.substr(dot + 1) == table_;
}

size_t PgDump::TakeNames(std::string_view text, std::vector<std::string>& names) {
  size_t at = SkipBlanks(text, 1);
  for (;;) {
    size_t bytes = 0;
    std::optional<std::string> name = TakePgName(text.substr(std::min(at, text.size())), bytes);
    if (!name) {
      return 0;
    }
    names.push_back(std::move(*name));
    at = SkipBlanks(text, at + bytes);
    if (at >= text.size() || (text[at] != ',' && text[at] != ')')) {
      return 0;
    }
    if (text[at] == ')') {
      return at + 1;
    }
    at = SkipBlanks(text, at + 1);
  }
}

size_t PgDump::TakeLine(std::string_view line, size_t bytes, PgRow& row) {
  row.lines = 1;
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  if (line == "\\.") {
    place_ = Place::kBetween;
    return bytes;
  }
  if (place_ == Place::kOtherRows) {
    return bytes;
  }
  row.is_row = true;
  auto values = ParsePgCopyLine(line);
  if (!values) {
    row.fault = "an escape is cut off";
  } else if (values->size() != columns_.size()) {
    row.fault = "the row has another number of values than there are columns";
  } else {
    row.values = std::move(*values);
  }
  return bytes;
}

// `COPY public.people (id, name) FROM stdin;`
bool PgDump::BeginCopy(std::string_view statement, PgRow& row) {
  size_t at = SkipBlanks(statement, 4);
  size_t bytes = 0;
  const std::optional<std::string> name = TakePgName(statement.substr(at), bytes);
  at = SkipBlanks(statement, at + bytes);
  std::vector<std::string> names;
  if (at < statement.size() && statement[at] == '(') {
    const size_t taken = TakeNames(statement.substr(at), names);
    at = SkipBlanks(statement, at + taken);
  }
  if (!name || !HasWord(statement, at, "from")) {
    return false;
  }
  at = SkipBlanks(statement, at + 4);
  if (!HasWord(statement, at, "stdin")) {
    return false;
  }
  const bool is_plain = statement[SkipBlanks(statement, at + 5)] == ';';
  const bool is_ours = IsTable(*name);
  place_ = is_ours && is_plain ? Place::kRows : Place::kOtherRows;
  if (is_ours) {
    found_ = true;
    if (!names.empty()) {
      columns_ = std::move(names);
    }
    if (!is_plain) {
      row.is_row = true;
      row.fault = "the rows are in another format than COPY's text format";
    }
  }
  return true;
}

// `INSERT INTO public.people (id, name) VALUES`; 0 when it is of another table, or has no values to
// read, which is a fault of the row.
size_t PgDump::BeginInsert(std::string_view text, PgRow& row) {
  size_t at = SkipBlanks(text, 6);
  if (!HasWord(text, at, "into")) {
    return 0;
  }
  at = SkipBlanks(text, at + 4);
  size_t bytes = 0;
  const std::optional<std::string> name = TakePgName(text.substr(at), bytes);
  if (!name || !IsTable(*name)) {
    return 0;
  }
  found_ = true;
  row.is_row = true;
  row.fault = "the INSERT statement has no VALUES";
  at = SkipBlanks(text, at + bytes);
  std::vector<std::string> names;
  if (at < text.size() && text[at] == '(') {
    const size_t taken = TakeNames(text.substr(at), names);
    if (taken == 0) {
      return 0;
    }
    at = SkipBlanks(text, at + taken);
  }
  for (const std::string_view word : {"overriding", "system", "user", "value"}) {
    at = HasWord(text, at, word) ? SkipBlanks(text, at + word.size()) : at;
  }
  if (!HasWord(text, at, "values")) {
    return 0;
  }
  if (!names.empty()) {
    columns_ = std::move(names);
  }
  row = {};
  place_ = Place::kValues;
  return at + 6;
}

// `(1, 'x')` and the comma behind it, or what ends the statement.
size_t PgDump::TakeTuple(std::string_view text, bool at_end, PgRow& row) {
  size_t at = SkipBlanks(text, 0);
  if (at < text.size() && text[at] == ',') {
    at = SkipBlanks(text, at + 1);
  }
  const size_t begin = at;
  if (at == text.size() || text[at] != '(') {
    const size_t end = internal::EndOfStatement(text);
    if (end == kNone && !at_end && text.size() <= kPieceBytesMax) {
      return 0;
    }
    place_ = Place::kBetween;
    const size_t taken = end == kNone ? text.size() : end;
    row.lines = LinesIn(text.substr(0, taken));
    return taken;
  }
  size_t depth = 0;
  do {
    depth += text[at] == '(' ? 1 : 0;
    depth -= text[at] == ')' ? 1 : 0;
    at = internal::SkipToken(text, at);
  } while (at != kNone && at < text.size() && depth > 0);
  if (at == kNone || depth > 0) {
    if (!at_end && text.size() <= kPieceBytesMax) {
      return 0;
    }
    place_ = Place::kBetween;
    row.is_row = true;
    row.fault = "a statement is cut off";
    row.lines = LinesIn(text);
    return text.size();
  }
  row.is_row = true;
  row.lines = LinesIn(text.substr(0, at));
  if (!ParseTuple(text.substr(begin, at - begin), row.values)) {
    row.fault = "a value is no constant";
  } else if (row.values.size() != columns_.size()) {
    row.fault = "the row has another number of values than there are columns";
  }
  return at;
}

size_t PgDump::TakeStatement(std::string_view text, bool at_end, PgRow& row) {
  const size_t line_end = text.find('\n');
  if (const size_t blanks = SkipBlanks(text, 0); blanks > 0) {
    row.lines = LinesIn(text.substr(0, blanks));
    return blanks;
  }
  const bool is_line = text.starts_with("--") || text.starts_with("\\");
  if (is_line && (line_end != std::string_view::npos || at_end)) {
    row.lines = line_end == std::string_view::npos ? 0 : 1;
    return line_end == std::string_view::npos ? text.size() : line_end + 1;
  }
  if (!is_line && HasWord(text, 0, "insert")) {
    // Its head is on one line; the values may be very many.
    if (line_end == std::string_view::npos && !at_end && text.size() <= kPieceBytesMax) {
      return 0;
    }
    if (const size_t head = BeginInsert(text, row); head != 0) {
      row.lines = LinesIn(text.substr(0, head));
      return head;
    }
  }
  size_t end = is_line ? kNone : internal::EndOfStatement(text);
  if (end == kNone) {
    if (!at_end && text.size() <= kPieceBytesMax) {
      return 0;
    }
    if (text.size() > kPieceBytesMax) {
      row.is_row = true;
      row.fault = kTooLong;
    }
    end = line_end == std::string_view::npos ? text.size() : line_end + 1;
  } else if (HasWord(text, 0, "copy") && BeginCopy(text.substr(0, end), row)) {
    // Its rows begin on the next line.
    const size_t next = text.find('\n', end);
    if (next == std::string_view::npos && !at_end) {
      place_ = Place::kBetween;
      return 0;
    }
    end = next == std::string_view::npos ? text.size() : next + 1;
  }
  row.lines = LinesIn(text.substr(0, end));
  return end;
}

size_t PgDump::Take(std::string_view text, bool at_end, PgRow& row) {
  row = {};
  if (text.empty()) {
    return 0;
  }
  if (place_ == Place::kValues) {
    return TakeTuple(text, at_end, row);
  }
  if (place_ == Place::kBetween) {
    return TakeStatement(text, at_end, row);
  }
  const size_t end = text.find('\n');
  if (end == std::string_view::npos && !at_end && text.size() <= kPieceBytesMax) {
    return 0;
  }
  const size_t bytes = end == std::string_view::npos ? text.size() : end + 1;
  return TakeLine(text.substr(0, end == std::string_view::npos ? text.size() : end), bytes, row);
}

}  // namespace mandat
