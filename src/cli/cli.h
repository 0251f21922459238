// SPDX-License-Identifier: Apache-2.0
//
// The command line `mandat`: speaks HTTP to a server, or works on files that people handed over.
// Guarantees: never opens a store; a refusal names the clause; one exit code per kind of trouble.
// Trusts: the server for its answers, but evidence only after it was verified.
#pragma once

#include <string>

namespace mandat {

// Runs one command and returns the exit code of docs/reference/errors.md.
int RunCommandLine(int argc, const char* const* argv, const std::string& version);

}  // namespace mandat
