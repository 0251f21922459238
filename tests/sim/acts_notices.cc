// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "outbound/template.h"
#include "service/contacts.h"
#include "sim/acts.h"

namespace mandat::sim {
namespace {

constexpr auto kSubjects =
    std::to_array<std::string_view>({"all", "breach", "requests", "sub-processors", "docket"});
constexpr auto kChannels = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"e-mail", "ada@example.org"},
     {"e-mail", "grace@example.org"},
     {"webhook", "https://hooks.example.org/in"},
     {"telephone", "+32 2 000 00 00"},
     {"post", "Example Road 2"}});

constexpr size_t kContactsMax = 4;

}  // namespace

void ActContact(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.contacts.size() >= kContactsMax || (!room.contacts.empty() && chance.OneIn(3))) {
    const uint64_t id = chance.PickOf(room.contacts);
    const Result<ContactAnswer> ended =
        world.Do<ContactAnswer>(room, {1, 1}, [&](const auto& agreement, Done<ContactAnswer> done) {
          EndContact(agreement, id, Bytes(8, 'a'), std::move(done));
        });
    if (ended && !chance.OneIn(4)) {
      std::erase(room.contacts, id);
    }
    return;
  }
  Contact contact;
  contact.party = chance.OneIn(3) ? "processor" : "controller";
  contact.subjects = {contact.party == "processor" ? "docket"
                                                   : std::string(chance.PickOf(kSubjects))};
  const auto& [channel, address] = chance.PickOf(kChannels);
  contact.channel = channel;
  contact.address = address;
  contact.language = chance.OneIn(2) ? "fr" : "en";
  contact.name = "Ada Example";
  const Result<ContactAnswer> answer =
      world.Do<ContactAnswer>(room, {1, 1}, [&](const auto& agreement, Done<ContactAnswer> done) {
        PutContact(agreement, contact, Bytes(8, 'a'), std::move(done));
      });
  if (answer) {
    room.contacts.push_back(answer->contact.id);
    world.trouble().Require(room.book.IsOwed("reconfirm-contacts", "contacts"),
                            "contacts are confirmed from time to time");
  }
}

void ActSendNotice(World& world, Room& room) {
  Chance& chance = world.chance();
  std::vector<const NoticeKind*> kinds;
  for (const NoticeKind& kind : NoticeKinds()) {
    if (!kind.is_internal) {
      kinds.push_back(&kind);
    }
  }
  const NoticeKind& kind = *chance.PickOf(kinds);
  NoticeRequest request;
  request.kind = kind.name;
  request.subject = chance.PickOf(kSubjects);
  request.reference = "case-" + std::to_string(1 + chance.Below(200));
  for (const NoticeField& field : kind.fields) {
    if (!field.may_be_empty && field.name != "agreement" && field.name != "processor") {
      request.fields.emplace_back(field.name, "example");
    }
  }
  std::vector<uint64_t> open;
  for (const auto& [id, row] : room.book.duties()) {
    if (row.duty.is_open()) {
      open.push_back(id);
    }
  }
  if (!open.empty() && chance.OneIn(2)) {
    request.duty = chance.PickOf(open);
    request.meets = chance.OneIn(2);
  }
  if (chance.OneIn(3)) {
    request.matter = "sub-processor";
  }
  const Result<NoticesAnswer> answer =
      world.Do<NoticesAnswer>(room, {1, 1}, [&](const auto& agreement, Done<NoticesAnswer> done) {
        SendNotice(agreement, request, Bytes(8, 'a'), std::move(done));
      });
  if (answer) {
    for (const Notice& notice : answer->notices) {
      world.trouble().Require(room.book.notices().contains(notice.id),
                              "a notice that was answered as queued is there",
                              std::to_string(notice.id));
    }
  }
}

// Somebody acknowledges a notice, or it comes back; both may be out of place.
void ActAnswerNotice(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.book.notices().empty()) {
    return;
  }
  const uint64_t newest = room.book.notices().rbegin()->first;
  const uint64_t id = newest - std::min(newest, chance.Below(6));
  if (chance.OneIn(5)) {
    std::ignore =
        world.Do<NoticesAnswer>(room, {1, 1}, [&](const auto& agreement, Done<NoticesAnswer> done) {
          BounceNotice(agreement, id, "550 no such user <ada@example.org>", Bytes(8, 'a'),
                       std::move(done));
        });
    return;
  }
  ReceiptOfNotice receipt;
  receipt.notice = id;
  receipt.by = "b-1";
  if (chance.OneIn(3)) {
    receipt.effective =
        world.time().Now() + -chance.Between(std::chrono::hours(-1), std::chrono::hours(48));
  }
  const Result<NoticesAnswer> answer =
      world.Do<NoticesAnswer>(room, {1, 1}, [&](const auto& agreement, Done<NoticesAnswer> done) {
        AcknowledgeNotice(agreement, receipt, Bytes(8, 'a'), std::move(done));
      });
  if (answer) {
    world.trouble().Require(room.book.notices().at(id).notice.state == NoticeState::kReceived,
                            "what was acknowledged is received", std::to_string(id));
  }
}

}  // namespace mandat::sim
