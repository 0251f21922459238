#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many reminders the house brings to one mail server in a second, TLS included.

    end_to_end_rate.py --bin DIRECTORY [--reminders N] [--senders N]
"""

import argparse
import logging
import time
from pathlib import Path

from end_to_end_house import House, hours_ago, stories

BATCH = 100
DUTIES = 2  # of an hour that is over when awareness of a breach is entered a day late


def enter_late(house, count):
    for first in range(0, count, BATCH):
        house.call("POST", "/happenings", {"happenings": [
            {"matter": "breach", "event": "awareness", "reference": f"late-{number}",
             "how": "telephone", "at": hours_ago(25)}
            for number in range(first, min(first + BATCH, count))]})


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    arguments.add_argument("--reminders", type=int, default=1000)
    arguments.add_argument("--senders", type=int, default=4)
    given = arguments.parse_args()
    logging.getLogger("mail.log").disabled = True  # clients that go away at the end
    house = House(given.bin.resolve(), given.senders)
    try:
        house.add_contact("e-mail", "desk@mandat.example.org", "docket", "processor")
        begin = time.monotonic()
        enter_late(house, given.reminders // DUTIES)
        entered = time.monotonic()
        # Nobody signals here: the house ticks by itself, once a second.
        stories.wait_until("the reminders", lambda: len(house.mail.copies) >= given.reminders)
        at = [copy.at for copy in house.mail.copies]
        print(f"{given.reminders // DUTIES} breaches entered in {entered - begin:.2f} s")
        print(f"first reminder {at[0] - entered:.2f} s after the last entry")
        took = at[-1] - at[0]
        print(f"{len(at)} reminders in {took:.2f} s: {len(at) / took:.0f} a second")
        begin = time.monotonic()
        house.call("GET", "/duties?limit=1")
        print(f"a request meanwhile {1000 * (time.monotonic() - begin):.0f} ms")
    finally:
        house.close()


if __name__ == "__main__":
    main()
