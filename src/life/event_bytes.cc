// SPDX-License-Identifier: Apache-2.0
// Events as they are kept. On disk: never change, never reuse a key.
#include <utility>

#include "format/cbor.h"
#include "law/verb.h"
#include "life/event.h"

namespace mandat {
namespace {

enum Key : uint64_t {
  kKind = 1,
  kRecorded,
  kEffective,
  kBy,
  kVersion,
  kFormHash,
  kInstanceHash,
  kSchemaHash,
  kParty,
  kHow,
  kSigner,
  kAuthority,
  kOn,
  kEvidence,
  kPublicKey,
  kSignature,
  kNoticeReceived,
  kNoticeObjected,
  kListedCase,
  kId,
  kBasis,
  kUntil,
  kOrder,
  kPurposes,
  kVerbs,
  kCategories,
  kPeople,
  kPlaces,
  kCollections,
  kName,
  kCountry,
  kAddress,
  kContact,
  kSubjects,
  kUnits,
};

Error Broken() { return Error::Corrupt("an event of the agreement cannot be read"); }

// Collects the pairs that are there, since a map says first how many it has.
class Pairs {
 public:
  void Text(Key key, std::string_view text) {
    if (!text.empty()) {
      Begin(key).WriteText(text);
    }
  }
  void Octets(Key key, ByteView bytes) {
    if (!bytes.empty()) {
      Begin(key).WriteBytes(bytes);
    }
  }
  void Number(Key key, uint64_t number) {
    if (number != 0) {
      Begin(key).WriteUnsigned(number);
    }
  }
  void At(Key key, std::optional<Instant> at) {
    if (at) {
      Begin(key).WriteInteger(at->micros);
    }
  }
  void Texts(Key key, const std::vector<std::string>& texts) {
    if (!texts.empty()) {
      Begin(key).WriteArray(texts.size());
      for (const std::string& text : texts) {
        out_.WriteText(text);
      }
    }
  }
  Bytes Take() && {
    CborWriter head(8);
    head.WriteMap(count_);
    return std::move(head).Take() + std::move(out_).Take();
  }

 private:
  CborWriter& Begin(Key key) {
    ++count_;
    out_.WriteUnsigned(key);
    return out_;
  }

