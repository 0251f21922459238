// SPDX-License-Identifier: Apache-2.0
#include "service/version_texts.h"

#include "service/internal/life_rows.h"

namespace mandat {
namespace {

Result<std::string> FindText(const OpenAgreement& agreement, const Bytes& hash) {
  MANDAT_TRY(std::optional<Bytes> text, agreement.store().Find(Space::kMeta, TextRow(hash)));
  if (!text || Sha256(*text).view() != hash) {
    return Fail(Error::Corrupt("a text of the agreement is missing or damaged"));
  }
  return *std::move(text);
}

}  // namespace

Result<VersionTexts> FindVersionTexts(const OpenAgreement& agreement, uint32_t version) {
  const std::shared_ptr<const LifeBook> book = agreement.life_book();
  const LifeVersion* known = book->life.FindVersion(version);
  if (known == nullptr) {
    return Fail(Error::NotFound("the agreement has no such version"));
  }
  VersionTexts found;
  const std::vector<Event>& events = book->life.events();
  for (size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    if (event.version != version) {
      continue;
    }
    if (event.kind == EventKind::kPropose) {
      found.proposal = event.Encode();
      found.entry = book->entries[i];
      MANDAT_TRY(found.texts.form, FindText(agreement, event.texts.form));
      MANDAT_TRY(found.texts.instance, FindText(agreement, event.texts.instance));
      MANDAT_TRY(found.texts.schema, FindText(agreement, event.texts.schema));
    } else if (event.kind == EventKind::kActivate && !found.activation) {
      found.activation = book->entries[i];
    }
  }
  found.canonical = known->agreement->canonical() + known->schemas.front().schema->canonical();
  return found;
}

}  // namespace mandat
