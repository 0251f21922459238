// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/ids.h"

namespace mandat {

// One request of a client. Its number travels as the reference of its instruction, so that its
// entry in the journal can be told from all others.
struct Act {
  enum class Kind : uint8_t { kRegister, kPut, kRead, kErasePerson, kEraseRecord };

  Kind kind;
  uint32_t person = 0;
  uint32_t record = 0;  // which of the person's; not for kRegister and kErasePerson
  std::string body;     // kPut; of a series as FormatPoints has it
};

// What the client was told.
struct Answer {
  enum class Kind : uint8_t {
    kPending,  // nothing yet
    kEntry,    // done, absent or gone: in any case with an entry
    kNothing,  // a definite no without an entry
    kUnknown,  // it may have been done or not
  };

  Kind kind = Kind::kPending;
  uint64_t entry = 0;
  Bytes leaf;           // bytes of the entry; empty if they could not be read any more
  uint64_t number = 0;  // kPut: version; kErasePerson, kEraseRecord: units
  Bytes body;           // kRead
  bool replayed = false;
  std::optional<ErrorKind> error;
};

// Remembers every request and every answer across crashes, as the clients of a processor would.
// Threading: any number of callers.
class Witness {
 public:
  // Of each person: records, then one series, then one blob. What is put into a series is added to
  // it; everything else is replaced.
  static constexpr uint32_t kRecordsPerPerson = 3;
  static constexpr uint32_t kSeries = 3;
  static constexpr uint32_t kBlob = 4;
  static constexpr uint32_t kUnitsPerPerson = 5;
  static constexpr uint32_t kMinutes = 60;  // that points of a series stand at

  // Gives the number of the act.
  size_t Ask(Act act);
  void Hear(size_t number, Answer answer);
  // The same request is sent again.
  void AskAgain(size_t number);
  // An act of the house was acknowledged with this entry.
  void HearHouse(uint64_t entry, Bytes leaf);
  // A checkpoint that others have seen by now.
  void HearPublished(const std::string& note);

  std::vector<std::pair<Act, Answer>> acts() const;
  Act act(size_t number) const;
  Answer answer(size_t number) const;
  std::vector<std::pair<uint64_t, Bytes>> house() const;
  std::string published() const;

  static std::string Reference(size_t number) { return "act-" + std::to_string(number); }
  // Nothing when the reference is not of an act.
  static std::optional<size_t> NumberOf(const std::string& reference);

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<Act, Answer>> acts_;
  std::vector<std::pair<uint64_t, Bytes>> house_;
  std::string published_;
  uint64_t published_size_ = 0;
};

// People and records by number; everybody is fictitious.
SubjectId PersonAt(uint32_t person);
RecordId RecordAt(uint32_t person, uint32_t record);
// Contacts and files expire one day, logs and meters do not.
std::string CollectionOf(uint32_t record);

// Points of a series by the minute that they stand at: "3=17 4=-2".
using Points = std::map<uint32_t, int64_t>;
std::string FormatPoints(const Points& points);
Points ParsePoints(const std::string& text);

}  // namespace mandat
