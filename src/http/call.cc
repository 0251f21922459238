// SPDX-License-Identifier: Apache-2.0
#include "http/internal/call.h"

#include <algorithm>

#include "base/assert.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

constexpr size_t kInstructionMax = 64;
constexpr size_t kIdempotencyKeyMax = 128;

bool IsIdempotencyKey(std::string_view text) {
  return text.size() <= kIdempotencyKeyMax &&
         std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

// What must be the same when a request is sent again.
Bytes RequestText(const Request& request) {
  Bytes text;
  text.reserve(request.path.size() + request.query.size() + request.purpose.size() +
               request.instruction.size() + request.if_match.size() + request.if_none_match.size() +
               request.body.size() + 16);
  for (const std::string_view part :
       {Name(request.method), request.path, request.query, request.purpose, request.instruction,
        request.if_match, request.if_none_match}) {
    text += part;
    text.push_back('\n');
  }
  text += request.body;
  return text;
}

}  // namespace

bool IsInstruction(std::string_view text) {
  return !text.empty() && text.size() <= kInstructionMax && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '/' || c == '-';
  });
}

Result<Caller> CallerWithoutPurpose(const Request& request) {
  if (!request.purpose.empty() && !IsName(request.purpose)) {
    return Fail(Error::Invalid("header Mandat-Purpose is not a name of a-z, 0-9 and \"-\""));
  }
  if (!request.instruction.empty() && !IsInstruction(request.instruction)) {
    return Fail(Error::Invalid("header Mandat-Instruction is not a reference"));
  }
  if (!IsIdempotencyKey(request.idempotency_key)) {
    return Fail(Error::Invalid("header Idempotency-Key is not 1 to 128 printable characters"));
  }
  Caller caller;
  caller.agreement = request.agreement;
  caller.actor = request.actor.tag;
  caller.purpose = request.purpose;
  caller.instruction = request.instruction;
  if (!request.idempotency_key.empty()) {
    caller.idempotency_key = request.idempotency_key;
    caller.request = RequestText(request);
  }
  return caller;
}

Result<Caller> CallerOf(const Request& request) {
  if (request.purpose.empty()) {
    return Fail(Error::Invalid("header Mandat-Purpose is missing"));
  }
  return CallerWithoutPurpose(request);
}

Result<KnownCollection> FindCollection(const Request& request, std::string_view name) {
  KnownCollection known{request.agreement->mandate(), nullptr};
  if (!known.mandate) {
    return Fail(Error::Unavailable("no version of the agreement is in force"));
  }
  known.collection = known.mandate->schema().FindCollection(name);
  if (known.collection == nullptr) {
    return Fail(Error::NotFound(IsName(name) ? "no collection `" + std::string(name) + "`"
                                             : "no such collection"));
  }
  return known;
}

Result<CategorySet> CategoriesNamed(const Mandate& mandate, std::string_view list) {
  const std::vector<DataCategory>& known = mandate.agreement().categories();
  CategorySet categories = 0;
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), name.size() + 1));
    const auto found = std::ranges::find(known, name, &DataCategory::id);
    if (found == known.end()) {
      return Fail(Error::Invalid("`categories` names what the agreement does not list"));
    }
    categories |= CategorySet{1} << static_cast<unsigned>(found - known.begin());
  }
  return categories;
}

Result<Query> Query::Parse(std::string_view query,
                           std::initializer_list<std::string_view> expected) {
  Query parsed;
  MANDAT_ASSERT(expected.size() <= parsed.values_.size());
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    if (equals == std::string_view::npos || std::ranges::find(expected, name) == expected.end()) {
      return Fail(Error::Invalid("address has a parameter that is not known here"));
    }
    if (!parsed.Find(name).empty() || pair.size() == equals + 1) {
      return Fail(Error::Invalid("parameter `" + std::string(name) + "` is empty or there twice"));
    }
    parsed.values_[parsed.count_++] = {name, pair.substr(equals + 1)};
  }
  return parsed;
}

std::string_view Query::Find(std::string_view name) const {
  for (size_t i = 0; i < count_; ++i) {
    if (values_[i].name == name) {
      return values_[i].text;
    }
  }
  return {};
}

Result<size_t> Query::Limit(size_t standard, size_t most) const {
  const std::string_view text = Find("limit");
  if (text.empty()) {
    return standard;
  }
  const Result<uint64_t> limit = ParseDecimal(text);
  if (!limit || *limit < 1 || *limit > most) {
    return Fail(Error::Invalid("parameter `limit` is not 1 to " + std::to_string(most)));
  }
  return static_cast<size_t>(*limit);
}

}  // namespace mandat
