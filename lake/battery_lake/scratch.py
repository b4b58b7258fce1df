"""Folders for work under way. Who made one holds its lock until the process ends, however that comes about: a folder
that nobody holds was left behind by a worker that was killed, and goes when the next is made on the same machine.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from typing import Iterator

try:
    import fcntl
except ImportError:  # Windows: nothing is locked, and nothing is taken away.
    fcntl = None  # type: ignore[assignment]

PREFIX = "battery-lake-work-"
LOCK = "lock"
ATTEMPTS = 100


@dataclass(frozen=True)
class Scratch:
    """A folder, and what a child process has to inherit so that the folder stays as long as the child runs."""

    path: str
    inherited: tuple[int, ...]


@contextlib.contextmanager
def scratch() -> Iterator[Scratch]:
    """A folder that goes away afterwards."""
    _sweep()
    for attempt in range(ATTEMPTS):
        folder = tempfile.mkdtemp(prefix=PREFIX)
        try:
            held = _locked(folder)
            break
        except FileNotFoundError:
            # Another worker took it for one that was left behind, before it was locked.
            if attempt == ATTEMPTS - 1:
                raise
    try:
        yield Scratch(folder, held)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for descriptor in held:
            os.close(descriptor)


def _locked(folder: str) -> tuple[int, ...]:
    if fcntl is None:
        return ()
    place = os.path.join(folder, LOCK)
    descriptor = os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR)
    try:
        # Where a file system knows no locks, nobody takes anything away.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.stat(place)
    except BaseException:
        os.close(descriptor)
        raise
    return (descriptor,)


def _sweep() -> None:
    """Takes away what nobody holds. It is no matter where that cannot be done."""
    if fcntl is None:
        return
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _remove_unheld(entry.path)


def _remove_unheld(folder: str) -> None:
    try:
        descriptor = os.open(os.path.join(folder, LOCK), os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        # One that has just been made, or whose maker got no further; with something in it, it stays.
        os.rmdir(folder)
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)
