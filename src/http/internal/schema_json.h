// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agreement/schema.h"
#include "http/internal/json_writer.h"

namespace mandat {

// The member `collections`: what data looks like. What a schema leaves out is left out.
void AppendCollections(const ServiceSchema& schema, JsonWriter& json);

}  // namespace mandat
