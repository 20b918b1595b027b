"""What one client may ask of the server: how dear, how long, how large, how often. Others are served meanwhile."""
import concurrent.futures
import pathlib
import tempfile
import unittest

from server import Server

SCHEMA = """
enum Role @roles { user @rateLimit(maxCost: 60000) patron @inherits(role: user) @rateLimit(limit: 40, window: "24h", maxCost: 900000000) }

type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ], when: "auth.id != null") {
  email: Email! @unique
  name: String!
  role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('patron')")
  papers: [Paper!]!
}

type Paper @resource
  @allow(ops: [READ], when: "auth.id != null")
  @allow(ops: [CREATE], when: "owner == auth.id") {
  body: String!
  owner: User! @owner
}

type Vote @resource @rateLimit(limit: 5, window: "24h", ops: [CREATE])
  @allow(ops: [READ], when: "owner == auth.id")
  @allow(ops: [CREATE], when: "owner == auth.id") {
  choice: Int!
  owner: User! @owner
}
"""
OFF = {"TENON_LOG_LEVEL": "warning", "TENON_RATE_LIMIT": "off", "TENON_RATE_LIMIT_ADDRESS": "off"}
EVERYTHING = "/api/v1/papers?limit=100&include=owner.papers.owner.papers&limit[owner.papers]=100&limit[owner.papers.owner.papers]=100"
# A page whose answer is empty and whose last level looks at each paper for each of ten thousand.
SEARCHING = EVERYTHING + "&fields=id&fields[owner]=id&fields[owner.papers]=id&fields[owner.papers.owner]=id&filter[owner.papers.owner.papers]=(body[contains]=zzz)"


def graphql(server, query, token, accept="application/graphql-response+json"):
    return server.post("/graphql", {"query": query}, token, headers={"Accept": accept})


class LimitsCase(unittest.TestCase):
    environment = OFF

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tenon-schema-")
        cls.addClassCleanup(cls.folder.cleanup)
        schema = pathlib.Path(cls.folder.name) / "schema.graphql"
        schema.write_text(SCHEMA)
        cls.server = Server(schema, cls.environment)
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__, None)
        cls.ann = cls.server.register("ann")["accessToken"]

    @classmethod
    def patron(cls, name):
        made = cls.server.run("user", "create", "--schema", cls.server.schema, "--email", f"{name}@example.org", "--name", name, "--role", "patron",
                              text="correct horse battery\n")
        assert made.returncode == 0, made
        return cls.server.post("/api/v1/auth/login", {"email": f"{name}@example.org", "password": "correct horse battery"}).json["data"]["accessToken"]

    def add_papers(self, count, size):
        for begin in range(0, count, 20):
            answer = self.server.post("/api/v1/papers?fields=id", [{"body": f"{begin + i} " + "x" * size} for i in range(min(20, count - begin))], self.ann)
            self.assertEqual(answer.status, 201, answer)


