"""Questions in SQL over the tests that are there, answered by the engine that deltalake brings (DataFusion)."""

from __future__ import annotations

from typing import Any, Iterator

import pyarrow as pa
from deltalake import QueryBuilder

from battery_lake.manifest import TABLES
from battery_lake.storage import Lake, LakeError, reason


def select(lake: Lake, question: str) -> pa.RecordBatchReader:
    """The answer in batches. Each table is a view of the rows of tests that are there, of one moment."""
    lake.demand()
    session = QueryBuilder()
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
    """The rows of an answer, each by the names of its columns."""
    for batch in select(lake, question):
        yield from batch.to_pylist()
