"""Upkeep: small files become few, and what nobody needs any more is taken away."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence

import pyarrow as pa

from battery_lake.change import removal, submit, write
from battery_lake.commit import again, clear
from battery_lake.manifest import TABLES
from battery_lake.storage import Active, Lake, info, now_ms

SMALL_BYTES = 8 << 20
GROUP_BYTES = 32 << 20


@dataclass(frozen=True)
class Compacted:
    """How many files of a table became how many."""

    table: str
    before: int
    after: int


def compact(lake: Lake, small_bytes: int = SMALL_BYTES) -> list[Compacted]:
    """Joins the files of each table that are smaller than ``small_bytes``, sorted by test.

    Within a test, rows keep the order in which they were written, which is by step and row. (The table format's own
    compaction joins files as they come, the newest first, and its Z-order keeps no order within a test.) The commits
    change no row; beside a deletion they are refused, and made again.
    """
    lake.demand()
    return [_compact(lake, table, small_bytes) for table in TABLES if lake.table(table) is not None]


def _compact(lake: Lake, table: str, small_bytes: int) -> Compacted:
    before = len(_active(lake, table))
    made: set[str] = set()

    def once() -> bool:
        """Joins one group: the next one stands on the table as it is after that."""
        at = lake.table(table)
        if at is None:
            return False
        small = sorted(
            (f for f in lake.active(table, at) if f.bytes < small_bytes and f.path not in made),
            key=lambda f: (min(f.tests, default=""), f.path),
        )
        group = next(iter(_groups(small)), None)
        if group is None:
            return False
        rows = pa.concat_tables([lake.sound(table, file) for file in group], promote_options="default")
        added = write(lake, table, at, rows.sort_by("test"), is_change=False)
        submit(at, [*(removal(file, is_change=False) for file in group), added])
        made.add(added.path)
        return True

    while again(once):
        pass
    return Compacted(table, before, len(_active(lake, table)))


def _active(lake: Lake, table: str) -> list[Active]:
    at = lake.table(table)
    return lake.active(table, at) if at is not None else []


def _groups(files: Sequence[Active]) -> list[list[Active]]:
    """Files that become one, so that no worker of a reader has too much; a group of one is left as it is."""
    groups: list[list[Active]] = []
    size = GROUP_BYTES
    for file in files:
        if size + file.bytes > GROUP_BYTES:
            groups.append([])
            size = 0
        groups[-1].append(file)
        size += file.bytes
    return [group for group in groups if len(group) > 1]


@dataclass(frozen=True)
class Vacuumed:
    """What was, or would be, taken away."""

    tests: frozenset[str]
    """Tests that a run left half committed."""
    files: tuple[str, ...]


def leftovers(lake: Lake, older_than_days: float = 0.0) -> frozenset[str]:
    """The tests of which other tables hold rows though ``tests`` has none of them."""
    before = now_ms() - int(older_than_days * 86_400_000)
    found: dict[str, int] = {}
    for table in TABLES[:-1]:
        for file in _active(lake, table):
            for test in file.tests:
                found[test] = max(found.get(test, 0), file.modified_ms)
    there = lake.known(lake.table("tests"))
    return frozenset(test for test, modified in found.items() if test not in there and modified <= before)


def vacuum(lake: Lake, older_than_days: float = 7.0, *, dry_run: bool = False) -> Vacuumed:
    """Takes away what runs that broke off have left, and files that no table has needed for so many days.

    A reader that began before may still need a younger file; a run under way may be about to commit one.
    """
    lake.demand()
    tests = leftovers(lake, older_than_days)
    if not dry_run:
        clear(lake, tests)
    files: list[str] = []
    for table in TABLES:
        at = lake.table(table)
        if at is not None:
            hours = math.ceil(older_than_days * 24)
            # The log names also what has gone before.
            handler = lake.handler(table)
            would = at.vacuum(hours, dry_run=True, enforce_retention_duration=False, full=True)
            there = [path for path in sorted(set(would)) if info(handler, path) is not None]
            if there and not dry_run:
                at.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True)
            files += [f"{table}/{path}" for path in there]
    return Vacuumed(tests, tuple(files))