  CborWriter out_{512};
  uint64_t count_ = 0;
};

template <class Enum>
std::string_view NameOrEmpty(const std::optional<Enum>& value) {
  return value ? Name(*value) : std::string_view();
}

std::vector<std::string> NamesOf(const std::vector<Verb>& verbs) {
  std::vector<std::string> names;
  for (const Verb verb : verbs) {
    names.emplace_back(Name(verb));
  }
  return names;
}

Status ReadInto(CborReader& in, std::string& text) {
  MANDAT_TRY(const std::string_view read, in.ReadText());
  text = read;
  return {};
}

Status ReadOctetsInto(CborReader& in, Bytes& bytes) {
  MANDAT_TRY(const ByteView read, in.ReadBytes());
  bytes = read;
  return {};
}

Status ReadInto(CborReader& in, std::optional<Instant>& at) {
  MANDAT_TRY(const int64_t micros, in.ReadInteger());
  at = Instant{micros};
  return {};
}

Status ReadInto(CborReader& in, std::vector<std::string>& texts) {
  MANDAT_TRY(const uint64_t count, in.ReadArray());
  for (uint64_t i = 0; i < count; ++i) {
    MANDAT_TRY_STATUS(ReadInto(in, texts.emplace_back()));
  }
  return {};
}

Status ReadInto(CborReader& in, std::vector<Verb>& verbs) {
  std::vector<std::string> names;
  MANDAT_TRY_STATUS(ReadInto(in, names));
  for (const std::string& name : names) {
    const std::optional<Verb> verb = FindVerb(name);
    if (!verb) {
      return Fail(Broken());
    }
    verbs.push_back(*verb);
  }
  return {};
}

// A word of a closed list.
template <class Enum>
Status ReadInto(CborReader& in, std::optional<Enum> (*find)(std::string_view),
                std::optional<Enum>& value) {
  MANDAT_TRY(const std::string_view name, in.ReadText());
  value = find(name);
  return value ? Status() : Status(Fail(Broken()));
}

Status ReadVersion(CborReader& in, uint32_t& version) {
  MANDAT_TRY(const uint64_t number, in.ReadUnsigned());
  version = static_cast<uint32_t>(number);
  return number == version ? Status() : Status(Fail(Broken()));
}

Status ReadInstant(CborReader& in, Instant& at) {
  std::optional<Instant> read;
  MANDAT_TRY_STATUS(ReadInto(in, read));
  at = *read;
  return {};
}

Status ReadKind(CborReader& in, EventKind& kind) {
  std::optional<EventKind> read;
  MANDAT_TRY_STATUS(ReadInto(in, &FindEventKind, read));
  kind = *read;
  return {};
}

Status ReadWhatHow(CborReader& in, uint64_t key, Event& event) {
  switch (key) {
    case kParty:
      return ReadInto(in, &FindContractParty, event.party);
    case kHow:
      return ReadInto(in, event.proof.how);
    case kSigner:
      return ReadInto(in, event.proof.signer);
    case kAuthority:
      return ReadInto(in, event.proof.authority);
    case kOn:
      return ReadInto(in, event.proof.on);
    case kEvidence:
      return ReadOctetsInto(in, event.proof.evidence);
    case kPublicKey:
      return ReadOctetsInto(in, event.proof.key);
    case kSignature:
      return ReadOctetsInto(in, event.proof.signature);
    case kNoticeReceived:
      return ReadInto(in, event.notice.received);
    case kNoticeObjected:
      return ReadInto(in, event.notice.objected);
    case kListedCase:
      return ReadInto(in, event.notice.listed_case);
    default:
      return Fail(Broken());
  }
}

Status ReadEntryOf(CborReader& in, uint64_t key, Event& event) {
  switch (key) {
    case kId:
      return ReadInto(in, event.id);
    case kBasis:
      return ReadInto(in, event.basis);
    case kUntil:
      return ReadInto(in, event.until);
    case kOrder:
      return ReadInto(in, &FindInstructionKind, event.order);
    case kPurposes:
      return ReadInto(in, event.scope.purposes);
    case kVerbs:
      return ReadInto(in, event.scope.verbs);
    case kCategories:
      return ReadInto(in, event.scope.categories);
    case kPeople:
      return ReadInto(in, event.scope.people);
    case kPlaces:
      return ReadInto(in, event.scope.places);
    case kCollections:
      return ReadInto(in, event.collections);
    case kName:
      return ReadInto(in, event.name);
    case kCountry:
      return ReadInto(in, event.country);
    case kAddress:
      return ReadInto(in, event.address);
    case kContact:
      return ReadInto(in, event.contact);
    case kSubjects:
      return ReadInto(in, event.subjects);
    case kUnits:
      return ReadInto(in, event.units);
    default:
      return Fail(Broken());
  }
}

Status ReadValue(CborReader& in, uint64_t key, Event& event) {
  switch (key) {
    case kKind:
      return ReadKind(in, event.kind);
    case kRecorded:
      return ReadInstant(in, event.recorded);
    case kEffective:
      return ReadInstant(in, event.effective);
    case kBy:
      return ReadInto(in, event.by);
    case kVersion:
      return ReadVersion(in, event.version);
    case kFormHash:
      return ReadOctetsInto(in, event.texts.form);
    case kInstanceHash:
      return ReadOctetsInto(in, event.texts.instance);
    case kSchemaHash:
      return ReadOctetsInto(in, event.texts.schema);
    default:
      return key < kId ? ReadWhatHow(in, key, event) : ReadEntryOf(in, key, event);
  }
}

}  // namespace

Bytes Event::Encode() const {
  Pairs pairs;
  pairs.Text(kKind, mandat::Name(kind));
  pairs.At(kRecorded, recorded);
  pairs.At(kEffective, effective);
  pairs.Text(kBy, by);
  pairs.Number(kVersion, version);
  pairs.Octets(kFormHash, texts.form);
  pairs.Octets(kInstanceHash, texts.instance);
  pairs.Octets(kSchemaHash, texts.schema);
  pairs.Text(kParty, NameOrEmpty(party));
  pairs.Text(kHow, proof.how);
  pairs.Text(kSigner, proof.signer);
  pairs.Text(kAuthority, proof.authority);
  pairs.Text(kOn, proof.on);
  pairs.Octets(kEvidence, proof.evidence);
  pairs.Octets(kPublicKey, proof.key);
  pairs.Octets(kSignature, proof.signature);
  pairs.At(kNoticeReceived, notice.received);
  pairs.At(kNoticeObjected, notice.objected);
  pairs.Text(kListedCase, notice.listed_case);
  pairs.Text(kId, id);
  pairs.Text(kBasis, basis);
  pairs.At(kUntil, until);
  pairs.Text(kOrder, NameOrEmpty(order));
  pairs.Texts(kPurposes, scope.purposes);
  pairs.Texts(kVerbs, NamesOf(scope.verbs));
  pairs.Texts(kCategories, scope.categories);
  pairs.Texts(kPeople, scope.people);
  pairs.Texts(kPlaces, scope.places);
  pairs.Texts(kCollections, collections);
  pairs.Text(kName, name);
  pairs.Text(kCountry, country);
  pairs.Text(kAddress, address);
  pairs.Text(kContact, contact);
  pairs.Texts(kSubjects, subjects);
  pairs.Texts(kUnits, units);
  return std::move(pairs).Take();
}

// What Encode would not have written is no event: that settles the order of keys, keys given twice
// and empty values at once.
Result<Event> Event::Decode(ByteView bytes) {
  CborReader in(bytes);
  MANDAT_TRY(const uint64_t count, in.ReadMap());
  Event event;
  for (uint64_t i = 0; i < count; ++i) {
    MANDAT_TRY(const uint64_t key, in.ReadUnsigned());
    MANDAT_TRY_STATUS(ReadValue(in, key, event));
  }
  if (event.Encode() != bytes || !event.Validate()) {
    return Fail(Broken());
  }
  return event;
}

}  // namespace mandat
