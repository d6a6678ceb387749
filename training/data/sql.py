"""A question on one small shop becomes one SQLite query. Judged by running it: the right rows, in any order unless ordered."""
import random

from .sample import TRAIN, Sample, ask, expand
from .words import CITIES, NAMES, proper

SCHEMA = "customers(id, name, city, age), orders(id, customer_id, product, quantity, price)"
PRODUCTS = "apple lamp chair book pen table phone bag cup shirt hat coat bike tent ball rug bell desk sofa plate".split()

# (query, training phrasings, held-out phrasings). Slots: city, name, product, n (an age), p (a price), k (a small number).
INTENTS = [
    ("SELECT name FROM customers WHERE city = '{city}'",
     ["[Which|What] customers [live in|are in|are from|come from] {city}?", "[List|Show|Find|Name] [the|all] customers [in|from|of] {city}.", "Who [lives in|is from|comes from] {city}?", "Names of [the|all] customers [in|from] {city}"],
     ["Give me the customers who live in {city}.", "Which of the customers are from {city}?"]),
    ("SELECT COUNT(*) FROM customers WHERE city = '{city}'",
     ["How many customers [live in|are in|are from|come from] {city}?", "Count [the|all] customers [in|from] {city}.", "Number of customers [in|from] {city}"],
     ["How many of the customers are from {city}?", "Give me the number of customers in {city}."]),
    ("SELECT name FROM customers WHERE age > {n}",
     ["[Which|What] customers are [older than|over|above] {n}?", "[List|Show|Find] [the|all] customers [older than|over|above the age of] {n}.", "Who is [older than|over] {n}?"],
     ["Give me all customers who are older than {n}.", "Which people are over {n} years old?"]),
    ("SELECT name FROM customers WHERE age < {n}",
     ["[Which|What] customers are [younger than|under|below] {n}?", "[List|Show|Find] [the|all] customers [younger than|under|below the age of] {n}.", "Who is [younger than|under] {n}?"],
     ["Give me all customers who are younger than {n}.", "Which people are under {n} years old?"]),
    ("SELECT COUNT(*) FROM customers",
     ["How many customers [are there|do we have|are in the shop|exist]?", "Count [the|all|all the] customers.", "Number of customers"],
     ["What is the number of all customers?", "How many customers does the shop have?"]),
    ("SELECT AVG(age) FROM customers",
     ["What is the [average|mean] age of [the|all|our] customers?", "[Average|Mean] age of [the|all] customers", "How old are [the|our] customers on average?"],
     ["Give me the average age of customers.", "On average, how old are the customers?"]),
    ("SELECT name FROM customers ORDER BY age DESC LIMIT 1",
     ["Who is the oldest customer?", "[Find|Show|Name] the oldest [customer|of the customers].", "[Which|What] customer is [the oldest|oldest]?"],
     ["Give me the name of the oldest customer.", "Which of the customers is the oldest?"]),
    ("SELECT name FROM customers ORDER BY age LIMIT 1",
     ["Who is the youngest customer?", "[Find|Show|Name] the youngest [customer|of the customers].", "[Which|What] customer is [the youngest|youngest]?"],
     ["Give me the name of the youngest customer.", "Which of the customers is the youngest?"]),
    ("SELECT name FROM customers ORDER BY age",
     ["[List|Show|Sort|Order] [the|all] customers by age.", "[Names of|Show] [the|all] customers [sorted|ordered] by age", "Customers by age"],
     ["Give me all customers ordered by age.", "Sort the names of customers by age."]),
    ("SELECT city, COUNT(*) FROM customers GROUP BY city",
     ["How many customers [are in each|does each|per] city[| have]?", "Count [the|] customers [per|in each|for each|by] city.", "Number of customers [per|by|in each] city"],
     ["Give me the number of customers for each city.", "For each city, how many customers are there?"]),
    ("SELECT DISTINCT city FROM customers",
     ["[Which|What] cities [do customers live in|are there|do our customers come from]?", "[List|Show] [the|all] [different|distinct] cities.", "All cities of the customers"],
     ["Give me the cities where customers live.", "In which cities do we have customers?"]),
    ("SELECT city FROM customers WHERE name = '{name}'",
     ["[Where|In which city|In what city] does {name} live?", "[What|Which] city [is|does] {name} [from|live in]?", "[Find|Show|Give me] the city of {name}."],
     ["Which city does {name} come from?", "Tell me the city where {name} lives."]),
    ("SELECT age FROM customers WHERE name = '{name}'",
     ["How old is {name}?", "What is the age of {name}?", "What is {name}'s age?", "[Find|Show|Give me] the age of {name}."],
     ["Tell me how old {name} is.", "Which age does {name} have?"]),
    ("SELECT COUNT(*) FROM orders WHERE product = '{product}'",
     ["How many orders [are there for|are for|have] [a|the|] {product}[|s]?", "Count [the|all] orders [of|for] {product}[|s].", "Number of {product} orders"],
     ["How many orders of the {product} do we have?", "Give me the number of orders for {product}s."]),
    ("SELECT SUM(quantity) FROM orders WHERE product = '{product}'",
     ["How many {product}s [were sold|have we sold|did we sell|were ordered]?", "[Total|Sum of the] quantity [of|for] {product}s", "What is the total quantity of {product}s?"],
     ["What number of {product}s did we sell?", "Give me the total quantity sold of the {product}."]),
    ("SELECT SUM(quantity * price) FROM orders",
     ["What is the total [revenue|income|sales]?", "How much [money did we make|revenue is there|did all orders bring in]?", "Total [revenue|sales|income] [of all orders|]", "What are all orders worth?"],
     ["Give me the total revenue of the shop.", "How much money did all orders make?"]),
    ("SELECT SUM(quantity * price) FROM orders WHERE product = '{product}'",
     ["What is the [total |]revenue [of|from|for] {product}s?", "How much [money|revenue] did [we make with|] {product}s[| bring in]?", "[Total |]Revenue from {product}s"],
     ["Give me the total revenue for the {product}.", "How much money did we make from {product}s?"]),
    ("SELECT product, SUM(quantity) FROM orders GROUP BY product",
     ["How many [of each product were sold|were sold of each product]?", "[Total |]Quantity [per|by|for each] product", "[Show|List] the quantity sold [per|of each|for each] product."],
     ["Give me the total quantity of each product.", "For each product, how many were sold?"]),
    ("SELECT product, SUM(quantity * price) FROM orders GROUP BY product",
     ["What is the revenue [per|of each|for each|by] product?", "[Total |]Revenue [per|by|for each] product", "[Show|List] the revenue [per|of each|for each] product."],
     ["Give me the total revenue of each product.", "For each product, what is the revenue?"]),
    ("SELECT * FROM orders WHERE price > {p}",
     ["[Which|What] orders [cost more than|have a price above|have a price over|are above] {p}?", "[List|Show|Find] [the|all] orders [with a price over|with a price above|above|that cost more than] {p}."],
     ["Give me all orders with a price above {p}.", "Which of the orders cost more than {p}?"]),
    ("SELECT * FROM orders WHERE price < {p}",
     ["[Which|What] orders [cost less than|have a price below|have a price under|are below] {p}?", "[List|Show|Find] [the|all] orders [with a price under|with a price below|below|that cost less than] {p}."],
     ["Give me all orders with a price below {p}.", "Which of the orders cost less than {p}?"]),
    ("SELECT * FROM orders ORDER BY price DESC LIMIT {k}",
     ["[What|Which] are the {k} most expensive orders?", "[Show|List|Find] the {k} most expensive orders.", "The {k} orders with the highest price"],
     ["Give me the {k} most expensive orders.", "Which {k} orders have the highest price?"]),
    ("SELECT customers.name FROM customers JOIN orders ON orders.customer_id = customers.id WHERE orders.product = '{product}'",
     ["[Who|Which customers] [bought|ordered] [a|the|] {product}[|s]?", "[List|Show|Find] [the|all] customers who [bought|ordered] [a|the] {product}.", "Names of customers who [bought|ordered] [a|the] {product}"],
     ["Give me the names of all customers who ordered a {product}.", "Which people bought the {product}?"]),
    ("SELECT orders.product FROM orders JOIN customers ON orders.customer_id = customers.id WHERE customers.name = '{name}'",
     ["[What|Which products] [did|has] {name} [buy|order|bought|ordered]?", "[List|Show|Find] [the|all] products [that |]{name} [bought|ordered].", "Products [bought|ordered] by {name}"],
     ["Give me the products which {name} ordered.", "Tell me what {name} bought."]),
    ("SELECT SUM(orders.quantity * orders.price) FROM orders JOIN customers ON orders.customer_id = customers.id WHERE customers.name = '{name}'",
     ["How much [did|has] {name} [spend|spent|pay|paid]?", "[What is the total|Total] [spent by|spending of] {name}[?|]", "How much money did {name} spend?"],
     ["Give me the total that {name} spent.", "Tell me how much money {name} spent."]),
    ("SELECT COUNT(*) FROM orders JOIN customers ON orders.customer_id = customers.id WHERE customers.city = '{city}'",
     ["How many orders [came from|come from|are from|were made in] {city}?", "Count [the|all] orders [from|of customers in] {city}.", "Number of orders from {city}"],
     ["How many orders did customers in {city} make?", "Give me the number of orders from {city}."]),
]
REQUESTS = [
    "[Write SQL|Write an SQL query|Write a query|Give me SQL|SQL query|SQL]: {q}",
    "[Turn|Translate] [this|the question] into SQL: {q}",
    "Tables: {schema}. [Write SQL: |SQL for: |Question: |]{q}",
    "{q} [Answer|Reply] [in|with] SQL.",
    "{q} [Write|Give] the SQL[| query].",
    "Schema: {schema}\n{q}",
    "[Write|Make] [a|an SQL|one SQL] query for [the shop|this question|this]: {q}",
]
HELD_OUT_REQUESTS = [
    "Please write the SQL for this: {q}",
    "What SQL query answers this question? {q}",
    "I need one SQL query. {q}",
    "Given the tables {schema}, write SQL. {q}",
]


def make(rng: random.Random, split: str) -> Sample:
    query, phrasings, held_out = rng.choice(INTENTS)
    product = rng.choice(PRODUCTS) if rng.random() < 0.6 else rng.choice(["vase", "drum", "kite", "spoon", "knife", "mirror", "clock", "piano", "candle"])
    slots = {"city": proper(rng, CITIES, split), "name": proper(rng, NAMES, split), "product": product}
    slots |= {"n": rng.randint(18, 80), "p": rng.randint(2, 500), "k": rng.randint(2, 20)}
    question = expand(rng, rng.choice(phrasings if split == TRAIN else held_out), **slots)
    request = rng.choice(REQUESTS if split == TRAIN else HELD_OUT_REQUESTS)
    answer = expand(rng, query, **slots) + ";"
    return ask("sql", expand(rng, request, q=question, schema=SCHEMA), answer, check={"kind": "sql"})
