// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/contract.h"

namespace mandat {

namespace {

void AddReading(CLI::App* group, const Context& context, ContractOptions& options,
                const AddCommand& add) {
  CLI::App* read = add(group, "read", "the terms of a contract, and a draft agreement from them",
                       "mandat contract read signed.docx --out draft.yaml --review draft.html",
                       [&] { return RunContractRead(context, options); });
  read->add_option("file", options.file, "the contract: text, Markdown, HTML, DOCX or PDF")
      ->required();
  read->add_option("--out", options.out, "write the draft here, and what belongs to it beside it");
  read->add_option("--review", options.review, "write the page for confirming here");
  read->add_option("--name", options.name, "name of the draft; the file's unless given");
  read->add_option("--language", options.language, "of the page: fr or en");
  CLI::App* diff = add(group, "diff", "what two versions of a contract say differently, by terms",
                       "mandat contract diff 2024.docx 2026.docx",
                       [&] { return RunContractDiff(context, options); });
  diff->add_option("before", options.file, "the older version")->required();
  diff->add_option("after", options.other, "the newer version")->required();
  CLI::App* confirm =
      add(group, "confirm",
          "write the form as a person compared it with its contract: with its provenance",
          "mandat contract confirm draft.yaml --by 'Ada Example'",
          [&] { return RunContractConfirm(context, options); });
  confirm->add_option("draft", options.file, "the draft, as it was mended")->required();
  confirm->add_option("agreement", options.other,
                      "the agreement on it; DRAFT.agreement.yaml unless given");
  confirm->add_option("--by", options.by, "who confirms")->required();
}

}  // namespace

void AddContractCommands(CLI::App* group, const Context& context, ContractOptions& options,
                         const AddCommand& add) {
  CLI::App* text =
      add(group, "text", "the clauses and passages of a contract, as they are read",
          "mandat contract text agreement.docx", [&] { return RunContractText(context, options); });
  text->add_option("file", options.file, "the contract: text, Markdown, HTML, DOCX or PDF")
      ->required();
  AddReading(group, context, options, add);
}

}  // namespace mandat
