"""A run: which tests there are, what the workers make of them, and a commit for every so many."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Sequence

from battery_lake.commit import Verdict, commit, one_name
from battery_lake.engines import Engine
from battery_lake.manifest import Entry, Outcome
from battery_lake.query import sql
from battery_lake.storage import Lake
from battery_lake.worker import PASSING, Job, Result, Task, listing

PAUSES_S = (2.0, 10.0, 30.0)
"""How long to wait before tests that could not be read yet are handed out again."""

WORST = {2: 3, 75: 2, 1: 1, 0: 0}


CONVENTIONS = {
    "reference-step": "reference_step",
    "nominal-capacity": "nominal_capacity_ah",
    "cycles-by": "cycles_by",
    "cycle-swing": "cycle_swing_pct",
    "soc-anchor": "soc_anchor",
    "soh-baseline": "soh_baseline",
    "min-rest": "min_rest_s",
    "pulse-max": "pulse_max_s",
    "temperature-channel": "temperature_channel",
    "voltage-min": "voltage_min_v",
    "voltage-max": "voltage_max_v",
}
"""Options that a test's conventions in ``tests`` tell of."""
UNTOLD = ("dialect", "map", "sign", "encoding", "date-format", "manifest")
"""Options that may change what a test's files say, of which a lake has no record."""


@dataclass(frozen=True)
class Settings:
    """How tests are read and committed."""

    words: tuple[str, ...] = ()
    """Further words to ``battery-etl export parts``, such as ``("--fail-on", "warning")``."""
    naming: tuple[str, ...] = ()
    """Those of them that decide what a test is called or which files are one."""
    binary: str | None = None
    replace: bool = False
    batch: int = 200
    pauses_s: Sequence[float] = PAUSES_S


@dataclass(frozen=True)
class Told:
    """What became of a test, as it is told."""

    name: str
    paths: tuple[str, ...]
    outcome: Outcome
    test: str | None = None
    steps: int = 0
    measurements: int = 0
    findings: tuple[int, int, int] = (0, 0, 0)
    """Errors, warnings, infos."""
    seconds: float = 0.0
    message: str | None = None
    said: str = ""
    status: int = 0


def worst(statuses: Iterable[int]) -> int:
    """The status of a whole: 2 before 75 before 1 before 0."""
    return max(statuses, key=lambda status: WORST.get(status, 3), default=0)


def ingest(
    lake: Lake,
    paths: list[str],
    engine: Engine,
    settings: Settings = Settings(),
    counted: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Told]:
    """Loads tests, and tells what became of each as soon as its batch is committed.

    ``counted`` hears how many of how many tests have been read. Raises LakeError where nothing can be done.
    """
    tasks = listing(settings.binary, paths, settings.naming)
    alone, clashing = _apart(tasks)
    yield from clashing
    job = Job(
        lake.address, lake.options, settings.words, settings.binary, {} if settings.replace else known_files(lake)
    )
    loaded_with = _Conventions(lake, settings.words)
    done = len(clashing)
    for pause in [*settings.pauses_s, None]:
        later: list[Result] = []
        waiting: list[Result] = []
        for result in engine.map(job, alone):
            if result.status == PASSING and pause is not None:
                later.append(result)
                continue
            done += 1
            counted(done, len(tasks))
            waiting.append(result)
            if len(waiting) >= settings.batch:
                yield from _commit(lake, waiting, settings.replace, loaded_with)
                waiting = []
        yield from _commit(lake, waiting, settings.replace, loaded_with)
        alone = [result.task for result in later]
        if not alone or pause is None:
            return
        time.sleep(pause)


def known_files(lake: Lake) -> dict[str, str]:
    """The blake3 of each file that is loaded, with the name of its test."""
    tables = lake.snapshot()
    if "files" not in tables:
        return {}
    names = lake.known(tables["tests"])
    if not {"test", "blake3"} <= {field.name for field in tables["files"].schema().fields}:
        return {}
    rows = tables["files"].to_pyarrow_dataset().to_table(columns=["test", "blake3"])
    pairs = zip(rows.column("test").to_pylist(), rows.column("blake3").to_pylist())
    return {str(file): names[test] for test, file in pairs if file and test in names}


