"""Values that a JSON Schema takes, and values that it does not."""
import re

UNKNOWN_ID = "019bc0e4-7d40-7000-8000-00000000dead"


class Values:
    def __init__(self, document):
        self.document = document

    def right(self, schema):
        """Some values, each other than the one before in what it tries."""
        schema = self.document.resolve(schema)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return [value for each in schema[key] for value in self.right(each)]
        if "const" in schema:
            return [schema["const"]]
        if "enum" in schema:
            return list(schema["enum"])
        made = [value for each in types(schema) for value in self.right_of_type(each, schema)]
        return [*schema.get("examples", []), *made] if schema else [{"any": ["thing"]}, 1, "text"]

    def right_of_type(self, kind, schema):
        if kind == "null":
            return [None]
        if kind == "boolean":
            return [True, False]
        if kind in ("integer", "number"):
            low, high = schema.get("minimum", -3), schema.get("maximum", max(3, schema.get("minimum", 0)))
            return [low, high] if kind == "integer" else [low, high, (low + high) / 2]
        if kind == "string":
            return self.right_text(schema)
        if kind == "array":
            items = self.right(schema["items"])
            most = schema.get("maxItems", 1000)
            lists = [items[:1], items[:min(3, most)]]
            least = schema.get("minItems", 0)
            return [made for made in lists if least <= len(made) <= most and (not schema.get("uniqueItems") or len(set(map(str, made))) == len(made))]
        return self.right_objects(schema)

    def right_text(self, schema):
        known = {"uuid": UNKNOWN_ID, "date-time": "2026-01-15T10:30:00Z", "date": "2026-01-15", "email": "eva@example.org",
                 "uri": "https://example.org/a?b=c", "password": "correct horse battery", "hostname": "a.example.org", "ipv4": "192.0.2.1",
                 "ipv6": "2001:db8::1"}
        if schema.get("format") in known:
            return [known[schema["format"]]]
        if schema.get("contentEncoding") == "base64":
            return ["eHh4"]
        low, high = schema.get("minLength", 0), schema.get("maxLength", 60)
        if "pattern" in schema:
            tries = ["1", "12", "a", "ab-c", "AB", "A+", "10:30:00", "(id[isNull]=false)", "+4930123456", "#1a2b3c", *schema.get("examples", [])]
            tries += [name for name in re.findall(r"[A-Za-z]+", schema["pattern"])]
            return [text for text in tries if re.search(schema["pattern"], text) and low <= len(text) <= high]
        return ["x" * max(low, 1), "ü" * high] if low or "maxLength" in schema else ["text", "ä €😀 %_\\"]

    def right_objects(self, schema):
        """One with what must be there, one with everything, and one for each further value of a member."""
        members = {name: self.right(each) for name, each in schema.get("properties", {}).items()}
        required = set(schema.get("required", []))
        if any(not members[name] for name in required):
            return []
        least = {name: members[name][0] for name in members if name in required}
        most = {name: values[0] for name, values in members.items() if values}
        varied = [{**least, name: value} for name, values in members.items() for value in values]
        made = [least, most, *varied]
        return [each for each in made if len(each) >= schema.get("minProperties", 0)]

    def wrong(self, schema):
        """Values that the schema does not take; none for a schema that takes everything."""
        schema = self.document.resolve(schema)
        if not schema:
            return []
        candidates = [None, True, -7, 1.5, "", "no such value", {"a": 1}, [[]], 10**12, -(10**12)]
        if "maxLength" in schema:
            candidates.append("x" * (schema["maxLength"] + 1))
        if "maxItems" in schema and schema["maxItems"] <= 100 and "items" in schema:
            candidates.append((self.right(schema["items"]) * 200)[:schema["maxItems"] + 1])
        for bound, step in (("minimum", -1), ("maximum", 1)):
            if bound in schema:
                candidates.append(schema[bound] + step)
        if schema.get("type") == "object" and "properties" in schema:
            candidates += self.wrong_objects(schema)
        validator = self.document.validator(schema)
        # What the format checker of this test cannot judge is no candidate.
        return [value for value in candidates if not validator.is_valid(value)]

    def wrong_objects(self, schema):
        right = self.right_objects(schema)
        if not right:
            return []
        made = [{**right[0], "noSuchMember": 1}]
        made += [{name: value for name, value in right[0].items() if name != left_out} for left_out in schema.get("required", [])]
        for name, each in schema["properties"].items():
            made += [{**right[0], name: value} for value in self.wrong(each)]
        return made


def types(schema):
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else kind
