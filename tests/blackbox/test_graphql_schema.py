"""`tenon graphql-schema` prints what a caller of each class is served, and nothing else on standard output."""
import subprocess
import tempfile
import unittest

from server import BINARY, ROOT

BLOG = ROOT / "examples/blog/schema.graphql"


def run(*words):
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([BINARY, "graphql-schema", "--schema", BLOG, *words], cwd=folder, capture_output=True, text=True, timeout=60)


class GraphqlSchemaTest(unittest.TestCase):
    def printed(self, *words):
        done = run(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_prints_the_widest_view_unless_told_otherwise(self):
        text = self.printed()
        self.assertIn("type Post implements Node {", text)
        self.assertIn("createTag(", text)

    def test_prints_less_for_a_role_that_may_less(self):
        user = self.printed("--as-role", "user")
        self.assertIn("createPost(", user)
        self.assertNotIn("createTag(", user)
        self.assertIn("createTag(", self.printed("--as-role", "moderator"))
        self.assertNotIn("role: Role", user.split("input UpdateUserInput {")[1].split("}")[0])

    def test_prints_for_the_anonymous_only_what_is_public(self):
        text = self.printed("--anonymous")
        self.assertIn("type Tag implements Node {", text)
        for hidden in ("type Post", "type User", "type Mutation", "Role"):
            self.assertNotIn(hidden, text)

    def test_refuses_a_role_that_is_not_there(self):
        done = run("--as-role", "moderatr")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "")
        self.assertIn('Did you mean "moderator"?', done.stderr)
        self.assertEqual(run("--as-role", "user", "--anonymous").returncode, 2)


if __name__ == "__main__":
    unittest.main()
