"""Random reads of an app: what is wanted, and how to say it over REST and in GraphQL so that the two answers must be the same."""
import dataclasses
import json
import urllib.parse

import app_rows
from app_model import NUMBERS, SCALARS, TEXT, TIMES

NONSENSE = {"Int": ["a", "1.5", "99999999999"], "Float": ["x"], "Boolean": ["maybe"], "BigInt": ["1.5", "9223372036854775808"], "Decimal": ["1e5", "ten"],
            "DateTime": ["yesterday", "2026-02-30T00:00:00Z"], "Date": ["2026-02-30", ""], "Time": ["25:00:00"], "UUID": ["nonsense"], "ID": ["nonsense"], "URL": ["no url"],
            "Email": ["nobody"], "Bytes": ["*"]}


@dataclasses.dataclass
class Condition:
    hops: list  # relations on the way
    field: object
    operator: str
    value: object  # text as REST has it; a list of them for in and nin

    def rest(self, quoted=False):
        """Its parameter: name and value."""
        word = "contains" if self.operator == "has" else self.operator
        value = ",".join(each.replace("\\", "\\\\").replace(",", "\\,") for each in self.value) if isinstance(self.value, list) else self.value
        if quoted:
            value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return ".".join(hop.name for hop in [*self.hops, self.field]) + f"[{word}]", value

    def graphql(self):
        if isinstance(self.value, list):
            operand = [Literal.of(self.field, each) for each in self.value]
        else:
            operand = self.value == "true" if self.operator == "isNull" else Literal.of(self.field, self.value)
        made = {self.field.key_name: {self.operator: operand}}
        for hop in reversed(self.hops):
            made = {hop.name: made}
        return made


@dataclasses.dataclass
class Group:
    """`some`: one of the terms must hold; else all of them."""

    some: bool
    terms: list

    def rest(self):
        return "(" + ",".join(term.rest() if isinstance(term, Group) else "=".join(term.rest(quoted=True)) for term in self.terms) + ")"

    def graphql(self):
        return {"or" if self.some else "and": [term.graphql() for term in self.terms]}


@dataclasses.dataclass
class Literal:
    """A value of GraphQL: as a literal, where enum values are words, or in the JSON of variables."""

    text: str
    bare: bool

    @staticmethod
    def of(field, text):
        if field.kind in ("enum",) or (field.kind == "list" and field.type not in SCALARS):
            return Literal(text, True)
        try:
            if field.type in ("Int", "Float"):
                return float(text) if field.type == "Float" else int(text)
        except ValueError:
            return text
        if field.type == "Boolean" and text in ("true", "false"):
            return text == "true"
        return text


