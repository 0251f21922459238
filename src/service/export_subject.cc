// SPDX-License-Identifier: Apache-2.0
#include "service/export_subject.h"

#include <algorithm>

#include "service/internal/use_case.h"

namespace mandat {
namespace {

// Source: GDPR Art. 15(1).
void ChooseVerb(const Caller& caller, Operation& operation) {
  operation.verb = Verb::kMakeAvailable;
  const std::shared_ptr<const Mandate> mandate = caller.agreement->mandate();
  if (mandate && !std::holds_alternative<Allowed>(
                     mandate->Decide(operation, caller.agreement->gate().Now()))) {
    operation.verb = Verb::kConsult;
  }
}

class HeadWork final : public UseCase {
 public:
  HeadWork(const Caller& caller, Operation operation, const SubjectId& subject,
           Done<ExportHead> done)
      : UseCase(caller, std::move(operation)),
        agreement_(*caller.agreement),
        subject_(subject),
        done_(std::move(done)) {}

  bool writes() const override { return false; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    const People& people = vault().people();
    MANDAT_TRY(head_.registration, people.Find(subject_));
    MANDAT_TRY(head_.marks, people.MarksStaged(subject_, context.staging));
    MANDAT_TRY(const SecretBytes key, people.Key(subject_));
    head_.mandate = agreement_.mandate();
    const std::string tag = Holds::TagOf(agreement_.keyring(), subject_);
    for (const Hold& hold : agreement_.life_book()->life.standing().holds) {
      const bool names =
          std::ranges::find(hold.subjects, tag) != hold.subjects.end() ||
          std::ranges::find(hold.people, head_.registration.people) != hold.people.end();
      if (names && hold.from <= permit.at() && (!hold.until || *hold.until > permit.at())) {
        head_.holds.push_back(hold);
      }
    }
    Facts facts = people.FactsOf(subject_, key);
    facts.detail = "export head";
    return facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    head_.receipt = ReceiptOf(*release);
    done_(std::move(head_));
  }

 private:
  OpenAgreement& agreement_;
  SubjectId subject_;
  Done<ExportHead> done_;
  ExportHead head_;
};

// Keeps of a unit what is about the person; nullopt: nothing is.
std::optional<ExportedUnit> PartOf(Unit unit, const SubjectId& subject) {
  ExportedUnit exported{std::move(unit)};
  Unit& kept = exported.unit;
  exported.is_first = kept.subject == subject;
  if (!exported.is_first) {
    exported.others.emplace_back();
  }
  for (const UnitPerson& person : kept.people) {
    if (person.subject != subject) {
      exported.others.push_back(person.role);
    }
  }
  std::erase_if(kept.people, [&](const UnitPerson& person) { return person.subject != subject; });
  if (!exported.is_first && kept.people.empty()) {
    return std::nullopt;
  }
  return exported;
}

// As a read: found before the batch, found again in it when anything changed.
class ExportWork final : public UseCase {
 public:
  ExportWork(const Caller& caller, Operation operation, ExportRequest request,
             Done<ExportPage> done)
      : UseCase(caller, std::move(operation)),
        request_(std::move(request)),
        done_(std::move(done)) {}

  static void Run(std::unique_ptr<ExportWork> work) {
    Gate& gate = work->gate();
    Result<Permit> permit = gate.Admit(work->operation());
    if (permit) {
      work->reading_ = work->Find(std::move(*permit));
    }
    gate.Submit(std::move(work));
  }

  bool writes() const override { return false; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    if (!reading_ || !*reading_ || vault().IsStale(**reading_, context)) {
      reading_ = Find(std::move(permit));
    }
    if (!*reading_) {
      return Fail(reading_->error());
    }
    Facts facts = (*reading_)->facts;
    facts.detail = "export";
    return facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    Reading reading = std::move(**reading_);
    ExportPage page;
    for (Unit& unit : std::move(reading.units).Open(*release)) {
      if (std::optional<ExportedUnit> part = PartOf(std::move(unit), request_.subject)) {
        page.units.push_back(std::move(*part));
      }
    }
    page.more = reading.more;
    page.last = std::move(reading.last);
    page.withheld_count = reading.withheld_count;
    page.receipt = ReceiptOf(*release);
    done_(std::move(page));
  }

 private:
  Result<Reading> Find(Permit permit) {
    if (!request_.record) {
      return vault().ReadPerson(std::move(permit), request_.subject, request_.cursor,
                                request_.limit);
    }
    MANDAT_TRY([[maybe_unused]] const Registration known,
               vault().FindRegistration(request_.subject));
    const uint32_t after = request_.cursor ? ReadBigEndian32(*request_.cursor) : 0;
    return vault().ReadVersions(std::move(permit), *request_.record, after, request_.limit);
  }

  ExportRequest request_;
  Done<ExportPage> done_;
  std::optional<Result<Reading>> reading_;
};

}  // namespace

// Source: GDPR Art. 15(1).
void ReadExportHead(Caller caller, const SubjectId& subject, Done<ExportHead> done) {
  Operation operation = OperationFor(Verb::kConsult, caller, "");
  const Result<Registration> registration = caller.agreement->vault().FindRegistration(subject);
  if (registration) {
    operation.people = registration->people;
  } else if (const auto mandate = caller.agreement->mandate()) {
    operation.people = mandate->agreement().people().front().id;
  }
  ChooseVerb(caller, operation);
  caller.agreement->gate().Submit(std::unique_ptr<Work>(
      std::make_unique<HeadWork>(caller, std::move(operation), subject, std::move(done))));
}

// Source: GDPR Art. 15(3); GDPR Art. 15(4); GDPR Art. 20(1).
void ReadExportPage(Caller caller, ExportRequest request, Done<ExportPage> done) {
  if (request.record && request.cursor && request.cursor->size() != 4) {
    return done(Fail(Error::Invalid("cursor is not one of versions")));
  }
  Operation operation = OperationFor(Verb::kConsult, caller, request.collection);
  ChooseVerb(caller, operation);
  ExportWork::Run(std::make_unique<ExportWork>(caller, std::move(operation), std::move(request),
                                               std::move(done)));
}

}  // namespace mandat
