// SPDX-License-Identifier: Apache-2.0
//
// How a checkpoint goes to a witness, or to an authority that says when it saw it: one POST, and
// what came back.
// Guarantees: no redirect is followed; at most its own timeouts pass; a long answer is cut off.
// Trusts: nothing that is answered; who asks verifies the signature.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

struct WitnessReply {
  long status = 0;
  std::string type;  // media type, without parameters
  std::string body;
};

// Threading: Post from any number of threads.
class WitnessLine {
 public:
  virtual ~WitnessLine() = default;
  // Whatever the status. Errors: kUnavailable (no whole answer came in time).
  virtual Result<WitnessReply> Post(const std::string& address, std::string_view body) = 0;
};

struct WitnessLineSettings {
  std::string ca_file;  // PEM; empty for what the system trusts
  std::chrono::milliseconds connect_max{3'000};
  std::chrono::milliseconds answer_max{5'000};     // the whole request
  std::string type = "text/plain; charset=utf-8";  // media type of what is sent
};

// Errors: kUnavailable (no HTTP client, or a file of certificates that cannot be read).
Result<std::unique_ptr<WitnessLine>> OpenWitnessLine(WitnessLineSettings settings);

}  // namespace mandat
