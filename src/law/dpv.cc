// SPDX-License-Identifier: Apache-2.0
#include "law/dpv.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace mandat {
namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kRegister[] = {
#embed "../../law/dpv-2.3.tsv"
};
#pragma clang diagnostic pop

// ccache does not follow embedded files; code with this word in it is compiled anew each time.
static_assert(true, ".incbin \"dpv-2.3.tsv\"");

using PrefixAndTerm = std::pair<std::string_view, std::string_view>;

// The first two columns of every row; the file is in their order, and a test sees to that.
std::vector<PrefixAndTerm> ReadRegister() {
  std::vector<PrefixAndTerm> terms;
  std::string_view rest(kRegister, sizeof(kRegister));
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const size_t tab = line.find('\t');
    if (tab != std::string_view::npos && line[0] != '#') {
      const std::string_view behind = line.substr(tab + 1);
      terms.emplace_back(line.substr(0, tab), behind.substr(0, behind.find('\t')));
    }
  }
  return terms;
}

}  // namespace

std::span<const DpvPrefix> DpvPrefixes() {
  static constexpr auto kPrefixes = std::to_array<DpvPrefix>({
      {"dpv", "https://w3id.org/dpv#"},
      {"pd", "https://w3id.org/dpv/pd#"},
      {"tech", "https://w3id.org/dpv/tech#"},
      {"loc", "https://w3id.org/dpv/loc#"},
      {"risk", "https://w3id.org/dpv/risk#"},
      {"legal-eu", "https://w3id.org/dpv/legal/eu#"},
      {"eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"},
      {"justifications", "https://w3id.org/dpv/justifications#"},
  });
  return kPrefixes;
}

bool IsDpvTerm(std::string_view term) {
  static const std::vector<PrefixAndTerm> terms = ReadRegister();
  const size_t colon = term.find(':');
  return colon != std::string_view::npos &&
         std::ranges::binary_search(terms,
                                    PrefixAndTerm(term.substr(0, colon), term.substr(colon + 1)));
}

std::string DpvLocation(std::string_view country) { return "loc:" + std::string(country); }

}  // namespace mandat
