// SPDX-License-Identifier: Apache-2.0
// DOCX from hostile bytes: as a ZIP, and as the parts of one that is well made.
#include <cstdint>
#include <string>
#include <string_view>

#include "prose_fuzz.h"

namespace {

// The layout is that of PKWARE APPNOTE 4.3; fields are little-endian.
std::string Field(uint32_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(i < 4 ? value >> (8 * i) : 0);
  }
  return out;
}

uint32_t Crc32(std::string_view bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}

// Two parts, not packed.
class Zip {
 public:
  void Add(std::string_view name, std::string_view bytes) {
    const auto size = static_cast<uint32_t>(bytes.size());
    const std::string both = Field(20, 2) + Field(0, 8) + Field(Crc32(bytes), 4) + Field(size, 4) +
                             Field(size, 4) + Field(static_cast<uint32_t>(name.size()), 2) +
                             Field(0, 2);
    list_ += "PK\x01\x02" + Field(20, 2) + both + Field(0, 10) +
             Field(static_cast<uint32_t>(files_.size()), 4);
    list_ += name;
    files_ += "PK\x03\x04" + both;
    files_ += name;
    files_ += bytes;
    ++count_;
  }

  std::string Finish() const {
    return files_ + list_ + "PK\x05\x06" + Field(0, 4) + Field(count_, 2) + Field(count_, 2) +
           Field(static_cast<uint32_t>(list_.size()), 4) +
           Field(static_cast<uint32_t>(files_.size()), 4) + Field(0, 2);
  }

 private:
  std::string files_;
  std::string list_;
  uint32_t count_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with("PK\x03\x04")) {
    mandat::ReadAndLook(bytes, "contract.docx");
    return 0;
  }
  // The part with the numbers, then the text.
  constexpr std::string_view kEnd = "</w:numbering>";
  const size_t cut = bytes.find(kEnd);
  Zip zip;
  if (cut != std::string_view::npos) {
    zip.Add("word/numbering.xml", bytes.substr(0, cut + kEnd.size()));
  }
  zip.Add("word/document.xml",
          cut == std::string_view::npos ? bytes : bytes.substr(cut + kEnd.size()));
  mandat::ReadAndLook(zip.Finish(), "contract.docx");
  return 0;
}
