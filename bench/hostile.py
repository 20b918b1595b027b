"""What it costs to refuse a hostile GraphQL document, beside answering a plain query of ours: refusing must be the cheaper."""
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
    level = "author { posts { nodes { "
    return {
        "deep": "{ posts { nodes { " + level * 19 + "id" + " } } }" * 19 + " } } }",
        "wide": "{ posts { nodes { " + "id " * 1900 + "} } }",
        "aliased": "{ " + " ".join(f"a{i}: posts {{ totalCount }}" for i in range(250)) + " }",
        "unknown fields": "{ posts { nodes { " + " ".join(f"titel{i}" for i in range(900)) + " } } }",
        "conflicts": "{ posts { nodes { " + " ".join(f"a{i % 25}: {('title', 'body', 'id', 'views')[i % 4]}" for i in range(50)) + " } } }",
        "merged fields": "{ posts { nodes { " + "author { name } " * 450 + "titel } } }",
        "cyclic fragments": chain(80, "...F0"),
        "long fragments": chain(98, "titel"),
        "doubling fragments": "{ posts { nodes { ...F0 } } } " + " ".join(f"fragment F{i} on Post {{ ...F{i + 1} ...F{i + 1} }}" for i in range(90)) + " fragment F90 on Post { id }",
        "directives": "{ posts @skip(if: false) { nodes { " + "id @include(if: true) " * 250 + "} } }",
        "many tokens": "{ " + "a " * 40_000 + "}",
        "long text": '{ posts(search: "' + "x" * 90_000 + '") { totalCont } }',
        "open braces": "{a" * 40_000,
        "long comment": "#" + "x" * 90_000 + "\n{ nonsense }",
        "wrong values": "{ posts(filter: {and: [" + "{title: {eq: 1}} " * 200 + "]}) { totalCount } }",
        "unused variables": "query(" + " ".join(f"$v{i}: Nonsense{i}" for i in range(450)) + ") { posts { totalCount } }",
    }


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
            answer = tenon.call("/graphql", json.loads(body.replace('"ID"', f'"{rows.published[0]}"')), token)
            assert ("data" in answer) == (name == "plain"), f"{name}: {str(answer)[:300]}"
            scripts[name] = script(folder, name.replace(" ", "-"), "POST", "/graphql", token, body)
        samples = {}
        for _ in range(options.rounds):
            for name in bodies:
                samples.setdefault(name, []).append(load(tenon.url, tenon.process.pid, options.seconds, scripts[name])["cpu_us"])
        tenon.stop()
    plain = statistics.median(samples["plain"])
    say(f"{'document':<20} {'bytes':>8} {'CPU us':>8}   beside a plain query")
    result = {}
    for name, body in bodies.items():
        cpu = statistics.median(samples[name])
        say(f"{name:<20} {len(body):8} {cpu:8.1f}   {cpu / plain:.2f}x")
        result[name] = cpu
    return result
