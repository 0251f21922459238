// SPDX-License-Identifier: Apache-2.0
// The body of a unit: one compact JSON object of declared fields, as the vault's callers made it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "vault/plaintext.h"

namespace mandat {

// One member of a body, still as it is written there.
struct BodyField {
  std::string_view id;
  std::string_view json;

  bool is_text() const { return !json.empty() && json.front() == '"'; }
};

// The members in the order they were written. The views are of `body`. Errors: kCorrupt (it is not
// a flat object of texts, numbers, true and false).
Result<std::vector<BodyField>> BodyFields(ByteView body);

// A text without its quotes and escapes. Errors: kCorrupt.
Result<Bytes> BodyText(std::string_view json);

// A body of the members that `keep` says yes to.
template <class Keep>
Result<Plaintext> KeepFields(ByteView body, Keep keep) {
  MANDAT_TRY(const std::vector<BodyField> fields, BodyFields(body));
  Bytes kept;
  kept.reserve(body.size());
  kept.push_back('{');
  for (const BodyField& field : fields) {
    if (keep(field.id)) {
      if (kept.size() > 1) {
        kept.push_back(',');
      }
      kept.push_back('"');
      kept.append(field.id);
      kept.append("\":");
      kept.append(field.json);
    }
  }
  kept.push_back('}');
  return Plaintext(std::move(kept));
}

}  // namespace mandat
