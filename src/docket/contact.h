// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "format/cbor_record.h"

namespace mandat {

// Whom to tell, about what, how. Name and address are personal data of the own register: they are
// kept sealed.
// Source: GDPR Art. 33(3)(b).
struct Contact {
  uint64_t id = 0;                    // from 1, within the agreement
  std::string party;                  // "controller", "processor"
  std::vector<std::string> subjects;  // "breach", "requests", ...; "all" for every one
  std::string channel;                // "e-mail", "webhook", "telephone", "post"
  std::string language;               // of notices: "en", "fr"
  std::string reference;              // the processor's own name for it; no personal data
  std::string name;
  std::string address;
  Instant from;
  std::optional<Instant> until;
  std::optional<Instant> confirmed;  // when somebody last saw that it is right

  bool is_current(Instant at) const { return from <= at && (!until || at < *until); }
  bool is_for(std::string_view subject) const;

  // Errors: kInvalid (a word that is none of the lists, an address that the channel cannot use, no
  // subject).
  Status Validate() const;

  static constexpr auto Fields() {
    return std::tuple(
        Member(1, &Contact::id), Member(2, &Contact::party), Member(3, &Contact::subjects),
        Member(4, &Contact::channel), Member(5, &Contact::language), Member(6, &Contact::reference),
        Member(7, &Contact::name), Member(8, &Contact::address), Member(9, &Contact::from),
        Member(10, &Contact::until), Member(11, &Contact::confirmed));
  }
  friend bool operator==(const Contact&, const Contact&) = default;
};

}  // namespace mandat
