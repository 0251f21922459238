// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string_view>

#include "service/open_agreement.h"

namespace mandat {

// Row of Space::kMeta: `named/`, index of an entry (8); empty. The entry stays when its bundle
// goes.
inline constexpr std::string_view kNamedPrefix = "named/";

// Which entries of a journal something needs though they are old.
class KeptEntries {
 public:
  // What stands open or in force now. Errors: kUnavailable, kCorrupt.
  static Result<KeptEntries> Find(const OpenAgreement& agreement);

  // What was named since. Errors: kUnavailable, kCorrupt.
  Status AddNamed(const Store& store);
  bool Keeps(EntryIndex index, const Entry& entry) const;

 private:
  Status AddDuties(const Store& store);

  std::set<uint64_t> indexes_;
};

}  // namespace mandat
