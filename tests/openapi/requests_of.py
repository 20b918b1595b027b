"""Requests made from an OpenAPI document: right ones and wrong ones for every operation and parameter."""
import dataclasses
import json
import random
import re
import urllib.parse

from values import UNKNOWN_ID, Values

RIGHT, WRONG = "right", "wrong"
ORDER = {"post": 0, "get": 1, "head": 2, "put": 3, "patch": 4, "delete": 5}


@dataclasses.dataclass
class Request:
    operation: object
    expected: str  # RIGHT: the document allows it; WRONG: it does not
    what: str  # what is tried
    path: dict = dataclasses.field(default_factory=dict)
    query: str = ""
    headers: dict = dataclasses.field(default_factory=dict)
    body: object = None  # bytes, or what becomes JSON
    media_type: str = ""


def encode(name, value):
    return urllib.parse.quote(name, safe="") + "=" + urllib.parse.quote(value, safe="")


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value)


class Requests:
    """`ids(type)` gives ids of rows of a type that are there, newest last. Of each parameter `most` right and `most` wrong values are tried, by
    dice that always fall the same."""

    def __init__(self, document, ids, most=2):
        self.document, self.ids, self.most = document, ids, most
        self.dice = random.Random(5)
        self.values = Values(document)
        self.types = {operation.path.rsplit("/", 1)[1]: operation.raw["tags"][0] for operation in document.operations
                      if operation.id == "list" + operation.id[4:] and operation.path.count("/") == 3 and "{" not in operation.path}

    def all(self):
        """In an order that makes rows before it reads and changes them, and removes them last."""
        for operation in sorted(self.document.operations, key=lambda each: ORDER[each.method.lower()]):
            yield from self.of(operation)

    def of(self, operation):
        plain = self.plain(operation)
        yield plain
        yield from self.with_paths(operation)
        for parameter in operation.parameters:
            if parameter["in"] == "query":
                yield from self.with_query(operation, parameter)
            elif parameter["in"] == "header":
                yield from self.with_header(operation, parameter)
        yield from self.with_pairs(operation)
        yield from self.with_bodies(operation)
        yield from self.with_slips(operation)

    def plain(self, operation, expected=RIGHT, what="nothing but what is required", **more):
        request = Request(operation, expected, what, self.path(operation), **more)
        if operation.body and "body" not in more:
            request.media_type = request.media_type or next(iter(operation.body))
            bodies = self.bodies(operation, request.media_type)
            request.body = bodies[0] if bodies else {}
        return request

    # paths

    def path(self, operation, unknown=()):
        return {each["name"]: UNKNOWN_ID if each["name"] in unknown else self.path_id(operation, each)
                for each in operation.parameters if each["in"] == "path"}

    def path_id(self, operation, parameter):
        segments = operation.path.split("/")
        before = segments[segments.index("{" + parameter["name"] + "}") - 1]
        # The second id is one of the relation's rows, which other relations may be named after.
        known = self.ids(self.types.get(before, "")) or [each for type_name in self.types.values() for each in self.ids(type_name)]
        fitting = [each for each in known if self.document.validator(parameter["schema"]).is_valid(each)]
        return fitting[-1] if fitting else self.values.right(parameter["schema"])[0]

    def with_paths(self, operation):
        for parameter in operation.parameters:
            if parameter["in"] != "path":
                continue
            for wrong in ("nonsense", "0", "-1", "%20", "1" * 30, "null"):
                request = self.plain(operation, WRONG, f"{parameter['name']}={wrong} in the path")
                request.path[parameter["name"]] = wrong
                yield request
            request = self.plain(operation, RIGHT, f"an unknown {parameter['name']}")
            request.path = self.path(operation, {parameter["name"]})
            if self.document.validator(parameter["schema"]).is_valid(UNKNOWN_ID):
                yield request

    # query parameters

    def listed(self, key, element):
        """The same of a list of values in one text, which a comma and a backslash have a meaning in."""
        values = [text_of(value) for value in self.values.right(element)]
        yield encode(key, ",".join(value.replace("\\", "\\\\").replace(",", "\\,") for value in values)), True
        for value in self.wrong_texts(element):
            # With a comma it is two values, which may be right ones.
            if "," not in value:
                yield encode(key, value), False

    def pieces(self, operation, parameter):
        """(query text, whether it is right) of one parameter."""
        name, schema = parameter["name"], self.document.resolve(parameter["schema"])
        bracketed = re.fullmatch(r"(\w+)\[n?in\]", name)
        equal = [each for each in operation.parameters if bracketed and each["name"] == f"{bracketed.group(1)}[eq]"]
        if equal:
            yield from self.listed(name, equal[0]["schema"])
        elif parameter.get("style") == "deepObject":
            for operator, each in schema["properties"].items():
                key = f"{name}[{operator}]"
                for value in self.values.right(each):
                    if operator not in ("in", "nin"):
                        yield encode(key, text_of(value)), True
                if operator in ("in", "nin"):
                    yield from self.listed(key, schema["properties"]["eq"])
                for value in self.wrong_texts(each):
                    yield encode(key, value), False
            yield encode(f"{name}[noSuchOperator]", "1"), False
            yield encode(f"{name}[eq", "1"), False
            if "eq" in schema["properties"]:
                yield encode(name, text_of(self.values.right(schema["properties"]["eq"])[0])), True
        elif schema.get("type") == "array":
            items = self.values.right(schema["items"])
            for value in items:
                yield encode(name, value), True
            # A sort names a field once, whatever its direction, which no schema says.
            different = list({value.lstrip("-"): value for value in items}.values())
            yield encode(name, ",".join(different[:2])), True
            if name.split("[")[0] in ("fields", "include", "sort"):
                yield "&".join(encode(name, value) for value in different[:2]), True
            yield encode(name, "noSuchName"), False
            yield encode(name, ",,"), False
            if "maxItems" in schema and "enum" in self.document.resolve(schema["items"]):
                if len(different) > schema["maxItems"]:
                    yield encode(name, ",".join(different[:schema["maxItems"] + 1])), False
        elif name not in ("cursor", "before"):
            for value in self.values.right(schema):
                yield encode(name, text_of(value)), True
            for value in self.wrong_texts(schema):
                # An empty count is one of everything.
                if (name, value) != ("count", ""):
                    yield encode(name, value), False

    def wrong_texts(self, schema):
        """Texts of a query that are no value of the schema's type."""
        schema = self.document.resolve(schema)
        kinds = schema.get("type", "string")
        if "enum" in schema:
            return ["noSuchValue", ""]
        if kinds == "boolean":
            return ["yes", "", "1"]
        if kinds == "integer":
            bounds = [str(schema[key] + step) for key, step in (("minimum", -1), ("maximum", 1)) if key in schema]
            return ["x", "", "1.5", "99999999999999999999", *bounds]
        if kinds == "number":
            return ["x", "", "1,5"]
        if "pattern" in schema or schema.get("format") in ("uuid", "date-time", "date", "email", "uri"):
            texts = ["no such value", ""]
            return [text for text in texts if not re.search(schema["pattern"], text)] if "pattern" in schema else texts
        return []

    def some(self, pieces, most):
        return pieces if len(pieces) <= most else self.dice.sample(pieces, most)

    def needs(self, parameter):
        """What must come along: the rows that a bracketed parameter is about."""
        relation = re.fullmatch(r"(?:fields|limit|sort|filter)\[(\w+)\]", parameter["name"])
        operator = relation and relation.group(1) in ("eq", "ne", "lt", "lte", "gt", "gte", "in", "nin", "contains", "startsWith", "endsWith", "isNull")
        return "&include=" + relation.group(1) if relation and not operator else ""

    def with_query(self, operation, parameter):
        pieces = list(self.pieces(operation, parameter))
        # Filters over relations are many, and all alike.
        most = 1 if "." in parameter["name"] else self.most
        chosen = [piece for wanted in (True, False) for piece in self.some([each for each in pieces if each[1] == wanted], most)]
        for text, right in chosen:
            yield self.plain(operation, RIGHT if right else WRONG, f"the parameter {parameter['name']}", query=text + self.needs(parameter))

    def with_pairs(self, operation):
        """Parameters together, each with its neighbours."""
        texts = [(text + self.needs(each)) for each in operation.parameters if each["in"] == "query" and not self.needs(each)
                 and each["name"] not in ("limit", "page", "perPage", "cursor", "before", "fields")
                 for text, right in list(self.pieces(operation, each))[:1] if right]
        for i in range(0, len(texts) - 3, 3):
            yield self.plain(operation, RIGHT, "several parameters", query="&".join(dict.fromkeys(texts[i:i + 4])))
        names = {each["name"] for each in operation.parameters}
        if {"limit", "page"} <= names:
            yield self.plain(operation, WRONG, "two ways of paging", query="limit=1&page=1")
            yield self.plain(operation, WRONG, "a forged cursor", query="cursor=forged")
            yield self.plain(operation, WRONG, "limit twice", query="limit=1&limit=2")
            yield self.plain(operation, RIGHT, "a page by number", query="page=2&perPage=1")

    # headers

    def with_header(self, operation, parameter):
        if parameter["name"] == "Idempotency-Key":
            for value, expected in ((f"key of {operation.id}", RIGHT), ("x" * 255, RIGHT), ("x" * 256, WRONG), ('"', WRONG), ("", WRONG)):
                yield self.plain(operation, expected, f"a key: {value[:40]}", headers={"Idempotency-Key": value})
            # The same again, and something else.
            for _ in range(2):
                yield self.plain(operation, RIGHT, "a key twice", headers={"Idempotency-Key": f"twice {operation.id}"})
            return
        for value, expected in (("*", RIGHT), ('"1"', RIGHT), ('"1", W/"2"', RIGHT), ("nonsense", WRONG), ('"', WRONG), ('"1" "2"', WRONG)):
            yield self.plain(operation, expected, f"{parameter['name']}: {value}", headers={parameter["name"]: value})

    # bodies

    def bodies(self, operation, media_type):
        return [self.with_real_ids(body, operation.body[media_type]["schema"])
                for body in [*filter(None, [operation.body[media_type].get("example")]), *self.values.right(operation.body[media_type]["schema"])]]

    def with_real_ids(self, body, schema):
        if isinstance(body, list):
            return [self.with_real_ids(each, schema) for each in body]
        members = self.members(schema)
        made = {}
        for name, value in body.items():
            named = re.search(r"The id of a (\w+)\.|Ids of (\w+) rows", members.get(name, {}).get("description", ""))
            known = self.ids(named.group(1) or named.group(2)) if named else []
            if known and value:
                value = known[-2:] if isinstance(value, list) else known[-1]
            made[name] = value
        return made

    def members(self, schema):
        schema = self.document.resolve(schema)
        for each in schema.get("anyOf", []):
            if self.document.resolve(each).get("type") == "object":
                return self.members(each)
        return schema.get("properties", {})

    def with_bodies(self, operation):
        for media_type, content in operation.body.items():
            for body in self.bodies(operation, media_type):
                yield self.plain(operation, RIGHT, "a body", body=body, media_type=media_type)
            schema = content["schema"]
            branches = self.document.resolve(schema).get("anyOf", [schema])
            for branch in branches:
                for body in self.values.wrong(branch):
                    if not self.document.validator(schema).is_valid(body):
                        yield self.plain(operation, WRONG, "a body", body=body, media_type=media_type)

    def with_slips(self, operation):
        """What no operation takes."""
        if operation.raw["security"]:
            yield self.plain(operation, WRONG, "a token that is none", headers={"Authorization": "Bearer nonsense"})
        if operation.raw["tags"] != ["Service"]:
            yield self.plain(operation, WRONG, "Accept of something else", headers={"Accept": "image/png"})
            yield self.plain(operation, WRONG, "an unknown parameter", query="noSuchParameter=1")
            yield self.plain(operation, WRONG, "a broken query", query="a=%zz")
            yield self.plain(operation, WRONG, "a problem document", query="noSuchParameter=1", headers={"Accept": "application/problem+json"})
        if operation.body:
            yield self.plain(operation, WRONG, "no body", body=b"", media_type="application/json")
            yield self.plain(operation, WRONG, "broken JSON", body=b'{"a":', media_type="application/json")
            yield self.plain(operation, WRONG, "a body in bad UTF-8", body=b'{"a":"\xff"}', media_type="application/json")
            yield self.plain(operation, WRONG, "another media type", body=b"a=1", media_type="application/x-www-form-urlencoded")
            yield self.plain(operation, WRONG, "a compressed body", headers={"Content-Encoding": "gzip"})
            yield self.plain(operation, WRONG, "a body that is too large", body=b'{"a":"' + b"x" * (1 << 20) + b'"}', media_type="application/json")
