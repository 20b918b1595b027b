"""Reads scenario files: requests as named callers, and what must come back. The format is explained in README.md beside this file."""
import dataclasses
import json
import re

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
CALL = re.compile(rf"(\S+)\s+({'|'.join(METHODS)})\s+(\S+)\s*(.*)", re.DOTALL)


class Malformed(Exception):
    """A scenario file that says nothing we understand; names the line."""


@dataclasses.dataclass
class Call:
    """One request and its expected answer."""

    line: int
    caller: str
    method: str
    path: str
    body: str = ""
    headers: list = dataclasses.field(default_factory=list)
    status: int = 0
    expected: object = None
    expected_headers: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Table:
    """One request as several callers, each with the status it gets; `before` is done anew for each."""

    call: Call
    before: list
    cells: list  # (caller, status)


@dataclasses.dataclass
class Caller:
    """Somebody with an account; `fields` is JSON that may hold variables."""

    name: str
    role: str
    fields: str


@dataclasses.dataclass
class Scenario:
    title: str
    line: int
    steps: list


def blocks(text):
    """(line number, text) of each step with its indented lines; comments and blank lines are gone."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("# "):
            continue
        if line[0].isspace() and found:
            found[-1][1].append((number, line.strip()))
        else:
            found.append((number, [(number, line.strip())]))
    return found


def parse_call(line, lines):
    headers, expected_headers, rest = [], [], []
    for text in lines:
        if text.startswith("> "):
            headers.append(tuple(text[2:].split(": ", 1)))
        elif text.startswith("< "):
            expected_headers.append(tuple(text[2:].split(": ", 1)))
        else:
            rest.append(text)
    found = CALL.fullmatch(" ".join(rest))
    if not found:
        raise Malformed(f"line {line}: a step is CALLER METHOD PATH [BODY] -> STATUS [JSON]")
    caller, method, path, tail = found.groups()
    call = Call(line, caller, method, path, headers=headers, expected_headers=expected_headers)
    body, arrow, answer = tail.rpartition("->") if "->" in tail else (tail, "", "")
    call.body = body.strip()
    if arrow:
        status = re.match(r"\s*(\d\d\d)\s*(.*)", answer, re.DOTALL)
        if not status:
            raise Malformed(f"line {line}: after -> comes a status")
        call.status = int(status[1])
        if status[2]:
            try:
                call.expected = json.loads(status[2])
            except ValueError as fault:
                raise Malformed(f"line {line}: the expected answer is no JSON: {fault}") from None
    return call


def parse_table(line, lines):
    call = parse_call(line, [lines[0][1]] + [text for _, text in lines[1:] if text.startswith(("> ", "< "))])
    before, cells = [], []
    for number, text in lines[1:]:
        if text.startswith(("> ", "< ")):
            continue
        if text.startswith("before "):
            before.append(parse_call(number, [text.removeprefix("before ")]))
            continue
        for cell in text.split(","):
            words = cell.split()
            if len(words) != 2 or not words[1].isdigit():
                raise Malformed(f"line {number}: cells are CALLER STATUS, separated by commas")
            cells.append((words[0], int(words[1])))
    if not cells:
        raise Malformed(f"line {line}: each wants a line of CALLER STATUS")
    return Table(call, before, cells)


def parse(text):
    """The scenarios of a file, in order."""
    scenarios = []
    for line, lines in blocks(text):
        first = lines[0][1]
        if first.startswith("## "):
            scenarios.append(Scenario(first[3:].strip(), line, []))
            continue
        if not scenarios:
            raise Malformed(f"line {line}: a file begins with a title: ## who may read what")
        if first.startswith("each "):
            scenarios[-1].steps.append(parse_table(line, lines))
        else:
            scenarios[-1].steps.append(parse_call(line, [text for _, text in lines]))
            if not scenarios[-1].steps[-1].status:
                raise Malformed(f"line {line}: -> STATUS is missing")
    return scenarios


def parse_callers(text):
    """Callers, and calls between them that make what later ones need."""
    found = []
    for line, lines in blocks(text):
        words, brace, fields = lines[0][1].partition("{")
        name, *role = words.split()
        if role and role[0] in METHODS:
            found.append(parse_call(line, [text for _, text in lines]))
        elif brace and len(role) in (0, 2) and role[:1] in ([], ["role"]):
            found.append(Caller(name, role[1] if role else None, brace + fields))
        else:
            raise Malformed(f"line {line}: a caller is NAME [role ROLE] JSON")
    return found


def fill(text, variables):
    """`$name` becomes the variable's value; longer names first."""
    for name in sorted(variables, key=len, reverse=True):
        text = text.replace("$" + name, str(variables[name]))
    return text


def compare(expected, actual, variables, path="$"):
    """What differs, as sentences. Objects may have more than expected; everything else is exact."""
    if isinstance(expected, str):
        return compare_text(expected, actual, variables, path)
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            return [f"{path}: expected an object, got {actual!r}"]
        faults = []
        for key, value in expected.items():
            if value == "<absent>":
                faults += [f"{path}.{key}: should not be there, is {actual[key]!r}"] if key in actual else []
            elif key not in actual:
                faults.append(f"{path}.{key}: is missing")
            else:
                faults += compare(value, actual[key], variables, f"{path}.{key}")
        return faults
    if isinstance(expected, list):
        if not isinstance(actual, list) or len(actual) != len(expected):
            return [f"{path}: expected {len(expected)} elements, got {actual!r}"]
        return [fault for number, pair in enumerate(zip(expected, actual)) for fault in compare(*pair, variables, f"{path}[{number}]")]
    same = expected == actual and isinstance(expected, bool) == isinstance(actual, bool)
    return [] if same else [f"{path}: expected {expected!r}, got {actual!r}"]


def compare_text(expected, actual, variables, path):
    if expected == "<any>":
        return [] if actual is not None else [f"{path}: is null"]
    if found := re.fullmatch(r"<(\d+) elements>", expected):
        count = len(actual) if isinstance(actual, list) else None
        return [] if count == int(found[1]) else [f"{path}: expected {found[1]} elements, got {actual!r}"]
    if found := re.fullmatch(r"<has (.*)>", expected):
        wanted = fill(found[1], variables)
        return [] if wanted in str(actual) else [f"{path}: {actual!r} does not have {wanted!r}"]
    if found := re.fullmatch(r"\?(\w+)", expected):
        variables[found[1]] = actual
        return []
    wanted = fill(expected, variables)
    return [] if actual == wanted else [f"{path}: expected {wanted!r}, got {actual!r}"]
