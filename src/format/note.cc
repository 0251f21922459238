// SPDX-License-Identifier: Apache-2.0
#include "format/note.h"

#include <algorithm>
#include <array>

#include "base/assert.h"

namespace mandat {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr size_t kKeyIdBytes = 4;
constexpr size_t kKeyIdDigits = 8;

// White space of Unicode beyond ASCII, as UTF-8.
constexpr std::array<std::string_view, 19> kWideSpaces = {
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
    "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
    "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
    "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

Bytes KeyIdBytes(uint32_t key_id) {
  Bytes bytes;
  AppendBigEndian32(bytes, key_id);
  return bytes;
}

Result<NoteSignature> ParseSignature(std::string_view line) {
  if (!line.starts_with(kDash)) {
    return Fail(Error::Corrupt("note has a signature line without a dash"));
  }
  line.remove_prefix(kDash.size());
  const size_t space = line.find(' ');
  if (space == std::string_view::npos || !IsKeyName(line.substr(0, space))) {
    return Fail(Error::Corrupt("note has a signature line without a key name"));
  }
  const Result<Bytes> blob = ParseBase64(line.substr(space + 1));
  if (!blob || blob->size() <= kKeyIdBytes) {
    return Fail(Error::Corrupt("note has a signature that is not base64 of key id and signature"));
  }
  return NoteSignature{std::string(line.substr(0, space)), ReadBigEndian32(*blob),
                       blob->substr(kKeyIdBytes)};
}

}  // namespace

bool IsKeyName(std::string_view name) {
  const bool plain =
      std::ranges::all_of(name, [](char c) { return static_cast<uint8_t>(c) > 0x20 && c != '+'; });
  const bool spaced = std::ranges::any_of(
      kWideSpaces, [&](std::string_view space) { return name.contains(space); });
  return !name.empty() && plain && !spaced && IsUtf8(name);
}

bool IsNoteText(std::string_view text) {
  return text.ends_with('\n') && IsUtf8(text) && std::ranges::all_of(text, [](char c) {
           return static_cast<uint8_t>(c) >= 0x20 || c == '\n';
         });
}

std::string VerifierKey::Format() const {
  const Bytes typed = static_cast<char>(type) + public_key;
  return name + "+" + FormatHex(KeyIdBytes(key_id)) + "+" + FormatBase64(typed);
}

Result<VerifierKey> VerifierKey::Parse(std::string_view text) {
  const size_t first = text.find('+');
  if (first == std::string_view::npos || text.size() < first + kKeyIdDigits + 2 ||
      text[first + 1 + kKeyIdDigits] != '+') {
    return Fail(Error::Invalid("verifier key is not of the form name+id+key"));
  }
  const Result<Bytes> id = ParseHex(text.substr(first + 1, kKeyIdDigits));
  const Result<Bytes> typed = ParseBase64(text.substr(first + kKeyIdDigits + 2));
  if (!IsKeyName(text.substr(0, first)) || !id || !typed || typed->size() < 2) {
    return Fail(Error::Invalid("verifier key is not of the form name+id+key"));
  }
  return VerifierKey{std::string(text.substr(0, first)), ReadBigEndian32(*id),
                     static_cast<uint8_t>(typed->front()), typed->substr(1)};
}

std::string NoteSignature::Format() const {
  return std::string(kDash) + name + " " + FormatBase64(KeyIdBytes(key_id) + signature) + "\n";
}

std::string Note::Format() const {
  std::string bytes = text + "\n";
  for (const NoteSignature& signature : signatures) {
    bytes += signature.Format();
  }
  return bytes;
}

Result<Note> Note::Parse(std::string_view bytes) {
  if (bytes.size() > kBytesMax) {
    return Fail(Error::Corrupt("note is too long"));
  }
  const size_t split = bytes.rfind("\n\n");
  if (!IsNoteText(bytes) || split == std::string_view::npos || split + 2 == bytes.size()) {
    return Fail(Error::Corrupt("not a signed note"));
  }
  Note note{std::string(bytes.substr(0, split + 1)), {}};
  std::string_view rest = bytes.substr(split + 2);
  while (!rest.empty()) {
    if (note.signatures.size() == kSignaturesMax) {
      return Fail(Error::Corrupt("note has too many signatures"));
    }
    const size_t end = rest.find('\n');
    MANDAT_ASSERT(end != std::string_view::npos);  // IsNoteText
    MANDAT_TRY(NoteSignature signature, ParseSignature(rest.substr(0, end)));
    note.signatures.push_back(std::move(signature));
    rest.remove_prefix(end + 1);
  }
  return note;
}

}  // namespace mandat
