// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace mandat {

inline constexpr std::string_view kTypeJson = "application/json";
inline constexpr std::string_view kTypeProblem = "application/problem+json";
inline constexpr std::string_view kTypeText = "text/plain; charset=utf-8";
inline constexpr std::string_view kTypeBytes = "application/octet-stream";
inline constexpr std::string_view kTypeCbor = "application/cbor";

inline constexpr std::string_view kNoStore = "no-store";
inline constexpr std::string_view kImmutable = "public, max-age=31536000, immutable";

// One answer. `type` and `cache_control` are views of constants.
struct Response {
  int status = 200;
  std::string_view type = kTypeJson;
  std::string_view cache_control = kNoStore;
  std::string headers;  // further ones, each ended by CRLF
  Bytes body;

  // Control characters in the value become "?".
  void AddHeader(std::string_view name, std::string_view value);
};

// "Not Found" for 404; "Unknown" for a status that we do not use.
std::string_view ReasonOf(int status);

// Puts head and body into one buffer. `date` is the value of the header Date.
void AppendResponse(Bytes& out, const Response& response, std::string_view date, bool close);

}  // namespace mandat
