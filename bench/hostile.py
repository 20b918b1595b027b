"""What it costs to refuse a hostile GraphQL document, beside answering a plain query of ours: refusing must be the cheaper, sent again and sent for the first
time alike."""
import json
import pathlib
import statistics
import tempfile

import nested
from load import load, script
from report import say
from rows import Rows, fill_sqlite
from servers import Tenon


def chain(count, body):
    """Fragments that each spread the next; the last one does `body`."""
    spread = " ".join(f"fragment F{i} on Post {{ id ...F{i + 1} }}" for i in range(count))
    return f"{{ posts {{ nodes {{ ...F0 }} }} }} {spread} fragment F{count} on Post {{ {body} }}"


def documents():
    """Just within a limit and wrong, or beyond it: refused in the end."""
    level = "author { posts { nodes { "
    return {
        "deep": "{ posts { nodes { " + level * 19 + "id" + " } } }" * 19 + " } } }",
        "deep, within the limit": "{ posts { nodes { " + level * 4 + "titel" + " } } }" * 4 + " } } }",
        "wide": "{ posts { nodes { " + "id " * 495 + "titel } } }",
        "too wide": "{ posts { nodes { " + "id " * 985 + "titel } } }",
        "aliased": "{ posts { nodes { " + " ".join(f"a{i}: titel" for i in range(50)) + " } } }",
        "aliased roots": "{ " + " ".join(f"a{i}: posts {{ totalCount }}" for i in range(140)) + " }",
        "unknown fields": "{ posts { nodes { " + " ".join(f"titel{i}" for i in range(495)) + " } } }",
        "conflicts": "{ posts { nodes { " + " ".join(f"a{i % 25}: {('title', 'body', 'id', 'views')[i % 4]}" for i in range(50)) + " } } }",
        "merged fields": "{ posts { nodes { " + "author { name } " * 245 + "titel } } }",
        "cyclic fragments": chain(98, "...F0"),
        "long fragments": chain(98, "titel"),
        "doubling fragments": "{ posts { nodes { ...F0 } } } " + " ".join(f"fragment F{i} on Post {{ ...F{i + 1} ...F{i + 1} }}" for i in range(80)) + " fragment F80 on Post { id }",
        "fragments beside each other": "{ posts { nodes { " + " ".join(f"...F{i}" for i in range(50)) + " } } } " + " ".join(f"fragment F{i} on Post {{ id title titel }}" for i in range(50)),
        "directives": "{ posts @skip(if: false) { nodes { " + "id @include(if: true) " * 98 + "titel } } }",
        "many tokens": "{ " + "a " * 40_000 + "}",
        "long text": '{ posts(search: "' + "x" * 90_000 + '") { totalCont } }',
        "open braces": "{a" * 40_000,
        "long comment": "#" + "x" * 90_000 + "\n{ nonsense }",
        "wrong values": "{ posts(filter: {and: [" + "{title: {eq: 1}} " * 95 + "]}) { totalCount } }",
        "unused variables": "query(" + " ".join(f"$v{i}: Nonsense{i}" for i in range(240)) + ") { posts { totalCount } }",
    }


def first_time(body):
    """The same document in a text that the server has not seen."""
    return body.replace('"query": "', '"query": "#NUMBER\\n')


def run(options):
    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as name:
        folder = pathlib.Path(name)
        tenon = Tenon(folder, f"sqlite:{folder}/bench.db")
        tenon.command("migrate", "up")
        rows = Rows(10)
        fill_sqlite(folder / "bench.db", rows)
        (folder / "ids").write_text("\n".join(rows.published) + "\n")
        tenon.start()
        token = tenon.call("/api/v1/auth/register", {"email": "bench@example.org", "name": "Bench", "password": "correct horse battery"})["data"]["accessToken"]
        bodies = {"plain": nested.graphql_body(), **{name: json.dumps({"query": text}) for name, text in documents().items()}}
        scripts = {}
        for name, body in bodies.items():
            for kind, text in (("again", body), ("new", first_time(body))):
                answer = tenon.call("/graphql", json.loads(text.replace('"ID"', f'"{rows.published[0]}"')), token)
                assert ("data" in answer) == (name == "plain"), f"{name}: {str(answer)[:300]}"
                scripts[name, kind] = script(folder, f"{name}-{kind}".replace(" ", "-"), "POST", "/graphql", token, text)
        samples = {}
        for _ in range(options.rounds):
            for each, wrk in scripts.items():
                samples.setdefault(each, []).append(load(tenon.url, tenon.process.pid, options.seconds, wrk)["cpu_us"])
        tenon.stop()
    cpu = {each: statistics.median(found) for each, found in samples.items()}
    say(f"{'document':<28} {'bytes':>8} {'CPU us':>8}   {'of plain':<9} {'new, us':>8}   of a new plain")
    for name, body in bodies.items():
        again, new = cpu[name, "again"], cpu[name, "new"]
        say(f"{name:<28} {len(body):8} {again:8.1f}   {again / cpu['plain', 'again']:.2f}x     {new:8.1f}   {new / cpu['plain', 'new']:.2f}x")
    return {f"{name}, {kind}": value for (name, kind), value in cpu.items()}
