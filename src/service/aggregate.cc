// SPDX-License-Identifier: Apache-2.0
#include "service/aggregate.h"

#include <algorithm>

#include "format/flat_object.h"
#include "service/identifying.h"
#include "service/internal/aggregate_rows.h"
#include "service/internal/use_case.h"

namespace mandat {
namespace {

constexpr size_t kPageUnits = 500;  // opened in one batch: others wait for it
constexpr size_t kGroupFieldsMax = 4;
constexpr size_t kConditionsMax = 8;

// A question on its way: pages are read one by one, each an operation of its own, and what is left
// of each page is what its people contribute. The last operation judges, remembers and answers.
struct Course {
  Caller caller;
  AggregateRequest request;
  CategorySet categories = 0;
  Done<AggregateReply> done;
  SecretBytes tag_key;
  Tally tally;
  uint64_t passed_over_count = 0;
};
using CoursePtr = std::unique_ptr<Course>;

Operation OperationOf(const Course& course) {
  Operation operation = OperationFor(Verb::kAnonymise, course.caller, course.request.collection);
  operation.categories = course.categories;
  return operation;
}

bool IsMet(const AggregateCondition& condition, const std::vector<FlatMember>& members) {
  const std::optional<std::string_view> json = FindFlat(members, condition.field);
  if (!json || (condition.is && *json != *condition.is)) {
    return false;
  }
  if (!condition.from && !condition.until) {
    return true;
  }
  const std::optional<double> number = FlatNumber(*json);
  return number && (!condition.from || *number >= *condition.from) &&
         (!condition.until || *number < *condition.until);
}

std::string GroupOf(const AggregateRequest& request, const std::vector<FlatMember>& members) {
  std::string group = "{";
  for (const std::string& field : request.group_by) {
    group += (group.size() > 1 ? ",\"" : "\"") + field + "\":";
    group += FindFlat(members, field).value_or("null");
  }
  return group += "}";
}

Status TakeUnit(const Unit& unit, Course& course) {
  MANDAT_TRY(const std::vector<FlatMember> members, FlatMembers(unit.body.Reveal()));
  const AggregateRequest& request = course.request;
  if (!std::ranges::all_of(request.where,
                           [&](const auto& condition) { return IsMet(condition, members); })) {
    return {};
  }
  std::optional<double> value;
  if (!request.field.empty()) {
    const std::optional<std::string_view> json = FindFlat(members, request.field);
    value = json ? FlatNumber(*json) : std::nullopt;
  }
  const Hash tag = HmacSha256(course.tag_key.view(), {unit.subject.bytes()});
  return course.tally.Add(GroupOf(request, members), ReadBigEndian64(tag.view()), value);
}

// Judges what was read, on the sequencer, so that of two questions at a time the second one meets
// the first one's answer.
class AnswerWork final : public UseCase {
 public:
  explicit AnswerWork(CoursePtr course)
      : UseCase(course->caller, OperationOf(*course)),
        agreement_(*course->caller.agreement),
        course_(std::move(course)) {}

  bool writes() const override { return true; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    const AggregateRequest& request = course_->request;
    AggregateOutcome outcome =
        JudgeGroups(course_->tally, request.field, request.figures, reply_.rules);
    if (const auto* refusal = std::get_if<AggregateRefusal>(&outcome)) {
      return Fail(Error::Refused(refusal->message, permit.clause()));
    }
    reply_.answer = std::move(std::get<AggregateAnswer>(outcome));
    const internal::AnsweredSets kept(agreement_.keyring(), agreement_.random(),
                                      request.collection);
    MANDAT_TRY(const std::optional<AggregateRefusal> refusal,
               kept.Judge(reply_.answer.sets, reply_.rules, context));
    if (refusal) {
      return Fail(Error::Refused(refusal->message, permit.clause()));
    }
    Facts facts;
    facts.units_count = course_->tally.units_count();
    facts.detail = "aggregate groups=" + std::to_string(reply_.answer.groups.size()) +
                   " withheld=" + std::to_string(reply_.answer.withheld.size());
    return facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return course_->done(Fail(std::move(release).error()));
    }
    reply_.passed_over_count = course_->passed_over_count;
    reply_.receipt = ReceiptOf(*release);
    course_->done(std::move(reply_));
  }

 private:
  OpenAgreement& agreement_;
  CoursePtr course_;
  AggregateReply reply_;
};

class PageWork final : public UseCase {
 public:
  PageWork(CoursePtr course, std::optional<Bytes> after)
      : UseCase(course->caller, OperationOf(*course)),
        course_(std::move(course)),
        after_(std::move(after)) {}

