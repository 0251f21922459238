// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "backup/backup_desk.h"
#include "http/internal/journal_metrics.h"
#include "http/internal/openapi.h"
#include "http/internal/router.h"
#include "http/internal/routes.h"
#include "service/timestamps.h"
#include "service/witnesses.h"

namespace mandat {
namespace {

bool IsObserved(const OpenAgreement& agreement) {
  const std::optional<Observation> observation = agreement.gate().observation();
  return observation && observation->IsOn(agreement.gate().Now());
}

void AppendAgreementMetrics(const std::vector<std::shared_ptr<OpenAgreement>>& opened,
                            std::string& out) {
  auto to = std::back_inserter(out);
  out += "# TYPE mandat_gate_operations_total counter\n";
  for (const auto& agreement : opened) {
    const GateCounts counts = agreement->gate().counts();
    const std::string& id = agreement->id().text();
    for (const auto& [outcome, count] :
         {std::pair{"done", counts.done}, {"refused", counts.refused}, {"failed", counts.failed}}) {
      fmt::format_to(to, "mandat_gate_operations_total{{agreement=\"{}\",outcome=\"{}\"}} {}\n", id,
                     outcome, count);
    }
  }
  out += "# TYPE mandat_gate_observed_total counter\n";
  for (const auto& agreement : opened) {
    fmt::format_to(to, "mandat_gate_observed_total{{agreement=\"{}\"}} {}\n",
                   agreement->id().text(), agreement->gate().counts().observed);
  }
  out += "# TYPE mandat_agreement_observed gauge\n";
  for (const auto& agreement : opened) {
    fmt::format_to(to, "mandat_agreement_observed{{agreement=\"{}\"}} {}\n", agreement->id().text(),
                   IsObserved(*agreement) ? 1 : 0);
  }
  out += "# TYPE mandat_gate_batches_total counter\n";
  for (const auto& agreement : opened) {
    fmt::format_to(to, "mandat_gate_batches_total{{agreement=\"{}\"}} {}\n", agreement->id().text(),
                   agreement->gate().counts().batches);
  }
}

// Whether erasures, holds and open duties would survive the loss of this machine.
std::string LedgerHealth(const BackupDesk* backups) {
  if (backups == nullptr) {
    return "";
  }
  const BackupDesk::Protection state = backups->Protected();
  switch (state) {
    case BackupDesk::Protection::kProtected:
      return ",\"ledger\":\"protected\"";
    case BackupDesk::Protection::kBehind:
      return ",\"ledger\":\"behind\"";
    case BackupDesk::Protection::kNone:
      break;
  }
  return ",\"ledger\":\"not protected against loss of this machine\"";
}

// Whether the loss of this machine would be the loss of the keys. Nothing where none are copied.
std::string KeysHealth(const BackupDesk* backups) {
  const auto state = backups == nullptr ? BackupDesk::Protection::kNone : backups->KeysProtected();
  return state == BackupDesk::Protection::kNone     ? ""
         : state == BackupDesk::Protection::kBehind ? ",\"keys\":\"behind\""
                                                    : ",\"keys\":\"copied\"";
}

// Whether those who look at journals from outside cosign what they are shown.
std::string WitnessHealth(const Witnesses* witnesses) {
  switch (witnesses == nullptr ? Witnesses::Standing::kNone : witnesses->Overall()) {
    case Witnesses::Standing::kNone:
      return "";
    case Witnesses::Standing::kCosigning:
      return ",\"witnesses\":\"cosigning\"";
    case Witnesses::Standing::kSilent:
      return ",\"witnesses\":\"silent\"";
    case Witnesses::Standing::kObjecting:
      break;
  }
  return ",\"witnesses\":\"objecting\"";
}

// Whether an authority puts time stamps on checkpoints. Nothing where none is asked.
std::string TimestampHealth(const Timestamps* timestamps) {
  const auto standing = timestamps == nullptr ? Timestamps::Standing::kNone : timestamps->Overall();
  return standing == Timestamps::Standing::kNone      ? ""
         : standing == Timestamps::Standing::kFailing ? ",\"timestamps\":\"failing\""
                                                      : ",\"timestamps\":\"stamping\"";
}

}  // namespace

void GetHealth(Context& context, const Request&, Responder responder) {
  // How many agreements are being tried out, so that nobody forgets it; which, the metrics say.
  const auto opened = context.agreements.Opened();
  const auto observed = std::ranges::count_if(
      opened, [](const std::shared_ptr<OpenAgreement>& each) { return IsObserved(*each); });
  Response response;
  response.body = "{\"status\":\"ok\"";
  if (observed != 0) {
    response.body += fmt::format(",\"observed\":{}", observed);
  }
  response.body += LedgerHealth(context.backups) + KeysHealth(context.backups) +
                   WitnessHealth(context.witnesses) + TimestampHealth(context.timestamps) +
                   FeedHealth(context.feed) + "}";
  std::move(responder).Send(std::move(response));
}

void GetReady(Context& context, const Request&, Responder responder) {
  if (context.draining.load(std::memory_order_relaxed)) {
    return std::move(responder).Send(Problem(503, "unavailable", "the server is stopping"));
  }
  if (!context.agreements.system().gate().sound()) {
    return std::move(responder).Send(
        Problem(503, "unavailable", "the operator's own journal must be opened anew"));
  }
  Response response;
  response.body = "{\"status\":\"ready\"}";
  std::move(responder).Send(std::move(response));
}

// Reads entries of every open agreement: made at the desk.
void GetMetrics(Context& context, const Request&, Responder responder) {
  context.desk.Post([&context, responder = std::move(responder)]() mutable {
    std::vector<std::pair<std::string_view, std::string_view>> names;
    for (const Route& route : context.router.routes()) {
      names.emplace_back(Name(route.method), route.pattern);
    }
    names.emplace_back("OTHER", "none");
    Response response;
    response.type = "text/plain; version=0.0.4; charset=utf-8";
    context.metrics.Format(names, response.body);
    AppendAgreementMetrics(context.agreements.Opened(), response.body);
    AppendJournalMetrics(context, response.body);
    std::move(responder).Send(std::move(response));
  });
}

void GetOpenApi(Context&, const Request&, Responder responder) {
  Response response;
  response.cache_control = "public, max-age=3600";
  response.body = OpenApiDocument();
  std::move(responder).Send(std::move(response));
}

}  // namespace mandat
