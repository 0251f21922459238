// SPDX-License-Identifier: Apache-2.0
#include "dpv/internal/facts.h"

#include <algorithm>

#include "base/assert.h"
#include "format/cbor.h"

namespace mandat::internal {
namespace {

const Fact& Nothing() {
  static const Fact nothing{.kind = Fact::Kind::kMap};
  return nothing;
}

template <class Value>
Value Expect(Result<Value> value) {
  MANDAT_ASSERT(value);
  return *std::move(value);
}

Fact DecodeFact(CborReader& in) {
  Fact fact;
  switch (Expect(in.Peek())) {
    case CborKind::kText:
      fact.text = Expect(in.ReadText());
      return fact;
    case CborKind::kArray:
      fact.kind = Fact::Kind::kList;
      for (uint64_t left = Expect(in.ReadArray()); left > 0; --left) {
        fact.items.push_back(DecodeFact(in));
      }
      return fact;
    case CborKind::kMap:
      fact.kind = Fact::Kind::kMap;
      for (uint64_t left = Expect(in.ReadMap()); left > 0; --left) {
        fact.keys.emplace_back(Expect(in.ReadText()));
        fact.items.push_back(DecodeFact(in));
      }
      return fact;
    default:
      Stop("the canonical form holds maps, lists and text only");
  }
}

}  // namespace

const Fact* Fact::Find(std::string_view key) const {
  const auto found = std::ranges::find(keys, key);
  return found == keys.end() ? nullptr : &items[static_cast<size_t>(found - keys.begin())];
}

std::string_view Fact::Text(std::string_view key) const {
  const Fact* fact = Find(key);
  return fact != nullptr && fact->kind == Kind::kText ? std::string_view(fact->text) : "";
}

const std::vector<Fact>& Fact::Items(std::string_view key) const {
  const Fact* fact = Find(key);
  return fact != nullptr && fact->kind == Kind::kList ? fact->items : Nothing().items;
}

const Fact& Fact::Map(std::string_view key) const {
  const Fact* fact = Find(key);
  return fact != nullptr && fact->kind == Kind::kMap ? *fact : Nothing();
}

Fact DecodeFacts(ByteView canonical) {
  CborReader in(canonical);
  return DecodeFact(in);
}

}  // namespace mandat::internal
