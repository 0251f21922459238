// SPDX-License-Identifier: Apache-2.0
// What the commands on docket, notices and contacts have in common.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "base/instant.h"
#include "cli/internal/docket.h"
#include "evidence/report.h"

namespace mandat {

Result<std::string> InstantText(std::string_view option, const std::string& text) {
  if (!text.empty() && !Instant::Parse(text)) {
    return Fail(Error::Invalid(
        fmt::format("{} is not an instant with its offset; write e.g. {} 2026-03-30T16:40:00+02:00",
                    option, option)));
  }
  return text;
}

std::string EscapedForAddress(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string NumberIn(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = object.if_contains(key);
  return value == nullptr ? "" : boost::json::serialize(*value);
}

void PutText(boost::json::object& body, std::string_view key, const std::string& value) {
  if (!value.empty()) {
    body[key] = value;
  }
}

Result<int> SendAndPrint(const Context& context, std::string_view method, std::string path,
                         const boost::json::object& body, std::string_view headline) {
  HttpRequest request;
  request.method = method;
  request.path = std::move(path);
  if (method == "POST" || method == "PUT") {
    request.body = boost::json::serialize(body);
  }
  MANDAT_TRY(const Reply reply, Ask(context, request));
  if (context.json) {
    PrintJson(reply.Told());
    return 0;
  }
  if (!headline.empty()) {
    fmt::print("{}\n", headline);
  }
  PrintObject(reply.Told());
  return 0;
}

void PrintTable(const std::vector<std::vector<std::string>>& lines) {
  std::vector<size_t> widths;
  for (const std::vector<std::string>& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], FormatPrintable(line[i]).size());
    }
  }
  for (const std::vector<std::string>& line : lines) {
    std::string text;
    for (size_t i = 0; i < line.size(); ++i) {
      text += fmt::format("{:<{}}  ", FormatPrintable(line[i]), widths[i]);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    fmt::print("{}\n", text);
  }
}

}  // namespace mandat
