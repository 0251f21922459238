#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house rules that a machine can see (docs/contributing/style.md). Prints `file:line: message`
for each breach and exits 1; prints nothing and exits 0 when there is none.

    tools/tidy.py [--root DIRECTORY]
"""

import argparse
import re
import sys
from pathlib import Path

from tree import Tree, articles, citation_lines, is_test, sources_registered

LICENCE = "SPDX-License-Identifier: Apache-2.0"
COLUMNS_MAX = 100
FILE_LINES_MAX = 500
TEST_FILE_LINES_MAX = 700
FUNCTION_LINES_MAX = 70

# Vendor headers and the only places that may include them.
VENDOR_HOMES = {
    "openssl/": ("src/crypto/", "src/http/", "tests/core/erasure_attack"),
    "rocksdb/": ("src/store/rocks/", "tests/crash/", "tests/core/erasure_attack", "bench/"),
    "boost/": ("src/http/", "src/outbound/", "src/cli/"),
    "yaml-cpp/": ("src/agreement/",),
    "curl/": ("src/archive/", "src/evidence/", "src/cli/", "src/outbound/"),
    "CLI/": ("src/cli/", "apps/"),
    "toml++/": ("src/config/",),
    "date/": ("src/duty/",),
    "archive.h": ("src/evidence/", "src/prose/"),
    "archive_entry.h": ("src/evidence/", "src/prose/"),
    "libxml/": ("src/prose/",),
    "unicode/": ("src/prose/", "src/reading/"),
}

# Types that code, tests apart, may name only in some modules of src/ (and in apps/, where said).
RESTRICTED_TYPES = {
    "Plaintext": ("vault", "service", "http"),
    "SecretBytes": ("crypto", "witness", "archive", "keyring", "journal", "trail", "backup",
                    "vault", "gate", "service", "apps"),
}

# Modules in which time comes in as an Instant.
TIMELESS = ("format", "agreement", "mandate", "law", "evidence", "duty", "life", "chain", "lint",
            "dpv")

# What an auditor reads to trust the verifier.
VERIFIER = "apps/mandat-verify/"
VERIFIER_MODULES = ("base", "law", "format", "crypto", "evidence")

# Spelt in halves, so that this file does not break its own rules.
OPEN_POINTS = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "XX" "X")) + r")\b")
BANNED_WORDS = re.compile(
    r"\b(" + "|".join(("prom" "pt(?:s|ed|ing)?", "LL" "Ms?", "Chat" "GPT", "Clau" "de")) + r")\b",
    re.IGNORECASE)
MACHINE_PATH = re.compile(
    r"(?<![\w.$}*-])/(?:" + "|".join(("wo" "rk", "ro" "ot", "ho" "me")) + ")/")
SLEEP = re.compile(
    r"\b(?:sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\(|^\s*sleep\s|[;&|]\s*sleep\s")
DISABLED_TEST = "DIS" "ABLED_"

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CPP_NOISE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^()\\ \n]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])*'", re.DOTALL)


def without_noise(text):
    """C++ with comments and literals blanked, line for line."""
    return CPP_NOISE.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)


def module_of(name):
    parts = name.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def read_layers(tree):
    """src/LAYERS: module -> the modules that it may include, in the order of the file."""
    layers = {}
    for line in tree.text.get("src/LAYERS", "").split("\n"):
        match = re.match(r"([a-z_]+):(.*)", line)
        if match:
            layers[match.group(1)] = match.group(2).split()
    return layers


def layers_point_down(tree):
    above = set()
    for number, line in enumerate(tree.text.get("src/LAYERS", "").split("\n"), 1):
        match = re.match(r"([a-z_]+):(.*)", line)
        if not match:
            continue
        for need in match.group(2).split():
            if need not in above:
                yield "src/LAYERS", number, f"{match.group(1)} names {need}, which is not above it"
        above.add(match.group(1))


def cmake_says_the_same(tree):
    name = "src/CMakeLists.txt"
    layers = read_layers(tree)
    text = tree.text.get(name, "")
    declared = {}
    for match in re.finditer(r"mandat_module\(([^)]*)\)", text):
        words = match.group(1).split()
        groups, current = {}, None
        for word in words:
            if word in ("NAME", "NEEDS", "VENDOR"):
                current = groups.setdefault(word, [])
            elif current is not None:
                current.append(word)
        module = groups.get("NAME", ["?"])[0]
        declared[module] = groups.get("NEEDS", [])
        line = text.count("\n", 0, match.start()) + 1
        if module not in layers:
            yield name, line, f"{module} is not in src/LAYERS"
        elif set(declared[module]) != set(layers[module]):
            yield name, line, f"{module} NEEDS differs from src/LAYERS"
    for module in layers:
        if text and module not in declared:
            yield name, 1, f"{module} is in src/LAYERS but not declared here"


def breach_of_include(name, target, layers):
    """Why this file may not include that header of ours or a vendor's; None if it may."""
    module, wanted = module_of(name), target.split("/")[0]
    for vendor, homes in VENDOR_HOMES.items():
        if target.startswith(vendor) and not name.startswith(homes):
            return f"{vendor} headers are included only in {', '.join(homes)}"
    if wanted not in layers:
        return None
    if "/internal/" in target and module != wanted:
        return f"{target} is internal to {wanted}"
    if re.search(r"_test(_util)?\.h$", target) and not is_test(name):
        return f"{target} is for tests only"
    if module in layers and wanted != module and wanted not in layers[module]:
        return f"{module} may not include {wanted} (see src/LAYERS)"
    if name.startswith(VERIFIER) and wanted not in VERIFIER_MODULES:
        return f"mandat-verify may not include {wanted}"
    return None


