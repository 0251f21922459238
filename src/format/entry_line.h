// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "format/entry.h"

namespace mandat {

// How entries leave the journal for other programs, one a line, without a line feed at the end.
// docs/guides/siem.md has an example of each.
enum class LineFormat : uint8_t { kNdjson, kSyslog, kText };
// "ndjson", "syslog", "text".
std::optional<LineFormat> FindLineFormat(std::string_view name);

// Which entry of which journal it is, and where the line comes from.
struct LineSource {
  std::string_view origin;  // name of the journal
  EntryIndex index;
  std::string_view host_name;  // for syslog; empty: not told
};

// Everything that the entry has and nothing else: no line says more of people than the journal.
// Invariant (no personal data leaks sideways).
std::string FormatLine(LineFormat format, const LineSource& source, const Entry& entry);

}  // namespace mandat
