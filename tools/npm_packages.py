#!/usr/bin/env python3
"""Installs the npm packages of folders, where they are missing or their lockfile has changed: tools/npm_packages.py FOLDER...

Exactly what the lockfile says, no scripts of packages are run. What is installed is remembered by the lockfile's digest in node_modules, so
that a folder that is up to date costs nothing and needs no network.
"""
import fcntl
import hashlib
import pathlib
import subprocess
import sys

STAMP = "tenon-lockfile"


def digest(folder):
    return hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()


def is_current(folder):
    stamp = folder / "node_modules" / STAMP
    return stamp.exists() and stamp.read_text() == digest(folder)


def install(folder):
    folder = pathlib.Path(folder).resolve()
    if is_current(folder):
        return
    # Two builds of one checkout must not install into the same place at once.
    with open(folder / "package.json") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_current(folder):
            return
        print(f"Installing the npm packages of {folder}", file=sys.stderr, flush=True)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, stdout=sys.stderr)
        if done.returncode != 0:
            sys.exit(f"npm could not install the packages of {folder}: is there a network?")
        (folder / "node_modules" / STAMP).write_text(digest(folder))


if __name__ == "__main__":
    for given in sys.argv[1:]:
        install(given)
