#!/usr/bin/env python3
"""Loads the sample data of this folder into a running blog, through its API and under its rules.

usage: load.py [--url http://127.0.0.1:8080] [--tenon build/release/tenon]

The moderator who makes the tags is created on the console, because no rule lets anybody make one over the wire: run it where
the server was started, so that both use the same database.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PASSWORD = "correct horse battery"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--tenon", default="build/release/tenon")
    options = parser.parse_args()
    sample = json.loads((HERE / "data/sample.json").read_text())

    def call(path, body, token=None):
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        request = urllib.request.Request(f"{options.url}/api/v1/{path}", json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as fault:
            sys.exit(f"POST {path}: {fault.code} {fault.read().decode()}")

    def progress(done, total, what):
        if sys.stderr.isatty():
            print(f"\r  {what:<9} {done:4}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    subprocess.run([options.tenon, "user", "create", "--schema", HERE / "schema.graphql", "--email", "moderator@example.org", "--name", "Moderator",
                    "--role", "moderator"], input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)
    moderator = call("auth/login", {"email": "moderator@example.org", "password": PASSWORD})["accessToken"]
    tags = {tag["name"]: tag["id"] for tag in call("tags", [{"name": name} for name in sample["tags"]], moderator)}
    tokens = {}
    for name in sample["people"]:
        tokens[name] = call("auth/register", {"email": f"{name.lower()}@example.org", "name": name, "password": PASSWORD})["accessToken"]
        progress(len(tokens), len(sample["people"]), "people")

    posts = {}
    for name in sample["people"]:
        mine = [(i, post) for i, post in enumerate(sample["posts"]) if post["author"] == name]
        rows = [{"title": post["title"], "body": post["body"], "published": post["published"], "tags": [tags[tag] for tag in post["tags"]]} for _, post in mine]
        for (i, _), made in zip(mine, call("posts", rows, tokens[name]) if rows else []):
            posts[i] = made["id"]
        progress(len(posts), len(sample["posts"]), "posts")
    done = 0
    for name in sample["people"]:
        rows = [{"post": posts[comment["post"]], "body": comment["body"]} for comment in sample["comments"] if comment["author"] == name]
        done += len(call("comments", rows, tokens[name])) if rows else 0
        progress(done, len(sample["comments"]), "comments")
        rows = [{"title": todo["title"], "done": todo["done"]} for todo in sample["todos"] if todo["owner"] == name]
        if rows:
            call("todos", rows, tokens[name])
    print(f"loaded {len(tokens)} people, {len(posts)} posts, {done} comments, {len(sample['todos'])} todos; every password is \"{PASSWORD}\"")


if __name__ == "__main__":
    main()
