"""Rows of an app for reads to find: made at random from a seed, taken in with an operator's rights (`tenon import`)."""
import json
import uuid

WORDS = ["alpha", "Beta", "gam_ma", "100%", "d\u00e9j\u00e0", "a,b", "x (y)", "quo\"te", "back\\slash", "it's", "\U0001f980 crab", "two words", "\uff41wide"]
DATES = ["2024-02-29", "1999-12-31", "2026-01-15", "2100-01-01"]
INSTANTS = ["2026-01-15T10:30:00Z", "2026-01-15T10:30:00.000001Z", "1999-12-31T23:59:59.5+02:00", "2100-06-01T00:00:00Z"]

# What the schema's patterns and ranges want, by type and field.
FITTING = {
    "Project.key": lambda r: "".join(r.choice("ABCDE") for _ in range(r.randint(2, 5))),
    "Issue.title": lambda r: "Fix " + r.choice(WORDS),
    "Issue.points": lambda r: r.randint(1, 13),
    "Issue.closedOn": lambda r: r.choice(DATES),
    "Project.budget": lambda r: r.choice(["0", "12.50", "12.5", "99999999999999999999.01"]),
    "Product.price": lambda r: r.choice(["0.01", "12.50", "12.49", "99999.99"]),
    "Product.weight": lambda r: r.choice([0, 0.1, 2.5, 1e21, 3]),
    "Product.stock": lambda r: r.randint(0, 4),
    "Product.sizes": lambda r: [r.randint(0, 3) for _ in range(r.randint(0, 3))],
    "Product.sku": lambda r: f"p-{r.getrandbits(40):x}",
    "Customer.pin": lambda r: f"{r.randint(0, 9999):04}",
    "Line.count": lambda r: r.randint(1, 3),
    "Case.cost": lambda r: r.randint(-3, 3),
    "Case.limit": lambda r: r.randint(3, 5),
}


def scalar(random, kind):
    if kind in ("ID", "UUID"):
        return str(uuid.UUID(int=random.getrandbits(128), version=4))
    return {
        "String": lambda: random.choice(WORDS),
        "Int": lambda: random.randint(-2, 5),
        "Float": lambda: random.choice([-1.5, 0.0, 0.1, 3, 1e300]),
        "Boolean": lambda: random.random() < 0.5,
        "BigInt": lambda: random.choice(["-1", "0", "9007199254740993", "9223372036854775807"]),
        "Decimal": lambda: random.choice(["-1.50", "0", "0.1", "12345678901234567890.123"]),
        "DateTime": lambda: random.choice(INSTANTS),
        "Date": lambda: random.choice(DATES),
        "Time": lambda: random.choice(["00:00:00", "09:30:00.5", "23:59:59.999999"]),
        "Email": lambda: f"m{random.getrandbits(32):x}@example.org",
        "URL": lambda: "https://example.org/" + random.choice("abc"),
        "JSON": lambda: random.choice([{"a": [1, None, 1.5]}, [], "text", {"deep": {"b": "\u00e9"}}]),
        "Bytes": lambda: random.choice(["AAEC", "", "/w=="]),
    }[kind]()


class Rows:
    """`rows[type]`: what is in the database, by resource, with the ids that are known beforehand."""

    def __init__(self, app, random, accounts):
        """`accounts`: ids of the callers, whom other rows like to refer to."""
        self.app, self.random = app, random
        self.numbers = 0
        self.rows = {name: [] for name in app.resources}
        self.keys = {name: [] for name in app.resources}
        self.keys[app.account.name] = list(accounts) * 3
        self.taken = set()

    def make(self, counts):
        # All ids first: rows may point anywhere, and a required key anywhere there is something.
        for name, count in counts.items():
            ids = [self.id(self.app.resources[name]) for _ in range(count)]
            self.rows[name] = [{"id": each} for each in ids]
            self.keys[name] += ids
        for name, rows in self.rows.items():
            resource = self.app.resources[name]
            self.rows[name] = [self.unique(resource, row) for row in rows]
        return self

    def id(self, resource):
        if resource.fields["id"].type != "BigInt":
            return scalar(self.random, "UUID")
        self.numbers += 1
        return str(self.numbers)

    def fill(self, resource, row):
        linked = set()
        for field in resource.fields.values():
            if field.name in row or field.kind == "to_many":
                continue
            if not field.required and field.kind != "many_to_many" and self.random.random() < 0.25:
                continue
            if field.kind == "many_to_many":
                # One side of each pair says it all.
                if resource.name < field.type:
                    linked = sorted(self.random.sample(self.keys[field.type], min(len(self.keys[field.type]), self.random.randint(0, 4))))
                    row[field.name] = sorted(set(linked))
                continue
            row[field.name] = self.value(resource, field)
        if row.get("state") == "CLOSED" and not row.get("closedOn"):
            row["closedOn"] = "2024-02-29"
        return row

    def value(self, resource, field):
        fitting = FITTING.get(f"{resource.name}.{field.name}")
        if fitting:
            return fitting(self.random)
        if field.kind == "to_one":
            return self.random.choice(self.keys[field.type])
        if field.kind == "list":
            return [scalar(self.random, field.type) for _ in range(self.random.randint(0, 3))]
        if field.kind == "enum":
            return self.random.choice(self.app.enums[field.type])
        value = scalar(self.random, field.type)
        if "unique" in field.directives and field.type == "String":
            value += f" {self.random.getrandbits(40):x}"
        return value

    def unique(self, resource, row):
        """The row filled so that no unique index of the type is in its way."""
        words = resource.directives.get("index", [])
        names = [word.strip('"') for word in words[words.index("[") + 1:words.index("]")]] if "unique" in words else ["id"]
        while True:
            filled = self.fill(resource, dict(row))
            key = (resource.name, *(str(filled.get(name)) for name in names))
            if key not in self.taken:
                self.taken.add(key)
                return filled

    def write(self, folder):
        for name, rows in self.rows.items():
            if rows:
                text = "".join(json.dumps(row) + "\n" for row in rows)
                (folder / f"{self.app.resources[name].path}.ndjson").write_text(text)
