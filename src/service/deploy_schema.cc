// SPDX-License-Identifier: Apache-2.0
#include "service/deploy_schema.h"

#include <algorithm>

#include "service/record_event.h"
#include "vault/in_use.h"

namespace mandat {
namespace {

// One deployment after the other; each continues in the completion of the one before.
class Rollout : public std::enable_shared_from_this<Rollout> {
 public:
  struct Target {
    std::shared_ptr<OpenAgreement> agreement;
    size_t effect = 0;
  };

  Rollout(std::string text, DeployAnswer answer, std::vector<Target> targets, Bytes actor,
          Done<DeployAnswer> done)
      : text_(std::move(text)),
        answer_(std::move(answer)),
        targets_(std::move(targets)),
        actor_(std::move(actor)),
        done_(std::move(done)) {}

  void Next() {
    if (next_ == targets_.size()) {
      return done_(std::move(answer_));
    }
    const Target& target = targets_[next_++];
    SchemaEffect& effect = answer_.effects[target.effect];
    RecordRequest request;
    request.event.kind = EventKind::kDeploy;
    request.event.by = "deployment";
    request.event.version = effect.version;
    request.from_now = true;
    request.texts.schema = text_;
    RecordEvent(target.agreement, std::move(request), actor_,
                [self = shared_from_this(), &effect](Result<RecordAnswer> recorded) {
                  Note(std::move(recorded), effect);
                  self->Next();
                });
  }

 private:
  static void Note(Result<RecordAnswer> recorded, SchemaEffect& effect) {
    if (!recorded) {
      effect.trouble = recorded.error().message;
      return;
    }
    effect.findings = std::move(recorded->findings);
    effect.deployed = effect.findings.empty();
    if (effect.deployed) {
      effect.entry = recorded->receipt.entry;
    }
  }

  std::string text_;
  DeployAnswer answer_;
  std::vector<Target> targets_;
  Bytes actor_;
  Done<DeployAnswer> done_;
  size_t next_ = 0;
};

// Fills in what the schema means for one agreement. Errors: kUnavailable, kCorrupt.
Status Plan(const OpenAgreement& agreement, const LifeVersion& version, const ServiceSchema& schema,
            SchemaEffect& effect) {
  auto mandate = Mandate::Compile(*version.agreement, schema);
  if (auto* findings = std::get_if<std::vector<Finding>>(&mandate)) {
    effect.findings = std::move(*findings);
  }
  const ServiceSchema& before = *version.schemas.back().schema;
  effect.changes = PlanSchema(before, schema);
  for (SchemaChange& change : effect.changes) {
    if (change.units != UnitsEffect::kRefused) {
      continue;
    }
    const Collection* collection = before.FindCollection(change.collection);
    MANDAT_TRY(const bool has_units, HasUnits(agreement.store(), collection->kind, collection->id));
    change.units = has_units ? UnitsEffect::kRefused : UnitsEffect::kNone;
  }
  const bool is_same = before.canonical() == schema.canonical();
  if (before.id() == schema.id() && before.version() >= schema.version() && !is_same) {
    effect.trouble = "schema version is not newer than the one deployed";
  }
  return {};
}

}  // namespace

bool SchemaEffect::is_refused() const {
  return std::ranges::find(changes, UnitsEffect::kRefused, &SchemaChange::units) != changes.end();
}

// Source: GDPR Art. 28(3).
void DeploySchema(Agreements& agreements, std::string text, bool deploy, Bytes actor,
                  Done<DeployAnswer> done) {
  DeployAnswer answer;
  auto parsed = ServiceSchema::Parse("schema", text);
  if (auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    answer.rendered = Render(*findings, text);
    answer.findings = std::move(*findings);
    return done(std::move(answer));
  }
  const auto& schema = std::get<ServiceSchema>(parsed);
  answer.schema = schema.id();
  answer.version = schema.version();
  std::vector<Rollout::Target> targets;
  for (const AgreementId& id : agreements.List()) {
    Result<std::shared_ptr<OpenAgreement>> open = agreements.Find(id);
    if (!open) {
      return done(Fail(std::move(open).error()));
    }
    const std::shared_ptr<const LifeBook> book = (*open)->life_book();
    const LifeVersion* version = book->life.InForce((*open)->gate().Now());
    if (version == nullptr || version->agreement->form() != schema.form()) {
      continue;
    }
    SchemaEffect effect{.agreement = id, .version = version->number};
    if (Status planned = Plan(**open, *version, schema, effect); !planned) {
      return done(Fail(std::move(planned).error()));
    }
    if (effect.findings.empty() && effect.trouble.empty() && !effect.is_refused()) {
      targets.push_back({std::move(*open), answer.effects.size()});
    }
    answer.effects.push_back(std::move(effect));
  }
  if (!deploy) {
    return done(std::move(answer));
  }
  std::make_shared<Rollout>(std::move(text), std::move(answer), std::move(targets),
                            std::move(actor), std::move(done))
      ->Next();
}

}  // namespace mandat
