"""Questions in SQL over the tests that are there, answered by the engine that deltalake brings (DataFusion)."""

from __future__ import annotations

import re
from typing import Any, Iterator

import pyarrow as pa
from deltalake import QueryBuilder

from battery_lake.manifest import TABLES
from battery_lake.storage import Lake, LakeError, reason

ASKING = ("SELECT", "WITH", "VALUES", "EXPLAIN", "SHOW", "DESCRIBE", "DESC")
"""What a question begins with. None of these can hold a statement that writes, but for EXPLAIN ANALYZE."""
LISTED = {"datafusion.catalog.information_schema": "true"}
"""So that SHOW TABLES is answered."""


def select(lake: Lake, question: str) -> pa.RecordBatchReader:
    """The answer in batches. Each table is a view of the rows of tests that are there, of one moment.

    Raises LakeError for what asks nothing: COPY, SET, CREATE and the like.
    """
    lake.demand()
    _demand_question(question)
    session = QueryBuilder(LISTED)
    tables = lake.snapshot()
    for name, table in tables.items():
        if name == "tests":
            session.register("tests", table)
        else:
            session.register(f"all_{name}", table)
            # Executed when its batches are taken.
            view = f"CREATE VIEW {name} AS SELECT * FROM all_{name} WHERE test IN (SELECT test FROM tests)"
            session.execute(view).read_all()
    try:
        return pa.RecordBatchReader.from_stream(session.execute(question))
    except Exception as error:
        missing = [name for name in TABLES if name not in tables and name in question]
        hint = f"; no test of this lake has a row for {', '.join(missing)}" if missing else ""
        raise LakeError(f"this question cannot be answered: {reason(error)}{hint}") from error


def sql(lake: Lake, question: str) -> Iterator[dict[str, Any]]:
    """The rows of an answer, each by the names of its columns (`names_of`)."""
    answer = select(lake, question)
    names = names_of(answer.schema)
    for row in rows_of(answer):
        yield dict(zip(names, row))


def names_of(schema: pa.Schema) -> list[str]:
    """The names of the columns of an answer: of two that have one name, the second is called ``name_2``."""
    names: list[str] = []
    for name in schema.names:
        given, at = name, 2
        while given in names or (given != name and given in schema.names):
            given, at = f"{name}_{at}", at + 1
        names.append(given)
    return names


def rows_of(answer: pa.RecordBatchReader) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer, in Python's own types; times to the microsecond."""
    for batch in answer:
        yield from zip(*(_values(column) for column in batch.columns))


def _values(column: pa.Array) -> list[Any]:
    kind = _in_us(column.type)
    # Python has no nanoseconds.
    values: list[Any] = (column if kind == column.type else column.cast(kind, safe=False)).to_pylist()
    return values


def _in_us(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if pa.types.is_duration(kind):
        return pa.duration("us")
    if pa.types.is_time64(kind):
        return pa.time64("us")
    if pa.types.is_list(kind):
        return pa.list_(kind.value_field.with_type(_in_us(kind.value_type)))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_in_us(field.type)) for field in kind.fields])
    return kind


def _demand_question(question: str) -> None:
    """Raises LakeError for a statement that is no question: it could write files, or hide the tables that are there."""
    words = _words(question)
    first = word = next(words, "")
    if first == "EXPLAIN":
        word = next(words, "")
        while word in ("ANALYZE", "VERBOSE", "FORMAT"):
            if word == "FORMAT":
                next(words, "")
            word = next(words, "")
    if word not in ASKING:
        what = f"`{word[:40]}`" if word else "nothing"
        raise LakeError(
            f"this question begins with {what}, and sql answers {', '.join(ASKING[:-1])} alone; an "
            "answer is written to a file by `--format csv … > FILE`, a lake changed by the other commands"
        )


def _words(question: str) -> Iterator[str]:
    """The words of a question in capitals, without comments (which nest) and opening brackets; any other sign alone."""
    depth = 0
    for found in re.finditer(r"/\*|\*/|--[^\n]*|\w+|\S", question):
        sign = found[0]
        if sign == "/*":
            depth += 1
        elif depth:
            # A line's comment has no meaning in here, but the end of this one may stand in it.
            depth -= sign.count("*/")
            if depth < 0 or (sign.startswith("--") and "/*" in sign):
                return
        elif not sign.startswith("--") and sign != "(":
            yield sign.upper()
