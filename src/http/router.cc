// SPDX-License-Identifier: Apache-2.0
#include "http/internal/router.h"

#include "base/assert.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

// Takes "/a" off the front of "/a/b".
std::string_view TakeSegment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

std::string_view PathParts::* PartNamed(std::string_view name) {
  if (name == "{agreement}") {
    return &PathParts::agreement;
  }
  if (name == "{collection}") {
    return &PathParts::collection;
  }
  if (name == "{record}") {
    return &PathParts::record;
  }
  if (name == "{subject}") {
    return &PathParts::subject;
  }
  if (name == "{entry}") {
    return &PathParts::entry;
  }
  if (name == "{version}") {
    return &PathParts::version;
  }
  if (name == "{id}") {
    return &PathParts::id;
  }
  if (name == "{number}") {
    return &PathParts::number;
  }
  MANDAT_ASSERT(name == "{tile}");
  return &PathParts::tile;
}

}  // namespace

Router::Router(std::span<const Route> routes) : routes_(routes) {
  for (const Route& route : routes) {
    shapes_.push_back(ShapeOf(route.pattern));
  }
}

Router::Shape Router::ShapeOf(std::string_view pattern) {
  Shape shape;
  while (!pattern.empty()) {
    MANDAT_ASSERT(shape.count < kSegmentsMax);
    Segment& segment = shape.segments[shape.count++];
    const std::string_view text = TakeSegment(pattern);
    if (!text.starts_with('{')) {
      segment.literal = text;
      continue;
    }
    segment.part = PartNamed(text);
    segment.rest = text == "{tile}";
  }
  return shape;
}

bool Router::Fits(const Shape& shape, std::string_view path, PathParts& parts) {
  for (size_t i = 0; i < shape.count; ++i) {
    if (path.empty()) {
      return false;
    }
    const Segment& segment = shape.segments[i];
    if (segment.rest) {
      parts.*segment.part = path.substr(1);
      return path.size() > 1;
    }
    const std::string_view text = TakeSegment(path);
    if (segment.part != nullptr && !text.empty()) {
      parts.*segment.part = text;
    } else if (segment.part != nullptr || text != segment.literal) {
      return false;
    }
  }
  return path.empty();
}

RouteMatch Router::Find(Method method, std::string_view path) const {
  RouteMatch match;
  match.index = routes_.size();
  if (!path.starts_with('/')) {
    return match;
  }
  for (size_t i = 0; i < routes_.size(); ++i) {
    PathParts parts;
    if (!Fits(shapes_[i], path, parts)) {
      continue;
    }
    if (routes_[i].method == method) {
      return {i, &routes_[i], parts, {}};
    }
    match.allowed += match.allowed.empty() ? "" : ", ";
    match.allowed += Name(routes_[i].method);
  }
  return match;
}

Status ParseParts(const PathParts& parts, Request& request) {
  if (!parts.agreement.empty()) {
    Result<AgreementId> agreement = AgreementId::Parse(parts.agreement);
    if (!agreement) {
      return Fail(Error::NotFound("no such agreement"));
    }
    request.agreement_id = std::move(*agreement);
  }
  if (!parts.collection.empty()) {
    if (!IsName(parts.collection)) {
      return Fail(Error::NotFound("no such collection"));
    }
    request.collection = parts.collection;
  }
  if (!parts.record.empty()) {
    const Result<RecordId> record = RecordId::Parse(parts.record);
    if (!record) {
      return Fail(Error::Invalid("record in the address is not a UUID in lower case"));
    }
    request.record = *record;
  }
  if (!parts.subject.empty()) {
    const Result<SubjectId> subject = SubjectId::Parse(parts.subject);
    if (!subject) {
      return Fail(Error::Invalid("subject in the address is not a UUID in lower case"));
    }
    request.subject = *subject;
  }
  if (!parts.entry.empty()) {
    const Result<uint64_t> entry = ParseDecimal(parts.entry);
    if (!entry) {
      return Fail(Error::Invalid("entry in the address is not a number"));
    }
    request.entry = EntryIndex{*entry};
  }
  if (!parts.version.empty()) {
    const Result<uint64_t> version = ParseDecimal(parts.version);
    if (!version || *version == 0 || *version > UINT32_MAX) {
      return Fail(Error::Invalid("version in the address is not a number from 1"));
    }
    request.version = static_cast<uint32_t>(*version);
  }
  if (!parts.id.empty()) {
    if (!IsName(parts.id)) {
      return Fail(Error::Invalid("id in the address is not a name"));
    }
    request.id = parts.id;
  }
  if (!parts.number.empty()) {
    const Result<uint64_t> number = ParseDecimal(parts.number);
    if (!number || *number == 0) {
      return Fail(Error::Invalid("number in the address is not a number from 1"));
    }
    request.number = *number;
  }
  if (!parts.tile.empty()) {
    const Result<Tile> tile = Tile::Parse("tile/" + std::string(parts.tile));
    if (!tile) {
      return Fail(Error::NotFound("no such tile"));
    }
    request.tile = *tile;
  }
  return {};
}

}  // namespace mandat
