// SPDX-License-Identifier: Apache-2.0
#include "witness/witness.h"

#include <algorithm>
#include <utility>

#include "crypto/note.h"
#include "crypto/tlog.h"
#include "format/checkpoint.h"
#include "witness/internal/log_book.h"

namespace mandat {
namespace {

constexpr std::string_view kOld = "old ";
constexpr std::string_view kSizeType = "text/x.tlog.size";
constexpr std::string_view kForkSuffix = ".fork";
constexpr size_t kHexDigits = 2 * Hash::kBytes;

// A request, taken apart but not believed.
struct Submission {
  uint64_t old_size = 0;
  std::vector<Hash> proof;
  std::string note;
  Checkpoint checkpoint;
};

WitnessAnswer Answer(unsigned status, std::string_view words) {
  return {status, "text/plain; charset=utf-8", std::string(words) + "\n"};
}

// The size that the witness has, so that whoever asks can prove from there.
WitnessAnswer OtherSize(uint64_t size) {
  return {409, std::string(kSizeType), std::to_string(size) + "\n"};
}

Result<Hash> ParseHashLine(std::string_view line) {
  MANDAT_TRY(const Bytes bytes, ParseBase64(line));
  if (bytes.size() != Hash::kBytes) {
    return Fail(Error::Invalid("a line of the proof is not a hash"));
  }
  return Hash::From(bytes);
}

Result<Submission> ParseSubmission(std::string_view body) {
  Submission asked;
  const auto take = [&body]() -> std::optional<std::string_view> {
    const size_t end = body.find('\n');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(end + 1);
    return line;
  };
  std::optional<std::string_view> line = take();
  if (!line || !line->starts_with(kOld)) {
    return Fail(Error::Invalid("the first line is not the old size"));
  }
  MANDAT_TRY(asked.old_size, ParseDecimal(line->substr(kOld.size())));
  for (line = take(); line && !line->empty(); line = take()) {
    if (asked.proof.size() == Witness::kHashesMax) {
      return Fail(Error::Invalid("the proof has more than 63 hashes"));
    }
    MANDAT_TRY(const Hash hash, ParseHashLine(*line));
    asked.proof.push_back(hash);
  }
  if (!line) {
    return Fail(Error::Invalid("there is no empty line behind the proof"));
  }
  asked.note = body;
  MANDAT_TRY(const Note note, Note::Parse(asked.note));
  MANDAT_TRY(asked.checkpoint, Checkpoint::Parse(note.text));
  return asked;
}

// Whether the checkpoint begins with what was cosigned. Source: C2SP tlog-witness.
Status VerifyGrowth(const Submission& asked, const LogBook& book) {
  const Hash root = Hash::From(asked.checkpoint.root);
  if (book.size == 0) {
    const bool holds = asked.checkpoint.size > 0 || root == EmptyTreeHash();
    return asked.proof.empty() && holds
               ? Status()
               : Status(Fail(Error::Corrupt("nothing can be proven from an empty log")));
  }
  return VerifyConsistency(book.size, book.root, asked.checkpoint.size, root, asked.proof);
}

}  // namespace

Witness::Witness(std::string name, const Signer& signer, WitnessMemory& memory)
    : key_(VerifierKeyFor(name, signer, kNoteTypeCosignature)), signer_(signer), memory_(memory) {}

Result<std::optional<LogBook>> Witness::LoadBook(const std::string& name) const {
  MANDAT_TRY(const std::optional<Bytes> bytes, memory_.Load(name));
  if (!bytes) {
    return std::optional<LogBook>();
  }
  MANDAT_TRY(LogBook book, LogBook::Decode(*bytes, key_));
  if (LogBookName(book.key.name) != name) {
    return Fail(Error::Corrupt("what the witness remembers is of another log"));
  }
  return std::optional(std::move(book));
}

Status Witness::AddLog(const VerifierKey& log) {
  if (log.type != kNoteTypeEd25519 || !ParseVerifierKey(log.Format())) {
    return Fail(Error::Invalid("not the Ed25519 verifier key of a log"));
  }
  const std::string name = LogBookName(log.name);
  MANDAT_TRY(const std::optional<LogBook> known, LoadBook(name));
  if (known) {
    return known->key == log
               ? Status()
               : Status(Fail(Error::Conflict("the origin is known already, by another key")));
  }
  return memory_.Save(name, LogBook::Empty(log).Encode());
}

Result<std::vector<WitnessedLog>> Witness::Logs() const {
  MANDAT_TRY(std::vector<std::string> names, memory_.List());
  std::vector<WitnessedLog> logs;
  std::erase_if(names, [](const std::string& name) { return name.size() != kHexDigits; });
  for (const std::string& name : names) {
    MANDAT_TRY(std::optional<LogBook> book, LoadBook(name));
    MANDAT_TRY(const std::optional<Bytes> fork, memory_.Load(name + std::string(kForkSuffix)));
    if (book) {
      logs.push_back({std::move(book->key), book->size, book->cosigned_at, fork.has_value()});
    }
  }
  std::ranges::sort(logs, {}, [](const WitnessedLog& log) { return log.key.name; });
  return logs;
}

// The log signed what does not go with what it signed before. That the answer is the same whether
// or not the evidence could be kept is fine: nothing is cosigned either way.
WitnessAnswer Witness::Object(const LogBook& book, const std::string& note, uint64_t size,
                              ByteView root) {
  WitnessAnswer answer =
      Answer(422, "the checkpoint does not begin with the one that was cosigned");
  answer.objection = book.key.name + ": cosigned " + std::to_string(book.size) +
                     " entries of root " + FormatBase64(book.root.view()) + ", now the log signs " +
                     std::to_string(size) + " of root " + FormatBase64(root);
  if (size == book.size && root != book.root.view()) {
    answer.objection += "; both checkpoints are kept: two roots for one size convict it";
    const std::string name = LogBookName(book.key.name) + std::string(kForkSuffix);
    if (const auto kept = memory_.Load(name); kept && !*kept && !memory_.Save(name, note)) {
      answer.objection += "; the second could not be written";
    }
  }
  return answer;
}

// Invariant (history does not change): the memory is written before the cosignature leaves, and a
// checkpoint is cosigned only if it begins with what the memory holds.
WitnessAnswer Witness::AddCheckpoint(std::string_view body, Instant now) {
  if (body.size() > kBytesMax) {
    return Answer(413, "the request is too long");
  }
  const Result<Submission> asked = ParseSubmission(body);
  if (!asked) {
    return Answer(400, asked.error().message);
  }
  const std::string name = LogBookName(asked->checkpoint.origin);
  Result<std::optional<LogBook>> found = LoadBook(name);
  if (!found) {
    return Answer(500, found.error().message);
  }
  if (!*found) {
    return Answer(404, "no log of this origin is known here");
  }
  LogBook& book = **found;
  const Result<VerifiedNote> opened = OpenNote(asked->note, {book.key});
  if (!opened) {
    return Answer(403, "the checkpoint is not signed by the key of its log");
  }
  if (asked->old_size > asked->checkpoint.size) {
    return Answer(400, "the old size is larger than the checkpoint");
  }
  if (asked->old_size != book.size) {
    return OtherSize(book.size);
  }
  if (!VerifyGrowth(*asked, book)) {
    return Object(book, asked->note, asked->checkpoint.size, asked->checkpoint.root);
  }
  Result<Note> note = Note::Parse(asked->note);
  std::erase_if(note->signatures, [&](const NoteSignature& signature) {
    return signature.name != book.key.name || signature.key_id != book.key.key_id;
  });
  const NoteSignature cosignature = CosignNote(note->text, key_.name, now, signer_);
  note->signatures.push_back(cosignature);
  book.note = note->Format();
  if (const Status saved = memory_.Save(name, book.Encode()); !saved) {
    return Answer(500, saved.error().message);
  }
  return {200, "text/plain; charset=utf-8", cosignature.Format()};
}

WitnessAnswer Witness::Newest(std::string_view origin_hash) const {
  const Result<Bytes> bytes = ParseHex(origin_hash);
  if (origin_hash.size() != kHexDigits || !bytes || FormatHex(*bytes) != origin_hash) {
    return Answer(404, "not the SHA-256 of an origin");
  }
  const Result<std::optional<LogBook>> book = LoadBook(std::string(origin_hash));
  if (!book) {
    return Answer(500, book.error().message);
  }
  if (!*book || (*book)->note.empty()) {
    return Answer(404, "no checkpoint of this log was cosigned here");
  }
  return {200, "text/plain; charset=utf-8", (*book)->note};
}

}  // namespace mandat
