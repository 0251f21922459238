// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/open_agreement.h"

namespace mandat {

// The texts of one version, and what the journal's hashes are over.
struct VersionTexts {
  AgreementTexts texts;
  Bytes canonical;   // whose SHA-256 the journal has, for a version that was activated at once
  Bytes proposal;    // the event, with the SHA-256 of each text, for one that was proposed first
  EntryIndex entry;  // that has one of these hashes
  std::optional<EntryIndex> activation;  // nullopt: never in force
};

// Errors: kNotFound (no such version), kCorrupt, kUnavailable. Source: GDPR Art. 28(9).
Result<VersionTexts> FindVersionTexts(const OpenAgreement& agreement, uint32_t version);

}  // namespace mandat
