"""Types for TypeScript: GraphQL Code Generator makes them of the printed schema, the compiler accepts them, and a client that uses them runs."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "blackbox"))
from server import ROOT, Server  # noqa: E402

STRICT = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "false", "--skipLibCheck", "--target", "es2022", "--lib", "es2022,dom", "--module", "nodenext",
          "--moduleResolution", "nodenext"]


class TypedClient(unittest.TestCase):
    def run_node(self, *words):
        done = subprocess.run(["node", *map(str, words)], cwd=self.folder, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_generated_types_compile_and_fit_the_answers(self):
        with tempfile.TemporaryDirectory(prefix="tenon-test-") as folder, Server(ROOT / "tests/apps/blog/schema.graphql") as server:
            self.folder = pathlib.Path(folder)
            for name in ("client.ts", "generate.mjs", "operations.graphql"):
                shutil.copy(HERE / "typed" / name, self.folder)
            (self.folder / "package.json").write_text('{"type": "module"}')
            (self.folder / "node_modules").symlink_to(HERE / "node_modules")
            printed = server.run("graphql-schema", "--schema", server.schema, "--as-role", "user")
            self.assertEqual(printed.returncode, 0, printed.stderr)
            (self.folder / "schema.graphql").write_text(printed.stdout)
            self.run_node("generate.mjs", "schema.graphql", "operations.graphql", "generated.ts")
            self.run_node(HERE / "node_modules/typescript/bin/tsc", *STRICT, "client.ts")
            self.run_node("client.js", server.url + "/graphql", server.register("ann")["accessToken"])


if __name__ == "__main__":
    unittest.main()
