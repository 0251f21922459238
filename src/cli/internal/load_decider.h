// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "cli/internal/sender.h"

namespace mandat {

// Asks and waits, as patiently as the sender. Errors: kUnavailable.
Result<HttpAnswer> SendPatiently(Sender& sender, HttpRequest request);
// The same where the answer is an object. Errors: those of ErrorOf,
// kCorrupt.
Result<boost::json::object> AskPatiently(Sender& sender, HttpRequest request);

// What the agreement says of recording units of one collection, each question asked once.
class LoadDecider {
 public:
  struct Verdict {
    bool allowed = false;
    bool observed = false;  // not allowed, and done all the same
    std::string clause;
    std::string reason;  // why not
    bool stands() const { return allowed || observed; }
  };

  // `sender` must outlive it.
  LoadDecider(Sender& sender, std::string agreement, std::string collection, std::string people,
              std::string purpose)
      : sender_(sender),
        agreement_(std::move(agreement)),
        collection_(std::move(collection)),
        people_(std::move(people)),
        purpose_(std::move(purpose)) {}

  // Of a unit with these fields, and of the person it is kept under. `fields`: names with a comma
  // between. Errors: kUnavailable, kInvalid, kNotFound.
  Result<Verdict> Decide(const std::string& fields);
  // Forgets verdicts: the agreement may have changed since.
  void Forget() { verdicts_.clear(); }

  // Whether a unit captured then would be past its retention by now.
  Result<bool> IsExpired(Instant captured);

 private:
  Result<Verdict> Ask(std::string_view people, const std::string& fields);
  Result<bool> AskExpired(Instant captured);
  // Between which instants of capture units begin to be kept.
  Status FindBoundary();

  Sender& sender_;
  const std::string agreement_;
  const std::string collection_;
  const std::string people_;
  const std::string purpose_;
  std::map<std::string, Verdict> verdicts_;
  bool is_boundary_known_ = false;
  std::optional<Instant> expired_;  // captured then or before: expired; nullopt: nothing is
  Instant kept_;                    // captured then or later: kept
};

}  // namespace mandat
