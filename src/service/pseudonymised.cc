// SPDX-License-Identifier: Apache-2.0
#include "service/pseudonymised.h"

#include "crypto/aead.h"
#include "format/flat_object.h"
#include "service/identifying.h"
#include "service/internal/use_case.h"

namespace mandat {
namespace {

constexpr size_t kTokenBytes = 16;
constexpr std::string_view kCursorLabel = "mandat pseudonym cursor v1 ";

// Keyed hashes for one purpose. `kind` keeps a person and a record of one id apart.
class Tokens {
 public:
  Tokens(const Keyring& keyring, const std::string& purpose)
      : key_(keyring.PrivateKey("pseudonym " + purpose)) {}

  std::string Of(std::string_view kind, ByteView id) const {
    const Hash hash = HmacSha256(key_.view(), {"mandat pseudonym v1 ", kind, " ", id});
    return FormatHex(hash.view().substr(0, kTokenBytes));
  }
  const SecretBytes& key() const { return key_; }

 private:
  SecretBytes key_;
};

class PseudonymisedWork final : public UseCase {
 public:
  PseudonymisedWork(const Caller& caller, Operation operation, PseudonymisedRequest request,
                    Done<PseudonymisedAnswer> done)
      : UseCase(caller, std::move(operation)),
        random_(caller.agreement->random()),
        tokens_(caller.agreement->keyring(), caller.purpose),
        request_(std::move(request)),
        done_(std::move(done)) {}

  static void Run(std::unique_ptr<PseudonymisedWork> work) {
    Gate& gate = work->gate();
    Result<Permit> permit = gate.Admit(work->operation());
    if (permit) {
      work->Find(std::move(*permit));
    }
    gate.Submit(std::move(work));
  }

  bool writes() const override { return false; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    if (!reading_ || !*reading_ || vault().IsStale(**reading_, context)) {
      Find(std::move(permit));
    }
    if (!*reading_) {
      return Fail(reading_->error());
    }
    Facts facts = (*reading_)->facts;
    facts.detail = "pseudonymised";
    return facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    Reading reading = std::move(**reading_);
    PseudonymisedAnswer answer;
    for (const Unit& unit : std::move(reading.units).Open(*release)) {
      Result<PseudonymisedUnit> told = Told(unit);
      if (!told) {
        return done_(Fail(std::move(told).error()));
      }
      answer.units.push_back(std::move(*told));
    }
    answer.more = reading.more;
    if (!reading.last.empty()) {
      answer.last = Seal(tokens_.key(), reading.last, CursorLabel(), random_);
    }
    answer.withheld_count = reading.withheld_count;
    answer.receipt = ReceiptOf(*release);
    done_(std::move(answer));
  }

 private:
  Bytes CursorLabel() const { return Bytes(kCursorLabel) + request_.collection; }

  void Find(Permit permit) {
    if (const Collection* declared =
            permit.mandate().schema().FindCollection(request_.collection)) {
      declared_ = *declared;
    }
    std::optional<Bytes> after;
    if (request_.cursor) {
      Result<Bytes> opened = Open(tokens_.key(), *request_.cursor, CursorLabel());
      if (!opened) {
        reading_ = Fail(Error::Invalid("`after` is not the `next` of a page for this purpose"));
        return;
      }
      after = std::move(*opened);
    }
    reading_ = vault().ReadCollection(std::move(permit), after, request_.limit);
  }

  // Source: GDPR Art. 4(5).
  Result<PseudonymisedUnit> Told(const Unit& unit) const {
    MANDAT_TRY(const std::vector<FlatMember> members, FlatMembers(unit.body.Reveal()));
    PseudonymisedUnit told{tokens_.Of("record", unit.id.bytes()),
                           unit.version,
                           unit.captured,
                           Plaintext(KeepFlat(members,
                                              [this](std::string_view key) {
                                                const Field* field = declared_.FindField(key);
                                                return field != nullptr && !IsIdentifying(*field);
                                              })),
                           {}};
    told.people.push_back({"", tokens_.Of("person", unit.subject.bytes())});
    for (const UnitPerson& person : unit.people) {
      told.people.push_back({person.role, tokens_.Of("person", person.subject.bytes())});
    }
    return told;
  }

  Random& random_;
  const Tokens tokens_;
  PseudonymisedRequest request_;
  Done<PseudonymisedAnswer> done_;
  Collection declared_;  // as it was when the page was read
  std::optional<Result<Reading>> reading_;
};

}  // namespace

// Source: GDPR Art. 4(5).
void ReadPseudonymised(Caller caller, PseudonymisedRequest request,
                       Done<PseudonymisedAnswer> done) {
  Operation operation = OperationFor(Verb::kConsult, caller, request.collection);
  operation.categories = request.categories;
  PseudonymisedWork::Run(std::make_unique<PseudonymisedWork>(caller, std::move(operation),
                                                             std::move(request), std::move(done)));
}

}  // namespace mandat
