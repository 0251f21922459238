// SPDX-License-Identifier: Apache-2.0
// Contacts: thin commands over the HTTP API.
#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "cli/internal/docket.h"

namespace mandat {
namespace {

namespace json = boost::json;

std::string Joined(const json::object& object, std::string_view key) {
  const json::value* list = object.if_contains(key);
  std::string text;
  if (list != nullptr && list->is_array()) {
    for (const json::value& word : list->get_array()) {
      text += (text.empty() ? "" : ",") +
              (word.is_string() ? std::string(word.get_string()) : json::serialize(word));
    }
  }
  return text;
}

}  // namespace

Result<int> RunContactAdd(const Context& context, const ContactOptions& options) {
  json::object body;
  PutText(body, "party", options.party);
  body["subjects"] = json::array(options.subjects.begin(), options.subjects.end());
  PutText(body, "channel", options.channel);
  PutText(body, "language", options.language);
  PutText(body, "reference", options.reference);
  PutText(body, "name", options.name);
  PutText(body, "address", options.address);
  MANDAT_TRY(const std::string from, InstantText("--from", options.from));
  MANDAT_TRY(const std::string until, InstantText("--until", options.until));
  PutText(body, "from", from);
  PutText(body, "until", until);
  return SendAndPrint(context, "POST", AgreementPath(options.agreement, "/contacts"), body,
                      "added");
}

Result<int> RunContactList(const Context& context, const ContactOptions& options) {
  MANDAT_TRY(const Reply reply,
             Ask(context, {.path = AgreementPath(options.agreement, "/contacts")}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  std::vector<std::vector<std::string>> lines;
  for (const json::object& contact : Objects(told, "items")) {
    const std::string until = Text(contact, "until");
    lines.push_back({json::serialize(contact.at("id")), Text(contact, "party"),
                     Joined(contact, "subjects"), Text(contact, "channel"),
                     Text(contact, "language"), Text(contact, "name"), Text(contact, "address"),
                     until.empty() ? "" : "until " + until});
  }
  if (lines.empty()) {
    fmt::print("no contacts\n");
  }
  PrintTable(lines);
  return 0;
}

Result<int> RunContactEnd(const Context& context, const ContactOptions& options) {
  return SendAndPrint(
      context, "DELETE",
      AgreementPath(options.agreement, fmt::format("/contacts/{}", options.contact)), {}, "ended");
}

void AddContactCommands(CLI::App* group, const Context& context, ContactOptions& options,
                        const AddCommand& add) {
  const auto command = [&](const std::string& name, const std::string& help,
                           const std::string& example,
                           Result<int> (*run)(const Context&, const ContactOptions&)) {
    CLI::App* app = add(group, name, help, "mandat contact " + name + " -a opinum-demo" + example,
                        [&context, &options, run] { return run(context, options); });
    app->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
    return app;
  };
  CLI::App* added = command("add", "whom to tell, about what, how (operator, controller)",
                            " --subject breach \\\n    --name \"Ben Example\" "
                            "--address privacy@energy.example.org",
                            &RunContactAdd);
  added->add_option("--party", options.party, "whose contact: controller or processor")
      ->capture_default_str();
  added
      ->add_option("--subject", options.subjects,
                   "all, breach, requests, sub-processors, instructions, audits, end, amendment or "
                   "docket; may be given again")
      ->required();
  added->add_option("--channel", options.channel, "e-mail, webhook, telephone or post")
      ->capture_default_str();
  added->add_option("--address", options.address, "where it is reached on that channel")
      ->required();
  added->add_option("--name", options.name, "of the person or desk");
  added->add_option("--language", options.language, "of notices: en or fr")->capture_default_str();
  added->add_option("--reference", options.reference, "your own name for it; names no person");
  added->add_option("--from", options.from, "instant with its offset; default: now");
  added->add_option("--until", options.until, "instant with its offset");
  command("list", "whom to tell (operator, controller)", "", &RunContactList);
  command("end", "end a contact from now on (operator, controller)", " 2", &RunContactEnd)
      ->add_option("contact", options.contact, "number of the contact")
      ->required();
}

}  // namespace mandat
