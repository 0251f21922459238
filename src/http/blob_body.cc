// SPDX-License-Identifier: Apache-2.0
#include "http/internal/blob_body.h"

#include <algorithm>
#include <chrono>

#include "format/checkpoint.h"
#include "http/internal/call.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/record_body.h"

namespace mandat {
namespace {

constexpr std::chrono::minutes kClockDriftMax{5};  // of a caller's clock against ours
constexpr size_t kTagsMax = 16;
constexpr size_t kListLimitMax = 100;

RecordId DrawBlobId(Random& random) {
  Bytes bytes = random.Draw(RecordId::kBytes);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  return *RecordId::Decode(bytes);
}

// Writes the part of the body that a record has, so that one reader knows what a field may be.
Result<Plaintext> RecordPartOf(const JsonDocument& document, std::string_view subject,
                               std::string_view captured, const JsonNode* data, size_t most) {
  Bytes text;
  text.reserve(most + 256);  // enough, so that nothing is left behind unwiped by growing
  text = "{\"subject\":";
  AppendJsonText(text, subject);
  if (!captured.empty()) {
    text += ",\"captured\":";
    AppendJsonText(text, captured);
  }
  text += ",\"data\":{";
  bool nested = false;
  bool first = true;
  const auto add = [&](const JsonNode& node) {
    text += first ? "" : ",";
    first = false;
    AppendJsonText(text, node.key);
    text += ':';
    if (node.kind == JsonKind::kText) {
      AppendJsonText(text, node.text);
    } else if (node.kind == JsonKind::kInteger || node.kind == JsonKind::kNumber) {
      text += node.text;
    } else if (node.kind == JsonKind::kBool) {
      text += node.truth ? "true" : "false";
    } else {
      nested = true;
      text += "null";
    }
  };
  if (data != nullptr) {
    document.ForEach(*data, add);
  }
  text += "}}";
  Plaintext part(std::move(text));
  if (nested) {
    return Fail(Error::Invalid("`data` has a value that is no text, number, true or false"));
  }
  return part;
}

Result<std::optional<uint64_t>> BytesOf(JsonObject& object) {
  const JsonNode* node = object.MemberOrNull("bytes");
  if (node == nullptr) {
    return std::optional<uint64_t>();
  }
  if (node->kind != JsonKind::kInteger || node->integer < 0) {
    return Fail(Error::Invalid("`bytes` is not a whole number from 0"));
  }
  return std::optional(static_cast<uint64_t>(node->integer));
}

Result<std::optional<Hash>> HashOf(std::string_view text) {
  if (text.empty()) {
    return std::optional<Hash>();
  }
  const Result<Bytes> hash = ParseHex(text);
  if (!hash || hash->size() != Hash::kBytes) {
    return Fail(Error::Invalid("`sha256` is not 64 hexadecimal digits"));
  }
  return std::optional(Hash::From(*hash));
}

// `"a", "b"`; "*" is told apart by the caller.
Result<std::vector<Bytes>> TagsOf(std::string_view header, std::string_view name) {
  std::vector<Bytes> tags;
  while (!header.empty()) {
    const std::string_view one = header.substr(0, header.find(','));
    header.remove_prefix(std::min(header.size(), one.size() + 1));
    std::string_view tag = one;
    tag.remove_prefix(std::min(tag.find_first_not_of(" \t"), tag.size()));
    tag.remove_prefix(tag.starts_with("W/") ? 2 : 0);
    tag = tag.substr(0, tag.find_last_not_of(" \t") + 1);
    if (tag.size() < 2 || tag.front() != '"' || tag.back() != '"' || tags.size() == kTagsMax) {
      return Fail(Error::Invalid("header " + std::string(name) + " is not a list of entity tags"));
    }
    // A tag that is none of ours is of no version.
    tags.push_back(ParseHex(tag.substr(1, tag.size() - 2)).value_or(Bytes(1, '\0')));
  }
  return tags;
}

// One range of bytes; nullopt for what need not be understood: other units, several ranges.
std::optional<ByteRange> RangeOf(std::string_view header) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit)) {
    return std::nullopt;
  }
  header.remove_prefix(kUnit.size());
  const size_t dash = header.find('-');
  if (dash == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view first = header.substr(0, dash);
  const std::string_view last = header.substr(dash + 1);
  const Result<uint64_t> from = ParseDecimal(first);
  const Result<uint64_t> to = ParseDecimal(last);
  if ((!first.empty() && !from) || (!last.empty() && !to) || (first.empty() && last.empty()) ||
      (from && to && *to < *from)) {
    return std::nullopt;
  }
  ByteRange range;
  if (!first.empty()) {
    range.first = *from;
  }
  if (!last.empty()) {
    range.last = *to;
  }
  return range;
}

// Which version a new one replaces. Source: RFC 9110 13.1.1; RFC 9110 13.1.2.
Result<std::optional<Bytes>> ReplacesOf(const Request& request) {
  if (request.if_none_match == "*") {
    return std::optional(Bytes());
  }
  if (!request.if_none_match.empty()) {
    return Fail(Error::Invalid("header If-None-Match is not \"*\""));
  }
  if (request.if_match.empty()) {
    return std::optional<Bytes>();
  }
  MANDAT_TRY(std::vector<Bytes> tags, TagsOf(request.if_match, "If-Match"));
  if (tags.size() != 1) {
    return Fail(Error::Invalid("header If-Match names not exactly one version"));
  }
  return std::optional(std::move(tags.front()));
}

}  // namespace

