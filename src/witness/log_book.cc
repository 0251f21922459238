// SPDX-License-Identifier: Apache-2.0
#include "witness/internal/log_book.h"

#include <utility>

#include "crypto/note.h"
#include "crypto/tlog.h"

namespace mandat {
namespace {

constexpr std::string_view kTitle = "mandat witness log v1\n";
constexpr std::string_view kDigest = "sha256 ";
constexpr std::string_view kLog = "log ";

std::unexpected<Error> Damaged() {
  return Fail(Error::Corrupt("what the witness remembers of a log is damaged"));
}

std::string DigestOf(std::string_view rest) { return FormatHex(Sha256(rest).view()); }

// The line without its line feed; nullopt if it does not begin so.
std::optional<std::string_view> TakeLine(std::string_view& text, std::string_view begin) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with(begin)) {
    return std::nullopt;
  }
  const std::string_view line = text.substr(begin.size(), end - begin.size());
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

LogBook LogBook::Empty(VerifierKey key) {
  return {.key = std::move(key), .note = "", .size = 0, .root = EmptyTreeHash()};
}

std::string LogBook::Encode() const {
  const std::string rest = std::string(kLog) + key.Format() + "\n" + note;
  return std::string(kTitle) + std::string(kDigest) + DigestOf(rest) + "\n" + rest;
}

Result<LogBook> LogBook::Decode(std::string_view bytes, const VerifierKey& witness) {
  if (!bytes.starts_with(kTitle)) {
    return Damaged();
  }
  bytes.remove_prefix(kTitle.size());
  const std::optional<std::string_view> digest = TakeLine(bytes, kDigest);
  if (!digest || *digest != DigestOf(bytes)) {
    return Damaged();
  }
  const std::optional<std::string_view> line = TakeLine(bytes, kLog);
  const Result<VerifierKey> key = ParseVerifierKey(line.value_or(""));
  if (!key) {
    return Damaged();
  }
  LogBook book = Empty(*key);
  if (bytes.empty()) {
    return book;
  }
  book.note = bytes;
  const Result<VerifiedNote> opened = OpenNote(book.note, {book.key, witness});
  if (!opened || !opened->IsSignedBy(book.key) || !opened->IsSignedBy(witness)) {
    return Damaged();
  }
  const Result<Checkpoint> checkpoint = Checkpoint::Parse(opened->text);
  if (!checkpoint || checkpoint->origin != book.key.name) {
    return Damaged();
  }
  book.size = checkpoint->size;
  book.root = Hash::From(checkpoint->root);
  for (const VerifiedNote::Signature& signature : opened->signatures) {
    if (signature.key == witness) {
      book.cosigned_at = signature.cosigned_at;
    }
  }
  return book;
}

std::string LogBookName(std::string_view origin) { return FormatHex(Sha256(origin).view()); }

}  // namespace mandat
