// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/internal/context.h"

namespace mandat {

// One function per command. Each prints its answer and gives the exit code, or the error to print.

struct InitOptions {
  std::filesystem::path directory = "mandat";
  std::vector<std::string> agreements;
  std::string origin = "example.org/mandat";
  uint16_t port = 7480;
  std::string root;  // pkcs11: URI of a root key to make in a token; empty: a file
  std::filesystem::path module;
  std::filesystem::path pin_file;
};
Result<int> RunInit(const Context& context, const InitOptions& options);

struct ServeOptions {
  std::filesystem::path directory = "mandat";
  std::string config;  // empty: the directory's mandat.toml
};
Result<int> RunServe(const Context& context, const ServeOptions& options);

struct ConfigOptions {
  std::filesystem::path file;
};
Result<int> RunConfigCheck(const Context& context, const ConfigOptions& options);

struct AgreementOptions {
  std::string agreement;
  std::filesystem::path form;
  std::filesystem::path instance;
  std::filesystem::path schema;
  bool sarif = false;
};
Result<int> RunAgreementCheck(const Context& context, const AgreementOptions& options);
struct LintOptions {
  std::filesystem::path form;
  std::filesystem::path instance;
  std::filesystem::path schema;
  std::string at;  // empty: today
  bool strict = false;
  bool sarif = false;
  bool checks = false;  // print what is looked for instead
};
Result<int> RunAgreementLint(const Context& context, const LintOptions& options);
struct ExportOptions {
  std::filesystem::path form;
  std::filesystem::path instance;
  std::string document;  // "form", "agreement" or "service-schema"
  std::filesystem::path out;
};
Result<int> RunAgreementExport(const Context& context, const ExportOptions& options);
Result<int> RunAgreementSchema(const Context& context, const ExportOptions& options);
Result<int> RunAgreementReference(const Context& context, const ExportOptions& options);
Result<int> RunAgreementTest(const Context& context,
                             const std::vector<std::filesystem::path>& tables);
Result<int> RunAgreementActivate(const Context& context, const AgreementOptions& options);
Result<int> RunAgreementList(const Context& context);
Result<int> RunAgreementShow(const Context& context, const AgreementOptions& options);
Result<int> RunAgreementRewrap(const Context& context, const AgreementOptions& options);

struct DiffOptions {
  std::filesystem::path form_before;
  std::filesystem::path instance_before;
  std::filesystem::path form_after;
  std::filesystem::path instance_after;
};
Result<int> RunAgreementDiff(const Context& context, const DiffOptions& options);

struct ChainCheckOptions {
  std::vector<std::filesystem::path> upstream;    // form and instance
  std::vector<std::filesystem::path> downstream;  // form and instance
  std::string subprocessor;                       // empty: found by its name
  std::string from;                               // empty: when both are in force
  std::string zone = "UTC";
  std::string promise;  // empty: all
  int years = 2;
  std::filesystem::path svg;
};
Result<int> RunChainCheck(const Context& context, const ChainCheckOptions& options);

struct DataOptions {
  std::string agreement;
  std::string collection;
  std::string purpose;
  std::string instruction;
  std::string idempotency_key;
  std::string verb;
  std::string place;
  std::string people;
  std::string subject;
  std::string record;
  std::string fields;  // JSON, or a file that holds it after "@"
  std::string after;
  uint32_t limit = 20;
};
Result<int> RunDecide(const Context& context, const DataOptions& options);
Result<int> RunSubjectRegister(const Context& context, const DataOptions& options);
Result<int> RunSubjectErase(const Context& context, const DataOptions& options);
Result<int> RunRecordPut(const Context& context, const DataOptions& options);
Result<int> RunRecordGet(const Context& context, const DataOptions& options);
Result<int> RunRecordList(const Context& context, const DataOptions& options);
Result<int> RunRecordErase(const Context& context, const DataOptions& options);

struct EvidenceOptions {
  std::string agreement;
  std::string place;   // directory or address of a journal; a file of a certificate
  std::string key;     // verifier key, or a file that holds it
  std::string since;   // file of a checkpoint that was kept
  std::string policy;  // file: whom to believe
  std::string out;     // file or directory to write
  uint64_t entry = 0;
};
Result<int> RunJournalVerify(const Context& context, const EvidenceOptions& options);
Result<int> RunJournalShow(const Context& context, const EvidenceOptions& options);
Result<int> RunJournalProve(const Context& context, const EvidenceOptions& options);
Result<int> RunJournalExport(const Context& context, const EvidenceOptions& options);
Result<int> RunJournalCheckpoint(const Context& context, const EvidenceOptions& options);
Result<int> RunCertificateGet(const Context& context, const EvidenceOptions& options);
Result<int> RunCertificateVerify(const Context& context, const EvidenceOptions& options);

struct LoadOptions {
  std::string agreement;
  std::string collection;
  std::string purpose;
  std::filesystem::path schema;
  std::filesystem::path acknowledged;
  std::filesystem::path verify;
  std::filesystem::path file;     // existing data
  std::filesystem::path mapping;  // what its columns are
  std::filesystem::path state;    // empty: beside the file
  bool dry_run = false;
  uint32_t batch_rows = 500;
  uint64_t people_count = 0;
  uint64_t seed = 1;
  uint32_t connections = 32;
  uint32_t patience_seconds = 30;
};
Result<int> RunLoadFile(const Context& context, const LoadOptions& options);
Result<int> RunLoad(const Context& context, const LoadOptions& options);
Result<int> RunLoadVerify(const Context& context, const LoadOptions& options);

}  // namespace mandat
