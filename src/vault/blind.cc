// SPDX-License-Identifier: Apache-2.0
#include "vault/blind.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <set>

#include "base/instant.h"
#include "vault/internal/blind_rows.h"
#include "vault/internal/body.h"

namespace mandat {

using internal::ForwardRow;
using internal::ForwardValue;
using internal::RangePrefix;
using internal::TokenPrefix;

namespace {

constexpr size_t kRangeBytes = 8;
constexpr size_t kLooksPerMove = 20;

NamedKey KeyName(uint64_t epoch) { return {NamedKey::Kind::kIndex, std::to_string(epoch)}; }

// What counts as the same value: without blanks at both ends, and A to Z as a to z.
Bytes Normal(ByteView value) {
  while (!value.empty() && value.front() == ' ') {
    value.remove_prefix(1);
  }
  while (!value.empty() && value.back() == ' ') {
    value.remove_suffix(1);
  }
  Bytes normal(value);
  std::ranges::transform(normal, normal.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return normal;
}

// The first `count` characters of UTF-8; nullopt when there are fewer.
std::optional<ByteView> Beginning(ByteView text, size_t count) {
  size_t at = 0;
  for (size_t i = 0; i < count; ++i) {
    if (at >= text.size()) {
      return std::nullopt;
    }
    ++at;
    while (at < text.size() && (static_cast<uint8_t>(text[at]) & 0xc0U) == 0x80U) {
      ++at;
    }
  }
  return text.substr(0, at);
}

Bytes InOrder(uint64_t bits) {
  Bytes bytes;
  AppendBigEndian64(bytes, bits);
  return bytes;
}

// A value as 8 bytes that sort as the value does. Errors: kInvalid.
Result<Bytes> RangeBytes(FieldType type, std::string_view text) {
  constexpr uint64_t kSign = uint64_t{1} << 63U;
  if (type == FieldType::kDate || type == FieldType::kInstant) {
    const std::string whole(text);
    MANDAT_TRY(const Instant at,
               Instant::Parse(type == FieldType::kDate ? whole + "T00:00:00Z" : whole));
    return InOrder(static_cast<uint64_t>(at.micros) ^ kSign);
  }
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return Fail(Error::Invalid("bound of a range is no value of the field's type"));
  }
  const auto bits = std::bit_cast<uint64_t>(number == 0 ? 0.0 : number);
  return InOrder((bits & kSign) != 0 ? ~bits : bits | kSign);
}

Result<std::string> Plain(const BodyField& field) {
  if (!field.is_text()) {
    return std::string(field.json);
  }
  return BodyText(field.json);
}

}  // namespace

Block BlindIndex::TokenOf(std::string_view collection, std::string_view field, std::string_view how,
                          ByteView value) const {
  const Hash hash =
      keyring_.PrivateTag("blind", Bytes(collection) + Bytes(1, '\0') + Bytes(field) +
                                       Bytes(1, '\0') + Bytes(how) + Bytes(1, '\0') + Bytes(value));
  Block token;
  std::copy_n(hash.bytes.begin(), token.size(), token.begin());
  return token;
}

Result<SearchTerms> BlindIndex::TermsOf(const Collection& collection, ByteView body) const {
  SearchTerms terms;
  const bool searched = std::ranges::any_of(
      collection.fields, [](const Field& field) { return field.search != FieldSearch::kNone; });
  if (!searched) {
    return terms;
  }
  MANDAT_TRY(const std::vector<BodyField> fields, BodyFields(body));
  for (const BodyField& member : fields) {
    const Field* field = collection.FindField(member.id);
    if (field == nullptr || field->search == FieldSearch::kNone) {
      continue;
    }
    MANDAT_TRY(const std::string value, Plain(member));
    if (field->search == FieldSearch::kRange) {
      Result<Bytes> bytes = RangeBytes(field->type, value);
      if (!bytes) {
        return Fail(Error::Corrupt("body of a unit is damaged"));
      }
      terms.ranges.push_back(RangePrefix(collection.id, field->id) + *bytes);
      continue;
    }
    const Bytes normal = Normal(value);
    terms.tokens.push_back(TokenOf(collection.id, field->id, "exact", normal));
    for (size_t n = kPrefixLeast; field->search == FieldSearch::kPrefix && n <= kPrefixMost; ++n) {
      if (const std::optional<ByteView> beginning = Beginning(normal, n)) {
        terms.tokens.push_back(
            TokenOf(collection.id, field->id, "prefix " + std::to_string(n), *beginning));
      }
    }
  }
  return terms;
}

Result<std::vector<uint64_t>> BlindIndex::Epochs() const {
  MANDAT_TRY(const std::vector<std::string> names, keyring_.ListNamedKeys(NamedKey::Kind::kIndex));
  std::vector<uint64_t> epochs;
  for (const std::string& name : names) {
    uint64_t epoch = 0;
    std::from_chars(name.data(), name.data() + name.size(), epoch);
    epochs.push_back(epoch);
  }
  std::ranges::sort(epochs);
  return epochs;
}

Result<uint64_t> BlindIndex::epoch() const {
  MANDAT_TRY(const std::vector<uint64_t> epochs, Epochs());
  return epochs.empty() ? 0 : epochs.back();
}

Result<uint64_t> BlindIndex::NewestStaged() const {
  if (newest_of_ != keyring_.changes()) {
    newest_of_ = keyring_.changes();
    MANDAT_TRY(newest_, epoch());
  }
  return newest_;
}

Result<bool> BlindIndex::is_moving() const {
  MANDAT_TRY(const std::vector<uint64_t> epochs, Epochs());
  return epochs.size() > 1;
}

Result<SecretBytes> BlindIndex::EpochKey(uint64_t epoch) const {
  MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindNamedKeyStaged(KeyName(epoch)));
  if (!key) {
    return Fail(Error::Corrupt("key of the blind index is missing"));
  }
  return std::move(*key);
}

