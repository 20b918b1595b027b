"""Relay's compiler takes the printed schema: connections, refetching by node(id), edges that mutations add and remove."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path(os.environ.get("TENON_SOURCE_DIR", HERE.parents[1]))
BINARY = pathlib.Path(os.environ.get("TENON_BINARY", ROOT / "build/dev/tenon"))
COMPILER = HERE / "node_modules/relay-compiler/cli.js"


def served_schema():
    return subprocess.run([BINARY, "graphql-schema", "--schema", ROOT / "examples/blog/schema.graphql"], check=True, capture_output=True, text=True,
                          timeout=60).stdout


def compile_against(schema):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "schema.graphql").write_text(schema)
        (place / "package.json").write_text("{}")
        (place / "relay.config.json").write_text(json.dumps({"src": "./src", "language": "javascript", "schema": "./schema.graphql"}))
        (place / "src").mkdir()
        shutil.copy(HERE / "relay/App.js", place / "src/App.js")
        return subprocess.run(["node", COMPILER], cwd=place, capture_output=True, text=True, timeout=120)


@unittest.skipUnless(COMPILER.exists(), "relay-compiler from npm is not here; ./dev test installs it")
class RelayTest(unittest.TestCase):
    def test_compiles_what_a_relay_client_asks(self):
        done = compile_against(served_schema())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_would_notice_a_connection_that_is_none(self):
        schema = served_schema()
        for part in ("  hasNextPage: Boolean!\n", "  edges: [PostEdge!]!\n", "type User implements Node {"):
            self.assertIn(part, schema)
            done = compile_against(schema.replace(part, "type User {" if part.startswith("type") else ""))
            self.assertNotEqual(done.returncode, 0, part)


if __name__ == "__main__":
    unittest.main()
