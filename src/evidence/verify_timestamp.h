// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "evidence/policy.h"
#include "evidence/report.h"
#include "format/note.h"

namespace mandat {

// That a journal stood as a checkpoint says at an instant, offline: the checkpoint signed by the
// journal's key, and the answer (DER) of a time-stamping authority over the bytes of the note,
// signed by somebody for whom one of `authorities` (PEM) stands.
// Source: RFC 3161 2.4.2.
Report VerifyTimestampedCheckpoint(const std::string& note, ByteView answer,
                                   const std::string& authorities, const VerifierKey& key,
                                   const TlogPolicy* policy = nullptr);

}  // namespace mandat
