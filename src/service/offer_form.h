// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "life/amendment.h"
#include "service/agreements.h"
#include "service/caller.h"

namespace mandat {

// A form version that is to be offered, and what happened about it with the customers.
struct FormOffer {
  std::string text;
  FormChange change;  // the version is that of the text
};

// What a new form version means for one agreement on that form.
struct FormMove {
  AgreementId agreement;
  uint32_t version = 0;       // of the agreement in force
  uint32_t form_version = 0;  // on which it stands
  Move move;
};

struct OfferAnswer {
  std::vector<Finding> findings;  // not empty: nothing was changed
  std::string rendered;
  Receipt receipt;
  std::string form;
  uint32_t version = 0;
  std::vector<FormMove> moves;
};

// Keeps a form version, and tells for every agreement on that form whether its own rule would move
// it and when. Nothing moves by itself: moving is an act of its own under each agreement.
// Errors: kConflict (another text of that version is kept), kUnavailable.
// Source: GDPR Art. 28(9).
void OfferForm(Agreements& agreements, FormOffer offer, Bytes actor, Done<OfferAnswer> done);

struct OfferedForm {
  std::string form;
  uint32_t version = 0;
  std::string hash;                     // SHA-256 of the text, in hexadecimal
  std::vector<std::string> agreements;  // in force on this version
};
// Errors: kCorrupt, kUnavailable.
Result<std::vector<OfferedForm>> OfferedForms(Agreements& agreements);

}  // namespace mandat
