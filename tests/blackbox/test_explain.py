"""`tenon explain` tells what the server does: its status, its rules, who may read a row, and which index is missing; and it writes nothing."""
import json
import pathlib
import random
import tempfile
import unittest
import urllib.parse

from server import Server

SCHEMA = """
enum Role @roles { user moderator @inherits(role: user) admin @inherits(role: moderator) }

type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ, UPDATE], when: "id == auth.id") {
  email: Email! @unique
  name: String!
  role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('admin')")
  team: String @index
  "Nobody but administrators may see it, not even who it is about."
  grade: String @allow(ops: [READ], when: "auth.is('admin')")
  pin: String @writeOnly
}

type Post @resource INDEXES
  @allow(ops: [READ], when: "published || author == auth.id")
  @allow(ops: [READ], when: "auth.is('moderator') || team == auth.claims.team")
  @allow(ops: [READ], when: "grade == auth.claims.grade")
  @deny(ops: [READ], when: "hidden && !auth.is('admin')")
  @allow(ops: [CREATE, UPDATE, DELETE], when: "author == auth.id")
  @deny(ops: [DELETE], when: "published") {
  title: String! @length(min: 1, max: 40)
  code: String @unique
  rank: Int! @default(value: 0)
  published: Boolean! @default(value: false)
  hidden: Boolean! @default(value: false)
  team: String @index
  grade: String @index @default(value: "none")
  secret: String @writeOnly
  author: User! @owner
  notes: [Note!]!
}

type Note @resource
  @allow(ops: [READ], when: "can(READ, post)")
  @allow(ops: [CREATE], when: "author == auth.id && can(READ, post)") {
  post: Post!
  author: User! @owner
  body: String!
}
"""
PASSWORD = "correct horse battery"


def write_schema(folder, indexes=""):
    path = pathlib.Path(folder, "schema.graphql")
    path.write_text(SCHEMA.replace("INDEXES", indexes))
    return path


class House:
    """A server with accounts and posts."""

    def __init__(self, indexes="", posts=12):
        self.folder = tempfile.TemporaryDirectory(prefix="tenon-schema-")
        self.server = Server(write_schema(self.folder.name, indexes), {"TENON_LOG_LEVEL": "warning"}).start()
        dice = random.Random(7)
        self.tokens, self.ids = {}, {}
        for number, role in enumerate(["user", "user", "user", "user", "moderator", "admin"]):
            name = f"{role}{number}"
            fields = {"email": f"{name}@example.org", "name": name, "team": dice.choice(["red", "blue"]), "grade": dice.choice(["A", "B"]), "pin": "pin-7391"}
            words = [word for key, value in fields.items() for word in (f"--{key}", value)]
            made = self.server.run("user", "create", "--schema", str(self.server.schema), "--role", role, *words, text=PASSWORD + "\n")
            if made.returncode != 0:
                raise AssertionError(made.stderr)
            signed_in = self.server.post("/api/v1/auth/login", {"email": fields["email"], "password": PASSWORD}).json["data"]
            self.tokens[name], self.ids[name] = signed_in["accessToken"], signed_in["user"]["id"]
        self.posts = []
        for number in range(posts):
            author = dice.choice(list(self.tokens))
            row = {"title": f"Post {number}", "code": f"code-{number}", "rank": dice.randrange(3), "published": dice.random() < 0.4,
                   "hidden": dice.random() < 0.3, "team": dice.choice(["red", "blue", None]), "grade": dice.choice(["A", "none", "none"]),
                   "secret": "cellar-key-5"}
            answer = self.server.post("/api/v1/posts", row, self.tokens[author])
            if answer.status != 201:
                raise AssertionError(answer)
            self.posts.append({**row, "id": answer.json["data"]["id"], "author": author})

    def close(self):
        self.server.__exit__(None)
        self.folder.cleanup()

    def explain(self, request, *words, as_=None, expect=None):
        """What the command prints as JSON; with `expect` as text."""
        caller = ["--anonymous"] if as_ is None else ["--as", f"{as_}@example.org"]
        done = self.server.run("explain", request, *caller, *words, *([] if expect == "text" else ["--json"]), "--schema", str(self.server.schema))
        if done.returncode not in (0, 1) or not done.stdout:
            raise AssertionError(f"{request}: {done.returncode} {done.stdout}{done.stderr}")
        return done.stdout if expect == "text" else json.loads(done.stdout)

    def ask(self, request, body=None, as_=None):
        method, path = request.split(" ", 1)
        return self.server.request(method, path, body, self.tokens.get(as_))

    def state(self):
        """Every post as the administrator finds it, with its version; posts that only others see too."""
        return self.server.run("export", "Post", "--schema", str(self.server.schema)).stdout

    def a_post(self, **wanted):
        return next(post for post in self.posts if all(post[key] == value for key, value in wanted.items()))


class ExplainTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def test_who_may_read_a_row_is_who_gets_it(self):
        answers = set()
        for post in self.house.posts[:6]:
            who = self.house.explain("GET /api/v1/posts", "--who", post["id"])["who"]
            told = {account["login"].split("@")[0] for account in who["accounts"]}
            gets = {name for name in self.house.tokens if self.house.ask(f"GET /api/v1/posts/{post['id']}", as_=name).status == 200}
            self.assertEqual(told, gets, post)
            self.assertTrue(all(account["because"] for account in who["accounts"]))
            kinds = {kind["name"]: kind for kind in who["kinds"]}
            stranger = self.house.ask(f"GET /api/v1/posts/{post['id']}").status == 200
            self.assertEqual(kinds["anonymous"]["onRow"], stranger)
            self.assertEqual(who["accountsAsked"], len(self.house.tokens))
            answers.add(len(gets))
        self.assertGreater(len(answers), 2, "the rows tell nothing apart")
        self.assertFalse(self.house.explain("GET /api/v1/posts", "--who", "00000000-0000-7000-8000-000000000000")["who"]["rowFound"])

    def test_it_answers_as_the_server_does_and_writes_nothing(self):
        # The one that will be deleted is none of those that other tests look at.
        own = self.house.posts[-1]
        hidden = self.house.a_post(hidden=True)
        published = self.house.a_post(published=True, hidden=False)
        body = {"title": "New", "code": "code-new"}
        asked = [("GET /api/v1/posts?title[startsWith]=Post&sort=-rank", None), ("GET /api/v1/posts?titel=x", None), ("GET /api/v1/posts?limit=1000", None),
                 (f"GET /api/v1/posts/{hidden['id']}", None), ("GET /api/v1/posts/aggregate?count&groupBy=rank", None), ("GET /api/v1/nothing", None),
                 ("PUT /api/v1/posts", {}), ("POST /api/v1/posts", {"title": ""}), ("POST /api/v1/posts", {"title": "Taken", "code": published["code"]}),
                 (f"PATCH /api/v1/posts/{hidden['id']}", {"rank": 9}), (f"PATCH /api/v1/posts/{published['id']}", {"rank": 9}),
                 (f"POST /api/v1/posts/{hidden['id']}/notes", {"body": "Into the dark"}), ("POST /api/v1/notes", {"post": published["id"], "body": "Seen"}),
                 ("POST /api/v1/notes", {"post": hidden["id"], "body": "Unseen"}), (f"DELETE /api/v1/posts/{published['id']}", None),
                 (f"GET /api/v1/users/{self.house.ids['user1']}/posts", None), ("POST /api/v1/posts", body), (f"DELETE /api/v1/posts/{own['id']}", None)]
        told = {}
        before = self.house.state()
        for caller in (None, own["author"]):
            for number, (request, sent) in enumerate(asked):
                words = ["--body", json.dumps(sent)] if sent is not None else []
                told[caller, number] = self.house.explain(request, *words, as_=caller)["outcome"]
        self.assertEqual(self.house.state(), before, "an explanation wrote")
        writes = 0
        for caller in (None, own["author"]):
            for number, (request, sent) in enumerate(asked):
                with self.subTest(f"{request} as {caller}"):
                    answer = self.house.ask(request, sent, caller)
                    outcome = told[caller, number]
                    self.assertEqual(outcome["status"], answer.status, answer)
                    if answer.status == 200 and request.startswith("GET "):
                        self.assertEqual(str(outcome["cost"]), answer.headers["x-request-cost"])
                    if answer.status >= 400:
                        self.assertEqual((outcome["code"], outcome["message"]), (answer.json["error"]["code"], answer.json["error"]["message"]))
                    writes += outcome["wouldWrite"]
        self.assertGreater(writes, 1)

    def test_the_rule_that_decided_is_named(self):
        post = self.house.a_post(published=True, hidden=False)
        caller = "user0" if post["author"] != "user0" else "user1"
        rules = self.house.explain(f"DELETE /api/v1/posts/{post['id']}", as_=caller)["rules"]
        read, delete = (next(rule for rule in rules if rule["operation"] == operation) for operation in ("read", "delete"))
        self.assertEqual((read["onRow"], delete["onRow"]), (True, False))
        self.assertEqual([(part["effect"], part["rule"], part["verdict"], part["onRow"]) for part in delete["parts"]],
                         [("allow", "author == auth.id", "sometimes", False), ("deny", "published", "sometimes", True)])
        self.assertEqual(delete["parts"][1]["condition"], "the post is published")
        for_admin = self.house.explain("GET /api/v1/posts", as_="admin5")["rules"][0]
        self.assertEqual(for_admin["verdict"], "always")

    def test_nothing_is_shown_that_the_caller_may_not_see(self):
        page = self.house.ask("GET /api/v1/posts?sort=title&limit=2", as_="admin5").json
        cursor = urllib.parse.quote(page["meta"]["nextCursor"])
        for form in ("text", None):
            shown = str(self.house.explain(f"GET /api/v1/posts?sort=title&limit=2&cursor={cursor}", as_="user0", expect=form))
            self.assertNotIn(page["data"][-1]["title"], shown)
            self.assertIn("(not shown)", shown)
            self.assertIn(self.house.ids["user0"], shown)
            shown = str(self.house.explain("POST /api/v1/posts", "--body", json.dumps({"title": "x", "secret": "cellar-key-6"}), as_="user0", expect=form))
            self.assertNotIn("cellar-key", shown)
            self.assertNotIn("pin-7391", shown)
        # Its own team it may read; its grade only administrators may.
        parameters = {parameter.get("origin", ""): parameter["value"]
                      for statement in self.house.explain("GET /api/v1/posts", as_="user0")["statements"] for parameter in statement["parameters"]}
        self.assertIn(parameters["auth.claims.team"], ('"red"', '"blue"'))
        self.assertEqual(parameters["auth.claims.grade"], "(not shown)")

    def test_plan_and_rules_in_words(self):
        text = self.house.explain("GET /api/v1/posts?published=true&sort=-rank,title&fields=id,title&include=author&limit=5", as_="user0", expect="text")
        for line in ("as user0@example.org, roles user", "The server answers 200.", "  reads    a list of Post: id, title", "  filter   published is true",
                     "  sort     rank descending, title, id", "  page     5 rows from the start", "  include  author: the User: id, email, name, role, team",
                     "    @allow published || author == auth.id", "    @deny  hidden && !auth.is('admin')", "  READ User: where the user is the caller",
                     "Indexes"):
            self.assertIn(line, text)
        self.assertNotIn("\x1b", text)

    def test_bad_command_lines(self):
        for words in (["GET"], ["FETCH /api/v1/posts"], ["GET api/v1/posts"], ["GET /api/v1/posts", "--as", "x", "--anonymous"], ["GET /api/v1/posts", "more"]):
            with self.subTest(words):
                self.assertEqual(self.house.server.run("explain", *words, "--schema", str(self.house.server.schema)).returncode, 2)
        unknown = self.house.server.run("explain", "GET /api/v1/posts", "--as", "nobody@example.org", "--schema", str(self.house.server.schema))
        self.assertEqual((unknown.returncode, unknown.stdout), (1, ""))
        self.assertIn('no account signs in as "nobody@example.org"', unknown.stderr)


