// SPDX-License-Identifier: Apache-2.0
#include "archive/internal/s3_listing.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace mandat {
namespace {

// What stands in the next element of this name at or behind `at`, which moves behind it. These
// answers are flat lists of elements without attributes, so nothing more of XML is needed.
std::optional<std::string_view> NextElement(std::string_view xml, std::string_view name,
                                            size_t& at) {
  const std::string open = "<" + std::string(name) + ">";
  const std::string close = "</" + std::string(name) + ">";
  const size_t begin = xml.find(open, at);
  const size_t end = begin == std::string_view::npos ? begin : xml.find(close, begin);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  at = end + close.size();
  return xml.substr(begin + open.size(), end - begin - open.size());
}

std::string Unescape(std::string_view text) {
  constexpr std::pair<std::string_view, char> kNames[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string out;
  while (!text.empty()) {
    const auto* known = std::ranges::find_if(
        kNames, [&](const auto& name) { return text.starts_with(name.first); });
    if (known != std::end(kNames)) {
      out.push_back(known->second);
      text.remove_prefix(known->first.size());
    } else {
      out.push_back(text.front());
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

Result<S3Listing> ParseS3Listing(std::string_view xml) {
  if (!xml.contains("<ListBucketResult") || !xml.contains("</ListBucketResult>")) {
    return Fail(Error::Unavailable("backup store lists nothing that can be read"));
  }
  S3Listing listing;
  for (size_t at = 0;;) {
    const std::optional<std::string_view> key = NextElement(xml, "Key", at);
    if (!key) {
      break;
    }
    listing.keys.push_back(Unescape(*key));
  }
  size_t at = 0;
  if (NextElement(xml, "IsTruncated", at) == "true") {
    at = 0;
    const std::optional<std::string_view> next = NextElement(xml, "NextContinuationToken", at);
    if (!next || next->empty()) {
      return Fail(Error::Unavailable("backup store cuts its list off"));
    }
    listing.next = Unescape(*next);
  }
  return listing;
}

std::string S3ErrorCode(std::string_view xml) {
  size_t at = 0;
  const std::optional<std::string_view> code = NextElement(xml, "Code", at);
  const bool plain =
      code && code->size() <= 64 && std::ranges::all_of(*code, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      });
  return plain ? std::string(*code) : std::string();
}

}  // namespace mandat
