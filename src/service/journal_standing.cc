// SPDX-License-Identifier: Apache-2.0
#include "service/journal_standing.h"

#include <algorithm>

#include "format/checkpoint.h"
#include "trail/trail_row.h"

namespace mandat {
namespace {

uint64_t PublishedSize(const Journal& journal) {
  const Result<Note> note = Note::Parse(journal.published());
  const Result<Checkpoint> checkpoint = note ? Checkpoint::Parse(note->text) : Fail(note.error());
  return checkpoint ? checkpoint->size : 0;
}

std::optional<Instant> InstantOf(const Journal& journal, uint64_t index) {
  const Result<Bytes> bytes = journal.ReadEntry({index});
  const Result<Entry> entry = bytes ? Entry::Decode(*bytes) : Fail(bytes.error());
  return entry ? std::optional(entry->at) : std::nullopt;
}

}  // namespace

JournalStanding StandingOf(const OpenAgreement& agreement) {
  const Journal& journal = agreement.journal();
  JournalStanding standing;
  standing.published = PublishedSize(journal);
  standing.size = std::max(standing.published, journal.head().size);
  standing.minimum = journal.minimum();
  if (standing.published > 0) {
    standing.newest_published = InstantOf(journal, standing.published - 1);
  }
  if (standing.published < standing.size) {
    standing.oldest_unpublished = InstantOf(journal, standing.published);
  }
  standing.trail_bytes =
      agreement.store().BytesAbout(Space::kTrail, kTrailPrefix, EndOfPrefix(kTrailPrefix));
  return standing;
}

}  // namespace mandat
