// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "format/tile.h"
#include "service/credentials.h"
#include "service/open_agreement.h"

namespace mandat {

enum class Method : uint8_t { kGet, kPost, kPut, kDelete, kPatch, kHead, kOther };

// "GET"; "OTHER" for methods that no route has.
std::string_view Name(Method method);

// One request as its handler sees it. The views, and the request itself, live until it is answered.
struct Request {
  Method method = Method::kOther;
  std::string_view path;
  std::string_view query;  // behind the "?", as sent
  std::string_view authorization;
  std::string_view purpose;
  std::string_view instruction;
  std::string_view idempotency_key;
  std::string_view accept;
  std::string_view range;
  std::string_view if_match;
  std::string_view if_none_match;
  std::string_view if_range;
  std::string_view upload_offset;
  std::string_view upload_complete;
  std::string_view body;

  // Who calls and what the address names; set before the handler runs.
  Actor actor;
  std::shared_ptr<OpenAgreement> agreement;  // null where the route names none
  std::optional<AgreementId> agreement_id;   // set where the route names one
  std::string_view collection;               // a valid name where the route has one
  std::optional<RecordId> record;
  std::optional<SubjectId> subject;
  EntryIndex entry;
  uint32_t version = 0;  // of the agreement
  std::string_view id;   // a valid name where the route has one
  uint64_t number = 0;   // of a duty, a contact or a notice, from 1
  Tile tile;
};

}  // namespace mandat
