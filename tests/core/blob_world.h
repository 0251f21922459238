// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/core_test_util.h"
#include "service/blobs.h"

namespace mandat {

// The shop with a collection of pictures and files of customers, for 30 days.
inline AgreementTexts BlobTexts(uint32_t version = 1) {
  AgreementTexts texts = ShopTexts(version);
  texts.form.insert(texts.form.find("data-categories:"),
                    "    - {verb: restrict, clause: \"3.3\"}\n");
  texts.schema += R"(
  - id: files
    kind: blobs
    people: customers
    fields:
      - {id: caption, type: text, category: contact, length-max: 100}
  - id: pictures
    kind: blobs
    people: customers
    media-types: [image/png, image/jpeg]
    bytes-max: 300000
    fields:
      - {id: caption, type: text, category: contact, length-max: 100}
)";
  return texts;
}

// Bytes that look like nothing, the same for the same seed.
inline Bytes Noise(size_t bytes, uint64_t seed = 1) {
  Bytes noise;
  noise.reserve(bytes + 8);
  while (noise.size() < bytes) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    AppendBigEndian64(noise, seed);
  }
  noise.resize(bytes);
  return noise;
}

class BlobWorld : public TestWorld {
 public:
  static constexpr size_t kSegment = size_t{64} << 10;

  NewBlob New(uint8_t number, uint8_t person = 1, std::optional<uint64_t> bytes = {},
              std::string media_type = "application/octet-stream") {
    return NewBlob{Record(number),
                   Person(person),
                   time().Now(),
                   std::move(media_type),
                   bytes,
                   {},
                   Plaintext("{\"caption\":\"a file\"}"),
                   {}};
  }

  Result<UploadAnswer> Begin(NewBlob blob, std::string collection = "files", std::string key = "") {
    Caller caller = As("support");
    caller.idempotency_key = key;
    caller.request = key;
    return Start<UploadAnswer>([&](Done<UploadAnswer> done) {
             BeginBlob(caller, collection, std::move(blob), std::move(done));
           })
        .get();
  }
  Result<UploadAnswer> Append(uint8_t number, uint64_t offset, ByteView piece,
                              std::string collection = "files", std::string key = "") {
    Caller caller = As("support");
    caller.idempotency_key = key;
    caller.request = key;
    return Start<UploadAnswer>([&](Done<UploadAnswer> done) {
             AppendBlob(caller, collection, Record(number), offset, Plaintext(Bytes(piece)),
                        std::move(done));
           })
        .get();
  }
  Result<UploadAnswer> Complete(uint8_t number, std::string collection = "files",
                                std::string key = "") {
    Caller caller = As("support");
    caller.idempotency_key = key;
    caller.request = key;
    return Start<UploadAnswer>([&](Done<UploadAnswer> done) {
             CompleteBlob(caller, collection, Record(number), std::move(done));
           })
        .get();
  }
  Result<UploadAnswer> Whole(NewBlob blob, Bytes content, std::string collection = "files") {
    return Start<UploadAnswer>([&](Done<UploadAnswer> done) {
             PutBlob(As("support"), collection, std::move(blob), Plaintext(std::move(content)),
                     std::move(done));
           })
        .get();
  }
  // In pieces of a size, to its end.
  Status Upload(NewBlob blob, ByteView content, size_t piece, std::string collection = "files") {
    const auto number = static_cast<uint8_t>(blob.id.bytes().back());
    MANDAT_TRY(const UploadAnswer begun, Begin(std::move(blob), collection));
    uint64_t offset = begun.state.offset;
    while (offset < content.size()) {
      MANDAT_TRY(const UploadAnswer come,
                 Append(number, offset, content.substr(offset, piece), collection));
      offset = come.state.offset;
    }
    MANDAT_TRY([[maybe_unused]] const UploadAnswer done, Complete(number, collection));
    return {};
  }

  Result<BlobAnswer> Find(uint8_t number, std::optional<ByteRange> range = {},
                          std::string collection = "files", std::string purpose = "support") {
    BlobRequest request{std::move(collection), Record(number), true, range, {}, {}, {}};
    return Ask(std::move(request), std::move(purpose));
  }
  Result<BlobAnswer> Ask(BlobRequest request, std::string purpose = "support") {
    return Start<BlobAnswer>([&](Done<BlobAnswer> done) {
             ReadBlob(As(purpose), std::move(request), std::move(done));
           })
        .get();
  }
  static Result<Bytes> Drain(BlobAnswer answer) {
    Bytes content;
    while (answer.content && answer.content->left() > 0) {
      MANDAT_TRY(const Plaintext piece, answer.content->Next());
      content.append(piece.Reveal());
    }
    return content;
  }
  Result<Bytes> Content(uint8_t number, std::optional<ByteRange> range = {},
                        std::string collection = "files") {
    MANDAT_TRY(BlobAnswer answer, Find(number, range, std::move(collection)));
    return Drain(std::move(answer));
  }

  std::map<Bytes, Bytes> Rows(Space space) {
    std::map<Bytes, Bytes> rows;
    const auto cursor = agreement().store().Scan(space, Bytes(1, '\0'), Bytes(64, '\xff'));
    for (; cursor->Valid(); cursor->Next()) {
      rows.emplace(cursor->key(), cursor->value());
    }
    EXPECT_OK(cursor->status());
    return rows;
  }
  // Segments of a person's blob, in their order.
  std::vector<std::pair<Bytes, Bytes>> Segments(uint8_t person, uint8_t number) {
    std::vector<std::pair<Bytes, Bytes>> segments;
    for (const auto& [key, row] : Rows(Space::kBlobs)) {
      if (key.starts_with(Bytes(Person(person).bytes()) + "s") &&
          key.find(Record(number).bytes()) != Bytes::npos) {
        segments.emplace_back(key, row);
      }
    }
    return segments;
  }
  // Changes rows behind the back of everybody, as somebody with the files could.
  void Tamper(const std::map<Bytes, std::optional<Bytes>>& rows) {
    const auto store = home().OpenStore("data");
    Batch batch;
    for (const auto& [key, value] : rows) {
      value ? batch.Put(Space::kBlobs, key, *value) : batch.Remove(Space::kBlobs, key);
    }
    ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
};

}  // namespace mandat
