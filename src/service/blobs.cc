// SPDX-License-Identifier: Apache-2.0
#include "service/blobs.h"

#include <algorithm>

#include "service/internal/erasure_rows.h"
#include "service/internal/use_case.h"

namespace mandat {
namespace {

// What all that uploads has in common: how far the upload is, also when the request was seen
// before. The note in the idempotency row: offset (8), version (4), 1 if complete, id (16).
class UploadWork : public UseCase {
 public:
  UploadWork(const Caller& caller, Operation operation, const RecordId& id, Done<UploadAnswer> done)
      : UseCase(caller, std::move(operation)),
        id_(id),
        blobs_(caller.agreement->blobs()),
        done_(std::move(done)) {}

  bool writes() const override { return true; }

  Bytes ReplayNote() const override {
    Bytes note;
    AppendBigEndian64(note, state_.offset);
    AppendBigEndian32(note, state_.version);
    note.push_back(state_.complete ? '\1' : '\0');
    note.append(id_.bytes());
    return note;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    RecordId id = id_;
    if (const Bytes& note = release->replay_note();
        release->replayed() && note.size() == kNoteBytes) {
      state_.offset = ReadBigEndian64(note);
      state_.version = ReadBigEndian32(ByteView(note).substr(8));
      state_.complete = note[12] != '\0';
      state_.again = true;
      id = RecordId::Decode(ByteView(note).substr(13)).value_or(id_);
    }
    done_(UploadAnswer{id, state_, ReceiptOf(*release)});
  }

 protected:
  static constexpr size_t kNoteBytes = 8 + 4 + 1 + RecordId::kBytes;

  const RecordId id_;
  Blobs& blobs_;
  UploadState state_;
  Done<UploadAnswer> done_;
};

class BeginWork final : public UploadWork {
 public:
  BeginWork(const Caller& caller, Operation operation, NewBlob blob,
            std::optional<Plaintext> content, Done<UploadAnswer> done)
      : UploadWork(caller, std::move(operation), blob.id, std::move(done)),
        blob_(std::move(blob)),
        content_(std::move(content)) {}

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    return content_ ? blobs_.StagePut(permit, blob_, content_->Reveal(), context, state_)
                    : blobs_.StageBegin(permit, blob_, context, state_);
  }

 private:
  const NewBlob blob_;
  const std::optional<Plaintext> content_;
};

class AppendWork final : public UploadWork {
 public:
  AppendWork(const Caller& caller, Operation operation, const RecordId& id, uint64_t offset,
             Plaintext content, Done<UploadAnswer> done)
      : UploadWork(caller, std::move(operation), id, std::move(done)),
        offset_(offset),
        content_(std::move(content)) {}

  // Sealed on this thread, so that the sequencer only stages bytes.
  static void Run(std::unique_ptr<AppendWork> work) {
    if (const Result<Permit> permit = work->gate().Admit(work->operation()); permit) {
      Result<SealedPiece> sealed =
          work->blobs_.Seal(*permit, work->id_, work->offset_, work->content_.Reveal());
      if (!sealed) {
        return work->done_(Fail(std::move(sealed).error()));
      }
      work->sealed_ = std::move(*sealed);
    }
    Gate& gate = work->gate();
    gate.Submit(std::move(work));
  }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    return blobs_.StageAppend(permit, id_, offset_, content_.Reveal(), sealed_, context, state_);
  }

 private:
  const uint64_t offset_;
  const Plaintext content_;
  SealedPiece sealed_;
};

class CompleteWork final : public UploadWork {
 public:
  using UploadWork::UploadWork;

  static void Run(std::unique_ptr<CompleteWork> work) {
    if (const Result<Permit> permit = work->gate().Admit(work->operation()); permit) {
      work->verified_ = work->blobs_.Verify(*permit, work->id_);
    }
    Gate& gate = work->gate();
    gate.Submit(std::move(work));
  }

  // What could not be verified may have been completed by an earlier request: only the gate knows.
  Result<Facts> Act(Permit permit, BatchContext& context) override {
    if (!verified_) {
      return Fail(Error::Conflict("upload was not read through; ask again"));
    }
    if (!*verified_) {
      return Fail(verified_->error());
    }
    return blobs_.StageComplete(permit, id_, **verified_, context, state_);
  }

 private:
  std::optional<Result<VerifiedUpload>> verified_;
};

class AbandonWork final : public UploadWork {
 public:
  using UploadWork::UploadWork;

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    return blobs_.StageAbandon(permit, id_, context);
  }
};

class FindUploadWork final : public UploadWork {
 public:
  using UploadWork::UploadWork;

  bool writes() const override { return false; }
  Result<Facts> Act(Permit permit, BatchContext&) override {
    MANDAT_TRY(state_, blobs_.FindUpload(permit, id_));
    Facts facts;
    facts.detail = "upload, asked how far";
    return facts;
  }
};

