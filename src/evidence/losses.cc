// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/losses.h"

#include <algorithm>
#include <string>

#include "crypto/hash.h"
#include "crypto/note.h"
#include "evidence/internal/checkpoint.h"

namespace mandat::internal {
namespace {

// The name without the number of a later log, and that number; 1 when there is none.
std::pair<std::string_view, uint64_t> NameAndNumber(std::string_view origin) {
  const size_t slash = origin.rfind('/');
  if (slash != std::string_view::npos) {
    const Result<uint64_t> number = ParseDecimal(origin.substr(slash + 1));
    if (number && *number >= 2) {
      return {origin.substr(0, slash), *number};
    }
  }
  return {origin, 1};
}

Status Failed(Report& report, std::string_view where, Error error) {
  report.SetFailure(where, error);
  return Fail(std::move(error));
}

Status AddLoss(Report& report, JournalSource& source, const VerifierKey& key, const Lost& lost) {
  const Loss& loss = lost.loss;
  const std::string where = "entry " + std::to_string(lost.entry);
  const std::optional<VerifierKey> closed = KeyOfEarlierLog(key, loss.origin);
  if (!closed || loss.size < lost.entry) {
    return Failed(report, where, Error::Corrupt("the log that it closes is none before this one"));
  }
  report.AddVerified("entries before " + std::to_string(lost.entry) + " are those of " +
                     loss.origin + ", which was closed; it had " + std::to_string(loss.size) +
                     ", of which " + std::to_string(loss.size - lost.entry) + " are lost");
  report.AddFact("closed", loss.origin);
  report.AddFact("lost", loss.size - lost.entry);
  const std::string path =
      "closed/" + std::to_string(NameAndNumber(loss.origin).second) + "/checkpoint";
  const Result<Bytes> note = source.Get(path, Note::kBytesMax);
  if (!note && note.error().kind == ErrorKind::kNotFound) {
    report.AddNotChecked("the last checkpoint of " + loss.origin + ": it is not published here");
    return {};
  }
  if (!note) {
    return Failed(report, path, note.error());
  }
  const Result<VerifiedNote> opened = OpenNote(*note, {*closed});
  const Result<Checkpoint> last = OpenCheckpoint(*note, *closed);
  if (!opened || !last) {
    return Failed(report, path, opened ? last.error() : opened.error());
  }
  if (last->size != loss.size || last->root != loss.root ||
      Sha256(opened->text).view() != loss.note) {
    return Failed(report, path,
                  Error::Corrupt("it is not the checkpoint that the entry of the loss names"));
  }
  report.AddVerified("the last checkpoint of " + loss.origin + " is the one that entry " +
                     std::to_string(lost.entry) + " commits to");
  return {};
}

}  // namespace

std::optional<VerifierKey> KeyOfEarlierLog(const VerifierKey& key, std::string_view origin) {
  const auto [name, number] = NameAndNumber(key.name);
  const auto [earlier, before] = NameAndNumber(origin);
  if (name != earlier || before >= number) {
    return std::nullopt;
  }
  VerifierKey closed = key;
  closed.name = origin;
  closed.key_id = KeyId(origin, key.type, key.public_key);
  return closed;
}

Status AddLosses(Report& report, JournalSource& source, const VerifierKey& key,
                 const std::vector<Lost>& losses) {
  for (const Lost& lost : losses) {
    MANDAT_TRY_STATUS(AddLoss(report, source, key, lost));
  }
  return {};
}

Status AddOlderOfClosed(Report& report, const Checkpoint& older, bool is_prefix,
                        const std::vector<Lost>& losses) {
  constexpr std::string_view kWhere = "older checkpoint";
  const auto lost =
      std::ranges::find(losses, older.origin, [](const Lost& one) { return one.loss.origin; });
  if (lost == losses.end()) {
    return Failed(report, kWhere, Error::Corrupt("the journal knows of no log of that name"));
  }
  if (older.size <= lost->entry) {
    if (!is_prefix) {
      return Failed(report, kWhere,
                    Error::Corrupt("the journal does not begin as it was at the older checkpoint"));
    }
    report.AddVerified("the first " + std::to_string(older.size) +
                       " entries are those of the older checkpoint");
    return {};
  }
  const bool is_last = older.size == lost->loss.size;
  if (older.size > lost->loss.size ||
      (is_last && !lost->loss.root.empty() && lost->loss.root != older.root)) {
    return Failed(report, kWhere,
                  Error::Corrupt("more or other entries were lost than the journal says"));
  }
  report.AddVerified("the older checkpoint speaks of entries " + std::to_string(lost->entry) +
                     " to " + std::to_string(older.size - 1) + ", which the journal says are lost");
  return {};
}

}  // namespace mandat::internal
