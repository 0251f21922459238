# SPDX-License-Identifier: Apache-2.0
"""Chromium without a window, driven over its debugging pipe: the browser itself is all it needs."""

import base64
import itertools
import json
import os
import shutil
import signal
import subprocess
import tempfile

PROGRAM = shutil.which("chromium")
# As root in CI there is no sandbox; nothing may leave the machine, so nothing is tried.
# A person never follows 200 links in ten seconds; a test does.
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync",
           "--disable-dev-shm-usage", "--disable-ipc-flooding-protection",
           "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe"]


class Browser:
    """One page. `requests` has every address it asked for, `dialogs` every window it opened."""

    def __init__(self, width=1440, height=900):
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        read_theirs, self._write = os.pipe()
        self._read, write_theirs = os.pipe()

        def take_ends():
            # Chromium speaks on 3 and 4. High numbers first, so that neither copy is overwritten.
            low = os.dup2(read_theirs, 30), os.dup2(write_theirs, 31)
            os.dup2(low[0], 3)
            os.dup2(low[1], 4)

        self._process = subprocess.Popen(  # pylint: disable=subprocess-popen-preexec-fn
            [PROGRAM, *OPTIONS, f"--user-data-dir={self._profile.name}",
             f"--window-size={width},{height}", "about:blank"],
            preexec_fn=take_ends, close_fds=False, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, start_new_session=True)
        os.close(read_theirs)
        os.close(write_theirs)
        self._numbers = itertools.count(1)
        self._rest = b""
        self.requests, self.dialogs, self.events = [], [], []
        self._session = None
        pages = [target for target in self.send("Target.getTargets")["targetInfos"]
                 if target["type"] == "page"]
        self._session = self.send("Target.attachToTarget", targetId=pages[0]["targetId"],
                                  flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.send(domain + ".enable")

    def close(self):
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._read)
        os.close(self._write)
        self._profile.cleanup()

    def _next(self):
        while b"\0" not in self._rest:
            more = os.read(self._read, 1 << 16)
            if not more:
                raise EOFError("the browser is gone")
            self._rest += more
        message, self._rest = self._rest.split(b"\0", 1)
        told = json.loads(message)
        if told.get("method") == "Network.requestWillBeSent":
            self.requests.append(told["params"]["request"]["url"])
        if told.get("method") == "Page.javascriptDialogOpening":
            self.dialogs.append(told["params"])
        if "method" in told:
            self.events.append(told["method"])
        return told

    def send(self, method, **params):
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == number:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']}")
                return told["result"]

    def open(self, path):
        self.events.clear()
        self.send("Page.navigate", url="file://" + str(path))
        while "Page.loadEventFired" not in self.events:
            self._next()

    def run(self, script):
        """The value of an expression in the page; what it throws is thrown here."""
        told = self.send("Runtime.evaluate", expression=script, returnByValue=True,
                         awaitPromise=True)
        if "exceptionDetails" in told:
            raise RuntimeError(f"{script}: {told['exceptionDetails']}")
        return told["result"].get("value")

    def settle(self):
        """Until what the last event set off has been done."""
        self.run("new Promise(done => setTimeout(() => setTimeout(done)))")

    def press(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def key(self, name, code=0):
        text = {"text": name} if len(name) == 1 else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=name, windowsVirtualKeyCode=code,
                  **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)
        self.settle()

    def resize(self, width, height):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
        self.settle()

    def media(self, kind="", **features):
        self.send("Emulation.setEmulatedMedia", media=kind, features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])
        self.settle()

    def picture(self, path):
        with open(path, "wb") as out:
            out.write(base64.b64decode(self.send("Page.captureScreenshot")["data"]))

    def paper(self, path, **options):
        with open(path, "wb") as out:
            out.write(base64.b64decode(self.send("Page.printToPDF", **options)["data"]))
