// SPDX-License-Identifier: Apache-2.0
#include "sim/files.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace mandat::sim {
namespace {

using std::chrono::hours;

constexpr size_t kNumberDigits = 7;
constexpr uint64_t kNumbers = 10'000'000;
constexpr uint64_t kSegment = uint64_t{64} << 10;

std::string NameOf(const KnownFile& file) { return sim::NameOf(file.key()); }

uint64_t SegmentsOf(uint64_t bytes) { return (bytes + kSegment - 1) / kSegment; }

// How many rows of each letter a blob has, at least and at most.
struct Rows {
  uint64_t least = 0;
  uint64_t most = 0;

  void Add(uint64_t rows, bool has_to_be) {
    most += rows;
    least += has_to_be ? rows : 0;
  }
};

// Of a row of Space::kBlobs: person, letter, collection 00 id.
std::optional<std::pair<char, UnitKey>> PlaceOf(ByteView row) {
  if (row.size() < SubjectId::kBytes + 1) {
    return std::nullopt;
  }
  const char letter = row[SubjectId::kBytes];
  const ByteView rest = row.substr(SubjectId::kBytes + 1);
  const size_t end = rest.find('\0');
  if (end == ByteView::npos || rest.size() < end + 1 + RecordId::kBytes) {
    return std::nullopt;
  }
  return std::pair(letter, UnitKey(std::string(rest.substr(0, end)),
                                   *RecordId::Decode(rest.substr(end + 1, RecordId::kBytes))));
}

}  // namespace

Bytes ContentOf(const std::string& label, uint64_t number, uint64_t bytes) {
  Bytes content;
  content.reserve(bytes + 64);
  while (content.size() < bytes) {
    char line[16];
    std::snprintf(line, sizeof line, "%07u\n", static_cast<unsigned>(number++ % kNumbers));
    content.append(label).append(line);
  }
  content.resize(bytes);
  return content;
}

std::string NumberOfContent(ByteView content) {
  const size_t end = content.find('\n');
  return end == ByteView::npos || end < kNumberDigits
             ? std::string()
             : std::string(content.substr(end - kNumberDigits, kNumberDigits));
}

const KnownFile* Files::Find(const RecordId& file) const {
  const auto found = std::ranges::find(files_, file, &KnownFile::id);
  return found == files_.end() ? nullptr : &*found;
}

KnownFile* Files::Known(const RecordId& file) {
  const auto found = std::ranges::find(files_, file, &KnownFile::id);
  return found == files_.end() ? nullptr : &*found;
}

void Files::Begun(const KnownFile& file, KnownUpload upload) {
  KnownFile* known = Known(file.id);
  if (known == nullptr) {
    files_.push_back(file);
    known = &files_.back();
  }
  held_.Met(known->key(), {known->person});
  upload.begun = held_.at();
  known->upload = upload;
}

void Files::Came(const RecordId& file, uint64_t offset) {
  KnownUpload& upload = *Known(file)->upload;
  upload.piece_offset = upload.offset;
  upload.offset = offset;
}

void Files::Completed(const RecordId& file) {
  KnownFile& known = *Known(file);
  if (known.IsKept(held_.at())) {
    held_.Touched(known.key(), {known.person}, std::to_string(known.content->number));
  }
  known.content = known.upload->content;
  known.upload.reset();
  known.purges_before = purges_count_;
}

void Files::Abandoned(const RecordId& file) { Known(file)->upload.reset(); }

void Files::Erased(const RecordId& file) {
  KnownFile& known = *Known(file);
  if (known.IsKept(held_.at())) {
    held_.Touched(known.key(), {known.person}, std::to_string(known.content->number));
  }
  known.is_gone = known.is_gone || known.content || known.upload;
  known.content.reset();
  known.upload.reset();
}

void Files::ErasedPerson(size_t person) {
  for (const KnownFile& file : files_) {
    if (file.person == person) {
      Erased(file.id);
    }
  }
}

