#!/usr/bin/env python3
"""What Tenon costs beside the bare statements, a static nginx answer, pgbench or other frameworks, in one run on one machine.

Server CPU (user and system, of all its processes) per request is the measure, because the load generator shares the cores; on PostgreSQL the rate
counts too, beside pgbench. Rounds are interleaved and the median counts. Every answer is checked before, and wrk counts errors during; an error voids
the run.
"""
import argparse
import json
import pathlib
import signal
import sys

import hostile
import peers_bench
import postgres_bench
import sqlite_bench

BENCHES = {"sqlite": sqlite_bench.run, "postgres": postgres_bench.run, "hostile": hostile.run, "peers": peers_bench.run}
# Peers bring whole frameworks along: they are measured when they are asked for by name.
ALL = ["sqlite", "postgres", "hostile"]


def main():
    # Ended from outside it stops its servers all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=[*BENCHES, "all"], default="all", help="what Tenon runs on; hostile: what refusing GraphQL documents costs; "
                        "peers: what other frameworks cost for the same, which is not in all")
    parser.add_argument("--peer", action="append", help="only this one of the peers, and Tenon; may be repeated")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement")
    parser.add_argument("--small", action="store_true", help="a tenth of the rows: a quick look, not a result")
    parser.add_argument("--json", type=pathlib.Path, help="write the medians to this file too")
    parser.add_argument("--warm-up", type=int, default=80_000, metavar="REQUESTS", help="to each of the peers on Node.js, before any is measured")
    options = parser.parse_args()
    names = ALL if options.database == "all" else [options.database]
    result = {name: BENCHES[name](options) for name in names}
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
