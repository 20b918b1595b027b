"""Rows out of the real binary and in again: nothing lost, nothing twice, every fault told."""
import contextlib
import csv
import io
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import tempfile
import unittest

from server import BINARY, ROOT, Server
from transfer_rows import NASTY, key, user, world

SCHEMA = ROOT / "tests/blackbox/transfer/schema.graphql"
ROWS = int(os.environ.get("ROWS", "30000"))


class Place:
    """A folder with databases in it, and the binary at work there."""

    def __init__(self, schema=SCHEMA):
        self.schema = schema
        self.own = tempfile.TemporaryDirectory(prefix="tenon-test-")
        self.folder = pathlib.Path(self.own.name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.own.cleanup()

    def environment(self, database):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TENON_")}
        return {**environment, "DATABASE_URL": database if ":" in database else f"sqlite:{self.folder}/{database}.db"}

    def start(self, database, *words, sanitizer=""):
        environment = self.environment(database)
        environment["ASAN_OPTIONS"] = ":".join(filter(None, [environment.get("ASAN_OPTIONS"), sanitizer]))
        return subprocess.Popen([BINARY, *words, "--schema", self.schema], cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, database, *words, text=b"", status=0):
        done = subprocess.run([BINARY, *words, "--schema", self.schema], cwd=self.folder, env=self.environment(database), input=text, capture_output=True,
                              timeout=500)
        done.text = done.stderr.decode()
        if status is not None and done.returncode != status:
            raise AssertionError(f"{words} ended with {done.returncode}, not {status}:\n{done.text[-3000:]}")
        return done

    def new(self, database):
        self.run(database, "migrate", "up")
        return database

    def write(self, name, rows):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    def write_world(self, folder, rows):
        for path, each in rows.items():
            self.write(f"{folder}/{path}.ndjson", each)

    def stored(self, database, table):
        """How many rows of it are committed in a SQLite database."""
        with contextlib.closing(sqlite3.connect(self.folder / f"{database}.db", timeout=60)) as connection:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def rows(self, database, resource):
        return [json.loads(line) for line in self.run(database, "export", resource).stdout.splitlines()]

    def files(self, folder):
        return {path.name: path.read_bytes() for path in (self.folder / folder).iterdir()}


class RoundTripTest(unittest.TestCase):
    def test_what_was_exported_and_imported_is_exported_the_same(self):
        with Place() as place:
            rows = world()
            place.write_world("given", rows)
            place.run(place.new("a"), "import", "given")
            place.run("a", "export", "--output", "first")
            place.run(place.new("b"), "import", "first", "--batch", "7")
            place.run("b", "export", "--output", "second")
            self.assertEqual(place.files("first"), place.files("second"))
            # And it is what was given: every value, in its wire form. A link is written with the row that is imported last.
            for tag in rows["tags"]:
                tag["items"] = [item["id"] for item in rows["items"] if tag["id"] in item["tags"]]
            for item in rows["items"]:
                del item["tags"]
            for path, given in rows.items():
                stored = [json.loads(line) for line in (place.folder / "first" / f"{path}.ndjson").read_bytes().splitlines()]
                self.assertEqual(len(stored), len(given))
                for row, wanted in zip(stored, given):
                    self.assertEqual({name: row.get(name) for name in wanted}, wanted)

    def test_csv_carries_every_value_too(self):
        with Place() as place:
            place.write_world("given", world())
            place.run(place.new("a"), "import", "given")
            place.run("a", "export", "--output", "first")
            place.run("a", "export", "--output", "table", "--format", "csv")
            place.run(place.new("b"), "import", "table")
            place.run("b", "export", "--output", "second")
            place.run("b", "export", "--output", "table2", "--format", "csv")
            self.assertEqual(place.files("first"), place.files("second"))
            self.assertEqual(place.files("table"), place.files("table2"))

    def test_csv_is_what_others_read(self):
        with Place() as place:
            notes = [None, *NASTY]
            place.write("users.ndjson", [user(0)])
            place.write("items.ndjson", [{"title": "t", "note": note, "owner": key(1, 0), "words": ["a", "b"]} for note in notes])
            place.run(place.new("a"), "import", "User", "users.ndjson")
            place.run("a", "import", "Item", "items.ndjson")
            text = place.run("a", "export", "Item", "--format", "csv").stdout.decode()
            table = list(csv.DictReader(io.StringIO(text, newline="")))
            self.assertEqual([row["note"] or None for row in table], [note or None for note in notes])
            self.assertEqual(json.loads(table[0]["words"]), ["a", "b"])
            # Null is nothing, an empty text is a pair of quotes.
            lines = text.split("\r\n")
            self.assertIn(",t,,7,", lines[1])
            self.assertIn(',t,"",7,', lines[2])

    def test_values_that_the_api_took_come_out_and_go_in(self):
        with Place() as place, Server(SCHEMA, folder=place.folder) as server:
            account = server.register("someone")
            for number, title in enumerate(NASTY):
                answer = server.post("/api/v1/items", {"title": title, "place": number, "data": {"t": title}, "words": [title]}, account["accessToken"])
                self.assertEqual(answer.status, 201, answer)
            # While it serves.
            place.run("tenon", "export", "--output", "out")
            listed = server.get("/api/v1/items?limit=100&sort=id", account["accessToken"]).json["data"]
            exported = [json.loads(line) for line in (place.folder / "out/items.ndjson").read_bytes().splitlines()]
            self.assertEqual(len(exported), len(NASTY))
            for wire, row in zip(listed, exported):
                self.assertEqual({name: row[name] for name in wire}, wire)
            place.run("tenon", "import", "Tag", "-", text=b'{"id":"5","name":"five"}\n')
            self.assertEqual(server.get("/api/v1/tags/5").json["data"]["name"], "five")


FAULTY = [
    ("not json", "JSON"), ("", None), ('{"title":', "JSON"), ("[1]", "must be an object"), ('"text"', "must be an object"),
    ('{"titel":"x","owner":"@"}', 'Did you mean "title"'), ('{"owner":"@"}', "title: is required"), ('{"title":null,"owner":"@"}', "title: must not be null"),
    ('{"title":7,"owner":"@"}', "title: must be a string"), ('{"title":"x","owner":"nobody"}', "owner: must be an id"),
    ('{"title":"x","owner":"@","count":1001}', "count: must be from 0 to 1000"), ('{"title":"x","owner":"@","count":1.5}', "count: must be a whole number"),
    ('{"title":"x","owner":"@","big":"9223372036854775808"}', "big: must be a whole number of 64 bits"),
    ('{"title":"x","owner":"@","price":"1.1234567890123456789"}', "price: must be a decimal"), ('{"title":"x","owner":"@","ratio":1e999}', "ratio: must be"),
    ('{"title":"x","owner":"@","done":"yes"}', "done: must be true or false"), ('{"title":"x","owner":"@","mood":"Calm"}', "mood: must be one of"),
    ('{"title":"x","owner":"@","due":"2026-02-30T00:00:00Z"}', "due: must be a time"), ('{"title":"x","owner":"@","day":"2026-02-30"}', "day: must be a day"),
    ('{"title":"x","owner":"@","blob":"?"}', "blob: must be base64"), ('{"title":"x","owner":"@","link":"nowhere"}', "link: must be an absolute URL"),
    ('{"title":"x","owner":"@","words":["a",null]}', "words.1: must not be null"), ('{"title":"x","owner":"@","tags":["1","x"]}', "tags.1: must be"),
    ('{"title":"x","owner":"@","small":"2","big":"1"}', "small must not be above big"), ('{"title":"x","title":"y","owner":"@"}', "title"),
    ('{"title":"' + "x" * 201 + '","owner":"@"}', "title: must have at most 200"), ('{"title":"a\\u0000b","owner":"@"}', "title: must not contain"),
    ('{"id":"1","title":"x","owner":"@"}', "id: must be an id"), ('{"title":"x","owner":"@","createdAt":null}', "createdAt: must not be null"),
]


class FaultsTest(unittest.TestCase):
    def test_every_fault_is_told_at_once_by_its_line(self):
        with Place() as place:
            place.new("a")
            place.write("users.ndjson", [user(0)])
            place.run("a", "import", "User", "users.ndjson")
            good = '{"title":"good","owner":"@"}'
            lines = [line for faulty, _ in FAULTY for line in (good, faulty)]
            text = "\n".join(lines).replace("@", key(1, 0)).encode() + b'\n{"title":"\xff"}\n' + good.replace("@", key(1, 0)).encode()
            (place.folder / "items.ndjson").write_bytes(text)
            done = place.run("a", "import", "Item", "items.ndjson", status=1)
            told = {}
            for line in done.text.splitlines():
                if found := re.match(r"items\.ndjson:(\d+): (.*)", line):
                    told.setdefault(int(found[1]), []).append(found[2])
            expected = {2 * number + 2: words for number, (_, words) in enumerate(FAULTY) if words}
            expected[2 * len(FAULTY) + 1] = "not valid UTF-8"
            self.assertGreaterEqual(len(expected), 20)
            self.assertEqual(sorted(told), sorted(expected), done.text)
            for line, words in expected.items():
                self.assertTrue(any(words in message for message in told[line]), (line, words, told[line]))
            self.assertIn("nothing was stored", done.text)
            self.assertEqual(place.rows("a", "Item"), [])

    def test_many_faults_are_counted(self):
        with Place() as place:
            place.new("a")
            done = place.run("a", "import", "Tag", "-", text=b"{}\n" * 2500, status=1)
            self.assertEqual(len(re.findall(r"^-:\d+: ", done.text, re.M)), 100)
            self.assertIn("and 2,400 more faults", done.text)

    def test_faults_of_a_table_name_line_and_field(self):
        with Place() as place:
            place.new("a")
            text = b'id,name\r\n1,"a\nb"\r\nx,b\r\n2,c"d\r\n3\r\n4,"e"f\r\n5,\r\n6,""\r\n7,"open\r\n'
            done = place.run("a", "import", "Tag", "-", "--format", "csv", text=text, status=1)
            for line in ["-:4: id: must be a whole number of 64 bits", "-:5: a quote stands in a value that is not quoted", "-:6: has 1 values where the header has 2",
                         "-:7: text follows the quote", "-:8: name: must not be null", "-:10: a quoted value is not closed"]:
                self.assertIn(line, done.text)
            self.assertNotIn("-:9:", done.text)
            for text, words in [(b"", "has no header"), (b"id,nam\n", 'Did you mean "name"'), (b"id\n1\n", "name: is required"), (b"\xff\n", "not valid UTF-8"),
                                (b"id,name,id\n", "stands twice")]:
                self.assertIn(words, place.run("a", "import", "Tag", "-", "--format", "csv", text=text, status=1).text)

    def test_any_bytes_are_refused_and_never_a_crash(self):
        with Place() as place:
            place.new("a")
            for seed in range(8):
                noise = os.urandom(50_000) + bytes(range(256)) * 3
                for format_name in ["ndjson", "csv"]:
                    done = place.run("a", "import", "Item", "-", "--format", format_name, text=noise, status=1)
                    self.assertRegex(done.text, r"\d+ faults?; nothing was stored")

    def test_a_line_without_end_is_refused_in_bounded_memory(self):
        with Place() as place:
            place.new("a")
            text = b'{"name":"' + b"x" * (40 << 20) + b'"}\n{"name":3}\n'
            done = place.run("a", "import", "Tag", "-", text=text, status=1)
            self.assertIn("-:1: is longer than 16 MiB", done.text)
            self.assertIn("-:2: name: must be a string", done.text)

    def test_what_the_database_refuses_is_told_by_line_and_the_rest_of_the_file_with_it(self):
        with Place() as place:
            place.new("a")
            place.run("a", "import", "Tag", "-", text=b'{"id":"1","name":"one"}\n')
            rows = [{"id": "2", "name": "two"}, {"id": "3", "name": "three"}, {"id": "4", "name": "one"}, {"id": "5", "name": "five"}, {"id": "1", "name": "six"}]
            place.write("tags.ndjson", rows)
            done = place.run("a", "import", "Tag", "tags.ndjson", "--batch", "2", status=1)
            self.assertIn("tags.ndjson:3: name: is already taken", done.text)
            self.assertIn("tags.ndjson:5: id: is already taken", done.text)
            self.assertEqual(len(re.findall("tags.ndjson:", done.text)), 2)
            # Whole batches only.
            self.assertEqual([row["id"] for row in place.rows("a", "Tag")], ["1", "2", "3"])
            # Mended behind the place where it stopped, it goes on.
            rows[2]["name"], rows[4]["id"] = "four", "6"
            place.write("tags.ndjson", rows)
            done = place.run("a", "import", "Tag", "tags.ndjson", "--batch", "2", "--resume")
            self.assertIn("2 rows were stored before\nimported 3 rows: 3 new", done.text)
            self.assertEqual([row["id"] for row in place.rows("a", "Tag")], ["1", "2", "3", "4", "5", "6"])

    def test_a_key_that_points_nowhere_is_told(self):
        with Place() as place:
            place.new("a")
            place.write("users.ndjson", [user(0)])
            place.run("a", "import", "User", "users.ndjson")
            rows = [{"title": "a", "owner": key(1, 9)}, {"title": "b", "owner": key(1, 0), "tags": ["7"]}, {"title": "c", "owner": key(1, 0), "parent": key(2, 9)}]
            place.write("items.ndjson", rows)
            done = place.run("a", "import", "Item", "items.ndjson", "--dry-run", status=1)
            self.assertIn(f"items.ndjson:1: owner: there is no User {key(1, 9)}", done.text)
            self.assertIn("items.ndjson:2: tags.0: there is no Tag 7", done.text)
            self.assertIn(f"items.ndjson:3: parent: there is no Item {key(2, 9)}", done.text)
            self.assertEqual(place.rows("a", "Item"), [])

    def test_a_dry_run_stores_nothing_and_tells_what_would_be(self):
        with Place() as place:
            place.write_world("given", world(20))
            done = place.run(place.new("a"), "import", "given", "--dry-run")
            self.assertIn("nothing was stored; an import would have 43 new", done.text)
            self.assertEqual(place.rows("a", "User"), [])
            self.assertIn("imported 43 rows: 43 new", place.run("a", "import", "given").text)
            done = place.run("a", "import", "given", "--dry-run", status=1)
            self.assertIn("is already taken", done.text)

    def test_the_command_line_is_checked(self):
        with Place() as place:
            place.new("a")
            for words in [["import"], ["import", "Usr", "x"], ["import", "User"], ["import", "User", "x", "--batch", "0"], ["import", "User", "x", "--format", "xml"],
                          ["import", "User", "x", "--on-conflict", "pray"], ["export"], ["export", "User", "Item"], ["export", "Usr"], ["export", "User", "--resume"]]:
                place.run("a", *words, status=2)
            self.assertIn("cannot open absent", place.run("a", "import", "User", "absent", status=1).text)
            self.assertIn("the database is empty", place.run("other", "export", "User", status=1).text)


class ConflictTest(unittest.TestCase):
    def test_rows_that_are_there_are_refused_skipped_or_updated(self):
        with Place() as place:
            place.new("a")
            place.write("users.ndjson", [user(0, name="Old", mentor=key(1, 1)), user(1, name="Other")])
            place.run("a", "import", "User", "users.ndjson")
            place.write("again.ndjson", [user(0, name="New"), user(2, name="Third", mentor=key(1, 3)), user(3)])
            self.assertIn("again.ndjson:1: id: is already taken", place.run("a", "import", "User", "again.ndjson", status=1).text)
            self.assertIn("2 new, 0 updated, 1 skipped", place.run("a", "import", "User", "again.ndjson", "--on-conflict", "skip").text)
            self.assertEqual([row["name"] for row in place.rows("a", "User")], ["Old", "Other", "Third", "User 3"])
            self.assertIn("0 new, 3 updated, 0 skipped", place.run("a", "import", "User", "again.ndjson", "--on-conflict", "update").text)
            rows = place.rows("a", "User")
            self.assertEqual([row["name"] for row in rows], ["New", "Other", "Third", "User 3"])
            # As PUT does: what is not named takes its default.
            self.assertEqual([row["mentor"] for row in rows], [None, None, key(1, 3), None])

    def test_an_update_changes_links_to_what_the_file_says(self):
        with Place() as place:
            place.new("a")
            place.run("a", "import", "Tag", "-", text=b'{"id":"1","name":"a"}\n{"id":"2","name":"b"}\n')
            place.write("users.ndjson", [user(0)])
            place.run("a", "import", "User", "users.ndjson")
            row = {"id": key(2, 0), "title": "t", "owner": key(1, 0), "likes": [key(2, 1)]}
            later = {"id": key(2, 1), "title": "u", "owner": key(1, 0)}
            place.write("items.ndjson", [{**row, "tags": ["1", "2"], "parent": key(2, 1)}, {**row, "tags": ["2"], "likes": [], "parent": None}, later])
            place.run("a", "import", "Item", "items.ndjson", "--on-conflict", "update", "--batch", "1")
            stored = place.rows("a", "Item")[0]
            self.assertEqual((stored["tags"], stored["likes"], stored["parent"]), (["2"], [], None))


class InterruptionTest(unittest.TestCase):
    def interrupted_import(self, place, rows, table, *words):
        """Kills an import when about a third of it is stored: the database, and how much is. On a fast machine it may be over by then, and is tried again."""
        for attempt in range(5):
            database = place.new(f"{table}{attempt}")
            process = place.start(database, "import", *words, "--batch", "50")
            while process.poll() is None and place.stored(database, table) < rows / 3:
                pass
            process.send_signal(signal.SIGKILL)
            said = process.communicate()[1].decode()
            stored = place.stored(database, table)
            if 0 < stored < rows:
                self.assertEqual(process.returncode, -signal.SIGKILL, said)
                return database, stored
        self.fail(f"no import was to be caught at work: {said}")

    def test_killed_and_resumed_it_stores_each_row_once(self):
        with Place() as place:
            count = 8_000
            # Without ids: a row that is stored twice would be two.
            place.write("nodes.ndjson", [{"id": key(3, number), "name": f"n{number}", "next": key(3, (number + 1) % count)} for number in range(count)])
            place.write("tags.ndjson", [{"name": f"tag {number}"} for number in range(count)])
            database, stored = self.interrupted_import(place, count, "tags", "Tag", "tags.ndjson")
            done = place.run(database, "import", "Tag", "tags.ndjson", "--resume")
            self.assertIn(f"{stored:,} rows were stored before", done.text)
            self.assertEqual(sorted(row["name"] for row in place.rows(database, "Tag")), sorted(f"tag {number}" for number in range(count)))
            self.assertIn("imported 0 rows", place.run(database, "import", "Tag", "tags.ndjson", "--resume").text)
            # Keys that came before their row survive the kill as well.
            database, _ = self.interrupted_import(place, count, "nodes", "Node", "nodes.ndjson")
            place.run(database, "import", "Node", "nodes.ndjson", "--resume")
            self.assertEqual([row["next"] for row in place.rows(database, "Node")], [key(3, (number + 1) % count) for number in range(count)])

    def halt(self, place, process, database):
        """Makes it stand still in a moment in which it holds no lock."""
        while True:
            process.send_signal(signal.SIGSTOP)
            os.waitpid(process.pid, os.WUNTRACED)
            self.assertIsNone(process.poll(), "it was over before the other one began")
            with contextlib.closing(sqlite3.connect(place.folder / f"{database}.db", timeout=0)) as connection, contextlib.suppress(sqlite3.OperationalError):
                connection.execute("BEGIN IMMEDIATE")
                return
            process.send_signal(signal.SIGCONT)

    def test_two_imports_of_one_file_store_its_rows_once(self):
        with Place() as place:
            place.new("a")
            count = 8_000
            place.write("tags.ndjson", [{"name": f"tag {number}"} for number in range(count)])
            # Names are unique: without that key a row could be there twice. Here it would be a fault.
            first = place.start("a", "import", "Tag", "tags.ndjson", "--batch", "20")
            while place.stored("a", "tags") == 0 and first.poll() is None:
                pass
            self.halt(place, first, "a")
            before = place.stored("a", "tags")
            second = place.start("a", "import", "Tag", "tags.ndjson", "--batch", "20", "--resume")
            while place.stored("a", "tags") == before and second.poll() is None:
                pass
            first.send_signal(signal.SIGCONT)
            said = [process.communicate()[1].decode() for process in (first, second)]
            self.assertEqual(sorted([first.returncode, second.returncode]), [0, 1], said)
            self.assertIn("another import of the same file is running", "".join(said))
            self.assertNotIn("already taken", "".join(said))
            place.run("a", "import", "Tag", "tags.ndjson", "--resume")
            self.assertEqual(sorted(row["name"] for row in place.rows("a", "Tag")), sorted(f"tag {number}" for number in range(count)))

    def test_another_file_is_not_taken_for_the_interrupted_one(self):
        with Place() as place:
            place.new("a")
            place.run("a", "import", "Tag", "-", text=b'{"name":"a"}\n{"name":"b"}\n')
            done = place.run("a", "import", "Tag", "-", "--resume", text=b'{"name":"x"}\n{"name":"b"}\n{"name":"c"}\n', status=1)
            self.assertIn("does not begin with the 2 lines that were imported from it", done.text)
            done = place.run("a", "import", "Tag", "-", "--resume", text=b'{"name":"a"}\n{"name":"b"}\n{"name":"c"}\n')
            self.assertIn("imported 1 row: 1 new", done.text)

    def test_an_export_goes_on_where_it_stopped(self):
        with Place() as place:
            place.write_world("given", world())
            place.run(place.new("a"), "import", "given")
            for name in ["items.ndjson", "items.csv"]:
                place.run("a", "export", "Item", "--output", name)
                whole = (place.folder / name).read_bytes()
                for cut in [0, 1, 100, len(whole) // 2, len(whole) - 1, len(whole)]:
                    (place.folder / f"cut-{name}.part").write_bytes(whole[:cut])
                    self.assertIn("--resume", place.run("a", "export", "Item", "--output", f"cut-{name}", status=1).text)
                    place.run("a", "export", "Item", "--output", f"cut-{name}", "--resume")
                    self.assertEqual((place.folder / f"cut-{name}").read_bytes(), whole, cut)
                    self.assertIn("there already", place.run("a", "export", "Item", "--output", f"cut-{name}", status=1).text)
                    (place.folder / f"cut-{name}").unlink()
            (place.folder / "other.ndjson.part").write_bytes(b'{"id":"x"}\n')
            self.assertIn("not the beginning of this export", place.run("a", "export", "Item", "--output", "other.ndjson", "--resume", status=1).text)

    def test_files_of_others_are_not_readable(self):
        with Place() as place:
            place.run(place.new("a"), "export", "--output", "out")
            self.assertEqual({path.stat().st_mode & 0o777 for path in (place.folder / "out").iterdir()}, {0o600})


class SizeTest(unittest.TestCase):
    def peak(self, place, database, *words):
        """Runs a command; the most memory it held, in MiB. The sanitizer keeps freed memory for a while: little of it here."""
        process = place.start(database, *words, sanitizer="quarantine_size_mb=1")
        process.stdout.read()
        said = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        process.stderr.close()
        self.assertEqual(process.returncode, 0, said)
        return usage.ru_maxrss / 1024

    def test_memory_does_not_grow_with_the_number_of_rows(self):
        with Place() as place:
            for name, count in [("few", ROWS // 20), ("many", ROWS)]:
                with open(place.folder / f"{name}.ndjson", "w") as file:
                    for number in range(count):
                        file.write(json.dumps({"name": f"{name} {number} {'x' * 3000}"}) + "\n")
                place.new(name)
            figures = {}
            for name in ["few", "many"]:
                figures[name] = (self.peak(place, name, "import", "Tag", f"{name}.ndjson"), self.peak(place, name, "export", "Tag", "--output", f"{name}.out.ndjson"))
            print("MiB at most, import and export:", figures)
            self.assertEqual((place.folder / "many.out.ndjson").read_bytes().count(b"\n"), ROWS)
            for few, many in zip(figures["few"], figures["many"]):
                self.assertLess(many, few + 60)


if __name__ == "__main__":
    unittest.main()
