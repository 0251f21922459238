// SPDX-License-Identifier: Apache-2.0
#include "life/life.h"

namespace mandat {
namespace {

// What an event is about: events about the same follow one another.
enum class About : uint8_t { kVersion, kInstruction, kSubprocessor, kSuspension, kHold, kOther };

About AboutOf(EventKind kind) {
  switch (kind) {
    case EventKind::kInstruct:
    case EventKind::kRevoke:
      return About::kInstruction;
    case EventKind::kAnnounce:
    case EventKind::kObject:
    case EventKind::kEngage:
    case EventKind::kDisengage:
      return About::kSubprocessor;
    case EventKind::kSuspend:
    case EventKind::kResume:
      return About::kSuspension;
    case EventKind::kHold:
    case EventKind::kRelease:
      return About::kHold;
    case EventKind::kPropose:
    case EventKind::kSign:
    case EventKind::kActivate:
    case EventKind::kDeploy:
      return About::kVersion;
    default:
      return About::kOther;
  }
}

bool IsAboutTheSame(const Event& a, const Event& b) {
  const About about = AboutOf(a.kind);
  if (about != AboutOf(b.kind)) {
    return false;
  }
  switch (about) {
    case About::kVersion:
      return a.kind == b.kind && a.version == b.version && a.party == b.party;
    case About::kOther:
      return a.kind == b.kind && a.id == b.id && a.party == b.party;
    default:
      return a.id == b.id;
  }
}

}  // namespace

std::optional<size_t> Life::FindSame(const Event& event, bool from_matters) const {
  for (size_t i = events_.size(); i > 0; --i) {
    if (IsAboutTheSame(events_[i - 1], event)) {
      return SameContent(events_[i - 1], event, from_matters) ? std::optional(i - 1) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace mandat
