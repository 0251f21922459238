# SPDX-License-Identifier: Apache-2.0
"""The shipped server with a mail server and a receiver of webhooks that are not ours, and what a
person would do with it."""

import base64
import datetime
import json
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stories"))
import run as stories  # pylint: disable=wrong-import-position,import-error

from end_to_end_servers import HookServer, MailServer  # pylint: disable=wrong-import-position
from smtp_server import HOST, Authority  # pylint: disable=wrong-import-position

AGREEMENT = "opinum-demo"
DOMAIN = "mandat.example.org"
CONTROLLER = f"{AGREEMENT}-controller"
SETTINGS = """
[notices]
smtp_url = "smtp://{host}:{port}"
smtp_ca_file = "{ca}"
from = "notices@{domain}"
webhooks = "private"
webhook_ca_file = "{ca}"
retry_seconds = 1
senders = {senders}
"""


def hours_ago(hours):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now - datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


class House(stories.Play):
    """One server with one agreement."""

    def __init__(self, programs, senders=4):
        super().__init__(programs)
        self.known, self.other = (Authority(self.stage, name) for name in ("known", "other"))
        self.mail, self.hooks = MailServer(self.known.context()), HookServer(self.known.context())
        self.do_init(AGREEMENT, [])
        with open(f"{self.names['dir']}/mandat.toml", "a", encoding="utf-8") as file:
            file.write(SETTINGS.format(host=HOST, port=self.mail.port.number, domain=DOMAIN,
                                       ca=self.known.file, senders=senders))
        self.mail.up()
        self.hooks.up()
        self.do_start("", [])
        self.hooks.know(self.notice_key())
        self.do_activate(AGREEMENT, [])

    def close(self, keep=False):
        super().close(keep)
        self.mail.close()
        self.hooks.close()

    def notice_key(self):
        """As the server tells its operator at the start."""
        for log in self.stage.glob("mandatd.*.log"):
            for line in log.read_text().split("\n"):
                if '"event":"notices are signed"' in line:
                    return base64.urlsafe_b64decode(json.loads(line)["key"] + "=")
        raise stories.Broken("the server does not say by which key notices are signed")

    # What a person does.

    def call(self, method, path, body=None, who="operator"):
        self.ask(method, f"/v1/agreements/{AGREEMENT}{path}", {"as": who},
                 "" if body is None else json.dumps(body))
        if self.status >= 300:
            raise stories.Broken(f"{method} {path}: {self.told()}")
        return json.loads(self.body)

    def add_contact(self, channel, address, subject="breach", party="controller"):
        return self.call("POST", "/contacts", {
            "party": party, "subjects": [subject], "channel": channel, "address": address,
            "language": "en"})["id"]

    def hook(self, name):
        return f"https://{HOST}:{self.hooks.port.number}/{name}"

    def end_contact(self, contact):
        self.call("DELETE", f"/contacts/{contact}")

    def enter_breach(self, reference, hours):
        """Ids of the duties that awareness of it opens, by what they are."""
        entered = self.call("POST", "/happenings", {
            "matter": "breach", "event": "awareness", "reference": reference, "how": "telephone",
            "at": hours_ago(hours)})
        return {duty["path"]: duty["id"] for duty in entered["duties"]}

    def send_breach(self, reference, duty, subject="breach"):
        """The notices, by channel."""
        sent = self.call("POST", "/notices", {
            "kind": "breach", "subject": subject, "duty": duty, "meets": True, "matter": "breach",
            "reference": reference,
            "fields": {"matter": reference, "event_at": hours_ago(2)}})
        return {notice["channel"]: notice["id"] for notice in sent["notices"]}

    def notice(self, number):
        return self.call("GET", f"/notices/{number}")

    def notices(self):
        found, after = [], 0
        while after is not None:
            page = self.call("GET", f"/notices?limit=100&after={after}" if after else
                             "/notices?limit=100")
            found += page["items"]
            after = page.get("next")
        return found

    def duty(self, number):
        return self.call("GET", f"/duties/{number}")

    def open_duties(self, reference):
        """What is owed about one case: paths of the agreement and tasks of people."""
        return {duty.get("path") or duty.get("task"): duty for duty in self.all_open()
                if duty["happening"]["reference"] == reference}

    def all_open(self):
        found, cursor = [], ""
        while cursor is not None:
            page = self.call("GET", "/duties?limit=100" + (cursor and f"&cursor={cursor}"))
            found += page["items"]
            cursor = page.get("next")
        return found

    # Waiting.

    def until(self, what, holds):
        """A signal ends the pause that the house makes between two looks."""
        def look():
            self.server.send_signal(signal.SIGHUP)
            return holds()
        stories.wait_until(what, look)

    def is_settled(self, number):
        return self.notice(number)["state"] in ("dispatched", "received", "dead")

    # What arrived.

    def copies(self, notice):
        if notice["channel"] == "webhook":
            return self.hooks.of(f"{AGREEMENT}/{notice['id']}")
        return self.mail.of(f"<{AGREEMENT}.{notice['id']}@{DOMAIN}>")
