// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/life.h"

namespace mandat {
namespace {

class LifeCommands {
 public:
  LifeCommands(CLI::App* group, const Context& context, LifeOptions& options, const AddCommand& add)
      : group_(group), context_(context), options_(options), add_(add) {}

  void AddVersions();
  void AddStanding();
  void AddSubprocessor();
  void AddEnd();

 private:
  template <class Run>
  CLI::App* Add(const std::string& name, const std::string& help, const std::string& example,
                Run run) {
    CLI::App* app = add_(group_, name, help, "mandat agreement " + name + " " + example,
                         [this_context = &context_, options = &options_, run] {
                           return run(*this_context, *options);
                         });
    app->add_option("id", options_.agreement, "id of the agreement")->required();
    return app;
  }
  void AddName(CLI::App* app) {
    app->add_option("name", options_.id, "name to record it under")->required();
  }
  void AddWhen(CLI::App* app, bool with_until = true) {
    app->add_option("--basis", options_.basis, "clause or law that it rests on");
    app->add_option("--from", options_.from, "instant from when; default: now");
    app->add_option("--by", options_.by, "reference to who had it recorded");
    if (with_until) {
      app->add_option("--until", options_.until, "instant until when");
    }
  }
  void AddScope(CLI::App* app) {
    app->add_option("--purpose", options_.purposes, "only this purpose; may be given again");
    app->add_option("--verb", options_.verbs, "only this operation");
    app->add_option("--category", options_.categories, "only this category of data");
    app->add_option("--people", options_.people, "only this category of people");
    app->add_option("--place", options_.places, "only this country or sub-processor");
  }
  template <class Run>
  void AddEnding(const std::string& name, const std::string& help, const std::string& what,
                 Run run) {
    AddName(Add(name, help, "opinum-demo " + what, run));
  }

  CLI::App* group_;
  const Context& context_;
  LifeOptions& options_;
  const AddCommand& add_;
};

void LifeCommands::AddVersions() {
  CLI::App* propose = Add("propose", "draft a version (operator)",
                          "opinum-demo --form opinum.yaml \\\n    --instance opinum-demo.yaml "
                          "--schema opinum-data-hub.schema.yaml",
                          &RunPropose);
  propose->add_option("--form", options_.form, "the contract as offered")->required();
  propose->add_option("--instance,--agreement", options_.instance, "what one customer signs")
      ->required();
  propose->add_option("--schema", options_.schema, "what the data looks like")->required();

  CLI::App* sign = Add("sign", "print what a party signs, or record that it accepted a version",
                       "opinum-demo 2 --party controller --message > message\n  "
                       "openssl pkeyutl -sign -inkey key.pem -rawin -in message -out signature\n  "
                       "mandat agreement sign opinum-demo 2 --party controller \\\n    "
                       "--key public.key --signature signature",
                       &RunSign);
  sign->add_option("version", options_.version, "version of the agreement")->required();
  sign->add_option("--party", options_.party, "controller or processor")->required();
  sign->add_flag("--message", options_.message, "print the bytes to sign and record nothing");
  sign->add_option("--signature", options_.signature, "file with the signature, 64 bytes");
  sign->add_option("--key", options_.key, "file with the public key, 32 bytes");
  sign->add_option("--how", options_.how, "signature, click, conduct or paper");
  sign->add_option("--signer", options_.signer, "who accepted");
  sign->add_option("--authority", options_.authority, "by what authority");
  sign->add_option("--on", options_.on, "day of the acceptance");
  sign->add_option("--evidence", options_.evidence, "SHA-256 of what is kept");

  Add("life", "state, versions, what stands, history", "opinum-demo", &RunShowLife);
  Add("terms", "every term in force, and what holds", "opinum-demo", &RunShowTerms);
}

void LifeCommands::AddStanding() {
  CLI::App* instruct =
      Add("instruct", "record an instruction of the controller",
          "opinum-demo no-advice --kind forbid --purpose energy-advice", &RunInstruct);
  AddName(instruct);
  instruct->add_option("--kind", options_.kind, "forbid, allow or consent")->required();
  AddScope(instruct);
  AddWhen(instruct);
  AddEnding("revoke", "end an instruction", "no-advice",
            [](const Context& context, const LifeOptions& options) {
              return RunEndEntry(context, options, "instructions");
            });

  CLI::App* suspend =
      Add("suspend", "suspend processing", "opinum-demo audit-finding", &RunSuspend);
  AddName(suspend);
  suspend->add_option("--party", options_.party, "who suspends; default: controller");
  AddScope(suspend);
  AddWhen(suspend);
  AddEnding("resume", "resume processing", "audit-finding",
            [](const Context& context, const LifeOptions& options) {
              return RunEndEntry(context, options, "suspensions");
            });

  CLI::App* hold =
      Add("hold", "keep data from being erased (operator)",
          "opinum-demo claim-7 --basis \"GDPR Art. 17(3)(e)\" --collection sites", &RunHold);
  AddName(hold);
  hold->add_option("--collection", options_.collections, "only this collection");
  hold->add_option("--category", options_.categories, "only this category of data");
  hold->add_option("--people", options_.people, "only this category of people");
  AddWhen(hold);
  AddEnding("release", "release a hold (operator)", "claim-7",
            [](const Context& context, const LifeOptions& options) {
              return RunEndEntry(context, options, "holds");
            });
}

void LifeCommands::AddSubprocessor() {
  CLI::App* app = Add("sub-processor", "announce, object to, engage or end a sub-processor",
                      "opinum-demo printer announced --name \"Printer Example\" --country BE",
                      &RunSubprocessor);
  AddName(app);
  app->add_option("state", options_.state, "announced, objected, engaged or ended")->required();
  app->add_option("--name", options_.name, "its name, when announced");
  app->add_option("--country", options_.country, "where it processes, when announced");
  AddWhen(app, false);
}

void LifeCommands::AddEnd() {
  AddWhen(Add("end", "record the end of the agreement (operator)",
              "opinum-demo --from 2026-12-31T23:00:00Z", &RunEnd),
          false);
  Add("close", "close an agreement that holds nothing any more (operator)", "opinum-demo",
      &RunClose);
}

}  // namespace

void AddLifeCommands(CLI::App* group, const Context& context, LifeOptions& options,
                     const AddCommand& add) {
  LifeCommands commands(group, context, options, add);
  commands.AddVersions();
  commands.AddStanding();
  commands.AddSubprocessor();
  commands.AddEnd();
}

}  // namespace mandat
