// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "docket/contact.h"
#include "service/open_agreement.h"

namespace mandat {

// "k" id: a contact, sealed as a whole; "l": the next id. On disk: docs/internals/data-layout.md.
inline Bytes ContactRow(uint64_t id) {
  Bytes key = "k";
  AppendBigEndian64(key, id);
  return key;
}
inline constexpr std::string_view kNextContactRow = "l";

Bytes SealContact(const OpenAgreement& agreement, const Contact& contact, Random& random);
// Errors: kCorrupt.
Result<Contact> OpenContact(const OpenAgreement& agreement, ByteView row, ByteView sealed);

}  // namespace mandat
