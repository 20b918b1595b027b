"""A headless Chromium spoken to over a pipe (its DevTools protocol): what a page loads, complains about, and looks like."""
import base64
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time

# Nothing of the browser's own leaves this machine, and no name but the loopback address means anything.
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-default-apps", "--disable-sync", "--disable-extensions", "--disable-domain-reliability",
           "--disable-client-side-phishing-detection", "--no-default-browser-check", "--hide-scrollbars", "--window-size=1280,900",
           "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--remote-debugging-pipe"]


class Browser:
    """Use it in a `with`."""

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="tenon-browser-", ignore_cleanup_errors=True)
        to_browser, self.out = os.pipe()
        self.answers, from_browser = os.pipe()
        # The browser reads from 3 and writes to 4.
        script = f'exec 3<&{to_browser} 4>&{from_browser}; exec chromium "$@"'
        self.log = open(pathlib.Path(self.profile.name, "log"), "wb")
        self.process = subprocess.Popen(["bash", "-c", script, "bash", *OPTIONS, f"--user-data-dir={self.profile.name}", "about:blank"],
                                        pass_fds=(to_browser, from_browser), stdout=self.log, stderr=self.log)
        os.close(to_browser)
        os.close(from_browser)
        os.set_blocking(self.answers, False)
        self.buffer, self.number, self.events = b"", 0, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.out)
        os.close(self.answers)
        self.log.close()
        self.profile.cleanup()

    session = None

    def call(self, method, seconds=120, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for event in self.receive():
                if event.get("id") == self.number:
                    if "error" in event:
                        raise AssertionError(f"{method}: {event['error']}")
                    return event["result"]
                self.events.append(event)
        raise AssertionError(f"the browser does not answer {method}")

    def receive(self):
        try:
            received = os.read(self.answers, 1 << 20)
            if not received:
                raise AssertionError(f"the browser has ended: {pathlib.Path(self.profile.name, 'log').read_text(errors='replace')[-2000:]}")
            self.buffer += received
        except BlockingIOError:
            time.sleep(0.02)
        *whole, self.buffer = self.buffer.split(b"\0")
        return [json.loads(each) for each in whole]

    def open(self, url):
        self.events.clear()
        self.call("Page.navigate", url=url)

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise AssertionError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def wait_for(self, expression, seconds=120):
        """Until it is true in the page."""
        deadline = time.monotonic() + seconds
        while not self.holds(expression):
            if time.monotonic() > deadline:
                raise AssertionError(f"it never came to this: {expression}\n{self.complaints()}\n{self.evaluate('document.body.innerText')[:2000]}")
            time.sleep(0.1)

    def holds(self, expression):
        try:
            return self.evaluate(expression)
        except AssertionError as fault:
            # Asked in the moment in which one page gives way to the next.
            if re.search("context was destroyed|Cannot find context|navigated or closed", str(fault)):
                return False
            raise

    def requested(self):
        """Every address that the page asked for."""
        return [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]

    def complaints(self):
        """What the browser's console would show in red: breaches of the content security policy, failed loads, exceptions."""
        entries = [event["params"]["entry"] for event in self.events if event.get("method") == "Log.entryAdded"]
        thrown = [event["params"]["exceptionDetails"] for event in self.events if event.get("method") == "Runtime.exceptionThrown"]
        return [f"{entry['source']}: {entry['text']}" for entry in entries if entry["level"] == "error"] + [str(each.get("exception", each)) for each in thrown]

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))