def includes(tree):
    layers = read_layers(tree)
    for name in tree.named(".cc", ".h"):
        for number, line in enumerate(tree.lines(name), 1):
            match = INCLUDE.match(line)
            breach = match and breach_of_include(name, match.group(2), layers)
            if breach:
                yield name, number, breach


def restricted_words(tree):
    for name in tree.named(".cc", ".h"):
        place = module_of(name) or name.split("/")[0]
        if not name.startswith(("src/", "apps/")):
            continue
        for number, line in enumerate(without_noise(tree.text[name]).split("\n"), 1):
            for word, places in RESTRICTED_TYPES.items():
                if place not in places and not is_test(name) and re.search(rf"\b{word}\b", line):
                    yield name, number, f"{word} is named only in {', '.join(places)}"
            if place in TIMELESS and re.search(r"\b[Nn]ow\s*\(\s*\)", line):
                yield name, number, f"{place} reads no clock; take an Instant"


# Programs that never meet, so that they may use one name for two things.
APART = ({"cli", "http"},)
TYPE = re.compile(r"^(?:struct|class|enum class|enum) (\w+)\b(?!\s*;|::|<)", re.MULTILINE)


def one_name_one_type(tree):
    """Two types of one name in one namespace link without a word and read each other's memory."""
    seen = {}
    for name in tree.named(".h"):
        if not name.startswith("src/") or is_test(name):
            continue
        text = without_noise(tree.text[name])
        is_internal = re.search(r"^namespace (mandat::)?internal\b", text, re.MULTILINE)
        space = "internal" if is_internal else "mandat"
        for match in TYPE.finditer(text):
            other = seen.setdefault((space, match.group(1)), name)
            if other != name and {module_of(other), module_of(name)} not in APART:
                line = text.count("\n", 0, match.start()) + 1
                yield name, line, f"{match.group(1)} is the name of a type in {other} already"


SOURCE_SUFFIXES = (".cc", ".h", ".py", ".sh", ".ts", ".tsx", ".cmake", "CMakeLists.txt", "Makefile")


def licences(tree):
    for name in tree.text:
        script = tree.text[name].startswith("#!")
        if not (name.endswith(SOURCE_SUFFIXES) or script):
            continue
        if not any(LICENCE in line for line in tree.lines(name)[:2]):
            yield name, 1, f"the first line is not the licence ({LICENCE})"


def sizes(tree):
    for name in tree.named(*SOURCE_SUFFIXES):
        lines = tree.lines(name)
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS_MAX and "://" not in line:
                yield name, number, f"{len(line)} columns; at most {COLUMNS_MAX}"
        most = TEST_FILE_LINES_MAX if is_test(name) else FILE_LINES_MAX
        count = len(lines) - 1
        if count > most:
            yield name, most + 1, f"{count} lines; at most {most}"


def _opens_scope(head):
    """True for the head of a namespace, class, struct, union or enum."""
    while True:
        shorter = re.sub(
            r"\btemplate\s*<[^<>]*>|<[^<>]*>|\[\[.*?\]\]|\b(public|private|protected)\s*:", " ",
            head)
        if shorter == head:
            break
        head = shorter
    return re.match(r"\s*(?:inline\s+|typedef\s+|static\s+|export\s+)*"
                    r"(?:template\b\s*)?(?:namespace|class|struct|union|enum|extern)\b", head)


