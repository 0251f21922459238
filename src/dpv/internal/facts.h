// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace mandat::internal {

// One value of an agreement as it was written, from its canonical form. The model of an agreement
// keeps what decisions need; an export also tells the rest, such as lines and notes.
struct Fact {
  enum class Kind : uint8_t { kText, kList, kMap };

  Kind kind = Kind::kText;
  std::string text;
  std::vector<std::string> keys;  // kMap: keys[i] names items[i]
  std::vector<Fact> items;

  // nullptr when the key is absent or this is no map.
  const Fact* Find(std::string_view key) const;
  // Empty when the key is absent or its value is no text.
  std::string_view Text(std::string_view key) const;
  // Empty when the key is absent or its value is no list.
  const std::vector<Fact>& Items(std::string_view key) const;
  // The map at the key; an empty one when it is absent.
  const Fact& Map(std::string_view key) const;
};

// Requires: the canonical form of an agreement.
Fact DecodeFacts(ByteView canonical);

}  // namespace mandat::internal
