// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.h"
#include "http/server_test_util.h"
#include "service/keep_house.h"

namespace mandat {
namespace {

class BlobServerTest : public ServerTest {
 protected:
  static constexpr const char* kFile = "0d000000-0000-4000-8000-00000000000d";

  void SetUp() override {
    settings_.body_bytes_max = size_t{1} << 20;
    ASSERT_NO_FATAL_FAILURE(Start());
    const Reply reply = Call("POST", std::string(kBase) + "/activate", "operator", {}, BlobTexts());
    ASSERT_EQ(reply.status, 200) << reply.body;
    ASSERT_NO_FATAL_FAILURE(Register());
  }

  static std::string BlobTexts() {
    const std::filesystem::path sources = MANDAT_SOURCE_DIR "/agreements";
    JsonWriter json(65536);
    json.BeginObject();
    json.Key("form").Text(ReadWhole(sources / "opinum.yaml"));
    json.Key("agreement").Text(ReadWhole(sources / "opinum-demo.yaml"));
    json.Key("schema").Text(ReadWhole(sources / "opinum-data-hub.schema.yaml") + R"(
  - id: pictures
    kind: blobs
    people: customers
    fields:
      - {id: caption, type: text, length-max: 100, category: housing}
)");
    json.EndObject();
    return std::move(json).Take();
  }

