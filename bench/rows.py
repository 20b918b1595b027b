"""The rows of the quality page's workload, straight into the tables: the server is not what is measured here."""
import datetime
import random
import sqlite3

START = 1_750_000_000_000
TEXT = "The quick brown fox jumps over the lazy dog, and writes it down for a benchmark. "
# Twelve decimal digits at the end and the rest alike: pgbench makes such ids from its random numbers.
POST_PREFIX = "01978cb3-0000-7000-8000-"
FIRST_POST = 100_000_000_000


def post_id(i):
    return f"{POST_PREFIX}{FIRST_POST + i}"


def uuid_at(millis, sequence):
    tail = f"{random.getrandbits(62):016x}"
    return f"{millis >> 16:08x}-{millis & 0xffff:04x}-7{sequence & 0xfff:03x}-8{tail[1:4]}-{tail[4:]}"


class Rows:
    """Tables by name, each a list of dicts, in an order in which keys point backwards; the same in every run."""

    def __init__(self, scale):
        users, posts, comments = 1000 // scale, 100_000 // scale, 300_000 // scale
        random.seed(7)
        user_ids = [uuid_at(START + i, i) for i in range(users)]
        published = [random.random() < 0.9 for _ in range(posts)]

        def stamps(i):
            micros = (START + i) * 1000
            return {"created_at": micros, "updated_at": micros}

        self.tables = {
            "users": [{"id": user_ids[i], "email": f"user{i}@example.org", "name": f"User {i}", "role": "user", **stamps(i)} for i in range(users)],
            "posts": [{"id": post_id(i), "title": f"Post {i}", "body": (TEXT * 3)[:200], "published": int(published[i]), "views": i % 1000,
                       "author_id": random.choice(user_ids), **stamps(users + i)} for i in range(posts)],
            "comments": [{"id": uuid_at(START + users + posts + i, i), "post_id": post_id(random.randrange(posts)), "author_id": random.choice(user_ids),
                          "body": TEXT[: 40 + i % 40], **stamps(users + posts + i)} for i in range(comments)],
        }
        self.posts = posts
        self.published = [post_id(i) for i in range(posts) if published[i]]


def fill_sqlite(path, rows):
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous=OFF")
    for table, content in rows.tables.items():
        names = list(content[0])
        database.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})",
                             [tuple(row.values()) for row in content])
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("ANALYZE")
    database.commit()
    database.close()


def stored(name, value):
    if name.endswith("_at"):
        return datetime.datetime.fromtimestamp(value / 1e6, datetime.timezone.utc).isoformat()
    return str(value)


def copy_script(rows):
    """What psql reads from its standard input to fill the tables."""
    lines = ["BEGIN;"]
    for table, content in rows.tables.items():
        lines.append(f"COPY {table} ({', '.join(content[0])}) FROM STDIN;")
        lines += ["\t".join(stored(name, value) for name, value in row.items()) for row in content]
        lines.append("\\.")
    lines += ["COMMIT;", "VACUUM ANALYZE;", "CHECKPOINT;"]
    return "\n".join(lines) + "\n"
