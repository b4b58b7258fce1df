"""The one way in which a table changes: rows of some tests go, parts of others come, in one transaction.

A file that holds rows of tests that go and of others that stay is written anew without the former. Whoever changed one
of these files meanwhile makes the commit fail, and the caller begins again from what is there then.
"""

from __future__ import annotations

import json
import os
from typing import Any, Iterable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from blake3 import blake3
from deltalake import CommitProperties, DeltaTable, Field, Schema, Transaction
from deltalake.exceptions import DeltaError
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, RemoveAction

from battery_lake.manifest import Part, columns_of
from battery_lake.scratch import scratch
from battery_lake.storage import Active, Lake, LakeError, now_ms

GROUP_ROWS = 131_072
REWRITE = "battery-lake:rewrite"


def create(lake: Lake, table: str, parts: Sequence[Part]) -> DeltaTable:
    """Makes a table with the columns of these parts, unless it was made meanwhile."""
    fields = [Field(name, PrimitiveType(kind)) for name, kind in columns_of(parts).items()]
    try:
        return DeltaTable.create(lake.uri(table), Schema(fields), storage_options=dict(lake.options))
    except DeltaError:
        made = lake.table(table)
        if made is None:
            raise
        return made


def widen(at: DeltaTable, parts: Sequence[Part]) -> bool:
    """Gives a table the columns that parts have and it has not; older rows read as null there.

    Says whether there were any. Raises LakeError where a column is there with another type.
    """
    there = {field.name: field.type for field in at.schema().fields}
    new = []
    for name, kind in columns_of(parts).items():
        if name not in there:
            new.append(Field(name, PrimitiveType(kind)))
        elif there[name] != PrimitiveType(kind):
            raise LakeError(f"column {name} is {kind}, and {there[name]} in {at.table_uri}; load it into another lake")
    if new:
        at.alter.add_columns(new)
    return bool(new)


def change(
    lake: Lake,
    table: str,
    at: DeltaTable,
    active: Iterable[Active],
    *,
    without: frozenset[str] = frozenset(),
    parts: Sequence[Part] = (),
    once: Iterable[str] = (),
) -> bool:
    """Takes the rows of tests out and adds parts, which have been uploaded, in one transaction.

    A part that stands in the table already is left there. ``once`` are marks that no other commit since the table was
    read may bear. Says whether there was anything to do.
    """
    wanted = {part.name: part for part in parts}
    actions: list[AddAction | RemoveAction] = []
    for file in active:
        if file.path in wanted:
            del wanted[file.path]
        elif file.tests & without:
            actions.append(removal(file, is_change=True))
            if file.tests - without:
                rest = _without(lake.sound(table, file), without)
                actions.append(write(lake, table, at, rest, is_change=True))
    actions += [_addition(part) for part in wanted.values()]
    if not actions:
        return False
    submit(at, actions, once)
    return True


def demand_sound(lake: Lake, tables: Mapping[str, Iterable[Active]], without: frozenset[str]) -> None:
    """Raises LakeError where a file that is to be written anew is damaged, before any table has changed."""
    for table, active in tables.items():
        for file in active:
            if file.tests & without and file.tests - without:
                lake.sound(table, file)


def submit(at: DeltaTable, actions: list[AddAction | RemoveAction], once: Iterable[str] = ()) -> None:
    """Commits; raises CommitFailedError when another commit since the table was read is at odds with this one.

    deltalake sees no conflict when a file that goes here went in a commit that changed no row, as a compaction. So all
    commits by which files go bear one mark, and of two at the same time the second is refused.
    """
    going = [REWRITE] if any(isinstance(action, RemoveAction) for action in actions) else []
    marks = [Transaction(mark, 1) for mark in [*once, *going]]
    at.create_write_transaction(
        actions, "append", at.schema(), commit_properties=CommitProperties(app_transactions=marks or None)
    )


def removal(file: Active, *, is_change: bool) -> RemoveAction:
    """A file goes; its bytes stay until `vacuum`."""
    return RemoveAction(file.path, is_change, now_ms(), file.bytes, {})


def _addition(part: Part) -> AddAction:
    return AddAction(part.name, part.bytes, {}, now_ms(), True, json.dumps(part.stats))


def _without(rows: pa.Table, tests: frozenset[str]) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows["test"], pa.array(sorted(tests), pa.string()))))


def write(lake: Lake, table: str, at: DeltaTable, rows: pa.Table, *, is_change: bool) -> AddAction:
    """Uploads rows as a file of a table, and gives what the log must know of it."""
    wide = pa.schema(at.schema().to_arrow())
    columns = [
        rows[field.name].cast(field.type) if field.name in rows.column_names else pa.nulls(len(rows), field.type)
        for field in wide
    ]
    rows = pa.table(columns, schema=pa.schema([pa.field(field.name, field.type) for field in wide]))
    with scratch() as folder:
        path = os.path.join(folder.path, "rows.parquet")
        plain = [field.name for field in rows.schema if pa.types.is_floating(field.type)]
        pq.write_table(
            rows,
            path,
            compression="zstd",
            compression_level=1,
            row_group_size=GROUP_ROWS,
            use_dictionary=[field.name for field in rows.schema if pa.types.is_string(field.type)],
            column_encoding={name: "BYTE_STREAM_SPLIT" for name in plain},
        )
        hasher = blake3()
        hasher.update_mmap(path)
        name = f"rows-{hasher.hexdigest()[:16]}.parquet"
        lake.put(table, name, path)
        return AddAction(name, os.path.getsize(path), {}, now_ms(), is_change, json.dumps(_stats(rows)))


def _stats(rows: pa.Table) -> dict[str, Any]:
    least: dict[str, Any] = {}
    most: dict[str, Any] = {}
    missing: dict[str, int] = {}
    for field in rows.schema:
        missing[field.name] = rows[field.name].null_count
        if field.name == "test" or pa.types.is_integer(field.type) or pa.types.is_floating(field.type):
            ends = pc.min_max(rows[field.name]).as_py()
            if ends["min"] is not None:
                least[field.name], most[field.name] = ends["min"], ends["max"]
    return {"numRecords": len(rows), "minValues": least, "maxValues": most, "nullCount": missing}
