"""One publisher has one letter, and what is said of it is said of somebody."""

from __future__ import annotations

import csv
from collections import defaultdict

from caucasus_data.derive.publishers import REASONS, publishers
from caucasus_data.model.vocabularies import RELIABILITY
from caucasus_data.package import storage


def test_one_publisher_has_one_letter() -> None:
    letters = defaultdict(set)
    for row in storage.rows("sources"):
        letters[row["publisher"]].add(row["reliability"])
    assert {name: found for name, found in letters.items() if len(found) > 1} == {}


def test_one_publisher_has_one_spelling() -> None:
    spellings = defaultdict(set)
    for row in storage.rows("sources"):
        spellings["".join(c for c in row["publisher"].casefold() if c.isalnum())].add(row["publisher"])
    assert {key: found for key, found in spellings.items() if len(found) > 1} == {}


def test_every_reason_is_of_a_publisher_or_a_letter() -> None:
    with (storage.root() / REASONS).open(encoding="utf-8", newline="") as file:
        named = [row["publisher"] for row in csv.DictReader(file)]
    known = {row["publisher"] for row in storage.rows("sources")} | set(RELIABILITY.words)
    assert len(named) == len(set(named))
    assert set(named) <= known
    assert set(RELIABILITY.words) <= set(named)


def test_the_page_lists_every_publisher_once() -> None:
    page = publishers(storage.root() / REASONS).splitlines()
    names = {row["publisher"] for row in storage.rows("sources")}
    assert sum(line.startswith("| ") for line in page) == len(names) + len(RELIABILITY.words) + 2
