"""What each command does with its arguments, and what it says."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Iterable, Iterator, Sequence

import pyarrow as pa

from battery_lake import told as saying
from battery_lake.commit import commit, delete, of_one_name
from battery_lake.engines import engine
from battery_lake.ingest import Settings, Told, ingest, told_of, worst
from battery_lake.manifest import Entry, read
from battery_lake.query import names_of, rows_of, select
from battery_lake.storage import Lake, LakeError, reason, say
from battery_lake.upkeep import compact, vacuum
from battery_lake.verify import demanded, verify

# Options of `battery-etl ingest` that are handed on: how tests are read and derived, and which are refused.
READING = (
    "fail-on dialect map sign encoding date-format config reference-step nominal-capacity cycles-by cycle-swing "
    "soc-anchor soh-baseline min-rest pulse-max temperature-channel voltage-min voltage-max name name-from manifest"
).split()
# Those of them that decide which tests there are, and what they are called.
NAMING = ("dialect", "encoding", "config", "name", "name-from", "manifest")
# Those that name a file: a worker stands in another folder.
SETTINGS = "battery-etl.toml"
FILES = ("dialect", "config", "manifest")


def lake_of(asked: argparse.Namespace) -> Lake:
    """The lake that was named."""
    return Lake(asked.to, dict(asked.storage_option))


def run_ingest(asked: argparse.Namespace) -> int:
    """`battery-lake ingest`."""
    settings = Settings(
        words=(*_words(asked, READING), *asked.word),
        naming=_words(asked, NAMING),
        binary=asked.binary,
        replace=asked.replace,
        batch=asked.batch,
    )
    lake = lake_of(asked)
    progress = saying.Progress(sys.stderr, asked.quiet)
    used = engine(asked.master, jobs=asked.jobs, batch=asked.batch, conf=dict(asked.conf))
    try:
        return _tell(ingest(lake, asked.paths, used, settings, progress.count), asked, progress)
    finally:
        progress.clear()
        used.close()


def _words(asked: argparse.Namespace, names: Sequence[str]) -> tuple[str, ...]:
    """Options as the binary takes them, wherever it runs."""
    given = {name: getattr(asked, name.replace("-", "_")) for name in names}
    if not given.get("config"):
        # The settings that hold here, not those of the folder in which a worker stands.
        here = Path.cwd()
        given["config"] = [file for above in (here, *here.parents) if (file := above / SETTINGS).is_file()][:1]
    return tuple(
        f"--{name}={os.path.abspath(value) if name in FILES and os.path.exists(value) else value}"
        for name, values in given.items()
        for value in values
    )


def _tell(told: Iterable[Told], asked: argparse.Namespace, progress: saying.Progress) -> int:
    all_told = []
    for one in told:
        all_told.append(one)
        progress.clear()
        if one.said:
            sys.stderr.write(one.said)
            sys.stderr.flush()
        if asked.format == "text" and not asked.quiet:
            print(saying.line(one), flush=True)
    if asked.format == "json":
        print(saying.as_json(all_told))
    elif not asked.quiet and len(all_told) > 1:
        print(saying.summary(all_told))
    return worst(one.status for one in all_told)


def run_commit(asked: argparse.Namespace) -> int:
    """`battery-lake commit`."""
    lake = lake_of(asked)
    return _tell(_committed(lake, asked), asked, saying.Progress(sys.stderr, asked.quiet))


def _committed(lake: Lake, asked: argparse.Namespace) -> Iterator[Told]:
    placed = [(folder, entry) for name in asked.manifests for folder, entry in _manifest(name, asked.parts)]
    refused = of_one_name([entry for _, entry in placed])
    for at in range(0, len(placed), asked.batch):
        batch = placed[at : at + asked.batch]
        for folder, entry in batch:
            for part in () if id(entry) in refused else entry.parts:
                path = os.path.join(folder, part.path)
                if not os.path.isfile(path):
                    raise LakeError(f"{path}: this part of {entry.name} is not there; say with --parts where parts are")
                if os.path.getsize(path) != part.bytes:
                    raise LakeError(f"{path}: {os.path.getsize(path)} bytes, and the manifest says {part.bytes}")
                lake.put(part.table, part.name, path)
        wanted = [entry for _, entry in batch if id(entry) not in refused]
        given = {id(verdict.entry): verdict for verdict in commit(lake, wanted, replace=asked.replace)}
        for _, entry in batch:
            one = told_of(refused.get(id(entry)) or given[id(entry)])
            said = f"error: {one.message}\n" if one.message and one.outcome in ("rejected", "failed") else ""
            yield Told(**{**one.__dict__, "said": said})


def _manifest(name: str, parts: str | None) -> list[tuple[str, Entry]]:
    try:
        if name == "-":
            return [(parts or ".", entry) for entry in read(sys.stdin, "stdin")]
        with open(name, encoding="utf-8") as lines:
            return [(parts or os.path.dirname(name) or ".", entry) for entry in read(lines, name)]
    except OSError as error:
        raise LakeError(f"{name}: {error.strerror}; name what `battery-etl export parts` printed") from error
    except ValueError as error:
        raise LakeError(str(error)) from error


def run_verify(asked: argparse.Namespace) -> int:
    """`battery-lake verify`."""
    found = verify(lake_of(asked), quick=asked.quick)
    for problem in found.problems:
        say(f"error: {problem}")
    if found.leftovers:
        say(
            f"note: {_counted(len(found.leftovers), 'test')} with rows and no row in `tests`, left by a run that broke "
            f"off, or of one under way ({_listed(found.leftovers)}); load them again, or `vacuum` takes them away"
        )
    verdict = "as committed" if not found.problems else _counted(len(found.problems), "problem")
    tests, files = _counted(found.tests, "test"), _counted(found.files, "file")
    print(f"{tests} in {files} of {found.bytes} bytes: {verdict}")
    return 1 if found.problems else 0


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count != 1 else ''}"


def _listed(tests: frozenset[str]) -> str:
    first = sorted(tests)[:3]
    return ", ".join(first) + (" …" if len(tests) > len(first) else "")


def run_compact(asked: argparse.Namespace) -> int:
    """`battery-lake compact`."""
    for done in compact(lake_of(asked), int(asked.below * (1 << 20))):
        print(
            f"{done.table}: {done.before} files are {done.after}"
            if done.after != done.before
            else f"{done.table}: as it was"
        )
    return 0


def run_vacuum(asked: argparse.Namespace) -> int:
    """`battery-lake vacuum`."""
    gone = vacuum(lake_of(asked), asked.older_than, dry_run=asked.dry_run)
    for path in gone.files:
        print(path)
    would = "would go" if asked.dry_run else "are gone"
    say(f"{_counted(len(gone.files), 'file')} and what was left of {_counted(len(gone.tests), 'test')} {would}")
    return 0


def run_sql(asked: argparse.Namespace) -> int:
    """`battery-lake sql`."""
    question = sys.stdin.read() if asked.question == "-" else asked.question
    answer = select(lake_of(asked), question)
    try:
        saying.rows(names_of(answer.schema), rows_of(answer), asked.format, sys.stdout)
    except (OSError, ValueError, pa.ArrowException) as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise LakeError(f"this question cannot be answered: {reason(error)}") from error
    return 0


def run_delete(asked: argparse.Namespace) -> int:
    """`battery-lake delete`."""
    if not asked.names and not asked.test:
        raise LakeError("name the tests that go")
    lake = lake_of(asked)
    tests = demanded(lake, asked.names, asked.test)
    delete(lake, tests)
    say(f"{_counted(len(tests), 'test')} taken out; `vacuum` frees the space")
    return 0
