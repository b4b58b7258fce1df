"""Whether a lake still holds what was committed to it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from deltalake import DeltaTable

from battery_lake.manifest import TABLES, hash_of
from battery_lake.query import sql
from battery_lake.storage import Active, Lake, LakeError, blocks, digest, info, reason
from battery_lake.upkeep import leftovers

TOLERANCE = 1e-9
COUNTS = {
    "measurements": ("rows",),
    "steps": ("steps",),
    "cycles": ("cycles",),
    "pulses": ("pulses",),
    "findings": ("errors", "warnings", "infos"),
}
"""Tables, with the columns of ``tests`` that together count a test's rows in them, where it has these columns."""


@dataclass(frozen=True)
class Verified:
    """What was looked at, and what is wrong."""

    tests: int
    files: int
    bytes: int
    problems: tuple[str, ...]
    leftovers: frozenset[str]
    """Tests that other tables hold rows of and ``tests`` does not: nobody sees them, and `vacuum` takes them away."""


def verify(lake: Lake, *, quick: bool = False) -> Verified:
    """Compares the rows of each test with what its row in ``tests`` says, and each file with the log and its name.

    ``quick`` compares counts and sizes alone; else every byte is read.
    """
    lake.demand()
    tables = lake.snapshot()
    problems: list[str] = []
    count = size = 0
    for name in TABLES:
        if name in tables:
            for file in lake.active(name, tables[name]):
                count, size = count + 1, size + file.bytes
                problems += _file(lake, name, file, quick)
    if not problems:
        problems += _rows(lake, tables, quick)
    return Verified(len(lake.known(tables["tests"])), count, size, tuple(problems), leftovers(lake))


def _file(lake: Lake, table: str, file: Active, quick: bool) -> list[str]:
    """What is wrong with a file."""
    place = f"{table}/{file.path}"
    there = info(lake.handler(table), file.path)
    if there is None:
        return [f"{place}: the file is not there"]
    if there.size != file.bytes:
        return [f"{place}: {there.size} bytes, and the log says {file.bytes}"]
    promised = hash_of(file.path)
    if quick or promised is None:
        return []
    try:
        found = digest(blocks(lake, table, file.path))[:16]
    except OSError as error:
        return [f"{place}: {reason(error)}"]
    return [] if found == promised else [f"{place}: blake3 is {found}…, and its name says {promised}…"]


def _rows(lake: Lake, tables: dict[str, DeltaTable], quick: bool) -> list[str]:
    """Tests whose rows are not as many, or do not sum up to, what ``tests`` says."""
    said = {row["test"]: row for row in sql(lake, "SELECT * FROM tests")}
    columns = {field.name for field in tables["tests"].schema().fields}
    problems = []
    if len(said) != tables["tests"].count():
        problems.append(f"tests: {tables['tests'].count()} rows of {len(said)} tests")
    names = Counter(row["name"] for row in said.values())
    problems += [f"tests: {count} tests are called `{name}`" for name, count in names.items() if count > 1]
    for table in TABLES[:-1]:
        counted = {test: _promised(table, row) for test, row in said.items()}
        if table not in tables:
            those = sum(count not in (None, 0) for count in counted.values())
            problems += [f"{table}: there is no such table, and {those} of the tests have rows in it"] if those else []
            continue
        sums = [] if quick else _sums(table, tables[table], columns)
        what = "".join(f", sum({column}) AS {mark}" for column, mark in sums)
        found = {row["test"]: row for row in sql(lake, f"SELECT test, count(*) AS n{what} FROM {table} GROUP BY test")}
        for test, row in said.items():
            here = found.get(test, {"n": 0})
            problems += _compared(table, row, counted[test], here, [mark for _, mark in sums])
    return problems


def _promised(table: str, row: dict[str, Any]) -> int | None:
    """How many rows a test has in a table, as its row in ``tests`` says: of files, one at least. None: it does not."""
    if table == "files":
        return 1
    counts = [row.get(column) for column in COUNTS[table]]
    return None if None in counts else sum(count for count in counts if count is not None)


def _sums(table: str, at: DeltaTable, columns: set[str]) -> list[tuple[str, str]]:
    """Columns of a table with the column of ``tests`` that has their sum: ``voltage_v`` and ``voltage_v_sum``."""
    names = [field.name for field in at.schema().fields] if table == "measurements" else []
    return [(name, f"{name}_sum") for name in names if f"{name}_sum" in columns]


def _compared(
    table: str, promised: dict[str, Any], count: int | None, found: dict[str, Any], sums: list[str]
) -> list[str]:
    name = promised["name"]
    if table == "files":
        return [] if found["n"] else [f"{name}: none of its files is in files"]
    if count is not None and count != found["n"]:
        return [f"{name}: {found['n']} rows in {table}, and {count} were committed"]
    wrong = []
    for mark in sums:
        # The sum of no values is null in SQL.
        here, there = found.get(mark) or 0.0, promised[mark] or 0.0
        if not math.isclose(here, there, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            wrong.append(f"{name}: {mark} is {here}, and {there} was committed")
    return wrong


def demanded(lake: Lake, names: list[str], tests: list[str]) -> frozenset[str]:
    """The digests of tests by name or by digest. Raises LakeError for one that is not there."""
    lake.demand()
    known = lake.known(lake.table("tests"))
    by_name = {name: test for test, name in known.items()}
    tests = [test.lower() for test in tests]
    for word, there in [*((name, by_name) for name in names), *((test, known) for test in tests)]:
        if word not in there:
            raise LakeError(
                f"{word}: no such test in this lake; `battery-lake sql 'SELECT name FROM tests'` lists them"
            )
    return frozenset([*(by_name[name] for name in names), *tests])
