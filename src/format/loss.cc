// SPDX-License-Identifier: Apache-2.0
#include "format/loss.h"

#include <array>

namespace mandat {
namespace {

constexpr std::string_view kUnknown = "unknown";
constexpr size_t kHashBytes = 32;

std::string HashText(const Bytes& hash) {
  return hash.empty() ? std::string(kUnknown) : FormatHex(hash);
}

Result<Bytes> ParseHash(std::string_view text) {
  if (text == kUnknown) {
    return Bytes();
  }
  MANDAT_TRY(Bytes hash, ParseHex(text));
  return hash.size() == kHashBytes
             ? Result<Bytes>(std::move(hash))
             : Result<Bytes>(Fail(Error::Corrupt("a hash in the loss has the wrong length")));
}

}  // namespace

std::string Loss::Format() const {
  return "closes " + origin + " size " + std::to_string(size) + " root " + HashText(root) +
         " note " + HashText(note);
}

Result<Loss> Loss::Parse(std::string_view detail) {
  std::array<std::string_view, 8> words;
  size_t count = 0;
  for (std::string_view rest = detail; count < words.size();) {
    const size_t blank = rest.find(' ');
    words[count++] = rest.substr(0, blank);
    if (blank == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(blank + 1);
  }
  Loss loss;
  loss.origin = words[1];
  for (const char digit : words[3].substr(0, 18)) {
    loss.size = loss.size * 10 + static_cast<uint64_t>(digit - '0');
  }
  const Result<Bytes> root = ParseHash(words[5]);
  const Result<Bytes> note = ParseHash(words[7]);
  loss.root = root.value_or(Bytes());
  loss.note = note.value_or(Bytes());
  if (!root || !note || loss.origin.empty() || loss.Format() != detail) {
    return Fail(Error::Corrupt("what the entry says of the closed log cannot be read"));
  }
  return loss;
}

}  // namespace mandat
