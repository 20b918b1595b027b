"""What a generator of requests knows of an app: the types and fields of its schema file, read without help of the server."""
import dataclasses
import re

TOKEN = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|[{}()\[\]:!@=&|]|-?\d[\w.]*')
SCALARS = {"ID", "String", "Int", "Float", "Boolean", "BigInt", "Decimal", "DateTime", "Date", "Time", "UUID", "Email", "URL", "JSON", "Bytes"}
PLURALS = {"person": "people"}
TEXT = {"String", "Email", "URL"}
NUMBERS = {"Int", "Float", "BigInt", "Decimal"}
TIMES = {"DateTime", "Date", "Time"}


@dataclasses.dataclass
class Field:
    """A field as it is declared. `kind`: scalar, enum, list (of scalars or enums), to_one, to_many, many_to_many."""

    name: str
    type: str
    required: bool
    many: bool
    directives: dict
    kind: str = "scalar"

    @property
    def key_name(self):
        """Under which GraphQL serves the stored value."""
        return self.name + "Id" if self.kind == "to_one" else self.name

    @property
    def withheld(self):
        return "READ" in self.directives.get("allow", []) or "READ" in self.directives.get("deny", [])

    @property
    def partner(self):
        words = self.directives.get("relation", [])
        return words[words.index("field") + 2].strip('"') if "field" in words else ""

    @property
    def stored(self):
        return self.kind in ("scalar", "enum", "list", "to_one") and "writeOnly" not in self.directives


@dataclasses.dataclass
class Resource:
    name: str
    path: str
    fields: dict
    directives: dict

    @property
    def row_field(self):
        return self.name[0].lower() + self.name[1:]

    @property
    def list_field(self):
        return self.path

    @property
    def max_page(self):
        found = self.directives["resource"]
        return int(found[found.index("maxPageSize") + 2]) if "maxPageSize" in found else 100

    @property
    def searched(self):
        return "search" in self.directives

    def stored(self, *kinds):
        return [field for field in self.fields.values() if field.stored and (not kinds or field.kind in kinds)]

    def relations(self, *kinds):
        return [field for field in self.fields.values() if field.kind in (kinds or ("to_one", "to_many", "many_to_many"))]


def plural(name):
    word = name.lower()
    if word in PLURALS:
        return PLURALS[word]
    return word[:-1] + "ies" if re.search("[^aeiou]y$", word) else word + ("es" if re.search("(s|x|ch|sh)$", word) else "s")


class Reader:
    """Reads types, enums and directives; of directives' arguments only the tokens."""

    def __init__(self, text):
        lines = (re.sub(r'^((?:[^"#]|"(?:\\.|[^"\\])*")*)#.*$', r"\1", line) for line in text.splitlines())
        self.tokens = TOKEN.findall("\n".join(lines))
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def describe(self):
        if self.peek().startswith('"'):
            self.next()

    def directives(self):
        found = {}
        while self.peek() == "@":
            self.next()
            name, words = self.next(), []
            if self.peek() == "(":
                depth = 0
                while True:
                    words.append(self.next())
                    depth += {"(": 1, ")": -1}.get(words[-1], 0)
                    if depth == 0:
                        break
            found.setdefault(name, []).extend(words)
        return found

    def field(self):
        self.describe()
        name, many = self.next(), False
        assert self.next() == ":", name
        if self.peek() == "[":
            many = self.next() == "["
        kind = self.next()
        while self.peek() in ("!", "]"):
            last = self.next()
        required = self.tokens[self.at - 1] == "!"
        return Field(name, kind, required, many, self.directives())

    def read(self):
        enums, resources = {}, {}
        while self.peek():
            self.describe()
            keyword, name = self.next(), self.next()
            directives = self.directives()
            assert self.next() == "{", name
            members = []
            while self.peek() != "}":
                if keyword == "enum":
                    self.describe()
                    members.append(self.next())
                    self.directives()
                else:
                    members.append(self.field())
            self.next()
            if keyword == "enum":
                enums[name] = members
            elif "resource" in directives:
                words = directives["resource"]
                path = words[words.index("path") + 2].strip('"') if "path" in words else plural(name)
                resources[name] = Resource(name, path, {field.name: field for field in members}, directives)
        return enums, resources


@dataclasses.dataclass
class App:
    enums: dict
    resources: dict

    @property
    def account(self):
        return next(resource for resource in self.resources.values() if "account" in resource.directives)


def other_side(field, resource, resources):
    """The field of the other type that a list relation belongs to."""
    for other in resources[field.type].fields.values():
        if other is field or other.type != resource.name:
            continue
        if field.partner or other.partner:
            if other.name == field.partner or field.name == other.partner:
                return other
        else:
            return other
    raise AssertionError(f"{resource.name}.{field.name} has no other side")


def read_app(text):
    enums, resources = Reader(text).read()
    for resource in resources.values():
        own = {"id": Field("id", "ID", True, False, {}), **resource.fields}
        for name in ("createdAt", "updatedAt"):
            own.setdefault(name, Field(name, "DateTime", True, False, {}))
        resource.fields = own
        for field in own.values():
            if field.type in resources:
                field.kind = "to_one" if not field.many else "many_to_many" if other_side(field, resource, resources).many else "to_many"
            elif field.many:
                field.kind = "list"
            elif field.type in enums:
                field.kind = "enum"
    return App(enums, resources)
