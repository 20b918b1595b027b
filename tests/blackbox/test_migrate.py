"""Migrations with the real binary: what is applied, refused, interrupted and undone. Scripts are written by hand here, so that each fault is the
test's own."""
import contextlib
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import unittest

from server import BINARY, Server

FIRST = """type Note @resource @public(ops: [READ, CREATE]) @waive(lint: "open-write", reason: "a test") {
  text: String!
}
"""
SECOND = FIRST.replace("text: String!", "text: String!\n  mood: String")

UP_TWO = """ALTER TABLE "notes" ADD COLUMN "mood" TEXT"""
DOWN_TWO = """ALTER TABLE "notes" DROP COLUMN "mood\""""


def script(direction, *steps, loses=None):
    """The text of a script file for SQLite: the head, and one step for each SQL text."""
    text = f"-- tenon: script=1 database=sqlite direction={direction}\n"
    for number, sql in enumerate(steps, 1):
        lost = f" loses={loses}" if loses else ""
        text += f"\n-- tenon: step=transaction lock=database{lost}\n-- Step {number}\n{sql};\n"
    return text


class Project:
    """A folder with a schema, migrations and a SQLite database."""

    def __init__(self, schema=FIRST):
        self.own_folder = tempfile.TemporaryDirectory(prefix="tenon-test-", ignore_cleanup_errors=True)
        self.folder = pathlib.Path(self.own_folder.name)
        self.schema = self.folder / "schema.graphql"
        self.schema.write_text(schema)
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("TENON_") and key != "DATABASE_URL"}
        self.environment.update({"DATABASE_URL": f"sqlite:{self.folder}/tenon.db", "HOST": "127.0.0.1", "PORT": "0"})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.own_folder.cleanup()

    def run(self, *words, expect=0):
        done = subprocess.run([BINARY, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120)
        if expect is not None and done.returncode != expect:
            raise AssertionError(f"tenon {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def start(self, *words):
        return subprocess.Popen([BINARY, *words], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def serve(self):
        return Server(self.schema, environment=self.environment, folder=self.folder)

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self.folder / "tenon.db")) as database:
            return database.execute(sql).fetchall()

    def change(self, sql):
        with contextlib.closing(sqlite3.connect(self.folder / "tenon.db", timeout=60)) as database, database:
            database.execute(sql)

    def file(self, migration, name):
        return self.folder / "migrations" / migration / name

    def write(self, migration, schema, up, down, loses=None):
        folder = self.folder / "migrations" / migration
        folder.mkdir(parents=True)
        (folder / "schema.graphql").write_text(schema)
        (folder / "up.sqlite.sql").write_text(script("up", *up))
        (folder / "down.sqlite.sql").write_text(script("down", *down, loses=loses))

    def write_first(self):
        """The migration that makes what the schema alone would make."""
        with Project(FIRST) as alone:
            alone.run("migrate", "up")
            made = [sql for (sql,) in alone.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'tenon_%'"
                                                 " AND name NOT LIKE 'sqlite_%'")]
        self.write("0001_start", FIRST, made, ['DROP TABLE "notes"'], loses="notes")

    def write_second(self, up=(UP_TWO,), down=(DOWN_TWO,)):
        self.write("0002_mood", SECOND, up, down, loses="notes.mood")
        self.schema.write_text(SECOND)

    def applied(self):
        return [name for (name,) in self.rows("SELECT name FROM tenon_migrations WHERE running IS NULL ORDER BY number")]