class PriceTest(LimitsCase):
    def test_the_price_is_in_a_header_and_the_same_on_both_entrances(self):
        rest = self.server.get("/api/v1/papers?limit=50&fields=id,body&include=owner&fields[owner]=name", self.ann)
        self.assertEqual(rest.status, 200, rest)
        self.assertGreater(int(rest.headers["x-request-cost"]), 100)
        same = graphql(self.server, "{ papers(first: 50) { nodes { id body owner { name } } } }", self.ann)
        self.assertEqual(same.headers["x-request-cost"], rest.headers["x-request-cost"])
        self.assertEqual(self.server.request("HEAD", "/api/v1/papers?limit=50&fields=id,body&include=owner&fields[owner]=name",
                                             token=self.ann).headers["x-request-cost"], rest.headers["x-request-cost"])
        made = self.server.post("/api/v1/papers", {"body": "x"}, self.ann)
        self.assertEqual(made.headers["x-request-cost"], "12")
        again = self.server.get(made.headers["location"], self.ann, headers={"If-None-Match": made.headers["etag"]})
        self.assertEqual((again.status, again.headers["x-request-cost"]), (304, "2"))

    def test_a_hundred_rows_on_each_level_are_too_dear(self):
        refused = self.server.get(EVERYTHING, self.ann)
        self.assertEqual(refused.status, 422, refused)
        error = refused.json["error"]
        self.assertEqual((error["code"], error["maxCost"]), ("TOO_EXPENSIVE", 60000))
        self.assertGreater(error["cost"], 1_000_000)
        problem = self.server.get(EVERYTHING, self.ann, headers={"Accept": "application/problem+json"})
        self.assertEqual((problem.json["code"], problem.json["cost"]), ("TOO_EXPENSIVE", error["cost"]))
        # Who has no rights to the rows sees the same, and nothing of them.
        other = self.server.get(EVERYTHING.replace("papers", "papers", 1), self.server.register("eve")["accessToken"])
        self.assertEqual(other.json["error"], error)
        self.assertEqual(self.server.get(EVERYTHING, self.patron("rich")).status, 200)

    def test_aliases_add_up(self):
        one = "papers(first: 100) { nodes { owner { papers(first: 100) { nodes { id body } } } } }"
        self.assertEqual(graphql(self.server, "{" + one + "}", self.ann).status, 200)
        refused = graphql(self.server, "{" + " ".join(f"a{i}: {one}" for i in range(6)) + "}", self.ann)
        self.assertEqual(refused.status, 422, refused)
        extensions = refused.json["errors"][0]["extensions"]
        self.assertEqual((extensions["code"], extensions["maxCost"]), ("TOO_EXPENSIVE", 60000))
        self.assertNotIn("data", refused.json)
        self.assertEqual(graphql(self.server, "{" + " ".join(f"a{i}: {one}" for i in range(6)) + "}", self.ann, "application/json").status, 200)

    def test_pages_far_back_cost_what_they_skip(self):
        self.assertEqual(self.server.get("/api/v1/papers?page=2&perPage=20", self.ann).status, 200)
        self.assertEqual(self.server.get("/api/v1/papers?page=10000000&perPage=100", self.ann).json["error"]["code"], "TOO_EXPENSIVE")


class RunTimeTest(LimitsCase):
    environment = {**OFF, "TENON_REQUEST_TIMEOUT_MS": "3600000", "TENON_THREADS": "1"}

    def test_what_takes_too_long_is_stopped_and_others_are_served(self):
        self.add_papers(900, 9000)
        patron = self.patron("slow")
        # Only now is there little time: on a slow machine to write the rows takes longer than to read them may.
        self.server.stop()
        self.server.environment["TENON_QUERY_TIMEOUT_MS"] = "1500"
        self.server.start()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            slow = [pool.submit(self.server.get, SEARCHING, patron) for _ in range(6)]
            quick = []
            while not all(each.done() for each in slow):
                quick.append(self.server.get("/api/v1/users?limit=1&fields=id", self.ann).status)
        for each in slow:
            answer = each.result()
            self.assertEqual(answer.status, 503, answer)
            self.assertEqual(answer.json["error"]["code"], "UNAVAILABLE")
            self.assertIn("retry-after", answer.headers)
        self.assertIn(200, quick)
        # On PostgreSQL short reads share connections with long ones, and one behind several may be told to come again.
        if not self.server.database:
            self.assertEqual(set(quick), {200})
        # The threads are free again: what is long and not too long finds one.
        long = self.server.get("/api/v1/papers?body[contains]=zzz&fields=id", self.ann)
        self.assertEqual((long.status, long.json["data"]), (200, []))


class SizeTest(LimitsCase):
    environment = {**OFF, "TENON_MAX_RESULT_BYTES": "300000"}

    def test_what_is_too_large_is_refused_whole(self):
        self.add_papers(100, 9000)
        refused = self.server.get("/api/v1/papers?limit=100", self.ann)
        self.assertEqual(refused.status, 422, str(refused)[:300])
        self.assertEqual((refused.json["error"]["code"], refused.json["error"]["maxBytes"]), ("TOO_EXPENSIVE", 300000))
        self.assertEqual(self.server.get("/api/v1/papers?limit=20", self.ann).status, 200)
        self.assertEqual(self.server.get("/api/v1/papers?limit=100&fields=id", self.ann).status, 200)
        inside = graphql(self.server, "{ papers(first: 100) { nodes { body } } users { nodes { id } } }", self.ann)
        self.assertEqual(inside.json["errors"][0]["extensions"], {"code": "TOO_EXPENSIVE", "maxBytes": 300000})


