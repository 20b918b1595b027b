"""Several writes in one request, and rows nested in rows, against the real binary: all of it or nothing, and nothing that a request of its own
may not."""
import json
import pathlib
import tempfile
import unittest

from server import Server

SCHEMA = """
enum Role @roles { user admin @inherits(role: user) }

type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ], when: "auth.id != null") @allow(ops: [UPDATE], when: "id == auth.id") {
  email: Email! @unique
  name: String!
  role: Role! @default(value: user) @readOnly
  posts: [Post!]!
}

type Post @resource
  @allow(ops: [READ], when: "published || author == auth.id")
  @allow(ops: [CREATE, UPDATE, DELETE], when: "author == auth.id") {
  title: String! @length(min: 1, max: 200)
  slug: String @unique
  published: Boolean! @default(value: false)
  pinned: Boolean! @default(value: false) @allow(ops: [CREATE, UPDATE], when: "auth.is('admin')")
  extra: JSON
  secret: String @allow(ops: [READ], when: "auth.is('admin')")
  author: User! @owner
  topic: Topic
  tags: [Tag!]!
  comments: [Comment!]!
}

type Comment @resource
  @allow(ops: [READ], when: "can(READ, post)")
  @allow(ops: [CREATE], when: "author == auth.id && can(READ, post)")
  @allow(ops: [DELETE], when: "author == auth.id") {
  text: String! @length(min: 1, max: 100)
  post: Post! @relation(onDelete: CASCADE)
  author: User! @owner
}

"Its keys are the database's to give."
type Topic @resource @public(ops: [READ]) @allow(ops: [CREATE], when: "auth.id != null") {
  id: BigInt!
  name: String! @unique
  posts: [Post!]!
}

type Tag @resource @public(ops: [READ]) @allow(ops: [CREATE], when: "auth.id != null") {
  name: String! @unique
  posts: [Post!]!
}
"""
UNKNOWN = "019bc0e4-7d40-7000-8000-00000000dead"


class WritesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tenon-test-")
        schema = pathlib.Path(cls.folder.name) / "schema.graphql"
        schema.write_text(SCHEMA)
        cls.server = Server(schema, {"TENON_LOG_LEVEL": "warning"})
        cls.server.start()
        cls.ann = cls.server.register("ann")["accessToken"]
        cls.bob = cls.server.register("bob")["accessToken"]

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None)
        cls.folder.cleanup()

    def batch(self, operations, token=None, headers=None, expect=200):
        answer = self.server.post("/api/v1/batch", {"operations": operations}, self.ann if token is None else token, headers=headers)
        self.assertEqual(answer.status, expect, answer)
        return answer.json

    def faults(self, answer):
        return [(each["field"], each["code"]) for each in answer["error"]["details"]]

    def count(self, resource, token=None):
        return self.server.get(f"/api/v1/{resource}?page=1&perPage=1", token or self.ann).json["meta"]["total"]


def create(resource, body, **more):
    return {"method": "POST", "path": f"/api/v1/{resource}", "body": body, **more}


