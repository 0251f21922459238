// SPDX-License-Identifier: Apache-2.0
#include "service/disclose.h"

#include <algorithm>
#include <bit>
#include <span>

#include "crypto/note.h"
#include "crypto/tlog.h"
#include "service/prune.h"
#include "trail/trail.h"

namespace mandat {
namespace {

Error NotBehindIt() {
  return Error::NotFound("the person is not behind this entry, or nobody knows any more who is");
}

Error OtherErased() {
  return Error::Conflict(
      "another person behind the entry was erased: the path to its root can no longer be made");
}

Error Erased() { return Error::Shredded("person is not known, or was erased"); }

// Source: RFC 9162 2.1.3.1.
std::vector<Bytes> PathOf(std::span<const Hash> leaves, uint64_t index) {
  std::vector<Bytes> path;
  while (leaves.size() > 1) {
    const size_t left = std::bit_floor(leaves.size() - 1);
    const std::span<const Hash> first = leaves.first(left);
    const std::span<const Hash> second = leaves.subspan(left);
    const bool in_first = index < left;
    const std::span<const Hash> sibling = in_first ? second : first;
    path.emplace_back(TreeHash({sibling.begin(), sibling.end()}).view());
    leaves = in_first ? first : second;
    index -= in_first ? 0 : left;
  }
  std::ranges::reverse(path);
  return path;
}

// Who is behind an entry, in the order of its tags; empty: nobody knows.
Result<std::vector<SubjectId>> PeopleOf(const OpenAgreement& agreement, EntryIndex entry) {
  std::vector<SubjectId> people;
  MANDAT_TRY([[maybe_unused]] const Trail::Coverage coverage,
             agreement.trail().ForEach(entry, {entry.value + 1}, [&people](const Touch& touch) {
               for (size_t i = 0; i < touch.people_count(); ++i) {
                 people.push_back(touch.person(i));
               }
             }));
  return people;
}

// The leaf and its path, of an entry whose people are all still known.
Result<Disclosure> Find(const OpenAgreement& agreement, EntryIndex index,
                        const SubjectId& subject) {
  MANDAT_TRY(const std::optional<SecretBytes> own, agreement.keyring().FindSubjectKey(subject));
  if (!own) {
    return Fail(Erased());
  }
  MANDAT_TRY(const Bytes bytes, agreement.journal().ReadEntry(index));
  MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
  MANDAT_TRY(const std::vector<SubjectId> people, PeopleOf(agreement, index));
  const auto found = std::ranges::find(people, subject);
  if (entry.people_root.empty() || found == people.end()) {
    return Fail(NotBehindIt());
  }
  if (people.size() != entry.people_count) {
    return Fail(OtherErased());  // and is on no row any more
  }
  Disclosure disclosure{agreement.journal().origin(), index.value, subject, 0, 0, {}, {}, 0};
  disclosure.leaf = static_cast<uint64_t>(found - people.begin());
  disclosure.leaves_count = people.size();
  disclosure.tag = Bytes(Keyring::PersonTag(*own, entry.salt).view());
  std::vector<Hash> leaves;
  leaves.reserve(people.size());
  for (const SubjectId& person : people) {
    MANDAT_TRY(const std::optional<SecretBytes> key, agreement.keyring().FindSubjectKey(person));
    if (!key) {
      return Fail(OtherErased());  // and still on an old row, until the next move
    }
    leaves.push_back(LeafHash(Keyring::PersonTag(*key, entry.salt).view()));
  }
  if (TreeHash(leaves).view() != entry.people_root) {
    return Fail(Error::Corrupt("the people behind an entry are not those of its root"));
  }
  disclosure.path = PathOf(leaves, disclosure.leaf);
  return disclosure;
}

// Invariant (journal before disclosure).
class DiscloseWork final : public HouseWork {
 public:
  DiscloseWork(OpenAgreement& agreement, Bytes actor, Disclosure disclosure,
               Done<DisclosureAnswer> done)
      : HouseWork(std::move(actor)),
        agreement_(agreement),
        disclosure_(std::move(disclosure)),
        done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    // Invariant (erased stays erased): also by who was erased since it was looked up.
    MANDAT_TRY(const std::optional<SecretBytes> key,
               agreement_.keyring().FindSubjectKeyStaged(disclosure_.subject));
    if (!key) {
      return Fail(Erased());
    }
    entry.act = "disclose";
    StageNamedEntry({disclosure_.entry}, context.staging);  // it stays for whoever holds the note
    entry.people_count = 1;
    entry.detail = "entry " + std::to_string(disclosure_.entry) + ", leaf " +
                   std::to_string(disclosure_.leaf) + " of " +
                   std::to_string(disclosure_.leaves_count);
    if (const auto mandate = agreement_.mandate()) {
      entry.agreement_version = mandate->agreement().version();
    }
    return true;
  }
  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    disclosure_.recorded = release->entry().value;
    Result<std::string> note =
        SignNote(disclosure_.Format(), disclosure_.journal, agreement_.keyring().journal_signer());
    if (!note) {
      return done_(Fail(std::move(note).error()));
    }
    done_(DisclosureAnswer{std::move(disclosure_),
                           *std::move(note),
                           {release->entry(), release->at(), release->clause()}});
  }

 private:
  OpenAgreement& agreement_;  // closes only when its gate has finished this work
  Disclosure disclosure_;
  Done<DisclosureAnswer> done_;
};

}  // namespace

void DisclosePerson(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, EntryIndex entry,
                    SubjectId subject, Done<DisclosureAnswer> done) {
  Result<Disclosure> disclosure = Find(*agreement, entry, subject);
  if (!disclosure) {
    return done(Fail(std::move(disclosure).error()));
  }
  agreement->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<DiscloseWork>(
      *agreement, std::move(actor), *std::move(disclosure), std::move(done))));
}

}  // namespace mandat
