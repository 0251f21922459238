// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes, the reader answers with an agreement or with findings, in bounded time; and
// what it accepts, written plainly, reads back as the same agreement.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "agreement/agreement.h"
#include "agreement/decision_table.h"
#include "agreement/plain_yaml.h"

namespace {

using Findings = std::vector<mandat::Finding>;

// The text written plainly; empty when it is no YAML of the language. Writing twice changes
// nothing.
std::string Plain(const std::string& text) {
  const auto once = mandat::WritePlainYaml("text", text);
  if (!std::holds_alternative<std::string>(once)) {
    return "";
  }
  const auto twice = mandat::WritePlainYaml("text", std::get<std::string>(once));
  if (!std::holds_alternative<std::string>(twice) ||
      std::get<std::string>(twice) != std::get<std::string>(once)) {
    std::abort();
  }
  return std::get<std::string>(once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  const std::string text(reinterpret_cast<const char*>(data), bytes);
  const size_t cut = bytes == 0 ? 0 : data[0] * bytes / 256;
  const mandat::Agreement::Sources sources{"form", text.substr(cut), "agreement",
                                           text.substr(0, cut)};
  const std::string form = Plain(sources.form_text);
  const std::string instance = Plain(sources.instance_text);
  const auto parsed = mandat::Agreement::Parse(sources);
  if (const auto* findings = std::get_if<Findings>(&parsed)) {
    (void)mandat::Render(*findings, sources.form_text);
  } else {
    const auto again = mandat::Agreement::Parse({"form", form, "agreement", instance});
    if (!std::holds_alternative<mandat::Agreement>(again) ||
        std::get<mandat::Agreement>(again).canonical() !=
            std::get<mandat::Agreement>(parsed).canonical()) {
      std::abort();
    }
  }
  const auto table = mandat::DecisionTable::Parse("table", text);
  if (const auto* findings = std::get_if<Findings>(&table)) {
    (void)mandat::Render(*findings, text);
  }
  return 0;
}
