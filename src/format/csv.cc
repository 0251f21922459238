// SPDX-License-Identifier: Apache-2.0
#include "format/csv.h"

#include <algorithm>

namespace mandat {
namespace {

// Reads one row; stands behind what it has read.
class CsvReader {
 public:
  CsvReader(std::string_view text, bool at_end, char separator, CsvRow& row)
      : text_(text), at_end_(at_end), separator_(separator), row_(row) {}

  size_t Read() {
    row_ = {};
    while (at_ < text_.size()) {
      ReadField();
      if (row_.fault != nullptr) {
        return Recover();
      }
      if (ends_) {
        return Taken();
      }
      if (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        waits_for_field_ = true;
      }
    }
    if (at_ > kCsvRowBytesMax) {
      row_.fault = "the row is longer than 1 MiB";
      return Recover();
    }
    if (!at_end_ || at_ == 0) {
      return 0;
    }
    if (waits_for_field_) {
      row_.fields.emplace_back();
    }
    return Taken();
  }

 private:
  // A field and, where it is the last, the end of its line. A text that ends amid it is left as
  // though it had been read.
  void ReadField() {
    waits_for_field_ = false;
    CsvField field;
    field.is_quoted = text_[at_] == '"';
    if (field.is_quoted) {
      ReadQuoted(field);
    } else {
      const size_t end = FieldEnd();
      field.text = text_.substr(at_, end - at_);
      at_ = end;
      if (at_ == text_.size() && !at_end_) {
        return;  // its end is not here yet, and maybe a line feed is to come
      }
      if (field.text.ends_with('\r') && at_ < text_.size() && text_[at_] == '\n') {
        field.text.pop_back();
      } else if (at_ == text_.size() && at_end_ && field.text.ends_with('\r')) {
        field.text.pop_back();
      }
      if (field.text.find_first_of(std::string_view("\"\r\0", 3)) != std::string::npos) {
        row_.fault = "a field without quotes has a quote or a control character";
        return;
      }
    }
    if (row_.fault != nullptr) {
      return;
    }
    row_.fields.push_back(std::move(field));
    if (at_ < text_.size() && text_[at_] == '\n') {
      ++at_;
      ends_ = true;
    }
  }

  size_t FieldEnd() const {
    const char ends[] = {separator_, '\n'};
    return std::min(text_.find_first_of(std::string_view(ends, 2), at_), text_.size());
  }

  void ReadQuoted(CsvField& field) {
    for (size_t from = at_ + 1;;) {
      const size_t quote = text_.find('"', from);
      if (quote == std::string_view::npos) {
        at_ = text_.size();
        row_.fault = at_end_ ? "a quote is never closed" : nullptr;
        return;
      }
      field.text.append(text_, from, quote - from);
      at_ = quote + 1;
      if (at_ == text_.size() || text_[at_] != '"') {
        break;
      }
      field.text.push_back('"');
      from = at_ + 1;
    }
    if (at_ + 1 < text_.size() && text_[at_] == '\r' && text_[at_ + 1] == '\n') {
      ++at_;
    } else if (at_ + 1 == text_.size() && text_[at_] == '\r') {
      ++at_;
    }
    if (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') {
      row_.fault = "something stands behind a closing quote";
    }
  }

  size_t Taken() {
    row_.lines = static_cast<size_t>(std::count(text_.begin(), text_.begin() + at_, '\n')) +
                 (text_[at_ - 1] == '\n' ? 0 : 1);
    if (row_.fields.size() == 1 && row_.fields[0] == CsvField()) {
      row_.fields.clear();
    }
    return at_;
  }

  // Up to the end of the line in which the row began.
  size_t Recover() {
    const size_t end = text_.find('\n');
    if (end == std::string_view::npos && !at_end_ && text_.size() <= kCsvRowBytesMax) {
      row_ = {};
      return 0;
    }
    row_.fields.clear();
    row_.lines = 1;
    return end == std::string_view::npos ? text_.size() : end + 1;
  }

  std::string_view text_;
  const bool at_end_;
  const char separator_;
  CsvRow& row_;
  size_t at_ = 0;
  bool ends_ = false;
  bool waits_for_field_ = false;
};

}  // namespace

size_t TakeCsvRow(std::string_view text, bool at_end, char separator, CsvRow& row) {
  return CsvReader(text, at_end, separator, row).Read();
}

}  // namespace mandat
