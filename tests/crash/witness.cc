// SPDX-License-Identifier: Apache-2.0
#include "crash/witness.h"

#include <sstream>

#include "base/assert.h"
#include "format/checkpoint.h"
#include "format/note.h"

namespace mandat {
namespace {

constexpr std::string_view kReferencePrefix = "act-";

Bytes IdOf(char kind, uint32_t first, uint32_t second) {
  Bytes bytes(8, kind);
  AppendBigEndian32(bytes, first);
  AppendBigEndian32(bytes, second);
  return bytes;
}

}  // namespace

size_t Witness::Ask(Act act) {
  const std::lock_guard lock(mutex_);
  acts_.emplace_back(std::move(act), Answer());
  return acts_.size() - 1;
}

void Witness::Hear(size_t number, Answer answer) {
  const std::lock_guard lock(mutex_);
  MANDAT_ASSERT(acts_[number].second.kind == Answer::Kind::kPending);
  acts_[number].second = std::move(answer);
}

void Witness::AskAgain(size_t number) {
  const std::lock_guard lock(mutex_);
  acts_[number].second = Answer();
}

void Witness::HearHouse(uint64_t entry, Bytes leaf) {
  const std::lock_guard lock(mutex_);
  house_.emplace_back(entry, std::move(leaf));
}

std::vector<std::pair<uint64_t, Bytes>> Witness::house() const {
  const std::lock_guard lock(mutex_);
  return house_;
}

void Witness::HearPublished(const std::string& note) {
  const Result<Note> parsed = Note::Parse(note);
  MANDAT_ASSERT(parsed.has_value());
  const Result<Checkpoint> checkpoint = Checkpoint::Parse(parsed->text);
  MANDAT_ASSERT(checkpoint.has_value());
  const std::lock_guard lock(mutex_);
  if (published_.empty() || checkpoint->size > published_size_) {
    published_ = note;
    published_size_ = checkpoint->size;
  }
}

std::vector<std::pair<Act, Answer>> Witness::acts() const {
  const std::lock_guard lock(mutex_);
  return acts_;
}

Act Witness::act(size_t number) const {
  const std::lock_guard lock(mutex_);
  return acts_[number].first;
}

Answer Witness::answer(size_t number) const {
  const std::lock_guard lock(mutex_);
  return acts_[number].second;
}

std::string Witness::published() const {
  const std::lock_guard lock(mutex_);
  return published_;
}

std::optional<size_t> Witness::NumberOf(const std::string& reference) {
  if (!reference.starts_with(kReferencePrefix)) {
    return std::nullopt;
  }
  return std::stoull(reference.substr(kReferencePrefix.size()));
}

SubjectId PersonAt(uint32_t person) { return *SubjectId::Decode(IdOf('\x51', person, 0)); }

RecordId RecordAt(uint32_t person, uint32_t record) {
  return *RecordId::Decode(IdOf('\x7e', person, record));
}

std::string CollectionOf(uint32_t record) {
  return record == Witness::kSeries ? "meters"
         : record == Witness::kBlob ? "files"
         : record % 2 == 0          ? "contacts"
                                    : "logs";
}

std::string FormatPoints(const Points& points) {
  std::string text;
  for (const auto& [minute, value] : points) {
    text += (text.empty() ? "" : " ") + std::to_string(minute) + "=" + std::to_string(value);
  }
  return text;
}

Points ParsePoints(const std::string& text) {
  Points points;
  std::istringstream in(text);
  uint32_t minute = 0;
  char is = 0;
  int64_t value = 0;
  while (in >> minute >> is >> value) {
    points[minute] = value;
  }
  return points;
}

}  // namespace mandat
