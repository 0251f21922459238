// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "docket/contact.h"
#include "service/caller.h"

namespace mandat {

struct ContactAnswer {
  Receipt receipt;
  Contact contact;
};

// Adds or, by its id, replaces a contact; name and address are sealed under a key that dies with
// the agreement. The first contact of an agreement opens the duty to confirm all of them every half
// year. Errors: kInvalid, kNotFound (no contact of that id).
void PutContact(const std::shared_ptr<OpenAgreement>& agreement, Contact contact, Bytes actor,
                Done<ContactAnswer> done);

// Ends a contact from now on. Errors: kNotFound, kConflict (ended already).
void EndContact(const std::shared_ptr<OpenAgreement>& agreement, uint64_t id, Bytes actor,
                Done<ContactAnswer> done);

// Every contact, opened. Errors: kCorrupt, kUnavailable.
Result<std::vector<Contact>> ListContacts(const OpenAgreement& agreement);

// Those that a notice about a subject goes to at an instant: of one party, and for that subject or
// for all. Errors: as above.
Result<std::vector<Contact>> FindContacts(const OpenAgreement& agreement, std::string_view party,
                                          std::string_view subject, Instant at);

}  // namespace mandat
