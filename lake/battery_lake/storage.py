"""A lake: where its tables are, what they hold, and how parts come to them.

Files are read and written by deltalake's own client, so that a folder and an object store differ in nothing but their
address, and credentials are looked for in one way alone.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.fs
import pyarrow.parquet as pq
from blake3 import blake3
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.fs import DeltaStorageHandler

from battery_lake.manifest import TABLES, hash_of, test_of

BLOCK_BYTES = 8 << 20
FRESH_S = 86_400
LONGEST = 400
LISTED = 20
TRACED = re.compile(r"at |\d+: ")
"""A line of a backtrace."""
ENTRY = re.compile(r"(^|/)\d{20}\.json$")
KNOWN = {"timestampNtz", "vacuumProtocolCheck"}
"""What a table may ask of its readers, here as in ``battery-etl``."""
DENIED = re.compile(
    r"denied|forbidden|permission|credential|access ?key|signature|not ?found|no such|\b40[0134]\b", re.IGNORECASE
)
PASSING = re.compile(r"sending request|timed? ?out|connection|SlowDown|\b50[0-4]\b", re.IGNORECASE)


class LakeError(RuntimeError):
    """Work that cannot be done. ``status`` is 75 where the same again may succeed, else 2."""

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Active:
    """A file that a table consists of."""

    path: str
    bytes: int
    modified_ms: int
    rows: int | None
    tests: frozenset[str]
    name: str | None
    """In ``tests``, the name of the only test in it, where the log has it."""


@dataclass
class Lake:
    """A lake at a folder or at ``s3://BUCKET/PREFIX``.

    ``options`` are deltalake's storage options; what they leave out is taken from the environment (AWS_ENDPOINT_URL,
    AWS_ACCESS_KEY_ID …).
    """

    address: str
    options: Mapping[str, str] = field(default_factory=dict)
    _mixed: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.address = self.address.rstrip("/") or "/"
        if "://" not in self.address:
            self.address = os.path.abspath(self.address)
            if os.path.isfile(self.address):
                raise LakeError(f"{self.address} is a file; a lake is a folder, or s3://BUCKET/PREFIX")
        if self.address.startswith(("s3://", "s3a://")):
            # A log entry is put only where none is: the object store, not a lock, says who was first.
            self.options = {"aws_conditional_put": "etag", **self.options}

    def uri(self, table: str) -> str:
        """The address of a table."""
        return f"{self.address}/{table}"

    def table(self, table: str) -> DeltaTable | None:
        """A table as it stands now, or None where there is none yet.

        Raises LakeError where it cannot be read, or asks its readers for what is not known here.
        """
        try:
            at = DeltaTable(self.uri(table), storage_options=dict(self.options))
        except TableNotFoundError:
            return None
        except (DeltaError, OSError) as error:
            raise self._wrong_hint(table, error) or self._broken_log(table) or trouble(self.uri(table), error) from error
        unknown = sorted(set(at.protocol().reader_features or []) - KNOWN)
        if unknown:
            raise LakeError(
                f"{self.uri(table)}: the table asks its readers for {', '.join(unknown)}, which is not known here; "
                "write it without, as `battery-lake` does"
            )
        return at

    def _wrong_hint(self, table: str, error: Exception) -> LakeError | None:
        """Where the log is whole, but its hint is not: deltalake passes over one that is damaged alone."""
        if "_last_checkpoint hint" not in str(error):
            return None
        return LakeError(
            f"{self.uri(table)}/_delta_log/_last_checkpoint names a checkpoint that is not there: delete this file, the log "
            "is read without it"
        )

    def _broken_log(self, table: str) -> LakeError | None:
        """The first entry of a table's log that is no JSON, if this is why it cannot be read."""
        files = pa.fs.PyFileSystem(self.handler(table))
        try:
            entries = sorted(one.path for one in files.get_file_info(pa.fs.FileSelector("_delta_log")))
            for path in (path for path in entries if ENTRY.search(path)):
                with files.open_input_file(path) as file:
                    lines = file.read().splitlines()
                try:
                    for line in lines:
                        json.loads(line)
                except ValueError:
                    version = int(os.path.basename(path).removesuffix(".json"))
                    return LakeError(
                        f"{self.uri(table)}: version {version} of its log, {path}, is cut off or damaged; restore this "
                        "file from a copy"
                    )
        except OSError:
            return None
        return None

    def demand(self) -> None:
        """Raises LakeError where no lake is."""
        if self.table("tests") is None:
            raise LakeError(
                f"{self.address}: there is no lake here; `battery-lake ingest --to {self.address} …` makes one"
            )

    def snapshot(self) -> dict[str, DeltaTable]:
        """All tables such that each test of ``tests`` is whole in the others.

        ``tests`` is opened first, since a test is added to it last; and all is opened anew when it has changed
        meanwhile, since a test is taken out of it first.
        """
        while True:
            tests = self.table("tests")
            if tests is None:
                return {}
            others = {name: table for name in TABLES[:-1] if (table := self.table(name)) is not None}
            now = self.table("tests")
            if now is not None and now.version() == tests.version():
                return {"tests": tests, **others}

    def handler(self, table: str) -> DeltaStorageHandler:
        """Files below a table's address."""
        if "://" not in self.address:
            os.makedirs(self.uri(table), exist_ok=True)
        return DeltaStorageHandler(self.uri(table), dict(self.options))

    def active(self, table: str, at: DeltaTable) -> list[Active]:
        """The files of a table, with the tests that each holds.

        A part tells its test by its name; of a file that holds rows of several, the column ``test`` is read.
        """
        rows = pa.table(at.get_add_actions(flatten=True)).to_pylist()
        return [
            Active(
                path=row["path"],
                bytes=row["size_bytes"],
                modified_ms=int(row["modification_time"]),
                rows=row["num_records"],
                tests=frozenset([test]) if (test := test_of(row["path"])) else self._tests_in(table, row["path"]),
                # The bounds of a long name are cut, and then differ.
                name=row.get("min.name") if row.get("min.name") == row.get("max.name") else None,
            )
            for row in rows
        ]

    def _tests_in(self, table: str, path: str) -> frozenset[str]:
        key = f"{table}/{path}"
        if key not in self._mixed:
            self._mixed[key] = frozenset(self.read(table, path, ["test"]).column("test").to_pylist())
        return self._mixed[key]

    def read(self, table: str, path: str, columns: list[str] | None = None) -> pa.Table:
        """The rows of a file. Raises LakeError where it is no whole Parquet file."""
        files = pa.fs.PyFileSystem(self.handler(table))
        try:
            with files.open_input_file(path) as file:
                return pq.ParquetFile(file).read(columns)
        except pa.ArrowInvalid as error:
            raise LakeError(f"{self.uri(table)}/{path}: {reason(error)}; {mend([])}") from error

    def sound(self, table: str, file: Active) -> pa.Table:
        """The rows of a file that are to be written anew.

        Raises LakeError where its bytes are not those that the log and its name promise: under a fresh name, nothing
        would tell any more that they are wrong.
        """
        place = f"{self.uri(table)}/{file.path}"
        content = b"".join(blocks(self, table, file.path))
        if len(content) != file.bytes:
            raise LakeError(f"{place}: {len(content)} bytes, and the log says {file.bytes}; {mend(file.tests)}")
        promised, found = hash_of(file.path), blake3(content).hexdigest()[:16]
        if promised not in (None, found):
            raise LakeError(f"{place}: blake3 is {found}…, and its name says {promised}…; {mend(file.tests)}")
        return pq.ParquetFile(pa.BufferReader(content)).read()

    def known(self, tests: DeltaTable | None) -> dict[str, str]:
        """The tests that are there: their digests, and what they are called. Of parts, from the log alone."""
        known: dict[str, str] = {}
        for file in self.active("tests", tests) if tests is not None else []:
            if file.name is not None and len(file.tests) == 1:
                known.update((test, file.name) for test in file.tests)
            else:
                rows = self.read("tests", file.path, ["test", "name"])
                known.update(zip(rows.column("test").to_pylist(), rows.column("name").to_pylist()))
        return known

    def put(self, table: str, name: str, source: str) -> None:
        """Uploads a file under a name that means its bytes: what came whole in the last day is left.

        What is older is put anew, so that a `vacuum` beside this does not take it for something forgotten; and so is
        what has been damaged. Raises LakeError where the bytes to be uploaded are not those that the name means.
        """
        hasher = blake3()
        hasher.update_mmap(source)
        if hash_of(name) != hasher.hexdigest()[:16]:
            raise LakeError(
                f"{source}: blake3 is {hasher.hexdigest()[:16]}…, and the manifest says {hash_of(name)}…; "
                "make it anew by `battery-etl export parts`"
            )
        handler = self.handler(table)
        there = info(handler, name)
        since = time.time() - FRESH_S
        if there is not None and there.size == os.path.getsize(source) and there.mtime.timestamp() > since:
            if digest(blocks(self, table, name)) == hasher.hexdigest():
                return
        # Not through pyarrow's wrapper: it hands on large writes as buffers, which the client does not take.
        upload: Any = handler._handler.open_output_stream(name)
        with open(source, "rb") as file:
            while block := file.read(BLOCK_BYTES):
                upload.write(block)
        upload.close()


