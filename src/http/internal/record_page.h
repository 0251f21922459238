// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/internal/call.h"
#include "http/internal/cursor.h"
#include "http/internal/json_writer.h"
#include "http/internal/responder.h"
#include "service/read_records.h"
#include "service/subjects.h"

namespace mandat {

// A record as JSON; its data is embedded as it was stored. The one place that reveals what was
// read.
Bytes FormatUnit(const Unit& unit);
void AppendUnit(const Unit& unit, JsonWriter& json);
// At most how many bytes that takes.
size_t BytesOfUnit(const Unit& unit);

// A call for one page of a collection, or of one person's records in one; or of the records whose
// field, which tells nothing of a person, lies in a range.
struct PageCall {
  Caller caller;
  ListRequest list;
  std::optional<SearchQuery> range;
};
// Errors: kInvalid, kNotFound (no such collection).
Result<PageCall> PageCallOf(const Request& request);
// Asks for the page and has it sent.
void SendPage(PageCall page, Responder responder);

Response FormatPage(const Request& request, PageOrder order, ReadAnswer answer);
Response FormatRecord(const Request& request, ReadAnswer answer);
// As SendAs, for pages.
Done<ReadAnswer> SendAsPage(PageOrder order, Responder responder);

Response FormatErased(const Request& request, EraseAnswer answer);

}  // namespace mandat
