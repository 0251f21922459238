// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/blob.h"

#include <fmt/core.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>

#include "cli/internal/progress_bar.h"
#include "cli/internal/status_kind.h"
#include "cli/internal/wire.h"
#include "crypto/random.h"
#include "crypto/running_hash.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// A server takes at least so much in one request as it is delivered.
constexpr size_t kPieceBytes = (size_t{1} << 20) - 4096;
constexpr uint64_t kRangeBytes = uint64_t{8} << 20;
constexpr int kTriesMax = 5;  // of one request whose answer did not come

std::string BlobsPath(const BlobOptions& options, std::string_view rest = "") {
  return AgreementPath(options.agreement, "/collections/" + options.collection + "/blobs") +
         (options.id.empty() ? "" : "/" + options.id) + std::string(rest);
}

HttpRequest Request(std::string_view method, std::string path, const BlobOptions& options) {
  HttpRequest request;
  request.method = method;
  request.path = std::move(path);
  if (!options.purpose.empty()) {
    request.headers.push_back("Mandat-Purpose: " + options.purpose);
  }
  AddInstruction(request, options.instruction);
  return request;
}

// Asks again when no answer came: every request of a transfer may be sent twice.
Result<HttpAnswer> AskPatiently(HttpClient& client, const HttpRequest& request) {
  Result<HttpAnswer> answer = client.Ask(request);
  for (int tries = 1; !answer && tries < kTriesMax; ++tries) {
    answer = client.Ask(request);
  }
  if (answer && KindOfStatus(answer->status)) {
    return Fail(ErrorOf(*answer));
  }
  return answer;
}

Result<uint64_t> NumberIn(const HttpAnswer& answer, std::string_view header) {
  uint64_t number = 0;
  for (const char c : answer.Header(header)) {
    if (c < '0' || c > '9') {
      return Fail(Error::Corrupt("the server's answer lacks " + std::string(header)));
    }
    number = number * 10 + static_cast<uint64_t>(c - '0');
  }
  if (answer.Header(header).empty()) {
    return Fail(Error::Corrupt("the server's answer lacks " + std::string(header)));
  }
  return number;
}

// A file that is read in pieces, however large.
class PieceReader {
 public:
  static Result<PieceReader> Open(const fs::path& path) {
    std::error_code trouble;
    const uint64_t bytes = fs::file_size(path, trouble);
    std::ifstream file(path, std::ios::binary);
    if (trouble || !file) {
      return Fail(Error::NotFound("no file " + path.string()));
    }
    return PieceReader(std::move(file), bytes);
  }

  uint64_t bytes() const { return bytes_; }
  Result<Bytes> Read(uint64_t offset, size_t most) {
    Bytes piece(static_cast<size_t>(std::min<uint64_t>(most, bytes_ - offset)), '\0');
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    file_.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (file_.gcount() != static_cast<std::streamsize>(piece.size())) {
      return Fail(Error::Unavailable("the file became shorter while it was read"));
    }
    return piece;
  }
  Result<Hash> Sha256OfAll() {
    RunningHash hash;
    ProgressBar progress("bytes read");
    for (uint64_t at = 0; at < bytes_;) {
      MANDAT_TRY(const Bytes piece, Read(at, kRangeBytes));
      hash.Add(piece);
      at += piece.size();
      progress.Show(at, bytes_);
    }
    return std::move(hash).Finish();
  }

 private:
  PieceReader(std::ifstream file, uint64_t bytes) : file_(std::move(file)), bytes_(bytes) {}

  std::ifstream file_;
  uint64_t bytes_;
};

Result<std::string> BeginBody(const BlobOptions& options, PieceReader& file) {
  boost::system::error_code trouble;
  const json::value fields = json::parse(options.fields, trouble);
  if (trouble || !fields.is_object()) {
    return Fail(Error::Invalid("fields are not a JSON object; write --fields '{\"name\":1}'"));
  }
  MANDAT_TRY(const Hash hash, file.Sha256OfAll());
  json::object body{{"id", options.id},
                    {"subject", options.subject},
                    {"media-type", options.media_type},
                    {"bytes", file.bytes()},
                    {"sha256", FormatHex(hash.view())},
                    {"data", fields}};
  if (!options.captured.empty()) {
    body["captured"] = options.captured;
  }
  return json::serialize(body);
}

// Where the upload is: an unfinished one goes on, else a new one is begun.
Result<uint64_t> FindOrBegin(HttpClient& client, const BlobOptions& options, PieceReader& file) {
  MANDAT_TRY(const HttpAnswer there, client.Ask(Request("HEAD", BlobsPath(options), options)));
  if (there.status == 200 && there.Header("upload-complete") == "?0") {
    return NumberIn(there, "upload-offset");
  }
  BlobOptions collection = options;
  collection.id.clear();
  HttpRequest begin = Request("POST", BlobsPath(collection), options);
  MANDAT_TRY(begin.body, BeginBody(options, file));
  if (!options.replaces.empty()) {
    begin.headers.push_back("If-Match: " + options.replaces);
  }
  MANDAT_TRY([[maybe_unused]] const HttpAnswer begun, AskPatiently(client, begin));
  return uint64_t{0};
}

