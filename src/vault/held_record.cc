// SPDX-License-Identifier: Apache-2.0
// The other half of Vault::StageHeldCopy.
#include "vault/held_record.h"

#include <map>

#include "vault/internal/unit_header.h"

namespace mandat {
namespace {

constexpr size_t kFrameBytes = 4 + 4;  // member and length
constexpr uint32_t kMain = 0xffff'ffff;

Error Damaged() { return Error::Corrupt("held copy of a record is damaged"); }

}  // namespace

Result<Unit> OpenHeldRecord(const HeldPart& part) {
  const ByteView whole = part.body.Reveal();
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(whole));
  MANDAT_TRY(const size_t header_bytes, UnitHeader::BytesOf(whole));
  Unit unit{.id = part.id,
            .subject = part.subject,
            .collection = part.collection,
            .version = header.version,
            .schema_version = header.schema_version,
            .captured = header.captured,
            .expires = header.expires,
            .body = Plaintext(Bytes()),
            .people = {}};
  std::map<uint32_t, Plaintext> fields;
  bool has_main = false;
  for (ByteView rest = whole.substr(header_bytes); !rest.empty();) {
    if (rest.size() < kFrameBytes) {
      return Fail(Damaged());
    }
    const uint32_t member = ReadBigEndian32(rest);
    const size_t length = ReadBigEndian32(rest.substr(4));
    rest.remove_prefix(kFrameBytes);
    if (length > rest.size() || (member != kMain && member >= header.members.size())) {
      return Fail(Damaged());
    }
    Plaintext content{Bytes(rest.substr(0, length))};
    rest.remove_prefix(length);
    if (member == kMain) {
      unit.body = std::move(content);
      has_main = true;
    } else {
      fields.insert_or_assign(member, std::move(content));
    }
  }
  if (!has_main) {
    return Fail(Damaged());
  }
  for (uint32_t i = 0; i < header.members.size(); ++i) {
    if (header.members[i].role.empty()) {
      continue;
    }
    UnitPerson person{header.members[i].role, header.members[i].subject};
    if (const auto found = fields.find(i); found != fields.end()) {
      person.fields = std::move(found->second);
    }
    unit.people.push_back(std::move(person));
  }
  return unit;
}

}  // namespace mandat
