"""How things are said: data on stdout, the rest on stderr, in the words of ``battery-etl ingest``."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import math
import sys
import time
from collections import Counter
from typing import Any, Iterable, Iterator, Sequence, TextIO

from battery_lake.ingest import Told
from battery_lake.manifest import Outcome

OUTCOMES: tuple[Outcome, ...] = ("loaded", "skipped", "replaced", "rejected", "failed")
SELDOM_S = 30.0


def line(told: Told) -> str:
    """What became of a test, in a line."""
    start = f"{told.outcome:<9} {told.name}"
    if told.outcome in ("loaded", "replaced"):
        found = [
            f"{count} {word}{'s' if count != 1 and word != 'info' else ''}"
            for count, word in zip(told.findings, ("error", "warning", "info"))
            if count
        ]
        rows = [f"{told.steps} steps", f"{told.measurements} measurements"]
        return f"{start}: {', '.join([*rows, *found, f'{told.seconds:.2f} s'])}"
    return f"{start} ({told.message})" if told.outcome == "skipped" and told.message else start


def summary(told: Iterable[Told]) -> str:
    """How many tests of each outcome."""
    counts = Counter(one.outcome for one in told)
    total = sum(counts.values())
    parts = [f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome]]
    return f"{total} test{'s' if total != 1 else ''}: {', '.join(parts)}"


def as_json(told: list[Told]) -> str:
    """The same as ``battery-etl ingest --format json`` says, with the digest of each test."""
    counts = Counter(one.outcome for one in told)
    tests = [
        {
            "experiment_id": None,
            "findings": dict(zip(("error", "warning", "info"), one.findings)),
            "measurements": one.measurements,
            "message": one.message,
            "name": one.name,
            "outcome": one.outcome,
            "paths": list(one.paths),
            "seconds": round(one.seconds, 6),
            "steps": one.steps,
            "test": one.test,
        }
        for one in told
    ]
    numbers = {outcome: counts[outcome] for outcome in OUTCOMES}
    return json.dumps({"dry_run": False, **numbers, "tests": tests}, ensure_ascii=False)


class Progress:
    """How far a run has come: a line that changes on a terminal, else one now and then."""

    def __init__(self, out: TextIO, quiet: bool) -> None:
        self.out = out
        self.quiet = quiet
        self.is_terminal = out.isatty()
        self.began = self.last = time.monotonic()
        self.shown = False

    def count(self, done: int, total: int) -> None:
        """So many tests of so many have been read."""
        now = time.monotonic()
        if self.quiet or (now - self.last < (0.1 if self.is_terminal else SELDOM_S) and done < total):
            return
        self.last = now
        said = f"{done} of {total} tests read, {now - self.began:.0f} s"
        if self.is_terminal:
            self.out.write(f"\r\x1b[K{said}")
            self.out.flush()
            self.shown = True
        elif now - self.began >= SELDOM_S:
            print(said, file=self.out, flush=True)

    def clear(self) -> None:
        """Takes the changing line away, before something else is said."""
        if self.shown:
            self.out.write("\r\x1b[K")
            self.out.flush()
            self.shown = False


def rows(names: list[str], answer: Iterator[Sequence[Any]], form: str, out: TextIO) -> None:
    """Writes rows as a table, CSV, JSON or NDJSON. Nothing is written before the first row is there."""
    first = list(itertools.islice(answer, 1))
    answer = itertools.chain(first, answer)
    if form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        for row in answer:
            writer.writerow(["" if value is None else _text(value) for value in row])
    elif form == "ndjson":
        for row in answer:
            out.write(_object(names, row) + "\n")
    elif form == "json":
        out.write(f"[{', '.join([_object(names, row) for row in answer])}]\n")
    else:
        _table(names, list(answer), out)


def _object(names: list[str], row: Sequence[Any]) -> str:
    # JSON has no word for a number that is none.
    values = (None if isinstance(value, float) and not math.isfinite(value) else value for value in row)
    return json.dumps(dict(zip(names, values)), default=_text, ensure_ascii=False)


def _table(names: list[str], answer: list[Sequence[Any]], out: TextIO) -> None:
    cells = [["" if value is None else _short(value) for value in row] for row in answer]
    widths = [max(len(text) for text in (name, *(row[at] for row in cells))) for at, name in enumerate(names)]
    numeric = [all(isinstance(row[at], (int, float, type(None))) for row in answer) for at in range(len(names))]
    for row in [names, ["─" * width for width in widths], *cells]:
        aligned = [text.rjust(w) if is_number else text.ljust(w) for text, w, is_number in zip(row, widths, numeric)]
        out.write("  ".join(aligned).rstrip() + "\n")


def _short(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else _text(value)


def _text(value: object) -> str:
    """A value in words: times as RFC 3339 has them (those without a zone have none), bytes in hex digits.

    Lists and structures are JSON.
    """
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (dict, list)):
        return json.dumps(value, default=_text, ensure_ascii=False)
    return str(value)


def stderr() -> TextIO:
    """Where people read."""
    return sys.stderr
