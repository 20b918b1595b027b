"""Whatever a client asks, in whatever mixture, is answered with a status of its own making: never a 500, never a closed connection.

Requests are made at random from the words that the REST interface knows and some that it does not. SEED and REQUESTS choose another run.
"""
import http.client
import json
import os
import pathlib
import random
import sys
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "blackbox"))

from server import Server  # noqa: E402

REQUESTS = int(os.environ.get("REQUESTS", "1500"))
# The same requests in each run; another SEED, others.
SEED = int(os.environ.get("SEED", "20260115"))
PASSWORD = "correct horse battery staple"

FIELDS = {
    "users": ["id", "email", "name", "role", "createdAt", "posts", "nonsense", "password"],
    "posts": ["id", "title", "body", "published", "views", "locked", "author", "tags", "comments", "createdAt", "updatedAt", "nonsense"],
    "comments": ["id", "post", "author", "body", "createdAt"],
    "tags": ["id", "name", "posts"],
    "todos": ["id", "title", "done", "owner"],
}
RELATIONS = {"posts": {"author": "users", "tags": "tags", "comments": "comments"}, "comments": {"post": "posts", "author": "users"},
             "users": {"posts": "posts"}, "tags": {"posts": "posts"}, "todos": {"owner": "users"}}
# Values and operators that fit, for the better half of the conditions.
FITTING = {"published": ["true", "false"], "locked": ["true"], "done": ["false"], "views": ["0", "1", "-5"], "role": ["user", "admin"], "email": ["m@example.org"],
           "createdAt": ["2026-01-01T00:00:00Z", "2100-01-01T00:00:00+02:00"], "updatedAt": ["2026-01-01T00:00:00.5Z"]}
ORDERED = ["eq", "ne", "lt", "lte", "gt", "gte", "in", "nin"]
FITTING_OPERATORS = {"published": ["eq", "ne", "isNull"], "locked": ["eq", "ne"], "done": ["ne"], "role": ["eq", "ne", "in", "nin"], "views": ORDERED, "createdAt": ORDERED,
                     "updatedAt": ORDERED}
OPERATORS = ["eq", "ne", "lt", "lte", "gt", "gte", "in", "nin", "contains", "startsWith", "endsWith", "isNull", "like", ""]
TEXTS = ["", "a", "true", "false", "null", "0", "-1", "3", "9223372036854775807", "9223372036854775808", "1e400", "NaN", "2026-01-01T00:00:00Z", "2026-02-30",
         "a,b", "a\\,b", "\\", "%", "_", "'", "\"", "' OR 1=1 --", "*", "AND OR NOT", "(", ")", "NEAR(a b)", "a*", "col:x", "^a", "\U0001f980", "\u0000",
         "x" * 300, "admin", "user", "[]", "{}", "-", "+1", ";", "ａ", "e\u0301"]
VALUES = [None, True, False, 0, -1, 1.5, 1e308, 2**63, 10**40, "", "a", [], {}, [None], [[]], {"a": 1}, "x" * 201, "\u0000", "\ud7ff", "Ⅷ"]


