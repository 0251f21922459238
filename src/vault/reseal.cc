// SPDX-License-Identifier: Apache-2.0
// Units opened and sealed anew within a batch: under another person, day or hold.
#include <algorithm>

#include "vault/internal/rows.h"
#include "vault/internal/unit_seal.h"
#include "vault/vault.h"

namespace mandat {

Result<internal::OpenedRow> Vault::OpenStaged(ByteView unit_row, ByteView row) const {
  MANDAT_TRY(const UnitPlace place, UnitPlace::Decode(unit_row));
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(row));
  MANDAT_TRY(const std::optional<SecretBytes> bucket,
             keyring_.FindBucketKeyStaged(Bucket::For(header.expires)));
  if (!bucket) {
    return Fail(Error::Corrupt("record has no key of its day"));
  }
  const internal::UnitSite site{owner_, unit_row, place};
  return internal::OpenUnitRow(
      site, row, *bucket, [this](const SubjectId& subject) { return people_.KeyStaged(subject); });
}

Result<internal::SealedRow> Vault::Reseal(const RowAt& from, ByteView to,
                                          const UnitHeader& header) const {
  MANDAT_TRY(internal::OpenedRow opened, OpenStaged(from.unit_row, from.row));
  internal::UnitBodies bodies;
  bodies.main = std::move(opened.bodies.main);
  for (auto& [index, fields] : opened.bodies.fields) {
    const auto member = std::ranges::find(header.members, opened.header.members[index]);
    if (member != header.members.end()) {
      bodies.fields.emplace_back(member - header.members.begin(), std::move(fields));
    }
  }
  MANDAT_TRY(const UnitPlace place, UnitPlace::Decode(to));
  MANDAT_TRY(const SecretBytes bucket, BucketKeyStaged(header.expires));
  const internal::UnitSite site{owner_, to, place};
  return internal::SealUnitRow(
      site, header, bodies, bucket,
      [this](const SubjectId& subject) { return people_.KeyStaged(subject); }, random_);
}

// Invariant (held is kept): the whole unit as it was, and who its people were.
// On disk: header, then each body with its length.
Status Vault::StageHeldCopy(const std::vector<std::string>& holds, const UnitRef& unit,
                            ByteView unit_row, ByteView row, BatchContext& context) const {
  MANDAT_TRY(internal::OpenedRow opened, OpenStaged(unit_row, row));
  Bytes body = opened.header.Encode();
  const auto append = [&body](uint32_t member, ByteView part) {
    AppendBigEndian32(body, member);
    AppendBigEndian32(body, static_cast<uint32_t>(part.size()));
    body.append(part);
  };
  append(0xffff'ffff, opened.bodies.main.Reveal());
  for (const auto& [index, fields] : opened.bodies.fields) {
    append(static_cast<uint32_t>(index), fields.Reveal());
  }
  // A record that expired may be put anew under its id, and its versions count from 1 again.
  Bytes part;
  AppendBigEndian32(part, opened.header.version);
  AppendBigEndian64(part, static_cast<uint64_t>(opened.header.captured.micros));
  const Plaintext kept(std::move(body));
  return holds_.StageKeep(holds, unit, part, kept.Reveal(), context);
}

}  // namespace mandat