def written(value):
    if isinstance(value, Literal):
        return value.text if value.bare else json.dumps(value.text)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {written(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(each) for each in value) + "]"
    return json.dumps(value)


def plain(value):
    """As JSON of variables."""
    if isinstance(value, Literal):
        return value.text
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


@dataclasses.dataclass
class Page:
    """Of a list: conditions that must all hold, order, size. `rest_more` and `graphql_more` carry cursors."""

    terms: list = dataclasses.field(default_factory=list)
    sort: list = dataclasses.field(default_factory=list)  # (field, descending)
    limit: int = None
    search: str = None
    backwards: bool = False
    most: int = 100  # rows of a page
    cursor: tuple = None  # for REST and for GraphQL

    def rest_sort(self):
        return ",".join(("-" if descending else "") + field.name for field, descending in self.sort)

    def arguments(self, type_name, variables):
        found = {}
        if self.terms:
            found["filter"] = variables.take(f"{type_name}Filter", {"and": [term.graphql() for term in self.terms]})
        if self.sort:
            keys = [{"field": Literal(field.key_name, True), **({"direction": Literal("DESC", True)} if descending else {})} for field, descending in self.sort]
            found["sort"] = variables.take(f"[{type_name}Sort!]", keys)
        if self.limit is not None:
            found["last" if self.backwards else "first"] = variables.take("Int", self.limit)
        elif self.backwards:
            found["last"] = str(min(20, self.most))
        if self.search is not None:
            found["search"] = variables.take("String", self.search)
        if self.cursor:
            found["before" if self.backwards else "after"] = variables.take("String", self.cursor[1])
        return found


@dataclasses.dataclass
class Selection:
    resource: object
    fields: list
    includes: list = dataclasses.field(default_factory=list)  # (relation, selection, page for lists)
    edges: bool = False

    def rest(self, path, found):
        """Adds parameters; `path` is of the include."""
        found.append((f"fields[{path}]" if path else "fields", ",".join(field.name for field in self.fields)))
        for relation, selection, page in self.includes:
            inner = f"{path}.{relation.name}" if path else relation.name
            found.append(("include", inner))
            if page:
                if page.limit is not None:
                    found.append((f"limit[{inner}]", str(page.limit)))
                if page.sort:
                    found.append((f"sort[{inner}]", page.rest_sort()))
                if page.terms:
                    found.append((f"filter[{inner}]", Group(False, page.terms).rest()))
            selection.rest(inner, found)

    def graphql(self, variables):
        included = [relation.name for relation, _, _ in self.includes]
        words = [field.name if field.key_name == field.name else f"{field.name}: {field.key_name}" for field in self.fields if field.name not in included]
        for relation, selection, page in self.includes:
            inner = selection.graphql(variables)
            if page:
                inner = listed(inner, selection.edges)
                words.append(f"{relation.name}{arguments(page.arguments(selection.resource.name, variables))} {inner}")
            else:
                words.append(f"{relation.name} {inner}")
        return "{ " + (" ".join(words) or "__typename") + " }"

    def rows_of(self, value):
        """GraphQL's connection as REST's array."""
        return [edge["node"] for edge in value["edges"]] if self.edges else value["nodes"]


def listed(inner, edges, more=""):
    return "{ " + (f"edges {{ node {inner} }}" if edges else f"nodes {inner}") + f" {more}}}"


def arguments(found):
    return "(" + ", ".join(f"{name}: {value}" for name, value in found.items()) + ")" if found else ""


class Variables:
    """Some arguments are written out, some become variables."""

    def __init__(self, random):
        self.random = random
        self.values = {}
        self.types = []

    def take(self, type_name, value):
        if self.random.random() < 0.5:
            return written(value)
        name = f"v{len(self.values)}"
        self.values[name] = plain(value)
        self.types.append(f"${name}: {type_name}")
        return f"${name}"


@dataclasses.dataclass
class Aggregate:
    counted: bool
    parts: dict  # sum, avg, min, max: fields
    group_by: list
    sort: list  # (part or "count" or "group", field, descending)
    limit: int

    def rest(self, found):
        if self.counted:
            found.append(("count", ""))
        for part, fields in self.parts.items():
            found.append((part, ",".join(field.name for field in fields)))
        if self.group_by:
            found.append(("groupBy", ",".join(field.name for field in self.group_by)))
            found.append(("limit", str(self.limit)))
        if self.sort:
            words = [("-" if descending else "") + {"count": "count", "group": field and field.name}.get(part, f"{part}.{field and field.name}") for part, field, descending in self.sort]
            found.append(("sort", ",".join(words)))

    def graphql(self):
        words = ["count"] if self.counted or not self.parts else []
        if self.group_by:
            words.append("group { " + " ".join(named(field) for field in self.group_by) + " }")
        words += [f"{part} {{ " + " ".join(named(field) for field in fields) + " }" for part, fields in self.parts.items()]
        return "{ " + " ".join(words) + " }"


def named(field):
    return field.name if field.key_name == field.name else f"{field.name}: {field.key_name}"


# Ids that no row of a type with UUIDs has.
NO_UUID = ["0", "-1", "9223372036854775807", "nonsense"]


@dataclasses.dataclass
class Read:
    kind: str  # row, list, nested, me, aggregate
    resource: object
    selection: Selection = None
    page: Page = dataclasses.field(default_factory=Page)
    id: str = None
    relation: object = None  # nested: whose rows of the row `id` are wanted
    by_number: int = None  # REST's page=1, which tells the total
    aggregate: Aggregate = None
    extra: tuple = ()  # nonsense: (parameters of REST, words in GraphQL's selection, arguments)

    def path(self):
        path = f"/api/v1/{self.resource.path}"
        if self.kind == "me":
            path = "/api/v1/auth/me"
        elif self.kind in ("row", "nested"):
            path += f"/{self.id}" + (f"/{self.relation.name}" if self.relation else "")
        elif self.kind == "aggregate":
            path += "/aggregate"
        found = self.parameters()
        return path + ("?" + urllib.parse.urlencode(found) if found else "")

    def parameters(self):
        found = []
        if self.aggregate:
            self.aggregate.rest(found)
        else:
            self.selection.rest("", found)
        for term in self.page.terms:
            found.append(("or", term.rest()) if isinstance(term, Group) else term.rest())
        if self.page.sort:
            found.append(("sort", self.page.rest_sort()))
        if self.page.search is not None:
            found.append(("search", self.page.search))
        if self.by_number:
            found += [("page", str(self.by_number)), ("perPage", str(self.page.limit))]
        elif self.page.limit is not None:
            found.append(("limit", str(self.page.limit)))
        if self.page.cursor:
            found.append(("before" if self.page.backwards else "cursor", self.page.cursor[0]))
        return found + list(self.extra[0] if self.extra else [])

    def document(self, random):
        """Text and variables."""
        variables = Variables(random)
        if self.kind == "row":
            field = f"{self.resource.row_field}(id: {variables.take(self.id_type(), self.id)})"
        elif self.kind == "nested":
            field = f"{self.resource.row_field}(id: {variables.take(self.id_type(), self.id)})"
        else:
            field = "me" if self.kind == "me" else self.resource.list_field
        if self.kind == "aggregate":
            field = f"{self.resource.list_field}Aggregate{arguments(self.aggregate_arguments(variables))}"
            body = self.aggregate.graphql()
        elif self.kind in ("row", "me"):
            body = self.selection.graphql(variables)
        else:
            more = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } " + ("totalCount " if self.by_number else "")
            body = listed(self.selection.graphql(variables), self.selection.edges, more)
            given = self.page.arguments(self.selection.resource.name, variables)
            if self.kind == "list":
                field += arguments(given)
            else:
                body = f"{{ {self.relation.name}{arguments(given)} {body} }}"
        head = "query" + (f"({', '.join(variables.types)})" if variables.types else "")
        text = f"{head} {{ answer: {field} {body} }}"
        if self.extra:
            for before, after in self.extra[1]:
                text = text.replace(before, after, 1)
        return text, variables.values

    def id_type(self):
        return "ID!" if self.resource.fields["id"].type == "ID" else "BigInt!"

    def aggregate_arguments(self, variables):
        found = {name: value for name, value in Page(terms=self.page.terms, search=self.page.search).arguments(self.resource.name, variables).items()}
        if self.aggregate.group_by:
            found["groupBy"] = variables.take(f"[{self.resource.name}GroupField!]", [Literal(field.key_name, True) for field in self.aggregate.group_by])
            found["first"] = str(self.aggregate.limit)
        if self.aggregate.sort:
            keys = []
            for part, field, descending in self.aggregate.sort:
                keys.append({"by": Literal(part.upper(), True), **({"field": Literal(field.key_name, True)} if field else {}), **({"direction": Literal("DESC", True)} if descending else {})})
            found["sort"] = variables.take(f"[{self.resource.name}AggregateSort!]", keys)
        return found


