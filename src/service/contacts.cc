// SPDX-License-Identifier: Apache-2.0
#include "service/contacts.h"

#include <algorithm>

#include "crypto/aead.h"
#include "service/internal/contact_rows.h"
#include "service/internal/docket_work.h"

namespace mandat {
namespace {

const Period kConfirmEvery{6, TimeUnit::kMonths};

Result<Contact> ReadContact(const OpenAgreement& agreement, const Staging& staging, uint64_t id) {
  const Bytes row = ContactRow(id);
  MANDAT_TRY(const std::optional<Bytes> sealed, staging.Find(Space::kDocket, row));
  if (!sealed) {
    return Fail(Error::NotFound("no contact of that number"));
  }
  return OpenContact(agreement, row, *sealed);
}

Status Unknown() { return Fail(Error::NotFound("no contact of that number")); }

Result<uint64_t> TakeContactId(Staging& staging) {
  MANDAT_TRY(const std::optional<Bytes> row, staging.Find(Space::kDocket, kNextContactRow));
  if (row && row->size() != 8) {
    return Fail(Error::Corrupt("the docket does not know its next contact"));
  }
  const uint64_t id = row ? ReadBigEndian64(*row) : 1;
  Bytes next;
  AppendBigEndian64(next, id + 1);
  staging.Put(Space::kDocket, Bytes(kNextContactRow), std::move(next));
  return id;
}

class ContactWork final : public DocketWork<ContactAnswer> {
 public:
  ContactWork(OpenAgreement& agreement, Contact contact, bool ends, Bytes actor,
              Done<ContactAnswer> done)
      : DocketWork(agreement, std::move(actor), std::move(done)),
        contact_(std::move(contact)),
        ends_(ends) {}

 protected:
  Result<ContactAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = ends_ ? "end-contact" : "put-contact";
    MANDAT_TRY_STATUS(ends_ ? End(batch) : Complete(batch));
    batch.staging().Put(Space::kDocket, ContactRow(contact_.id),
                        SealContact(agreement(), contact_, agreement().random()));
    batch.Touch("contact " + std::to_string(contact_.id));
    if (!ends_) {
      MANDAT_TRY_STATUS(batch.Owe({.task = "reconfirm-contacts",
                                   .reference = "contacts",
                                   .law = "GDPR Art. 33(3)(b)",
                                   .period = kConfirmEvery,
                                   .recurs = true}));
    }
    ContactAnswer answer;
    answer.contact = contact_;
    return answer;
  }

 private:
  Status Complete(DocketBatch& batch) {
    if (contact_.from == Instant()) {
      contact_.from = batch.at();
    }
    contact_.confirmed = batch.at();
    MANDAT_TRY_STATUS(contact_.Validate());
    if (contact_.id == 0) {
      MANDAT_TRY(contact_.id, TakeContactId(batch.staging()));
      return {};
    }
    return ReadContact(agreement(), batch.staging(), contact_.id) ? Status() : Unknown();
  }

  Status End(DocketBatch& batch) {
    MANDAT_TRY(contact_, ReadContact(agreement(), batch.staging(), contact_.id));
    if (contact_.until && *contact_.until <= batch.at()) {
      return Fail(Error::Conflict("the contact has ended already"));
    }
    contact_.until = batch.at();
    return {};
  }

  Contact contact_;
  const bool ends_;
};

}  // namespace

Bytes SealContact(const OpenAgreement& agreement, const Contact& contact, Random& random) {
  return Seal(agreement.keyring().PrivateKey("contact"), EncodeCborRecord(contact),
              agreement.id().text() + " contact " + std::to_string(contact.id), random);
}

Result<Contact> OpenContact(const OpenAgreement& agreement, ByteView row, ByteView sealed) {
  const uint64_t id = ReadBigEndian64(row.substr(1));
  MANDAT_TRY(const Bytes bytes, Open(agreement.keyring().PrivateKey("contact"), sealed,
                                     agreement.id().text() + " contact " + std::to_string(id)));
  return DecodeCborRecord<Contact>(bytes);
}

void PutContact(const std::shared_ptr<OpenAgreement>& agreement, Contact contact, Bytes actor,
                Done<ContactAnswer> done) {
  SubmitDocketWork<ContactWork>(agreement, std::move(contact), false, std::move(actor),
                                std::move(done));
}

void EndContact(const std::shared_ptr<OpenAgreement>& agreement, uint64_t id, Bytes actor,
                Done<ContactAnswer> done) {
  Contact contact;
  contact.id = id;
  SubmitDocketWork<ContactWork>(agreement, std::move(contact), true, std::move(actor),
                                std::move(done));
}

Result<std::vector<Contact>> ListContacts(const OpenAgreement& agreement) {
  std::vector<Contact> contacts;
  const auto rows = agreement.store().Scan(Space::kDocket, "k", EndOfPrefix("k"));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(Contact contact, OpenContact(agreement, rows->key(), rows->value()));
    contacts.push_back(std::move(contact));
  }
  MANDAT_TRY_STATUS(rows->status());
  return contacts;
}

Result<std::vector<Contact>> FindContacts(const OpenAgreement& agreement, std::string_view party,
                                          std::string_view subject, Instant at) {
  MANDAT_TRY(std::vector<Contact> contacts, ListContacts(agreement));
  std::erase_if(contacts, [&](const Contact& contact) {
    return contact.party != party || !contact.is_current(at) || !contact.is_for(subject);
  });
  return contacts;
}

}  // namespace mandat
