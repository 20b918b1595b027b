"""A server on the schema of one app of tests/apps, with that app's callers signed in."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
APPS = HERE.parent / "apps"
sys.path[:0] = [str(HERE.parent / "blackbox"), str(APPS)]

import scenario  # noqa: E402
from server import Server  # noqa: E402

PASSWORD = "correct horse battery"


class AppServer(Server):
    """Use it in a `with`. `tokens` has an access token for each caller's name, `ids` the accounts' ids."""

    def __init__(self, app, environment=None):
        # Counted, so that the headers are there, and never refused.
        counted = {"TENON_RATE_LIMIT": "1000000/1s", "TENON_RATE_LIMIT_ADDRESS": "1000000/1s"}
        super().__init__(APPS / app / "schema.graphql", {"TENON_LOG_LEVEL": "warning", **counted, **(environment or {})})
        self.app = APPS / app
        self.tokens, self.ids = {}, {}

    def start(self):
        super().start()
        for line in scenario.parse_callers((self.app / "callers").read_text()):
            if isinstance(line, scenario.Caller):
                self.sign_up(line)
            else:
                self.prepare(line)
        return self

    def prepare(self, call):
        body = scenario.fill(call.body, self.ids).encode() if call.body else None
        answer = self.request(call.method, "/api/v1" + scenario.fill(call.path, self.ids), body, self.tokens[call.caller])
        faults = scenario.compare(call.expected, answer.json, self.ids) if call.expected is not None else []
        if answer.status != call.status or faults:
            raise AssertionError(f"{call.path}: {answer} {faults}")

    def sign_up(self, caller):
        fields = json.loads(scenario.fill(caller.fields, self.ids))
        words = [word for key, value in fields.items() for word in (f"--{key}", value)]
        if caller.role:
            words += ["--role", caller.role]
        made = self.run("user", "create", "--schema", self.schema, *words, text=PASSWORD + "\n")
        if made.returncode != 0:
            raise AssertionError(f"tenon user create: {made.stdout}{made.stderr}")
        answer = self.post("/api/v1/auth/login", {"email": fields["email"], "password": PASSWORD})
        if answer.status != 200:
            raise AssertionError(f"{caller.name} cannot sign in: {answer}")
        self.tokens[caller.name], self.ids[caller.name] = answer.json["data"]["accessToken"], answer.json["data"]["user"]["id"]

    def document(self, *options):
        """The OpenAPI document as the command prints it."""
        printed = self.run("openapi", "--schema", self.schema, *options)
        if printed.returncode != 0:
            raise AssertionError(printed.stderr)
        return json.loads(printed.stdout)