  bool writes() const override { return false; }

  Result<Facts> Act(Permit permit, BatchContext&) override {
    MANDAT_TRY(reading_, vault().ReadCollection(std::move(permit), after_, kPageUnits));
    Facts facts = reading_->facts;
    facts.detail = "aggregate page";
    return facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return course_->done(Fail(std::move(release).error()));
    }
    Reading reading = std::move(*reading_);
    for (const Unit& unit : std::move(reading.units).Open(*release)) {
      if (const Status taken = TakeUnit(unit, *course_); !taken) {
        return course_->done(Fail(taken.error()));
      }
    }
    course_->passed_over_count += reading.withheld_count;
    Gate& its_gate = gate();
    if (reading.more) {
      return its_gate.Submit(std::unique_ptr<Work>(
          std::make_unique<PageWork>(std::move(course_), std::move(reading.last))));
    }
    its_gate.Submit(std::unique_ptr<Work>(std::make_unique<AnswerWork>(std::move(course_))));
  }

 private:
  CoursePtr course_;
  std::optional<Bytes> after_;
  std::optional<Reading> reading_;
};

bool IsNumber(FieldType type) {
  return type == FieldType::kInteger || type == FieldType::kDecimal || type == FieldType::kBoolean;
}

// Names every field of the question, each of which must tell nothing by itself.
Result<std::vector<std::string_view>> FieldsOf(const AggregateRequest& request,
                                               const Collection& declared) {
  std::vector<std::string_view> names;
  if (!request.field.empty()) {
    names.push_back(request.field);
  }
  names.insert(names.end(), request.group_by.begin(), request.group_by.end());
  for (const AggregateCondition& condition : request.where) {
    names.push_back(condition.field);
  }
  for (const std::string_view name : names) {
    const Field* field = declared.FindField(name);
    if (field == nullptr) {
      return Fail(Error::Invalid("the question names a field that the collection does not have"));
    }
    if (IsIdentifying(*field)) {
      return Fail(Error::Invalid("field `" + field->id + "` identifies people; ask by another"));
    }
  }
  const bool of_values = std::ranges::any_of(
      request.figures, [](Statistic figure) { return figure != Statistic::kCount; });
  if (of_values && (request.field.empty() || !IsNumber(declared.FindField(request.field)->type))) {
    return Fail(Error::Invalid("sum, mean, min and max are of a `field` that is a number"));
  }
  return names;
}

}  // namespace

// Source: GDPR Rec. 26; GDPR Art. 28(3)(a).
void AskAggregate(Caller caller, AggregateRequest request, Done<AggregateReply> done) {
  const std::shared_ptr<const Mandate> mandate = caller.agreement->mandate();
  if (!mandate) {
    return done(Fail(Error::Unavailable("no version of the agreement is in force")));
  }
  const Collection* declared = mandate->schema().FindCollection(request.collection);
  if (declared == nullptr || declared->kind != CollectionKind::kRecords) {
    return done(Fail(Error::NotFound("no such collection of records")));
  }
  if (request.figures.empty() || request.group_by.size() > kGroupFieldsMax ||
      request.where.size() > kConditionsMax) {
    return done(Fail(Error::Invalid("question has no function, or too many fields")));
  }
  const Result<std::vector<std::string_view>> fields = FieldsOf(request, *declared);
  if (!fields) {
    return done(Fail(fields.error()));
  }
  const std::optional<CategorySet> categories = fields->empty()
                                                    ? mandate->CategoriesOf(declared->id)
                                                    : mandate->CategoriesOf(declared->id, *fields);
  SecretBytes tag_key = caller.agreement->keyring().PrivateKey("aggregate people");
  // Whoever asks keeps the agreement open until the answer; a work that owned it could be the one
  // to close it, on the sequencer that closing waits for.
  caller.agreement = {std::shared_ptr<OpenAgreement>(), caller.agreement.get()};
  caller.idempotency_key.clear();  // the same question has the same answer anyway
  auto course = std::make_unique<Course>(Course{std::move(caller),
                                                std::move(request),
                                                categories.value_or(0),
                                                std::move(done),
                                                std::move(tag_key),
                                                {},
                                                0});
  Gate& gate = course->caller.agreement->gate();
  gate.Submit(std::unique_ptr<Work>(std::make_unique<PageWork>(std::move(course), std::nullopt)));
}

}  // namespace mandat
