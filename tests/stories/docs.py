#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the commands that README.md, docs/start.md and two guides print, in their
order, and compares what comes of them with what the page says.

    docs.py --bin DIRECTORY

The commands are the blocks marked `sh`. A comment before a block says what is special about it:

    <!-- run: exit 3 -->             ends with this code instead of 0
    <!-- run: skip; WHY -->          is not run
    <!-- run as: COMMAND -->         something smaller is run in its place
    <!-- answer has: TEXT -->        the answer holds this text; may be there several times
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import run as stories

SOURCE = stories.SOURCE
BLOCK = re.compile(r"((?:<!--[^\n]*-->\n)*)```sh\n(.*?)```", re.DOTALL)


def blocks(page):
    """(line, comments, commands) of each block."""
    text = page.read_text()
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start(2)) + 1
        yield line, re.findall(r"<!-- (.*?) -->", match.group(1)), match.group(2)


def run_page(page, programs):
    stage = Path(tempfile.mkdtemp(prefix="mandat-docs-"))
    for name in ("agreements", "tools"):
        (stage / name).symlink_to(SOURCE / name)
    port = str(stories.free_port())
    environment = dict(os.environ, PATH=f"{programs}:{os.environ['PATH']}", BIN=str(programs),
                       STAGE=str(stage), MANDAT_HTTP_PORT=port,
                       MANDAT_SERVER=f"http://127.0.0.1:{port}")
    shell = subprocess.Popen(["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, cwd=stage, env=environment,
                             start_new_session=True)
    try:
        for line, comments, commands in blocks(page):
            reason = run_block(shell, comments, commands)
            if reason:
                print(f"{page.relative_to(SOURCE)}:{line}: {reason}")
                return 1
    finally:
        os.killpg(shell.pid, signal.SIGKILL)
        shell.wait()
        shutil.rmtree(stage, ignore_errors=True)
    print(f"held {page.relative_to(SOURCE)}")
    return 0


def run_block(shell, comments, commands):
    """Why the block does not hold, or nothing."""
    expected, texts = 0, []
    for comment in comments:
        if comment.startswith("run: skip"):
            return None
        if comment.startswith("run: exit "):
            expected = int(comment.rsplit(" ", 1)[1])
        if comment.startswith("run as: "):
            commands = comment[len("run as: "):] + "\n"
        if comment.startswith("answer has: "):
            texts.append(comment[len("answer has: "):])
    end = "end-of-block"
    shell.stdin.write(f"{commands}echo \"{end} $?\"\n")
    shell.stdin.flush()
    answer = ""
    for line in shell.stdout:
        if line.startswith(end):
            code = int(line.split()[1])
            break
        answer += line
    else:
        return f"the shell ended:\n{answer}"
    if code != expected:
        return f"ended with {code} instead of {expected}:\n{answer}"
    missing = [text for text in texts if text not in answer]
    return f"the answer lacks \"{missing[0]}\":\n{answer}" if missing else None


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    programs = arguments.parse_args().bin.resolve()
    pages = [SOURCE / "README.md", SOURCE / "docs" / "start.md",
             SOURCE / "docs" / "guides" / "deadlines.md",
             SOURCE / "docs" / "guides" / "notices.md"]
    return max(run_page(page, programs) for page in pages)


if __name__ == "__main__":
    sys.exit(main())
