// SPDX-License-Identifier: Apache-2.0
//
// Stands in for url_source.cc where the program is one file that runs anywhere: TLS needs the
// certificates and the name service of the machine it runs on.
#include "evidence/source.h"

namespace mandat {

bool ReadsUrls() { return false; }

Result<std::unique_ptr<JournalSource>> OpenUrlSource(std::string_view /*prefix*/,
                                                     UrlOptions /*options*/) {
  return Fail(Error::Invalid("this program reads directories and archives, no addresses"));
}

}  // namespace mandat
