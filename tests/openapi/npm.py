"""The npm packages of this folder, and their commands."""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import npm_packages  # noqa: E402

npm_packages.install(HERE)


def run(command, *words, folder=HERE, environment=None):
    """A command of one of the packages; gives its process, output and errors together."""
    return subprocess.run([HERE / "node_modules/.bin" / command, *map(str, words)], cwd=folder, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300)
