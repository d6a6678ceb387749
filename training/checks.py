"""Whether an answer is right: one check for each kind of `Sample.check`. Nothing here knows a model."""
from __future__ import annotations

import json
import random
import re
import sqlite3
import xml.etree.ElementTree as ElementTree

from .data.sample import Sample

SVG = "{http://www.w3.org/2000/svg}"


def is_right(sample: Sample, answer: str) -> bool:
    """The verdict. Unknown kinds of check are an error."""
    kind = sample.check["kind"]
    if kind in ("equals", "app"):
        # The request sets the whole app, and each kind of app was tried in a DOM (jsdom, 2026-11-23): the same text does the same.
        return answer.strip() == sample.answer
    if kind == "starts-with":
        return answer.strip().startswith(sample.check["value"])
    if kind in ("json", "tool-call"):
        return same_json(answer, sample.answer)
    if kind == "sql":
        return same_rows(answer, sample.answer)
    if kind == "svg":
        return is_drawing(answer, sample.check)
    raise ValueError(f"unknown check {kind}")


def same_json(answer: str, expected: str) -> bool:
    """The same JSON value, inside the same tool-call tags if there are any; the order of keys does not matter."""
    tags = re.compile(r"^<tool_call>(.*)</tool_call>$", re.S)
    left, right = tags.match(answer.strip()), tags.match(expected)
    if (left is None) != (right is None):
        return False
    try:
        return json.loads(left.group(1) if left else answer) == json.loads(right.group(1) if right else expected)
    except json.JSONDecodeError:
        return False


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
