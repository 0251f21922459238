// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "outbound/template.h"

namespace mandat {
namespace {

// Fields that every kind has. "?" behind a name: it may be empty.
constexpr std::string_view kCommon =
    "agreement processor reference controller? clause? clause_link? journal_entry? contact_point? "
    "url? pass_on? event_at? entered_at?";

struct Row {
  std::string_view name;
  bool is_internal;
  std::string_view fields;  // beside the common ones; without "?" also where the common one has it
};

constexpr std::array kRows = {
    Row{"breach", false,
        "controller matter event_at contact_point due_at? due_explained? nature? began_at? "
        "ended_at? people? records? protection? consequences? measures?"},
    Row{"breach-update", false,
        "controller matter event_at contact_point earlier changes final? nature? began_at? "
        "ended_at? people? records? protection? consequences? measures?"},
    Row{"request-forwarded", false,
        "controller matter event_at right? acknowledged? due_at? due_explained?"},
    Row{"complaint-forwarded", false,
        "controller matter event_at authority? due_at? due_explained?"},
    Row{"sub-processor-change", false,
        "controller matter event_at sub_processor country task tool? replaces? starts_at? "
        "approval? due_at? due_explained? silence?"},
    Row{"instruction-infringing", false,
        "controller matter event_at instruction provision reason suspended?"},
    Row{"legal-demand", false,
        "controller matter event_at authority country? law? scope? due_at? answer?"},
    Row{"audit-answer", false, "controller matter event_at answer proposed? due_at? attached?"},
    Row{"end-of-services", false,
        "controller ends_at choice? due_at? due_explained? silence? export?"},
    Row{"destruction-certificate", false,
        "controller matter event_at scope certificate partial_until? residual?"},
    Row{"residual", false, "controller matter items reason? until?"},
    Row{"amendment", false,
        "controller version changes starts_at? due_at? due_explained? silence?"},
    Row{"assistance", false, "controller matter event_at topic answer? due_at? attached?"},
    Row{"duty-reminder", true, "duty due_at remaining last_day? matter? state? due_explained?"},
    Row{"duty-overdue", true, "duty due_at overdue_by matter? state? due_explained?"},
    Row{"contact-reconfirm", false, "controller contact_role due_at?"},
    Row{"dead-letter", true, "notice kind channel attempts first_at last_reply? maybe_arrived?"},
    Row{"unable-to-comply", false, "controller matter event_at term reason effect? remedy?"},
    Row{"suspension", false, "controller matter event_at scope lifted? until? reason?"},
    Row{"plain", false, "controller title text"},
};

void AddFields(std::string_view words, std::vector<NoticeField>& fields) {
  while (!words.empty()) {
    const size_t space = words.find(' ');
    std::string_view word = words.substr(0, space);
    words.remove_prefix(space == std::string_view::npos ? words.size() : space + 1);
    const bool may_be_empty = word.ends_with('?');
    if (may_be_empty) {
      word.remove_suffix(1);
    }
    const auto known = std::ranges::find(fields, word, &NoticeField::name);
    if (known == fields.end()) {
      fields.push_back({word, may_be_empty});
    } else {
      known->may_be_empty = may_be_empty;
    }
  }
}

std::vector<NoticeKind> ReadRows() {
  std::vector<NoticeKind> kinds;
  for (const Row& row : kRows) {
    NoticeKind kind{row.name, row.is_internal, {}};
    AddFields(kCommon, kind.fields);
    AddFields(row.fields, kind.fields);
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

}  // namespace

const std::vector<NoticeKind>& NoticeKinds() {
  static const std::vector<NoticeKind> kinds = ReadRows();
  return kinds;
}

const NoticeKind* FindNoticeKind(std::string_view name) {
  const auto found = std::ranges::find(NoticeKinds(), name, &NoticeKind::name);
  return found == NoticeKinds().end() ? nullptr : &*found;
}

const NoticeField* NoticeKind::FindField(std::string_view field) const {
  const auto found = std::ranges::find(fields, field, &NoticeField::name);
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace mandat
