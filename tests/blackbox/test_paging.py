"""Paging through a table while others insert and delete: every row that nobody touches comes exactly once, in order, forwards and backwards.

PAGING_ROWS sets how many rows (default 1000). With 100000 it is the long form, which also prints what a page costs the server at the start and
at the end; `./dev paging` runs it on SQLite and on PostgreSQL, with the release build.
"""
import http.client
import json
import os
import pathlib
import random
import tempfile
import threading
import time
import unittest
import urllib.parse
import uuid

from postgres_server import PostgresServer
from server import Server

ROWS = int(os.environ.get("PAGING_ROWS", "1000"))
LONG = ROWS >= 50_000
LIMIT = 20
MEASURED = 100  # pages at each end
WRITERS = 2
SEED = 20261128
PASSWORD = "correct horse battery"
SCHEMA = """
enum Role @roles { user }

type User @resource @account(login: "email", role: "role", registration: OPEN) @allow(ops: [READ], when: "id == auth.id") {
  email: Email! @unique
  name: String!
  role: Role! @default(value: user) @readOnly
}

type Row @resource @allow(when: "auth.id != null") {
  "Few values, many rows of each."
  bucket: Int! @index
  "Null in every third row."
  maybe: Int @index
  stays: Boolean! @default(value: false)
}
"""


def values_of(dice):
    return {"bucket": dice.randrange(7), "maybe": None if dice.random() < 0.34 else dice.randrange(5)}


class Connection:
    """One connection of the reader, kept open. The long form outlives access tokens: then it signs in again."""

    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.headers = {"Content-Type": "application/json"}
        self.sign_in()

    def sign_in(self):
        answer = self.server.post("/api/v1/auth/login", {"email": "reader@example.org", "password": PASSWORD})
        self.headers["Authorization"] = f"Bearer {answer.json['data']['accessToken']}"

    def request(self, method, path, body=None):
        status, text = self.send(method, path, body)
        if status == 401:
            self.sign_in()
            status, text = self.send(method, path, body)
        return status, text

    def send(self, method, path, body):
        self.connection.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()


class Writer(threading.Thread):
    """Inserts and deletes rows all over the table through the API, about as many of each."""

    def __init__(self, server, mortal, seed):
        super().__init__(daemon=True)
        self.connection, self.dice, self.mortal = Connection(server), random.Random(seed), mortal
        self.free, self.ended = threading.Event(), threading.Event()
        self.free.set()
        self.inserted = self.deleted = 0
        self.fault = None

    def run(self):
        try:
            with self.connection:
                while not self.ended.is_set():
                    self.free.wait()
                    self.insert() if self.dice.random() < 0.5 else self.delete()
        except Exception as fault:  # noqa: BLE001 - told by the test's own thread
            self.fault = fault

    def insert(self):
        row = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        status, body = self.connection.request("PUT", f"/api/v1/rows/{row}", values_of(self.dice))
        if status != 201:
            raise AssertionError(f"PUT answered {status}: {body!r}")
        self.mortal.append(row)
        self.inserted += 1

    def delete(self):
        if not self.mortal:
            return
        at = self.dice.randrange(len(self.mortal))
        self.mortal[at], self.mortal[-1] = self.mortal[-1], self.mortal[at]
        status, body = self.connection.request("DELETE", f"/api/v1/rows/{self.mortal.pop()}")
        if status != 204:
            raise AssertionError(f"DELETE answered {status}: {body!r}")
        self.deleted += 1

    def end(self):
        self.ended.set()
        self.free.set()
        self.join(60)


def processor_seconds(process):
    """User and system time of all threads of a process, to the nanosecond, and of the processes it has started."""
    seconds = 0.0
    for children in pathlib.Path(f"/proc/{process}/task").glob("*/children"):
        seconds += sum(processor_seconds(child) for child in children.read_text().split())
    for thread in pathlib.Path(f"/proc/{process}/task").glob("*/schedstat"):
        seconds += int(thread.read_text().split()[0]) / 1e9
    return seconds


