"""One OpenAPI document, taken apart: its operations, and judges of answers."""
import copy
import re

import jsonschema

# Sent with every answer by the layers around the API, whatever it is about: the HTTP reference says so.
EVERYWHERE = {"date", "content-length", "content-type", "connection", "keep-alive", "x-content-type-options", "content-security-policy",
              "referrer-policy", "cross-origin-resource-policy", "cross-origin-opener-policy", "cache-control", "vary"}
FORMATS = {
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z",
    "date": r"\d{4}-\d\d-\d\d",
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uri": r"[a-z]+://\S+",
}


def checker():
    made = jsonschema.FormatChecker(formats=())
    for name, pattern in FORMATS.items():
        made.checks(name)(lambda value, compiled=re.compile(pattern): not isinstance(value, str) or bool(compiled.fullmatch(value)))
    return made


def closed(document):
    """The document with no room for members that it does not name: a client may meet new ones, this test may not."""
    made = copy.deepcopy(document)

    def close(node):
        if isinstance(node, dict):
            if "properties" in node and node.get("type") == "object":
                node.setdefault("additionalProperties", False)
            for value in node.values():
                close(value)
        elif isinstance(node, list):
            for value in node:
                close(value)

    close(made["components"]["schemas"])
    return made


class Operation:
    def __init__(self, document, path, method, raw):
        self.document, self.path, self.method, self.raw = document, path, method.upper(), raw
        self.id = raw["operationId"]
        self.parameters = raw.get("parameters", [])
        self.body = raw.get("requestBody", {}).get("content", {})

    def __repr__(self):
        return f"{self.method} {self.path}"


class Document:
    def __init__(self, raw):
        self.raw = raw
        self.closed = closed(raw)
        self.resolver = jsonschema.RefResolver.from_schema(self.closed)
        self.formats = checker()
        self.validators = {}
        self.operations = [Operation(self, path, method, operation) for path, methods in raw["paths"].items()
                           for method, operation in methods.items()]

    def resolve(self, node):
        while "$ref" in node:
            found = self.raw
            for key in node["$ref"].removeprefix("#/").split("/"):
                found = found[key]
            node = found
        return node

    def faults(self, operation, answer):
        """What the document does not say of this answer, as sentences."""
        described = operation.raw["responses"].get(str(answer.status))
        if described is None:
            return [f"{answer.status} is not described"]
        described = self.resolve(described)
        return [*self.header_faults(described, answer), *self.body_faults(described, operation, answer)]

    def header_faults(self, described, answer):
        named = {name.lower() for name in described.get("headers", {})}
        # What is left of rate limits is told on every answer that was counted, and described where it matters most.
        counted = {"ratelimit", "ratelimit-policy"}
        faults = [f"the header {name} is not described" for name in answer.headers if name not in named | EVERYWHERE | counted]
        missing = named - set(answer.headers) - {"location", "etag", "retry-after", "idempotency-replayed"} - counted
        return faults + [f"the header {name} is missing" for name in missing]

    def body_faults(self, described, operation, answer):
        content = described.get("content")
        if not content or operation.method == "HEAD":
            return [f"a body where none is described: {answer.body[:200]!r}"] if answer.body else []
        media_type = answer.headers.get("content-type", "")
        if media_type not in content:
            return [f"the media type {media_type!r} is not described"]
        faults = self.validator(content[media_type]["schema"]).iter_errors(answer.json)
        return [f"{'.'.join(map(str, fault.absolute_path))}: {fault.message}"[:500] for fault in faults]

    def validator(self, schema):
        key = str(schema)
        if key not in self.validators:
            self.validators[key] = jsonschema.Draft202012Validator(schema, resolver=self.resolver, format_checker=self.formats)
        return self.validators[key]
