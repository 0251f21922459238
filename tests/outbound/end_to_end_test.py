#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Notices from the entry of a breach to a mail server and a receiver that are not ours and fail:
each arrives, or somebody has a duty to telephone; what may be a second copy says so.

    end_to_end_test.py --bin DIRECTORY [--seed N]
"""

import argparse
import datetime
import logging
import random
import re
import signal
import sys
import threading
import unittest
from pathlib import Path

from end_to_end_house import CONTROLLER, House, stories

TAKEN = {"e-mail": "250 2.0.0 Ok: queued as 4F1A", "webhook": "HTTP 202"}
SUBJECTS = ("breach", "requests", "sub-processors", "instructions", "audits", "end", "amendment")
# What a server does first, and then what became of the notice: state, attempts, copies, reply.
MAIL_FAULTS = {
    "rcpt-busy": (("rcpt", "450 4.2.0 Mailbox busy"), "dispatched", 2, 1, TAKEN["e-mail"]),
    "rcpt-unknown": (("rcpt", "550 5.1.1 No mailbox <rcpt-unknown@energy.example.org>"), "dead", 1,
                     0, "550 5.1.1 No mailbox <address>"),
    "data-busy": (("data", "451 4.3.0 Try later"), "dispatched", 2, 1, TAKEN["e-mail"]),
    "data-refused": (("data", "554 5.6.0 Not wanted"), "dead", 1, 0, "554 5.6.0 Not wanted"),
    "dropped": (("drop",), "dispatched", 2, 2, TAKEN["e-mail"]),
    "timed-out": (("stall", 1.5), "dispatched", 2, 2, TAKEN["e-mail"])}
HOOK_FAULTS = {
    "hook-503": (("status", 503), "dispatched", 2, 1, "HTTP 202"),
    "hook-429": (("status", 429, {"Retry-After": "2"}, 1), "dispatched", 2, 1, "HTTP 202"),
    "hook-404": (("status", 404), "dead", 1, 0, "HTTP 404"),
    "hook-410": (("status", 410), "dead", 1, 0, "HTTP 410, this address takes no more notices"),
    "hook-504": (("status", 504), "dispatched", 2, 2, "HTTP 202"),
    "hook-reset": (("reset",), "dispatched", 2, 2, "HTTP 202")}


class Case:
    """One breach that one contact by mail and one by webhook are told of."""

    def __init__(self, house, name, subject):
        self.house, self.name = house, name
        self.mail, self.hook = f"{name}@energy.example.org", house.hook(name)
        self.contacts = [house.add_contact("e-mail", self.mail, subject),
                         house.add_contact("webhook", self.hook, subject)]
        self.duty = house.enter_breach(name, 2)["breach.notice"]
        self.notices = house.send_breach(name, self.duty, subject)

    def now(self):
        return [self.house.notice(number) for number in self.notices.values()]

    def is_settled(self):
        return all(self.house.is_settled(number) for number in self.notices.values())

    def end(self):
        for contact in self.contacts:
            self.house.end_contact(contact)


class HouseTest(unittest.TestCase):
    programs, seed = None, 1

    def setUp(self):
        self.house = House(self.programs)
        self.addCleanup(self.house.close)

    def arrange(self, names):
        return {name: Case(self.house, name, subject) for name, subject in zip(names, SUBJECTS)}

    def must_be_told_or_owed(self, notice):
        """Nothing is lost, and no copy is taken for a new notice."""
        copies = self.house.copies(notice)
        owed = self.house.open_duties(f"notice-{notice['id']}")
        if notice["state"] == "dead":
            self.assertIn("telephone", owed)
        else:
            self.assertEqual(notice["state"], "dispatched", notice)
            self.assertGreaterEqual(len(copies), 1, notice)
            self.assertNotIn("telephone", owed)
        self.assertEqual([copy.says_duplicate for copy in copies[1:]], [True] * len(copies[1:]))
        self.assertEqual(len({copy.attempt for copy in copies}), len(copies))
        self.assertNotIn("energy.example.org", notice.get("reply", ""))

    def must_be_met_at_the_first_dispatch(self, case):
        duty = self.house.duty(case.duty)
        self.assertEqual(duty["state"], "met")
        self.assertEqual(duty["closed"], min(notice["dispatched"] for notice in case.now()
                                             if "dispatched" in notice))


class FaultTest(HouseTest):
    """One fault at a time, while the other channel works."""

    def run_faults(self, faults, channel):
        server = self.house.mail if channel == "e-mail" else self.house.hooks
        for name, (act, *_) in faults.items():
            server.script[f"{name}@energy.example.org" if channel == "e-mail" else f"/{name}"] = [
                act]
        cases = self.arrange(faults)
        self.house.until("every notice", lambda: all(case.is_settled() for case in cases.values()))
        for name, (_, state, attempts, copies, reply) in faults.items():
            with self.subTest(name):
                case = cases[name]
                for notice in case.now():
                    self.must_be_told_or_owed(notice)
                self.must_be_met_at_the_first_dispatch(case)
                notice = self.house.notice(case.notices[channel])
                self.assertEqual((notice["state"], notice["attempts"], notice["reply"]),
                                 (state, attempts, reply))
                taken = self.house.copies(notice)
                self.assertEqual([copy.says_duplicate for copy in taken],
                                 [False] + [True] * (copies - 1) if copies else [])
                other = self.house.notice(case.notices[
                    "webhook" if channel == "e-mail" else "e-mail"])
                self.assertEqual((other["attempts"], other["reply"]), (1, TAKEN[other["channel"]]))
        self.assertEqual(self.house.hooks.refused, [])

    # Covers: GDPR Art. 33(2).
    def test_a_mail_server_that_fails_loses_nothing(self):
        self.run_faults(MAIL_FAULTS, "e-mail")
        self.the_journal_tells_of_all_and_of_no_address()

    def test_a_receiver_that_fails_loses_nothing_and_is_given_the_time_it_asked_for(self):
        self.run_faults(HOOK_FAULTS, "webhook")
        first, second = (at for place, at in self.house.hooks.tries if place == "/hook-429")
        self.assertGreaterEqual(second - first, 1 + 2 - 0.1)  # its answer was late

    def the_journal_tells_of_all_and_of_no_address(self):
        self.house.must_run(["mandat", "journal", "export", "-a", "opinum-demo", "journal"],
                            "auditor")
        tiles = (self.house.stage / "journal" / "tile" / "entries").rglob("*")
        entries = b"".join(path.read_bytes() for path in tiles if path.is_file())
        for notice in self.house.notices():
            number = b"n%d" % notice["id"]
            end = b" permanent" if notice["state"] == "dead" else b" accepted"
            for act, words in ((b"attempt-notices", rb"(?![0-9])"), (b"deliver-notices", end)):
                self.assertTrue(re.search(act + rb"(?s:.)*?" + number + words, entries), act)
        for word in (b"example.org", b"https:", b"127.0.0.1"):
            self.assertNotIn(word, entries)

    # Covers: GDPR Art. 33(1), Art. 33(2).
    def test_what_cannot_leave_meets_no_duty_and_leaves_when_it_can(self):
        house = self.house
        good = house.known.context()

        def present(context):
            house.mail.context = house.hooks.context = context

        troubles = {
            "down": (lambda: (house.mail.down(), house.hooks.down()),
                     lambda: (house.mail.up(), house.hooks.up())),
            "unknown-authority": (lambda: present(house.other.context()), lambda: present(good)),
            "expired": (lambda: present(house.known.context(days=-1)), lambda: present(good))}
        for name, (begin, mend) in troubles.items():
            with self.subTest(name):
                begin()
                case = self.arrange([name])[name]
                house.until("an attempt", lambda case=case: all(
                    notice["attempts"] and notice["state"] == "waiting"
                    for notice in case.now()))
                self.assertEqual(house.duty(case.duty)["state"], "open")
                self.assertEqual([house.copies(notice) for notice in case.now()], [[], []])
                mend()
                house.until("the dispatch", case.is_settled)
                for notice in case.now():
                    self.must_be_told_or_owed(notice)
                    self.assertEqual([copy.says_duplicate for copy in house.copies(notice)],
                                     [False])
                self.must_be_met_at_the_first_dispatch(case)
                case.end()


class AnswerTest(HouseTest):
    """What the controller says, and what the own people are told."""

    # Covers: GDPR Art. 33(1).
    def test_the_controllers_word_and_not_the_dispatch_starts_its_own_time(self):
        case = self.arrange(["acknowledged"])["acknowledged"]
        self.house.until("the dispatch", case.is_settled)
        self.assertNotIn("statute.authority-notice", self.house.open_duties("acknowledged"))
        number = case.notices["e-mail"]
        answer = self.house.call("POST", f"/notices/{number}/acknowledge", {}, CONTROLLER)
        received = answer["notices"][0]["received"]
        started = self.house.open_duties("acknowledged")["statute.authority-notice"]
        self.assertEqual(started["happening"]["at"], received)
        due = (datetime.datetime.fromisoformat(started["due"].replace("Z", "+00:00"))
               - datetime.datetime.fromisoformat(received.replace("Z", "+00:00")))
        self.assertEqual(due, datetime.timedelta(hours=72))

    # Covers: GDPR Art. 33(2).
    def test_who_acknowledges_was_told_although_the_answer_was_lost(self):
        house = self.house
        house.mail.script["lost@energy.example.org"] = [("rcpt", "550 5.1.1 No such user")]
        house.hooks.script["/lost"] = [("reset",)]
        house.hooks.saw = lambda step: step == "request" and threading.Thread(
            target=house.hooks.down).start()
        case = self.arrange(["lost"])["lost"]
        hook = case.notices["webhook"]
        house.until("an outcome that nobody knows", lambda: house.notice(hook)["may-have-arrived"])
        self.assertEqual(house.duty(case.duty)["state"], "open")
        house.call("POST", f"/notices/{hook}/acknowledge", {}, CONTROLLER)
        self.assertEqual(house.duty(case.duty)["state"], "met")
        house.hooks.saw = lambda step: None
        house.hooks.up()

    def test_our_own_people_are_told_of_what_was_overdue_when_it_was_entered(self):
        house = self.house
        house.add_contact("e-mail", "desk@mandat.example.org", "docket", "processor")
        house.enter_breach("late", 25)
        house.until("the reminder", lambda: any(
            "breach.notice" in copy.text for copy in house.mail.copies))
        copies = [copy for copy in house.mail.copies if "breach.notice" in copy.text]
        self.assertEqual([copy.place for copy in copies], ["desk@mandat.example.org"])
        self.assertRegex(copies[0].text, "(?i)overdue|passed")

    def test_a_channel_to_our_own_people_that_fails_is_to_be_mended_whatever_it_was_to_bring(self):
        house = self.house
        house.mail.script["gone@mandat.example.org"] = [("rcpt", "550 5.1.1 No such user")] * 9
        contact = house.add_contact("e-mail", "gone@mandat.example.org", "docket", "processor")
        duties = []
        for send in (lambda: house.enter_breach("late", 25),
                     lambda: house.call("POST", "/notices", {
                         "kind": "plain", "subject": "docket", "party": "processor",
                         "fields": {"title": "A title", "text": "A text"}})):
            send()
            house.until("the duty", lambda: house.open_duties(f"contact-{contact}"))
            owed = house.open_duties(f"contact-{contact}")
            self.assertEqual(list(owed), ["mend-channel"])
            duties.append(owed["mend-channel"]["id"])
            house.until("the rest", lambda: all(
                house.is_settled(notice["id"]) for notice in house.notices()))
            house.call("POST", f"/duties/{duties[-1]}/meet", {})
        self.assertNotEqual(*duties)
        self.assertNotIn("telephone", {duty.get("task") for duty in house.all_open()})


class KillTest(HouseTest):
    """The server is killed while notices leave, over and over again on one directory."""

    rounds, sends = 20, 2

    def setUp(self):
        super().setUp()
        self.chance = random.Random(self.seed)
        print(f"seed {self.seed}", flush=True)
        self.sent, self.left, self.guard = [], 0, threading.Lock()
        self.house.mail.script["never@energy.example.org"] = [
            ("rcpt", "550 5.1.1 No such user")] * 999
        for name in ("often", "never"):
            self.house.add_contact("e-mail", f"{name}@energy.example.org")
        self.house.add_contact("webhook", self.house.hook("often"))

    def kill_after(self, steps, later):
        """Counts what the receivers see, and kills the server at that step or a little later."""
        process = self.house.server

        def count(_step):
            with self.guard:
                self.left -= 1
                is_now = self.left == 0
            if is_now and later:
                threading.Timer(later, process.kill).start()
            elif is_now:
                process.kill()

        self.left = steps
        self.house.mail.saw = self.house.hooks.saw = count

    def send_some(self):
        for _ in range(self.sends):
            try:
                answer = self.house.call("POST", "/notices", {
                    "kind": "plain", "subject": "breach",
                    "fields": {"title": "A title", "text": "A text"}})
            except (OSError, stories.http.client.HTTPException):
                return  # killed meanwhile: nobody was promised anything
            self.sent += [notice["id"] for notice in answer["notices"]]
            self.house.server.send_signal(signal.SIGHUP)

    def test_no_crash_loses_a_notice_and_second_copies_say_so(self):
        house = self.house
        for _ in range(self.rounds):
            later = self.chance.choice((0, 0, self.chance.uniform(0, 0.03)))
            self.kill_after(self.chance.randint(1, 9), later)
            self.send_some()
            house.until("the kill", lambda: house.server.poll() is not None)
            self.assertEqual(house.server.returncode, -signal.SIGKILL)
            house.do_start("", [])
        house.mail.saw = house.hooks.saw = lambda step: None
        house.until("the rest", lambda: all(
            notice["state"] in ("dispatched", "dead") for notice in house.notices()))
        notices = house.notices()
        self.assertLessEqual(set(self.sent), {notice["id"] for notice in notices})
        owed = {duty["happening"]["reference"] for duty in house.all_open()
                if duty.get("task") == "telephone"}
        again = 0
        for notice in notices:
            copies = house.copies(notice)
            with self.subTest(notice=notice["id"], channel=notice["channel"]):
                if notice["state"] == "dead":
                    self.assertIn(f"notice-{notice['id']}", owed)
                else:
                    self.assertGreaterEqual(len(copies), 1)
                self.assertEqual([copy.says_duplicate for copy in copies[1:]],
                                 [True] * len(copies[1:]))
            again += len(copies) > 1
        self.assertEqual(house.hooks.refused, [])
        print(f"{len(notices)} notices, {again} with a second copy, "
              f"{sum(notice['state'] == 'dead' for notice in notices)} dead", flush=True)
        house.do_stop("", [])
        house.do_start("", [])
        house.must_run(["mandat", "journal", "verify", "-a", "opinum-demo"], "auditor")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", required=True, type=Path)
    arguments.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    known, rest = arguments.parse_known_args()
    HouseTest.programs, HouseTest.seed = known.bin.resolve(), known.seed
    logging.getLogger("mail.log").disabled = True  # the server's view of clients that go away
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