class DocumentTest(LimitsCase):
    environment = {**OFF, "TENON_GRAPHQL_MAX_TOKENS": "100"}

    def test_the_setting_bounds_tokens_and_half_as_many_fields(self):
        for names, told in ((49, None), (50, "51 fields, counting those of fragments wherever they are spread; at most 50"), (95, "96 fields"),
                            (96, "more that 100 tokens")):
            for token in (self.ann, None):
                answer = graphql(self.server, "{ __schema {" + " __typename" * names + " } }" if token is None else "{ me {" + " id" * names + " } }", token)
                with self.subTest(names=names, signed_in=token is not None):
                    if told is None:
                        self.assertEqual(answer.status, 200, answer)
                        continue
                    self.assertEqual(answer.status, 400, answer)
                    self.assertIn(told, answer.json["errors"][0]["message"])


class RateTest(LimitsCase):
    environment = {"TENON_LOG_LEVEL": "warning", "TENON_RATE_LIMIT": "30/24h", "TENON_RATE_LIMIT_ADDRESS": "500/24h",
                   "TENON_TRUSTED_PROXIES": "127.0.0.1"}

    def test_callers_and_addresses_are_counted(self):
        first = self.server.get("/api/v1/papers", self.ann)
        self.assertEqual(first.status, 200)
        self.assertRegex(first.headers["ratelimit-policy"], r'^"address";q=500;w=86400, "default";q=30;w=86400$')
        self.assertRegex(first.headers["ratelimit"], r'^"address";r=\d+;t=\d+, "default";r=\d+;t=\d+$')
        patron = self.patron("pat")
        self.assertIn('"patron";q=40;w=86400', self.server.get("/api/v1/papers", patron).headers["ratelimit-policy"])
        statuses = [self.server.get("/api/v1/papers", self.ann).status for _ in range(35)]
        self.assertIn(429, statuses)
        self.assertLessEqual(statuses.count(200), 30)
        for refused in (self.server.get("/api/v1/papers", self.ann), graphql(self.server, "{ papers { nodes { id } } }", self.ann),
                        self.server.get("/api/v1/auth/me", self.ann)):
            self.assertEqual(refused.status, 429, refused)
            self.assertGreater(int(refused.headers["retry-after"]), 0)
            self.assertIn('"default";r=0', refused.headers["ratelimit"])
        self.assertEqual(self.server.get("/api/v1/papers", patron).status, 200)

    def test_bad_tokens_exhaust_the_address_and_the_header_of_a_client_does_not_help(self):
        def ask(path="/api/v1/papers", forwarded="203.0.113.7", token="x.y.z"):
            return self.server.get(path, token, headers={"X-Forwarded-For": forwarded}).status

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            statuses = list(pool.map(lambda number: ask(token=f"x.{number}.z"), range(520)))
        self.assertEqual(statuses.count(401), 500)
        self.assertEqual(statuses.count(429), 20)
        self.assertEqual(ask(forwarded="198.51.100.1, 203.0.113.7"), 429)
        self.assertEqual(ask("/api/v1/auth/me"), 429)
        self.assertEqual(ask("/nowhere"), 429)
        self.assertEqual(ask("/livez"), 200)
        self.assertEqual(ask(forwarded="203.0.113.8"), 401)

    def test_a_types_limit_counts_rows_and_fields(self):
        token = self.server.register("voter")["accessToken"]
        self.assertEqual(self.server.post("/api/v1/votes", [{"choice": 1}, {"choice": 2}], token).status, 201)
        answer = graphql(self.server, "mutation {" + " ".join(f"a{i}: createVote(input: {{choice: {i}}}) {{ vote {{ id }} }}" for i in range(5)) + "}", token)
        failed = [error["extensions"] for error in answer.json["errors"]]
        self.assertEqual([each["code"] for each in failed], ["TOO_MANY_REQUESTS"], answer)
        self.assertGreater(failed[0]["retryAfter"], 0)
        refused = self.server.post("/api/v1/votes", {"choice": 9}, token)
        self.assertEqual(refused.status, 429)
        self.assertIn('"Vote.create";q=5;w=86400', refused.headers["ratelimit-policy"])
        self.assertEqual(self.server.get("/api/v1/votes", token).json["data"].__len__(), 5)


if __name__ == "__main__":
    unittest.main()
