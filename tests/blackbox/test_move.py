"""A whole database from SQLite to PostgreSQL and back with the real binary: everything is there, and the API answers the same."""
import json
import re
import signal
import sqlite3
import time
import unittest

import postgres
from server import Server
from test_transfer import SCHEMA, Place
from transfer_rows import key, user, world

SECRET = {"TENON_SECRET": "0123456789abcdef0123456789abcdef"}
PATHS = ["/api/v1/users?sort=id&limit=100", "/api/v1/items?sort=title,-ratio&include=tags,owner,parent&limit=100", "/api/v1/items?sort=-price&limit=50",
         "/api/v1/items?sort=due,day,at&fields=due,day,at", "/api/v1/items?search=hi", "/api/v1/tags?sort=-id&include=items", "/api/v1/nodes?include=next",
         "/api/v1/players?include=team&sort=name"]


def postgres_database(test):
    database = postgres.Database()
    test.addCleanup(database.drop)
    return database


class World:
    """A served SQLite database with rows of every kind, an account that is signed in, and numbers that were given and deleted."""

    def __init__(self, place):
        self.place = place
        rows = world()
        # The items are the account's, so that it sees them.
        with Server(SCHEMA, SECRET, place.folder) as server:
            self.account = server.register("mover")
            self.id = self.account["user"]["id"]
            rows["items"] = [{**item, "owner": self.id} for item in rows["items"]]
            place.write_world("given", rows)
            place.run("tenon", "import", "given")
        with sqlite3.connect(place.folder / "tenon.db") as database:
            database.execute("DELETE FROM tags WHERE id = 9000000000000000000")
        database.close()
        self.answers = self.read("tenon")

    def environment(self, database):
        return {**SECRET, "DATABASE_URL": self.place.environment(database)["DATABASE_URL"]}

    def read(self, database, write=False):
        """What the account reads, with the token of before; a new tag's number, if asked for."""
        with Server(SCHEMA, self.environment(database), self.place.folder) as server:
            token = self.account["accessToken"]
            answers = {path: server.get(path, token) for path in PATHS}
            answers["me"] = server.get("/api/v1/auth/me", token)
            for path, answer in answers.items():
                if answer.status != 200:
                    raise AssertionError(f"{path}: {answer}")
            refreshed = server.post("/api/v1/auth/login", {"email": "mover@example.org", "password": "correct horse battery"})
            if refreshed.status != 200:
                raise AssertionError(f"cannot sign in: {refreshed}")
            return {path: answer.json["data"] for path, answer in answers.items()}


