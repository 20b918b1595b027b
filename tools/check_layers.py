#!/usr/bin/env python3
"""Fails on an include or a link that the module table does not allow.

Reads tools/layers.txt (module: what it may include), tools/third_party.txt (header prefix: where it may appear), every source in src/
and every DEPENDS in src/*/CMakeLists.txt. Tests, benchmarks, fuzz targets and the headers they share (test_*.hpp) may also include the
modules their CMakeLists.txt names in TEST_DEPENDS; nothing else may include such a header. Usage: check_layers.py [ROOT]
"""
import fnmatch
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
CMAKE_LIST = re.compile(r"\b(DEPENDS|TEST_DEPENDS)\b((?:\s+[a-z_]+\b)*)")
BESIDE = ("*_test.cpp", "*_fuzz.cpp", "*_bench.cpp", "test_*.hpp")  # no part of the product
SYSTEM_FOLDERS = ("sys/", "netinet/", "arpa/", "linux/", "net/")
SYSTEM_HEADERS = {
    "errno.h", "fcntl.h", "grp.h", "limits.h", "netdb.h", "poll.h", "pthread.h", "pwd.h", "sched.h", "signal.h", "spawn.h", "stdlib.h", "string.h",
    "termios.h", "time.h", "unistd.h",
}


def read_table(path):
    """Rows `name: words`, in order."""
    rows = {}
    for line in path.read_text().splitlines():
        line = line.split("#", 1)[0].strip()
        if line:
            name, words = line.split(":", 1)
            rows[name.strip()] = words.split()
    return rows


def check_order(layers):
    """The rows are in dependency order, so that the table is its own proof that there is no loop."""
    above = list(layers)
    for module, allowed in layers.items():
        for other in allowed:
            if other not in layers:
                yield f"tools/layers.txt: {module} names {other}, which has no row"
            elif above.index(other) >= above.index(module):
                yield f"tools/layers.txt: {module} names {other}, which is not below it"


def is_beside(name):
    return any(fnmatch.fnmatch(name, pattern) for pattern in BESIDE)


def cmake_dependencies(folder):
    found = {"DEPENDS": [], "TEST_DEPENDS": []}
    cmake = folder / "CMakeLists.txt"
    if cmake.exists():
        text = re.sub(r"#.*", "", cmake.read_text())
        for keyword, words in CMAKE_LIST.findall(text):
            found[keyword] += words.split()
    return found


class Checker:
    def __init__(self, root):
        self.root = root
        self.layers = read_table(root / "tools/layers.txt")
        self.third_party = read_table(root / "tools/third_party.txt")

    def faults(self):
        yield from check_order(self.layers)
        for folder in sorted(path for path in (self.root / "src").iterdir() if path.is_dir()):
            if folder.name not in self.layers:
                yield f"src/{folder.name}: this module has no row in tools/layers.txt"
                continue
            dependencies = cmake_dependencies(folder)
            for other in dependencies["DEPENDS"]:
                if other not in self.layers[folder.name]:
                    yield f"src/{folder.name}/CMakeLists.txt: {folder.name} must not link {other}"
            for source in sorted(folder.rglob("*")):
                if source.suffix in (".hpp", ".cpp"):
                    yield from self.faults_of_file(source, folder.name, dependencies["TEST_DEPENDS"])

    def faults_of_file(self, source, module, test_dependencies):
        allowed = {module, *self.layers[module]}
        if is_beside(source.name):
            allowed.update(test_dependencies)
        for number, line in enumerate(source.read_text(errors="replace").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            ours, theirs = match.groups()
            fault = self.fault_of_ours(ours, allowed, source, module) if ours else self.fault_of_theirs(theirs, source)
            if fault:
                yield f"{source.relative_to(self.root)}:{number}: {fault}"

    def fault_of_ours(self, header, allowed, source, module):
        if not (self.root / "src" / header).is_file():
            return f'there is no src/{header}; ours are included as "module/file.hpp"'
        other = header.split("/", 1)[0]
        if other not in allowed:
            return f"{module} must not include {other} ({header})"
        if is_beside(pathlib.Path(header).name) and not is_beside(source.name):
            return f"{header} is for tests alone"
        return None

    def fault_of_theirs(self, header, source):
        prefixes = [prefix for prefix in self.third_party if header.startswith(prefix)]
        if not prefixes:
            standard = "." not in header or header in SYSTEM_HEADERS or header.startswith(SYSTEM_FOLDERS)
            return None if standard else f"<{header}> has no row in tools/third_party.txt"
        place = source.relative_to(self.root / "src").as_posix()
        for where in self.third_party[max(prefixes, key=len)]:
            if where == "*" or place.startswith(where + "/") or ("*" in where and fnmatch.fnmatch(source.name, where)):
                return None
        return f"<{header}> must not be included here (tools/third_party.txt)"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent)
    faults = list(Checker(root).faults())
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
