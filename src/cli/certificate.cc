// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/certificate.h"

namespace mandat {

void AddCertificateCommands(CLI::App* group, const Context& context, EvidenceOptions& options,
                            const AddCommand& add) {
  CLI::App* get = add(group, "get", "the certificate for an erasure",
                      "mandat certificate get -a opinum-demo 12 --out 12.certificate",
                      [&context, &options] { return RunCertificateGet(context, options); });
  get->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
  get->add_option("entry", options.entry, "index of the entry that records the erasure")
      ->required();
  get->add_option("--out,-o", options.out, "file to write");
  CLI::App* verify = add(group, "verify", "verify a certificate, offline with --key",
                         "mandat certificate verify 12.certificate --key evidence/vkey",
                         [&context, &options] { return RunCertificateVerify(context, options); });
  verify->add_option("file", options.place, "the certificate")->required();
  verify->add_option("--key,-k", options.key, "verifier key you were given, or its file");
  verify->add_option("--agreement,-a", options.agreement,
                     "without --key: take the key that the server publishes");
}

}  // namespace mandat
