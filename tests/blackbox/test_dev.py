"""`tenon dev` with the real binary: the tables follow the schema while it is edited, and rows stay."""
import contextlib
import subprocess
import threading
import time
import unittest

from server import BINARY, Server
from test_migrate import FIRST, SECOND, Project


class Development:
    """A running `tenon dev`, with what it has said."""

    def __init__(self, project, *words):
        self.process = subprocess.Popen([BINARY, "dev", *words], cwd=project.folder, env=project.environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = ""
        self.heard = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        # Requests are those of any server.
        self.client = Server(project.schema, folder=project.folder)
        self.client.url = self.wait_for("listening on ").split("listening on ", 1)[1].split("\n", 1)[0].strip()

    def read(self):
        for line in self.process.stdout:
            with self.heard:
                self.said += line
                self.heard.notify_all()
        with self.heard:
            self.heard.notify_all()

    def wait_for(self, words):
        """What it said, up to and with a line that has these words; forgets it."""
        until = time.monotonic() + 60
        with self.heard:
            while words not in self.said or "\n" not in self.said.split(words, 1)[1]:
                if time.monotonic() > until or self.process.poll() is not None and not self.reader.is_alive():
                    raise AssertionError(f"it did not say {words!r}:\n{self.said}")
                self.heard.wait(1)
            before, after = self.said.split(words, 1)
            line, self.said = after.split("\n", 1)
            return before + words + line + "\n"

    def stop(self):
        self.process.terminate()
        status = self.process.wait(60)
        self.reader.join(10)
        self.process.stdout.close()
        return status


class DevTest(unittest.TestCase):
    def setUp(self):
        self.project = self.enterContext(Project())

    @contextlib.contextmanager
    def development(self, *words):
        running = Development(self.project, *words)
        try:
            yield running
        finally:
            status = running.stop()
        self.assertEqual(status, 0, running.said)

    def texts(self, running):
        return [note["text"] for note in running.client.get("/api/v1/notes").json["data"]]

    def test_the_tables_follow_the_schema(self):
        with self.development() as running:
            self.assertEqual(running.client.post("/api/v1/notes", {"text": "kept"}).status, 201)
            self.project.schema.write_text(SECOND)
            self.assertIn("mood", running.wait_for("Serving the changed schema."))
            self.assertEqual(running.client.post("/api/v1/notes", {"text": "new", "mood": "good"}).status, 201)
            self.assertEqual(self.texts(running), ["kept", "new"])
        # What it did is known to whoever comes next.
        with self.development() as running:
            self.assertEqual(self.texts(running), ["kept", "new"])

    def test_what_was_edited_meanwhile_is_caught_up_with(self):
        with self.development() as running:
            self.assertEqual(running.client.post("/api/v1/notes", {"text": "kept"}).status, 201)
        self.project.schema.write_text(SECOND)
        with self.development() as running:
            self.assertEqual(running.client.get("/api/v1/notes?mood[isNull]=true").status, 200)
            self.assertEqual(self.texts(running), ["kept"])

    def test_a_faulty_schema_is_shown_and_the_last_good_one_served(self):
        with self.development() as running:
            self.project.schema.write_text(FIRST.replace("String!", "Strin!"))
            self.assertIn('did you mean "String"', running.wait_for("The schema is served as it was."))
            self.assertEqual(running.client.post("/api/v1/notes", {"text": "still"}).status, 201)
            self.project.schema.write_text(SECOND)
            running.wait_for("Serving the changed schema.")
            self.assertEqual(self.texts(running), ["still"])

    def test_a_rule_alone_changes_no_table(self):
        with self.development() as running:
            self.project.schema.write_text(FIRST.replace("READ, CREATE", "CREATE"))
            self.assertNotIn("notes", running.wait_for("Serving the changed schema."))
            self.assertEqual(running.client.get("/api/v1/notes").status, 405)

    def test_losing_values_needs_the_flag(self):
        self.project.schema.write_text(SECOND)
        with self.development() as running:
            self.assertEqual(running.client.post("/api/v1/notes", {"text": "a", "mood": "good"}).status, 201)
            self.project.schema.write_text(FIRST)
            said = running.wait_for("The schema is served as it was.")
            self.assertIn("column mood of notes: values of 1 row", said)
            self.assertIn("--allow-data-loss", said)
            self.assertEqual([note["mood"] for note in running.client.get("/api/v1/notes").json["data"]], ["good"])
        with self.development("--allow-data-loss") as running:
            self.assertEqual(self.texts(running), ["a"])
            self.assertNotIn("mood", running.client.get("/api/v1/notes").json["data"][0])

    def test_it_is_for_development_alone(self):
        self.project.environment.update({"TENON_ENV": "production", "TENON_SECRET": "x" * 40})
        self.assertIn("TENON_ENV=development", self.project.run("dev", expect=2))


if __name__ == "__main__":
    unittest.main()
