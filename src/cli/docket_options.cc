// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/docket.h"

namespace mandat {
namespace {

constexpr const char* kInstant = "instant with its offset, e.g. 2026-03-30T16:40:00+02:00";

class DocketCommands {
 public:
  DocketCommands(CLI::App* group, const Context& context, DocketOptions& options,
                 const AddCommand& add)
      : group_(group), context_(context), options_(options), add_(add) {}

  void AddReading();
  void AddRecord();
  void AddActs();

 private:
  template <class Run>
  CLI::App* Add(const std::string& name, const std::string& help, const std::string& example,
                Run run) {
    return add_(group_, name, help, "mandat docket " + name + " " + example,
                [this_context = &context_, options = &options_, run] {
                  return run(*this_context, *options);
                });
  }
  void AddAgreement(CLI::App* app) {
    app->add_option("--agreement,-a", options_.agreement, "id of the agreement")->required();
  }
  CLI::App* AddAct(const std::string& name, const std::string& help, const std::string& example) {
    CLI::App* app = Add(name, help, "-a opinum-demo 7 " + example,
                        [name](const Context& context, const DocketOptions& options) {
                          return RunDocketAct(context, options, name);
                        });
    AddAgreement(app);
    app->add_option("duty", options_.duty, "number of the duty")->required();
    app->add_option("--at", options_.at, std::string(kInstant) + "; default: now");
    app->add_option("--by", options_.by, "reference to who did it; names no person");
    app->add_option("--basis", options_.basis, "clause or law that it rests on");
    app->add_option("--evidence", options_.evidence, "SHA-256 of what is kept");
    return app;
  }
  void NeedReason(CLI::App* app) {
    app->add_option("--reason", options_.reason, "why; no personal data")->required();
  }

  CLI::App* group_;
  const Context& context_;
  DocketOptions& options_;
  const AddCommand& add_;
};

void DocketCommands::AddReading() {
  CLI::App* list = Add("list", "what is owed, the earliest first; of all agreements without -a",
                       "-a opinum-demo --overdue", &RunDocketList);
  list->add_option("--agreement,-a", options_.agreement, "only of this agreement");
  list->add_option("--before", options_.before,
                   std::string(kInstant) + "; over all agreements by default 30 days from now");
  list->add_flag("--overdue", options_.overdue, "only what is overdue");
  list->add_option("--state", options_.state, "open, paused, met, withdrawn or any");
  list->add_option("--responsible", options_.responsible, "over all agreements: only theirs");
  list->add_option("--cursor", options_.cursor, "where the page before ended");
  list->add_option("--limit", options_.limit, "how many; 1 to 100, over all agreements to 1000")
      ->capture_default_str();

  CLI::App* show = Add("show", "one duty: until when, why, and what was done with its clock",
                       "-a opinum-demo 7 --language fr", &RunDocketShow);
  AddAgreement(show);
  show->add_option("duty", options_.duty, "number of the duty")->required();
  show->add_option("--language", options_.language, "of the explanation: en or fr")
      ->capture_default_str();

  CLI::App* happenings = Add("happenings", "what was entered for one case",
                             "-a opinum-demo breach case-7", &RunDocketHappenings);
  AddAgreement(happenings);
  happenings->add_option("matter", options_.matter, "what it is about")->required();
  happenings->add_option("reference", options_.reference, "your name for the case")->required();
  Add("matters", "what may happen: matters and their events", "", &RunDocketMatters);
}

void DocketCommands::AddRecord() {
  CLI::App* app = Add("record", "enter what happened: it starts the clocks of the agreement",
                      "-a opinum-demo breach awareness case-7 \\\n    "
                      "--at 2026-03-30T16:40:00+02:00 --how telephone",
                      &RunDocketRecord);
  AddAgreement(app);
  app->add_option("matter", options_.matter, "what it is about; `docket matters` lists them")
      ->required();
  app->add_option("event", options_.event, "what happened: one of the matter's events")->required();
  app->add_option("reference", options_.reference, "your name for the case; names no person")
      ->required();
  app->add_option("--at", options_.at, std::string(kInstant) + "; default: now");
  app->add_option("--how", options_.how,
                  "how it is known: letter, registered-letter, e-mail, telephone, portal, webhook, "
                  "in-person or system")
      ->required();
  app->add_option("--path", options_.path, "of matter `term`: which obligation");
  app->add_option("--evidence", options_.evidence, "SHA-256 of what is kept");
  app->add_option("--by", options_.by, "reference to who entered it; names no person");
}

void DocketCommands::AddActs() {
  NeedReason(AddAct("pause", "stop the clock of a duty (operator)",
                    "--reason \"asked which records are meant\""));
  AddAct("resume", "let the clock run on (operator)", "");
  CLI::App* extend = AddAct("extend", "give a duty more time (operator)",
                            "--more \"2 months\" --reason \"many requests\" \\\n    "
                            "--basis \"GDPR Art. 12(3)\"");
  NeedReason(extend);
  extend->add_option("--more", options_.more, "how much more, counted like its period")->required();
  AddAct("meet", "what was owed is done", "--at 2026-03-31T09:00:00+02:00")
      ->add_option("--reason", options_.reason, "how; no personal data");
  NeedReason(AddAct("withdraw", "it was never owed, or is owed no more (operator)",
                    "--reason \"judged to be no breach\""));
  AddAct("assign", "say who sees to it (operator)", "desk-2")
      ->add_option("responsible", options_.responsible, "reference; names no person")
      ->required();
}

}  // namespace

void AddDocketCommands(CLI::App* group, const Context& context, DocketOptions& options,
                       const AddCommand& add) {
  DocketCommands commands(group, context, options, add);
  commands.AddReading();
  commands.AddRecord();
  commands.AddActs();
}

}  // namespace mandat
