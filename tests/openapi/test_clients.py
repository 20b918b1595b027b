"""Typed clients that two generators make of the document: they compile under tsc's strict rules and speak with the real server."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import npm  # noqa: E402
from app_server import AppServer  # noqa: E402


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = AppServer("blog").start()
        cls.kept = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.kept.name)
        for source in (HERE / "clients").iterdir():
            shutil.copy(source, cls.folder)
        (cls.folder / "node_modules").symlink_to(HERE / "node_modules")
        # As a client would have it: from the server, as the caller's role sees it.
        answer = cls.server.get("/openapi.json", cls.server.tokens["user"])
        (cls.folder / "openapi.json").write_text(json.dumps(answer.json))

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.own_folder.cleanup()
        cls.kept.cleanup()

    def succeed(self, done):
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def compile(self, source, module, resolution):
        self.succeed(npm.run("tsc", "--strict", "--noUncheckedIndexedAccess", "--skipLibCheck", "--esModuleInterop", "--target", "es2022", "--lib", "es2022,dom,dom.iterable",
                             "--types", "node", "--module", module, "--moduleResolution", resolution, "--rootDir", ".", "--outDir", "built", source,
                             folder=self.folder))

    def speak(self, program):
        environment = {**os.environ, "TENON_URL": self.server.url, "TENON_TOKEN": self.server.tokens["user"]}
        done = subprocess.run(["node", self.folder / "built" / program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=120)
        self.assertIn("done", self.succeed(done))

    def package(self, kind):
        (self.folder / "package.json").write_text(json.dumps({"type": kind}))

    def test_openapi_typescript_and_openapi_fetch(self):
        self.package("module")
        self.succeed(npm.run("openapi-typescript", "openapi.json", "-o", "generated/schema.ts", folder=self.folder))
        self.compile("fetch.ts", "nodenext", "nodenext")
        self.speak("fetch.js")

    def test_hey_api(self):
        # Its files name each other without an extension, as bundlers and CommonJS like it.
        self.package("commonjs")
        self.succeed(npm.run("openapi-ts", "-i", "openapi.json", "-o", "generated/hey", "-c", "@hey-api/client-fetch", folder=self.folder))
        self.compile("hey.ts", "commonjs", "node10")
        self.speak("hey.js")


if __name__ == "__main__":
    unittest.main()