class _Conventions:
    """Whether what is loaded was loaded with other options than those that are given now."""

    def __init__(self, lake: Lake, words: Sequence[str]) -> None:
        self.lake = lake
        given = dict(word[2:].split("=", 1) for word in words if word.startswith("--") and "=" in word)
        self.given = {CONVENTIONS[name]: value for name, value in given.items() if name in CONVENTIONS}
        self.untold = [f"--{name}" for name in UNTOLD if name in given]
        self.by_name: dict[str, dict[str, object]] | None = None

    def hint(self, name: str) -> str:
        """What is added to "the same files are loaded" for a test of this name."""
        if self.given and any(not _same(self._of(name).get(key), value) for key, value in self.given.items()):
            return ", with other options: give --replace to load them with these"
        return f"; give --replace for {', '.join(self.untold)} to hold for them" if self.untold else ""

    def _of(self, name: str) -> dict[str, object]:
        if self.by_name is None:
            rows = sql(self.lake, "SELECT * FROM tests")
            self.by_name = {row["name"]: json.loads(row.get("conventions") or "{}") for row in rows}
        return self.by_name.get(name, {})


def _same(there: object, given: str) -> bool:
    try:
        return float(str(there)) == float(given)
    except ValueError:
        return str(there).lower() == given.lower()


def _apart(tasks: list[Task]) -> tuple[list[Task], list[Told]]:
    """Those with a name of their own, and the others, which are refused together."""
    counts = Counter(task.name for task in tasks)
    alone = [task for task in tasks if counts[task.name] == 1]
    clashing = []
    for name in sorted(name for name, count in counts.items() if count > 1):
        same = [task for task in tasks if task.name == name]
        message = one_name(name, [task.paths[0] for task in same])
        for at, task in enumerate(same):
            said = f"error: {message}\n" if at == 0 else ""
            clashing.append(Told(name, task.paths, "rejected", message=message, said=said, status=1))
    return alone, clashing


def _commit(lake: Lake, results: list[Result], replace: bool, loaded_with: _Conventions) -> Iterator[Told]:
    ready = [result for result in results if result.entry is not None and result.status in (0, 1)]
    entries = [result.entry for result in ready if result.entry is not None]
    verdicts = {id(verdict.entry): verdict for verdict in (commit(lake, entries, replace=replace) if entries else [])}
    for result in results:
        verdict = verdicts.get(id(result.entry))
        yield _of_verdict(result, verdict) if verdict is not None else _of_result(result, loaded_with)


def _of_verdict(result: Result, verdict: Verdict) -> Told:
    told = told_of(verdict, result.seconds)
    said = result.said
    if verdict.message and verdict.outcome != "skipped" and result.status == 0:
        said += f"error: {verdict.message}\n"
    return Told(**{**told.__dict__, "said": said, "paths": result.task.paths})


def told_of(verdict: Verdict, seconds: float = 0.0) -> Told:
    """How a verdict is told."""
    entry: Entry = verdict.entry
    found = entry.findings
    is_there = verdict.outcome in ("loaded", "replaced")
    return Told(
        name=entry.name,
        paths=entry.paths,
        outcome=verdict.outcome,
        test=entry.test,
        steps=entry.rows("steps") if is_there else 0,
        measurements=entry.rows("measurements") if is_there else 0,
        findings=(found.get("error", 0), found.get("warning", 0), found.get("info", 0)),
        seconds=seconds,
        message=verdict.message,
        status=verdict.status,
    )


def _of_result(result: Result, loaded_with: _Conventions) -> Told:
    """Of a test that came to no commit."""
    task = result.task
    if result.loaded_as is not None:
        message = f"the same files are loaded as `{result.loaded_as}`{loaded_with.hint(result.loaded_as)}"
        return Told(task.name, task.paths, "skipped", seconds=result.seconds, message=message)
    said = result.said or f"error: {task.name}: battery-etl ended with status {result.status}\n"
    why = result.entry.message if result.entry is not None and result.entry.message else said.splitlines()[0]
    return Told(
        task.name,
        task.paths,
        "failed",
        seconds=result.seconds,
        message=why.removeprefix("error: "),
        said=said,
        status=PASSING if result.status == PASSING else 2,
    )
