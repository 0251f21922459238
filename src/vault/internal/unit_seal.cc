// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/unit_seal.h"

#include <algorithm>
#include <optional>

#include "crypto/aead.h"
#include "keyring/keyring.h"

namespace mandat::internal {
namespace {

constexpr uint32_t kMainPart = 0xffff'ffff;

bool IsLast(const UnitMember& member) { return member.erasure == RoleErasure::kLast; }

Bytes Associated(const UnitSite& site, ByteView header) {
  Bytes associated = "mandat unit v1 " + site.owner;
  associated.push_back('\0');
  associated.append(site.row);
  associated.append(header);
  return associated;
}

Bytes PartAssociated(const UnitSite& site, ByteView header, uint32_t part) {
  Bytes associated = Associated(site, header);
  AppendBigEndian32(associated, part);
  return associated;
}

// Of the keys of everybody with whom the whole unit goes: without any of them there is no unit key.
Result<SecretBytes> JoinedKeys(const UnitHeader& header, const FindKey& find) {
  SecretBytes joined;
  for (const UnitMember& member : header.members) {
    if (member.erasure == RoleErasure::kUnit) {
      MANDAT_TRY(const SecretBytes key, find(member.subject));
      joined = Hkdf(joined.view(), key.view(), {"mandat unit join v1"});
    }
  }
  return joined;
}

// What opens the unit key with one of those whose unit stays until the last is gone.
SecretBytes WrapKeyOf(const UnitSite& site, const SecretBytes& bucket, const SecretBytes& joined,
                      const SecretBytes& last, const UnitMember& member) {
  const SecretBytes half = Hkdf(bucket.view(), joined.view(), {"mandat unit half v1"});
  return Hkdf(half.view(), last.view(),
              {"mandat unit wrap v1", UnitName(site.place.collection, site.place.record),
               member.subject.bytes()});
}

Bytes WrapAssociated(const UnitSite& site) {
  return "mandat unit wrap v1 " + site.owner + " " +
         UnitName(site.place.collection, site.place.record);
}

SecretBytes DerivedKey(const UnitSite& site, const SecretBytes& bucket, const SecretBytes& joined) {
  return Hkdf(bucket.view(), joined.view(),
              {"mandat unit v2", UnitName(site.place.collection, site.place.record)});
}

SecretBytes FieldsKey(const SecretBytes& unit_key, const SecretBytes& subject,
                      const UnitMember& member) {
  return Hkdf(unit_key.view(), subject.view(),
              {"mandat unit fields v1 ", member.role, " ", member.subject.bytes()});
}

void AppendPart(Bytes& row, uint32_t part, const Bytes& sealed) {
  AppendBigEndian32(row, part);
  AppendBigEndian32(row, static_cast<uint32_t>(sealed.size()));
  row += sealed;
}

// What stands behind the header of a unit with members: wraps, then parts.
struct Layout {
  std::vector<std::pair<uint32_t, ByteView>> wraps;  // member, wrapped key
  std::vector<std::pair<uint32_t, ByteView>> parts;  // member or kMainPart, sealed bytes
};

Result<std::vector<std::pair<uint32_t, ByteView>>> TakeList(ByteView& rest) {
  const auto damaged = [] { return Fail(Error::Corrupt("unit has damaged parts")); };
  if (rest.size() < 4) {
    return damaged();
  }
  const uint32_t count = ReadBigEndian32(rest);
  rest.remove_prefix(4);
  std::vector<std::pair<uint32_t, ByteView>> list;
  for (uint32_t i = 0; i < count; ++i) {
    if (rest.size() < 8) {
      return damaged();
    }
    const uint32_t member = ReadBigEndian32(rest);
    const size_t length = ReadBigEndian32(rest.substr(4));
    rest.remove_prefix(8);
    if (rest.size() < length) {
      return damaged();
    }
    list.emplace_back(member, rest.substr(0, length));
    rest.remove_prefix(length);
  }
  return list;
}

Result<Layout> LayoutOf(ByteView rest) {
  Layout layout;
  MANDAT_TRY(layout.wraps, TakeList(rest));
  MANDAT_TRY(layout.parts, TakeList(rest));
  if (!rest.empty() || layout.parts.empty() || layout.parts.front().first != kMainPart) {
    return Fail(Error::Corrupt("unit has damaged parts"));
  }
  return layout;
}

// The key of a unit of several people, by the first way that still is one.
Result<SecretBytes> FindUnitKey(const UnitSite& site, const UnitHeader& header,
                                const Layout& layout, const SecretBytes& bucket,
                                const FindKey& find) {
  MANDAT_TRY(const SecretBytes joined, JoinedKeys(header, find));
  if (layout.wraps.empty()) {
    return DerivedKey(site, bucket, joined);
  }
  Error last_error = Error::Shredded("everybody whom the record is about was erased");
  for (const auto& [index, wrapped] : layout.wraps) {
    if (index >= header.members.size()) {
      return Fail(Error::Corrupt("unit has damaged parts"));
    }
    const UnitMember& member = header.members[index];
    const Result<SecretBytes> key = find(member.subject);
    if (!key) {
      if (key.error().kind != ErrorKind::kShredded && key.error().kind != ErrorKind::kNotFound) {
        return Fail(key.error());
      }
      continue;
    }
    MANDAT_TRY(Bytes opened,
               Open(WrapKeyOf(site, bucket, joined, *key, member), wrapped, WrapAssociated(site)));
    if (opened.size() != SecretBytes::kBytes) {
      return Fail(Error::Corrupt("unit has damaged parts"));
    }
    SecretBytes unit_key(opened);
    Wipe(opened);
    return unit_key;
  }
  return Fail(std::move(last_error));
}

Result<SealedRow> SealWithMembers(const UnitSite& site, const UnitHeader& header,
                                  const UnitBodies& bodies, const SecretBytes& bucket,
                                  const FindKey& find, Random& random) {
  MANDAT_TRY(const SecretBytes joined, JoinedKeys(header, find));
  const bool has_last = std::ranges::any_of(header.members, IsLast);
  const SecretBytes unit_key = has_last ? random.DrawSecret() : DerivedKey(site, bucket, joined);
  const Bytes head = header.Encode();
  Bytes rest;
  AppendBigEndian32(rest, static_cast<uint32_t>(std::ranges::count_if(header.members, IsLast)));
  for (size_t i = 0; i < header.members.size(); ++i) {
    if (IsLast(header.members[i])) {
      MANDAT_TRY(const SecretBytes key, find(header.members[i].subject));
      AppendPart(rest, static_cast<uint32_t>(i),
                 Seal(WrapKeyOf(site, bucket, joined, key, header.members[i]), unit_key.view(),
                      WrapAssociated(site), random));
    }
  }
  AppendBigEndian32(rest, static_cast<uint32_t>(1 + bodies.fields.size()));
  AppendPart(rest, kMainPart,
             Seal(unit_key, bodies.main.Reveal(), PartAssociated(site, head, kMainPart), random));
  for (const auto& [index, fields] : bodies.fields) {
    const UnitMember& member = header.members[index];
    MANDAT_TRY(const SecretBytes key, find(member.subject));
    const auto part = static_cast<uint32_t>(index);
    AppendPart(rest, part,
               Seal(FieldsKey(unit_key, key, member), fields.Reveal(),
                    PartAssociated(site, head, part), random));
  }
  const Hash hash = Sha256(rest);
  return SealedRow{head + rest, hash};
}

Result<OpenedRow> OpenWithMembers(const UnitSite& site, UnitHeader header, ByteView head,
                                  ByteView rest, const SecretBytes& bucket, const FindKey& find) {
  MANDAT_TRY(const Layout layout, LayoutOf(rest));
  MANDAT_TRY(const SecretBytes unit_key, FindUnitKey(site, header, layout, bucket, find));
  UnitBodies bodies;
  for (const auto& [part, sealed] : layout.parts) {
    if (part == kMainPart) {
      MANDAT_TRY(Bytes body, Open(unit_key, sealed, PartAssociated(site, head, part)));
      bodies.main = Plaintext(std::move(body));
      continue;
    }
    if (part >= header.members.size()) {
      return Fail(Error::Corrupt("unit has damaged parts"));
    }
    const UnitMember& member = header.members[part];
    const Result<SecretBytes> key = find(member.subject);
    if (!key) {
      if (key.error().kind != ErrorKind::kShredded && key.error().kind != ErrorKind::kNotFound) {
        return Fail(key.error());
      }
      continue;
    }
    MANDAT_TRY(Bytes fields,
               Open(FieldsKey(unit_key, *key, member), sealed, PartAssociated(site, head, part)));
    bodies.fields.emplace_back(part, Plaintext(std::move(fields)));
  }
  return OpenedRow{std::move(header), std::move(bodies), Sha256(rest)};
}

}  // namespace

Result<SealedRow> SealUnitRow(const UnitSite& site, const UnitHeader& header,
                              const UnitBodies& bodies, const SecretBytes& bucket,
                              const FindKey& find, Random& random) {
  if (!header.members.empty()) {
    return SealWithMembers(site, header, bodies, bucket, find, random);
  }
  MANDAT_TRY(const SecretBytes subject, find(site.place.subject));
  Bytes row = header.Encode();
  const SecretBytes key =
      Keyring::UnitKey(subject, bucket, UnitName(site.place.collection, site.place.record));
  const Bytes sealed = Seal(key, bodies.main.Reveal(), Associated(site, row), random);
  row += sealed;
  return SealedRow{std::move(row), Sha256(sealed)};
}

Result<OpenedRow> OpenUnitRow(const UnitSite& site, ByteView row, const SecretBytes& bucket,
                              const FindKey& find) {
  MANDAT_TRY(UnitHeader header, UnitHeader::Decode(row));
  MANDAT_TRY(const size_t length, UnitHeader::BytesOf(row));
  const ByteView head = row.substr(0, length);
  const ByteView rest = row.substr(length);
  if (!header.members.empty()) {
    return OpenWithMembers(site, std::move(header), head, rest, bucket, find);
  }
  MANDAT_TRY(const SecretBytes subject, find(site.place.subject));
  const SecretBytes key =
      Keyring::UnitKey(subject, bucket, UnitName(site.place.collection, site.place.record));
  MANDAT_TRY(Bytes body, Open(key, rest, Associated(site, head)));
  return OpenedRow{std::move(header), {Plaintext(std::move(body)), {}}, Sha256(rest)};
}

Result<Hash> SealedHash(ByteView row) {
  MANDAT_TRY(const size_t length, UnitHeader::BytesOf(row));
  return Sha256(row.substr(length));
}

}  // namespace mandat::internal
