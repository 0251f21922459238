// SPDX-License-Identifier: Apache-2.0
// Uploads in pieces that are interrupted in every way they can, and reads of ranges.
#include <algorithm>

#include "crypto/hash.h"
#include "sim/acts.h"
#include "sim/caller.h"
#include "sim/marks.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr size_t kFilesMax = 10;  // in an agreement; then those that are there are replaced
constexpr size_t kTriesMax = 12;  // of an upload's pieces
constexpr uint64_t kPieceMax = uint64_t{100} << 10;

Instant NowOf(World& world, const Room& room) {
  return std::max(room.book.at(), world.time().Now());
}

KnownFile DrawFile(World& world, Room& room) {
  Chance& chance = world.chance();
  const std::vector<KnownFile>& all = room.files.files();
  const auto live = std::ranges::count(all, false, &KnownFile::is_gone);
  if (!all.empty() && (static_cast<size_t>(live) >= kFilesMax || chance.OneIn(3))) {
    return chance.PickOf(all);
  }
  return KnownFile{.id = room.people.NextRecord(),
                   .collection = chance.OneIn(4) ? "tapes" : "scans",
                   .person = chance.Below(room.people.people().size())};
}

KnownUpload DrawUpload(World& world) {
  Chance& chance = world.chance();
  KnownUpload upload;
  upload.content.number = 1'000'000 + chance.Below(8'000'000);
  upload.content.bytes = 32 + (chance.OneIn(12)  ? chance.Below(500'000)
                               : chance.OneIn(3) ? chance.Below(140'000)
                                                 : chance.Below(4'000));
  upload.content.captured = world.time().Now() + -chance.Between(hours(0), hours(24 * 20));
  upload.is_declared = chance.OneIn(2);
  upload.is_false = chance.OneIn(12);
  return upload;
}

NewBlob BlobOf(World& world, const Room& room, const KnownFile& file, const KnownUpload& upload) {
  const std::string label = LabelOf(room.book.id(), file.id);
  NewBlob blob{.id = file.id,
               .subject = room.people.people()[file.person].id,
               .captured = upload.content.captured,
               .media_type = "application/octet-stream",
               .bytes = {},
               .sha256 = {},
               .metadata = Plaintext("{\"caption\":\"" + label + "\"}"),
               .replaces = {}};
  if (upload.is_declared) {
    blob.bytes = upload.content.bytes;
  }
  if (upload.is_false || world.chance().OneIn(2)) {
    blob.sha256 = Sha256(
        ContentOf(label, upload.content.number + (upload.is_false ? 1 : 0), upload.content.bytes));
  }
  return blob;
}

template <class Call>
Result<UploadAnswer> Ask(World& world, Room& room, Call call, std::function<void()> done = {}) {
  return world.Do<UploadAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<UploadAnswer> told) {
        call(As(agreement, "support"), std::move(told));
      },
      std::move(done));
}

// What must not be begun was not.
void RequireMayBegin(World& world, const Room& room, const KnownFile& file,
                     const Result<UploadAnswer>& answer) {
  const bool has_gone = file.is_gone || room.people.people()[file.person].is_erased;
  world.trouble().Require(!answer || !has_gone, "erased stays erased", "a blob was begun");
  world.trouble().Require(!answer || !room.letters.IsFrozen(file.person), "restricted is frozen",
                          "a blob was begun");
}

// In one step.
void PutWhole(World& world, Room& room, const KnownFile& file, const KnownUpload& upload) {
  const Result<UploadAnswer> answer = Ask(
      world, room,
      [&](Caller caller, Done<UploadAnswer> told) {
        Bytes content = ContentOf(LabelOf(room.book.id(), file.id), upload.content.number,
                                  upload.content.bytes);
        PutBlob(std::move(caller), file.collection, BlobOf(world, room, file, upload),
                Plaintext(std::move(content)), std::move(told));
      },
      [&room, file, upload] {
        room.files.Begun(file, upload);
        room.files.Completed(file.id);
      });
  RequireMayBegin(world, room, file, answer);
  world.trouble().Require(!answer || !upload.is_false, "content is what its sender says",
                          NameOf(file.key()));
}

// An upload that was begun within the day goes on where it was, whatever happened meanwhile.
void RequireGoesOn(World& world, Room& room, const KnownFile& file,
                   const Result<UploadAnswer>& answer) {
  if (!answer && file.IsUploadKept(NowOf(world, room)) && !room.letters.IsFrozen(file.person)) {
    const ErrorKind kind = answer.error().kind;
    world.trouble().Require(kind == ErrorKind::kUnavailable || kind == ErrorKind::kRefused,
                            "an upload goes on where it was",
                            NameOf(file.key()) + ": " + answer.error().message);
  }
}

void AskHowFar(World& world, Room& room, const KnownFile& file) {
  const Result<UploadAnswer> answer = Ask(world, room, [&](Caller caller, Done<UploadAnswer> told) {
    FindUpload(std::move(caller), file.collection, file.id, std::move(told));
  });
  RequireGoesOn(world, room, file, answer);
  world.trouble().Require(!answer || answer->state.offset == file.upload->offset,
                          "an upload goes on where it was", NameOf(file.key()));
}

// The next piece; now and then the newest one again, or one that does not fit.
void SendPiece(World& world, Room& room, const KnownFile& file) {
  Chance& chance = world.chance();
  const KnownUpload& upload = *file.upload;
  const bool is_again = upload.offset > 0 && chance.OneIn(6);
  const bool is_wrong = !is_again && chance.OneIn(12);
  const uint64_t offset = is_again ? upload.piece_offset : upload.offset + (is_wrong ? 7 : 0);
  const uint64_t end =
      is_again ? upload.offset
               : std::min(upload.content.bytes, upload.offset + 1 + chance.Below(kPieceMax));
  if (offset >= end) {
    return;
  }
  const Bytes content = ContentOf(LabelOf(room.book.id(), file.id), upload.content.number, end);
  const Result<UploadAnswer> answer = Ask(
      world, room,
      [&](Caller caller, Done<UploadAnswer> told) {
        AppendBlob(std::move(caller), file.collection, file.id, offset,
                   Plaintext(content.substr(offset)), std::move(told));
      },
      [&room, id = file.id, end, is_again] {
        if (!is_again) {
          room.files.Came(id, end);
        }
      });
  if (is_wrong) {
    return world.trouble().Require(!answer, "a piece that does not fit is not taken",
                                   NameOf(file.key()));
  }
  RequireGoesOn(world, room, file, answer);
  world.trouble().Require(
      !answer || (answer->state.again == is_again && answer->state.offset == end),
      "a piece is taken once", NameOf(file.key()));
}

// Made the blob, or given up. With a false hash it must not become one.
void End(World& world, Room& room, const KnownFile& file) {
  const bool is_false = file.upload->is_false;
  const bool is_given_up = world.chance().OneIn(10);
  const Result<UploadAnswer> answer = Ask(
      world, room,
      [&](Caller caller, Done<UploadAnswer> told) {
        is_given_up ? AbandonBlob(std::move(caller), file.collection, file.id, std::move(told))
                    : CompleteBlob(std::move(caller), file.collection, file.id, std::move(told));
      },
      [&room, id = file.id, is_given_up] {
        is_given_up ? room.files.Abandoned(id) : room.files.Completed(id);
      });
  world.trouble().Require(!answer || is_given_up || !is_false, "content is what its sender says",
                          NameOf(file.key()));
  if (!is_false) {
    RequireGoesOn(world, room, file, answer);
  }
}

// Piece by piece; in between the power goes, and somebody asks how far it was.
void Upload(World& world, Room& room, const RecordId& id) {
  for (size_t tries = 0; tries < kTriesMax && !world.trouble().is_broken(); ++tries) {
    if (!world.is_calm() && world.chance().OneIn(14)) {
      world.Crash();
      world.Restart(world.chance().Between(minutes(1), minutes(30)));
    }
    if (!world.is_running()) {
      return;
    }
    const KnownFile* known = room.files.Find(id);
    if (known == nullptr || !known->upload) {
      return;
    }
    const KnownFile file = *known;
    if (world.chance().OneIn(4)) {
      AskHowFar(world, room, file);
    } else if (file.upload->offset < file.upload->content.bytes) {
      SendPiece(world, room, file);
    } else {
      End(world, room, file);
    }
  }
}

std::optional<ByteRange> DrawRange(Chance& chance, uint64_t bytes) {
  switch (chance.Below(4)) {
    case 0:
      return ByteRange{chance.Below(bytes), {}};
    case 1:
      return ByteRange{{}, 1 + chance.Below(bytes)};
    case 2: {
      const uint64_t first = chance.Below(bytes);
      return ByteRange{first, first + chance.Below(bytes)};
    }
    default:
      return std::nullopt;
  }
}

// All that comes; the end of what is long has an entry of its own.
void Take(World& world, Room& room, const KnownFile& file, BlobAnswer answer) {
  Bytes came;
  const bool is_long = answer.bytes > uint64_t{256} << 10;
  while (answer.content && answer.content->left() > 0) {
    const Result<Plaintext> piece = answer.content->Next();
    if (!piece) {
      world.trouble().Require(false, "what was begun to be read is read to its end",
                              NameOf(file.key()) + ": " + piece.error().message);
      break;
    }
    came.append(piece->Reveal());
  }
  answer.content.reset();
  room.files.RequireRead(file, LabelOf(room.book.id(), file.id), answer, came);
  if (is_long) {
    world.Settle();
    if (const std::shared_ptr<OpenAgreement> agreement = world.Enter(room)) {
      room.book.Survey(*agreement, {1, 1}, world.time().Now());
    }
  }
}

}  // namespace

void ActUpload(World& world, Room& room) {
  if (room.people.people().empty()) {
    return ActRegister(world, room);
  }
  const KnownFile file = DrawFile(world, room);
  if (file.upload) {
    return Upload(world, room, file.id);
  }
  KnownUpload upload = DrawUpload(world);
  if (world.chance().OneIn(3)) {
    upload.content.bytes %= 100'000;
    upload.content.bytes += 32;
    return PutWhole(world, room, file, upload);
  }
  const Result<UploadAnswer> answer = Ask(
      world, room,
      [&](Caller caller, Done<UploadAnswer> told) {
        BeginBlob(std::move(caller), file.collection, BlobOf(world, room, file, upload),
                  std::move(told));
      },
      [&room, file, upload] { room.files.Begun(file, upload); });
  RequireMayBegin(world, room, file, answer);
  Upload(world, room, file.id);
}

void ActReadFile(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.files.files().empty()) {
    return;
  }
  const KnownFile file = chance.PickOf(room.files.files());
  if (chance.OneIn(5)) {
    const Result<BlobListAnswer> answer = world.Do<BlobListAnswer>(
        room, {1, 1}, [&](const auto& agreement, Done<BlobListAnswer> done) {
          ListBlobs(As(agreement, "support"),
                    {file.collection, room.people.people()[file.person].id, {}, 100},
                    std::move(done));
        });
    if (answer) {
      room.files.RequireListed(file.collection, file.person, *answer);
    }
    return;
  }
  BlobRequest request{file.collection, file.id, true, {}, {}, {}, {}};
  request.range = DrawRange(chance, file.content ? file.content->bytes : 1);
  Result<BlobAnswer> answer =
      world.Do<BlobAnswer>(room, {1, 1}, [&](const auto& agreement, Done<BlobAnswer> done) {
        ReadBlob(As(agreement, "support"), request, std::move(done));
      });
  const bool is_frozen = room.letters.IsFrozen(file.person);
  if (answer) {
    world.trouble().Require(!is_frozen, "restricted is frozen", NameOf(file.key()));
    return Take(world, room, file, std::move(*answer));
  }
  if (IsGone(answer.error())) {
    return room.files.RequireNone(file, room.book.at());
  }
  world.trouble().Require(!IsOfMark(answer.error()) || is_frozen,
                          "what is not restricted is not frozen", NameOf(file.key()));
  world.trouble().Require(answer.error().kind != ErrorKind::kCorrupt,
                          "what was written can be read", NameOf(file.key()));
}

void ActEraseFile(World& world, Room& room) {
  if (room.files.files().empty()) {
    return;
  }
  const KnownFile file = world.chance().PickOf(room.files.files());
  const Result<BlobEraseAnswer> answer = world.Do<BlobEraseAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<BlobEraseAnswer> done) {
        EraseBlob(As(agreement, "", "2026-014"), file.collection, file.id, std::move(done));
      },
      [&room, file] { room.files.Erased(file.id); });
  RequireMayErase(world, room, file.collection, InstantOf(answer));
}

}  // namespace mandat::sim
