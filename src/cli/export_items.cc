// SPDX-License-Identifier: Apache-2.0
#include <boost/json/parse.hpp>

#include "cli/internal/export.h"
#include "format/flat_object.h"

namespace mandat {
namespace {

// The end of a JSON value that begins at `at`; npos: it has none.
size_t EndOfJson(std::string_view text, size_t at) {
  int depth = 0;
  bool in_text = false;
  for (size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_text = false;
      }
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

Error Damaged() { return Error::Corrupt("the server's answer is no page of an export"); }

}  // namespace

Result<std::vector<std::string_view>> ItemsOfPage(std::string_view page) {
  constexpr std::string_view kHead = "{\"items\":[";
  if (!page.starts_with(kHead)) {
    return Fail(Damaged());
  }
  std::vector<std::string_view> items;
  for (size_t at = kHead.size(); at < page.size() && page[at] != ']';) {
    const size_t end = page[at] == '{' ? EndOfJson(page, at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      return Fail(Damaged());
    }
    items.push_back(page.substr(at, end - at));
    at = end < page.size() && page[end] == ',' ? end + 1 : end;
  }
  return items;
}

// Source: RFC 4180 2.
std::string CsvText(std::string_view text, bool is_number) {
  std::string guarded(text);
  if (!is_number && !text.empty() &&
      std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) {
    guarded.insert(guarded.begin(), '\'');
  }
  if (guarded.find_first_of(",\"\r\n") == std::string::npos) {
    return guarded;
  }
  std::string quoted = "\"";
  for (const char c : guarded) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

Result<std::string> CsvLineOf(std::string_view item, const std::vector<std::string>& fields) {
  // Nothing in front of the data was written by people, so the first one is it.
  constexpr std::string_view kData = "\"data\":";
  const size_t at = item.find(kData);
  const size_t end = at == std::string_view::npos ? at : EndOfJson(item, at + kData.size());
  boost::system::error_code trouble;
  const boost::json::value parsed = boost::json::parse(item, trouble);
  if (end == std::string_view::npos || trouble || !parsed.is_object()) {
    return Fail(Damaged());
  }
  MANDAT_TRY(const std::vector<FlatMember> members,
             FlatMembers(item.substr(at + kData.size(), end - at - kData.size())));
  const boost::json::object& object = parsed.as_object();
  std::string line = CsvText(Text(object, "id"), false);
  const boost::json::value* version = object.if_contains("version");
  line += "," + (version != nullptr && version->is_int64() ? std::to_string(version->as_int64())
                                                           : std::string());
  line += "," + CsvText(Text(object, "captured"), false);
  for (const std::string& field : fields) {
    line += ',';
    const std::optional<std::string_view> json = FindFlat(members, field);
    if (!json) {
      continue;
    }
    if (json->front() != '"') {
      line += CsvText(*json, true);
      continue;
    }
    const boost::json::value text = boost::json::parse(*json, trouble);
    if (trouble || !text.is_string()) {
      return Fail(Damaged());
    }
    line += CsvText(text.as_string(), false);
  }
  return line + "\r\n";
}

}  // namespace mandat
