// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/load.h"

namespace mandat {
namespace {

Result<int> RunAnyLoad(const Context& context, const LoadOptions& options) {
  return !options.verify.empty() ? RunLoadVerify(context, options)
         : !options.file.empty() ? RunLoadFile(context, options)
                                 : RunLoad(context, options);
}

}  // namespace

void AddLoadCommand(CLI::App* app, const Context& context, LoadOptions& options,
                    const AddCommand& add) {
  CLI::App* load = add(app, "load",
                       "load existing data from CSV, NDJSON or a PostgreSQL dump; or fictitious "
                       "people, to be verified",
                       "mandat load -a opinum-demo sites.csv --mapping sites.mapping.yaml\n  "
                       "mandat load -a opinum-demo -c sites --people 1000 --acknowledged ids\n  "
                       "mandat load --verify ids",
                       [&context, &options] { return RunAnyLoad(context, options); });
  CLI::Option* agreement = load->add_option("--agreement,-a", options.agreement, "the agreement");
  CLI::Option* file = load->add_option("file", options.file, "existing data");
  CLI::Option* mapping =
      load->add_option("--mapping,-m", options.mapping, "what the columns of the file are");
  load->add_option("--state", options.state,
                   "how far a load has come; default: beside the file, FILE.mandat-load");
  load->add_flag("--dry-run", options.dry_run, "decide and report; write nothing");
  load->add_option("--batch", options.batch_rows, "rows between two notes of how far it has come")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  CLI::Option* collection =
      load->add_option("--collection,-c", options.collection, "of fictitious people");
  CLI::Option* people =
      load->add_option("--people,-n", options.people_count, "how many fictitious people");
  CLI::Option* verify = load->add_option("--verify", options.verify,
                                         "read everything acknowledged in this file again");
  load->add_option("--purpose,-p", options.purpose, "default: the first that the agreement allows");
  load->add_option("--schema", options.schema, "schema file; default: what the server says");
  load->add_option("--seed", options.seed, "same seed, same people")->capture_default_str();
  load->add_option("--connections", options.connections, "requests at a time")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  load->add_option("--patience", options.patience_seconds,
                   "seconds to try again when the server is away")
      ->capture_default_str();
  load->add_option("--acknowledged", options.acknowledged, "file to add each acknowledged id to");
  load->parse_complete_callback([=] {
    if (!file->empty() && (agreement->empty() || mapping->empty())) {
      throw CLI::RequiredError("--agreement and --mapping beside the file");
    }
    if (file->empty() && verify->empty() &&
        (agreement->empty() || collection->empty() || people->empty())) {
      throw CLI::RequiredError("a file; or --agreement, --collection and --people; or --verify");
    }
  });
}

}  // namespace mandat
