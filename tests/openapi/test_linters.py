"""Two linters that know nothing of each other have nothing to say of our documents, by the rules that they recommend: no error, no warning, no hint."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "blackbox")]

import npm  # noqa: E402
from server import BINARY, ROOT  # noqa: E402

APPS = ROOT / "tests/apps"
# Name of the file: schema, and for whom.
DOCUMENTS = {
    "blog.json": (ROOT / "examples/blog/schema.graphql", []),
    "blog-anonymous.json": (ROOT / "examples/blog/schema.graphql", ["--anonymous"]),
    "tracker.json": (APPS / "tracker/schema.graphql", []),
    "clinic.json": (APPS / "clinic/schema.graphql", ["--as-role", "doctor"]),
}


def redocly(folder):
    # Without telemetry and without looking for a newer version of itself.
    environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    done = npm.run("redocly", "lint", "--extends", "recommended", "--format", "json", *sorted(folder.glob("*.json")), environment=environment)
    found = json.JSONDecoder().raw_decode(done.stdout[done.stdout.index("{"):])[0]
    return [f"{each['ruleId']}: {each['message']} {each['location'][0]['source']['ref']} {each['location'][0].get('pointer')}" for each in found["problems"]]


def spectral(folder):
    rules = folder / "spectral.yaml"
    rules.write_text('extends: ["spectral:oas"]\n')
    done = npm.run("spectral", "lint", "--ruleset", rules, "--format", "json", "--quiet", *sorted(folder.glob("*.json")))
    return [f"{each['code']}: {each['message']} {each['source']} {'/'.join(map(str, each['path']))}" for each in json.loads(done.stdout or "[]")]


class Linters(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name):
        schema, options = DOCUMENTS[name]
        printed = subprocess.run([BINARY, "openapi", "--schema", schema, *options], capture_output=True, text=True)
        self.assertEqual(printed.returncode, 0, printed.stderr)
        (self.folder / name).write_text(printed.stdout)

    def test_documents_are_clean(self):
        for name in DOCUMENTS:
            self.write(name)
        for linter in (redocly, spectral):
            with self.subTest(linter.__name__):
                self.assertEqual(linter(self.folder), [])

    def test_linters_find_what_is_wrong(self):
        self.write("blog-anonymous.json")
        path = self.folder / "blog-anonymous.json"
        document = json.loads(path.read_text())
        operation = document["paths"]["/api/v1/tags/{id}"]["get"]
        operation["parameters"] = [each for each in operation["parameters"] if each["in"] != "path"]
        document["components"]["schemas"]["Tag"]["properties"]["name"]["examples"] = [7]
        path.write_text(json.dumps(document))
        for linter in (redocly, spectral):
            with self.subTest(linter.__name__):
                self.assertGreaterEqual(len(linter(self.folder)), 1)


if __name__ == "__main__":
    unittest.main()
