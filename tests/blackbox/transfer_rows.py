"""Rows that are hard to carry: for tests of import, export and move."""
import random
import uuid

NASTY = ["", " ", "null", "NULL", "\\N", "a,b", 'say "hi"', '"', '""', "line\nbreak", "line\r\nbreak", "\r", "tab\there", "é", "日本語", "👩‍👩‍👧", "e\u0301",
         "'; DROP TABLE items; --", "=1+1", "\u2028", "\ufeff", "\x01\x1f", "\\", "\\\"", "</script>", "a" * 200, "true", "0", "-0", "NaN"]


def key(kind, number):
    """A fixed id, ascending by number."""
    return str(uuid.UUID(int=(kind << 112) | (7 << 76) | (2 << 62) | number))


def user(number, **more):
    return {"id": key(1, number), "email": f"user{number}@example.org", "name": f"User {number}", **more}


def item(number, dice, count):
    """One with every kind of value; points to items before and behind it."""
    pick = dice.choice
    nullable = lambda value: pick([value, value, None])
    return {
        "id": key(2, number), "title": NASTY[number % len(NASTY)], "note": nullable(pick(NASTY)), "count": pick([0, 1000, dice.randint(0, 1000)]),
        "small": nullable(str(pick([-2**63, -1, 0, dice.randint(-2**63, 0)]))), "big": nullable(str(pick([2**63 - 1, 0, dice.randint(0, 2**63 - 1)]))),
        "price": nullable(pick(["0", "-0.000000000000000001", "99999999999999999999.999999999999999999", "12345678901234567890123456789012345678", "1.5"])),
        "ratio": nullable(pick([0, 0.1, -1.5e300, 5e-324, 1.7976931348623157e308, 1 / 3, 2**53])),
        "done": pick([True, False]), "mood": nullable(pick(["calm", "angry"])),
        "due": nullable(pick(["0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", "2026-01-15T10:30:00.123456Z"])),
        "day": nullable(pick(["0001-01-01", "9999-12-31", "2024-02-29"])), "at": nullable(pick(["00:00:00.000000", "23:59:59.999999"])),
        "token": nullable(str(uuid.UUID(int=dice.getrandbits(128)))), "link": nullable("https://example.org/a?b=c,d#e"),
        "blob": nullable(pick(["", "AA==", "/////w==", "AAECAwQFBgc="])),
        "data": nullable(pick([{"b": 1, "a": [1.0, 1e5, None, "x\n"], "": {}}, [], "text", 0, False, [{"deep": [[[]]]}], 12345678901234567890])),
        "words": nullable(pick([[], ["", "a,b", "\"", "\n"], NASTY[:10]])), "moods": nullable(pick([[], ["calm"], ["angry", "calm"]])),
        "hidden": nullable(pick(NASTY)), "stamp": nullable("s"), "place": nullable(number), "owner": key(1, number % 3),
        "parent": nullable(key(2, dice.randrange(count))), "root": nullable(key(2, dice.randrange(count))),
        "createdAt": "2020-01-01T00:00:00.000001Z", "updatedAt": f"2021-01-01T00:00:00.{number:06d}Z",
        "tags": sorted({str(dice.randint(1, 5)) for _ in range(dice.randrange(4))}, key=int),
        "likes": sorted({key(2, dice.randrange(count)) for _ in range(dice.randrange(4))}),
    }


def world(count=80, seed=1):
    """Rows of every resource of transfer/schema.graphql, by path."""
    dice = random.Random(seed)
    ring = 5
    return {
        "users": [user(number, mentor=key(1, (number + 1) % 3)) for number in range(3)],
        "tags": [{"id": str(number), "name": f"tag {number}"} for number in [1, 2, 3, 4, 5, 9_000_000_000_000_000_000]],
        "items": [item(number, dice, count) for number in range(count)],
        "nodes": [{"id": key(3, number), "name": f"node {number}", "next": key(3, (number + 1) % ring)} for number in range(ring)],
        "teams": [{"id": key(4, number), "name": f"team {number}", "captain": key(5, number)} for number in range(3)],
        "players": [{"id": key(5, number), "name": f"player {number}", "team": key(4, number % 3)} for number in range(6)],
    }
