// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "http/internal/openapi.h"
#include "http/internal/router.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

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
  out += "# TYPE mandat_gate_batches_total counter\n";
  for (const auto& agreement : opened) {
    fmt::format_to(to, "mandat_gate_batches_total{{agreement=\"{}\"}} {}\n", agreement->id().text(),
                   agreement->gate().counts().batches);
  }
  out += "# TYPE mandat_journal_entries gauge\n";
  for (const auto& agreement : opened) {
    fmt::format_to(to, "mandat_journal_entries{{agreement=\"{}\"}} {}\n", agreement->id().text(),
                   agreement->journal().head().size);
  }
}

}  // namespace

void GetHealth(Context&, const Request&, Responder responder) {
  Response response;
  response.body = "{\"status\":\"ok\"}";
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

void GetMetrics(Context& context, const Request&, Responder responder) {
  std::vector<std::pair<std::string_view, std::string_view>> names;
  for (const Route& route : context.router.routes()) {
    names.emplace_back(Name(route.method), route.pattern);
  }
  names.emplace_back("OTHER", "none");
  Response response;
  response.type = "text/plain; version=0.0.4; charset=utf-8";
  context.metrics.Format(names, response.body);
  AppendAgreementMetrics(context.agreements.Opened(), response.body);
  std::move(responder).Send(std::move(response));
}

void GetOpenApi(Context&, const Request&, Responder responder) {
  Response response;
  response.cache_control = "public, max-age=3600";
  response.body = OpenApiDocument();
  std::move(responder).Send(std::move(response));
}

}  // namespace mandat