Status BlindIndex::StageRows(ByteView unit_row, uint64_t epoch, const SearchTerms& terms,
                             BatchContext& context) const {
  MANDAT_TRY(const SecretBytes key, EpochKey(epoch));
  ForwardValue forward{epoch, {}, terms.ranges};
  for (const Block& token : terms.tokens) {
    const Block hidden = Permute(key, token);
    context.staging.PutUnseen(Space::kBlind, TokenPrefix(epoch, hidden) + Bytes(unit_row), Bytes());
    forward.hidden.push_back(hidden);
  }
  for (const Bytes& range : terms.ranges) {
    context.staging.PutUnseen(Space::kBlind, range + Bytes(unit_row), Bytes());
  }
  context.staging.Put(Space::kBlind, ForwardRow(unit_row), forward.Encode());
  return {};
}

Status BlindIndex::Stage(ByteView unit_row, const SearchTerms& terms, BatchContext& context) const {
  MANDAT_TRY_STATUS(StageRemoval(unit_row, context));
  if (terms.empty()) {
    return {};
  }
  MANDAT_TRY(uint64_t newest, NewestStaged());
  if (newest == 0) {
    newest = 1;
    MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindNamedKeyStaged(KeyName(1)));
    if (!key) {
      keyring_.StageNamedKey(KeyName(1));
    }
  }
  return StageRows(unit_row, newest, terms, context);
}

Result<bool> BlindIndex::IsFoundBy(ByteView unit_row, const SearchTerms& terms) const {
  MANDAT_TRY(const std::optional<Bytes> value, store_.Find(Space::kBlind, ForwardRow(unit_row)));
  if (!value) {
    return terms.empty();
  }
  const Result<ForwardValue> forward = ForwardValue::Decode(*value);
  if (!forward || forward->hidden.size() != terms.tokens.size() ||
      forward->ranges != terms.ranges) {
    return false;
  }
  MANDAT_TRY(const SecretBytes key, EpochKey(forward->epoch));
  for (size_t i = 0; i < terms.tokens.size(); ++i) {
    const Block hidden = Permute(key, terms.tokens[i]);
    MANDAT_TRY(const std::optional<Bytes> row,
               store_.Find(Space::kBlind, TokenPrefix(forward->epoch, hidden) + Bytes(unit_row)));
    if (!row || forward->hidden[i] != hidden) {
      return false;
    }
  }
  for (const Bytes& range : terms.ranges) {
    MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kBlind, range + Bytes(unit_row)));
    if (!row) {
      return false;
    }
  }
  return true;
}

