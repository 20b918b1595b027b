"""The layer check fails on what it is there for: each test makes a small tree with one fault in it."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parent / "check_layers.py"
TREE = {
    "tools/layers.txt": "base:\nsql: base\ndb: base sql\nschema: base\nquery: base schema sql db\n",
    "tools/third_party.txt": "sqlite3.h: db/sqlite\ngtest/: *_test.cpp test_*.hpp\nfmt/: *\n",
    "src/base/text.hpp": "#include <string>\n#include <sys/random.h>\n#include <fmt/format.h>\n",
    "src/base/text_test.cpp": '#include "base/text.hpp"\n#include <gtest/gtest.h>\n',
    "src/sql/render.hpp": '#include "base/text.hpp"\n',
    "src/sql/CMakeLists.txt": "tenon_module(sql DEPENDS base)\n",
    "src/schema/model.hpp": '#include "base/text.hpp"\n',
    "src/db/sqlite/open.cpp": '#include <sqlite3.h>\n\n#include "sql/render.hpp"\n',
    "src/db/CMakeLists.txt": "tenon_module(db DEPENDS base sql LIBRARIES sqlite3 TEST_DEPENDS schema)\n",
    "src/schema/test_schema.hpp": "#include <gtest/gtest.h>\n",
    "src/db/open_test.cpp": '#include "schema/model.hpp"\n',
}


def check(changes):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**TREE, **changes}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        ran = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True)
        return ran.returncode, ran.stdout


class CheckLayers(unittest.TestCase):
    def refuses(self, changes, words):
        code, output = check(changes)
        self.assertEqual(code, 1, output)
        self.assertEqual(output.count("\n"), 1, output)
        self.assertIn(words, output)

    def test_accepts_what_the_tables_allow(self):
        self.assertEqual(check({}), (0, ""))

    def test_refuses_an_include_upwards(self):
        self.refuses({"src/base/text.cpp": '#include "sql/render.hpp"\n'}, "src/base/text.cpp:1: base must not include sql")

    def test_refuses_an_include_sideways_also_in_a_subfolder(self):
        self.refuses({"src/db/sqlite/row.cpp": '\n#  include "schema/model.hpp"\n'}, "src/db/sqlite/row.cpp:2: db must not include schema")

    def test_a_test_may_include_only_what_its_module_names_for_tests(self):
        self.refuses({"src/sql/render_test.cpp": '#include "schema/model.hpp"\n'}, "sql must not include schema")

    def test_refuses_a_link_that_is_not_in_the_table(self):
        self.refuses({"src/schema/CMakeLists.txt": "tenon_module(schema\n  DEPENDS base sql\n  LIBRARIES fmt)\n"}, "schema must not link sql")

    def test_refuses_a_third_party_header_outside_its_folder(self):
        self.refuses({"src/db/peek.cpp": "#include <sqlite3.h>\n"}, "<sqlite3.h> must not be included here")
        self.refuses({"src/sql/peek.cpp": "#include <gtest/gtest.h>\n"}, "<gtest/gtest.h> must not be included here")

    def test_refuses_a_third_party_header_without_a_row(self):
        self.refuses({"src/db/peek.cpp": "#include <libpq-fe.h>\n"}, "<libpq-fe.h> has no row")

    def test_refuses_includes_that_do_not_start_with_the_module(self):
        self.refuses({"src/db/peek.cpp": '#include "open.hpp"\n'}, "there is no src/open.hpp")

    def test_refuses_a_header_of_tests_in_the_product(self):
        self.refuses({"src/query/peek.cpp": '#include "schema/test_schema.hpp"\n'}, "schema/test_schema.hpp is for tests alone")

    def test_refuses_a_module_without_a_row(self):
        self.refuses({"src/utils/all.hpp": "\n"}, "src/utils: this module has no row")

    def test_refuses_a_table_with_a_loop(self):
        self.refuses({"tools/layers.txt": TREE["tools/layers.txt"].replace("base:", "base: query")}, "base names query, which is not below it")


if __name__ == "__main__":
    unittest.main()
