// SPDX-License-Identifier: Apache-2.0
// docs/reference/lint.md, from the table of checks and the lists of words.
#include <string>

#include "lint/internal/table.h"
#include "lint/internal/words.h"
#include "lint/lint.h"

namespace mandat {

using internal::Check;
using internal::CheckGroup;
using internal::WordList;

namespace {

constexpr std::string_view kHead =
    R"(<!-- Made of the table in src/lint by `mandat agreement lint --checks`; a test compares. -->
# What the linter looks for

`mandat agreement lint FORM INSTANCE [SCHEMA]` reads an agreement as a data protection lawyer would
and says what to object to: missing elements of GDPR Art. 28(3), the usual patterns of defects, law
that no longer holds, contradictions, numbers that no clock can use. It says where, which law, why
it matters and what to write instead.

```text
mandat agreement lint agreements/opinum.yaml agreements/opinum-demo.yaml --at 2026-11-22
```

| Option | Does |
| --- | --- |
| `--at DATE` | reads the law as it was on that day; default: today |
| `--strict` | exit code 2 with warnings too; without it only with errors |
| `--json`, `--sarif` | findings as JSON, or as SARIF 2.1.0 |
| `--checks` | prints this page |

A message begins with the path of the term it is about. **error**: something that the law says the
contract must have is missing, or a transfer has no basis. **warning**: it is there, and weak,
outdated or contradictory, or a clock has no number. **note**: worth knowing; nothing to mend before
signing. Some findings are softer in some cases; the last column says when.

## What it reads, and what it cannot see

The form and the agreement, term by term: status, words from closed lists, numbers, events, parts,
rows. Where the language has no word of its own, it looks for the words
[below](#words-it-looks-for) in what the form says (`text`, `list`): in English, and in French and
German where a form was read from a contract. It never reads a `note`, and it never reads the
contract.

A form that was read and that nobody has confirmed ([provenance](agreement/provenance.md)) is a
draft. There, what only the agreement will say (its customer, house rules) and words that are
missing from the one sentence that was read are notes.

So it cannot show what a structured agreement does not carry: slips, numbering, wrong cross
references (`mandat contract read` tells some of these), damaged letters, undefined names, two
descriptions that differ only in words, doubts that need knowledge of the world, and what shows only
between two contracts. Nor does it judge governing law and courts outside the Union: they are free
text. What became of each known defect of five real contracts is in `tests/lint/defects.tsv`.

The codes are those of a check list: `L-P` parties, `L-O` content, `L-A` instructions, `L-B`
confidentiality, `L-C` security, `L-D` sub-processors, `L-E` requests, `L-F` assistance and
breaches, `L-G` the end, `L-H` audits, `L-T` transfers, `L-X` further. `L-W` are patterns of
defects, `L-V` protocols and standards, `L-I` contradictions, `L-Q` numbers. The list has eight more
entries, N-01 to N-08: what the controller has to do by itself (GDPR Art. 33(1), 33(5), 34(1),
35(1), 35(2), 35(9), 35(11) and 82(2)). A processing agreement without them has no defect, so they
have no check.

What has a date stands in `law/currency/*.tsv`, with a mark for how well each fact is known: `V`
read in the source, `V2` in a secondary source, `M` from memory. What rests on memory alone is never
more than a note that says "unconfirmed".

)";

constexpr std::string_view kWords = R"(## Words it looks for

A word counts where it begins a word of the text; capitals do not matter.

| Read by | If the text says | Words |
| --- | --- | --- |
)";

std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    cell += c == '|' ? "\\|" : std::string(1, c);
  }
  return cell;
}

}  // namespace

std::string LintPage() {
  std::string page(kHead);
  for (const CheckGroup& group : internal::CheckGroups()) {
    page += "## " + std::string(group.title) + "\n\n" + std::string(group.about) + "\n\n";
    page += "| Code | Severity | Law | What is wrong | Why it matters | Write | Softer |\n";
    page += "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const Check& check : group.checks) {
      page += "| " + std::string(check.code) + " | " + std::string(Name(check.severity));
      for (const std::string_view text :
           {check.law, check.title, check.why, check.write, check.softer}) {
        page += " | " + Cell(text);
      }
      page += " |\n";
    }
    page += "\n";
  }
  page += kWords;
  for (const WordList& list : internal::WordLists()) {
    std::string words;
    for (const std::string_view word : list.words) {
      words += (words.empty() ? "`" : ", `") + Cell(word) + "`";
    }
    page += "| " + std::string(list.codes) + " | " + Cell(list.about) + " | " + words + " |\n";
  }
  return page;
}

}  // namespace mandat