Status BlindIndex::StageMoveTo(ByteView unit_row, ByteView fresh_row, BatchContext& context) const {
  MANDAT_TRY(const std::optional<Bytes> value,
             context.staging.Find(Space::kBlind, ForwardRow(unit_row)));
  if (!value) {
    return {};
  }
  MANDAT_TRY(const ForwardValue forward, ForwardValue::Decode(*value));
  MANDAT_TRY(const SecretBytes key, EpochKey(forward.epoch));
  SearchTerms terms{{}, forward.ranges};
  for (const Block& hidden : forward.hidden) {
    terms.tokens.push_back(PermuteBack(key, hidden));
  }
  MANDAT_TRY_STATUS(StageRemoval(unit_row, context));
  return StageRows(fresh_row, forward.epoch, terms, context);
}

Status BlindIndex::StageRemoval(ByteView unit_row, BatchContext& context) const {
  Bytes row = ForwardRow(unit_row);
  MANDAT_TRY(const std::optional<Bytes> value, context.staging.Find(Space::kBlind, row));
  if (!value) {
    return {};
  }
  MANDAT_TRY(const ForwardValue forward, ForwardValue::Decode(*value));
  for (const Block& hidden : forward.hidden) {
    context.staging.Remove(Space::kBlind, TokenPrefix(forward.epoch, hidden) + Bytes(unit_row));
  }
  for (const Bytes& range : forward.ranges) {
    context.staging.Remove(Space::kBlind, range + Bytes(unit_row));
  }
  context.staging.Remove(Space::kBlind, std::move(row));
  return {};
}

Result<std::vector<BlindIndex::Hit>> BlindIndex::FindRange(const Collection& collection,
                                                           const Field& field,
                                                           const SearchQuery& query,
                                                           const std::optional<Bytes>& after,
                                                           size_t limit, const Snapshot* at) const {
  const Bytes prefix = RangePrefix(collection.id, field.id);
  Bytes first = prefix;
  Bytes end = EndOfPrefix(prefix);
  if (query.from) {
    MANDAT_TRY(const Bytes bytes, RangeBytes(field.type, *query.from));
    first += bytes;
  }
  if (query.until) {
    MANDAT_TRY(const Bytes bytes, RangeBytes(field.type, *query.until));
    end = prefix + bytes;
  }
  if (after) {
    first = std::max(first, prefix + *after + Bytes(1, '\0'));
  }
  std::vector<Hit> hits;
  if (first >= end) {
    return hits;
  }
  const auto rows = store_.Scan(Space::kBlind, first, end, at);
  for (; rows->Valid() && hits.size() < limit; rows->Next()) {
    const ByteView rest = rows->key().substr(prefix.size());
    hits.push_back({Bytes(rest), Bytes(rest.substr(kRangeBytes))});
  }
  MANDAT_TRY_STATUS(rows->status());
  return hits;
}

Result<Block> BlindIndex::TokenToFind(const Collection& collection, const Field& field,
                                      const SearchQuery& query) const {
  const Bytes normal = Normal(query.value);
  if (!query.prefix) {
    return TokenOf(collection.id, field.id, "exact", normal);
  }
  size_t characters = kPrefixMost;
  std::optional<ByteView> beginning = Beginning(normal, characters);
  while (!beginning && characters > kPrefixLeast) {
    beginning = Beginning(normal, --characters);
  }
  if (!beginning) {
    return Fail(Error::Invalid("a beginning to look for has at least 3 characters"));
  }
  return TokenOf(collection.id, field.id, "prefix " + std::to_string(characters), *beginning);
}

