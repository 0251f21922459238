// SPDX-License-Identifier: Apache-2.0
#include "http/internal/condition.h"

#include "format/checkpoint.h"

namespace mandat {
namespace {

constexpr uint32_t kNever = UINT32_MAX;

Error Malformed() {
  return Error::Invalid("header If-Match is not one entity tag like \"3\", or *");
}

}  // namespace

// A weak tag never matches here. Source: RFC 9110 13.1.1; RFC 9110 8.8.3.2.
Result<Condition> ConditionOf(const Request& request) {
  Condition condition;
  const std::string_view match = request.if_match;
  if (!request.if_none_match.empty()) {
    if (request.if_none_match != "*" || !match.empty()) {
      return Fail(Error::Invalid("header If-None-Match is * here, and alone"));
    }
    condition.version = 0;
    return condition;
  }
  if (match.empty()) {
    return condition;
  }
  if (match == "*") {
    condition.must_exist = true;
    return condition;
  }
  const bool weak = match.starts_with("W/");
  std::string_view tag = weak ? match.substr(2) : match;
  if (tag.size() < 2 || tag.front() != '"' || tag.back() != '"') {
    return Fail(Malformed());
  }
  tag = tag.substr(1, tag.size() - 2);
  if (tag.find('"') != std::string_view::npos) {
    return Fail(Malformed());
  }
  const Result<uint64_t> version = ParseDecimal(tag, kNever - 1);
  condition.version = weak || !version || *version == 0 ? kNever : static_cast<uint32_t>(*version);
  return condition;
}

std::string EntityTagOf(uint32_t version) { return "\"" + std::to_string(version) + "\""; }

}  // namespace mandat
