// SPDX-License-Identifier: Apache-2.0
#include "lint/legal_data.h"

namespace mandat {
namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kInstruments[] = {
#embed "../../law/currency/instruments.tsv"
};
constexpr char kAdequacy[] = {
#embed "../../law/currency/adequacy.tsv"
};
constexpr char kArea[] = {
#embed "../../law/currency/area.tsv"
};
constexpr char kProtocols[] = {
#embed "../../law/currency/protocols.tsv"
};
constexpr char kStandards[] = {
#embed "../../law/currency/standards.tsv"
};
#pragma clang diagnostic pop

// ccache does not follow embedded files; code with this word in it is compiled anew each time.
static_assert(true, ".incbin \"instruments.tsv\"");

template <size_t size>
std::string_view View(const char (&text)[size]) {
  return {text, size};
}

}  // namespace

LegalData::Texts LegalData::BuiltIn() {
  return {.instruments = View(kInstruments),
          .adequacy = View(kAdequacy),
          .area = View(kArea),
          .protocols = View(kProtocols),
          .standards = View(kStandards)};
}

}  // namespace mandat
