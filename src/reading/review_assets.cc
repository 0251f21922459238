// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/review_parts.h"

namespace mandat::internal {
namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kStyle[] = {
#embed "review.css"
};
constexpr char kScript[] = {
#embed "review.js"
};
#pragma clang diagnostic pop

// ccache does not follow embedded files; code with this word in it is compiled anew each time.
static_assert(true, ".incbin \"review.css\"");

}  // namespace

std::string_view ReviewStyle() { return {kStyle, sizeof kStyle}; }
std::string_view ReviewScript() { return {kScript, sizeof kScript}; }

}  // namespace mandat::internal
