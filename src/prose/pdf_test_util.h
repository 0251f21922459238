// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

namespace mandat {

inline bool HasPdftotext() { return access("/usr/bin/pdftotext", X_OK) == 0; }

// A PDF from the bodies of its objects, the first of which is its catalog, with its table of
// places. ISO 32000-1, section 7.5.
inline std::string PdfOfObjects(const std::vector<std::string>& bodies,
                                std::string_view in_trailer = "") {
  std::string out = "%PDF-1.4\n";
  std::string table;
  for (size_t i = 0; i < bodies.size(); ++i) {
    const std::string digits = std::to_string(out.size());
    table += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    out += std::to_string(i + 1) + " 0 obj\n" + bodies[i] + "\nendobj\n";
  }
  const size_t place = out.size();
  const std::string count = std::to_string(bodies.size() + 1);
  out += "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer<</Size " + count;
  out += "/Root 1 0 R" + std::string(in_trailer) + ">>\nstartxref\n" + std::to_string(place);
  return out + "\n%%EOF\n";
}

inline std::string PdfStream(std::string_view bytes, std::string_view in_dictionary = "") {
  return "<</Length " + std::to_string(bytes.size()) + std::string(in_dictionary) + ">>stream\n" +
         std::string(bytes) + "\nendstream";
}

inline std::string PdfPage(size_t contents, std::string_view more = "") {
  return "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/"
         "Contents " +
         std::to_string(contents) + " 0 R" + std::string(more) + ">>";
}

inline constexpr std::string_view kPdfCatalog = "<</Type/Catalog/Pages 2 0 R>>";
inline constexpr std::string_view kPdfFont = "<</Type/Font/Subtype/Type1/BaseFont/Courier>>";

// A PDF of pages with lines of text in Courier.
inline std::string PdfOf(const std::vector<std::vector<std::string>>& pages) {
  std::string kids;
  for (size_t i = 0; i < pages.size(); ++i) {
    kids += std::to_string(4 + 2 * i) + " 0 R ";
  }
  std::vector<std::string> objects = {
      std::string(kPdfCatalog),
      "<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages.size()) + ">>",
      std::string(kPdfFont)};
  for (const std::vector<std::string>& lines : pages) {
    std::string stream = "BT /F1 9 Tf 12 TL 40 800 Td ";
    for (const std::string& line : lines) {
      stream += "(" + line + ") Tj T* ";
    }
    objects.push_back(PdfPage(objects.size() + 2));
    objects.push_back(PdfStream(stream + "ET"));
  }
  return PdfOfObjects(objects);
}

}  // namespace mandat