// While units move to a new epoch a value is looked for in both.
Result<std::vector<BlindIndex::Hit>> BlindIndex::Find(const Collection& collection,
                                                      const SearchQuery& query,
                                                      const std::optional<Bytes>& after,
                                                      size_t limit, const Snapshot* at) const {
  const Field* field = collection.FindField(query.field);
  const bool ranged = query.from || query.until;
  if (field == nullptr || field->search == FieldSearch::kNone ||
      ranged != (field->search == FieldSearch::kRange) ||
      (query.prefix && field->search != FieldSearch::kPrefix)) {
    return Fail(Error::Invalid("the schema does not let this field be searched in this way"));
  }
  if (ranged) {
    return FindRange(collection, *field, query, after, limit, at);
  }
  MANDAT_TRY(const Block token, TokenToFind(collection, *field, query));
  MANDAT_TRY(const std::vector<uint64_t> epochs, Epochs());
  std::set<Bytes> found;
  for (const uint64_t epoch : epochs) {
    MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindNamedKey(KeyName(epoch)));
    if (!key) {
      continue;  // it moved on meanwhile
    }
    const Bytes prefix = TokenPrefix(epoch, Permute(*key, token));
    const Bytes first = after ? prefix + *after + Bytes(1, '\0') : prefix;
    const auto rows = store_.Scan(Space::kBlind, first, EndOfPrefix(prefix), at);
    for (size_t taken = 0; rows->Valid() && taken < limit; rows->Next(), ++taken) {
      found.emplace(rows->key().substr(prefix.size()));
    }
    MANDAT_TRY_STATUS(rows->status());
  }
  std::vector<Hit> hits;
  for (const Bytes& unit_row : found) {
    if (hits.size() < limit) {
      hits.push_back({unit_row, unit_row});
    }
  }
  return hits;
}

Result<bool> BlindIndex::Answers(const Collection& collection, const SearchQuery& query,
                                 ByteView body) {
  const Field* field = collection.FindField(query.field);
  MANDAT_TRY(const std::vector<BodyField> fields, BodyFields(body));
  const auto member = std::ranges::find(fields, query.field, &BodyField::id);
  if (field == nullptr || member == fields.end()) {
    return false;
  }
  MANDAT_TRY(const std::string value, Plain(*member));
  if (query.from || query.until) {
    MANDAT_TRY(const Bytes bytes, RangeBytes(field->type, value));
    if (query.from) {
      MANDAT_TRY(const Bytes from, RangeBytes(field->type, *query.from));
      if (bytes < from) {
        return false;
      }
    }
    if (query.until) {
      MANDAT_TRY(const Bytes until, RangeBytes(field->type, *query.until));
      return bytes < until;
    }
    return true;
  }
  return query.prefix ? Normal(value).starts_with(Normal(query.value))
                      : Normal(value) == Normal(query.value);
}

// Invariant (erased stays erased): what is left of rows in files of the past was hidden under a key
// that is gone when this is done.
Result<std::pair<uint64_t, bool>> BlindIndex::StageMove(BatchContext& context, size_t limit) const {
  MANDAT_TRY(const std::vector<uint64_t> epochs, Epochs());
  if (epochs.empty()) {
    return std::pair{uint64_t{0}, true};
  }
  const uint64_t newest = epochs.size() > 1 ? epochs.back() : epochs.back() + 1;
  const Bytes prefix = ForwardRow({});
  if (epochs.size() == 1) {
    keyring_.StageNamedKey(KeyName(newest));
    moved_.clear();
  }
  if (moved_.empty()) {
    moved_ = prefix;
    clean_ = true;
  }
  uint64_t moved = 0;
  size_t looked = 0;
  const auto rows = store_.Scan(Space::kBlind, moved_, EndOfPrefix(prefix));
  for (; rows->Valid() && moved < limit && looked < limit * kLooksPerMove; rows->Next(), ++looked) {
    moved_ = Bytes(rows->key());
    MANDAT_TRY(const ForwardValue forward, ForwardValue::Decode(rows->value()));
    if (forward.epoch != newest) {
      MANDAT_TRY_STATUS(
          StageMoveOf(Bytes(rows->key().substr(prefix.size())), forward, newest, context));
      clean_ = false;
      ++moved;
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  if (rows->Valid()) {
    return std::pair{moved, false};
  }
  moved_.clear();
  if (!clean_) {
    return std::pair{moved, false};  // once more, since a batch of this pass may have been lost
  }
  for (const uint64_t epoch : epochs) {
    if (epoch != newest) {
      context.shred_named.push_back(KeyName(epoch));
    }
  }
  return std::pair{moved, true};
}

Status BlindIndex::StageMoveOf(const Bytes& unit_row, const ForwardValue& forward, uint64_t to,
                               BatchContext& context) const {
  MANDAT_TRY(const SecretBytes old, EpochKey(forward.epoch));
  SearchTerms terms{{}, forward.ranges};
  for (const Block& hidden : forward.hidden) {
    terms.tokens.push_back(PermuteBack(old, hidden));
  }
  MANDAT_TRY_STATUS(StageRemoval(unit_row, context));
  return StageRows(unit_row, to, terms, context);
}

}  // namespace mandat
