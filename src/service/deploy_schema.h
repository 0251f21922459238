// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agreement/schema_plan.h"
#include "service/agreements.h"
#include "service/caller.h"

namespace mandat {

// What a schema version means for one agreement on its form.
struct SchemaEffect {
  AgreementId agreement;
  uint32_t version = 0;           // of the agreement in force
  std::vector<Finding> findings;  // not empty: the agreement would need an amendment
  // What differs from the schema deployed last, and what that means for its units. What is refused
  // stays refused only where there are units.
  std::vector<SchemaChange> changes;
  std::string trouble;  // why it is not or was not deployed otherwise
  bool deployed = false;
  std::optional<EntryIndex> entry;

  bool is_refused() const;
};

struct DeployAnswer {
  std::vector<Finding> findings;  // in the schema itself; not empty: nothing was changed
  std::string rendered;
  std::string schema;
  uint32_t version = 0;
  std::vector<SchemaEffect> effects;
};

// Tells which agreements on the schema's form can have it, what it changes for their units, and
// which would need an amendment; with `deploy`, puts it in force under those that can, each by an
// act of its own, while their units are read and written. Done again, it goes on where it ended.
// Source: GDPR Art. 28(3).
void DeploySchema(Agreements& agreements, std::string text, bool deploy, Bytes actor,
                  Done<DeployAnswer> done);

}  // namespace mandat
