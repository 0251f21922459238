// SPDX-License-Identifier: Apache-2.0
#include "life/event.h"

#include <algorithm>
#include <array>

#include "base/ids.h"

namespace mandat {
namespace {

constexpr size_t kTextBytesMax = 500;
constexpr size_t kBasisBytesMax = 64;
constexpr size_t kHashBytes = 32;
constexpr size_t kSingleMax = 10'000;  // persons or units of one hold
constexpr size_t kKeyBytes = 32;
constexpr size_t kSignatureBytes = 64;

constexpr std::array<std::string_view, kEventKindsCount> kNames = {"propose-version",
                                                                   "sign-version",
                                                                   "activate-agreement",
                                                                   "deploy-schema",
                                                                   "record-instruction",
                                                                   "revoke-instruction",
                                                                   "announce-sub-processor",
                                                                   "object-to-sub-processor",
                                                                   "engage-sub-processor",
                                                                   "end-sub-processor",
                                                                   "suspend-processing",
                                                                   "resume-processing",
                                                                   "hold-data",
                                                                   "release-hold",
                                                                   "succeed-party",
                                                                   "end-agreement",
                                                                   "record-residual",
                                                                   "close-agreement"};
constexpr std::array<std::string_view, 2> kParties = {"controller", "processor"};
constexpr std::array<std::string_view, 3> kOrders = {"forbid", "allow", "consent"};
constexpr std::array<std::string_view, 5> kProofs = {"ed25519", "signature", "click", "conduct",
                                                     "paper"};

template <class Enum, size_t n>
std::optional<Enum> FindIn(const std::array<std::string_view, n>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt
                              : std::optional(static_cast<Enum>(found - names.begin()));
}

// Members that a kind may have, beside `by` and the two instants.
enum Member : uint32_t {
  kVersion = 1U << 0U,
  kTexts = 1U << 1U,
  kParty = 1U << 2U,
  kProof = 1U << 3U,
  kNotice = 1U << 4U,
  kId = 1U << 5U,
  kBasis = 1U << 6U,
  kUntil = 1U << 7U,
  kOrder = 1U << 8U,
  kScope = 1U << 9U,
  kCollections = 1U << 10U,
  kName = 1U << 11U,
  kCountry = 1U << 12U,
  kAddress = 1U << 13U,
  kSingle = 1U << 14U,
};

struct Shape {
  uint32_t needed;
  uint32_t possible;  // beside those needed
};

Shape ShapeOf(EventKind kind) {
  switch (kind) {
    case EventKind::kPropose:
    case EventKind::kDeploy:
      return {kVersion | kTexts, 0};
    case EventKind::kSign:
      return {kVersion | kParty | kProof, 0};
    case EventKind::kActivate:
      return {kVersion, kNotice};
    case EventKind::kInstruct:
      return {kId | kBasis | kOrder, kUntil | kScope};
    case EventKind::kAnnounce:
      return {kId | kBasis | kName, kCountry};
    case EventKind::kObject:
    case EventKind::kEngage:
    case EventKind::kDisengage:
      return {kId | kBasis, 0};
    case EventKind::kSuspend:
      return {kId | kBasis | kParty, kUntil | kScope};
    case EventKind::kHold:
      return {kId | kBasis, kUntil | kScope | kCollections | kSingle};
    case EventKind::kRevoke:
    case EventKind::kResume:
    case EventKind::kRelease:
      return {kId, 0};
    case EventKind::kSucceed:
      return {kParty | kName | kAddress | kProof, 0};
    case EventKind::kEnd:
      return {kBasis, 0};
    case EventKind::kResidual:
      return {kId | kBasis | kUntil | kName, 0};
    case EventKind::kClose:
      return {0, 0};
  }
  return {0, 0};
}

uint32_t MembersOf(const Event& event) {
  const auto bit = [](bool there, Member member) { return there ? uint32_t{member} : 0U; };
  return bit(event.version != 0, kVersion) | bit(event.texts != TextHashes(), kTexts) |
         bit(event.party.has_value(), kParty) | bit(event.proof != Proof(), kProof) |
         bit(event.notice != ChangeNotice(), kNotice) | bit(!event.id.empty(), kId) |
         bit(!event.basis.empty(), kBasis) | bit(event.until.has_value(), kUntil) |
         bit(event.order.has_value(), kOrder) | bit(!(event.scope == StandingScope()), kScope) |
         bit(!event.collections.empty(), kCollections) | bit(!event.name.empty(), kName) |
         bit(!event.country.empty(), kCountry) |
         bit(!event.address.empty() || !event.contact.empty(), kAddress) |
         bit(!event.subjects.empty() || !event.units.empty(), kSingle);
}

bool IsText(const std::string& text) {
  return text.size() <= kTextBytesMax && IsUtf8(text) &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool IsTag(const std::string& tag) {
  return tag.size() == 2 * kHashBytes && std::ranges::all_of(tag, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool IsCitable(const std::string& basis) {
  return basis.size() <= kBasisBytesMax &&
         std::ranges::all_of(basis, [](char c) { return c >= ' ' && c <= '~'; });
}

// Source: GDPR Art. 28(9).
Status ValidateProof(const Proof& proof) {
  if (!FindIn<size_t>(kProofs, proof.how)) {
    return Fail(Error::Invalid("acceptance is not by ed25519, signature, click, conduct or paper"));
  }
  const bool is_signed = proof.how == kProofs[0];
  if (is_signed != (proof.key.size() == kKeyBytes && proof.signature.size() == kSignatureBytes) ||
      (!is_signed && !(proof.key.empty() && proof.signature.empty()))) {
    return Fail(Error::Invalid("a signature is a key of 32 bytes and 64 bytes made with it"));
  }
  if (!is_signed && (proof.signer.empty() || proof.on.empty())) {
    return Fail(Error::Invalid("evidence of acceptance says who accepted and when"));
  }
  if (!proof.evidence.empty() && proof.evidence.size() != kHashBytes) {
    return Fail(Error::Invalid("evidence is not a SHA-256"));
  }
  if (!proof.on.empty() && !Instant::Parse(proof.on + "T00:00:00Z")) {
    return Fail(Error::Invalid("day of the acceptance is not a date like 2026-03-30"));
  }
  return {};
}

Status ValidateTexts(EventKind kind, const TextHashes& texts) {
  const bool is_schema_alone = kind == EventKind::kDeploy;
  const size_t others = is_schema_alone ? 0 : kHashBytes;
  return texts.schema.size() == kHashBytes && texts.form.size() == others &&
                 texts.instance.size() == others
             ? Status()
             : Status(Fail(Error::Invalid("texts of a version are named by their SHA-256")));
}

}  // namespace

std::string_view Name(EventKind kind) { return kNames[static_cast<size_t>(kind)]; }
std::optional<EventKind> FindEventKind(std::string_view name) {
  return FindIn<EventKind>(kNames, name);
}
std::string_view Name(ContractParty party) { return kParties[static_cast<size_t>(party)]; }
std::optional<ContractParty> FindContractParty(std::string_view name) {
  return FindIn<ContractParty>(kParties, name);
}
std::string_view Name(InstructionKind kind) { return kOrders[static_cast<size_t>(kind)]; }
std::optional<InstructionKind> FindInstructionKind(std::string_view name) {
  return FindIn<InstructionKind>(kOrders, name);
}

Status Event::Validate() const {
  const Shape shape = ShapeOf(kind);
  const uint32_t members = MembersOf(*this);
  const std::string what(Name(kind));
  if ((members & shape.needed) != shape.needed) {
    return Fail(Error::Invalid(what + " misses something it needs"));
  }
  if ((members & ~(shape.needed | shape.possible)) != 0) {
    return Fail(Error::Invalid(what + " says something that does not belong to it"));
  }
  if ((members & kId) != 0 && !IsName(id)) {
    return Fail(Error::Invalid("id is not a name: 1 to 64 of a-z, 0-9 and -, a letter first"));
  }
  if (!IsCitable(basis)) {
    return Fail(Error::Invalid("basis is not 1 to 64 printable ASCII characters"));
  }
  for (const std::string* text : {&by, &proof.signer, &proof.authority, &notice.listed_case, &name,
                                  &country, &address, &contact}) {
    if (!IsText(*text)) {
      return Fail(Error::Invalid("a text is longer than 500 bytes or not on one line"));
    }
  }
  for (const std::vector<std::string>* tags : {&subjects, &units}) {
    if (tags->size() > kSingleMax || !std::ranges::all_of(*tags, IsTag)) {
      return Fail(Error::Invalid("single persons and units are at most 10000 tags of 64 digits"));
    }
  }
  if (until && *until <= effective) {
    return Fail(Error::Invalid("it does not end after it begins"));
  }
  if ((members & kTexts) != 0) {
    MANDAT_TRY_STATUS(ValidateTexts(kind, texts));
  }
  return (members & kProof) != 0 ? ValidateProof(proof) : Status();
}

bool operator==(const StandingScope& a, const StandingScope& b) {
  return a.purposes == b.purposes && a.verbs == b.verbs && a.categories == b.categories &&
         a.people == b.people && a.places == b.places;
}

bool SameContent(const Event& a, const Event& b, bool from_matters) {
  return a.kind == b.kind && (!from_matters || a.effective == b.effective) &&
         a.version == b.version && a.texts == b.texts && a.party == b.party && a.proof == b.proof &&
         a.notice == b.notice && a.id == b.id && a.basis == b.basis && a.until == b.until &&
         a.order == b.order && a.scope == b.scope && a.collections == b.collections &&
         a.name == b.name && a.country == b.country && a.address == b.address &&
         a.contact == b.contact && a.subjects == b.subjects && a.units == b.units;
}

}  // namespace mandat
