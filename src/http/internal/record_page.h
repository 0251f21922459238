// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/internal/request.h"
#include "http/internal/response.h"
#include "service/read_records.h"
#include "service/subjects.h"

namespace mandat {

// A record as JSON; its data is embedded as it was stored. The one place that reveals what was
// read.
Bytes FormatUnit(const Unit& unit);

// A call for one page of a collection, or of one person's records in one.
struct PageCall {
  Caller caller;
  ListRequest list;
};
// Errors: kInvalid, kNotFound (no such collection).
Result<PageCall> PageCallOf(const Request& request);
Response FormatPage(const Request& request, ReadAnswer answer);

Response FormatErased(const Request& request, EraseAnswer answer);

}  // namespace mandat