class MissingIndexTest(unittest.TestCase):
    REQUESTS = {"published=true&sort=rank": 'add @index(fields: ["published", "rank"]) to Post', "sort=-rank": 'add @index(fields: ["rank"]) to Post',
                "rank[gte]=1": 'add @index(fields: ["rank"]) to Post', "code=code-1&sort=rank": None, "sort=id": None, "author=ID": None}

    def advice(self, house):
        return {query: [found["advice"] for found in house.explain("GET /api/v1/posts?" + query.replace("ID", house.ids["user0"]), as_="admin5")["indexes"]]
                for query in self.REQUESTS}

    def test_a_missing_index_is_named_and_the_advice_helps(self):
        house = House(posts=3)
        self.addCleanup(house.close)
        self.assertEqual(self.advice(house), {query: [advice] if advice else [] for query, advice in self.REQUESTS.items()})
        indexed = House('@index(fields: ["published", "rank"]) @index(fields: ["rank"])', posts=3)
        self.addCleanup(indexed.close)
        self.assertEqual(self.advice(indexed), {query: [] for query in self.REQUESTS})

    def test_a_page_from_a_cursor_is_sought_in_the_index_and_not_sorted(self):
        house = House('@index(fields: ["rank"])', posts=8)
        self.addCleanup(house.close)
        for sort in ("", "&sort=rank", "&sort=-rank"):
            page = house.ask(f"GET /api/v1/posts?limit=2{sort}", as_="admin5").json
            cursor = urllib.parse.quote(page["meta"]["nextCursor"])
            told = house.explain(f"GET /api/v1/posts?limit=2{sort}&cursor={cursor}", as_="admin5")
            plan = "\n".join(told["statements"][0]["plan"])
            with self.subTest(sort):
                self.assertEqual(told["indexes"], [])
                if house.server.database:
                    continue  # PostgreSQL's own choice depends on how small the table is
                key = '("rank","id")' if sort else "id"
                self.assertRegex(plan.replace('"', ""), "SEARCH t0 USING INDEX \\S+ \\(" + ("\\(rank,id\\)[<>]" if sort else "id>"), key)
                self.assertNotIn("TEMP B-TREE", plan)


if __name__ == "__main__":
    unittest.main()
