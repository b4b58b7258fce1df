"""What ``battery-etl export parts`` says of a test: which parts it wrote, and what is in them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator, Literal, Mapping, Sequence

TABLES = ("measurements", "steps", "cycles", "pulses", "findings", "files", "tests")
"""The tables of a lake, in the order in which they are committed: ``tests`` last, since it makes a test be there."""

_PART = re.compile(r"([0-9a-f]{32})-\d{2,}-([0-9a-f]{16})\.parquet$")
_REWRITTEN = re.compile(r"rows-([0-9a-f]{16})\.parquet$")

Outcome = Literal["loaded", "skipped", "replaced", "rejected", "failed"]


def test_of(path: str) -> str | None:
    """The test whose part this is, or None for a file that holds rows of several."""
    found = _PART.search(path)
    return found[1] if found else None


def hash_of(path: str) -> str | None:
    """The first 16 digits of the blake3 that a file's name promises."""
    found = _PART.search(path) or _REWRITTEN.search(path)
    return found[found.lastindex or 1] if found else None


@dataclass(frozen=True)
class Part:
    """A Parquet file with rows of one test for one table."""

    table: str
    path: str
    """Where it stands below the folder it was written to."""
    bytes: int
    rows: int
    blake3: str
    columns: tuple[tuple[str, str], ...]
    """Names with their types, as Delta calls them."""
    stats: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What it is called in the lake. With the hash of its bytes a name never means other bytes."""
        stem = self.path.rsplit("/", 1)[-1].removesuffix(".parquet")
        return f"{stem}-{self.blake3[:16]}.parquet"


@dataclass(frozen=True)
class Entry:
    """One test of a manifest."""

    test: str | None
    """The digest of its content, 32 hex digits; None when it could not be read."""
    name: str
    paths: tuple[str, ...]
    outcome: Literal["loaded", "rejected", "failed"]
    message: str | None = None
    parts: tuple[Part, ...] = ()
    findings: Mapping[str, int] = field(default_factory=dict)

    def of(self, table: str) -> list[Part]:
        """Its parts for a table."""
        return [part for part in self.parts if part.table == table]

    def rows(self, table: str) -> int:
        """How many rows it has in a table."""
        return sum(part.rows for part in self.of(table))

    @classmethod
    def of_json(cls, line: str) -> Entry:
        """Reads a line of a manifest. Raises ValueError that says what is wrong with it."""
        try:
            said = json.loads(line)
            parts = tuple(_part(part) for part in said["parts"])
            if said["outcome"] not in ("loaded", "rejected", "failed"):
                raise ValueError(f"outcome {said['outcome']!r} is none of loaded, rejected, failed")
            if said["outcome"] == "loaded" and not any(part.table == "tests" for part in parts):
                raise ValueError("a loaded test has no part for the table `tests`")
            return cls(
                test=said["test"],
                name=said["name"],
                paths=tuple(said["paths"]),
                outcome=said["outcome"],
                message=said.get("message"),
                parts=parts,
                findings=said.get("findings") or {},
            )
        except KeyError as error:
            raise ValueError(f"{error} is missing") from error
        except (TypeError, AttributeError) as error:
            raise ValueError(f"no manifest of `battery-etl export parts`: {error}") from error


def _part(said: Mapping[str, Any]) -> Part:
    if said["table"] not in TABLES:
        raise ValueError(f"table {said['table']!r} is none of {', '.join(TABLES)}")
    return Part(
        table=said["table"],
        path=said["path"],
        bytes=said["bytes"],
        rows=said["rows"],
        blake3=said["blake3"],
        columns=tuple((column["name"], column["type"]) for column in said["columns"]),
        stats=said["stats"],
    )


def read(lines: Iterable[str], name: str) -> Iterator[Entry]:
    """The tests of a manifest, line by line. Raises ValueError with name and line."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Entry.of_json(line)
            except ValueError as error:
                raise ValueError(f"{name}:{number}: {error}; give what `battery-etl export parts` printed") from error


def columns_of(parts: Sequence[Part]) -> dict[str, str]:
    """The columns of all these parts, in the order in which they first appear.

    Raises ValueError where two have a column of one name with different types.
    """
    columns: dict[str, str] = {}
    for part in parts:
        for name, kind in part.columns:
            if columns.setdefault(name, kind) != kind:
                raise ValueError(f"{part.path}: column {name} is {kind}, and {columns[name]} in another part")
    return columns
