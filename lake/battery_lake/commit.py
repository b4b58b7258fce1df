"""Tests become part of a lake: each table in one transaction, ``tests`` last. A test is there whole or not at all.

What makes a repeated or a concurrent commit harmless: parts are named by what they are, so the same part is never added
twice; every transaction bears the digests of its tests, and the table refuses a second one since the snapshot that this
one stands on; then everything is read again, what is there by now is skipped, and the rest is tried again.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Callable, Sequence

from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError

from battery_lake.change import change, create, demand_sound, widen
from battery_lake.manifest import TABLES, Entry, Outcome, test_of
from battery_lake.storage import Active, Lake, LakeError, reason, now_ms

ATTEMPTS = 20
SHOWN = 6
"""Paths that are named; the rest is counted."""
IN_FLIGHT_MS = 3_600_000
"""Rows of a test that is not there may be of a run that is about to commit it, so long after they came."""


@dataclass(frozen=True)
class Verdict:
    """What became of a test."""

    entry: Entry
    outcome: Outcome
    message: str | None = None
    status: int = 0


@dataclass
class _Plan:
    """What is to be done with a batch, as the lake stands now."""

    take: list[Entry] = field(default_factory=list)
    replaced: dict[str, frozenset[str]] = field(default_factory=dict)
    """By digest of a new test: the digests of those under its name, or itself, that it takes the place of."""
    verdicts: list[Verdict] = field(default_factory=list)


@dataclass
class _Table:
    at: DeltaTable
    active: list[Active]


def commit(lake: Lake, entries: Sequence[Entry], *, replace: bool = False) -> list[Verdict]:
    """Makes tests part of a lake whose parts have been uploaded, and says what became of each.

    Raises LakeError with status 75 when others commit all the time.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _once(lake, entries, replace)
        except CommitFailedError:
            time.sleep(random.uniform(0.05, 0.25) * min(attempt + 1, 8))
    raise LakeError(f"{lake.address}: others commit to this lake all the time; try again", 75)


def _once(lake: Lake, entries: Sequence[Entry], replace: bool) -> list[Verdict]:
    loaded = [entry for entry in entries if entry.outcome == "loaded"]
    # Before `tests` is read: what is in these tables and not in `tests` is then left over, or of a run under way.
    tables = {name: _open(lake, name, loaded) for name in TABLES[:-1]}
    tests = _open(lake, "tests", loaded)
    plan = _plan(lake, tests, entries, replace)
    _leave_what_is_under_way(plan, tables, replace)
    if plan.take and tests is not None:
        going = frozenset(test for entry in plan.take for test in plan.replaced.get(entry.test or "", ()))
        own = frozenset(entry.test for entry in plan.take if entry.test is not None)
        there = {name: table.active for name, table in tables.items() if table is not None}
        demand_sound(lake, {**there, "tests": tests.active}, going | own)
        for name, table in tables.items():
            if table is not None:
                _change(lake, name, table, plan.take, own)
        _change(lake, "tests", tests, plan.take, going | own, [f"name:{entry.name}" for entry in plan.take])
        clear(lake, going - own)
    done: dict[int, Verdict] = {id(verdict.entry): verdict for verdict in plan.verdicts}
    for entry in plan.take:
        done[id(entry)] = _taken(entry, plan)
    return [done[id(entry)] for entry in entries]


def _open(lake: Lake, name: str, entries: Sequence[Entry]) -> _Table | None:
    parts = [part for entry in entries for part in entry.of(name)]
    at = lake.table(name)
    if at is None:
        if not parts:
            return None
        at = create(lake, name, parts)
    if widen(at, parts):
        at = lake.table(name) or at
    return _Table(at, lake.active(name, at))


def _change(
    lake: Lake, name: str, table: _Table, take: Sequence[Entry], without: frozenset[str], once: Sequence[str] = ()
) -> None:
    parts = [part for entry in take for part in entry.of(name)]
    marks = [*(entry.test for entry in take if entry.test is not None), *once]
    change(lake, name, table.at, table.active, without=without, parts=parts, once=marks)


