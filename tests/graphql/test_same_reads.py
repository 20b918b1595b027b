"""REST and GraphQL are two ways to say the same: of 2,000 reads made at random both give the same rows, values, order and refusals to every caller.

On SQLite, and once more on PostgreSQL. SEED and READS choose another run.
"""
import collections
import http.client
import json
import os
import pathlib
import random
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "reads"), str(HERE.parent / "apps"), str(HERE.parent / "blackbox")]

from any_read import NO_UUID, Aggregate, Condition, Maker, Read, Selection  # noqa: E402
from app_model import read_app  # noqa: E402
from app_rows import Rows  # noqa: E402
from reach import INTROSPECTION, Reach  # noqa: E402
from test_scenarios import ScenarioCase  # noqa: E402

READS = int(os.environ.get("READS", "2000"))
# The same reads in each run; another SEED, others.
SEED = int(os.environ.get("SEED", "20260115"))
APPS = {
    "market": {"Customer": 4, "Category": 6, "Product": 40, "Order": 30, "Line": 60, "Letter": 10},
    "tracker": {"Company": 1, "Person": 6, "Project": 14, "Membership": 30, "Issue": 60, "Topic": 8},
    "vault": {"Agent": 4, "Case": 40, "Note": 60},
}


class Number(str):
    """As it was written: 1.0 is not 1."""


def read_json(text):
    return json.loads(text, parse_int=Number, parse_float=Number)


class Outcome:
    """Of one read on one entrance. `kind`: rows, none (no such row), wrong (the request), closed (to this caller)."""

    def __init__(self, kind, value=None, masked=(), page=()):
        self.kind, self.value, self.masked, self.page = kind, value, sorted(masked), page

    def said(self):
        return {"kind": self.kind, "value": self.value, "masked": self.masked, "page": self.page}


