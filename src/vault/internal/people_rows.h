// SPDX-License-Identifier: Apache-2.0
// Rows of Space::kPeople. On disk: see docs/internals/data-layout.md.
#pragma once

#include <string>
#include <tuple>

#include "base/ids.h"
#include "format/cbor_record.h"
#include "vault/people.h"

namespace mandat::internal {

// "r" subject: a restriction. "o" subject purpose: an objection.
inline Bytes RestrictionRow(const SubjectId& subject) { return "r" + Bytes(subject.bytes()); }
inline Bytes ObjectionPrefix(const SubjectId& subject) { return "o" + Bytes(subject.bytes()); }
inline Bytes ObjectionRow(const SubjectId& subject, const std::string& purpose) {
  return ObjectionPrefix(subject) + Bytes(purpose);
}

struct RestrictionValue {
  Instant from;
  std::string basis;
  std::vector<std::string> collections;
  std::vector<std::string> purposes;
  Instant entered;
  static constexpr auto Fields() {
    return std::tuple(Member(1, &RestrictionValue::from), Member(2, &RestrictionValue::basis),
                      Member(3, &RestrictionValue::collections),
                      Member(4, &RestrictionValue::purposes),
                      Member(5, &RestrictionValue::entered));
  }
};

struct ObjectionValue {
  Instant from;
  std::string basis;
  Instant entered;
  static constexpr auto Fields() {
    return std::tuple(Member(1, &ObjectionValue::from), Member(2, &ObjectionValue::basis),
                      Member(3, &ObjectionValue::entered));
  }
};

}  // namespace mandat::internal
