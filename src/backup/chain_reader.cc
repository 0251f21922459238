// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "archive/pack.h"
#include "backup/chain.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr std::string_view kManifestEnd = ".manifest";

Error Damaged() { return Error::Corrupt("a manifest of the backup is damaged or missing"); }

std::optional<uint64_t> NumberIn(std::string_view text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

std::string PrefixOf(const std::string& owner, CopyScope scope, uint64_t chain) {
  std::string number = std::to_string(chain);
  number.insert(0, 10 - std::min<size_t>(10, number.size()), '0');
  return ChainPrefix(owner, scope) + number + "/";
}

Result<PlacedManifest> ReadManifest(Target& target, const SecretBytes& key,
                                    const std::string& name) {
  MANDAT_TRY(const std::optional<Bytes> object, target.Get(name));
  if (!object) {
    return Fail(Damaged());
  }
  MANDAT_TRY(const Bytes record, OpenManifest(key, name, *object));
  MANDAT_TRY(Manifest manifest, DecodeCborRecord<Manifest>(record));
  return PlacedManifest{name, Bytes(Sha256(*object).view()), std::move(manifest)};
}

}  // namespace

Result<std::vector<uint64_t>> ListChains(Target& target, const std::string& owner,
                                         CopyScope scope) {
  const std::string prefix = ChainPrefix(owner, scope);
  MANDAT_TRY(const std::vector<std::string> names, target.List(prefix));
  std::vector<uint64_t> chains;
  for (const std::string& name : names) {
    const std::string_view rest = std::string_view(name).substr(prefix.size());
    const std::optional<uint64_t> chain = NumberIn(rest.substr(0, rest.find('/')));
    if (chain && rest.ends_with("/00000000.manifest")) {
      chains.push_back(*chain);
    }
  }
  std::ranges::sort(chains);
  return chains;
}

Result<std::vector<PlacedManifest>> ReadManifests(Target& target, const SecretBytes& key,
                                                  const std::string& owner, CopyScope scope,
                                                  uint64_t chain) {
  MANDAT_TRY(const std::vector<std::string> names, target.List(PrefixOf(owner, scope, chain)));
  std::vector<PlacedManifest> placed;
  Bytes before;
  for (const std::string& name : names) {
    if (!name.ends_with(kManifestEnd)) {
      continue;
    }
    MANDAT_TRY(PlacedManifest step, ReadManifest(target, key, name));
    const Manifest& manifest = step.manifest;
    const bool fits = manifest.form == 1 && manifest.owner == owner &&
                      manifest.scope == Name(scope) && manifest.before == before;
    const bool follows = placed.empty() || manifest.kind == StepKind::kBase ||
                         placed.back().manifest.kind == StepKind::kBase ||
                         manifest.from >= placed.back().manifest.to;
    if (!fits || !follows) {
      return Fail(Damaged());
    }
    before = step.hash;
    placed.push_back(std::move(step));
  }
  return placed;
}

Result<PlacedManifest> ReadFirstStep(Target& target, const SecretBytes& key,
                                     const std::string& owner, CopyScope scope, uint64_t chain) {
  return ReadManifest(target, key, PrefixOf(owner, scope, chain) + "00000000.manifest");
}

Result<LastStep> ReadLastStep(Target& target, const SecretBytes& key, const std::string& owner,
                              CopyScope scope, uint64_t chain) {
  const std::string prefix = PrefixOf(owner, scope, chain);
  MANDAT_TRY(const std::vector<std::string> names, target.List(prefix));
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    if (!name->ends_with(kManifestEnd)) {
      continue;
    }
    const std::optional<uint64_t> number = NumberIn(std::string_view(*name).substr(
        prefix.size(), name->size() - prefix.size() - kManifestEnd.size()));
    MANDAT_TRY(PlacedManifest placed, ReadManifest(target, key, *name));
    const Manifest& manifest = placed.manifest;
    if (!number || manifest.owner != owner || manifest.scope != Name(scope)) {
      return Fail(Damaged());
    }
    return LastStep{*number, std::move(placed)};
  }
  return Fail(Damaged());
}

Result<Bytes> ReadPack(Target& target, const SecretBytes& key, const PackRef& pack) {
  MANDAT_TRY(const std::optional<Bytes> object, target.Get(pack.name));
  if (!object || object->size() != pack.bytes || Sha256(*object).view() != pack.hash) {
    return Fail(Error::Corrupt("a pack of the backup is damaged or missing"));
  }
  return OpenPack(key, pack.name, *object);
}

}  // namespace mandat