def _plan(lake: Lake, tests: _Table | None, entries: Sequence[Entry], replace: bool) -> _Plan:
    plan = _Plan()
    known = lake.known(tests.at) if tests is not None else {}
    files = {file.path for file in tests.active} if tests is not None else set()
    # Of a file that holds several tests, its name does not tell how they were read.
    alone = {test_of(path) for path in files}
    names: dict[str, str] = {name: test for test, name in known.items()}
    refused = of_one_name(entries)
    for entry in entries:
        if id(entry) in refused:
            plan.verdicts.append(refused[id(entry)])
            continue
        if entry.outcome != "loaded" or entry.test is None:
            outcome: Outcome = "rejected" if entry.outcome == "rejected" else "failed"
            plan.verdicts.append(Verdict(entry, outcome, entry.message, 1 if outcome == "rejected" else 2))
            continue
        there = known.get(entry.test)
        is_same = any(part.name in files for part in entry.of("tests"))
        if there is not None and (not replace or is_same or there != entry.name):
            other = "" if is_same or replace or entry.test not in alone else ", read in another way: give --replace"
            message = f"the same content is loaded as `{there}`{other}"
            plan.verdicts.append(Verdict(entry, "skipped", message))
            continue
        before = names.get(entry.name)
        if before is not None and before != entry.test and not replace:
            plan.verdicts.append(Verdict(entry, "rejected", _other_content(entry), 1))
            continue
        gone = frozenset(test for test in (before, entry.test if there else None) if test is not None)
        if gone:
            plan.replaced[entry.test] = gone
        known[entry.test] = entry.name
        names[entry.name] = entry.test
        plan.take.append(entry)
    return plan


def of_one_name(entries: Sequence[Entry]) -> dict[int, Verdict]:
    """Tests of other content under one name are refused together, also with --replace: none is the newer one.

    Gives the verdicts by ``id`` of their entries.
    """
    by_name: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if entry.outcome == "loaded" and entry.test is not None:
            by_name.setdefault(entry.name, {}).setdefault(entry.test, entry)
    return {
        id(entry): Verdict(entry, "rejected", one_name(entry.name, [one.paths[0] for one in same.values()]), 1)
        for entry in entries
        if entry.outcome == "loaded" and len(same := by_name.get(entry.name, {})) > 1
    }


def one_name(name: str, paths: Sequence[str]) -> str:
    """What is said of inputs that would have one name."""
    shown = [*paths[:SHOWN], *([f"{len(paths) - SHOWN} more"] if len(paths) > SHOWN else [])]
    return (
        f"{name}: {len(paths)} inputs would have the name `{name}`: {', '.join(shown)}; load each with a --name of its "
        "own, or name them in a --manifest, or --name-from folder"
    )


def _other_content(entry: Entry) -> str:
    return (
        f"{entry.name}: a test `{entry.name}` is loaded with other content; give --replace to load this instead, or "
        "--name for another name"
    )


def _leave_what_is_under_way(plan: _Plan, tables: dict[str, _Table | None], replace: bool) -> None:
    """Sets aside tests of which another run seems to be committing other bytes just now."""
    if replace:
        return
    since = now_ms() - IN_FLIGHT_MS
    for entry in list(plan.take):
        for name, table in tables.items():
            own = {part.name for part in entry.of(name)}
            files = table.active if table is not None else []
            if any(entry.test in f.tests and f.path not in own and f.modified_ms > since for f in files):
                message = (
                    f"{entry.name}: another run is committing this test read in another way, or broke off less than "
                    "an hour ago; try again later, or give --replace"
                )
                plan.take.remove(entry)
                plan.verdicts.append(Verdict(entry, "failed", message, 75))
                break


def _taken(entry: Entry, plan: _Plan) -> Verdict:
    if entry.test in plan.replaced:
        return Verdict(entry, "replaced")
    return Verdict(entry, "loaded")


def clear(lake: Lake, tests: frozenset[str]) -> None:
    """Takes rows of tests that are not in ``tests`` out of all other tables."""
    if tests:
        for name in TABLES[:-1]:
            again(lambda name=name: _clear(lake, name, tests))  # type: ignore[misc]


def _clear(lake: Lake, name: str, tests: frozenset[str]) -> bool:
    at = lake.table(name)
    return at is not None and change(lake, name, at, lake.active(name, at), without=tests)


def delete(lake: Lake, tests: frozenset[str]) -> None:
    """Takes tests out of a lake: first out of ``tests``, so that nobody sees one without its rows."""
    demand_sound(lake, {name: lake.active(name, at) for name, at in lake.snapshot().items()}, tests)

    def first() -> bool:
        at = lake.table("tests")
        return at is not None and change(lake, "tests", at, lake.active("tests", at), without=tests)

    again(first)
    clear(lake, tests)


def again(work: Callable[[], bool]) -> bool:
    """Does what reads a table and changes it, and does it again when somebody else was faster."""
    for attempt in range(ATTEMPTS):
        try:
            return work()
        except CommitFailedError as error:
            last = error
            time.sleep(random.uniform(0.05, 0.25) * min(attempt + 1, 8))
    raise LakeError(f"others commit to this lake all the time: {reason(last)}; try again", 75)