void PrintAnswer(const Context& context, const HttpAnswer& answer, std::string_view headline) {
  const Reply reply{answer, json::parse(answer.body)};
  if (context.json) {
    fmt::print("{}\n", reply.ToldText());
    return;
  }
  fmt::print("{}\n", headline);
  PrintObject(reply.Told());
}

// A version 4 identifier. Source: RFC 9562 5.4.
std::string DrawBlobId() {
  SystemRandom random;
  Bytes bytes = random.Draw(RecordId::kBytes);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  return RecordId::Decode(bytes)->Format();
}

// Appends what is missing of a blob to a file, range by range, all of the same version.
Status FetchInto(HttpClient& client, const BlobOptions& options, const fs::path& part,
                 std::string_view tag, uint64_t bytes) {
  std::error_code ignored;
  uint64_t at = fs::exists(part, ignored) ? fs::file_size(part, ignored) : 0;
  std::ofstream out(part, std::ios::binary | std::ios::app);
  fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, ignored);
  ProgressBar progress("bytes");
  while (at < bytes) {
    HttpRequest request = Request("GET", BlobsPath(options), options);
    const uint64_t last = std::min(at + kRangeBytes, bytes) - 1;
    request.headers.push_back(fmt::format("Range: bytes={}-{}", at, last));
    request.headers.push_back("If-Match: " + std::string(tag));
    MANDAT_TRY(const HttpAnswer answer, AskPatiently(client, request));
    if (answer.status != 206 || answer.body.size() != last + 1 - at) {
      return Fail(Error::Corrupt("the server gave other bytes than were asked for"));
    }
    out.write(answer.body.data(), static_cast<std::streamsize>(answer.body.size()));
    out.flush();
    if (!out) {
      return Fail(Error::Unavailable("cannot write " + part.string()));
    }
    at += answer.body.size();
    progress.Show(at, bytes);
  }
  return {};
}

Status RequireHash(const fs::path& part, std::string_view wanted) {
  if (wanted.empty()) {
    return {};
  }
  MANDAT_TRY(PieceReader file, PieceReader::Open(part));
  MANDAT_TRY(const Hash hash, file.Sha256OfAll());
  if (FormatHex(hash.view()) != wanted) {
    return Fail(Error::Corrupt("what came has another SHA-256; remove " + part.string()));
  }
  return {};
}

}  // namespace

Result<int> RunBlobPut(const Context& context, const BlobOptions& given) {
  BlobOptions options = given;
  if (options.id.empty()) {
    options.id = DrawBlobId();
    fmt::print(stderr, "the blob's id is {}; to go on after an interruption, give --id\n",
               options.id);
  }
  MANDAT_TRY(const HttpSettings settings, context.Settings());
  HttpClient client(settings);
  MANDAT_TRY(PieceReader file, PieceReader::Open(options.file));
  MANDAT_TRY(uint64_t at, FindOrBegin(client, options, file));
  if (at > file.bytes()) {
    return Fail(Error::Conflict("the upload that is under way is of a longer file"));
  }
  ProgressBar progress("bytes");
  while (true) {
    HttpRequest piece = Request("PATCH", BlobsPath(options), options);
    MANDAT_TRY(piece.body, file.Read(at, kPieceBytes));
    const bool last = at + piece.body.size() == file.bytes();
    piece.headers.push_back("Upload-Offset: " + std::to_string(at));
    piece.headers.push_back(last ? "Upload-Complete: ?1" : "Upload-Complete: ?0");
    AddIdempotencyKey(piece, fmt::format("{} {} {}", options.id, at, last));
    MANDAT_TRY(const HttpAnswer answer, AskPatiently(client, piece));
    at += piece.body.size();
    progress.Show(at, file.bytes());
    if (last) {
      progress.Clear();
      PrintAnswer(context, answer, "stored");
      return 0;
    }
  }
}

