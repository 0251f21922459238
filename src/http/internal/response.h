// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

inline constexpr std::string_view kTypeJson = "application/json";
inline constexpr std::string_view kTypeLines = "application/x-ndjson";
inline constexpr std::string_view kTypeProblem = "application/problem+json";
inline constexpr std::string_view kTypeText = "text/plain; charset=utf-8";
inline constexpr std::string_view kTypeBytes = "application/octet-stream";
inline constexpr std::string_view kTypeCbor = "application/cbor";

inline constexpr std::string_view kNoStore = "no-store";
inline constexpr std::string_view kImmutable = "public, max-age=31536000, immutable";

// Content that is too large to be held at once: asked for a piece when the piece before has left.
// Threading: everything on the thread of the connection.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual uint64_t left() const = 0;
  // Appends the next piece. After an error nothing more comes, and the connection ends abruptly, so
  // that nobody takes a part for the whole. Requires: left() > 0.
  virtual Status Next(Bytes& out) = 0;
};

// One answer. `type` and `cache_control` are views of constants.
struct Response {
  int status = 200;
  std::string_view type = kTypeJson;
  std::string_view cache_control = kNoStore;
  std::string headers;  // further ones, each ended by CRLF
  Bytes body;
  std::string own_type;              // instead of `type`, where it is no constant
  std::unique_ptr<BodySource> rest;  // of the content, behind the body
  std::optional<uint64_t> length;    // of content that does not come: of HEAD and 304

  // Control characters in the value become "?".
  void AddHeader(std::string_view name, std::string_view value);
};

// "Not Found" for 404; "Unknown" for a status that we do not use.
std::string_view ReasonOf(int status);

// Puts head and body into one buffer. `date` is the value of the header Date.
void AppendResponse(Bytes& out, const Response& response, std::string_view date, bool close);

}  // namespace mandat
