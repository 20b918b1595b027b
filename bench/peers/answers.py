"""Whether a peer answers what Tenon answers, and refuses what it must. Anything else voids the run."""
import base64
import datetime
import json
import uuid

from peers import graphql

NEW = {"title": "Mine alone", "body": "A draft."}


def same(value):
    """Times as instants, and rows without what only one side tells."""
    if isinstance(value, list):
        return [same(each) for each in value]
    if isinstance(value, dict):
        return {name: datetime.datetime.fromisoformat(each) if name.endswith("At") else same(each) for name, each in value.items() if name != "endCursor"}
    return value


def expect(service, what, got, wanted):
    if got != wanted:
        raise SystemExit(f"{service.name}, {what}: the answer is\n{got}\nand should be\n{wanted}")


def forged(token):
    """The same signature under another caller's name."""
    header, claims, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(claims + "=="))
    claims["sub"] = str(uuid.uuid4())
    return ".".join([header, base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode(), signature])


def drafts_of_others(rows):
    return [row["id"] for row in rows.tables["posts"] if not row["published"]][:3]


def check(service, token, tenon, tenon_token, rows):
    path = "/api/v1/posts"
    some = rows.published[:: len(rows.published) // 20]
    pairs = [("a list", f"{path}?sort=-createdAt&limit=20", f"{path}?sort=-createdAt&limit=20")]
    for each in some:
        pairs += [("a post", f"{path}/{each}", f"{path}/{each}"),
                  ("a post with more", f"{path}/{each}/detail", f"{path}/{each}?include=author,comments&limit[comments]=10")]
    for what, theirs, ours in pairs:
        status, answer = service.call(theirs, token=token)
        expect(service, f"{what}: {answer}"[:2000], status, 200)
        expect(service, what, same(answer["data"]), same(tenon.call(ours, token=tenon_token)["data"]))

    for each in drafts_of_others(rows):
        for where in (f"{path}/{each}", f"{path}/{each}/detail"):
            expect(service, "a draft of another", service.call(where, token=token)[0], 404)
    expect(service, "no such post", service.call(f"{path}/{uuid.uuid4()}", token=token)[0], 404)
    for what, bad in (("no token", None), ("a token that is none", "x.y.z"), ("a forged token", forged(token))):
        for where in (path, f"{path}/{some[0]}", f"{path}/{some[0]}/detail"):
            expect(service, what, service.call(where, token=bad)[0], 401)
        expect(service, what, service.call(path, NEW, bad)[0], 401)
    for what, body in (("an empty title", {**NEW, "title": ""}), ("a long body", {**NEW, "body": "x" * 10_001}), ("no title", {"body": "x"})):
        expect(service, what, service.call(path, body, token)[0] in (400, 422), True)
    expect(service, "a limit too high", service.call(f"{path}?limit=101", token=token)[0] in (400, 422), True)

    status, made = service.call(path, NEW, token)
    expect(service, "a new post", status, 201)
    expect(service, "a new post", {name: made["data"][name] for name in NEW}, NEW)
    expect(service, "a new post", made["data"]["published"], False)
    expect(service, "my own draft", service.call(f"{path}/{made['data']['id']}", token=token)[1]["data"], made["data"])
    expect(service, "my own draft in the list", service.call(path, token=token)[1]["data"][0], made["data"])


def sent(cases, name, post_id):
    return json.loads(cases[name][2].replace('"ID"', f'"{post_id}"'))


def check_graphql(service, token, tenon, tenon_token, rows):
    ours, theirs = graphql.CASES["tenon"], graphql.CASES[service.name]
    for each in rows.published[:: len(rows.published) // 20]:
        for name in ("get", "list", "nested"):
            status, answer = service.call("/graphql", sent(theirs, name, each), token)
            expect(service, f"{name}: {answer}"[:2000], status, 200)
            expect(service, name, same(answer), same(tenon.call("/graphql", sent(ours, name, each), tenon_token)))
    for each in drafts_of_others(rows):
        expect(service, "a draft of another", service.call("/graphql", sent(theirs, "nested", each), token)[1]["data"], {"post": None})
    for what, bad in (("no token", None), ("a forged token", forged(token))):
        expect(service, what, service.call("/graphql", sent(theirs, "get", rows.published[0]), bad)[0], 401)
    made = service.call("/graphql", sent(theirs, "create", ""), token)[1]["data"]["createPost"]["post"]
    mine = tenon.call("/graphql", sent(ours, "create", ""), tenon_token)["data"]["createPost"]["post"]
    varying = ("id", "createdAt", "updatedAt")
    expect(service, "a new post", *({name: value for name, value in post.items() if name not in varying} for post in (made, mine)))
    expect(service, "my own draft", service.call("/graphql", sent(theirs, "get", made["id"]), token)[1]["data"]["post"], made)
