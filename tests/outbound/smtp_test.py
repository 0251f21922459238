#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Notices by e-mail to real servers: what arrives, and what is said of what did not.

    smtp_test.py --sender smtp_send
"""

import argparse
import datetime
import logging
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from smtp_server import HOST, Authority, Behaviour, ScriptedServer, SmtpServer

SUBJECT = "Violation de données : élément n° 17, « contrat » été/hiver, référence très longue ✓"
BODY = ("Bonjour,\n\n.\n..\n.a line that begins with a dot\nend with spaces   \n"
        "un accent : é, une coche : ✓, égal = égal\n\ttab\n" + "x" * 1200 + "\nFrom the start\n"
        + "é" * 500 + "\n.\nQUIT\n")
HELLO = ((b"", b"220 mail.example.org\r\n"), (b"\r\n", b"250 mail.example.org\r\n"))
ENVELOPE = (*HELLO, (b"\r\n", b"250 2.1.0 Ok\r\n"), (b"\r\n", b"250 2.1.5 Ok\r\n"))
TO_DATA = (*ENVELOPE, (b"DATA\r\n", b"354 go on\r\n"))


def text_of(mail):
    return mail.get_content().replace("\r\n", "\n")


class SmtpTest(unittest.TestCase):
    sender = None

    @classmethod
    def setUpClass(cls):
        cls.place = Path(tempfile.mkdtemp(prefix="mandat-"))
        cls.authority = Authority(cls.place, "known")
        (cls.place / "body").write_text(BODY, encoding="utf-8")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.place)

    def send(self, server, *more, scheme="smtp", **words):
        """(outcome, reply) of one attempt."""
        port = server if isinstance(server, int) else server.port
        standard = {"url": f"{scheme}://{HOST}:{port}", "from": "dpo@processor.example",
                    "to": "privacy@controller.example", "notice": "shop/17", "attempt": "1",
                    "subject": SUBJECT, "body": str(self.place / "body"), "language": "fr",
                    "ca": str(self.authority.file)}
        standard.update({name.replace("_", "-"): value for name, value in words.items()})
        command = [self.sender, *(f"--{name}={value}" for name, value in standard.items()), *more]
        done = subprocess.run(command, check=False, capture_output=True, timeout=60)
        self.assertEqual(done.stderr, b"")
        lines = done.stdout.decode().split("\n")
        return (lines[0], lines[1]) if len(lines) == 3 else lines

    def send_clear(self, server, *more, **words):
        return self.send(server, "--without-tls", *more, **words)

    # What arrives.

    def test_what_is_accepted_arrives_as_it_was_written(self):
        taken = Behaviour()
        with SmtpServer(taken, self.authority.context()) as server:
            self.assertEqual(self.send(server, from_name="Délégué, Exemple \"SA\"",
                                       reply_to="answers@processor.example", continues="shop/9"),
                             ("accepted", "250 2.0.0 Ok: queued as 4F1A"))
        mail, (sender, recipients, wire) = taken.mails[0], taken.wire[0]
        self.assertEqual((sender, recipients),
                         ("dpo@processor.example", ["privacy@controller.example"]))
        self.assertEqual(mail.defects, [])
        self.assertEqual(mail["Subject"], SUBJECT)
        self.assertEqual(mail["From"].addresses[0].display_name, "Délégué, Exemple \"SA\"")
        self.assertEqual(mail["From"].addresses[0].addr_spec, "dpo@processor.example")
        self.assertEqual(mail["To"], "privacy@controller.example")
        self.assertEqual(mail["Reply-To"], "answers@processor.example")
        self.assertEqual(mail["Date"].datetime, datetime.datetime(
            2026, 3, 30, 14, 20, tzinfo=datetime.timezone.utc))
        self.assertEqual(mail["Message-ID"], "<shop.17@processor.example>")
        self.assertEqual(mail["In-Reply-To"], "<shop.9@processor.example>")
        self.assertEqual(mail["References"], "<shop.9@processor.example>")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail["Mandat-Notice"], "shop/17")
        self.assertEqual(mail["Mandat-Attempt"], "1")
        self.assertIsNone(mail["Mandat-Possible-Duplicate"])
        self.assertEqual(mail["Content-Language"], "fr")
        self.assertEqual(mail.get_content_type(), "text/plain")
        self.assertEqual(text_of(mail), BODY)
        self.assertTrue(wire.isascii())
        self.assertTrue(all(len(line) <= 76 for line in wire.split(b"\r\n")))
        self.assertNotIn(b"\n", wire.replace(b"\r\n", b""))

    def test_attachments_arrive_byte_for_byte(self):
        every_byte = bytes(range(256)) * 700
        (self.place / "every").write_bytes(every_byte)
        taken = Behaviour()
        with SmtpServer(taken, self.authority.context(), at_once=True) as server:
            outcome, _ = self.send(server, scheme="smtps", attach=str(self.place / "every"),
                                   attach_name="certificate.txt",
                                   attach_type="text/calendar; method=PUBLISH; charset=utf-8")
        self.assertEqual(outcome, "accepted")
        text, attached = taken.mails[0].iter_parts()
        self.assertEqual(taken.mails[0].defects, [])
        self.assertEqual(text_of(text), BODY)
        self.assertEqual(attached.get_filename(), "certificate.txt")
        self.assertEqual(attached.get_content_type(), "text/calendar")
        self.assertEqual(attached.get_param("method"), "PUBLISH")
        self.assertEqual(attached.get_payload(decode=True), every_byte)

    def test_no_dot_of_a_long_body_is_lost_or_added(self):
        body = "".join("." * (1 + i % 5) + "x" * (i % 70) + "\n" for i in range(9000))
        (self.place / "dots").write_text(body, encoding="utf-8")
        taken = Behaviour()
        with SmtpServer(taken, self.authority.context()) as server:
            outcome, _ = self.send(server, body=str(self.place / "dots"))
        self.assertEqual(outcome, "accepted")
        self.assertEqual(text_of(taken.mails[0]), body)

    def test_many_threads_send_through_one_transport(self):
        taken = Behaviour()
        with SmtpServer(taken, self.authority.context()) as server:
            lines = self.send(server, copies="8")
        self.assertEqual(lines[::2], ["accepted"] * 8 + [""])
        self.assertEqual([text_of(mail) for mail in taken.mails], [BODY] * 8)

    def test_who_signs_in_is_accepted_and_who_does_not_may_try_again(self):
        taken = Behaviour(user=("mandat", "a long example"))
        with SmtpServer(taken, self.authority.context()) as server:
            right = self.send(server, user="mandat", password="a long example")
            wrong = self.send(server, user="mandat", password="a short example")
            none = self.send(server)
        self.assertEqual(right[0], "accepted")
        self.assertEqual(wrong[0], "transient")
        self.assertRegex(wrong[1], r"^not sent: .*\(535 5\.7\.8 ")
        self.assertNotIn("example", wrong[1])
        self.assertEqual(none[0], "transient")
        self.assertRegex(none[1], r"^530 5\.7\.0 ")
        self.assertEqual(len(taken.wire), 1)

    # What is refused.

    def test_nobody_listening_is_transient(self):
        with socket.create_server((HOST, 0)) as unused:
            port = unused.getsockname()[1]
        outcome, reply = self.send(port)
        self.assertEqual(outcome, "transient")
        self.assertRegex(reply, "^not sent: Failed to connect to 127.0.0.1 port")

    def test_a_name_that_nobody_has_is_transient(self):
        outcome, reply = self.send(25, url="smtp://mail.invalid")
        self.assertEqual((outcome, reply),
                         ("transient", "not sent: Could not resolve host: mail.invalid"))

    def test_a_refusal_says_whether_it_may_be_tried_again(self):
        for word, reply, outcome in (
                ("rcpt", "450 4.2.0 Mailbox busy", "transient"),
                ("rcpt", "550 5.1.1 No such user", "permanent"),
                ("data", "451 4.3.0 Try later", "transient"),
                ("data", "554 5.6.0 Not wanted", "permanent")):
            with self.subTest(reply=reply):
                refusing = Behaviour(**{word: reply})
                with SmtpServer(refusing, self.authority.context()) as server:
                    self.assertEqual(self.send(server), (outcome, reply))
                self.assertEqual(len(refusing.wire), 0 if word == "rcpt" else 1)

    def test_a_server_that_refuses_before_it_knows_the_notice_is_transient(self):
        for lines, reason in ((((b"", b"554 5.3.2 Closed today\r\n"),), "554 5.3.2 Closed today"),
                              (((b"", b"421 4.3.2 Closing\r\n"),), "421 4.3.2 Closing"),
                              ((HELLO[0], (b"\r\n", b"550 5.7.1 Not you\r\n"),
                                (b"\r\n", b"550 5.7.1 Not you\r\n")), "550 5.7.1 Not you")):
            with self.subTest(reason=reason), ScriptedServer(*lines) as server:
                outcome, reply = self.send_clear(server)
                self.assertEqual(outcome, "transient")
                self.assertRegex(reply, rf"^not sent: .*\({reason}\)$")

    def test_the_reply_is_kept_as_one_printable_line(self):
        noise = b"550-5.7.1 first\r\n550 5.7.1 \x1b[2J\xff" + b"z" * 400 + b"\r\n"
        with ScriptedServer(*HELLO, (b"\r\n", noise)) as server:
            outcome, reply = self.send_clear(server)
        self.assertEqual(outcome, "permanent")
        self.assertEqual(reply, ("550 5.7.1  [2J " + "z" * 400)[:256])

    # What may have arrived.

    def test_silence_after_the_data_is_unknown_and_the_second_attempt_says_so(self):
        for word in ("falls_silent", "hangs_up"):
            with self.subTest(word):
                deaf = Behaviour(**{word: True})
                with SmtpServer(deaf, self.authority.context()) as server:
                    outcome, reply = self.send(server, total_ms="1500")
                    setattr(deaf, word, False)
                    again, _ = self.send(server, "--possible-duplicate", attempt="2")
                self.assertEqual(outcome, "unknown")
                self.assertRegex(reply, "^no answer to the data: ")
                self.assertEqual(again, "accepted")
                first, second = deaf.mails
                self.assertEqual(first["Message-ID"], second["Message-ID"])
                self.assertEqual([mail["Mandat-Attempt"] for mail in deaf.mails], ["1", "2"])
                self.assertEqual([mail["Mandat-Possible-Duplicate"] for mail in deaf.mails],
                                 [None, "yes"])
                self.assertEqual(text_of(first), text_of(second))

    def test_a_connection_that_breaks_inside_the_data_is_transient(self):
        (self.place / "long").write_text("line\n" * 2_000_000, encoding="utf-8")
        with ScriptedServer(*TO_DATA, (b"", b"")) as server:
            outcome, reply = self.send_clear(server, body=str(self.place / "long"))
        self.assertEqual(outcome, "transient")
        self.assertRegex(reply, "^not sent: ")

    def test_an_answer_that_is_none_leaves_it_unknown(self):
        with ScriptedServer(*TO_DATA, (b"\r\n.\r\n", b"354 what\r\n")) as server:
            self.assertEqual(self.send_clear(server), ("unknown", "354 what"))

    def test_a_server_that_says_no_good_bye_does_not_hold_us(self):
        for lines, answer in (
                ((*TO_DATA, (b"\r\n.\r\n", b"250 2.0.0 Ok\r\n")), ("accepted", "250 2.0.0 Ok")),
                ((*HELLO, (b"\r\n", b"550 5.7.1 No\r\n")), ("permanent", "550 5.7.1 No"))):
            with self.subTest(answer), ScriptedServer(*lines, last="fall silent") as server:
                before = datetime.datetime.now()
                self.assertEqual(self.send_clear(server), answer)
                self.assertLess(datetime.datetime.now() - before, datetime.timedelta(seconds=15))
            self.assertTrue(server.heard.endswith(b"QUIT\r\n"))

    def test_what_a_server_says_to_a_good_bye_changes_nothing(self):
        lines = (*TO_DATA, (b"\r\n.\r\n", b"250 2.0.0 Ok\r\n"), (b"QUIT\r\n", b"500 What\r\n"))
        with ScriptedServer(*lines) as server:
            self.assertEqual(self.send_clear(server), ("accepted", "250 2.0.0 Ok"))

    def test_silence_before_the_data_is_transient(self):
        for lines in ((), HELLO, ENVELOPE):
            with self.subTest(len(lines)), ScriptedServer(*lines, last="fall silent") as server:
                outcome, reply = self.send_clear(server, total_ms="800")
                self.assertEqual(outcome, "transient")
                self.assertRegex(reply, "^not sent: .*tim")

    # What is not sent at all.

    def test_without_starttls_nothing_but_a_greeting_leaves(self):
        taken = Behaviour()
        with SmtpServer(taken) as server:
            outcome, reply = self.send(server)
        self.assertEqual(outcome, "transient")
        self.assertRegex(reply, "^not sent: ")
        self.assertEqual(taken.wire, [])
        with ScriptedServer(*HELLO, last="fall silent") as server:
            self.assertEqual(self.send(server, user="mandat", password="example")[0], "transient")
        self.assertEqual(server.heard, b"EHLO processor.example\r\n")

    def test_a_server_that_refuses_to_begin_tls_learns_nothing(self):
        offers = (HELLO[0], (b"\r\n", b"250-mail.example.org\r\n250 STARTTLS\r\n"),
                  (b"\r\n", b"454 4.7.0 Not now\r\n"))
        with ScriptedServer(*offers, last="fall silent") as server:
            outcome, reply = self.send(server)
        self.assertEqual(outcome, "transient")
        self.assertRegex(reply, r"^not sent: .*\(454 4\.7\.0 Not now\)$")
        self.assertEqual(server.heard, b"EHLO processor.example\r\nSTARTTLS\r\n")

    def test_words_slipped_in_before_tls_are_not_believed(self):
        slipped = (HELLO[0], (b"\r\n", b"250-mail.example.org\r\n250 STARTTLS\r\n"),
                   (b"\r\n", b"220 go\r\n250 2.0.0 Ok\r\n"))
        with ScriptedServer(*slipped, last="fall silent") as server:
            self.assertEqual(self.send(server, total_ms="3000")[0], "transient")
        self.assertNotIn(b"MAIL", server.heard)

    def test_a_certificate_that_is_not_the_servers_stops_before_anything_is_said(self):
        other = Authority(self.place, "other")
        for context, reason in ((other.context(), "unable to get local issuer certificate"),
                                (self.authority.context(days=-1), "certificate has expired"),
                                (self.authority.context(name="other.example.org"),
                                 "no alternative certificate subject name")):
            for at_once in (False, True):
                with self.subTest(reason=reason, at_once=at_once):
                    taken = Behaviour()
                    with SmtpServer(taken, context, at_once) as server:
                        outcome, reply = self.send(server, scheme="smtps" if at_once else "smtp")
                    self.assertEqual(outcome, "transient")
                    self.assertIn(reason, reply)
                    self.assertEqual(taken.wire, [])

    def test_a_notice_that_cannot_be_written_is_permanent(self):
        for word, value in (("to", "nobody"), ("to", "a@example.org>\r\nBcc: b@example.org"),
                            ("subject", "one\r\nBcc: b@example.org"), ("notice", "a\nb"),
                            ("to", "dpo@bücher.example")):
            with self.subTest(value=value):
                taken = Behaviour()
                with SmtpServer(taken, self.authority.context()) as server:
                    outcome, reply = self.send(server, **{word: value})
                self.assertEqual(outcome, "permanent")
                self.assertRegex(reply, "^not sent: ")
                self.assertEqual(taken.wire, [])

    def test_settings_that_would_send_in_the_clear_are_refused(self):
        for words, message in (
                ({"url": "smtp://mail.example.org"},
                 "mail without tls is sent only to smtp:// on this machine"),
                ({"url": "smtps://127.0.0.1"},
                 "mail without tls is sent only to smtp:// on this machine"),
                ({"user": "mandat", "password": "example"}, "a password is not sent without tls")):
            with self.subTest(**words):
                self.assertEqual(self.send_clear(25, **words), [message, ""])


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--sender", required=True)
    known, rest = arguments.parse_known_args()
    SmtpTest.sender = known.sender
    logging.getLogger("mail.log").disabled = True  # the server's view of clients that go away
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
