// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "outbound/transport.h"

namespace mandat::internal {

// What the server said, and how far we were when it said it.
class SmtpDialogue {
 public:
  // One line as the server sent it. Lines of a reply but the last have "-" behind the code.
  void Hear(std::string_view line);
  // One command as we sent it.
  void Say(std::string_view command);
  // The last byte of the message is about to leave: from now on it may have arrived.
  void EndData() { is_data_sent_ = true; }

  // True once we said good-bye: whatever the server says to that changes nothing.
  bool IsOver() const { return is_over_; }

  // How a conversation ended that broke off for `reason`; empty: it did not break off.
  // `refused`: the reason is that the server said no to sender, recipient or data.
  Delivery Outcome(std::string_view reason, bool is_refused) const;

 private:
  bool is_data_sent_ = false;
  bool is_over_ = false;
  int last_code_ = 0;    // of the last whole reply
  int answer_code_ = 0;  // of the reply behind the data
  std::string last_;     // the line of last_code_, or of answer_code_
};

}  // namespace mandat::internal
