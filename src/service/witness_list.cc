// SPDX-License-Identifier: Apache-2.0
#include "service/witness_list.h"

#include <algorithm>
#include <utility>

#include "crypto/note.h"

namespace mandat {
namespace {

constexpr size_t kWordsLeast = 3;

std::vector<std::string> WordsOf(std::string_view line) {
  std::vector<std::string> words;
  size_t at = 0;
  while ((at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
    const size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.emplace_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

bool IsPeerName(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, fits);
}

Result<WitnessPeer> ParsePeer(std::vector<std::string> words) {
  if (words.size() < kWordsLeast) {
    return Fail(Error::Invalid("needs a name, a verifier key and an address"));
  }
  WitnessPeer peer;
  peer.name = words[0];
  if (!IsPeerName(peer.name)) {
    return Fail(Error::Invalid("has a name with other letters than a-z, 0-9 and -"));
  }
  MANDAT_TRY(peer.key, ParseVerifierKey(words[1]));
  if (peer.key.type != kNoteTypeCosignature) {
    return Fail(Error::Invalid("has the key of a log, not of a witness"));
  }
  peer.address = words[2];
  while (peer.address.ends_with('/')) {
    peer.address.pop_back();
  }
  if (!peer.address.starts_with("http://") && !peer.address.starts_with("https://")) {
    return Fail(Error::Invalid("has an address that is not http or https"));
  }
  for (size_t i = kWordsLeast; i < words.size(); ++i) {
    if (!AgreementId::Parse(words[i])) {
      return Fail(Error::Invalid("names something that is no agreement"));
    }
    peer.agreements.push_back(std::move(words[i]));
  }
  return peer;
}

}  // namespace

bool WitnessPeer::LooksAt(const AgreementId& agreement) const {
  return agreements.empty() || std::ranges::find(agreements, agreement.text()) != agreements.end();
}

Result<std::vector<WitnessPeer>> ParseWitnessList(std::string_view text) {
  std::vector<WitnessPeer> peers;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    std::vector<std::string> words = WordsOf(line);
    if (words.empty() || words[0].starts_with('#')) {
      continue;
    }
    Result<WitnessPeer> peer = ParsePeer(std::move(words));
    const std::string place = "line " + std::to_string(number) + " of the witnesses ";
    if (!peer) {
      return Fail(Error::Invalid(place + peer.error().message));
    }
    const bool is_known = std::ranges::any_of(peers, [&](const WitnessPeer& one) {
      return one.name == peer->name || one.key == peer->key;
    });
    if (is_known) {
      return Fail(Error::Invalid(place + "names one that is named before it"));
    }
    peers.push_back(std::move(*peer));
  }
  return peers;
}

}  // namespace mandat
