// SPDX-License-Identifier: Apache-2.0
#include "service/offer_form.h"

#include <charconv>
#include <map>

#include "service/internal/life_rows.h"

namespace mandat {
namespace {

// The value of a key at the beginning of a line, as every form has it; the parser sees to the rest.
std::string_view ValueOf(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with(key) && line.substr(key.size()).starts_with(":")) {
      line.remove_prefix(key.size() + 1);
      line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
      return line.substr(0, line.find_first_of(" \r#"));
    }
  }
  return {};
}

struct Checked {
  std::string form;
  uint32_t version = 0;
  std::vector<Finding> findings;
};

// A form is read together with an agreement; what is found in this made-up one is of no matter.
Checked Check(const std::string& text) {
  Checked checked;
  checked.form = ValueOf(text, "form");
  const std::string_view number = ValueOf(text, "version");
  std::from_chars(number.data(), number.data() + number.size(), checked.version);
  const std::string instance = "agreement: none\nversion: 1\nform: " + checked.form + "@" +
                               std::to_string(checked.version) +
                               "\ncontroller: {name: none, address: none, contact: none}\n"
                               "start: 2026-01-01T00:00:00Z\n"
                               "signed: {by: nobody, on: 2026-01-01, how: not at all}\n";
  auto parsed = Agreement::Parse({"form", text, "agreement", instance});
  if (auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    for (Finding& finding : *findings) {
      if (finding.span.file == "form" && finding.severity == Severity::kError) {
        checked.findings.push_back(std::move(finding));
      }
    }
  }
  if (checked.findings.empty() && (!IsName(checked.form) || checked.version == 0)) {
    Finding finding;
    finding.code = "A101";
    finding.span.file = "form";
    finding.message = "the text does not say which form and version it is";
    checked.findings.push_back(std::move(finding));
  }
  return checked;
}

class OfferWork final : public HouseWork {
 public:
  OfferWork(OpenAgreement& system, std::string text, OfferAnswer answer, Bytes actor,
            Done<OfferAnswer> done)
      : HouseWork(std::move(actor)),
        system_(system),
        text_(std::move(text)),
        answer_(std::move(answer)),
        done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    const Bytes row = OfferedRow(answer_.form, answer_.version);
    MANDAT_TRY(const std::optional<Bytes> before, system_.store().Find(Space::kMeta, row));
    if (before) {
      known_ = *before == text_;
      return known_ ? Result<bool>(false)
                    : Result<bool>(Fail(Error::Conflict(
                          "another text of this form version is kept; give it a newer one")));
    }
    context.staging.Put(Space::kMeta, row, text_);
    entry.act = "offer-form";
    entry.detail = answer_.form + "@" + std::to_string(answer_.version) + " " +
                   FormatHex(Sha256(text_).view());
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    answer_.receipt = {release->entry(), release->at(), {}, known_};
    done_(std::move(answer_));
  }

 private:
  OpenAgreement& system_;
  std::string text_;
  OfferAnswer answer_;
  Done<OfferAnswer> done_;
  bool known_ = false;
};

}  // namespace

// Source: GDPR Art. 28(9).
void OfferForm(Agreements& agreements, FormOffer offer, Bytes actor, Done<OfferAnswer> done) {
  OfferAnswer answer;
  Checked checked = Check(offer.text);
  answer.form = checked.form;
  answer.version = checked.version;
  if (!checked.findings.empty()) {
    answer.rendered = Render(checked.findings, offer.text);
    answer.findings = std::move(checked.findings);
    return done(std::move(answer));
  }
  offer.change.version = answer.version;
  for (const AgreementId& id : agreements.List()) {
    const Result<std::shared_ptr<OpenAgreement>> open = agreements.Find(id);
    if (!open) {
      return done(Fail(open.error()));
    }
    const std::shared_ptr<const LifeBook> book = (*open)->life_book();
    const Instant now = (*open)->gate().Now();
    const LifeVersion* version = book->life.InForce(now);
    if (version == nullptr || version->agreement->form() != answer.form ||
        version->agreement->form_version() >= answer.version) {
      continue;
    }
    Result<Move> move = DecideMove(*version->agreement, offer.change, now);
    if (!move) {
      return done(Fail(std::move(move).error()));
    }
    answer.moves.push_back(
        {id, version->number, version->agreement->form_version(), std::move(*move)});
  }
  OpenAgreement& system = agreements.system();
  system.gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<OfferWork>(
      system, std::move(offer.text), std::move(answer), std::move(actor), std::move(done))));
}

Result<std::vector<OfferedForm>> OfferedForms(Agreements& agreements) {
  std::map<std::pair<std::string, uint32_t>, std::vector<std::string>> standing;
  for (const AgreementId& id : agreements.List()) {
    MANDAT_TRY(const std::shared_ptr<OpenAgreement> open, agreements.Find(id));
    const std::shared_ptr<const LifeBook> book = open->life_book();
    if (const LifeVersion* version = book->life.InForce(open->gate().Now())) {
      standing[{version->agreement->form(), version->agreement->form_version()}].push_back(
          id.text());
    }
  }
  std::vector<OfferedForm> forms;
  const auto rows =
      agreements.system().store().Scan(Space::kMeta, kOfferedPrefix, EndOfPrefix(kOfferedPrefix));
  for (; rows->Valid(); rows->Next()) {
    std::string_view key = rows->key().substr(kOfferedPrefix.size());
    if (key.size() < 6) {
      return Fail(Error::Corrupt("a form that was offered has no name"));
    }
    OfferedForm form;
    form.version = ReadBigEndian32(key.substr(key.size() - 4));
    form.form = key.substr(0, key.size() - 5);
    form.hash = FormatHex(Sha256(rows->value()).view());
    form.agreements = standing[{form.form, form.version}];
    forms.push_back(std::move(form));
  }
  MANDAT_TRY_STATUS(rows->status());
  return forms;
}

}  // namespace mandat
