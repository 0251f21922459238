#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every verifier accepts a journal that the product wrote, and rejects every forgery of it.

    forgeries_test.py --writer generate_journal [--verifier mandat-verify] [--go DIRECTORY]
        [--fsck PROGRAM] [--size ENTRIES] [--without-python]

--go builds the program in go/ into the directory, with Debian's packages or as a module. --fsck is
the tool of tessera (tessera_fsck.sh), which is asked about whole journals only: it knows neither
witnesses nor older checkpoints.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import forgeries
import tlog
import verify
from forge import Evidence

HERE = Path(__file__).resolve().parent
DEBIAN_GO = Path("/usr/lib/go-1.19/bin/go")
DEBIAN_MODULES = Path("/usr/share/gocode")
REJECTED = 7
SKIPPED = 77
FSCK_SECONDS_MAX = 30

QUESTIONS = {
    "journal": ("journal", "journal", "--key"),
    "witnessed": ("journal", "journal", "--policy"),
    "since older": ("journal", "journal", "--key", "--since", "older"),
    "since newest": ("journal", "journal", "--key", "--since", "newest"),
    "proof": ("proof", "entry.tlog-proof", "--key", "--entry", "entry.cbor"),
    "proof witnessed": ("proof", "entry.tlog-proof", "--policy", "--entry", "entry.cbor"),
}


def build_go(directory):
    """The program, or nothing where there is no Go."""
    found = shutil.which("go") or (str(DEBIAN_GO) if DEBIAN_GO.exists() else None)
    if not found:
        return None
    environment = dict(os.environ, GOCACHE=str(directory / "cache"), GOFLAGS="",
                       GOTOOLCHAIN="local", CGO_ENABLED="0")
    if (DEBIAN_MODULES / "src/golang.org/x/mod").is_dir():
        environment.update(GO111MODULE="off", GOPATH=str(DEBIAN_MODULES))
    directory.mkdir(parents=True, exist_ok=True)
    program = directory / "independent"
    subprocess.run([found, "build", "-o", str(program), "."], cwd=HERE / "go", check=True,
                   env=environment)
    return str(program)


def words_of(question, place, key):
    """The command line of a question; files are those of the evidence."""
    words = []
    for word in QUESTIONS[question]:
        if word == "--key":
            words += [word, key]
        elif word == "--policy":
            words += [word, str(place / "policy")]
        elif word.startswith("--") or not words:
            words.append(word)
        else:
            words.append(str(place / word))
    return words


def ask_python(words):
    try:
        verify.answer(verify.parse(words))
    except (tlog.Rejected, FileNotFoundError):
        return REJECTED
    return 0


def ask_program(program):
    def ask(words):
        return subprocess.run([program, *words], check=False, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode
    return ask


def ask_fsck(program):
    def ask(words):
        if words[0] != "journal" or "--since" in words or "--policy" in words:
            return None
        place, key = Path(words[1]), Path(words[1]).parent / "key"
        key.write_text(words[3] + "\n")
        try:
            answer = subprocess.run([program, f"--storage_url={place.as_uri()}/", "--ui=false",
                                     f"--public_key={key}", "-N", "2"], check=False,
                                    capture_output=True, text=True, timeout=FSCK_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            print("tessera fsck does not come to an end, and so does not accept:")
            return REJECTED
        # It ends with 0 whatever it found.
        return 0 if "Successfully fsck'd" in answer.stderr + answer.stdout else REJECTED
    return ask


def verifiers_of(arguments):
    found = {} if arguments.without_python else {"verify.py": ask_python}
    if arguments.verifier:
        found["mandat-verify"] = ask_program(arguments.verifier)
    if arguments.go:
        program = build_go(arguments.go.resolve())
        if not program:
            print("there is no Go here, so nothing was tested")
            sys.exit(SKIPPED)
        found["go"] = ask_program(program)
    if arguments.fsck:
        found["tessera fsck"] = ask_fsck(arguments.fsck)
    return found


def run(place, verifiers):
    """How many answers were wrong, of how many."""
    evidence = Evidence(place)
    key = evidence.operator.vkey()
    wrong = asked = 0

    def expect(status, what, question):
        nonlocal wrong, asked
        for name, ask in verifiers.items():
            answer = ask(words_of(question, place, key))
            asked += answer is not None
            if answer not in (status, None):
                wrong += 1
                print(f"{name} ends with {answer} instead of {status}: {what} ({question})")

    for question in QUESTIONS:
        expect(0, "nothing forged", question)
    count = 0
    for what, question, forge in forgeries.all_forgeries(evidence):
        forge(evidence)
        expect(REJECTED, what, question)
        evidence.restore()
        count += 1
    # What nothing in the journal shows: only an older checkpoint or a witness does.
    evidence.write("journal/checkpoint", evidence.rewrite(evidence.entries()[:-1]))
    expect(0, "a log cut and signed again, asked of nobody else", "journal")
    evidence.restore()
    expect(0, "everything put back", "witnessed")
    print(f"{count} forgeries of a journal of {evidence.size} entries, {', '.join(verifiers)}: "
          f"{asked} answers, {wrong} wrong")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--writer", required=True)
    parser.add_argument("--verifier")
    parser.add_argument("--go", type=Path)
    parser.add_argument("--fsck")
    parser.add_argument("--size", type=int, default=3000)
    parser.add_argument("--without-python", action="store_true")
    arguments = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="mandat-forgeries-"))
    began = time.monotonic()
    try:
        verifiers = verifiers_of(arguments)
        subprocess.run([arguments.writer, str(place), str(arguments.size)], check=True)
        return 1 if run(place, verifiers) else 0
    finally:
        shutil.rmtree(place, ignore_errors=True)
        print(f"took {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
