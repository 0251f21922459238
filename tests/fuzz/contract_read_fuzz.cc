// SPDX-License-Identifier: Apache-2.0
// Any bytes as a contract: read as text, its terms taken, the draft and the page written.
#include <cstdint>
#include <string_view>

#include "prose/read_document.h"
#include "reading/draft.h"
#include "reading/reading_json.h"
#include "reading/review_page.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto text = mandat::ReadDocument(bytes, "contract.txt");
  if (!text) {
    return 0;
  }
  const mandat::ContractReading reading = mandat::ReadTerms(*text);
  for (const mandat::FoundTerm& term : reading.terms) {
    if (term.where.end > reading.text.size() || term.where.begin >= term.where.end) {
      __builtin_trap();
    }
  }
  (void)mandat::WriteDraft(reading, "fuzz", "2026-01-01", "mandat");
  (void)mandat::FormatReading(reading);
  (void)mandat::WriteReviewPage(reading, "en");
  return 0;
}
