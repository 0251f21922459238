#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who stands behind a tag, asked of the shipped server: it takes two, it is journalled, and it
ends with the account.

    who.py --bin DIRECTORY
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stories"))
import run as stories  # noqa: E402

AGREEMENT = "opinum-demo"
REASON = "incident 2026-07, reported by brindlewick"
REFUSED, GONE, WRONG = 3, 5, 2


class Who(stories.Play):
    """A server with two operators, and the tag of its application."""

    def __init__(self, programs):
        super().__init__(programs)
        self.do_init(AGREEMENT, [])
        self.home = Path(self.names["dir"])
        self.add_line("operator", "operator-two", "second-token-of-the-story")
        self.do_start("", [])
        self.do_activate(AGREEMENT, [])
        self.do_store("ada", [])

    def add_line(self, role, label, token):
        (self.home / "tokens" / f"{label}.token").write_text(token + "\n")
        with open(self.home / "credentials", "a", encoding="utf-8") as file:
            file.write(f"{role} * {hashlib.sha256(token.encode()).hexdigest()} {label}\n")

    def remove_line(self, label):
        lines = (self.home / "credentials").read_text().splitlines(keepends=True)
        (self.home / "credentials").write_text(
            "".join(line for line in lines if not line.endswith(f" {label}\n")))

    def who(self, token, *words):
        self.run(["mandat", "journal", "who", *map(str, words), "--json"], token)
        return json.loads(self.output) if self.exit == 0 else {}

    def must_end(self, expected):
        self.must_be(self.exit == expected, f"exit {expected}", f"{self.exit}: {self.output}")

    def tag_of_application(self):
        self.must_run(["mandat", "journal", "query", "-a", AGREEMENT, "--act", "record", "--json"],
                      "operator")
        return json.loads(self.output)["items"][0]["actor"]

    def system_entries(self):
        """What the system's own journal says, as the auditor gets it."""
        self.must_run(["mandat-verify", "journal", "--json", "--token-file",
                       f"{self.home}/tokens/auditor.token",
                       f"{self.names['server']}/v1/system/journal/"])
        return json.loads(self.output)["facts"]["size"]


def it_takes_two(world, tag):
    before = world.system_entries()
    asked = world.who("operator", tag, "--reason", REASON)
    world.must_end(0)
    number = asked["id"]
    world.must_be(asked["state"] == "open" and "account" not in asked, "no answer yet", asked)
    for words in (("confirm", number), ("confirm", number), ("answer", number)):
        world.who("operator", *words)
        world.must_end(REFUSED)
        world.must_be("house@1#two-people" in world.output, "the rule", world.output)
    listed = world.who("auditor", "list")
    world.must_be([item["id"] for item in listed["items"]] == [number], "one question", listed)
    answer = world.who("operator-two", "confirm", number)
    world.must_end(0)
    world.must_be(answer["account"]["label"] == f"{AGREEMENT}-application"
                  and answer["account"]["tag"] == tag, "who it is", answer)
    again = world.who("operator", "answer", number)
    world.must_be(again.get("account") == answer["account"], "the same answer", world.output)
    world.who("auditor", "answer", number)
    world.must_end(REFUSED)
    world.must_be(world.system_entries() >= before + 7, "an entry for each", world.output)


def whom_it_refuses(world, tag):
    for token in (f"{AGREEMENT}-application", f"{AGREEMENT}-controller"):
        world.ask("POST", "/v1/actors/questions", {"as": token},
                  json.dumps({"tag": tag, "reason": REASON}))
        world.must_be(world.status == 403, "403", world.told())
    for words in ((tag,), ("--reason", REASON), (tag[1:], "--reason", REASON)):
        world.who("operator", *words)
        world.must_end(WRONG)
    for body in ("[]", "{}", '{"tag":"zz","reason":"x"}', '{"tag":1,"reason":"x"}',
                 '{"tag":"0011223344556677","reason":"x","colour":"red"}'):
        world.ask("POST", "/v1/actors/questions", {"as": "operator"}, body)
        world.must_be(world.status == 400, f"400 for {body}", world.told())
    world.who("operator", "0011223344556677", "--reason", REASON)
    world.must_end(4)


def by_name(world, tag):
    asked = world.who("auditor", "--name", f"{AGREEMENT}-application", "--reason", REASON)
    world.must_end(0)
    world.must_be(tag not in world.output, "no tag yet", world.output)
    answer = world.who("operator", "confirm", asked["id"])
    world.must_be(answer["account"]["tag"] == tag, "the tag", answer)
    refused = world.who("auditor", "--name", "operator", "--reason", REASON)
    world.must_be(world.who("operator", "refuse", refused["id"])["state"] == "refused", "refused",
                  world.output)
    world.who("operator", "confirm", refused["id"])
    world.must_end(8)


def it_ends_with_the_account(world, tag):
    world.do_stop("", [])
    world.remove_line(f"{AGREEMENT}-application")
    with open(world.home / "mandat.toml", "a", encoding="utf-8") as file:
        file.write("\n[accounts]\nkeep_days = 0\n")
    world.do_start("", [])

    def is_gone():
        world.who("operator", tag, "--reason", REASON)
        return world.exit == GONE

    stories.wait_until("the end of the account", is_gone)
    world.must_be("links to nobody" in world.output, "what became of it", world.output)
    world.must_run(["mandat-verify", "journal", "--token-file",
                    f"{world.home}/tokens/auditor.token",
                    f"{world.names['server']}/v1/agreements/{AGREEMENT}/journal/"])
    world.must_be(world.tag_of_application() == tag, "the entries as they were", world.output)


def nothing_leaks(world, tag):
    """Neither the reason, nor a label beside its tag, is anywhere in clear."""
    world.do_stop("", [])
    for path in [*world.home.joinpath("data").rglob("*"), *world.stage.glob("mandatd.*.log")]:
        if path.is_file():
            data = path.read_bytes()
            world.must_be(b"brindlewick" not in data, f"no reason in {path}", "it")
            world.must_be(b"operator-two" not in data, f"no label in {path}", "one")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    world = Who(arguments.parse_args().bin.resolve())
    part = None
    try:
        tag = world.tag_of_application()
        for part in (it_takes_two, whom_it_refuses, by_name, it_ends_with_the_account,
                     nothing_leaks):
            part(world, tag)
            print(f"held {part.__name__}")
    except stories.Broken as reason:
        print(f"{part.__name__ if part else 'start'}: {reason}")
        return 1
    finally:
        world.close(False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
