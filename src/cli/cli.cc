// SPDX-License-Identifier: Apache-2.0
#include "cli/cli.h"

#include <CLI/CLI.hpp>

#include <cctype>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/internal/agreement_clocks.h"
#include "cli/internal/blob.h"
#include "cli/internal/certificate.h"
#include "cli/internal/clock.h"
#include "cli/internal/commands.h"
#include "cli/internal/contract.h"
#include "cli/internal/docket.h"
#include "cli/internal/dossier.h"
#include "cli/internal/export.h"
#include "cli/internal/journal_tail.h"
#include "cli/internal/journal_who.h"
#include "cli/internal/keys.h"
#include "cli/internal/life.h"
#include "cli/internal/load.h"
#include "cli/internal/question.h"
#include "cli/internal/rights.h"
#include "cli/internal/schema.h"
#include "cli/internal/witness.h"

namespace mandat {
namespace {

constexpr std::string_view kSurroundings =
    "exit status: 0 done, 2 invalid, 3 refused, 4 not found, 5 erased for ever, 6 not "
    "available,\n"
    "7 does not hold, 8 conflict (docs/reference/errors.md)\n";

// All commands with the options they fill. One object, because CLI11 keeps pointers into it.
class CommandLine {
 public:
  explicit CommandLine(const std::string& version)
      : app_("mandat: agreements, data and evidence of a Mandat server", "mandat") {
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.footer(std::string(kSurroundings));
    app_.set_version_flag("--version", "mandat " + version);
    context_.version = version;
    app_.add_option("--server", context_.server, "where the server is")
        ->envname("MANDAT_SERVER")
        ->default_val("http://127.0.0.1:7480");
    app_.add_option("--token-file", context_.token_file, "file with the token to ask as")
        ->envname("MANDAT_TOKEN_FILE");
    app_.add_option("--cacert", context_.authority, "file with the certificates to trust");
    app_.add_flag("--json", context_.json, "answer as JSON");
    AddHouse();
    AddAgreement();
    AddChain();
    AddSchemaCommands(Group("schema", "what data looks like"), context_, schema_, Adder());
    AddClockCommands(Group("clock", "deadlines, and the server's clock"), context_, clock_,
                     Adder());
    AddCalendarCommands(Group("calendar", "public holidays"), context_, calendar_, Adder());
    AddDocketCommands(Group("docket", "what is owed, until when and why"), context_, docket_,
                      Adder());
    AddNoticeCommands(Group("notice", "notices on their way"), context_, notice_, Adder());
    AddKeysCommands(Group("keys", "keys: where they stand, their change"), context_, keys_,
                    Adder());
    AddContactCommands(Group("contact", "whom to tell"), context_, contact_, Adder());
    AddDecide();
    AddSubject();
    AddRecord();
    AddDataCommands(Group("data", "many records: find, store in batches, look back"), context_,
                    rights_, Adder());
    AddBlobCommands(Group("blob", "files of people"), context_, blob_, Adder());
    AddExportCommands(Group("export", "everything about one person"), context_, person_export_,
                      Adder());
    AddJournal();
    AddCertificateCommands(Group("certificate", "certificates of destruction: get, verify"),
                           context_, evidence_, Adder());
    AddDossierCommands(Group("dossier", "evidence to hand over: make, verify"), context_, dossier_,
                       Adder());
    AddWitnessCommands(Group("witness", "a witness of journals, on a machine of your own"),
                       context_, witness_, Adder());
    AddContractCommands(Group("contract", "the text of a contract"), context_, contract_, Adder());
    AddLoadCommand(&app_, context_, load_, Adder());
    AddObserveCommands(Group("observe", "try an agreement out without refusing"), context_,
                       observe_, Adder());
  }

  int Run(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return error.get_exit_code() == 0 ? app_.exit(error) : Misused(error, argc);
    }
    const Result<int> code = command_();
    if (!code) {
      PrintError(code.error(), context_.json);
      return ExitCode(code.error().kind);
    }
    return *code;
  }

 private:
  using Command = std::function<Result<int>()>;

  // Wrong words on the command line: one line, as for every other error.
  int Misused(const CLI::ParseError& error, int argc) {
    if (argc <= 1) {
      std::cerr << app_.help();
      return ExitCode(ErrorKind::kInvalid);
    }
    const CLI::App* app = &app_;
    std::string name = "mandat";
    while (!app->get_subcommands().empty()) {
      app = app->get_subcommands().front();
      name += " " + app->get_name();
    }
    std::string message = error.what();
    message = message.substr(0, message.find('\n'));
    if (message.size() > 1 && std::isupper(static_cast<unsigned char>(message[1])) == 0) {
      message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
    }
    PrintError(Error::Invalid(message + "; see `" + name + " --help`"), context_.json);
    return ExitCode(ErrorKind::kInvalid);
  }

