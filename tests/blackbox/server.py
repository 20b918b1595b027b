"""Starts the real binary for a test, on loopback and a free port, and stops it by its pid."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request

import postgres

ROOT = pathlib.Path(os.environ.get("TENON_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
BINARY = pathlib.Path(os.environ.get("TENON_BINARY", ROOT / "build/dev/tenon"))


class Answer:
    """Status, headers (lower case) and body of one response."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:500]!r}>"


class Server:
    """One server process on a schema, with its own database folder. Use it in a `with`, or start and stop it by hand.

    Where TENON_TEST_DATABASE is "postgres" it works on a new database of the tests' PostgreSQL instead of SQLite's file.
    """

    def __init__(self, schema, environment=None, folder=None):
        self.schema = pathlib.Path(schema)
        self.own_folder = tempfile.TemporaryDirectory(prefix="tenon-test-") if folder is None else None
        self.folder = pathlib.Path(folder or self.own_folder.name)
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("TENON_") and key != "DATABASE_URL"}
        self.database = postgres.Database() if os.environ.get("TENON_TEST_DATABASE") == "postgres" else None
        url = self.database.url if self.database else f"sqlite:{self.folder}/tenon.db"
        self.environment.update({"DATABASE_URL": url, "HOST": "127.0.0.1", "PORT": "0"})
        self.environment.update(environment or {})
        self.process = None

    def start(self):
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([BINARY, "serve", "--schema", self.schema], cwd=self.folder, env=self.environment,
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            if "listening on " in line:
                self.url = line.split("listening on ", 1)[1].strip()
                self.port = int(self.url.rsplit(":", 1)[1])
                # What else it prints must not fill the pipe.
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return self
        raise AssertionError(f"the server did not start:\n{self.logged()}")

    def run(self, *words, text=""):
        """Runs another command of the binary on the same database."""
        return subprocess.run([BINARY, *words], cwd=self.folder, env=self.environment, input=text, capture_output=True, text=True, timeout=120)

    def logged(self):
        self.log.flush()
        return (self.folder / "log").read_text(errors="replace")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def stop(self, expect=0):
        """Asks it to stop and waits; a sanitizer report or a crash makes the exit status another one."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(60)
        self.process.stdout.close()
        text = self.logged()
        self.log.close()
        if expect is not None and status != expect:
            raise AssertionError(f"the server ended with {status}:\n{text[-4000:]}")
        return text

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        self.stop(None if kind else 0)
        if self.database:
            self.database.drop()
        if self.own_folder:
            self.own_folder.cleanup()

    def request(self, method, path, body=None, token=None, headers=None):
        """One request on a connection of its own; never raises for a status."""
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers.items(), answer.read())
        except urllib.error.HTTPError as fault:
            with fault:
                return Answer(fault.code, fault.headers.items(), fault.read())

    def get(self, path, token=None, **more):
        return self.request("GET", path, token=token, **more)

    def post(self, path, body=None, token=None, **more):
        return self.request("POST", path, body if body is not None else {}, token=token, **more)

    def patch(self, path, body, token=None, **more):
        return self.request("PATCH", path, body, token=token, **more)

    def put(self, path, body=None, token=None, **more):
        return self.request("PUT", path, body, token=token, **more)

    def delete(self, path, token=None, **more):
        return self.request("DELETE", path, token=token, **more)

    def register(self, name, password="correct horse battery", **fields):
        """A new account; gives its tokens and `user`."""
        answer = self.post("/api/v1/auth/register", {"email": f"{name}@example.org", "name": name, "password": password, **fields})
        if answer.status != 201:
            raise AssertionError(f"register {name}: {answer}")
        return answer.json["data"]