class MoveTest(unittest.TestCase):
    maxDiff = 5000

    def test_to_postgresql_and_back_nothing_changes(self):
        with Place() as place:
            there = World(place)
            target = postgres_database(self)
            before = place.run("tenon", "export", "--output", "before")
            said = place.run("none", "move", "--from", f"sqlite:{place.folder}/tenon.db", "--to", target.url).stdout.decode()
            for table, rows in [("items", 80), ("item_likes", None), ("tenon_credentials", 1), ("tenon_sessions", None), ("tenon_audit", None)]:
                if found := re.search(rf"^{table} +([\d,]+)  equal$", said, re.M):
                    self.assertTrue(rows is None or found[1] == str(rows), said)
                elif rows is not None:
                    self.fail(f"{table} is not told:\n{said}")
            self.assertEqual(there.read(target.url), there.answers)
            place.run(target.url, "export", "--output", "after")
            self.assertEqual(place.files("after"), place.files("before"))

            place.run("none", "move", "--from", target.url, "--to", f"sqlite:{place.folder}/back.db")
            self.assertEqual(there.read("back"), there.answers)
            place.run("back", "export", "--output", "again")
            self.assertEqual(place.files("again"), place.files("before"))
            # A number that was given is not given again, on either.
            for database in [target.url, "back"]:
                place.run(database, "import", "Tag", "-", text=b'{"name":"next"}\n')
                newest = max(int(row["id"]) for row in place.rows(database, "Tag"))
                self.assertEqual(newest, 9_000_000_000_000_000_001, database)
            with sqlite3.connect(place.folder / "back.db") as database:
                self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
                self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])
            database.close()
            place.run("back", "migrate", "status")
            place.run(target.url, "migrate", "status")

    def test_a_target_with_tables_is_refused(self):
        with Place() as place:
            place.new("a")
            target = postgres_database(self)
            postgres.psql(target.url, "CREATE TABLE mine (id integer); INSERT INTO mine VALUES (1)")
            done = place.run("none", "move", "--from", f"sqlite:{place.folder}/a.db", "--to", target.url, status=1)
            self.assertIn("the target is not empty, it has the tables mine: nothing was moved", done.text)
            self.assertEqual(postgres.psql(target.url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "1")
            place.new("b")
            self.assertIn("not empty", place.run("none", "move", "--from", f"sqlite:{place.folder}/a.db", "--to", f"sqlite:{place.folder}/b.db", status=1).text)

    def test_a_source_that_does_not_fit_is_refused(self):
        with Place() as place:
            place.new("a")
            target = postgres_database(self)
            self.assertIn("the source is empty", place.run("none", "move", "--from", f"sqlite:{place.folder}/none.db", "--to", target.url, status=1).text)
            with sqlite3.connect(place.folder / "a.db") as database:
                database.execute("CREATE TABLE mine (id INTEGER PRIMARY KEY)")
            database.close()
            done = place.run("none", "move", "--from", f"sqlite:{place.folder}/a.db", "--to", target.url, status=1)
            self.assertIn("a table mine that is not Tenon's", done.text)
            self.assertEqual(postgres.psql(target.url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0")
            for words in [["move"], ["move", "--from", "sqlite:x"], ["move", "--from", "sqlite:x", "--to"]]:
                place.run("none", *words, status=2)

    def test_a_move_that_is_killed_leaves_both_sides_as_they_were(self):
        with Place() as place:
            place.new("a")
            place.write("users.ndjson", [user(number) for number in range(20_000)])
            place.run("a", "import", "User", "users.ndjson")
            target = postgres_database(self)
            for moment in [self.has_begun, self.has_written]:
                target = self.kill_a_move(place, target, moment)
                until = time.monotonic() + 60
                while (tables := postgres.psql(target.url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) != "0" and time.monotonic() < until:
                    time.sleep(0.1)
                self.assertEqual(tables, "0")
            self.assertEqual(len(place.rows("a", "User")), 20_000)
            said = place.run("none", "move", "--from", f"sqlite:{place.folder}/a.db", "--to", target.url).stdout.decode()
            self.assertIn("20,000", said)

    @staticmethod
    def has_begun(target):
        return postgres.psql(target.server, f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{target.name}'") != "0"

    @staticmethod
    def has_written(target):
        """Whether its transaction has stored something."""
        return postgres.psql(target.server, f"SELECT count(backend_xid) FROM pg_stat_activity WHERE datname = '{target.name}'") != "0"

    def kill_a_move(self, place, target, moment):
        """Kills a move to an empty database at a moment; on a fast machine it may be over by then, and another one is tried. The database that it went to."""
        for _ in range(5):
            process = place.start("none", "move", "--from", f"sqlite:{place.folder}/a.db", "--to", target.url)
            while process.poll() is None and not moment(target):
                pass
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
            process.stderr.close()
            if process.returncode == -signal.SIGKILL:
                return target
            target = postgres_database(self)
        self.fail("no move was to be caught at work")


class PostgresTransferTest(unittest.TestCase):
    """What test_transfer.py shows on SQLite, where the database matters."""

    def test_rows_go_in_and_come_out_the_same_as_on_sqlite(self):
        with Place() as place:
            place.write_world("given", world())
            place.run(place.new("a"), "import", "given")
            place.run("a", "export", "--output", "first")
            place.run("a", "export", "--output", "table", "--format", "csv")
            for number, source in enumerate(["first", "table"]):
                database = postgres_database(self).url
                place.run(database, "migrate", "up")
                place.run(database, "import", source, "--batch", "13")
                place.run(database, "export", "--output", f"out{number}")
                self.assertEqual(place.files(f"out{number}"), place.files("first"))
                # New numbers begin behind those that were imported.
                place.run(database, "import", "Tag", "-", text=b'{"name":"next"}\n')
                self.assertIn("9000000000000000001", [row["id"] for row in place.rows(database, "Tag")])

    def test_faults_of_the_database_are_told_by_line(self):
        with Place() as place:
            database = postgres_database(self).url
            place.run(database, "migrate", "up")
            place.run(database, "import", "Tag", "-", text=b'{"id":"1","name":"one"}\n')
            rows = [{"id": "2", "name": "two"}, {"id": "3", "name": "three"}, {"id": "4", "name": "one"}, {"id": "5", "name": "five"}, {"id": "1", "name": "six"}]
            place.write("tags.ndjson", rows)
            done = place.run(database, "import", "Tag", "tags.ndjson", "--batch", "2", status=1)
            self.assertIn("tags.ndjson:3: name: is already taken", done.text)
            self.assertIn("tags.ndjson:5: id: is already taken", done.text)
            self.assertEqual([row["id"] for row in place.rows(database, "Tag")], ["1", "2", "3"])
            self.assertIn("2 updated", place.run(database, "import", "Tag", "-", "--on-conflict", "update", text=b'{"id":"1","name":"1"}\n{"id":"2","name":"2"}\n').text)
            self.assertIn("1 skipped", place.run(database, "import", "Tag", "-", "--on-conflict", "skip", text=b'{"id":"1","name":"x"}\n').text)

    def interrupted_import(self, place, count):
        """Kills an import at work: its database. On a fast machine it may be over by then, and is tried again."""
        for _ in range(5):
            database = postgres_database(self).url
            place.run(database, "migrate", "up")
            process = place.start(database, "import", "Node", "nodes.ndjson", "--batch", "50")
            while process.poll() is None and int(postgres.psql(database, "SELECT count(*) FROM nodes")) <= 500:
                pass
            process.send_signal(signal.SIGKILL)
            said = process.communicate()[1].decode()
            if 0 < int(postgres.psql(database, "SELECT count(*) FROM nodes")) < count:
                self.assertEqual(process.returncode, -signal.SIGKILL, said)
                return database
        self.fail(f"no import was to be caught at work: {said}")

    def test_killed_and_resumed_it_stores_each_row_once(self):
        with Place() as place:
            count = 3_000
            place.write("nodes.ndjson", [{"id": key(3, number), "name": f"n{number}", "next": key(3, (number + 1) % count)} for number in range(count)])
            database = self.interrupted_import(place, count)
            place.run(database, "import", "Node", "nodes.ndjson", "--resume")
            self.assertEqual([row["next"] for row in place.rows(database, "Node")], [key(3, (number + 1) % count) for number in range(count)])


if __name__ == "__main__":
    unittest.main()
