// SPDX-License-Identifier: Apache-2.0
#include "format/disclosure.h"

#include <optional>

#include "base/assert.h"
#include "format/checkpoint.h"
#include "format/internal/lines.h"

namespace mandat {
namespace {

constexpr std::string_view kTitle = "mandat disclosure of a person v1";

std::string Line(std::string_view key, std::string_view value) {
  return std::string(key) + ": " + std::string(value) + "\n";
}

// Takes `key: value` off the front; what is missing stays to be told once.
class Fields {
 public:
  explicit Fields(std::string_view text) : lines_(text) {}

  bool TakeTitle() { return lines_.Take() == kTitle; }
  std::string_view Take(std::string_view key) {
    const std::optional<std::string_view> line = lines_.Take();
    if (!line || line->size() < key.size() + 2 || !line->starts_with(key) ||
        line->substr(key.size(), 2) != ": ") {
      is_whole_ = false;
      return {};
    }
    return line->substr(key.size() + 2);
  }
  uint64_t TakeNumber(std::string_view key) {
    const Result<uint64_t> number = ParseDecimal(Take(key));
    is_whole_ &= number.has_value();
    return number.value_or(0);
  }
  Bytes TakeHash(std::string_view key) {
    Result<Bytes> hash = ParseHex(Take(key));
    is_whole_ &= hash && hash->size() == Disclosure::kHashBytes;
    return std::move(hash).value_or(Bytes());
  }
  bool is_whole() const { return is_whole_; }
  bool at_end() const { return lines_.rest().empty(); }

 private:
  internal::Lines lines_;
  bool is_whole_ = true;
};

}  // namespace

std::string Disclosure::Format() const {
  MANDAT_ASSERT(!journal.empty() && !journal.contains('\n') && tag.size() == kHashBytes);
  std::string text = std::string(kTitle) + "\n" + Line("journal", journal) +
                     Line("entry", std::to_string(entry)) + Line("subject", subject.Format()) +
                     Line("leaf", std::to_string(leaf)) +
                     Line("leaves", std::to_string(leaves_count)) + Line("tag", FormatHex(tag)) +
                     Line("recorded", std::to_string(recorded));
  for (const Bytes& hash : path) {
    MANDAT_ASSERT(hash.size() == kHashBytes);
    text += Line("path", FormatHex(hash));
  }
  return text;
}

Result<Disclosure> Disclosure::Parse(std::string_view text) {
  const Error broken = Error::Corrupt("not a disclosure of a person");
  Fields fields(text);
  if (!fields.TakeTitle()) {
    return Fail(broken);
  }
  const std::string journal(fields.Take("journal"));
  const uint64_t entry = fields.TakeNumber("entry");
  const Result<SubjectId> subject = SubjectId::Parse(fields.Take("subject"));
  if (journal.empty() || !subject) {
    return Fail(broken);
  }
  Disclosure disclosure{journal, entry, *subject, 0, 0, {}, {}, 0};
  disclosure.leaf = fields.TakeNumber("leaf");
  disclosure.leaves_count = fields.TakeNumber("leaves");
  disclosure.tag = fields.TakeHash("tag");
  disclosure.recorded = fields.TakeNumber("recorded");
  while (fields.is_whole() && !fields.at_end() && disclosure.path.size() < kPathMax) {
    disclosure.path.push_back(fields.TakeHash("path"));
  }
  if (!fields.is_whole() || disclosure.Format() != text) {
    return Fail(broken);
  }
  return disclosure;
}

}  // namespace mandat
