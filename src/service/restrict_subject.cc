// SPDX-License-Identifier: Apache-2.0
#include "service/restrict_subject.h"

#include <algorithm>

#include "service/internal/use_case.h"

namespace mandat {
namespace {

constexpr size_t kBasisBytesMax = 64;

// Sets or takes back a mark on a person.
class MarkWork final : public UseCase {
 public:
  using Stage = std::move_only_function<Result<Facts>(People&, const Permit&, BatchContext&)>;

  MarkWork(const Caller& caller, Operation operation, Stage stage, Done<Receipt> done)
      : UseCase(caller, std::move(operation)), stage_(std::move(stage)), done_(std::move(done)) {}

  bool writes() const override { return true; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    return stage_(vault().people(), permit, context);
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(ReceiptOf(*release));
  }

 private:
  Stage stage_;
  Done<Receipt> done_;
};

// Closed until the entry is durable, as everything that is told of a person.
class MarksWork final : public UseCase {
 public:
  MarksWork(const Caller& caller, Operation operation, const SubjectId& subject,
            Done<MarksAnswer> done)
      : UseCase(caller, std::move(operation)), subject_(subject), done_(std::move(done)) {}

  bool writes() const override { return false; }

  Result<Facts> Act(Permit, BatchContext& context) override {
    People& people = vault().people();
    MANDAT_TRY([[maybe_unused]] const Registration known,
               people.FindStaged(subject_, context.staging));
    MANDAT_TRY(const SecretBytes key, people.KeyStaged(subject_));
    MANDAT_TRY(Marks marks, people.MarksOf(subject_));
    marks_.emplace(std::move(marks));
    Facts facts = people.FactsOf(subject_, key);
    facts.detail = "marks";
    return facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(MarksAnswer{std::move(*marks_).Open(*release), ReceiptOf(*release)});
  }