class SameReads:
    """One app. Not a test case itself."""

    def __init__(self, case, name, counts, seed):
        self.case, self.random = case, random.Random(f"{seed} {name}")
        app_case = type(name, (ScenarioCase,), {"file": HERE.parent / "apps" / name / "any"})
        app_case.setUpClass()
        self.server, self.tokens = app_case.server, app_case.tokens
        self.stop = app_case.tearDownClass
        try:
            self.app = read_app((HERE.parent / "apps" / name / "schema.graphql").read_text())
            self.rows = Rows(self.app, self.random, [app_case.ids[caller] for caller in app_case.tokens if caller != "guest"])
            self.rows.keys.setdefault("Company", []).extend(app_case.ids[key] for key in app_case.ids if key not in app_case.tokens)
            self.rows.make(counts)
            folder = self.server.folder / "rows"
            folder.mkdir()
            self.rows.write(folder)
            taken = self.server.run("import", str(folder), "--schema", str(self.server.schema))
            case.assertEqual(taken.returncode, 0, taken.stderr)
            self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
            self.maker = Maker(self.app, self.rows, self.random)
            self.reach = {caller: self.introspect(caller) for caller in self.tokens}
        except BaseException:
            self.server.kill()
            raise
        self.seen = collections.Counter()

    def send(self, caller, method, target, body=None):
        headers = {"Content-Type": "application/json"} if body else {}
        if self.tokens[caller]:
            headers["Authorization"] = f"Bearer {self.tokens[caller]}"
        self.connection.request(method, target, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def introspect(self, caller):
        _, text = self.send(caller, "POST", "/graphql", json.dumps({"query": INTROSPECTION}))
        return Reach(json.loads(text)["data"]["__schema"]["types"])

    def rest(self, caller, read):
        status, text = self.send(caller, "GET", read.path())
        self.last_rest = f"{read.path()}\n  {status} {text.decode()}"
        answer = read_json(text)
        if status != 200:
            # A price that is too high, where a limit on prices is set.
            if answer["error"]["code"] == "TOO_EXPENSIVE":
                return Outcome("too dear")
            kind = {400: "wrong", 401: "closed", 403: "closed", 404: "none", 405: "closed"}.get(status, f"status {status}")
            return Outcome(kind)
        value, meta = answer["data"], answer["meta"]
        masked = meta.get("masked", ())
        if read.kind == "aggregate":
            return Outcome("rows", value if read.aggregate.group_by else [value])
        page = ()
        if read.kind in ("list", "nested"):
            self.next_cursors = (meta.get("nextCursor"), meta.get("prevCursor"))
            page = (meta["total"],) if read.by_number else (meta["nextCursor"] is not None,)
            if "prevCursor" in meta:
                page += (meta["prevCursor"] is not None,)
            value = [self.shown(each, read.selection) for each in value]
        else:
            value = self.shown(value, read.selection)
        return Outcome("rows", value, masked, page)

    def shown(self, row, selection):
        """REST's row with null for what is left out under a rule, and nothing beside what was asked for."""
        shown = {}
        included = {relation.name: (inner, page) for relation, inner, page in selection.includes}
        for field in [*selection.fields, *(relation for relation, _, _ in selection.includes)]:
            if field.name not in row:
                self.case.assertTrue(field.withheld, f"{field.name} is missing\n{self.last_rest}")
        names = {field.name for field in selection.fields} | set(included)
        self.case.assertLessEqual(set(row), names, self.last_rest)
        for name in names:
            value = row.get(name)
            if name in included and isinstance(value, list):
                value = [self.shown(each, included[name][0]) for each in value]
            elif name in included and value is not None:
                value = self.shown(value, included[name][0])
            shown[name] = value
        return shown

    def graphql(self, caller, read):
        text, variables = read.document(self.random)
        status, answer = self.send(caller, "POST", "/graphql", json.dumps({"query": text, "variables": variables}))
        self.last_graphql = f"{text}\n  {json.dumps(variables)}\n  {status} {answer.decode()}"
        self.case.assertEqual(status, 200, self.last_graphql)
        # Once more, by the operation that was kept.
        if self.random.random() < 0.25:
            again = self.send(caller, "POST", "/graphql", json.dumps({"query": text, "variables": variables}))
            self.case.assertEqual(again, (status, answer), self.last_graphql)
        answer = read_json(answer)
        if "errors" in answer:
            codes = {error.get("extensions", {}).get("code") for error in answer["errors"]}
            self.case.assertIsNone((answer.get("data") or {}).get("answer"), self.last_graphql)
            return Outcome({"BAD_REQUEST": "wrong", "TOO_EXPENSIVE": "too dear"}.get(codes.pop() if len(codes) == 1 else "", f"codes {codes}"))
        value = answer["data"]["answer"]
        if value is None:
            return Outcome("none")
        masked = answer.get("extensions", {}).get("masked", ())
        if read.kind == "aggregate":
            return Outcome("rows", [self.group(each, read.aggregate) for each in value])
        prefix = 1
        if read.kind == "nested":
            value, prefix = value[read.relation.name], 2
        page = ()
        if read.kind in ("list", "nested"):
            info = value["pageInfo"]
            self.end_cursors = (info["endCursor"], info["startCursor"])
            page = (value["totalCount"],) if read.by_number else (info["hasNextPage"],)
            if read.page.cursor:
                page += (info["hasPreviousPage"],)
            masked = [self.path(each.split(".")[prefix:], read.selection, True) for each in masked]
            value = [self.unwrapped(each, read.selection) for each in read.selection.rows_of(value)]
        else:
            masked = [self.path(each.split(".")[prefix:], read.selection, False) for each in masked]
            value = self.unwrapped(value, read.selection)
        return Outcome("rows", value, masked, page)

    def path(self, words, selection, is_list):
        """A masked value's path as REST tells it."""
        if is_list:
            rest = words[3:] if selection.edges else words[2:]
            return words[1] + "." + self.path(rest, selection, False)
        for relation, inner, page in selection.includes:
            if relation.name == words[0] and len(words) > 1:
                return words[0] + "." + self.path(words[1:], inner, page is not None)
        return ".".join(words)

    def unwrapped(self, row, selection):
        row = dict(row)
        row.pop("__typename", None)
        for relation, inner, page in selection.includes:
            if page and row[relation.name] is not None:
                row[relation.name] = [self.unwrapped(each, inner) for each in inner.rows_of(row[relation.name])]
            elif row[relation.name] is not None:
                row[relation.name] = self.unwrapped(row[relation.name], inner)
        return row

    def group(self, value, wanted):
        """A group as REST has it."""
        value = dict(value)
        value.update(value.pop("group", {}))
        return value

    def compare(self, caller, read):
        rest, graphql = self.rest(caller, read), self.graphql(caller, read)
        where = f"seed {SEED}: {caller}\n{self.last_rest}\n{self.last_graphql}"
        if (rest.kind, graphql.kind) == ("none", "wrong") and read.id in NO_UUID:
            # No id and wrong besides: REST looks at the path first.
            self.seen["wrong in two ways"] += 1
            return rest
        self.case.assertEqual(rest.said(), graphql.said(), where)
        self.seen[rest.kind] += 1
        self.seen[read.kind] += 1
        self.seen["masked"] += bool(rest.masked)
        self.seen["several rows"] += isinstance(rest.value, list) and len(rest.value) > 1
        return rest

    def follow(self, caller, read):
        """Further pages, by each other's cursors."""
        pages = 0
        while pages < 3 and not read.by_number:
            backwards = pages and self.random.random() < 0.4
            mine, other = (self.next_cursors, self.end_cursors)
            if backwards and mine[1]:
                read.page.backwards, read.page.cursor = True, (other[1], mine[1])
            elif mine[0]:
                read.page.backwards, read.page.cursor = False, (other[0], mine[0])
            else:
                break
            self.compare(caller, read)
            self.seen["pages by a cursor"] += 1
            pages += 1
        return pages

    def run(self, reads):
        callers = list(self.tokens)
        done = 0
        while done < reads:
            caller = self.random.choice(callers)
            kind = self.random.random()
            if kind < 0.08 or not any(self.reach[caller].rows(resource) for resource in self.app.resources.values()):
                self.probe(caller)
            elif kind < 0.16:
                self.mistake(caller)
            else:
                read = self.maker.read(self.reach[caller])
                rest = self.compare(caller, read)
                if rest.kind == "rows" and read.kind in ("list", "nested"):
                    done += self.follow(caller, read)
            done += 1

    def mistake(self, caller):
        """Something that nobody may ask."""
        read = self.maker.read(self.reach[caller])
        while read.kind not in ("list",) or read.by_number:
            read = self.maker.read(self.reach[caller])
        read.page.cursor = None
        wrong = [
            ((("nonsense", "1"),), ((" nodes ", " nonsense nodes "), (" edges ", " nonsense edges "))),
            ((("cursor", "abc"),), (("answer: " + read.resource.list_field, f'answer: {read.resource.list_field}(after: "abc")'),)),
            ((("limit", "0x"),), (("answer: " + read.resource.list_field, f'answer: {read.resource.list_field}(first: "0x")'),)),
            ((("limit", str(read.resource.max_page + 1)),), (("answer: " + read.resource.list_field, f"answer: {read.resource.list_field}(first: {read.resource.max_page + 1})"),)),
            ((("sort", "id,-id"),), (("answer: " + read.resource.list_field, f"answer: {read.resource.list_field}(sort: [{{field: id}}, {{field: id}}])"),)),
            ((("sort", "nonsense"),), (("answer: " + read.resource.list_field, f"answer: {read.resource.list_field}(sort: [{{field: nonsense}}])"),)),
            ((("id[startsWith]", "1"),), (("answer: " + read.resource.list_field, f'answer: {read.resource.list_field}(filter: {{id: {{startsWith: "1"}}}})'),)),
            ((("createdAt[gte]", "soon"),), (("answer: " + read.resource.list_field, f'answer: {read.resource.list_field}(filter: {{createdAt: {{gte: "soon"}}}})'),)),
            ((("createdAt[isNull]", "2"),), (("answer: " + read.resource.list_field, f"answer: {read.resource.list_field}(filter: {{createdAt: {{isNull: 2}}}})"),)),
        ]
        read.page = type(read.page)()
        read.extra = self.random.choice(wrong)
        outcome = self.compare(caller, read)
        self.case.assertEqual(outcome.kind, "wrong", self.last_rest)
        self.seen["mistakes"] += 1

    def probe(self, caller):
        """What the class has no name for in GraphQL tells it nothing over REST either."""
        reach = self.reach[caller]
        resource = self.random.choice(list(self.app.resources.values()))
        if not reach.rows(resource):
            self.probe_rows(caller, resource)
            return
        for field in resource.stored():
            if not reach.field(resource, field.key_name):
                self.probe_field(caller, resource, field)

    def probe_rows(self, caller, resource):
        key = self.random.choice(self.rows.keys[resource.name])
        status, text = self.send(caller, "GET", f"/api/v1/{resource.path}/{key}")
        self.case.assertIn(status, (401, 403, 404, 405), text)
        status, text = self.send(caller, "GET", f"/api/v1/{resource.path}")
        if status == 200:
            self.case.assertEqual(json.loads(text)["data"], [], f"{caller} {resource.path}")
        else:
            self.case.assertIn(status, (401, 403, 404, 405), text)
        for field in (resource.row_field + f'(id: "{key}") {{ id }}', resource.list_field + " { totalCount }", resource.list_field + "Aggregate { count }"):
            self.unknown(caller, "{ " + field + " }")
        self.seen["closed types"] += 1

    def unknown(self, caller, text):
        _, answer = self.send(caller, "POST", "/graphql", json.dumps({"query": text}))
        answer = json.loads(answer)
        self.case.assertNotIn("data", answer, f"{caller} {text}")
        self.case.assertEqual({error["extensions"]["code"] for error in answer["errors"]}, {"BAD_REQUEST"}, answer)

    def probe_field(self, caller, resource, field):
        def get(query):
            status, text = self.send(caller, "GET", f"/api/v1/{resource.path}{query}")
            self.case.assertEqual(status, 200, f"{caller} {resource.path}{query} {text}")
            return json.loads(text)["data"]

        everything = get("?fields=id")
        self.case.assertEqual([row.get(field.name) for row in get(f"?fields=id,{field.name}")], [None] * len(everything))
        if field.kind in ("scalar", "enum", "to_one") and field.type not in ("JSON", "Bytes"):
            self.case.assertEqual(get(f"?fields=id&sort={field.name}"), everything)
            self.case.assertEqual(len(get(f"/aggregate?groupBy={field.name}")), 1 if everything else 0)
        for condition in (f"{field.name}[isNull]=true", f"{field.name}[isNull]=false"):
            self.case.assertEqual(get(f"?fields=id&{condition}"), [], f"{caller} {field.name}")
        words = field.key_name
        self.unknown(caller, f"{{ {resource.list_field} {{ nodes {{ {words} }} }} }}")
        self.unknown(caller, f"{{ {resource.list_field}(filter: {{{words}: {{isNull: true}}}}) {{ totalCount }} }}")
        self.unknown(caller, f"{{ {resource.list_field}(sort: [{{field: {words}}}]) {{ totalCount }} }}")
        self.unknown(caller, f"{{ {resource.list_field}Aggregate(groupBy: [{words}]) {{ count }} }}")
        self.seen["closed fields"] += 1


class SameReadsTest(unittest.TestCase):
    def test_rest_and_graphql_give_the_same_rows_fields_and_refusals(self):
        print(f"seed {SEED}, {READS} reads")
        seen = collections.Counter()
        for name, counts in APPS.items():
            app = SameReads(self, name, counts, SEED)
            try:
                app.run(READS // len(APPS) + 1)
            finally:
                app.connection.close()
                app.stop()
            seen += app.seen
        print(dict(seen))
        # What would make agreement cheap: nothing found, nothing refused.
        for what, share in {"several rows": 10, "none": 200, "wrong": 40, "masked": 400, "nested": 100, "aggregate": 20, "pages by a cursor": 20, "me": 200}.items():
            self.assertGreater(seen[what], READS // share, what)
        for what in ("closed types", "closed fields", "mistakes"):
            self.assertGreater(seen[what], 0, what)


if __name__ == "__main__":
    unittest.main()
