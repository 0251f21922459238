// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "agreement/schema.h"
#include "http/internal/request.h"
#include "service/caller.h"

namespace mandat {

// What a call on personal data is made with, from the headers. Errors: kInvalid (names the header).
Result<Caller> CallerOf(const Request& request);
// The same for erasure, which needs no purpose.
Result<Caller> CallerWithoutPurpose(const Request& request);

// True for 1 to 64 of letters, digits, ".", "_", "/", "-".
bool IsInstruction(std::string_view text);

// A collection as the mandate in force has it; the mandate lives as long as this.
struct KnownCollection {
  std::shared_ptr<const Mandate> mandate;
  const Collection* collection = nullptr;
};
// Errors: kNotFound (names the collection if that is a name), kUnavailable (nothing is in force).
Result<KnownCollection> FindCollection(const Request& request, std::string_view name);

// The data categories of a list like "contact,master"; 0 for an empty text, which means all.
// Errors: kInvalid (the agreement has none of that name).
Result<CategorySet> CategoriesNamed(const Mandate& mandate, std::string_view list);

// The values behind "?": each name at most once, and only those that are expected.
class Query {
 public:
  // Errors: kInvalid.
  static Result<Query> Parse(std::string_view query,
                             std::initializer_list<std::string_view> expected);

  // Empty when it is not there.
  std::string_view Find(std::string_view name) const;
  // Number of things on a page. Errors: kInvalid.
  Result<size_t> Limit(size_t standard, size_t most) const;

 private:
  struct Value {
    std::string_view name;
    std::string_view text;
  };
  std::array<Value, 10> values_;
  size_t count_ = 0;
};

}  // namespace mandat
