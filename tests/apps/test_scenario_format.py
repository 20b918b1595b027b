"""The scenario format itself: that it reads what it should, and that a comparison which should fail does."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import scenario  # noqa: E402

TEXT = """
# A comment.
## first
owner POST /posts {"title": "A"} -> 201
  > If-Match: "x"
  < ETag: "?tag"
  {"data": {"id": "?post"}}
each GET /posts/$post
  before owner GET /posts -> 200
  guest 404, owner 200
## second
guest GET @/livez -> 200
"""


class FormatTest(unittest.TestCase):
    def test_a_file_is_scenarios_of_steps(self):
        first, second = scenario.parse(TEXT)
        call, table = first.steps
        self.assertEqual((call.caller, call.method, call.path, call.body, call.status), ("owner", "POST", "/posts", '{"title": "A"}', 201))
        self.assertEqual(call.headers, [("If-Match", '"x"')])
        self.assertEqual(call.expected_headers, [("ETag", '"?tag"')])
        self.assertEqual(call.expected, {"data": {"id": "?post"}})
        self.assertEqual(table.cells, [("guest", 404), ("owner", 200)])
        self.assertEqual(table.before[0].path, "/posts")
        self.assertEqual(second.steps[0].path, "@/livez")

    def test_callers_are_made_in_order(self):
        owner, call, admin = scenario.parse_callers('owner {"name": "O"}\nowner POST /teams {"name": "T"} -> 201\nadmin role admin {"team": "$team"}\n')
        self.assertEqual(owner, scenario.Caller("owner", None, '{"name": "O"}'))
        self.assertEqual((call.method, call.status), ("POST", 201))
        self.assertEqual(admin, scenario.Caller("admin", "admin", '{"team": "$team"}'))
        with self.assertRaises(scenario.Malformed):
            scenario.parse_callers("owner is nobody")

    def test_what_says_nothing_is_malformed(self):
        for text in ["guest GET / -> 200", "## t\nguest FETCH / -> 200", "## t\nguest GET /", "## t\nguest GET / -> ok", "## t\neach GET /",
                     "## t\nguest GET / -> 200 {nonsense", "## t\neach GET /\n  guest"]:
            with self.subTest(text), self.assertRaises(scenario.Malformed):
                scenario.parse(text)

    def test_objects_may_have_more_and_the_rest_is_exact(self):
        self.assertEqual(scenario.compare({"a": 1}, {"a": 1, "b": 2}, {}), [])
        for expected, actual in [({"a": 1}, {}), ({"a": 1}, {"a": 2}), ({"a": 1}, {"a": True}), ([1], [1, 2]), ([], None), ({"a": "<absent>"}, {"a": None}),
                                 ("<any>", None), ("<2 elements>", [1]), ("<has x>", "abc"), ("text", "other"), ({}, []), (None, 0)]:
            with self.subTest(expected=expected, actual=actual):
                self.assertTrue(scenario.compare(expected, actual, {}))

    def test_variables_are_taken_and_put_in(self):
        variables = {"owner": "o-1", "own": "wrong"}
        self.assertEqual(scenario.compare({"id": "?post", "author": "$owner"}, {"id": "p-1", "author": "o-1"}, variables), [])
        self.assertEqual(variables["post"], "p-1")
        self.assertEqual(scenario.fill("/posts/$post?author=$owner", variables), "/posts/p-1?author=o-1")


if __name__ == "__main__":
    unittest.main()