  static std::string Blobs(std::string_view rest = "") {
    return Under("/collections/pictures/blobs").append(rest);
  }
  static std::string One(std::string_view rest = "") {
    return Blobs("/").append(kFile).append(rest);
  }
  static std::string NewBlob(std::string_view more = "") {
    return std::string("{\"id\":\"") + kFile + "\",\"subject\":\"" + kAda +
           "\",\"media-type\":\"application/octet-stream\",\"data\":{\"caption\":\"a roof\"}" +
           std::string(more) + "}";
  }
  static Bytes Noise(size_t bytes) {
    Bytes noise;
    uint64_t seed = 7;
    while (noise.size() < bytes) {
      seed = seed * 6364136223846793005U + 1442695040888963407U;
      AppendBigEndian64(noise, seed);
    }
    noise.resize(bytes);
    return noise;
  }
  Reply Send(std::string_view piece, uint64_t offset, bool last,
             std::string_view purpose = "data-hub") const {
    return Call("PATCH", One(), "application",
                {{"Mandat-Purpose", std::string(purpose)},
                 {"Upload-Offset", std::to_string(offset)},
                 {"Upload-Complete", last ? "?1" : "?0"}},
                piece);
  }
  // Answers without a body, whatever their length says.
  Reply Head(std::string_view method = "HEAD", const Headers& more = {}) const {
    Headers headers = For("data-hub");
    headers.emplace_back("Connection", "close");
    headers.insert(headers.end(), more.begin(), more.end());
    return Call(method, One(), "application", headers);
  }
  std::string NewestAct() const {
    const auto agreement = agreements_->Find(*AgreementId::Parse("opinum-demo"));
    const Journal& journal = (*agreement)->journal();
    const Result<Bytes> bytes = journal.ReadEntry(EntryIndex{journal.head().size - 1});
    return bytes ? Entry::Decode(*bytes)->act : "";
  }
  void Store(const Bytes& content) const {
    ASSERT_EQ(Call("POST", Blobs(), "application", For("data-hub"), NewBlob()).status, 201);
    constexpr size_t kPiece = size_t{1} << 20;
    for (size_t at = 0; at < content.size(); at += kPiece) {
      const Reply reply = Send(ByteView(content).substr(at, kPiece), at, false);
      ASSERT_EQ(reply.status, 200) << reply.body;
    }
    const Reply reply = Send("", content.size(), true);
    ASSERT_EQ(reply.status, 200) << reply.body;
    ASSERT_TRUE(reply.Has("\"complete\":true")) << reply.body;
  }
};

TEST_F(BlobServerTest, StoresASmallBlobInOneRequestAndGivesItBack) {
  const Reply stored = Call("POST", Blobs(), "application", For("data-hub"),
                            NewBlob(",\"content\":\"" + FormatBase64("words of nobody\n") + "\""));
  EXPECT_EQ(stored.status, 201) << stored.body;
  EXPECT_EQ(stored.Header("location"), One());
  EXPECT_EQ(stored.Header("upload-complete"), "?1");
  const Reply read = Call("GET", One(), "application", For("data-hub"));
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body, "words of nobody\n");
  EXPECT_EQ(read.Header("content-type"), "application/octet-stream");
  EXPECT_EQ(read.Header("content-disposition"), "attachment");
  EXPECT_NE(read.Header("mandat-entry"), "");
  const Reply told = Call("GET", One("/metadata"), "application", For("data-hub"));
  EXPECT_TRUE(told.Has("\"data\":{\"caption\":\"a roof\"}")) << told.body;
}

TEST_F(BlobServerTest, AnUploadInPiecesGoesOnWhereItWas) {
  const Bytes content = Noise(300'000);
  const Reply begun =
      Call("POST", Blobs(), "application", For("data-hub"),
           NewBlob(",\"bytes\":300000,\"sha256\":\"" + FormatHex(Sha256(content).view()) + "\""));
  ASSERT_EQ(begun.status, 201) << begun.body;
  EXPECT_EQ(Send(ByteView(content).substr(0, 100'000), 0, false).status, 200);
  EXPECT_EQ(Call("GET", One(), "application", For("data-hub")).status, 404);
  const Reply head = Head();
  EXPECT_EQ(head.Header("upload-offset"), "100000");
  EXPECT_EQ(head.Header("upload-complete"), "?0");
  EXPECT_EQ(Send(ByteView(content).substr(0, 100'000), 0, false).status, 200) << "sent twice";
  EXPECT_EQ(Send("other", 5, false).status, 409);
  const Reply last = Send(ByteView(content).substr(100'000), 100'000, true);
  EXPECT_EQ(last.status, 200) << last.body;
  EXPECT_EQ(last.Header("upload-complete"), "?1");
  const Reply read = Call("GET", One(), "application", For("data-hub"));
  EXPECT_TRUE(read.body == content);
  EXPECT_NE(read.Header("repr-digest"), "");
}

TEST_F(BlobServerTest, AnUploadCanBeAbandoned) {
  ASSERT_EQ(Call("POST", Blobs(), "application", For("data-hub"), NewBlob()).status, 201);
  EXPECT_EQ(Call("POST", Blobs(), "application", For("data-hub"), NewBlob()).status, 409);
  EXPECT_EQ(Call("DELETE", One("/upload"), "application", For("data-hub")).status, 200);
  EXPECT_EQ(Call("DELETE", One("/upload"), "application", For("data-hub")).status, 404);
  EXPECT_EQ(Call("POST", Blobs(), "application", For("data-hub"), NewBlob()).status, 201);
}

TEST_F(BlobServerTest, StreamsWhatIsLargerThanABodyMayBe) {
  const Bytes content = Noise(3'500'000);
  ASSERT_NO_FATAL_FAILURE(Store(content));
  Client client(server_->port());
  const std::string get = Text("GET", One(), "application", For("data-hub"));
  client.Send(get + get);  // the second waits until the first is over
  for (int i = 0; i < 2; ++i) {
    const Reply read = client.Read();
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(read.Header("content-length"), "3500000");
    EXPECT_TRUE(read.body == content);
  }
}

TEST_F(BlobServerTest, GivesRangesOfTheVersionThatIsMeant) {
  const Bytes content = Noise(1'500'000);
  ASSERT_NO_FATAL_FAILURE(Store(content));
  const Reply whole = Call("GET", One(), "application", For("data-hub"));
  const std::string tag = whole.Header("etag");
  const auto get = [&](Headers headers) {
    headers.emplace_back("Mandat-Purpose", "data-hub");
    return Call("GET", One(), "application", headers);
  };
  const Reply part = get({{"Range", "bytes=65530-1400000"}, {"If-Match", tag}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.Header("content-range"), "bytes 65530-1400000/1500000");
  EXPECT_TRUE(part.body == content.substr(65'530, 1'334'471));
  EXPECT_EQ(get({{"Range", "bytes=-3"}}).body, content.substr(1'499'997));
  const Reply behind = get({{"Range", "bytes=1500000-"}});
  EXPECT_EQ(behind.status, 416);
  EXPECT_EQ(behind.Header("content-range"), "bytes */1500000");
  EXPECT_EQ(get({{"If-Match", "\"0000000000000000\""}}).status, 412);
  EXPECT_EQ(get({{"If-Match", "nonsense"}}).status, 400);
  EXPECT_EQ(get({{"Range", "bytes=0-1"}, {"If-Range", "\"0000000000000000\""}}).status, 200);
  EXPECT_EQ(get({{"Range", "bytes=0-1"}, {"If-Range", tag}}).status, 206);
  EXPECT_EQ(get({{"Range", "lines=0-1"}}).status, 200);
  EXPECT_EQ(Head("GET", {{"If-None-Match", tag}}).status, 304);
  const Reply head = Head();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("content-length"), "1500000");
  EXPECT_EQ(head.Header("upload-complete"), "?1");
  EXPECT_EQ(head.body, "");
}

// Covers: GDPR Art. 17(1).
TEST_F(BlobServerTest, AStreamEndsShortWhenItsPersonIsErased) {
  ASSERT_NO_FATAL_FAILURE(Store(Noise(16'000'000)));
  Client client(server_->port());
  client.Send(Text("GET", One(), "application", For("data-hub")));
  // The answer has begun, and nothing of it is read before the person is gone: it fits no socket.
  while (NewestAct() != "consult") {
    std::this_thread::yield();
  }
  const Reply erased = Call("POST", Under("/subjects/") + kAda + "/erase", "controller", {},
                            "{\"instruction\":\"2026-014\"}");
  ASSERT_EQ(erased.status, 200) << erased.body;
  const Reply read = client.Read();
  EXPECT_EQ(read.Header("content-length"), "16000000");
  EXPECT_LT(read.body.size(), 16'000'000U) << "a part must not look like the whole";
  EXPECT_EQ(Call("GET", One(), "application", For("data-hub")).status, 410);
}

TEST_F(BlobServerTest, WhoDoesNotTakeAnAnswerIsCutOffInTime) {
  server_.reset();
  settings_.timeouts.write = std::chrono::milliseconds(100);
  Result<std::unique_ptr<Server>> server = Server::Start(settings_, *agreements_, credentials_);
  ASSERT_OK(server);
  server_ = std::move(*server);
  ASSERT_NO_FATAL_FAILURE(Store(Noise(16'000'000)));
  {
    Client slow(server_->port());
    slow.Send(Text("GET", One(), "application", For("data-hub")));
    const Reply other = Call("GET", One("/metadata"), "application", For("data-hub"));
    EXPECT_EQ(other.status, 200) << "others are served meanwhile";
    while (NewestAct() != "close-stream") {
      std::this_thread::yield();
    }
    EXPECT_LT(slow.Read().body.size(), 16'000'000U);
  }
}

// Covers: GDPR Art. 17(1).
TEST_F(BlobServerTest, ErasesOneBlobForGood) {
  ASSERT_NO_FATAL_FAILURE(Store("content"));
  const Reply erased = Call("DELETE", One(), "application", {{"Mandat-Instruction", "2026-014"}});
  EXPECT_EQ(erased.status, 200) << erased.body;
  EXPECT_EQ(Call("GET", One(), "application", For("data-hub")).status, 410);
  EXPECT_EQ(Call("POST", Blobs(), "application", For("data-hub"), NewBlob()).status, 410);
}

TEST_F(BlobServerTest, RefusesAnotherPurposeAndTellsNothing) {
  ASSERT_NO_FATAL_FAILURE(Store("content"));
  for (const std::string_view method : {"GET", "HEAD"}) {
    Headers headers = For("marketing");
    headers.emplace_back("Connection", "close");
    const Reply reply = Call(method, One(), "application", headers);
    EXPECT_EQ(reply.status, 403) << method;
    EXPECT_EQ(reply.Header("etag"), "") << method;
    EXPECT_NE(reply.Header("mandat-clause"), "") << method;
  }
  EXPECT_EQ(Call("GET", One(), "auditor", For("data-hub")).status, 403);
  EXPECT_EQ(Send("more", 0, false, "marketing").status, 403);
}

TEST_F(BlobServerTest, RefusesWhatIsNoBlobAndRepeatsNoValue) {
  const std::string subject = std::string("{\"subject\":\"") + kAda + "\"";
  for (const std::string& body :
       {std::string("{}"), std::string("[]"), subject + "}",
        subject + ",\"media-type\":\"Secret\"}", subject + ",\"media-type\":\"a/b\",\"bytes\":-1}",
        subject + ",\"media-type\":\"a/b\",\"sha256\":\"secret\"}",
        subject + ",\"media-type\":\"a/b\",\"content\":\"secret!\"}",
        subject + ",\"media-type\":\"a/b\",\"data\":{\"shoe-size\":\"secret\"}}",
        subject + ",\"media-type\":\"a/b\",\"data\":{\"caption\":[\"secret\"]}}",
        subject + ",\"media-type\":\"a/b\",\"secret\":1}"}) {
    const Reply reply = Call("POST", Blobs(), "application", For("data-hub"), body);
    EXPECT_EQ(reply.status, 400) << body << reply.body;
    EXPECT_FALSE(reply.Has("secret!")) << reply.body;
  }
  ASSERT_EQ(Call("POST", Blobs(), "application", For("data-hub"), NewBlob()).status, 201);
  for (const auto& [offset, complete] : std::vector<std::pair<std::string, std::string>>{
           {"", "?1"}, {"-1", "?1"}, {"0", ""}, {"0", "1"}}) {
    EXPECT_EQ(Call("PATCH", One(), "application",
                   {{"Mandat-Purpose", "data-hub"},
                    {"Upload-Offset", offset},
                    {"Upload-Complete", complete}},
                   "piece")
                  .status,
              400)
        << offset << complete;
  }
}

TEST_F(BlobServerTest, ListsThePersonsBlobs) {
  ASSERT_NO_FATAL_FAILURE(Store("content"));
  const Reply page = Call("GET", Under("/subjects/") + kAda + "/blobs?collection=pictures",
                          "application", For("data-hub"));
  EXPECT_EQ(page.status, 200) << page.body;
  EXPECT_TRUE(page.Has(kFile)) << page.body;
  EXPECT_EQ(
      Call("GET", Under("/subjects/") + kAda + "/blobs", "application", For("data-hub")).status,
      400);
}

}  // namespace
}  // namespace mandat