def info(handler: DeltaStorageHandler, name: str) -> Any:
    """Size and time of a file, or None where it is not."""
    found: Any = handler._handler.get_file_info([name])[0]
    return found if found.type == pa.fs.FileType.File else None


def mend(tests: Iterable[str]) -> str:
    """What to do about a damaged file that holds rows of these tests."""
    of = sorted(tests)
    if len(of) == 1:
        return f"restore the file, or load test {of[0]} again with --replace"
    which = " ".join(f"--test {test}" for test in of[:LISTED]) + (" …" if len(of) > LISTED else "")
    which = f" ({which})" if of else ""
    return f"restore the file, or `battery-lake delete` all its tests at once{which} and load them again"


def digest(content: Iterable[bytes]) -> str:
    """The blake3 of what comes in blocks."""
    hasher = blake3()
    for block in content:
        hasher.update(block)
    return hasher.hexdigest()


def blocks(lake: Lake, table: str, path: str) -> Iterator[bytes]:
    """The bytes of a file, in blocks."""
    with pa.fs.PyFileSystem(lake.handler(table)).open_input_file(path) as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def reason(error: BaseException) -> str:
    """What an error says in a line: deltalake tells causes below each other, with arrows and colours."""
    lines = (re.sub(r"\x1b\[[0-9;]*m|↳", "", line).strip(" .") for line in str(error).splitlines())
    said = ": ".join(line for line in lines if line and not TRACED.match(line)) or type(error).__name__
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def trouble(address: str, error: BaseException) -> LakeError:
    """An error of the store as one of ours: it passes when the store was out of reach."""
    said = reason(error)
    if PASSING.search(said):
        return LakeError(f"{address}: the store does not answer: {said}; try again", 75)
    if "No space left" in said or getattr(error, "errno", None) == errno.ENOSPC:
        return LakeError(f"{address}: no space is left ({said}); free some, and give the same command again")
    return LakeError(f"{address}: {said}{'; check the address, and the rights to it' if DENIED.search(said) else ''}")


def now_ms() -> int:
    """The present time as Delta's log has it."""
    return int(time.time() * 1000)


def say(*words: str) -> None:
    """A line to a person: on stderr, since stdout is for data."""
    print(*words, file=sys.stderr, flush=True)