void Files::Purged(Instant until, Instant now) {
  ++purges_count_;
  for (KnownFile& file : files_) {
    if (file.upload && until >= file.upload->begun + hours(24)) {
      file.upload.reset();
    }
    if (file.IsOver(until) && file.purges_before < purges_count_) {
      held_.Expired(file.key(), {file.person}, std::to_string(file.content->number),
                    file.content->captured + hours(29 * 24), now);
      file.content.reset();
    }
  }
}

void Files::RequireNone(const KnownFile& file, Instant at) const {
  trouble_.Require(!file.IsKept(at), "what was written is there until it expires",
                   NameOf(file) + " at " + at.Format());
}

void Files::RequireRead(const KnownFile& file, const std::string& label, const BlobAnswer& answer,
                        ByteView came) const {
  const Instant at = answer.receipt.at;
  const std::string which = NameOf(file) + " at " + at.Format();
  trouble_.Require(!file.is_gone, "erased stays erased", which);
  trouble_.Require(!file.IsOver(at), "expired is gone", which);
  trouble_.Require(file.content.has_value(), "a blob is there only when all of it is", which);
  if (!file.content) {
    return;
  }
  const KnownContent& content = *file.content;
  trouble_.Require(answer.info.bytes == content.bytes && answer.info.captured == content.captured,
                   "a blob is told of as it was written", which);
  const Bytes whole = ContentOf(label, content.number, content.bytes);
  trouble_.Require(
      answer.offset <= whole.size() && came.size() == answer.bytes &&
          ByteView(whole).substr(answer.offset, answer.bytes) == came,
      "a blob is read as it was written",
      which + ", " + std::to_string(answer.bytes) + " bytes from " + std::to_string(answer.offset));
}

void Files::RequireListed(const std::string& collection, size_t person,
                          const BlobListAnswer& answer) const {
  const Instant at = answer.receipt.at;
  for (const KnownFile& file : files_) {
    if (file.collection != collection) {
      continue;
    }
    const bool is_listed =
        std::ranges::find(answer.blobs, file.id, &BlobInfo::id) != answer.blobs.end();
    const bool may_be = file.person == person && !file.is_gone && file.content && !file.IsOver(at);
    trouble_.Require(!is_listed || may_be, "a list has a person's own blobs alone", NameOf(file));
    trouble_.Require(is_listed || answer.more || !may_be || !file.IsKept(at),
                     "a list has all of a person's blobs", NameOf(file));
  }
}

void Files::Audit(const OpenAgreement& agreement, Instant settled) const {
  std::map<std::pair<char, UnitKey>, Rows> expected;
  for (const KnownFile& file : files_) {
    if (file.content) {
      expected[{'m', file.key()}].Add(1, file.IsKept(settled));
      expected[{'s', file.key()}].Add(SegmentsOf(file.content->bytes), file.IsKept(settled));
    }
    if (file.upload) {
      const bool has_to_be = file.IsUploadKept(settled);
      expected[{'u', file.key()}].Add(1, has_to_be);
      expected[{'s', file.key()}].Add(SegmentsOf(file.upload->offset), has_to_be);
    }
  }
  std::map<std::pair<char, UnitKey>, uint64_t> found;
  const auto rows = agreement.store().Scan(Space::kBlobs, Bytes(1, '\0'), Bytes(64, '\xff'));
  for (; rows->Valid(); rows->Next()) {
    const auto place = PlaceOf(rows->key());
    if (!place || !expected.contains(*place)) {
      return trouble_.Require(false, "nothing is left of what is gone",
                              place ? "a row of " + sim::NameOf(place->second) : "a row");
    }
    ++found[*place];
  }
  for (const auto& [place, count] : expected) {
    const uint64_t there = found[place];
    const std::string which = std::to_string(there) + " rows `" + std::string(1, place.first) +
                              "` of " + sim::NameOf(place.second);
    trouble_.Require(there >= count.least, "what was written is there until it expires", which);
    trouble_.Require(there <= count.most, "nothing is left of what is gone", which);
  }
}

}  // namespace mandat::sim