Result<int> RunBlobGet(const Context& context, const BlobOptions& options) {
  MANDAT_TRY(const HttpSettings settings, context.Settings());
  HttpClient client(settings);
  MANDAT_TRY(const HttpAnswer told,
             AskPatiently(client, Request("GET", BlobsPath(options, "/metadata"), options)));
  const json::object info = json::parse(told.body).as_object();
  const std::string tag = Text(info, "etag");
  const json::value* size = info.if_contains("bytes");
  if (tag.size() < 3 || size == nullptr || !size->is_int64()) {
    return Fail(Error::Corrupt("the server's answer does not say how large the blob is"));
  }
  if (fs::exists(options.file)) {
    return Fail(Error::Conflict(options.file + " is there already"));
  }
  // Named by its version, so that a part of another is never continued.
  const fs::path part = options.file + "." + tag.substr(1, tag.size() - 2) + ".part";
  MANDAT_TRY_STATUS(FetchInto(client, options, part, tag, static_cast<uint64_t>(size->as_int64())));
  MANDAT_TRY_STATUS(RequireHash(part, Text(info, "sha256")));
  std::error_code trouble;
  fs::rename(part, options.file, trouble);
  if (trouble) {
    return Fail(Error::Unavailable("cannot write " + options.file));
  }
  PrintAnswer(context, told, "written to " + options.file);
  return 0;
}

Result<int> RunBlobStat(const Context& context, const BlobOptions& options) {
  MANDAT_TRY(const HttpSettings settings, context.Settings());
  HttpClient client(settings);
  MANDAT_TRY(const HttpAnswer head, client.Ask(Request("HEAD", BlobsPath(options), options)));
  if (head.status == 200 && head.Header("upload-complete") == "?0") {
    MANDAT_TRY(const uint64_t offset, NumberIn(head, "upload-offset"));
    if (context.json) {
      PrintJson(json::object{{"complete", false}, {"offset", offset}});
    } else {
      fmt::print("an upload is under way\n");
      PrintFact("offset", std::to_string(offset));
    }
    return 0;
  }
  MANDAT_TRY(const HttpAnswer told,
             AskPatiently(client, Request("GET", BlobsPath(options, "/metadata"), options)));
  PrintAnswer(context, told, "a blob");
  return 0;
}

Result<int> RunBlobErase(const Context& context, const BlobOptions& options) {
  MANDAT_TRY(const HttpSettings settings, context.Settings());
  HttpClient client(settings);
  MANDAT_TRY(const HttpAnswer answer,
             AskPatiently(client, Request("DELETE", BlobsPath(options), options)));
  PrintAnswer(context, answer, "erased");
  return 0;
}

void AddBlobCommands(CLI::App* group, const Context& context, BlobOptions& options,
                     const AddCommand& add) {
  const auto common = [&options](CLI::App* app) {
    app->add_option("-a,--agreement", options.agreement, "id of the agreement")->required();
    app->add_option("-c,--collection", options.collection, "collection of blobs")->required();
    app->add_option("--instruction", options.instruction, "the controller's instruction");
    return app;
  };
  const auto purpose = [&options](CLI::App* app) {
    app->add_option("--purpose", options.purpose, "purpose of the agreement")->required();
    return app;
  };
  CLI::App* put = purpose(common(add(group, "put", "upload a file; goes on where it was left",
                                     "mandat blob put -a mintt-demo -c images fall.jpg \\\n    "
                                     "--subject 0a000000-0000-4000-8000-00000000000a "
                                     "--purpose fall-detection --media-type image/jpeg",
                                     [&] { return RunBlobPut(context, options); })));
  put->add_option("file", options.file, "the file")->required();
  put->add_option("--subject", options.subject, "whose it is")->required();
  put->add_option("--id", options.id, "id of the blob; else one is drawn");
  put->add_option("--media-type", options.media_type, "what it is")->capture_default_str();
  put->add_option("--fields", options.fields, "metadata, one JSON object");
  put->add_option("--captured", options.captured, "when it was made; else now");
  put->add_option("--replaces", options.replaces, "etag of the version to replace");
  CLI::App* get = purpose(common(add(group, "get", "download; goes on where it was left",
                                     "mandat blob get -a mintt-demo -c images "
                                     "0b000000-0000-4000-8000-00000000000b fall.jpg \\\n    "
                                     "--purpose fall-detection",
                                     [&] { return RunBlobGet(context, options); })));
  get->add_option("id", options.id, "id of the blob")->required();
  get->add_option("file", options.file, "file to write")->required();
  CLI::App* stat = purpose(common(add(group, "stat", "what is told of a blob, or how far it is",
                                      "mandat blob stat -a mintt-demo -c images "
                                      "0b000000-0000-4000-8000-00000000000b --purpose "
                                      "fall-detection",
                                      [&] { return RunBlobStat(context, options); })));
  stat->add_option("id", options.id, "id of the blob")->required();
  CLI::App* erase = common(add(group, "erase", "erase one blob",
                               "mandat blob erase -a mintt-demo -c images "
                               "0b000000-0000-4000-8000-00000000000b --instruction 2026-014",
                               [&] { return RunBlobErase(context, options); }));
  erase->add_option("id", options.id, "id of the blob")->required();
}

}  // namespace mandat
