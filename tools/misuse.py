#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles one file of tests/misuse/ and asserts that it must not compile, for its stated reason.

    tools/misuse.py FILE COMPILER [FLAG...]

The second line of the file names the reason: `// Expect: words of the compiler`. The same file with
MANDAT_MISUSE_CONTROL defined is its legal twin and must compile, so that a missing include or a
renamed function cannot pass for success.
"""

import subprocess
import sys


def compile_only(file, command):
    done = subprocess.run([*command, "-fsyntax-only", "-fno-color-diagnostics", file],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def verdict(file, command):
    """None, or what is wrong and what the compiler said."""
    with open(file, encoding="utf-8") as source:
        second = source.read().split("\n")[1]
    if not second.startswith("// Expect: "):
        return "the second line is not `// Expect: ...`", ""
    expected = second.removeprefix("// Expect: ").strip()

    code, said = compile_only(file, [*command, "-DMANDAT_MISUSE_CONTROL"])
    if code != 0:
        return "the legal twin does not compile", said
    code, said = compile_only(file, command)
    if code == 0:
        return "it compiles, and must not", said
    errors = [line for line in said.split("\n") if "error: " in line]
    notes = [line for line in said.split("\n") if "note: " in line]
    if len(errors) != 1:
        return f"it fails for {len(errors)} reasons; one is wanted", said
    if not any(expected in line for line in errors + notes):
        return f"it fails for another reason than \"{expected}\"", said
    return None


def main():
    file, *command = sys.argv[1:]
    wrong = verdict(file, command)
    if wrong:
        print(f"{file}:2: {wrong[0]}\n{wrong[1]}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