// A read on its way: what was found stays closed until its entry is durable.
class FindBlobWork : public UseCase {
 public:
  FindBlobWork(const Caller& caller, Operation operation)
      : UseCase(caller, std::move(operation)),
        open_(caller.agreement),
        blobs_(caller.agreement->blobs()) {}

  bool writes() const override { return false; }

  static void Run(std::unique_ptr<FindBlobWork> work) {
    Gate& gate = work->gate();
    if (const Result<Permit> permit = gate.Admit(work->operation()); permit) {
      work->reading_ = work->Find(*permit);
    }
    gate.Submit(std::move(work));
  }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    if (!reading_ || !*reading_ || blobs_.IsStale(**reading_, context)) {
      reading_ = Find(permit);
    }
    if (!*reading_) {
      return Fail(reading_->error());
    }
    Facts facts = (*reading_)->facts;
    facts.detail = Detail(**reading_);
    return facts;
  }

 protected:
  virtual Result<BlobReading> Find(const Permit& permit) const = 0;
  virtual std::string Detail(const BlobReading& reading) = 0;

  // Never owned from here: an agreement that is let go waits for its works.
  const std::weak_ptr<OpenAgreement> open_;
  Blobs& blobs_;
  std::optional<Result<BlobReading>> reading_;
};

class ReadWork final : public FindBlobWork {
 public:
  using Outcome = BlobAnswer::Outcome;

  ReadWork(const Caller& caller, Operation operation, BlobRequest request, Done<BlobAnswer> done)
      : FindBlobWork(caller, std::move(operation)),
        request_(std::move(request)),
        done_(std::move(done)) {}

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    BlobReading reading = std::move(**reading_);
    std::vector<BlobInfo> blobs = std::move(reading.blobs).Open(*release);
    BlobAnswer answer{std::move(blobs.front()), outcome_, span_.begin,
                      span_.end - span_.begin,  nullptr,  ReceiptOf(*release)};
    if (answer.bytes > 0) {
      std::shared_ptr<OpenAgreement> open = open_.lock();
      if (!open) {
        return done_(Fail(Error::Unavailable("agreement is being closed")));
      }
      answer.content =
          std::make_unique<BlobStream>(std::move(open), actor(), operation(), std::move(*release),
                                       std::move(reading.sources.front()), span_);
    }
    done_(std::move(answer));
  }

 private:
  Result<BlobReading> Find(const Permit& permit) const override {
    return blobs_.Read(permit, request_.id);
  }

  // Says which bytes will leave. Source: RFC 9110 13.2.2.
  std::string Detail(const BlobReading& reading) override {
    const BlobSource& source = reading.sources.front();
    const auto has = [&source](const std::vector<Bytes>& tags) {
      return std::ranges::find(tags, source.tag) != tags.end();
    };
    span_ = {};
    if (!request_.only_tags.empty() && !has(request_.only_tags)) {
      outcome_ = Outcome::kChanged;
      return "another version";
    }
    if (has(request_.unless_tags)) {
      outcome_ = Outcome::kSame;
      return "not changed";
    }
    outcome_ = Outcome::kWhole;
    if (!request_.content) {
      return "without content";
    }
    span_ = {0, source.bytes};
    if (request_.range && request_.range_tag.value_or(source.tag) == source.tag) {
      const std::optional<ByteRange::Span> span = request_.range->In(source.bytes);
      outcome_ = span ? Outcome::kPart : Outcome::kUnsatisfiable;
      span_ = span.value_or(ByteRange::Span());
    }
    return "content, " + std::to_string(span_.end - span_.begin) + " of " +
           std::to_string(source.bytes) + " bytes";
  }

  const BlobRequest request_;
  Outcome outcome_ = Outcome::kWhole;
  ByteRange::Span span_;
  Done<BlobAnswer> done_;
};

class ListWork final : public FindBlobWork {
 public:
  ListWork(const Caller& caller, Operation operation, BlobListRequest request,
           Done<BlobListAnswer> done)
      : FindBlobWork(caller, std::move(operation)),
        request_(std::move(request)),
        done_(std::move(done)) {}

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    BlobReading reading = std::move(**reading_);
    done_(
        BlobListAnswer{std::move(reading.blobs).Open(*release), reading.more, ReceiptOf(*release)});
  }

 private:
  Result<BlobReading> Find(const Permit& permit) const override {
    return blobs_.ReadPerson(permit, request_.subject, request_.after, request_.limit);
  }
  std::string Detail(const BlobReading&) override { return "without content"; }

  const BlobListRequest request_;
  Done<BlobListAnswer> done_;
};

class EraseWork final : public UseCase {
 public:
  EraseWork(const Caller& caller, Operation operation, const RecordId& id,
            Done<BlobEraseAnswer> done)
      : UseCase(caller, std::move(operation)),
        id_(id),
        blobs_(caller.agreement->blobs()),
        done_(std::move(done)) {}