class BatchTest(WritesTest):
    def test_results_come_in_order_as_of_requests_of_their_own(self):
        posted = self.server.post("/api/v1/posts", {"title": "before"}, self.ann)
        path = posted.headers["location"]
        results = self.batch([
            create("tags?fields=name", {"name": "ordered"}),
            {"method": "PATCH", "path": path + "?fields=title", "body": {"title": "after"}, "ifMatch": posted.headers["etag"]},
            create("comments", [{"text": "a", "post": path[-36:]}, {"text": "b", "post": path[-36:]}]),
            {"method": "DELETE", "path": path},
        ])["data"]
        self.assertEqual([each["status"] for each in results], [201, 200, 201, 204])
        self.assertEqual(results[0]["data"], {"name": "ordered"})
        self.assertTrue(results[0]["location"].startswith("/api/v1/tags/"))
        self.assertRegex(results[0]["etag"], '^".+"$')
        self.assertEqual(results[1]["data"], {"title": "after"})
        self.assertNotIn("location", results[1])
        self.assertEqual([row["text"] for row in results[2]["data"]], ["a", "b"])
        self.assertEqual(results[3], {"status": 204})
        self.assertEqual(self.server.get(path, self.ann).status, 404)

    def test_a_batch_costs_what_its_operations_cost(self):
        body = {"title": "Priced"}
        one = int(self.server.post("/api/v1/posts", body, self.ann).headers["x-request-cost"])
        self.assertGreater(one, 0)
        operations = [{"method": "POST", "path": "/api/v1/posts", "body": body}] * 3
        answer = self.server.post("/api/v1/batch", {"operations": operations}, self.ann)
        self.assertEqual((answer.status, answer.headers["x-request-cost"]), (200, str(3 * one)), answer)

    def test_rows_of_earlier_operations_are_named(self):
        results = self.batch([
            create("tags", {"name": "named"}, id="tag"),
            create("topics", {"name": "named"}, id="topic"),
            create("posts", {"title": "p", "published": True, "topic": {"$ref": "topic"}, "tags": [{"$ref": "tag"}],
                             "extra": {"$ref": "tag"}}, id="post"),
            create("posts/{post}/comments", {"text": "by path"}),
            create("comments", {"text": "by body", "post": {"$ref": "post"}}, id="comment"),
            {"method": "PATCH", "path": "/api/v1/posts/{post}", "body": {"title": "q"}},
            {"method": "DELETE", "path": "/api/v1/posts/{post}/tags/{tag}"},
            {"method": "PUT", "path": "/api/v1/posts/{post}/tags/{tag}"},
            {"method": "DELETE", "path": "/api/v1/comments/{comment}"},
        ])["data"]
        post = results[2]["data"]
        self.assertEqual(post["topic"], results[1]["data"]["id"])
        self.assertEqual(post["extra"], {"$ref": "tag"}, "inside a JSON field it is data")
        row = self.server.get(f"/api/v1/posts/{post['id']}?include=tags,comments", self.ann).json["data"]
        self.assertEqual((row["title"], [tag["name"] for tag in row["tags"]], [each["text"] for each in row["comments"]]), ("q", ["named"], ["by path"]))

    def test_any_failure_undoes_all_and_tells_its_place(self):
        before = self.count("posts"), self.count("tags")
        for operation, status, fault in (
                (create("posts", {"title": ""}), 422, ("operations.1.body.title", "length")),
                (create("posts", [{"title": "a"}, {"titel": "b"}]), 422, ("operations.1.body.1.titel", "unknown")),
                (create("posts", {"title": "a", "pinned": True}), 403, ("operations.1.body.pinned", "forbidden")),
                (create("posts?sort=title", {"title": "a"}), 400, ("operations.1.path.sort", "unknown")),
                (create("postz", {"title": "a"}), 422, ("operations.1.path", "not_found")),
                ({"method": "POST", "path": "/api/v1/posts"}, 422, ("operations.1.body", "required")),
                ({"method": "PATCH", "path": f"/api/v1/posts/{UNKNOWN}", "body": {"title": "a"}}, 404, ("operations.1", "not_found")),
                ({"method": "PATCH", "path": "/api/v1/posts/nonsense", "body": {"title": "a"}}, 404, ("operations.1", "not_found")),
                ({"method": "DELETE", "path": f"/api/v1/posts/{UNKNOWN}", "body": {}}, 422, ("operations.1.body", "not_taken")),
                (create("posts", {"title": "a"}, ifMatch='"1"'), 422, ("operations.1.ifMatch", "not_taken")),
                (create("tags", {"name": "undone"}), 409, ("operations.1.body.name", "unique"))):
            with self.subTest(operation=operation):
                answer = self.batch([create("tags", {"name": "undone"}), operation, create("posts", {"title": "late"})], expect=status)
                self.assertEqual(self.faults(answer)[0], fault)
        self.assertEqual((self.count("posts"), self.count("tags")), before)

    def test_a_version_that_is_gone_undoes_all(self):
        posted = self.server.post("/api/v1/posts", {"title": "versioned"}, self.ann)
        self.server.patch(posted.headers["location"], {"title": "newer"}, self.ann)
        answer = self.batch([create("tags", {"name": "versioned"}),
                             {"method": "PATCH", "path": posted.headers["location"], "body": {}, "ifMatch": posted.headers["etag"]}], expect=412)
        self.assertEqual(self.faults(answer), [("operations.1", "precondition_failed")])

    def test_references_go_back_and_to_rows_of_the_kind(self):
        for operations, fault in (
                ([create("posts", {"title": "a", "topic": {"$ref": "later"}}), create("topics", {"name": "a"}, id="later")],
                 ("operations.0.body.topic", "reference")),
                ([create("comments", {"text": "a", "post": {"$ref": "self"}}, id="self")], ("operations.0.body.post", "reference")),
                ([create("tags", {"name": "a"}, id="tag"), create("posts", {"title": "a", "topic": {"$ref": "tag"}})],
                 ("operations.1.body.topic", "reference")),
                ([create("tags", {"name": "a"}, id="tag"), {"method": "DELETE", "path": "/api/v1/posts/{tag}"}], ("operations.1.path", "reference")),
                ([{"method": "DELETE", "path": "/api/v1/posts/{nobody}"}], ("operations.0.path", "reference")),
                ([create("tags", [{"name": "a"}, {"name": "b"}], id="tags")], ("operations.0.id", "reference")),
                ([create("tags", {"name": "a"}, id="t"), create("posts", {"title": "a", "tags": [{"$ref": "t", "x": 1}]})],
                 ("operations.1.body.tags.0", "reference")),
                ([create("tags", {"name": "a"}, id="t"), create("posts", {"title": {"$ref": "t"}})], ("operations.1.body.title", "type")),
                ([create("tags", {"name": "a"}, id="t"), create("tags", {"name": "b"}, id="t")], ("operations.1.id", "unique"))):
            with self.subTest(operations=operations):
                self.assertEqual(self.faults(self.batch(operations, expect=422))[0], fault)
        alone = self.server.post("/api/v1/posts", {"title": "a", "topic": {"$ref": "x"}}, self.ann)
        self.assertEqual((alone.status, self.faults(alone.json)), (422, [("topic", "reference")]))

    def test_nothing_is_allowed_that_a_request_of_its_own_may_not(self):
        of_bob = self.server.post("/api/v1/posts", {"title": "bob's", "published": True}, self.bob)
        bobs, hidden = of_bob.headers["location"], self.server.post("/api/v1/posts", {"title": "hidden"}, self.bob).headers["location"]
        bob = self.server.get("/api/v1/auth/me", self.bob).json["data"]["id"]
        for operation, status in (({"method": "PATCH", "path": bobs, "body": {"title": "mine"}}, 403), ({"method": "DELETE", "path": bobs}, 403),
                                  ({"method": "DELETE", "path": hidden}, 404), (create("comments", {"text": "a", "post": hidden[-36:]}), 422),
                                  (create("posts", {"title": "a", "author": bob}), 422), (create("posts", {"title": "a", "id": UNKNOWN}), 422),
                                  (create("users", {"email": "x@example.org", "name": "x"}), 422),
                                  (create("auth/register", {"email": "x@example.org", "name": "x", "password": "correct horse battery"}), 422),
                                  (create("batch", {"operations": []}), 422), (create("../livez", {}), 422), (create("users/me", {}), 422),
                                  ({"method": "PATCH", "path": f"/api/v1/users/{bob}", "body": {"name": "x"}}, 403),
                                  ({"method": "GET", "path": "/api/v1/users"}, 422)):
            with self.subTest(operation=operation):
                self.batch([operation], expect=status)
        self.assertEqual(self.server.get(bobs, self.bob).json["data"]["title"], "bob's")

    def test_strangers_are_asked_who_they_are(self):
        self.batch([create("posts", {"title": "a"})], token="", expect=401)

    def test_large_batches(self):
        before = self.count("posts")
        full = [create("posts", {"title": f"large {number}"}) for number in range(100)]
        self.assertEqual(len(self.batch(full)["data"]), 100)
        self.batch(full + full[:1], expect=422)
        many = [create("posts", [{"title": "a"}] * 600), create("posts", [{"title": "a"}] * 401)]
        self.assertEqual(self.faults(self.batch(many, expect=422)), [("operations", "limit")])
        self.assertEqual(self.count("posts"), before + 100)

    def test_a_batch_is_done_once_for_its_key(self):
        headers = {"Idempotency-Key": "batch-1"}
        operations = [create("tags", {"name": "once"}, id="t"), create("posts", {"title": "once", "tags": [{"$ref": "t"}]})]
        first = self.server.post("/api/v1/batch", {"operations": operations}, self.ann, headers=headers)
        again = self.server.post("/api/v1/batch", {"operations": operations}, self.ann, headers=headers)
        self.assertEqual((first.status, again.status, first.body), (200, 200, again.body))
        self.assertEqual(again.headers["idempotency-replayed"], "true")

    def test_what_a_rule_withholds_is_named_with_its_place(self):
        answer = self.batch([create("tags", {"name": "masked"}), create("posts?fields=title,secret", {"title": "m", "secret": "s"})])
        self.assertEqual(answer["data"][1]["data"], {"title": "m", "secret": None})
        self.assertEqual(answer["meta"]["masked"], ["1.data.secret"])

    def test_other_bodies_and_parameters_are_refused(self):
        self.assertEqual(self.server.post("/api/v1/batch?x=1", {"operations": [create("tags", {"name": "q"})]}, self.ann).status, 400)
        self.assertEqual(self.server.post("/api/v1/batch", [], self.ann).status, 422)
        self.assertEqual(self.server.get("/api/v1/batch", self.ann).status, 405)


