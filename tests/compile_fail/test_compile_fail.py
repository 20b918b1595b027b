"""What must not compile does not, and for the reason meant.

Each *.cpp here says `// expect: REGEX`. As it stands it must fail to compile with a message that matches; with -DTENON_COMPILES, which takes
the offence out, it must compile: so that it does not fail merely because of a typing error.
"""
import os
import pathlib
import re
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent / "src"


def compiler():
    """The one the tests are built with."""
    cache = pathlib.Path(os.environ.get("TENON_BUILD_DIR", "")) / "CMakeCache.txt"
    found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.+)$", cache.read_text(), re.MULTILINE) if cache.is_file() else None
    return found.group(1) if found else "c++"


def compile_case(path, *defines):
    command = [compiler(), "-std=c++23", "-fsyntax-only", f"-I{SOURCE}", *defines, str(path)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})


class CompileFail(unittest.TestCase):
    pass


def case(path):
    def test(self):
        expected = re.search(r"^// expect: (.+)$", path.read_text(), re.MULTILINE)
        self.assertTrue(expected, "say what the compiler must complain about: // expect: REGEX")
        good = compile_case(path, "-DTENON_COMPILES")
        self.assertEqual(good.returncode, 0, f"must compile without the offence:\n{good.stderr}")
        bad = compile_case(path)
        self.assertNotEqual(bad.returncode, 0, "must not compile, but does")
        self.assertRegex(bad.stderr, expected.group(1))

    return test


for source in sorted(HERE.glob("*.cpp")):
    setattr(CompileFail, f"test_{source.stem}", case(source))

if __name__ == "__main__":
    unittest.main()
