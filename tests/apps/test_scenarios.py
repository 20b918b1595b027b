"""Runs every scenario of every app in this folder: a schema, callers, and files of requests with what must come back. See README.md.

SCENARIO=blog/posts runs only files whose name contains that.
"""
import json
import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "blackbox"), str(HERE)]

import scenario  # noqa: E402
from server import Server  # noqa: E402

PASSWORD = "correct horse battery staple"


class ScenarioCase(unittest.TestCase):
    """One file: a fresh server with the app's callers, its scenarios in order, each with variables of its own."""

    file = None

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.file.parent / "schema.graphql", {"TENON_LOG_LEVEL": "warning"})
        cls.server.start()
        cls.tokens, cls.ids = {"guest": None}, {}
        try:
            for line in scenario.parse_callers((cls.file.parent / "callers").read_text()):
                if isinstance(line, scenario.Caller):
                    cls.sign_up(line)
                else:
                    cls("run_nothing").run_call(line, cls.ids)
        except BaseException:
            cls.server.kill()
            raise

    def run_nothing(self):
        """What a case is made of before there is a test."""

    @classmethod
    def sign_up(cls, caller):
        fields = json.loads(scenario.fill(caller.fields, cls.ids))
        if caller.role:
            words = [word for key, value in {**fields, "role": caller.role}.items() for word in (f"--{key}", value)]
            made = cls.server.run("user", "create", "--schema", cls.server.schema, *words, text=PASSWORD + "\n")
            if made.returncode != 0:
                raise AssertionError(f"tenon user create: {made.stdout}{made.stderr}")
            answer = cls.server.post("/api/v1/auth/login", {"email": fields["email"], "password": PASSWORD})
        else:
            answer = cls.server.post("/api/v1/auth/register", {**fields, "password": PASSWORD})
        if answer.status not in (200, 201):
            raise AssertionError(f"{caller.name} cannot sign in: {answer}")
        data = answer.json["data"]
        cls.tokens[caller.name], cls.ids[caller.name] = data["accessToken"], data["user"]["id"]

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.own_folder.cleanup()

    def run_scenario(self, found):
        variables = dict(self.ids)
        for step in found.steps:
            if isinstance(step, scenario.Table):
                self.run_table(step, variables)
            else:
                self.run_call(step, variables)

    def run_table(self, table, variables):
        for caller, status in table.cells:
            with self.subTest(caller=caller):
                for call in table.before:
                    self.run_call(call, variables)
                self.run_call(table.call, variables, caller, status)

    def run_call(self, call, variables, caller=None, status=None):
        caller, status = caller or call.caller, status or call.status
        path = scenario.fill(call.path, variables)
        path = path[1:] if path.startswith("@") else "/api/v1" + path
        body = scenario.fill(call.body, variables).encode() if call.body else None
        headers = {name: scenario.fill(value, variables) for name, value in call.headers}
        answer = self.server.request(call.method, path, body, self.tokens[caller], headers=headers)

        faults = [] if answer.status == status else [f"expected {status}"]
        if answer.status == status:
            faults += self.compare(call, answer, variables)
        where = f"{self.file.parent.name}/{self.file.name}:{call.line}: {caller} {call.method} {path} {call.body}"
        self.assertFalse(faults, "\n".join([where, *faults, f"got {answer.status}: {answer.body.decode(errors='replace')}"]))

    def compare(self, call, answer, variables):
        faults = []
        if answer.status in (204, 304) or call.method == "HEAD":
            faults += [f"{answer.status} has a body"] if answer.body else []
        elif call.expected is not None:
            faults += scenario.compare(call.expected, answer.json, variables)
        for name, value in call.expected_headers:
            faults += scenario.compare(json.loads(value), answer.headers.get(name.lower()), variables, name)
        return faults


def load_tests(loader, standard, pattern):
    wanted = os.environ.get("SCENARIO", "")
    suite = unittest.TestSuite()
    for file in sorted(HERE.glob("*/*.scenario")):
        name = f"{file.parent.name}/{file.stem}"
        if wanted in name:
            suite.addTests(loader.loadTestsFromTestCase(case_of(file, name)))
    return suite


def case_of(file, name):
    def method(found):
        return lambda self: self.run_scenario(found)

    scenarios = scenario.parse(file.read_text())
    methods = {f"test {number:02} {found.title}": method(found) for number, found in enumerate(scenarios, 1)}
    return type(name, (ScenarioCase,), {"file": file, **methods})


if __name__ == "__main__":
    unittest.main()