def functions(text):
    """(first line, lines, name) of each function body: a count of braces, not a parser."""
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*",
                  lambda match: re.sub(r"[^\n]", " ", match.group(0)), without_noise(text),
                  flags=re.MULTILINE)
    stack, inside, last, name, after_function = [], 0, 0, "?", False
    for match in re.finditer(r"[{};]", code):
        head, last = code[last:match.start()], match.end()
        if match.group(0) == ";":
            after_function = False
        elif match.group(0) == "{":
            kind = "other"
            call = head.count("(") > 0 and head.count("(") == head.count(")")
            if not inside and not _opens_scope(head) and not head.rstrip().endswith("="):
                if call or (after_function and not head.strip()):
                    kind = "function"
                    inside += 1
            if kind == "function" and call and not head.lstrip().startswith(","):
                found = re.search(r"([~\w:]+)\s*\(([^)]*)", head)
                name = found.group(1) if found else "?"
                if name.startswith("TEST"):
                    name = ".".join(word.strip() for word in found.group(2).split(","))
            stack.append((kind, match.start(), name))
        elif stack:
            kind, start, opened = stack.pop()
            after_function = kind == "function"
            if kind == "function":
                inside -= 1
                yield (code.count("\n", 0, start) + 1,
                       code.count("\n", start, match.start()) + 1, opened)


def read_allowed(tree, name):
    """An allow-list: (line number, words) of each line; `#` begins a comment."""
    for number, line in enumerate(tree.text.get(name, "").split("\n"), 1):
        words = line.split("#")[0].split()
        if words:
            yield number, words


def long_functions(tree):
    allow_list = "tools/allow/long_functions.txt"
    allowed = {(words[0], words[1]): (number, int(words[2]))
               for number, words in read_allowed(tree, allow_list)}
    for name in tree.named(".cc", ".h"):
        for line, count, function in functions(tree.text[name]):
            if count <= FUNCTION_LINES_MAX:
                continue
            number, most = allowed.pop((name, function), (0, FUNCTION_LINES_MAX))
            if count > most:
                yield name, line, f"{function} has {count} lines; at most {most}"
            elif count < most:
                yield allow_list, number, f"{function} has {count} lines now; write {count}"
    for (name, function), (number, _) in allowed.items():
        yield allow_list, number, f"{function} of {name} is no longer long; remove the line"


def words(tree):
    for name in tree.text:
        if name == "LICENSE" or name.endswith("package-lock.json"):
            continue
        for number, line in enumerate(tree.lines(name), 1):
            if found := OPEN_POINTS.search(line):
                yield name, number, f"{found.group(0)}: open points live in docs/limits.md"
            if found := BANNED_WORDS.search(line):
                yield name, number, f"\"{found.group(0)}\" is not a word of this tree"
            if found := MACHINE_PATH.search(line):
                yield name, number, f"{found.group(0)} is a path of one machine"


def tests_keep_still(tree):
    allow_list = "tools/allow/sleeps.txt"
    allowed = {words[0]: number for number, words in read_allowed(tree, allow_list)}
    slept = set()
    for name in tree.named(".cc", ".h", ".py", ".sh", ".ts"):
        if not is_test(name):
            continue
        for number, line in enumerate(tree.lines(name), 1):
            comment = r"^\s*//" if name.endswith((".cc", ".h", ".ts")) else r"^\s*#"
            if SLEEP.search(line) and not re.match(comment, line):
                slept.add(name)
                if name not in allowed:
                    yield name, number, "a test does not sleep; turn ManualTime"
            if DISABLED_TEST in line:
                yield name, number, "a failing test is fixed or deleted, not disabled"
            if re.match(r"\s*(//|/\*)\s*TEST(_F|_P)?\s*\(", line):
                yield name, number, "a failing test is fixed or deleted, not commented out"
    for name, number in allowed.items():
        if name not in slept:
            yield allow_list, number, f"{name} does not sleep any more; remove the line"


def cited_sources(tree):
    prefixes = tuple(sources_registered(tree))
    for name in tree.named(".cc", ".h", ".ts"):
        for number, text in citation_lines(tree, name, "Source"):
            for part in text.split(";"):
                if part.strip() and not part.strip().startswith(prefixes):
                    yield name, number, f"\"{part.strip()}\" begins with no name in law/sources.txt"


def covered_sources(tree):
    covered = set()
    for name in tree.text:
        if is_test(name):
            for _, text in citation_lines(tree, name, "Covers"):
                covered |= articles(text)
    for name in tree.named(".cc", ".h"):
        if not name.startswith("src/") or is_test(name):
            continue
        for number, text in citation_lines(tree, name, "Source"):
            for article in sorted(articles(text) - covered, key=int):
                covered.add(article)  # said once
                yield name, number, f"GDPR Art. {article} has a Source but no test Covers it"


RULES = (layers_point_down, cmake_says_the_same, includes, restricted_words,
         one_name_one_type, licences, sizes,
         long_functions, words, tests_keep_still, cited_sources, covered_sources)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--root", default=Path(__file__).resolve().parent.parent)
    tree = Tree(arguments.parse_args().root)
    breaches = sorted(set(breach for rule in RULES for breach in rule(tree)))
    for name, line, message in breaches:
        print(f"{name}:{line}: {message}")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
