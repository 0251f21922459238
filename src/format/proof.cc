// SPDX-License-Identifier: Apache-2.0
#include "format/proof.h"

#include "base/assert.h"
#include "format/checkpoint.h"
#include "format/internal/lines.h"
#include "format/note.h"

namespace mandat {
namespace {

constexpr std::string_view kTitle = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

std::unexpected<Error> Broken(const char* what) { return Fail(Error::Corrupt(what)); }

}  // namespace

std::string TlogProof::Format() const {
  std::string text(kTitle);
  text += "\n";
  if (extra) {
    text += std::string(kExtra) + FormatBase64(*extra) + "\n";
  }
  text += std::string(kIndex) + std::to_string(index) + "\n";
  for (const Bytes& hash : hashes) {
    MANDAT_ASSERT(hash.size() == kHashBytes);
    text += FormatBase64(hash) + "\n";
  }
  return text + "\n" + checkpoint;
}

Result<TlogProof> TlogProof::Parse(std::string_view text) {
  internal::Lines lines(text);
  TlogProof proof;
  if (lines.Take() != kTitle) {
    return Broken("not a tlog-proof");
  }
  auto line = lines.Take();
  if (line && line->starts_with(kExtra)) {
    Result<Bytes> extra = ParseBase64(line->substr(kExtra.size()));
    if (!extra) {
      return Broken("tlog-proof has an extra line that is not base64");
    }
    proof.extra = *std::move(extra);
    line = lines.Take();
  }
  const Result<uint64_t> index = ParseDecimal(
      line && line->starts_with(kIndex) ? line->substr(kIndex.size()) : std::string_view());
  if (!index) {
    return Broken("tlog-proof has no valid index");
  }
  proof.index = *index;
  while ((line = lines.Take()) && !line->empty()) {
    Result<Bytes> hash = ParseBase64(*line);
    if (!hash || hash->size() != kHashBytes || proof.hashes.size() == kHashesMax) {
      return Broken("tlog-proof has a line that is not a hash, or too many");
    }
    proof.hashes.push_back(*std::move(hash));
  }
  if (!line || !Note::Parse(lines.rest())) {
    return Broken("tlog-proof has no signed checkpoint");
  }
  proof.checkpoint = std::string(lines.rest());
  return proof;
}

}  // namespace mandat