  CLI::App* Group(const std::string& name, const std::string& help) {
    CLI::App* group = app_.add_subcommand(name, help);
    group->require_subcommand(1);
    group->fallthrough();
    return group;
  }

  // A command with an example below its help.
  CLI::App* Add(CLI::App* group, const std::string& name, const std::string& help,
                const std::string& example, Command command) {
    CLI::App* app = group->add_subcommand(name, help);
    app->fallthrough();
    app->footer("example:\n  " + example + "\n");
    app->callback([this, command = std::move(command)] { command_ = command; });
    return app;
  }

  // The same, for groups whose options are declared beside their commands.
  AddCommand Adder() {
    return [this](CLI::App* group, const std::string& name, const std::string& help,
                  const std::string& example,
                  Command command) { return Add(group, name, help, example, std::move(command)); };
  }

  CLI::Option* NeedAgreement(CLI::App* app, std::string& target) {
    return app->add_option("--agreement,-a", target, "id of the agreement")->required();
  }

  void AddHouse();
  void AddAgreement();
  void AddLint(CLI::App* group);
  void AddExport(CLI::App* group);
  void AddDiff(CLI::App* group);
  void AddChain();
  void AddDecide();
  void AddSubject();
  void AddRecord();
  void AddJournal();

  void AddPurpose(CLI::App* app) {
    app->add_option("--purpose,-p", data_.purpose, "purpose, an id from the agreement")->required();
  }
  void AddCollection(CLI::App* app) {
    app->add_option("--collection,-c", data_.collection, "collection, an id from the schema")
        ->required();
  }
  void AddInstructionOption(CLI::App* app) {
    app->add_option("--instruction,-i", data_.instruction,
                    "reference of the controller's instruction; names no person");
  }
  void AddKey(CLI::App* app) {
    app->add_option("--idempotency-key", data_.idempotency_key,
                    "sent again with the same key, it is done once");
  }

