// SPDX-License-Identifier: Apache-2.0
#include "http/internal/openapi.h"

namespace mandat {
namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kDocument[] = {
#embed "../../docs/reference/openapi.json"
};
#pragma clang diagnostic pop

// ccache does not follow embedded files; code with this word in it is compiled anew each time.
static_assert(true, ".incbin \"openapi.json\"");

}  // namespace

std::string_view OpenApiDocument() { return {kDocument, sizeof(kDocument)}; }

}  // namespace mandat
