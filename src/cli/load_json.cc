// SPDX-License-Identifier: Apache-2.0
// One line of NDJSON. Its numbers stay as they are written: a price does not become 1.205E2.
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <set>

#include "cli/internal/load_source.h"

namespace mandat {
namespace {

namespace json = boost::json;

// Receives what the parser of Boost.JSON sees.
class RowBuilder {
 public:
  // Required by the parser: it asks us to bound sizes.
  static constexpr std::size_t max_object_size = 4096;
  static constexpr std::size_t max_array_size = 65536;
  static constexpr std::size_t max_key_size = 1024;
  static constexpr std::size_t max_string_size = std::size_t{1} << 20;

  RowBuilder(const std::vector<std::string>& columns, const LoadMapping& mapping,
             std::vector<LoadCell>& cells)
      : columns_(columns), mapping_(mapping), cells_(cells) {
    cells_.assign(columns.size(), LoadCell());
  }

  const char* fault() const { return fault_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    if (in_array_ == 0) {
      prefixes_.push_back(prefixes_.empty() ? "" : path_ + ".");
    }
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) {
    if (in_array_ == 0) {
      prefixes_.pop_back();
    }
    return true;
  }
  bool on_array_begin(json::error_code&) {
    if (in_array_++ == 0) {
      Keep(LoadCell::Kind::kOther, "");
    }
    return true;
  }
  bool on_array_end(std::size_t, json::error_code&) {
    --in_array_;
    return true;
  }
  bool on_key_part(json::string_view text, std::size_t, json::error_code&) { return Append(text); }
  bool on_key(json::string_view text, std::size_t, json::error_code&) {
    Append(text);
    if (in_array_ == 0) {
      path_ = prefixes_.back() + text_;
    }
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view text, std::size_t, json::error_code&) {
    return Append(text);
  }
  bool on_string(json::string_view text, std::size_t, json::error_code&) {
    Append(text);
    return Value(LoadCell::Kind::kText);
  }
  bool on_number_part(json::string_view text, json::error_code&) { return Append(text); }
  bool on_int64(int64_t, json::string_view text, json::error_code&) { return Number(text); }
  bool on_uint64(uint64_t, json::string_view text, json::error_code&) { return Number(text); }
  bool on_double(double, json::string_view text, json::error_code&) { return Number(text); }
  bool on_bool(bool truth, json::error_code&) {
    text_ = truth ? "true" : "false";
    return Value(LoadCell::Kind::kTruth);
  }
  bool on_null(json::error_code&) { return Value(LoadCell::Kind::kAbsent); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool Append(json::string_view text) {
    text_.append(text.data(), text.size());
    return true;
  }
  bool Number(json::string_view text) {
    Append(text);
    return Value(LoadCell::Kind::kNumber);
  }
  bool Value(LoadCell::Kind kind) {
    if (in_array_ == 0) {
      Keep(kind, text_);
    }
    text_.clear();
    return true;
  }

  void Keep(LoadCell::Kind kind, std::string_view text) {
    if (prefixes_.empty()) {
      fault_ = "the line is no JSON object";
      return;
    }
    if (!seen_.insert(path_).second) {
      fault_ = "a member is there twice";
      return;
    }
    const auto column = std::ranges::find(columns_, path_);
    if (column != columns_.end()) {
      cells_[static_cast<size_t>(column - columns_.begin())] = {kind, std::string(text)};
    } else if (!mapping_.skips_unmapped && !IsSkipped()) {
      fault_ = "the line has a member that is neither mapped nor skipped";
    }
  }

  // Skipped by itself, or with what it is inside of.
  bool IsSkipped() const {
    return std::ranges::any_of(mapping_.skip, [this](const std::string& skipped) {
      return path_ == skipped || path_.starts_with(skipped + ".");
    });
  }

  const std::vector<std::string>& columns_;
  const LoadMapping& mapping_;
  std::vector<LoadCell>& cells_;
  std::set<std::string> seen_;
  std::vector<std::string> prefixes_;
  std::string path_;
  std::string text_;
  size_t in_array_ = 0;
  const char* fault_ = nullptr;
};

}  // namespace

const char* ParseNdjson(std::string_view line, const std::vector<std::string>& columns,
                        const LoadMapping& mapping, std::vector<LoadCell>& cells) {
  json::basic_parser<RowBuilder> parser(json::parse_options(), columns, mapping, cells);
  json::error_code error;
  const std::size_t taken = parser.write_some(false, line.data(), line.size(), error);
  const char* fault = parser.handler().fault();
  if (error || taken != line.size()) {
    fault = "the line is no JSON";
  }
  if (fault != nullptr) {
    cells.clear();
  }
  return fault;
}

}  // namespace mandat