 private:
  const SubjectId subject_;
  Done<MarksAnswer> done_;
  std::optional<Held<Marks>> marks_;
};

// Nobody of that id, or no longer: decided as for anybody, so that the answer can be 404 or 410.
Operation OperationOn(Verb verb, const Caller& caller, const SubjectId& subject) {
  Operation operation = OperationFor(verb, caller, "");
  const Result<Registration> registration = caller.agreement->vault().FindRegistration(subject);
  if (registration) {
    operation.people = registration->people;
  } else if (const auto mandate = caller.agreement->mandate()) {
    operation.people = mandate->agreement().people().front().id;
  }
  return operation;
}

// The purpose of a call is that of the caller; a right is exercised whatever the purpose.
Operation OperationOfRight(Caller& caller, const SubjectId& subject) {
  caller.purpose.clear();
  return OperationOn(Verb::kRestrict, caller, subject);
}

bool IsBasis(std::string_view text) {
  return !text.empty() && text.size() <= kBasisBytesMax &&
         std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

Status RequirePurposes(const Permit& permit, const std::vector<std::string>& purposes) {
  for (const std::string& purpose : purposes) {
    const auto& listed = permit.mandate().agreement().purposes();
    if (std::ranges::find(listed, purpose, &Purpose::id) == listed.end()) {
      return Fail(Error::Invalid("a purpose is not among the purposes of the agreement"));
    }
  }
  return {};
}

Status RequireNow(std::optional<Instant> from, const BatchContext& context) {
  return from && *from > context.at
             ? Status(Fail(Error::Invalid("`from` lies in the future; the freeze begins at once")))
             : Status();
}

void Submit(const Caller& caller, Operation operation, MarkWork::Stage stage, Done<Receipt> done) {
  caller.agreement->gate().Submit(std::unique_ptr<Work>(
      std::make_unique<MarkWork>(caller, std::move(operation), std::move(stage), std::move(done))));
}

// Nobody is marked who is not there: otherwise the marks would outlive the person.
Result<Marks> MarksOfRegistered(const People& people, const SubjectId& subject,
                                const BatchContext& context) {
  MANDAT_TRY([[maybe_unused]] const Registration known,
             people.FindStaged(subject, context.staging));
  return people.MarksStaged(subject, context.staging);
}

bool Objects(const Marks& marks, std::string_view purpose) {
  return std::ranges::find(marks.objections, purpose, &Objection::purpose) !=
         marks.objections.end();
}

}  // namespace

// Invariant (restricted is frozen). Source: GDPR Art. 18(1); GDPR Art. 18(2).
void RestrictSubject(Caller caller, RestrictRequest request, Done<Receipt> done) {
  if (!IsBasis(request.basis)) {
    return done(Fail(Error::Invalid("`basis` is not 1 to 64 printable ASCII characters")));
  }
  Operation operation = OperationOfRight(caller, request.subject);
  auto stage = [request = std::move(request)](People& people, const Permit& permit,
                                              BatchContext& context) -> Result<Facts> {
    MANDAT_TRY_STATUS(RequireNow(request.from, context));
    MANDAT_TRY_STATUS(RequirePurposes(permit, request.purposes));
    for (const std::string& collection : request.collections) {
      if (permit.mandate().schema().FindCollection(collection) == nullptr) {
        return Fail(Error::Invalid("the schema does not have one of the collections"));
      }
    }
    MANDAT_TRY(const Marks marks, MarksOfRegistered(people, request.subject, context));
    if (marks.restriction) {
      return Fail(Error::Conflict("person's data is restricted already; lift that first"));
    }
    const Restriction restriction{request.from.value_or(context.at), request.basis,
                                  request.collections, request.purposes, context.at};
    return people.StageRestriction(permit, request.subject, restriction, context);
  };
  Submit(caller, std::move(operation), std::move(stage), std::move(done));
}

// Source: GDPR Art. 18(3).
void LiftRestriction(Caller caller, const SubjectId& subject, Done<Receipt> done) {
  Operation operation = OperationOfRight(caller, subject);
  auto stage = [subject](People& people, const Permit& permit,
                         BatchContext& context) -> Result<Facts> {
    MANDAT_TRY(const Marks marks, MarksOfRegistered(people, subject, context));
    if (!marks.restriction) {
      return Fail(Error::NotFound("person's data is not restricted"));
    }
    return people.StageRestriction(permit, subject, std::nullopt, context);
  };
  Submit(caller, std::move(operation), std::move(stage), std::move(done));
}

// Source: GDPR Art. 21(1).
void ObjectToPurpose(Caller caller, ObjectRequest request, Done<Receipt> done) {
  if (!IsBasis(request.basis)) {
    return done(Fail(Error::Invalid("`basis` is not 1 to 64 printable ASCII characters")));
  }
  Operation operation = OperationOfRight(caller, request.subject);
  auto stage = [request = std::move(request)](People& people, const Permit& permit,
                                              BatchContext& context) -> Result<Facts> {
    MANDAT_TRY_STATUS(RequireNow(request.from, context));
    MANDAT_TRY_STATUS(RequirePurposes(permit, {request.purpose}));
    MANDAT_TRY(const Marks marks, MarksOfRegistered(people, request.subject, context));
    if (Objects(marks, request.purpose)) {
      return Fail(Error::Conflict("the person objected to this purpose already"));
    }
    const Objection objection{request.from.value_or(context.at), request.basis, request.purpose,
                              context.at};
    return people.StageObjection(permit, request.subject, objection, true, context);
  };
  Submit(caller, std::move(operation), std::move(stage), std::move(done));
}

void EndObjection(Caller caller, const SubjectId& subject, std::string purpose,
                  Done<Receipt> done) {
  Operation operation = OperationOfRight(caller, subject);
  auto stage = [subject, purpose = std::move(purpose)](People& people, const Permit& permit,
                                                       BatchContext& context) -> Result<Facts> {
    MANDAT_TRY(const Marks marks, MarksOfRegistered(people, subject, context));
    if (!Objects(marks, purpose)) {
      return Fail(Error::NotFound("the person does not object to this purpose"));
    }
    return people.StageObjection(permit, subject, {.purpose = purpose}, false, context);
  };
  Submit(caller, std::move(operation), std::move(stage), std::move(done));
}

void ReadMarks(Caller caller, const SubjectId& subject, Done<MarksAnswer> done) {
  Operation operation = OperationOn(Verb::kConsult, caller, subject);
  caller.agreement->gate().Submit(std::unique_ptr<Work>(
      std::make_unique<MarksWork>(caller, std::move(operation), subject, std::move(done))));
}

}  // namespace mandat