class MigrateTest(unittest.TestCase):
    def setUp(self):
        self.project = self.enterContext(Project())
        self.project.write_first()

    def test_a_schema_changes_while_its_rows_stay(self):
        project = self.project
        project.run("migrate", "up")
        with project.serve() as server:
            self.assertEqual(server.request("POST", "/api/v1/notes", {"text": "kept"}).status, 201)
        project.schema.write_text(SECOND)
        refused = project.run("serve", expect=1)
        self.assertIn("the schema has changes that no migration has", refused)
        self.assertIn("column mood is missing", refused)
        self.assertIn("tenon migrate new NAME", refused)
        project.write_second()
        refused = project.run("serve", expect=1)
        self.assertIn("a migration is pending", refused)
        self.assertIn("0002_mood", refused)
        self.assertIn("tenon migrate up", refused)
        self.assertIn("0002_mood applied", project.run("migrate", "up"))
        with project.serve() as server:
            listed = server.request("GET", "/api/v1/notes").json["data"]
            self.assertEqual([(note["text"], note["mood"]) for note in listed], [("kept", None)])
            self.assertEqual(server.request("POST", "/api/v1/notes", {"text": "new", "mood": "good"}).status, 201)
        lossy = project.run("migrate", "down", expect=1)
        self.assertIn("column mood of notes: values of 1 row", lossy)
        self.assertIn("--allow-data-loss", lossy)
        self.assertEqual(project.applied(), ["0001_start", "0002_mood"])
        project.run("migrate", "down", "--allow-data-loss")
        self.assertEqual(project.applied(), ["0001_start"])
        project.schema.write_text(FIRST)
        project.run("migrate", "status", expect=1)
        self.assertEqual(project.rows("SELECT text FROM notes ORDER BY id"), [("kept",), ("new",)])

    def test_from_schema_to_schema_and_back(self):
        with Project(FIRST) as project:
            self.assertIn("Wrote", project.run("migrate", "new", "start"))
            project.run("migrate", "up")
            with project.serve() as server:
                self.assertEqual(server.post("/api/v1/notes", {"text": "kept"}).status, 201)
            project.schema.write_text(SECOND)
            self.assertIn("tenon migrate new", project.run("serve", expect=1))
            project.run("migrate", "new", "mood")
            self.assertIn("tenon migrate up", project.run("serve", expect=1))
            project.run("migrate", "up")
            with project.serve() as server:
                self.assertEqual(server.post("/api/v1/notes", {"text": "new", "mood": "good"}).status, 201)
            self.assertIn("column mood of notes: values of 1 row", project.run("migrate", "down", expect=1))
            project.run("migrate", "down", "--allow-data-loss")
            project.schema.write_text(FIRST)
            self.assertEqual(project.rows("SELECT text FROM notes ORDER BY id"), [("kept",), ("new",)])
            self.assertIn("0002_mood", project.run("serve", expect=1))
            project.schema.write_text(SECOND)
            project.run("migrate", "up")
            self.assertEqual(project.rows("SELECT text, mood FROM notes ORDER BY id"), [("kept", None), ("new", None)])

    def test_accounts_survive_a_table_that_is_written_anew(self):
        schema = """type User @resource @account(login: "email", registration: OPEN) @allow(ops: [READ], when: "id == auth.id") {
  email: Email! @unique
  name: String!
}
"""
        with Project(schema) as project:
            project.run("migrate", "new", "start")
            project.run("migrate", "up")
            with project.serve() as server:
                server.register("ada")
            # A narrower length has SQLite write the table anew, under the keys of Tenon's own tables.
            project.schema.write_text(schema.replace("name: String!", "name: String! @length(max: 50)"))
            self.assertIn("tenon migrate new", project.run("serve", expect=1))
            project.run("migrate", "new", "shorter")
            project.run("migrate", "up")
            with project.serve() as server:
                signed_in = server.post("/api/v1/auth/login", {"email": "ada@example.org", "password": "correct horse battery"})
                self.assertEqual(signed_in.status, 200, signed_in)
            project.run("migrate", "down")
            self.assertEqual(project.rows("SELECT count(*) FROM tenon_credentials"), [(1,)])

    def test_status_tells_each_migration(self):
        project = self.project
        self.assertRegex(project.run("migrate", "status", expect=1), r"0001_start +pending\n.*empty")
        project.run("migrate", "up")
        project.write_second()
        project.write("0003_more", SECOND, ["SELECT 1"], ["SELECT 1"])
        self.assertIn("\n2 migrations are pending:\n", project.run("migrate", "status", expect=1))
        project.run("migrate", "up")
        self.assertRegex(project.run("migrate", "status"), r"0001_start +applied 20\d\d-.*Z by \d+\.\d+\.\d+\n(.*\n)*.*has the tables")

    def test_edited_history_is_refused_by_name(self):
        project = self.project
        project.run("migrate", "up")
        with open(project.file("0001_start", "down.sqlite.sql"), "a") as file:
            file.write("-- a word more\n")
        for words in (["migrate", "up"], ["serve"], ["migrate", "down", "--allow-data-loss"]):
            self.assertIn("migration 0001_start was changed after it was applied", project.run(*words, expect=1))

    def test_line_ends_of_a_checkout_are_no_edit(self):
        project = self.project
        project.run("migrate", "up")
        file = project.file("0001_start", "up.sqlite.sql")
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        self.assertIn("Nothing to do", project.run("migrate", "up"))

    def test_newer_history_is_refused(self):
        project = self.project
        project.write_second()
        project.run("migrate", "up")
        for file in project.file("0002_mood", "").iterdir():
            file.unlink()
        project.file("0002_mood", "").rmdir()
        project.schema.write_text(FIRST)
        refused = project.run("serve", expect=1)
        self.assertIn("the database has migration 0002_mood, which is not in the folder", refused)
        self.assertIn("Deploy that version", refused)
        self.assertIn("0002_mood", project.run("migrate", "status", expect=1))

    def test_ten_processes_apply_each_migration_once(self):
        project = self.project
        project.write_second()
        started = [project.start("migrate", "up") for _ in range(10)]
        outputs = [process.communicate(timeout=120)[0] for process in started]
        self.assertEqual([process.returncode for process in started], [0] * 10, outputs)
        self.assertEqual(sum(output.count(" applied") for output in outputs), 2, outputs)
        self.assertEqual(project.applied(), ["0001_start", "0002_mood"])

    def test_a_kill_in_the_middle_leaves_what_up_completes(self):
        project = self.project
        # Between two changes it counts for as long as there is a row, far longer than it takes to be hit.
        slow = ('CREATE TABLE "slow" AS WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < (SELECT count(*) * 1000000000 FROM "notes"))'
                " SELECT count(*) AS n FROM c")
        project.run("migrate", "up")
        project.change("INSERT INTO notes (id, text, created_at, updated_at) VALUES ('a', 'x', 0, 0)")
        project.write_second(up=[UP_TWO, slow, 'DROP TABLE "slow"'])
        killed = project.start("migrate", "up")
        for line in killed.stdout:
            if "2/3" in line:
                break
        killed.kill()
        killed.wait()
        killed.stdout.close()
        self.assertEqual(project.applied(), ["0001_start"])
        self.assertEqual(project.rows("SELECT name FROM pragma_table_info('notes') WHERE name = 'mood'"), [])
        project.change("DELETE FROM notes")
        self.assertIn("0002_mood applied", project.run("migrate", "up"))
        self.assertEqual(project.rows("SELECT name FROM sqlite_schema WHERE name = 'slow'"), [])
        self.assertIn("Nothing to do", project.run("migrate", "up"))

    def test_verify_catches_a_broken_way_back(self):
        project = self.project
        project.write_second()
        self.assertIn("0002_mood up, down and up again hold", project.run("migrate", "verify"))
        self.assertIn("0001_start up, down and up again hold", project.run("migrate", "verify", "--all"))
        project.file("0002_mood", "down.sqlite.sql").write_text(script("down", DOWN_TWO, 'UPDATE "notes" SET "text" = \'gone\''))
        broken = project.run("migrate", "verify", expect=1)
        self.assertIn("0002_mood is not to be trusted", broken)
        self.assertRegex(broken, r"\d+ values of notes.text have changed")
        project.file("0002_mood", "down.sqlite.sql").write_text(script("down", 'SELECT 1'))
        self.assertIn("column notes.mood is new", project.run("migrate", "verify", expect=1))
        self.assertFalse((project.folder / "tenon.db").exists(), "verify does not touch the configured database")

    def test_a_development_database_gets_its_history(self):
        project = self.project
        migrations = project.folder / "migrations"
        migrations.rename(project.folder / "aside")
        with project.serve() as server:
            self.assertEqual(server.request("POST", "/api/v1/notes", {"text": "early"}).status, 201)
        (project.folder / "aside").rename(migrations)
        project.write_second()
        done = project.run("migrate", "up")
        self.assertIn("0001_start written down", done)
        self.assertIn("0002_mood applied", done)
        self.assertEqual(project.rows("SELECT text, mood FROM notes"), [("early", None)])

    def test_development_migrates_an_empty_database_and_production_does_not(self):
        project = self.project
        with project.serve() as server:
            self.assertEqual(server.request("GET", "/api/v1/notes").status, 200)
        self.assertEqual(project.applied(), ["0001_start"])
        project.environment.update({"TENON_ENV": "production", "TENON_SECRET": "x" * 40, "DATABASE_URL": f"sqlite:{project.folder}/other.db"})
        self.assertIn("the database is empty: run `tenon migrate up`", project.run("serve", expect=1))


if __name__ == "__main__":
    unittest.main()
