"""What a worker does with one test: it runs the binary in a folder of its own and uploads what that wrote.

Nothing here may raise because of a test: an engine gives up a whole job for a task that fails again and again. What
passes (status 75) is told to the driver, which hands the test out again; a worker that dies is the engine's to replace.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from typing import Mapping

from blake3 import blake3
from deltalake.exceptions import DeltaError

from battery_lake.manifest import Entry
from battery_lake.scratch import scratch
from battery_lake.storage import Lake, LakeError, reason

PASSING = 75


@dataclass(frozen=True)
class Task:
    """A test to be read: its name, and the files that it is."""

    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Job:
    """What all tests of a run have in common."""

    address: str
    options: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    """Further words to ``battery-etl export parts``."""
    binary: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    """The blake3 of each file that is loaded, and the name of the test it is of."""


@dataclass(frozen=True)
class Result:
    """What came of a test on a worker; its parts are uploaded, not committed."""

    task: Task
    entry: Entry | None
    status: int
    said: str = ""
    """What the binary said on stderr."""
    seconds: float = 0.0
    loaded_as: str | None = None
    """The test that these very files are loaded as."""


def binary(named: str | None = None) -> str:
    """The path of the binary: as named, else ``BATTERY_ETL``, else beside this Python, else the first on PATH."""
    named = named or os.environ.get("BATTERY_ETL")
    if named:
        return named
    name = "battery-etl" + (sysconfig.get_config_var("EXE") or "")
    for folder in (sysconfig.get_path("scripts"), os.path.dirname(sys.executable)):
        if os.path.isfile(os.path.join(folder, name)):
            return os.path.join(folder, name)
    found = shutil.which(name)
    if found is None:
        raise LakeError(
            f"battery-etl is not installed on {socket.gethostname()}; install it there, or give --binary or BATTERY_ETL"
        )
    return found


def run(job: Job, task: Task) -> Result:
    """Reads a test and uploads its parts."""
    began = time.monotonic()
    try:
        loaded_as = _known(job, task)
        if loaded_as is not None:
            return Result(task, None, 0, seconds=time.monotonic() - began, loaded_as=loaded_as)
        with scratch() as folder:
            words = [*task.paths, "-o", folder.path, "-q", "--jobs", "1", *job.words]
            ended = subprocess.run(
                [binary(job.binary), "export", "parts", *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                pass_fds=folder.inherited,
            )
            entry = _entry(ended.stdout)
            if ended.returncode < 0:
                name = signal.Signals(-ended.returncode).name
                said = f"error: {task.name}: battery-etl was ended by {name} on {socket.gethostname()}\n"
                return Result(task, None, PASSING, said, time.monotonic() - began)
            if entry is not None and entry.outcome == "loaded" and ended.returncode == 0:
                _upload(job, entry, folder.path)
            return Result(task, entry, ended.returncode, ended.stderr, time.monotonic() - began)
    except LakeError as error:
        return Result(task, None, error.status, f"error: {task.name}: {error}\n", time.monotonic() - began)
    except (DeltaError, OSError) as error:
        # The store, the network or the disk of this machine: it may pass, or be better elsewhere.
        said = f"error: {task.name}: {reason(error)} (on {socket.gethostname()})\n"
        return Result(task, None, PASSING, said, time.monotonic() - began)
    except ValueError as error:
        return Result(task, None, 2, f"error: {task.name}: {error}\n", time.monotonic() - began)


def _entry(stdout: str) -> Entry | None:
    lines = [line for line in stdout.splitlines() if line.strip()]
    if len(lines) > 1:
        raise ValueError(f"its files are {len(lines)} tests; name the files of one test each")
    return Entry.of_json(lines[0]) if lines else None


def _upload(job: Job, entry: Entry, folder: str) -> None:
    lake = Lake(job.address, job.options)
    for part in entry.parts:
        lake.put(part.table, part.name, os.path.join(folder, part.path))


def _known(job: Job, task: Task) -> str | None:
    """The test that these very files are loaded as. A part of a container is told by the binary alone."""
    if not job.known or not all(os.path.isfile(path) for path in task.paths):
        return None
    names = set()
    for path in task.paths:
        hasher = blake3()
        hasher.update_mmap(path)
        names.add(job.known.get(hasher.hexdigest()))
    return names.pop() if len(names) == 1 else None


def listing(named: str | None, paths: list[str], words: tuple[str, ...]) -> list[Task]:
    """The tests in files, folders and globs, as the binary finds them.

    What it says goes to stderr as it is. Raises LakeError with its status when it finds none.
    """
    line = [binary(named), "export", "parts", "--list", *paths, *words]
    try:
        ended = subprocess.run(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        raise LakeError(f"{line[0]} cannot be run: {error.strerror}; give --binary or BATTERY_ETL") from error
    if ended.returncode not in (0, 1):
        raise LakeError("", ended.returncode if ended.returncode > 0 else 2)
    tests = [json.loads(found) for found in ended.stdout.splitlines() if found.strip()]
    return [Task(test["name"], tuple(_whole(path) for path in test["paths"])) for test in tests]


def _whole(path: str) -> str:
    return path if "://" in path else os.path.abspath(path)
