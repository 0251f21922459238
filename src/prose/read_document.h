// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "prose/document.h"

namespace mandat {

// How much a file may ask of us. Whoever writes a contract may be hostile.
struct ProseLimits {
  size_t file_bytes = 64U << 20;          // of the file as it came
  size_t text_bytes = 8U << 20;           // of the text that it holds
  size_t lines = 250'000;                 // of it that are not blank, or paragraphs
  size_t cells = 100'000;                 // of its tables together
  size_t unpacked_bytes = 256U << 20;     // of all parts of a DOCX together
  size_t unpacked_ratio = 200;            // unpacked to packed, once past one MiB
  size_t entries = 4096;                  // in a DOCX
  size_t depth = 200;                     // of elements in elements
  unsigned program_seconds = 30;          // of the program that reads PDF, on a clock
  std::string pdf_program = "pdftotext";  // a name that is looked for in PATH, or a path
};

// Reads a contract. The format is told by the bytes and, where those do not tell, by the end of
// `file_name`: ".md", ".htm", ".html"; anything else is plain text. kInvalid for what is not a
// contract's text (another kind of file, a broken one, one with a DTD), kExceeded where a limit
// is passed, kUnavailable where the program for PDF is missing or fails.
Result<ContractText> ReadDocument(std::string_view bytes, std::string_view file_name,
                                  const ProseLimits& limits = {});

}  // namespace mandat
