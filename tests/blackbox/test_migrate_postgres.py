"""Migrations on PostgreSQL with the real binary: steps outside of a transaction, locks, and what a failure leaves behind."""
import subprocess
import time
import unittest

from postgres_server import PostgresServer
from test_migrate import FIRST, SECOND, Project

MAKE = """CREATE TABLE "notes" ("id" uuid NOT NULL PRIMARY KEY, "text" text COLLATE "C" NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL)"""
TRANSACTION = "step=transaction lock=access-exclusive"
OUTSIDE = "step=outside lock=share-update-exclusive"


def script(direction, *steps):
    """The text of a script file for PostgreSQL; steps are pairs of hints and SQL."""
    text = f"-- tenon: script=1 database=postgres direction={direction}\n"
    for number, (hints, sql) in enumerate(steps, 1):
        text += f"\n-- tenon: {hints}\n-- Step {number}\n{sql};\n"
    return text


class PostgresMigrateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = PostgresServer().__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        cls.count = 0

    def setUp(self):
        type(self).count += 1
        self.database = f"test_{self.count}"
        self.server.query(f"CREATE DATABASE {self.database}")
        self.project = self.enterContext(Project())
        self.project.environment["DATABASE_URL"] = self.server.url(self.database)
        self.write("0001_start", FIRST, [(TRANSACTION, MAKE)], [(TRANSACTION + " loses=notes", 'DROP TABLE "notes"')])

    def write(self, name, schema, up, down):
        folder = self.project.folder / "migrations" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "schema.graphql").write_text(schema)
        (folder / "up.postgres.sql").write_text(script("up", *up))
        (folder / "down.postgres.sql").write_text(script("down", *down))
        self.project.schema.write_text(schema)

    def query(self, sql):
        return self.server.query(sql, self.database)

    def add_notes(self, *texts):
        values = ", ".join(f"(gen_random_uuid(), '{text}', now(), now())" for text in texts)
        self.query(f"INSERT INTO notes VALUES {values}")

    def applied(self):
        return [row[0] for row in self.query("SELECT name FROM tenon_migrations WHERE running IS NULL ORDER BY number")]

    def test_up_down_up_gives_the_same_dump(self):
        self.write("0002_mood", SECOND,
                   [(TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text COLLATE "C"'),
                    (OUTSIDE + " index=notes_mood_index", 'CREATE INDEX CONCURRENTLY "notes_mood_index" ON "notes" ("mood", "id")'),
                    (TRANSACTION, 'ALTER TABLE "notes" ADD CONSTRAINT "notes_mood_length" CHECK (length("mood") < 9) NOT VALID'),
                    (OUTSIDE, 'ALTER TABLE "notes" VALIDATE CONSTRAINT "notes_mood_length"')],
                   [(TRANSACTION, 'ALTER TABLE "notes" DROP COLUMN "mood"')])
        self.project.run("migrate", "up", "--to", "1")
        first = self.server.dump(self.database)
        self.add_notes("a", "b")
        self.project.run("migrate", "up")
        second = self.server.dump(self.database)
        self.assertIn("notes_mood_index", second)
        self.project.run("migrate", "down")
        self.assertEqual(self.server.dump(self.database), first)
        self.project.run("migrate", "up")
        self.assertEqual(self.server.dump(self.database), second)
        self.assertEqual(self.query("SELECT text FROM notes ORDER BY text"), [["a"], ["b"]])

    def test_a_failed_concurrent_index_is_built_again(self):
        unique = 'CREATE UNIQUE INDEX CONCURRENTLY "notes_text_key" ON "notes" ("text")'
        self.write("0002_unique", FIRST,
                   [(TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text'), (OUTSIDE + " index=notes_text_key", unique),
                    (TRANSACTION, 'ALTER TABLE "notes" DROP COLUMN "mood"')],
                   [(TRANSACTION, 'DROP INDEX "notes_text_key"')])
        self.project.run("migrate", "up", "--to", "1")
        self.add_notes("same", "same")
        failed = self.project.run("migrate", "up", expect=1)
        self.assertIn("23505", failed)
        self.assertEqual(self.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'notes_text_key'::regclass"), [["f"]])
        status = self.project.run("migrate", "status", expect=1)
        self.assertIn("stopped half-way up after 1 steps", status)
        self.assertIn("tenon migrate up", self.project.run("serve", expect=1))
        self.assertIn("half applied", self.project.run("migrate", "down", "--to", "1", expect=1))
        self.query("DELETE FROM notes WHERE ctid = (SELECT max(ctid) FROM notes)")
        self.assertIn("0002_unique applied", self.project.run("migrate", "up"))
        self.assertEqual(self.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'notes_text_key'::regclass"), [["t"]])
        self.assertEqual(self.query("SELECT 1 FROM information_schema.columns WHERE column_name = 'mood'"), [])

    def test_a_kill_between_steps_leaves_what_up_completes(self):
        # It sleeps for as long as there is a row.
        sleep = "SELECT pg_sleep(60 * count(*)) FROM notes"
        self.write("0002_slow", SECOND,
                   [(TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text'), (OUTSIDE, sleep),
                    (TRANSACTION, 'CREATE INDEX "after" ON "notes" ("mood")')],
                   [(TRANSACTION, 'ALTER TABLE "notes" DROP COLUMN "mood"')])
        self.project.run("migrate", "up", "--to", "1")
        self.add_notes("a")
        killed = self.project.start("migrate", "up")
        for line in killed.stdout:
            if "2/3" in line:
                break
        killed.kill()
        killed.wait()
        killed.stdout.close()
        self.assertEqual(self.applied(), ["0001_start"])
        self.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60%' AND pid <> pg_backend_pid()")
        self.query("DELETE FROM notes")
        done = self.project.run("migrate", "up")
        self.assertIn("0002_slow applied", done)
        self.assertNotIn("1/3", done)
        self.assertEqual(self.query("SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'notes'::regclass AND NOT indisprimary"), [["after"]])

    def test_ten_processes_apply_each_migration_once(self):
        self.write("0002_mood", SECOND, [(TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text')], [(TRANSACTION, 'ALTER TABLE "notes" DROP COLUMN "mood"')])
        started = [self.project.start("migrate", "up") for _ in range(10)]
        outputs = [process.communicate(timeout=240)[0] for process in started]
        self.assertEqual([process.returncode for process in started], [0] * 10, outputs)
        self.assertEqual(sum(output.count(" applied") for output in outputs), 2, outputs)
        self.assertEqual(self.applied(), ["0001_start", "0002_mood"])

    def test_a_table_in_use_is_waited_for_briefly_and_asked_for_again(self):
        self.write("0002_mood", SECOND, [(TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text')], [(TRANSACTION, 'ALTER TABLE "notes" DROP COLUMN "mood"')])
        self.project.run("migrate", "up", "--to", "1")
        holder = subprocess.Popen([self.server.programs / "psql", "-X", "-q", self.server.url(self.database)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                  text=True)
        holder.stdin.write("BEGIN; SELECT count(*) FROM notes;\n")
        holder.stdin.flush()
        waiting = self.project.start("migrate", "up")
        for line in waiting.stdout:
            if "others hold the table" in line:
                break
        # Who comes now is not held up by the one that waits.
        begun = time.monotonic()
        self.query("SELECT count(*) FROM notes")
        self.assertLess(time.monotonic() - begun, 10)
        holder.communicate("COMMIT;\n", timeout=60)
        rest = waiting.communicate(timeout=120)[0]
        self.assertEqual(waiting.returncode, 0, rest)
        self.assertIn("0002_mood applied", rest)

    def test_a_backfill_runs_in_batches(self):
        batch = 'UPDATE "notes" SET "mood" = \'good\' WHERE "id" IN (SELECT "id" FROM "notes" WHERE "mood" IS NULL LIMIT 2)'
        self.write("0002_mood", SECOND,
                   [(TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text'), ("step=outside lock=rows batch=2", batch)],
                   [(TRANSACTION + " loses=notes.mood", 'ALTER TABLE "notes" DROP COLUMN "mood"')])
        self.project.run("migrate", "up", "--to", "1")
        self.add_notes("a", "b", "c", "d", "e")
        self.project.run("migrate", "up")
        self.assertEqual(self.query("SELECT count(*) FROM notes WHERE mood = 'good'"), [["5"]])
        self.assertIn("column mood of notes: values of 5 rows", self.project.run("migrate", "down", expect=1))

    def scratches(self):
        return self.server.query("SELECT datname FROM pg_database WHERE datname LIKE 'tenon_scratch%'")

    def test_verify_leaves_nothing_behind(self):
        self.write("0002_mood", SECOND, [(TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text COLLATE "C"')],
                   [(TRANSACTION, 'ALTER TABLE "notes" DROP COLUMN "mood"')])
        self.assertIn("up, down and up again hold", self.project.run("migrate", "verify"))
        self.assertEqual(self.scratches(), [])
        self.write("0002_mood", SECOND, [(TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text COLLATE "C"')], [(TRANSACTION, 'SELECT 1')])
        self.assertIn("column notes.mood is new", self.project.run("migrate", "verify", expect=1))
        self.assertEqual(self.scratches(), [])
        self.assertEqual(self.query("SELECT relname FROM pg_class WHERE relname = 'notes'"), [], "the configured database is not touched")

    def test_an_interrupted_verify_leaves_nothing_behind(self):
        self.write("0002_slow", SECOND, [(OUTSIDE, "SELECT pg_sleep(3)"), (TRANSACTION, 'ALTER TABLE "notes" ADD COLUMN "mood" text COLLATE "C"')],
                   [(TRANSACTION, 'ALTER TABLE "notes" DROP COLUMN "mood"')])
        verifying = self.project.start("migrate", "verify")
        while not self.server.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3)%' AND datname LIKE 'tenon_scratch%'"):
            self.assertIsNone(verifying.poll())
            time.sleep(0.05)
        verifying.terminate()
        self.assertIn("interrupted", verifying.communicate(timeout=60)[0])
        self.assertEqual(verifying.returncode, 1)
        self.assertEqual(self.scratches(), [])

    def test_verify_does_with_a_schema_where_databases_may_not_be_made(self):
        self.query("CREATE ROLE modest LOGIN")
        self.query(f"GRANT CREATE ON DATABASE {self.database} TO modest")
        self.project.environment["DATABASE_URL"] = self.server.url(self.database, "modest")
        self.assertIn("up, down and up again hold", self.project.run("migrate", "verify"))
        self.assertEqual(self.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenon_scratch%'"), [])


if __name__ == "__main__":
    unittest.main()
