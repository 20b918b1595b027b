"""What one class of callers has names for: its GraphQL schema, by introspection."""

INTROSPECTION = "{ __schema { types { name fields { name } inputFields { name } enumValues { name } } } }"


class Reach:
    def __init__(self, types):
        self.names = {}
        for each in types:
            members = [each.get(part) or [] for part in ("fields", "inputFields", "enumValues")]
            self.names[each["name"]] = {member["name"] for part in members for member in part}

    def has(self, type_name, name):
        return name in self.names.get(type_name, ())

    def rows(self, resource):
        return self.has("Query", resource.list_field)

    def field(self, resource, name):
        return self.has(resource.name, name)

    def filters(self, resource, name):
        return self.has(f"{resource.name}Filter", name)

    def sorts(self, resource, name):
        return self.has(f"{resource.name}SortField", name)

    def searches(self, resource):
        return self.rows(resource)
