"""Migrations as `tenon migrate new` writes them: from an edit of the schema to rows that are still there."""
import pathlib
import unittest

from test_migrate import Project

START = """enum Mood { good bad odd }
type Author @resource @public(ops: [READ, CREATE]) @waive(lint: "open-write", reason: "a test") {
  name: String! @unique
  notes: [Note!]!
}
type Note @resource @search(fields: ["text"]) @public(ops: [READ, CREATE]) @waive(lint: "open-write", reason: "a test") {
  text: String!
  mood: Mood
  views: Int
  author: Author
}
"""


class MigrateNewTest(unittest.TestCase):
    def setUp(self):
        self.project = Project(START)
        self.addCleanup(self.project.own_folder.cleanup)
        self.assertIn("Wrote migrations/0001_start", self.project.run("migrate", "new", "start"))
        self.project.run("migrate", "up")

    def edit(self, before, after):
        text = self.project.schema.read_text()
        self.assertIn(before, text)
        self.project.schema.write_text(text.replace(before, after))

    def test_nothing_changed_writes_nothing(self):
        self.edit("type Note", '"Words about it"\ntype Note')
        self.assertIn("Nothing to migrate", self.project.run("migrate", "new", "again"))
        self.assertEqual([path.name for path in (self.project.folder / "migrations").iterdir()], ["0001_start"])

    def test_rows_live_through_renames_types_and_back(self):
        project = self.project
        with project.serve() as server:
            author = server.request("POST", "/api/v1/authors", {"name": "Ada"}).json["data"]["id"]
            for views in (1, 2):
                answer = server.request("POST", "/api/v1/notes", {"text": f"note {views}", "views": views, "mood": "odd", "author": author})
                self.assertEqual(answer.status, 201)
        self.edit("text: String!", 'body: String! @was(name: "text")')
        self.edit('fields: ["text"]', 'fields: ["body"]')
        self.edit("views: Int", "views: String\n  live: Boolean! @default(value: true)")
        self.edit("author: Author", "author: [Author!]!")
        told = project.run("migrate", "new", "rework")
        self.assertIn("renames column text to body", told)
        self.assertIn("may now", told)
        project.run("migrate", "up")
        self.assertEqual(project.rows("SELECT body, views, live, mood FROM notes ORDER BY body"), [("note 1", "1", 1, "odd"), ("note 2", "2", 1, "odd")])
        self.assertEqual(project.rows("SELECT count(*) FROM author_notes"), [(2,)])
        with project.serve() as server:
            self.assertEqual(len(server.request("GET", "/api/v1/notes?search=note").json["data"]), 2)
        self.assertIn("values of 2 rows", project.run("migrate", "down", expect=1), "texts need not be numbers")
        project.run("migrate", "down", "--allow-data-loss")
        self.assertEqual(project.rows("SELECT text, views, author_id IS NULL FROM notes ORDER BY text"), [("note 1", 1, 0), ("note 2", 2, 0)])

    def test_what_would_be_lost_is_asked_for(self):
        project = self.project
        with project.serve() as server:
            server.request("POST", "/api/v1/notes", {"text": "a", "mood": "bad"})
        self.edit("  mood: Mood\n", "")
        told = project.run("migrate", "new", "no_mood", expect=1)
        self.assertIn("column mood of notes: values of 1 row", told)
        self.assertIn("Nothing was written", told)
        self.assertFalse((project.folder / "migrations" / "0002_no_mood").exists())
        project.run("migrate", "new", "no_mood", "--allow-data-loss")
        project.run("migrate", "up")
        self.assertEqual(project.rows("SELECT text FROM notes"), [("a",)])

    def test_what_nobody_can_know_is_refused(self):
        self.edit("views: Int", "views: Int!")
        self.assertIn("Give it a @default", self.project.run("migrate", "new", "views", expect=1))
        self.assertIn("Wrote", self.project.run("migrate", "new", "views", "--assume-filled"))

    def test_narrower_limits_are_proven_on_rows_that_keep_them(self):
        project = self.project
        self.edit("views: Int", "views: Int @range(min: 0, max: 5)")
        self.edit("good bad odd", "good bad")
        self.assertIn("up, down and up again hold", project.run("migrate", "new", "narrow"))

    def test_rules_alone_are_a_migration_too(self):
        project = self.project
        self.edit("@public(ops: [READ, CREATE]) @waive(lint: \"open-write\", reason: \"a test\") {\n  text", "@public(ops: [READ]) {\n  text")
        told = project.run("migrate", "new", "closed")
        self.assertIn("Only rules change", told)
        self.assertIn("may no longer create Note", told)
        self.assertIn("-- Nothing to do.", pathlib.Path(project.folder, "migrations/0002_closed/up.sqlite.sql").read_text())
        self.assertIn("0002_closed applied", project.run("migrate", "up"))


if __name__ == "__main__":
    unittest.main()