std::string EntityTag(ByteView tag) { return "\"" + FormatHex(tag) + "\""; }

Result<BlobBody> BlobBodyOf(const Request& request) {
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  if (known.collection->kind != CollectionKind::kBlobs) {
    return Fail(Error::Invalid("collection does not hold blobs"));
  }
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view id_text, object.TextOrEmpty("id"));
  MANDAT_TRY(const std::string_view subject_text, object.Text("subject"));
  MANDAT_TRY(const std::string_view captured_text, object.TextOrEmpty("captured"));
  MANDAT_TRY(const std::string_view media_type, object.Text("media-type"));
  MANDAT_TRY(const std::string_view hash_text, object.TextOrEmpty("sha256"));
  MANDAT_TRY(std::optional<uint64_t> bytes, BytesOf(object));
  const JsonNode* data = object.MemberOrNull("data");
  const JsonNode* content_node = object.MemberOrNull("content");
  MANDAT_TRY_STATUS(object.NothingElse());
  MANDAT_TRY(const std::optional<Hash> sha256, HashOf(hash_text));
  MANDAT_TRY(std::optional<Bytes> replaces, ReplacesOf(request));
  if (data != nullptr && data->kind != JsonKind::kObject) {
    return Fail(Error::Invalid("`data` is not an object"));
  }
  std::optional<Plaintext> content;
  if (content_node != nullptr) {
    Result<Bytes> decoded = content_node->kind == JsonKind::kText
                                ? ParseBase64(content_node->text)
                                : Result<Bytes>(Fail(Error::Invalid("")));
    if (!decoded) {
      return Fail(Error::Invalid("`content` is not base64"));
    }
    content.emplace(std::move(*decoded));
    bytes = bytes.value_or(content->Reveal().size());
  }
  RecordId id = DrawBlobId(request.agreement->random());
  if (!id_text.empty()) {
    const Result<RecordId> named = RecordId::Parse(id_text);
    if (!named) {
      return Fail(Error::Invalid("`id` is not a UUID in lower case"));
    }
    id = *named;
  }
  MANDAT_TRY(const Plaintext part,
             RecordPartOf(document, subject_text, captured_text, data, request.body.size()));
  MANDAT_TRY(RecordBody record, ParseRecordBody(*known.collection, part.Reveal()));
  const Instant now = request.agreement->gate().Now();
  if (record.captured && *record.captured > now + kClockDriftMax) {
    return Fail(Error::Invalid("`captured` lies in the future"));
  }
  return BlobBody{
      NewBlob{id, record.subject, record.captured.value_or(now), std::string(media_type), bytes,
              sha256, std::move(record.data), std::move(replaces)},
      std::move(content)};
}

Result<BlobPiece> BlobPieceOf(const Request& request) {
  const Result<uint64_t> offset = ParseDecimal(request.upload_offset);
  if (!offset) {
    return Fail(Error::Invalid("header Upload-Offset is not a number"));
  }
  // Source: RFC 8941 3.3.6.
  if (request.upload_complete != "?0" && request.upload_complete != "?1") {
    return Fail(Error::Invalid("header Upload-Complete is neither \"?0\" nor \"?1\""));
  }
  const bool complete = request.upload_complete == "?1";
  if (!complete && request.body.empty()) {
    return Fail(Error::Invalid("the piece is empty"));
  }
  return BlobPiece{*offset, complete};
}

Result<BlobRequest> BlobRequestOf(const Request& request, bool content) {
  BlobRequest wanted{std::string(request.collection), *request.record, content, {}, {}, {}, {}};
  if (request.if_match != "*") {
    MANDAT_TRY(wanted.only_tags, TagsOf(request.if_match, "If-Match"));
  }
  if (!request.if_none_match.empty() && request.if_none_match != "*") {
    MANDAT_TRY(wanted.unless_tags, TagsOf(request.if_none_match, "If-None-Match"));
  }
  if (content) {
    wanted.range = RangeOf(request.range);
  }
  if (!request.if_range.empty()) {
    const Result<std::vector<Bytes>> tags = TagsOf(request.if_range, "If-Range");
    // A date, or a weak tag, is of no version that we could tell by it.
    wanted.range_tag = tags && tags->size() == 1 && !request.if_range.starts_with("W/")
                           ? tags->front()
                           : Bytes(1, '\0');
  }
  return wanted;
}

Result<BlobPage> BlobPageOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"collection", "after", "limit"}));
  if (query.Find("collection").empty()) {
    return Fail(Error::Invalid("parameter `collection` is missing"));
  }
  MANDAT_TRY(const KnownCollection known, FindCollection(request, query.Find("collection")));
  BlobListRequest list{known.collection->id, *request.subject, {}, 20};
  MANDAT_TRY(list.limit, query.Limit(list.limit, kListLimitMax));
  if (const std::string_view text = query.Find("after"); !text.empty()) {
    const Result<RecordId> after = RecordId::Parse(text);
    if (!after) {
      return Fail(Error::Invalid("parameter `after` is not a UUID in lower case"));
    }
    list.after = *after;
  }
  return BlobPage{std::move(caller), std::move(list)};
}

}  // namespace mandat