class Maker:
    """Reads that the caller's class has names for, and now and then something that nobody has."""

    def __init__(self, app, rows, random):
        self.app, self.rows, self.random = app, rows, random

    def pick(self, things):
        return self.random.choice(things)

    def some(self, things, most):
        things = list(things)
        return self.random.sample(things, min(len(things), self.random.randint(0, most)))

    def chance(self, share):
        return self.random.random() < share

    def read(self, reach):
        resources = [resource for resource in self.app.resources.values() if reach.rows(resource)]
        resource = self.pick(resources)
        kind = self.random.randrange(20)
        if kind < 3:
            return Read("row", resource, self.selection(resource, reach, 2), id=self.id(resource))
        if kind < 5:
            parents = [(each, relation) for each in resources for relation in each.relations("to_many", "many_to_many")
                       if reach.field(each, relation.name) and reach.rows(self.target(relation))]
            if parents:
                parent, relation = self.pick(parents)
                target = self.target(relation)
                return Read("nested", parent, self.selection(target, reach, 1), self.page(target, reach), self.id(parent), relation)
        if kind == 5 and reach.rows(self.app.account):
            return Read("me", self.app.account, self.selection(self.app.account, reach, 2))
        if kind < 10:
            made = self.aggregates(resource, reach)
            if made:
                page = Page(terms=self.page(resource, reach).terms, search=self.words(resource, reach))
                return Read("aggregate", resource, page=page, aggregate=made)
        read = Read("list", resource, self.selection(resource, reach, 2), self.page(resource, reach))
        if self.chance(0.15):
            read.page.limit = self.random.randint(1, min(7, resource.max_page))
            read.by_number = 1
        return read

    def target(self, relation):
        return self.app.resources[relation.type]

    def id(self, resource):
        known = self.rows.keys[resource.name]
        if known and self.chance(0.9):
            return self.pick(known)
        # GraphQL's types know already what no whole number is.
        return self.pick(NO_UUID[:3] if resource.fields["id"].type == "BigInt" else [*NO_UUID, "0190a6b0-0000-7000-8000-00000000dead"])

    def selection(self, resource, reach, depth):
        fields = [field for field in resource.stored() if reach.field(resource, field.key_name)]
        chosen = fields if self.chance(0.3) else self.some(fields, 5)
        made = Selection(resource, chosen or fields[:1], edges=self.chance(0.3))
        relations = [field for field in resource.relations() if reach.field(resource, field.name) and reach.rows(self.target(field))]
        if depth:
            for relation in self.some(relations, 2):
                inner = self.selection(self.target(relation), reach, depth - 1)
                page = None
                if relation.kind != "to_one":
                    page = Page([self.condition(inner.resource, reach) for _ in range(self.pick([0, 0, 1, 2]))], self.sort(inner.resource, reach),
                                self.pick([None, 1, 2, 3]))
                    if self.chance(0.2):
                        page.terms.append(self.group(inner.resource, reach, 1, True))
                    page.terms = [term for term in page.terms if term]
                made.includes.append((relation, inner, page))
        return made

    def words(self, resource, reach):
        if not resource.searched or not reach.searches(resource) or self.chance(0.6):
            return None
        return self.pick(["alpha", "Fix", "beta crab", "two words", "x", "none", "fix alpha", "\u00e9", "100%", "*"])

    def page(self, resource, reach):
        terms = [self.condition(resource, reach) for _ in range(self.pick([0, 0, 1, 1, 1, 2, 3]))]
        if self.chance(0.25):
            terms.append(self.group(resource, reach, 1, True))
        return Page([term for term in terms if term], self.sort(resource, reach), self.pick([None, None, 1, 2, 3, 5]), self.words(resource, reach), most=resource.max_page)

    def sort(self, resource, reach):
        fields = [field for field in resource.stored("scalar", "enum", "to_one") if reach.sorts(resource, field.key_name)]
        return [(field, self.chance(0.5)) for field in self.some(fields, self.pick([0, 1, 1, 3]))]

    def group(self, resource, reach, depth, some):
        terms = []
        for _ in range(self.random.randint(1, 3)):
            terms.append(self.group(resource, reach, depth + 1, not some) if depth < 3 and self.chance(0.25) else self.condition(resource, reach))
        terms = [term for term in terms if term]
        return Group(some, terms) if terms else None

    def condition(self, resource, reach):
        hops = []
        while len(hops) < 3 and self.chance(0.3):
            relations = [field for field in resource.relations() if reach.filters(resource, field.name) and field.name not in [hop.name for hop in hops]]
            if not relations:
                break
            hops.append(self.pick(relations))
            resource = self.target(hops[-1])
        fields = [field for field in resource.stored() if reach.filters(resource, field.key_name)]
        if not fields:
            return None
        field = self.pick(fields)
        operator = self.pick(operators(field))
        if operator == "isNull":
            return Condition(hops, field, operator, self.pick(["true", "false"]))
        if operator in ("in", "nin"):
            values = [self.value(resource, field) for _ in range(self.random.randint(1, 4))]
            return Condition(hops, field, operator, values)
        value = self.value(resource, field)
        if operator in ("contains", "startsWith", "endsWith") and len(value) > 1:
            at = self.random.randrange(len(value))
            value = {"contains": value[at:at + 3], "startsWith": value[:at + 1], "endsWith": value[at:]}[operator]
        return Condition(hops, field, operator, value)

    def value(self, resource, field):
        """One that some row has, more often than not."""
        if self.chance(0.03) and field.kind != "enum" and NONSENSE.get(field.type) and field.kind == "scalar":
            return self.pick(NONSENSE[field.type])
        if field.name == "id":
            return self.pick(self.rows.keys[resource.name])
        stored = [row[field.name] for row in self.rows.rows[resource.name] if row.get(field.name) is not None]
        if field.kind == "list":
            stored = [each for values in stored for each in values]
        if stored and self.chance(0.8):
            return as_text(self.pick(stored))
        if field.kind == "to_one":
            return self.pick(self.rows.keys[field.type])
        if field.kind == "enum" or field.type in self.app.enums:
            return self.pick(self.app.enums[field.type])
        return as_text(app_rows.scalar(self.random, field.type))

    def aggregates(self, resource, reach):
        def parts(suffix, kinds):
            return [field for field in resource.stored(*kinds) if reach.has(f"{resource.name}{suffix}", field.key_name)]

        numbers, ordered = parts("Sum", ("scalar",)), parts("Extremes", ("scalar", "enum"))
        made = {"sum": self.some(numbers, 2), "avg": self.some(numbers, 1), "min": self.some(ordered, 2), "max": self.some(ordered, 2)}
        group_by = self.some(parts("Group", ("scalar", "enum", "to_one")), self.pick([0, 1, 2])) if self.chance(0.7) else []
        made = {part: fields for part, fields in made.items() if fields}
        # REST has them all in one object.
        group_by = [field for field in group_by if field.name not in ("count", *made)]
        sort = []
        if group_by and reach.has(f"{resource.name}AggregateSort", "by"):
            keys = [("count", None)] + [("group", field) for field in group_by] + [(part, field) for part, fields in made.items() for field in fields]
            sort = [(part, field, self.chance(0.5)) for part, field in self.some(keys, 2)]
        return Aggregate(self.chance(0.6) or not made, made, group_by, sort, self.pick([1, 3, 100]))


def as_text(value):
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else value if isinstance(value, str) else str(value)


def operators(field):
    if field.kind == "list":
        return ["has", "has", "isNull"]
    if field.type == "JSON":
        return ["isNull"]
    common = ["eq", "ne", "isNull"]
    if field.type in ("Boolean", "Bytes"):
        return common
    common += ["in", "nin"]
    if field.kind in ("enum", "to_one") or field.type in ("ID", "UUID"):
        return common
    common += ["lt", "lte", "gt", "gte"]
    if field.type in NUMBERS or field.type in TIMES:
        return common
    assert field.type in TEXT, field
    return common + ["contains", "startsWith", "endsWith"]
