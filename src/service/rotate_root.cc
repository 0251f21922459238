// SPDX-License-Identifier: Apache-2.0
#include "service/rotate_root.h"

#include <utility>

#include "service/keep_house.h"

namespace mandat {
namespace {

class RotatedWork final : public HouseWork {
 public:
  RotatedWork(Bytes actor, RootRotated rotated, Done<RootRotated> done)
      : HouseWork(std::move(actor)), rotated_(std::move(rotated)), done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext&) override {
    entry.act = "rotate-root";
    entry.units_count = 0;
    entry.detail = "from " + FormatHex(rotated_.previous) + " to " + FormatHex(rotated_.root) +
                   " files " + std::to_string(rotated_.files_count);
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    rotated_.receipt = {release->entry(), release->at(), {}, false};
    done_(std::move(rotated_));
  }

 private:
  RootRotated rotated_;
  Done<RootRotated> done_;
};

// One rotation on its way through all agreements; holds the right to rotate until its end.
class Rotation {
 public:
  Rotation(Agreements& agreements, Workers& desk, Bytes actor, Done<RootRotated> done)
      : agreements_(agreements), desk_(desk), actor_(std::move(actor)), done_(std::move(done)) {}

  static void Post(std::unique_ptr<Rotation> rotation) {
    Workers& desk = rotation->desk_;
    desk.Post([rotation = std::move(rotation)]() mutable { Step(std::move(rotation)); });
  }

 private:
  // Errors end it; the key before stays readable, so nothing is lost.
  static void Step(std::unique_ptr<Rotation> rotation) {
    const Status stepped = rotation->is_begun_ ? rotation->MoveNext() : rotation->Begin();
    if (!stepped) {
      rotation->End();
      return rotation->done_(Fail(stepped.error()));
    }
    if (rotation->next_ < rotation->ids_.size()) {
      return Post(std::move(rotation));
    }
    rotation->agreements_.root().ForgetPrevious();
    rotation->End();
    rotation->agreements_.system().gate().Submit(std::unique_ptr<HouseWork>(
        std::make_unique<RotatedWork>(std::move(rotation->actor_), std::move(rotation->rotated_),
                                      std::move(rotation->done_))));
  }

  Status Begin() {
    if (agreements_.is_rotating().exchange(true)) {
      return Fail(Error::Conflict("the root key is being replaced already"));
    }
    is_ours_ = true;
    const RootKey& root = agreements_.root();
    MANDAT_TRY_STATUS(root.Renew(agreements_.system().random()));
    const std::optional<Bytes> previous = root.previous_id();
    if (!previous) {
      return Fail(Error::Conflict(
          "keys.root_previous is not set: nothing is to be moved to another root key"));
    }
    rotated_.root = root.id();
    rotated_.previous = *previous;
    ids_ = agreements_.List();
    ids_.push_back(agreements_.system().id());
    is_begun_ = true;
    return {};
  }

  Status MoveNext() {
    const AgreementId& id = ids_[next_++];
    const Result<size_t> moved = agreements_.MoveToRoot(id);
    if (!moved) {
      Error error = moved.error();
      error.message = "agreement " + id.text() + ": " + error.message;
      return Fail(std::move(error));
    }
    rotated_.files_count += *moved;
    rotated_.agreements_count += *moved > 0 ? 1 : 0;
    return {};
  }

  void End() {
    if (std::exchange(is_ours_, false)) {
      agreements_.is_rotating() = false;
    }
  }

  Agreements& agreements_;
  Workers& desk_;
  Bytes actor_;
  Done<RootRotated> done_;
  std::vector<AgreementId> ids_;
  size_t next_ = 0;
  bool is_begun_ = false;
  bool is_ours_ = false;
  RootRotated rotated_;
};

}  // namespace

void RotateRoot(Agreements& agreements, Workers& desk, Bytes actor, Done<RootRotated> done) {
  Rotation::Post(std::make_unique<Rotation>(agreements, desk, std::move(actor), std::move(done)));
}

KeysReport ReportKeys(Agreements& agreements) {
  KeysReport report{agreements.root().id(), agreements.root().previous_id(), {}};
  std::vector<AgreementId> ids = agreements.List();
  ids.push_back(agreements.system().id());
  std::map<AgreementId, std::shared_ptr<OpenAgreement>> opened;
  for (std::shared_ptr<OpenAgreement>& open : agreements.Opened()) {
    opened.emplace(open->id(), std::move(open));
  }
  opened.emplace(agreements.system().id(), agreements.shared_system());
  for (const AgreementId& id : ids) {
    KeysOf keys{id.text(), agreements.KeyFilesOf(id)};
    if (const auto open = opened.find(id); open != opened.end()) {
      keys.is_open = true;
      keys.is_busy = open->second->keyring().is_busy();
      if (const Result<Completion> completion = ErasureCompletion(*open->second)) {
        keys.last_rewrap = completion->last_rewrap;
        keys.rewrap_due = completion->rewrap_due;
      }
    }
    report.agreements.push_back(std::move(keys));
  }
  return report;
}

}  // namespace mandat
