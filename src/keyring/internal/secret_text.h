// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace mandat {

// A short secret of any length, wiped when let go: a pin.
class SecretText {
 public:
  explicit SecretText(Bytes&& text) : text_(text) { Wipe(text); }
  SecretText(SecretText&& other) noexcept : text_(other.text_) { Wipe(other.text_); }
  SecretText& operator=(SecretText&&) = delete;
  ~SecretText() { Wipe(text_); }

  ByteView view() const { return text_; }
  // Takes the line feed off; false when what is left is empty or several lines.
  bool TrimLineFeed() {
    if (!text_.empty() && text_.back() == '\n') {
      text_.pop_back();
    }
    return !text_.empty() && text_.find('\n') == Bytes::npos;
  }

 private:
  Bytes text_;
};

}  // namespace mandat
