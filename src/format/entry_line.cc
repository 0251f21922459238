// SPDX-License-Identifier: Apache-2.0
#include "format/entry_line.h"

#include <algorithm>

#include "base/assert.h"
#include "format/outcome_name.h"

namespace mandat {
namespace {

// The numbers that the RFC gives out. Source: RFC 5424 6.2.1.
constexpr int kLogAudit = 13;
enum class Severity : uint8_t { kWarning = 4, kNotice = 5, kInformational = 6 };

constexpr std::string_view kStructureId = "entry@32473";  // the number for examples of RFC 5612
constexpr size_t kHostNameMax = 255;
constexpr size_t kMessageIdMax = 32;

Severity SeverityOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRefused:
    case Outcome::kUndecided:
      return Severity::kWarning;
    case Outcome::kAbsent:
    case Outcome::kGone:
    case Outcome::kObserved:
      return Severity::kNotice;
    case Outcome::kDone:
      break;
  }
  return Severity::kInformational;
}

void AppendJsonText(std::string_view text, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      const auto byte = static_cast<unsigned char>(c);
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

void AppendJson(std::string_view name, std::string_view text, std::string& out) {
  if (!text.empty()) {
    out += out.size() > 1 ? ",\"" : "\"";
    out += name;
    out += "\":";
    AppendJsonText(text, out);
  }
}

void AppendJson(std::string_view name, uint64_t number, std::string& out) {
  out += out.size() > 1 ? ",\"" : "\"";
  out += name;
  out += "\":" + std::to_string(number);
}

std::string FormatNdjson(const LineSource& source, const Entry& entry) {
  std::string line = "{";
  AppendJson("journal", source.origin, line);
  AppendJson("index", source.index.value, line);
  AppendJson("at", entry.at.Format(), line);
  AppendJson("act", entry.act, line);
  AppendJson("outcome", Name(entry.outcome), line);
  AppendJson("clause", entry.clause, line);
  AppendJson("agreement_version", entry.agreement_version, line);
  AppendJson("purpose", entry.purpose, line);
  AppendJson("collection", entry.collection, line);
  AppendJson("units", entry.units_count, line);
  AppendJson("people", entry.people_count, line);
  AppendJson("instruction", entry.instruction, line);
  AppendJson("actor", FormatHex(entry.actor), line);
  AppendJson("people_root", FormatHex(entry.people_root), line);
  AppendJson("sealed_hash", FormatHex(entry.sealed_hash), line);
  AppendJson("detail", entry.detail, line);
  return line + "}";
}

// Only what a header field may have; "-" where nothing is left. Source: RFC 5424 6.
std::string HeaderField(std::string_view text, size_t bytes_max) {
  std::string field;
  for (const char c : text.substr(0, bytes_max)) {
    field += c > ' ' && c <= '~' ? c : '_';
  }
  return field.empty() ? "-" : field;
}

// `"`, `\` and `]` get a `\` in front. A control character would break lines somewhere on the way.
// Source: RFC 5424 6.3.3.
void AppendParameter(std::string_view name, std::string_view value, std::string& out) {
  if (value.empty()) {
    return;
  }
  out += ' ';
  out += name;
  out += "=\"";
  for (const char c : value) {
    if (c == '"' || c == '\\' || c == ']') {
      out += '\\';
    }
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    out += is_control ? ' ' : c;
  }
  out += '"';
}

std::string StructuredData(const LineSource& source, const Entry& entry) {
  std::string data = "[" + std::string(kStructureId);
  AppendParameter("origin", source.origin, data);
  AppendParameter("index", std::to_string(source.index.value), data);
  AppendParameter("act", entry.act, data);
  AppendParameter("outcome", Name(entry.outcome), data);
  AppendParameter("clause", entry.clause, data);
  AppendParameter("version", std::to_string(entry.agreement_version), data);
  AppendParameter("purpose", entry.purpose, data);
  AppendParameter("collection", entry.collection, data);
  AppendParameter("units", std::to_string(entry.units_count), data);
  AppendParameter("people", std::to_string(entry.people_count), data);
  AppendParameter("instruction", entry.instruction, data);
  AppendParameter("actor", FormatHex(entry.actor), data);
  AppendParameter("detail", entry.detail, data);
  return data + "]";
}

// The words of an entry for people, in ASCII: what is not, is in the structured data as it stands.
std::string Words(const Entry& entry) {
  std::string words = entry.act + " " + std::string(Name(entry.outcome));
  for (const auto& [name, value] :
       {std::pair<std::string_view, std::string_view>{" in ", entry.collection},
        {" for ", entry.purpose},
        {" by clause ", entry.clause},
        {", instruction ", entry.instruction}}) {
    if (!value.empty()) {
      words.append(name).append(value);
    }
  }
  if (entry.units_count != 0) {
    words += ", " + std::to_string(entry.units_count) + " units";
  }
  if (entry.people_count != 0) {
    words += ", " + std::to_string(entry.people_count) + " people";
  }
  if (!entry.detail.empty()) {
    words += ", " + entry.detail;
  }
  std::ranges::replace_if(words, [](char c) { return c < ' ' || c > '~'; }, '?');
  return words;
}

// Source: RFC 5424 6.
std::string FormatSyslog(const LineSource& source, const Entry& entry) {
  const int priority = kLogAudit * 8 + static_cast<int>(SeverityOf(entry.outcome));
  return "<" + std::to_string(priority) + ">1 " + entry.at.Format() + " " +
         HeaderField(source.host_name, kHostNameMax) + " mandat - " +
         HeaderField(entry.act, kMessageIdMax) + " " + StructuredData(source, entry) + " " +
         Words(entry);
}

std::string FormatText(const LineSource& source, const Entry& entry) {
  const std::string actor = entry.actor.empty() ? "the house" : FormatHex(entry.actor);
  return std::to_string(source.index.value) + "  " + entry.at.Format() + "  " + actor + "  " +
         Words(entry);
}

}  // namespace

std::optional<LineFormat> FindLineFormat(std::string_view name) {
  for (const auto& [known, format] :
       {std::pair<std::string_view, LineFormat>{"ndjson", LineFormat::kNdjson},
        {"syslog", LineFormat::kSyslog},
        {"text", LineFormat::kText}}) {
    if (known == name) {
      return format;
    }
  }
  return std::nullopt;
}

std::string FormatLine(LineFormat format, const LineSource& source, const Entry& entry) {
  switch (format) {
    case LineFormat::kNdjson:
      return FormatNdjson(source, entry);
    case LineFormat::kSyslog:
      return FormatSyslog(source, entry);
    case LineFormat::kText:
      return FormatText(source, entry);
  }
  Stop("unknown format of a line");
}

}  // namespace mandat
