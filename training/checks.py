"""Whether an answer is right: one check for each kind of `Sample.check`. Nothing here knows a model."""
from __future__ import annotations

import ast
import json
import operator
import random
import re
import sqlite3
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

from .data.sample import Sample

SVG = "{http://www.w3.org/2000/svg}"
OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def is_right(sample: Sample, answer: str) -> bool:
    """The verdict. Unknown kinds of check are an error."""
    kind = sample.check["kind"]
    if kind in ("equals", "app"):
        # The request sets the whole app, and each kind of app was tried in a DOM (jsdom, 2026-11-23): the same text does the same.
        return answer.strip() == sample.answer
    if kind == "starts-with":
        return answer.strip().startswith(sample.check["value"])
    if kind == "json":
        return same_json(answer, sample.answer)
    if kind == "tool-call":
        return same_call(answer, sample.answer)
    if kind == "sql":
        return same_rows(answer, sample.answer)
    if kind == "svg":
        return is_drawing(answer, sample.check)
    raise ValueError(f"unknown check {kind}")


def same_json(answer: str, expected: str) -> bool:
    """The same JSON value; the order of keys does not matter."""
    try:
        return json.loads(answer) == json.loads(expected)
    except json.JSONDecodeError:
        return False


def same_call(answer: str, expected: str) -> bool:
    """Calls the same tool in the chat template's form, with an expression of the same exact value: 7 * 12 for 12 * 7."""
    found, wanted = (re.match(r"^<tool_call>(.*)</tool_call>$", text.strip(), re.S) for text in (answer, expected))
    if not found or not wanted:
        return False
    try:
        got, right = json.loads(found.group(1)), json.loads(wanted.group(1))
        if got == right:
            return True
        ((key, expression),) = right["arguments"].items()
        return got["name"] == right["name"] and set(got["arguments"]) == {key} and value(got["arguments"][key]) == value(expression)
    except (ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError, SyntaxError):
        return False


def value(expression: str) -> Fraction:
    """What an expression of numbers, + - * / and brackets comes to, exactly. Anything else is a ValueError."""

    def of(node: ast.expr) -> Fraction:
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            return Fraction(ast.get_source_segment(expression, node))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -of(node.operand)
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
            return OPERATIONS[type(node.op)](of(node.left), of(node.right))
        raise ValueError(f"no arithmetic: {expression}")

    return of(ast.parse(expression, mode="eval").body)


def shop(expected: str) -> sqlite3.Connection:
    """The shop in memory, with 30 customers and 80 orders, among them whatever the query speaks of."""
    rng = random.Random(5)
    quoted = re.findall(r"(city|name|product) = '([^']*)'", expected)
    known = {kind: [value for name, value in quoted if name == kind] for kind in ("city", "name", "product")}
    cities, products = ["Oslo", "Lima", "Cairo", *known["city"]], ["apple", "lamp", "chair", *known["product"]]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT, city TEXT, age INTEGER)")
    database.execute("CREATE TABLE orders(id INTEGER PRIMARY KEY, customer_id INTEGER, product TEXT, quantity INTEGER, price INTEGER)")
    names = [f"Customer {n}" for n in range(29)] + (known["name"] or ["Maria"])
    ages = rng.sample(range(15, 90), 30)
    for index, name in enumerate(names):
        database.execute("INSERT INTO customers VALUES (?, ?, ?, ?)", (index, name, rng.choice(cities), ages[index]))
    prices = rng.sample(range(1, 520), 80)
    for index in range(80):
        database.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", (index, 29 if index % 8 == 0 else rng.randrange(30), rng.choice(products), rng.randint(1, 9), prices[index]))
    return database


def same_rows(answer: str, expected: str) -> bool:
    """Both queries run and give the same rows, in the same order if the right one orders them."""
    database = shop(expected)
    try:
        got = database.execute(answer.strip().rstrip(";")).fetchall()
    except sqlite3.Error:
        return False
    wanted = database.execute(expected.rstrip(";")).fetchall()
    return got == wanted if "ORDER BY" in expected else sorted(map(str, got)) == sorted(map(str, wanted))


def is_drawing(answer: str, check: dict) -> bool:
    """Parses as SVG, and holds the animal in its colour and the vehicle, each a group of at least three shapes or two of a vehicle."""
    try:
        root = ElementTree.fromstring(answer.strip())
    except ElementTree.ParseError:
        return False
    groups = {group.get("id"): group for group in root.iter(SVG + "g")}
    animal, vehicle = groups.get(check["animal"]), groups.get(check["vehicle"])
    if root.tag != SVG + "svg" or animal is None or vehicle is None or len(groups) != 2:
        return False
    return animal.get("fill") == check["colour"] and len(animal) >= 4 and len(vehicle) >= 2
