// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace mandat {

// The documents of the agreement language: a form, what one customer signed, a service schema.
enum class Document : uint8_t { kForm, kAgreement, kServiceSchema };

// The JSON Schema (draft 7) of a document's shape, made from the language's own table, so that
// editors complete and flag what the reader takes and refuses. What values mean together only the
// reader knows; docs/reference/schema/README.md says where the two differ.
std::string JsonSchemaOf(Document document);

}  // namespace mandat
