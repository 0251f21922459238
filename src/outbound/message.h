// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"
#include "outbound/address.h"
#include "outbound/transport.h"

namespace mandat {

inline constexpr size_t kMessageBytesMax = size_t{20} << 20;

// One e-mail with a notice in it.
struct MailMessage {
  MailAddress from;
  std::string from_name;  // may be empty
  MailAddress to;
  std::string reply_to;  // may be empty
  Instant at;
  std::string id;          // of MessageId, the same in every attempt
  std::string replies_to;  // of MessageId; may be empty
  std::string notice;
  uint32_t attempt = 1;
  bool possible_duplicate = false;
  std::string language;
  std::string subject;
  std::string body;  // lines end with a line feed
  std::vector<Attachment> attachments;
};

// "<shop.17@example.org>" for the notice "shop/17": what is not a letter, a digit, "-" or "_" is
// written so that two notices never share an id.
std::string MessageId(std::string_view notice, std::string_view domain);

// The bytes of the message, lines ending with CR LF, none longer than 998 bytes; the same for the
// same message. RFC 5322 for the form, RFC 2045, 2046 and 2047 for what is not ASCII, RFC 3834 for
// `Auto-Submitted`.
// Errors: kInvalid (a control character where a header could be broken, text that is not UTF-8, a
// name or type of an attachment that a header cannot carry, more than kMessageBytesMax).
Result<Bytes> FormatMessage(const MailMessage& message);

}  // namespace mandat