class NestedTest(WritesTest):
    def post(self, body, token=None):
        return self.server.post("/api/v1/posts", body, token or self.ann)

    def test_rows_of_every_kind_of_relation_are_created_with_the_row(self):
        tag = self.server.post("/api/v1/tags", {"name": "there"}, self.ann).json["data"]["id"]
        answer = self.post({"title": "whole", "published": True, "topic": {"name": "new topic"}, "comments": [{"text": "a"}, {"text": "b"}],
                            "tags": [{"name": "first"}, tag]})
        self.assertEqual(answer.status, 201, answer)
        row = self.server.get(answer.headers["location"] + "?include=topic,comments,tags", self.ann).json["data"]
        self.assertEqual(row["topic"]["name"], "new topic")
        self.assertEqual(sorted(each["text"] for each in row["comments"]), ["a", "b"])
        self.assertEqual(sorted(each["name"] for each in row["tags"]), ["first", "there"])
        self.assertEqual({each["author"] for each in row["comments"]}, {row["author"]})
        self.assertEqual(answer.headers["etag"], self.server.get(answer.headers["location"], self.ann).headers["etag"])

    def test_in_the_nested_form_and_in_a_batch_too(self):
        topic = self.server.post("/api/v1/topics", {"name": "of posts", "posts": [{"title": "in topic", "comments": [{"text": "deep"}]}]}, self.ann)
        self.assertEqual(topic.status, 201, topic)
        path = f"{topic.headers['location']}/posts"
        self.assertEqual(self.server.post(path, {"title": "second", "comments": [{"text": "x"}]}, self.ann).status, 201)
        rows = self.server.get(path + "?include=comments", self.ann).json["data"]
        self.assertEqual(sorted((row["title"], row["comments"][0]["text"]) for row in rows), [("in topic", "deep"), ("second", "x")])
        self.batch([create("posts", {"title": "b", "comments": [{"text": "y"}]}, id="p"), create("posts/{p}/comments", {"text": "z"})])

    def test_faults_tell_their_path_and_nothing_is_stored(self):
        before = self.count("posts"), self.count("comments"), self.count("tags")
        other = self.server.post("/api/v1/posts", {"title": "other", "published": True}, self.bob).json["data"]["id"]
        me = self.server.get("/api/v1/auth/me", self.bob).json["data"]["id"]
        for body, status, fault in (
                ({"comments": [{"text": "a"}, {"text": ""}]}, 422, ("comments.1.text", "length")),
                ({"comments": [{}]}, 422, ("comments.0.text", "required")),
                ({"comments": [{"text": "a", "post": other}]}, 422, ("comments.0.post", "read_only")),
                ({"comments": [{"text": "a", "author": me}]}, 422, ("comments.0.author", "read_only")),
                ({"comments": [{"text": "a", "id": UNKNOWN}]}, 422, ("comments.0.id", "read_only")),
                ({"comments": ["a"]}, 422, ("comments.0", "type")), ({"comments": {"text": "a"}}, 422, ("comments", "type")),
                ({"author": {"email": "x@example.org", "name": "x"}}, 422, ("author", "read_only")),
                ({"topic": {"nam": "x"}}, 422, ("topic.nam", "unknown")),
                ({"topic": {"name": "x", "posts": [{"title": "a", "pinned": True}]}}, 403, ("topic.posts.0.pinned", "forbidden")),
                ({"tags": [UNKNOWN, {"name": "new"}]}, 422, ("tags.0", "not_found")),
                ({"tags": [{"name": "x"}, {"name": "x"}]}, 409, ("tags.1.name", "unique")),
                ({"comments": [{"text": "a", "post": {"title": "b"}}]}, 422, ("comments.0.post", "read_only")),
                ({"topic": {"name": "d", "posts": [{"title": "d", "tags": [{"name": "d", "posts": [{"title": "d", "comments": [{"text": "d"}]}]}]}]}},
                 422, ("topic.posts.0.tags.0.posts.0.comments", "limit"))):
            with self.subTest(body=body):
                answer = self.post({"title": "t", **body})
                self.assertEqual((answer.status, self.faults(answer.json)[0]), (status, fault))
        many = self.post({"title": "t", "comments": [{"text": "a"}] * 1000})
        self.assertEqual((many.status, self.faults(many.json)), (422, [("", "limit")]))
        self.assertEqual((self.count("posts"), self.count("comments"), self.count("tags")), (before[0] + 1, before[1], before[2]))

    def test_changes_take_no_nested_rows(self):
        path = self.post({"title": "to change"}).headers["location"]
        for send in (self.server.patch, self.server.put):
            self.assertEqual(send(path, {"title": "t", "comments": [{"text": "a"}]}, self.ann).status, 422)
            self.assertEqual(send(path, {"title": "t", "topic": {"name": "a"}}, self.ann).status, 422)
            self.assertEqual(send(path, {"title": "t", "tags": [{"name": "a"}]}, self.ann).status, 422)

    def test_sign_up_takes_no_nested_rows(self):
        answer = self.server.post("/api/v1/auth/register", {"email": "n@example.org", "name": "n", "password": "correct horse battery",
                                                            "posts": [{"title": "a"}]})
        self.assertEqual((answer.status, self.faults(answer.json)), (422, [("posts", "read_only")]))

    def test_strangers_create_nothing_inside_either(self):
        self.assertEqual(self.server.post("/api/v1/topics", {"name": "stranger", "posts": [{"title": "a"}]}).status, 401)

    def test_a_key_makes_them_once(self):
        headers = {"Idempotency-Key": "nested-1"}
        body = {"title": "once", "comments": [{"text": "a"}]}
        first = self.server.post("/api/v1/posts", body, self.ann, headers=headers)
        again = self.server.post("/api/v1/posts", body, self.ann, headers=headers)
        self.assertEqual((first.status, first.body), (201, again.body))


if __name__ == "__main__":
    unittest.main()