  CLI::App app_;
  Context context_;
  InitOptions init_;
  ServeOptions serve_;
  ConfigOptions config_;
  AgreementOptions agreement_;
  LintOptions lint_;
  ExportOptions made_;
  std::vector<std::filesystem::path> tables_;
  DiffOptions diff_;
  ChainCheckOptions chain_;
  SchemaOptions schema_;
  ClocksOptions clocks_;
  ClockOptions clock_;
  CalendarOptions calendar_;
  DocketOptions docket_;
  NoticeOptions notice_;
  ContactOptions contact_;
  KeysOptions keys_;
  BlobOptions blob_;
  PersonExportOptions person_export_;
  DataOptions data_;
  RightsOptions rights_;
  EvidenceOptions evidence_;
  DossierOptions dossier_;
  LoadOptions load_;
  ObserveOptions observe_;
  QuestionOptions question_;
  TailOptions tail_;
  WhoOptions who_;
  LifeOptions life_;
  WitnessOptions witness_;
  ContractOptions contract_;
  Command command_;
};

void CommandLine::AddHouse() {
  CLI::App* init = Add(&app_, "init", "make a directory for a server: configuration, key, tokens",
                       "mandat init --dir mandat --agreement opinum-demo",
                       [this] { return RunInit(context_, init_); });
  init->add_option("dir,--dir,-d", init_.directory, "directory to make")->capture_default_str();
  init->add_option("--agreement,-a", init_.agreements,
                   "make tokens for this agreement too; may be given again");
  init->add_option("--origin", init_.origin, "name prefix of the journals")->capture_default_str();
  init->add_option("--port", init_.port, "port to listen on")->capture_default_str();
  init->add_option("--root", init_.root, "pkcs11: URI of a root key to make in a token");
  init->add_option("--pkcs11-module", init_.module, "library of the token");
  init->add_option("--pkcs11-pin-file", init_.pin_file, "file with its pin, mode 0600");

  CLI::App* serve = Add(&app_, "serve", "run the server, mandatd, until it is stopped",
                        "mandat serve --dir mandat", [this] { return RunServe(context_, serve_); });
  serve->add_option("dir,--dir,-d", serve_.directory, "directory made by init")
      ->capture_default_str();
  serve->add_option("--config", serve_.config, "another configuration file");

  CLI::App* config = Group("config", "the configuration file");
  CLI::App* check = Add(config, "check", "say what is wrong with a configuration file",
                        "mandat config check mandat/mandat.toml",
                        [this] { return RunConfigCheck(context_, config_); });
  check->add_option("file", config_.file, "the file")->required();
}

void CommandLine::AddAgreement() {
  CLI::App* group = Group("agreement", "agreements: check, put in force, look at");
  CLI::App* check = Add(group, "check", "check form, instance and schema, without a server",
                        "mandat agreement check agreements/opinum.yaml "
                        "agreements/opinum-demo.yaml \\\n    "
                        "agreements/opinum-data-hub.schema.yaml",
                        [this] { return RunAgreementCheck(context_, agreement_); });
  check->add_option("form", agreement_.form, "the contract as offered to everyone")->required();
  check->add_option("instance", agreement_.instance, "what one customer signed")->required();
  check->add_option("schema", agreement_.schema, "what the data looks like");
  check->add_flag("--sarif", agreement_.sarif, "findings as SARIF 2.1.0");

  AddDiff(group);
  AddLifeCommands(group, context_, life_, Adder());
  AddClocksCommand(group, context_, clocks_, Adder());
  AddLint(group);
  AddExport(group);

  CLI::App* test = Add(group, "test", "run decision tables: what must be allowed and refused",
                       "mandat agreement test agreements/opinum.test.yaml",
                       [this] { return RunAgreementTest(context_, tables_); });
  test->add_option("table", tables_, "files *.test.yaml")->required();

  CLI::App* activate = Add(group, "activate", "put a version in force (operator)",
                           "mandat agreement activate opinum-demo --form agreements/opinum.yaml "
                           "\\\n    --instance agreements/opinum-demo.yaml \\\n    "
                           "--schema agreements/opinum-data-hub.schema.yaml",
                           [this] { return RunAgreementActivate(context_, agreement_); });
  activate->add_option("id", agreement_.agreement, "id of the agreement")->required();
  activate->add_option("--form", agreement_.form, "the contract as offered")->required();
  activate->add_option("--instance,--agreement", agreement_.instance, "what one customer signed")
      ->required();
  activate->add_option("--schema", agreement_.schema, "what the data looks like")->required();

  Add(group, "list", "the agreements that you may see", "mandat agreement list",
      [this] { return RunAgreementList(context_); });
  CLI::App* show = Add(group, "show", "purposes, operations, collections of one agreement",
                       "mandat agreement show opinum-demo",
                       [this] { return RunAgreementShow(context_, agreement_); });
  show->add_option("id", agreement_.agreement, "id of the agreement")->required();
  CLI::App* rewrap =
      Add(group, "rewrap", "complete the erasures: wrap the surviving keys anew (operator)",
          "mandat agreement rewrap opinum-demo",
          [this] { return RunAgreementRewrap(context_, agreement_); });
  rewrap->add_option("id", agreement_.agreement, "id of the agreement")->required();
}

void CommandLine::AddLint(CLI::App* group) {
  CLI::App* lint = Add(group, "lint", "say what a data protection lawyer would object to",
                       "mandat agreement lint agreements/opinum.yaml agreements/opinum-demo.yaml "
                       "\\\n    --at 2026-11-22",
                       [this] { return RunAgreementLint(context_, lint_); });
  CLI::Option* form = lint->add_option("form", lint_.form, "the contract as offered to everyone");
  CLI::Option* instance = lint->add_option("instance", lint_.instance, "what one customer signed");
  lint->add_option("schema", lint_.schema, "what the data looks like");
  lint->add_option("--at", lint_.at, "by the law of this day, e.g. 2026-11-22; default: today");
  lint->add_flag("--strict", lint_.strict, "exit code 2 with warnings too");
  lint->add_flag("--sarif", lint_.sarif, "findings as SARIF 2.1.0");
  CLI::Option* checks = lint->add_flag("--checks", lint_.checks, "print what is looked for");
  lint->parse_complete_callback([form, instance, checks] {
    if (checks->empty() && (form->empty() || instance->empty())) {
      throw CLI::RequiredError("form and instance, or --checks");
    }
  });
}

void CommandLine::AddExport(CLI::App* group) {
  CLI::App* linked = Add(group, "export", "an agreement as JSON-LD in terms of DPV 2.3",
                         "mandat agreement export agreements/opinum.yaml "
                         "agreements/opinum-demo.yaml --out opinum-demo.jsonld",
                         [this] { return RunAgreementExport(context_, made_); });
  linked->add_option("form", made_.form, "the contract as offered to everyone")->required();
  linked->add_option("instance", made_.instance, "what one customer signed")->required();
  linked->add_option("--out,-o", made_.out, "file to write");
  CLI::App* schema = Add(group, "schema", "the JSON Schema of a document, for editors",
                         "mandat agreement schema form --out form.schema.json",
                         [this] { return RunAgreementSchema(context_, made_); });
  schema->add_option("document", made_.document, "form, agreement or service-schema")->required();
  schema->add_option("--out,-o", made_.out, "file to write");
  CLI::App* reference = Add(group, "reference", "the reference pages of the agreement language",
                            "mandat agreement reference --out docs/reference/agreement",
                            [this] { return RunAgreementReference(context_, made_); });
  reference->add_option("--out,-o", made_.out, "directory to write")->required();
}

void CommandLine::AddDiff(CLI::App* group) {
  CLI::App* diff = Add(group, "diff", "every change between two agreements, and whom it favours",
                       "mandat agreement diff agreements/mintt.yaml agreements/mintt-demo.yaml "
                       "\\\n    new/mintt.yaml new/mintt-demo.yaml",
                       [this] { return RunAgreementDiff(context_, diff_); });
  diff->add_option("form", diff_.form_before, "the form as it is")->required();
  diff->add_option("instance", diff_.instance_before, "the agreement as it is")->required();
  diff->add_option("form2", diff_.form_after, "the form as it is to be")->required();
  diff->add_option("instance2", diff_.instance_after, "the agreement as it is to be")->required();
}

void CommandLine::AddChain() {
  CLI::App* group = Group("chain", "whether promises hold that rest on a sub-processor");
  CLI::App* check = Add(group, "check", "promise by promise, with the worst case as a timeline",
                        "mandat chain check --as mailgun --upstream agreements/customer-alliance"
                        ".yaml \\\n    agreements/customer-alliance-demo.yaml --downstream "
                        "agreements/mailgun.yaml \\\n    tests/chain/customer-alliance-at-mailgun"
                        ".yaml --svg chain.svg",
                        [this] { return RunChainCheck(context_, chain_); });
  check->add_option("--upstream", chain_.upstream, "form and agreement with the controller")
      ->expected(2)
      ->required();
  check->add_option("--downstream", chain_.downstream, "form and agreement with the sub-processor")
      ->expected(2)
      ->required();
  check->add_option("--as", chain_.subprocessor,
                    "id of the sub-processor upstream; default: the one of that name");
  check->add_option("--from", chain_.from, "first day to search; default: both are in force");
  check->add_option("--years", chain_.years, "how many to search")
      ->check(CLI::Range(1, 10))
      ->capture_default_str();
  check->add_option("--zone", chain_.zone, "where an agreement states none")->capture_default_str();
  check->add_option("--promise", chain_.promise, "only this one, e.g. objection");
  check->add_option("--svg", chain_.svg, "file for a picture of the dated promises");
}

void CommandLine::AddDecide() {
  CLI::App* decide = Add(&app_, "decide", "ask what the agreement says, without doing it",
                         "mandat decide -a opinum-demo --verb consult --purpose advertising "
                         "--collection sites",
                         [this] { return RunDecide(context_, data_); });
  NeedAgreement(decide, data_.agreement);
  decide->add_option("--verb,-v", data_.verb, "what to do, e.g. consult, disclose")->required();
  AddPurpose(decide);
  AddCollection(decide);
  decide->add_option("--place", data_.place, "country or recipient, when data leaves");
  AddInstructionOption(decide);
}

void CommandLine::AddSubject() {
  CLI::App* group = Group("subject", "people and their rights: register, erase, restrict, object");
  AddRightsCommands(group, context_, rights_, Adder());
  CLI::App* enter = Add(group, "register", "register a person under a key of their own",
                        "mandat subject register -a opinum-demo --people customers "
                        "--purpose data-hub",
                        [this] { return RunSubjectRegister(context_, data_); });
  NeedAgreement(enter, data_.agreement);
  enter->add_option("subject", data_.subject, "id, a UUID; drawn when left out");
  enter->add_option("--people", data_.people, "category of people")->required();
  AddPurpose(enter);
  AddInstructionOption(enter);
  AddKey(enter);

  CLI::App* erase = Add(group, "erase", "erase a person: destroy the key and all records",
                        "mandat subject erase -a opinum-demo "
                        "2b0b3f7e-8f0a-4d1e-9a57-6a1d2c3b4e5f --instruction 2026-014",
                        [this] { return RunSubjectErase(context_, data_); });
  NeedAgreement(erase, data_.agreement);
  erase->add_option("subject", data_.subject, "id of the person")->required();
  AddInstructionOption(erase);
  AddKey(erase);
}

void CommandLine::AddRecord() {
  CLI::App* group = Group("record", "records: put, get, list, erase");
  const auto command = [&](const std::string& name, const std::string& help,
                           const std::string& example,
                           Result<int> (*run)(const Context&, const DataOptions&)) {
    CLI::App* app =
        Add(group, name, help, "mandat record " + name + " -a opinum-demo -c sites " + example,
            [this, run] { return run(context_, data_); });
    NeedAgreement(app, data_.agreement);
    AddCollection(app);
    AddInstructionOption(app);
    return app;
  };
  CLI::App* put = command("put", "store a record of a registered person",
                          "-p data-hub --subject ID \\\n    --fields @site.json", &RunRecordPut);
  put->add_option("record", data_.record, "id, a UUID; drawn when left out");
  put->add_option("--subject,-s", data_.subject, "id of the person")->required();
  put->add_option("--fields,-f", data_.fields, "a JSON object, or @FILE")->required();
  AddPurpose(put);
  AddKey(put);
  CLI::App* get = command("get", "read a record", "-p data-hub ID", &RunRecordGet);
  get->add_option("record", data_.record, "id of the record")->required();
  AddPurpose(get);
  CLI::App* list = command("list", "read a page of records, of everybody or of one person",
                           "-p data-hub --limit 5", &RunRecordList);
  list->add_option("--subject,-s", data_.subject, "only of this person");
  list->add_option("--after", data_.after, "behind this record");
  list->add_option("--limit", data_.limit, "1 to 100")->capture_default_str();
  AddPurpose(list);
  CLI::App* erase =
      command("erase", "erase one record", "ID --instruction 2026-014", &RunRecordErase);
  erase->add_option("record", data_.record, "id of the record")->required();
  AddKey(erase);
}

void CommandLine::AddJournal() {
  CLI::App* group = Group("journal", "the journal: verify, show, prove, export");
  CLI::App* verify = Add(group, "verify", "read a whole journal again and recompute it",
                         "mandat journal verify --agreement opinum-demo --since kept.checkpoint",
                         [this] { return RunJournalVerify(context_, evidence_); });
  CLI::Option* place = verify->add_option("place", evidence_.place, "directory or address");
  CLI::Option* agreement = verify->add_option("--agreement,-a", evidence_.agreement,
                                              "the server's journal of this agreement");
  place->excludes(agreement);
  verify->add_option("--key,-k", evidence_.key, "verifier key you were given, or its file");
  verify->add_option("--since", evidence_.since, "file of a checkpoint that you kept");
  verify->add_option("--policy", evidence_.policy, "file: whom you believe (tlog-policy)");
  verify->parse_complete_callback([place, agreement] {
    if (place->empty() && agreement->empty()) {
      throw CLI::RequiredError("a place or --agreement");
    }
  });

  CLI::App* show = Add(group, "show", "one entry in words", "mandat journal show -a opinum-demo 12",
                       [this] { return RunJournalShow(context_, evidence_); });
  NeedAgreement(show, evidence_.agreement);
  show->add_option("entry", evidence_.entry, "index of the entry")->required();
  CLI::App* prove = Add(group, "prove", "verify that an entry stands in the journal",
                        "mandat journal prove -a opinum-demo 12 --out receipt",
                        [this] { return RunJournalProve(context_, evidence_); });
  NeedAgreement(prove, evidence_.agreement);
  prove->add_option("entry", evidence_.entry, "index of the entry")->required();
  prove->add_option("--key,-k", evidence_.key, "verifier key you were given, or its file");
  prove->add_option("--out,-o", evidence_.out, "directory for proof, entry and key");
  CLI::App* checkpoint = Add(group, "checkpoint", "the signed size and root; keep one",
                             "mandat journal checkpoint -a opinum-demo --out kept.checkpoint",
                             [this] { return RunJournalCheckpoint(context_, evidence_); });
  NeedAgreement(checkpoint, evidence_.agreement);
  checkpoint->add_option("--out,-o", evidence_.out, "file to write");
  CLI::App* export_ = Add(group, "export", "download a whole journal, to be verified anywhere",
                          "mandat journal export -a opinum-demo evidence",
                          [this] { return RunJournalExport(context_, evidence_); });
  NeedAgreement(export_, evidence_.agreement);
  export_->add_option("directory", evidence_.out, "where to; again continues")->required();
  AddQuestionCommands(group, context_, question_, Adder());
  AddTailCommand(group, context_, tail_, Adder());
  AddWhoCommand(group, context_, who_, Adder());
}

}  // namespace

int RunCommandLine(int argc, const char* const* argv, const std::string& version) {
  CommandLine line(version);
  return line.Run(argc, argv);
}

}  // namespace mandat
