// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mandat {

// One page of the names in a bucket.
struct S3Listing {
  std::vector<std::string> keys;
  std::string next;  // token of the page behind it; empty: this was the last
};

// The answer to ListObjectsV2. Errors: kUnavailable (it is none).
Result<S3Listing> ParseS3Listing(std::string_view xml);
// The word in an error's <Code>; empty when there is none that could be printed.
std::string S3ErrorCode(std::string_view xml);

}  // namespace mandat
