// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "outbound/internal/smtp_dialogue.h"

namespace mandat::internal {
namespace {

constexpr size_t kCodeDigits = 3;

// 0 for what is not the last line of a reply (RFC 5321 4.2).
int CodeOf(std::string_view line) {
  const bool has_code =
      line.size() >= kCodeDigits &&
      std::ranges::all_of(line.substr(0, kCodeDigits), [](char c) { return c >= '0' && c <= '9'; });
  if (!has_code || (line.size() > kCodeDigits && line[kCodeDigits] == '-')) {
    return 0;
  }
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

// The server wants us to sign in, or does not like how: our settings are wrong, not the notice.
// RFC 4954 6.
bool IsAboutSignIn(int code) { return code == 530 || code == 534 || code == 535 || code == 538; }

Dispatch OutcomeOf(int code) {
  switch (code / 100) {
    case 2:
      return Dispatch::kAccepted;
    case 4:
      return Dispatch::kTransient;
    case 5:
      return IsAboutSignIn(code) ? Dispatch::kTransient : Dispatch::kPermanent;
    default:
      return Dispatch::kUnknown;
  }
}

}  // namespace

void SmtpDialogue::Hear(std::string_view line) {
  const int code = CodeOf(line);
  if (code == 0 || is_over_ || answer_code_ != 0) {
    return;
  }
  last_code_ = code;
  last_ = PrintableReply(line);
  if (is_data_sent_) {
    answer_code_ = code;
  }
}

void SmtpDialogue::Say(std::string_view command) {
  is_over_ = is_over_ || command.starts_with("QUIT");
}

Delivery SmtpDialogue::Outcome(std::string_view reason, bool is_refused) const {
  if (answer_code_ != 0) {
    return {OutcomeOf(answer_code_), last_, std::nullopt};
  }
  if (is_data_sent_) {
    return {Dispatch::kUnknown, PrintableReply("no answer to the data: " + std::string(reason)),
            std::nullopt};
  }
  if (is_refused && last_code_ >= 400) {
    return {OutcomeOf(last_code_), last_, std::nullopt};
  }
  std::string why = "not sent: " + std::string(reason);
  if (last_code_ >= 400) {
    why += " (" + last_ + ")";
  }
  return {Dispatch::kTransient, PrintableReply(why), std::nullopt};
}

}  // namespace mandat::internal