class Maker:
    """Random requests; `ids` are rows that exist."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.ids = ["0190a6b0-0000-7000-8000-00000000dead", "nonsense", "0", "%00", "..", "1"]
        self.cursors = ["abc", ""]

    def pick(self, things):
        return self.random.choice(things)

    def path(self, resource, depth=3):
        names = []
        while True:
            names.append(self.pick(FIELDS[resource]))
            resource = RELATIONS[resource].get(names[-1])
            if not resource or depth == 0 or self.random.random() < 0.4:
                return ".".join(names)
            depth -= 1

    def condition(self, resource):
        if self.random.random() < 0.6:
            return self.fitting_condition(resource)
        operator = self.pick(OPERATORS)
        return self.path(resource) + (f"[{operator}]" if self.random.random() < 0.6 else ""), self.text()

    def fitting_condition(self, resource):
        hops = []
        while RELATIONS[resource] and self.random.random() < 0.4 and len(hops) < 4:
            hops.append(self.pick(list(RELATIONS[resource])))
            resource = RELATIONS[resource][hops[-1]]
        field = self.pick([name for name in FIELDS[resource] if name not in ("nonsense", "password")])
        if field == "id" or field in RELATIONS[resource]:
            operator, value = self.pick(["eq", "ne", "in", "nin"]), self.pick(self.ids[6:] or self.ids)
        else:
            operator = self.pick(FITTING_OPERATORS.get(field, ORDERED + ["contains", "startsWith", "endsWith"]))
            value = self.pick(["true", "false"]) if operator == "isNull" else self.pick(FITTING.get(field, TEXTS))
        return ".".join([*hops, field]) + f"[{operator}]", value.replace("\0", "")

    def text(self):
        return self.pick(TEXTS + self.ids)

    def group(self, resource, depth=0):
        terms = []
        for _ in range(self.random.randint(0, 3)):
            if depth < 4 and self.random.random() < 0.3:
                terms.append(self.group(resource, depth + 1))
            else:
                name, value = self.condition(resource)
                terms.append(f"{name}=" + (f'"{value}"' if self.random.random() < 0.5 else value))
        return "(" + ",".join(terms) + ("" if self.random.random() < 0.05 else ")")

    def parameter(self, resource):
        kind = self.random.randrange(10)
        if kind < 4:
            return self.condition(resource)
        if kind == 4:
            return "or", self.group(resource)
        if kind == 5:
            return "sort", ",".join(self.pick(["", "-", "--"]) + self.path(resource, 0) for _ in range(self.random.randint(1, 6)))
        if kind == 6:
            return "include", ",".join(self.path(resource) for _ in range(self.random.randint(1, 4)))
        if kind == 7:
            return self.pick(["fields", "fields[author]", "fields[comments]"]), ",".join(self.path(resource, 0) for _ in range(self.random.randint(1, 4)))
        if kind == 8:
            return "search", self.text()
        return self.pick(["limit", "page", "perPage", "limit[comments]", "limit[tags]", "cursor", "sort[comments]"]), self.pick(["1", "2", "50", "-title"] + TEXTS + self.cursors)

    def target(self):
        resource = self.pick(list(FIELDS))
        target, asked = f"/api/v1/{resource}", resource
        if self.random.random() < 0.5:
            target += "/" + self.id()
            if self.random.random() < 0.4 and RELATIONS[resource]:
                relation = self.pick(list(RELATIONS[resource]))
                target, asked = f"{target}/{relation}", RELATIONS[resource][relation]
                if self.random.random() < 0.3:
                    target += "/" + self.id()
        parameters = [self.parameter(asked) for _ in range(self.random.choice([0, 0, 0, 1, 1, 1, 2, 3]))]
        return target + ("?" + urllib.parse.urlencode(parameters) if parameters else ""), asked

    def id(self):
        return urllib.parse.quote(self.pick(self.ids[6:] if self.random.random() < 0.8 else self.ids), safe="%")

    def method(self, target):
        if self.random.random() < 0.1:
            return self.pick(["GET", "POST", "PUT", "PATCH", "DELETE"])
        segments = target.partition("?")[0].count("/") - 2
        return self.pick([["GET", "GET", "POST"], ["GET", "GET", "PATCH", "PUT", "DELETE"], ["GET", "GET", "POST"], ["PUT", "PUT", "DELETE"]][segments - 1])

    def body(self, resource):
        if self.random.random() < 0.1:
            return self.pick(["", "{", "[]", "null", "3", '"x"', "[1,2]", '{"a":1,"a":2}', "[" * 200, "{}" * 2])
        rows = [self.row(resource) for _ in range(self.pick([1, 1, 1, 2, 5]))]
        return json.dumps(rows if len(rows) > 1 else rows[0])

    def row(self, resource):
        good = {"posts": {"title": "T", "body": "a b"}, "tags": {"name": f"t{self.random.randrange(10**6)}"}, "comments": {"body": "c", "post": self.pick(self.ids)},
                "todos": {"title": "x"}, "users": {"name": "n"}}[resource]
        row = dict(good) if self.random.random() < 0.7 else {}
        for _ in range(self.pick([0, 0, 0, 1, 2])):
            row[self.pick(FIELDS[resource])] = self.pick(VALUES + self.ids + [self.ids[-3:]])
        return row


class AnyRequestTest(unittest.TestCase):
    def test_every_request_has_an_answer_that_is_no_fault_of_the_server(self):
        print(f"seed {SEED}, {REQUESTS} requests")
        with Server(HERE / "blog/schema.graphql", {"TENON_LOG_LEVEL": "error"}) as server:
            self.attack(server, Maker(SEED))

    def attack(self, server, maker):
        made = server.run("user", "create", "--schema", server.schema, "--email", "m@example.org", "--name", "M", "--role", "moderator", text=PASSWORD + "\n")
        self.assertEqual(made.returncode, 0, made.stderr)
        moderator = server.post("/api/v1/auth/login", {"email": "m@example.org", "password": PASSWORD}).json["data"]
        user = server.register("user")
        maker.ids += [moderator["user"]["id"], user["user"]["id"]]
        tokens = [None] + [user["accessToken"], moderator["accessToken"]] * 3
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        statuses = {}
        for _ in range(REQUESTS):
            token = maker.pick(tokens)
            target, resource = maker.target()
            method = maker.method(target)
            body = maker.body(resource) if method in ("POST", "PUT", "PATCH") else None
            headers = {"Content-Type": "application/json"} if body is not None else {}
            if token:
                headers["Authorization"] = f"Bearer {token}"
            connection.request(method, target, body.encode("utf-8", "surrogatepass") if body is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read()
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
            self.assertLess(answer.status, 500, f"{method} {target}\n{body}\n{text!r}\n{server.logged()[-2000:]}")
            self.learn(maker, method, answer.status, text)
        connection.close()
        print(dict(sorted(statuses.items())))
        self.assertGreater(statuses.get(200, 0), REQUESTS // 20, "too few requests meant anything")

    def learn(self, maker, method, status, text):
        """Later requests use the rows that this one made, and its cursor."""
        if not text:
            return
        answer = json.loads(text)
        if status >= 400:
            self.assertLessEqual(len(answer["error"].get("details", [])), 100)
            return
        rows = answer["data"] if isinstance(answer["data"], list) else [answer["data"]]
        if method == "POST":
            maker.ids = maker.ids[:8] + (maker.ids[8:] + [row["id"] for row in rows if "id" in row])[-30:]
        if answer["meta"].get("nextCursor"):
            maker.cursors = (maker.cursors + [answer["meta"]["nextCursor"]])[-5:]


if __name__ == "__main__":
    unittest.main()