  bool writes() const override { return true; }
  Result<Facts> Act(Permit permit, BatchContext& context) override {
    MANDAT_TRY(Facts facts, blobs_.StageErase(permit, id_, context));
    context.staging.Put(Space::kMeta, Bytes(kLastErasureRow), EncodeInstant(context.at));
    return facts;
  }
  void Finish(Result<Release> release) override {
    done_(release ? Result<BlobEraseAnswer>(BlobEraseAnswer{ReceiptOf(*release)})
                  : Result<BlobEraseAnswer>(Fail(std::move(release).error())));
  }

 private:
  const RecordId id_;
  Blobs& blobs_;
  Done<BlobEraseAnswer> done_;
};

// `alter` when the blob is there, else `record`.
Result<Operation> UploadOperation(const Caller& caller, std::string collection,
                                  const RecordId& id) {
  MANDAT_TRY(const bool there, caller.agreement->blobs().Contains(collection, id));
  return OperationFor(there ? Verb::kAlter : Verb::kRecord, caller, std::move(collection));
}

void StartBegin(const Caller& caller, std::string collection, NewBlob blob,
                std::optional<Plaintext> content, Done<UploadAnswer> done) {
  Result<Operation> operation = UploadOperation(caller, std::move(collection), blob.id);
  if (!operation) {
    return done(Fail(std::move(operation).error()));
  }
  caller.agreement->gate().Submit(std::unique_ptr<Work>(std::make_unique<BeginWork>(
      caller, std::move(*operation), std::move(blob), std::move(content), std::move(done))));
}

// Makes a work on an upload and has it run by `run`.
template <class UploadKind, class Run>
void StartUpload(const Caller& caller, std::string collection, const RecordId& id,
                 Done<UploadAnswer> done, Run run) {
  Result<Operation> operation = UploadOperation(caller, std::move(collection), id);
  if (!operation) {
    return done(Fail(std::move(operation).error()));
  }
  run(std::make_unique<UploadKind>(caller, std::move(*operation), id, std::move(done)));
}

}  // namespace

void BeginBlob(Caller caller, std::string collection, NewBlob blob, Done<UploadAnswer> done) {
  StartBegin(caller, std::move(collection), std::move(blob), std::nullopt, std::move(done));
}

void PutBlob(Caller caller, std::string collection, NewBlob blob, Plaintext content,
             Done<UploadAnswer> done) {
  StartBegin(caller, std::move(collection), std::move(blob), std::move(content), std::move(done));
}

void AppendBlob(Caller caller, std::string collection, const RecordId& id, uint64_t offset,
                Plaintext content, Done<UploadAnswer> done) {
  Result<Operation> operation = UploadOperation(caller, std::move(collection), id);
  if (!operation) {
    return done(Fail(std::move(operation).error()));
  }
  AppendWork::Run(std::make_unique<AppendWork>(caller, std::move(*operation), id, offset,
                                               std::move(content), std::move(done)));
}

void CompleteBlob(Caller caller, std::string collection, const RecordId& id,
                  Done<UploadAnswer> done) {
  StartUpload<CompleteWork>(caller, std::move(collection), id, std::move(done), &CompleteWork::Run);
}

void AbandonBlob(Caller caller, std::string collection, const RecordId& id,
                 Done<UploadAnswer> done) {
  Gate& gate = caller.agreement->gate();
  StartUpload<AbandonWork>(
      caller, std::move(collection), id, std::move(done),
      [&gate](std::unique_ptr<AbandonWork> work) { gate.Submit(std::move(work)); });
}

void FindUpload(Caller caller, std::string collection, const RecordId& id,
                Done<UploadAnswer> done) {
  Gate& gate = caller.agreement->gate();
  StartUpload<FindUploadWork>(
      caller, std::move(collection), id, std::move(done),
      [&gate](std::unique_ptr<FindUploadWork> work) { gate.Submit(std::move(work)); });
}

void ReadBlob(Caller caller, BlobRequest request, Done<BlobAnswer> done) {
  Operation operation = OperationFor(Verb::kConsult, caller, request.collection);
  FindBlobWork::Run(std::make_unique<ReadWork>(caller, std::move(operation), std::move(request),
                                               std::move(done)));
}

void ListBlobs(Caller caller, BlobListRequest request, Done<BlobListAnswer> done) {
  Operation operation = OperationFor(Verb::kConsult, caller, request.collection);
  FindBlobWork::Run(std::make_unique<ListWork>(caller, std::move(operation), std::move(request),
                                               std::move(done)));
}

// Source: GDPR Art. 17(1).
void EraseBlob(Caller caller, std::string collection, const RecordId& id,
               Done<BlobEraseAnswer> done) {
  Operation operation = OperationFor(Verb::kErase, caller, std::move(collection));
  caller.agreement->gate().Submit(std::unique_ptr<Work>(
      std::make_unique<EraseWork>(caller, std::move(operation), id, std::move(done))));
}

}  // namespace mandat