class PagingTest(unittest.TestCase):
    database = "sqlite"

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tenon-paging-")
        schema = pathlib.Path(cls.folder.name, "schema.graphql")
        schema.write_text(SCHEMA)
        cls.cluster, environment = cls.start_database()
        cls.server = Server(schema, {"TENON_LOG_LEVEL": "warning", **environment}).start()
        cls.server.register("reader", PASSWORD)
        dice = random.Random(SEED)
        cls.rows, cls.mortal = {}, []
        lines = []
        # Every eleventh may be deleted.
        for number in range(ROWS + ROWS // 10):
            stays = number % 11 != 10
            row = {"id": str(uuid.UUID(int=dice.getrandbits(128), version=4)), "stays": stays, **values_of(dice)}
            lines.append(json.dumps(row))
            if stays:
                cls.rows[row["id"]] = row
            else:
                cls.mortal.append(row["id"])
        cls.fill("\n".join(lines) + "\n")

    @classmethod
    def start_database(cls):
        return None, {}

    @classmethod
    def fill(cls, text):
        done = cls.server.run("import", "Row", "-", "--schema", str(cls.server.schema), text=text)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        if cls.server.database:
            cls.server.database.drop()
        if cls.cluster:
            cls.cluster.__exit__()
        cls.server.own_folder.cleanup()
        cls.folder.cleanup()

    def setUp(self):
        # Other rows in each test: those of the last one are still there.
        seed = f"{SEED} {self.id()}"
        self.writers = [Writer(self.server, list(self.mortal[number::WRITERS]), f"{seed} {number}") for number in range(WRITERS)]
        for writer in self.writers:
            writer.start()

    def tearDown(self):
        for writer in self.writers:
            writer.end()
        type(self).mortal = [row for writer in self.writers for row in writer.mortal]
        self.assertEqual([writer.fault for writer in self.writers], [None] * WRITERS)

    paused = False

    def pause(self, paused):
        self.paused = paused
        for writer in self.writers:
            writer.free.clear() if paused else writer.free.set()

    def walk(self, query, step, cursor=None):
        """The rows of all pages in the order they came, and the meta of the last one that had any. `step` is next or prev."""
        pages, meta = [], None
        most_pages = 2 * (len(self.rows) + len(self.mortal)) // LIMIT + 100
        with Connection(self.server) as connection:
            while not pages or cursor:
                self.assertLess(len(pages), most_pages, "it does not end")
                self.wait_for_a_write()
                answer = self.page(connection, query, step, cursor)
                cursor = answer["meta"].get(f"{step}Cursor")
                # Others may meanwhile have deleted all that the last page would have had.
                if answer["data"] or not pages:
                    pages.append(answer["data"])
                    meta = answer["meta"]
        return pages, meta

    def wait_for_a_write(self):
        """So that between any two pages something was inserted or deleted."""
        if self.paused:
            return
        before, until = self.writes(), time.monotonic() + 60
        while self.writes() == before:
            self.assertEqual([writer.fault for writer in self.writers], [None] * WRITERS)
            self.assertLess(time.monotonic(), until, "nobody writes")
            time.sleep(0.0005)

    def writes(self):
        return sum(writer.inserted + writer.deleted for writer in self.writers)

    def page(self, connection, query, step, cursor, limit=LIMIT):
        parameter = "cursor" if step == "next" else "before"
        place = f"&{parameter}={urllib.parse.quote(cursor)}" if cursor else ""
        status, body = connection.request("GET", f"/api/v1/rows?limit={limit}{query}{place}")
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def check(self, pages, key):
        """Untouched rows once each, and everything in order."""
        rows = [row for page in pages for row in page]
        came = [row["id"] for row in rows]
        self.assertEqual(len(came), len(set(came)), "a row came twice")
        stayed = [row["id"] for row in rows if row["stays"]]
        self.assertEqual(set(stayed), set(self.rows), "rows are missing")
        self.assertEqual([key(row) for row in rows], sorted(key(row) for row in rows), "out of order")
        self.assertGreater(sum(writer.inserted for writer in self.writers), len(pages) // 8)
        self.assertGreater(sum(writer.deleted for writer in self.writers), len(pages) // 8)

    def there_and_back(self, sort, key):
        query = f"&sort={sort}" if sort else ""
        there, meta = self.walk(query, "next")
        self.check(there, key)
        if not LONG:
            self.assertGreaterEqual(len(there), ROWS // LIMIT)
        # From the last page back to the first; the pages of the way are in opposite order.
        back, _ = self.walk(query, "prev", meta["prevCursor"])
        self.check([*reversed(back), there[-1]], key)

    def test_every_untouched_row_comes_exactly_once_by_id(self):
        self.there_and_back("", lambda row: row["id"])

    def test_every_untouched_row_comes_exactly_once_by_a_value_that_many_share(self):
        self.there_and_back("-bucket", lambda row: (-row["bucket"], [-ord(letter) for letter in row["id"]]))

    def test_every_untouched_row_comes_exactly_once_by_a_value_that_may_be_null(self):
        self.there_and_back("maybe", lambda row: (row["maybe"] is None, row["maybe"] or 0, row["id"]))

    def test_a_page_at_the_end_costs_what_one_at_the_start_costs(self):
        if not LONG:
            self.skipTest("the long form: ./dev paging")
        self.pause(True)
        for sort in ("", "-bucket", "bucket", "maybe", "-maybe"):
            query = f"&sort={sort}" if sort else ""
            first = self.cost(query, None, "next")
            last = self.cost(query, self.cursor_before_the_end(query), "next")
            names = [f"{self.database}, sort={sort or 'id':<8}"] + [f"{name} {ends[0]:.3f} -> {ends[1]:.3f} ms" for name, ends in
                                                                    zip(("server", "database"), zip(first, last))]
            print("  ".join(names) + f"  CPU per page, first and last {MEASURED} pages of {ROWS // LIMIT}", flush=True)

    def cursor_before_the_end(self, query):
        """Of the place that is MEASURED pages before the end."""
        _, meta = self.walk(query, "next")
        cursor = meta["prevCursor"]
        with Connection(self.server) as connection:
            for _ in range(MEASURED):
                cursor = self.page(connection, query, "prev", cursor)["meta"]["prevCursor"]
            return self.page(connection, query, "prev", cursor, limit=1)["meta"]["nextCursor"]

    def cost(self, query, cursor, step):
        """Milliseconds of the server's processor for a page, and of the database's processes, over MEASURED pages."""
        processes = [self.server.process.pid] + ([self.cluster.process.pid] if self.cluster else [])
        with Connection(self.server) as connection:
            before = [processor_seconds(process) for process in processes]
            for _ in range(MEASURED):
                cursor = self.page(connection, query, step, cursor)["meta"].get(f"{step}Cursor")
            after = [processor_seconds(process) for process in processes]
        return [(end - begin) * 1000 / MEASURED for begin, end in zip(before, after)]


class PagingOnPostgresTest(PagingTest):
    database = "PostgreSQL"

    @classmethod
    def start_database(cls):
        cluster = PostgresServer().__enter__()
        return cluster, {"DATABASE_URL": cluster.url()}


if __name__ == "__main__":
    unittest.main()
