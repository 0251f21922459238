// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/internal/docket_batch.h"
#include "service/notices.h"

namespace mandat {

// Puts one notice to each contact of a side and subject into the outbox; contacts without an
// address for machines become duties of people. Errors: as SendNotice.
Status StageNotices(DocketBatch& batch, const OpenAgreement& agreement,
                    const NoticeRequest& request, NoticesAnswer& answer);

// A notice is received: what runs from its receipt begins.
Status BeginReceipt(DocketBatch& batch, const Notice& notice, const ReceiptOfNotice& receipt);

// The fields that every notice has, for the version in force.
std::vector<std::pair<std::string, std::string>> CommonFields(const DocketBatch& batch,
                                                              const OpenAgreement& agreement);

// Tells the processor's own people of reminders that fired: one notice for each duty, for the
// newest of its reminders.
Status StageReminders(DocketBatch& batch, const OpenAgreement& agreement,
                      const std::vector<ChangedDuty>& fired);

// What the outbox does when its time has come.
Status StageDueNotices(DocketBatch& batch, const OpenAgreement& agreement, size_t notices_max,
                       NoticesAnswer& answer);

// A reply of another's server, without what looks like an address.
std::string WithoutAddresses(std::string_view reply);

// Somebody has to call about a notice; where it was for our own people, to see to the channel, once
// for all notices that it fails.
Status OweCall(DocketBatch& batch, const Notice& notice, NoticesAnswer& answer);

}  // namespace mandat
