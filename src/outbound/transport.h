// SPDX-License-Identifier: Apache-2.0
//
// How a notice leaves the house: one attempt over one channel, and what came of it.
// Guarantees: what is not surely refused is not said to be; an attempt that may have arrived says
// so. Trusts: nothing that comes back; replies are kept as evidence, trimmed and printable.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/instant.h"

namespace mandat {

struct Attachment {
  std::string name;  // e.g. "certificate.txt"
  std::string type;  // e.g. "text/plain"
  Bytes bytes;
};

// One attempt to bring one notice to one address.
struct Parcel {
  std::string notice;     // its id, the same in every attempt: "shop/17"
  std::string agreement;  // id of the agreement, or "system"
  std::string kind;       // name of the template: "breach"
  std::string language;   // "en", "fr"
  std::string address;    // e-mail address, or URL of a webhook
  uint32_t attempt = 1;
  bool possible_duplicate = false;  // an earlier attempt may have arrived
  Instant at;
  std::string subject;
  std::string body;  // lines end with a line feed
  std::vector<std::pair<std::string, std::string>> fields;
  std::string continues;  // id of the notice that it is about; may be empty
  std::vector<Attachment> attachments;
};

enum class Dispatch : uint8_t {
  kAccepted,   // the next hop took it: dispatched, not received
  kTransient,  // not taken; may be tried again
  kPermanent,  // not taken, and will not be
  kUnknown,    // sent, and the answer was lost: it may have arrived
};
// "accepted", "transient", "permanent", "unknown". On disk.
std::string_view Name(Dispatch dispatch);
std::optional<Dispatch> FindDispatch(std::string_view name);

inline constexpr size_t kReplyBytesMax = 256;

struct Delivery {
  Dispatch outcome = Dispatch::kTransient;
  std::string reply;  // as evidence: "250 2.0.0 Ok: queued", "HTTP 503"; at most kReplyBytesMax
  std::optional<std::chrono::seconds> retry_after;  // as the other side asks
};

// Threading: Send from any number of threads.
class Transport {
 public:
  virtual ~Transport() = default;
  // Never throws; takes at most its own timeouts.
  virtual Delivery Send(const Parcel& parcel) = 0;
};

// Any text as one printable line of at most kReplyBytesMax bytes.
std::string PrintableReply(std::string_view text);

}  // namespace mandat
