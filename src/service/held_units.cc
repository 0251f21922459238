// SPDX-License-Identifier: Apache-2.0
#include "service/held_units.h"

#include <set>

#include "crypto/hash.h"
#include "service/internal/use_case.h"
#include "vault/held_record.h"

namespace mandat {
namespace {

// Closed until its entry is durable. Read within the batch: what a hold keeps never changes, and
// whoever reads it does so seldom.
class HeldWork final : public UseCase {
 public:
  HeldWork(const Caller& caller, Operation operation, HeldRequest request, Done<HeldAnswer> done)
      : UseCase(caller, std::move(operation)),
        request_(std::move(request)),
        done_(std::move(done)) {}

  bool writes() const override { return false; }

  Result<Facts> Act(Permit permit, BatchContext&) override {
    MANDAT_TRY(Holds::Page page,
               vault().holds().Read(permit, request_.hold, request_.after, request_.limit));
    const Collection* declared = permit.mandate().schema().FindCollection(request_.collection);
    const bool records = declared != nullptr && declared->kind == CollectionKind::kRecords;
    std::set<SubjectId> subjects;
    Facts facts;
    std::vector<HeldUnit> units;
    for (HeldPart& part : page.parts) {
      if (part.collection != request_.collection) {
        continue;
      }
      subjects.insert(part.subject);
      if (records) {
        MANDAT_TRY(Unit unit, OpenHeldRecord(part));
        units.push_back({std::move(unit)});
      } else {
        units.push_back({std::move(part)});
      }
    }
    // No root over people: the key that would hide who they are may be destroyed.
    facts.units_count = units.size();
    facts.people_count = subjects.size();
    for (const SubjectId& subject : subjects) {
      if (vault().people().Key(subject)) {
        facts.people.push_back(subject);
      }
    }
    facts.detail = "hold " + request_.hold;
    answer_.more = page.more;
    answer_.last = std::move(page.last);
    units_.emplace(std::move(units));
    return facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    answer_.units = std::move(*units_).Open(*release);
    answer_.receipt = ReceiptOf(*release);
    done_(std::move(answer_));
  }

 private:
  const HeldRequest request_;
  Done<HeldAnswer> done_;
  HeldAnswer answer_;
  std::optional<Held<std::vector<HeldUnit>>> units_;
};

}  // namespace

// Source: GDPR Art. 17(3); GDPR Art. 18(2).
void ReadHeldUnits(Caller caller, HeldRequest request, Done<HeldAnswer> done) {
  Operation operation = OperationFor(Verb::kConsult, caller, request.collection);
  caller.agreement->gate().Submit(std::unique_ptr<Work>(std::make_unique<HeldWork>(
      caller, std::move(operation), std::move(request), std::move(done))));
}

}  // namespace mandat
