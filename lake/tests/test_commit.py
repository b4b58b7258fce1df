"""A test is in the lake whole and once, whoever commits, however often, and wherever a run breaks off."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pyarrow as pa
from deltalake.exceptions import CommitFailedError

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import (  # noqa: E402
    HERE,
    InFolder,
    content,
    entry,
    outcomes,
)

from battery_lake import change, commit, sql, TABLES  # noqa: E402
from battery_lake.commit import delete  # noqa: E402
from battery_lake.storage import Active, LakeError  # noqa: E402
from battery_lake.upkeep import compact, leftovers, vacuum  # noqa: E402

# Commits what the manifest of a folder says, and is killed, as a power cut would, before or after a table's commit.
KILLED = """
import os, signal, sys
sys.path[:0] = [{package!r}, {tests!r}]
from support import entry
from battery_lake import Lake, commit
import battery_lake.change as module
lake = Lake({lake!r})
entries = [entry(lake, name) for name in {names!r}]
submit = module.submit
def deadly(at, actions, once=()):
    table = at.table_uri.rstrip("/").rsplit("/", 1)[-1]
    if (table, "before") == {moment!r}: os.kill(os.getpid(), signal.SIGKILL)
    submit(at, actions, once)
    if (table, "after") == {moment!r}: os.kill(os.getpid(), signal.SIGKILL)
module.submit = deadly
commit(lake, entries)
"""


class Once(InFolder):
    def test_a_test_is_loaded_and_then_skipped(self) -> None:
        entries = [entry(self.lake, name) for name in ("a", "b", "c")]
        self.assertEqual(outcomes(commit(self.lake, entries)), ["loaded"] * 3)
        before = content(self.lake)
        again = commit(self.lake, entries)
        self.assertEqual(outcomes(again), ["skipped"] * 3)
        self.assertEqual(again[0].message, "the same content is loaded as `a`")
        other = commit(self.lake, [entry(self.lake, "a", reading=2.0)])
        self.assertEqual(other[0].message, "the same content is loaded as `a`, read in another way: give --replace")
        self.assertEqual(content(self.lake), before)
        self.assertEqual(len(before["measurements"]), 90)
        self.assert_whole(tests=3)

    def test_the_same_content_under_two_names_is_one_test(self) -> None:
        both = [entry(self.lake, "a", content=7), entry(self.lake, "b", content=7)]
        self.assertEqual(outcomes(commit(self.lake, both)), ["loaded", "skipped"])
        self.assert_whole(tests=1)

    def test_what_was_rejected_is_told_and_leaves_nothing(self) -> None:
        good = entry(self.lake, "a")
        bad = type(good)(None, "b", ("b.csv",), "failed", "b: unreadable")
        refused = type(good)("0" * 32, "c", ("c.csv",), "rejected", "c: not loaded: 1 error")
        told = commit(self.lake, [bad, good, refused])
        self.assertEqual(outcomes(told), ["failed", "loaded", "rejected"])
        self.assertEqual([one.status for one in told], [2, 0, 1])
        self.assert_whole(tests=1)

    def test_killed_before_and_after_each_table(self) -> None:
        names = ["a", "b"]
        for moment in [
            (table, when) for table in ("measurements", "steps", "files", "tests") for when in ("before", "after")
        ]:
            with self.subTest(moment):
                lake = type(self.lake)(str(self.folder / "-".join(moment)))
                script = KILLED.format(
                    package=str(HERE.parents[1]), tests=str(HERE.parent), lake=lake.address, names=names, moment=moment
                )
                ended = subprocess.run([sys.executable, "-c", script], capture_output=True)
                self.assertEqual(ended.returncode, -signal.SIGKILL, ended.stderr)
                is_there = moment == ("tests", "after")
                seen = (
                    [row["name"] for row in sql(lake, "SELECT name FROM tests ORDER BY name")]
                    if lake.table("tests")
                    else []
                )
                self.assertEqual(seen, names if is_there else [])
                if lake.table("tests") and lake.table("measurements"):
                    count = next(sql(lake, "SELECT count(*) AS n FROM measurements"))["n"]
                    self.assertEqual(count, 60 if is_there else 0)
                told = commit(lake, [entry(lake, name) for name in [*names, "c"]])
                self.assertEqual(outcomes(told), ["skipped" if is_there else "loaded"] * 2 + ["loaded"])
                self.assert_whole(lake, tests=3)
                self.assertEqual(leftovers(lake), frozenset())

    def test_what_is_left_of_another_reading_is_not_mixed_in(self) -> None:
        def die(at: object, *_: object) -> None:
            raise KeyboardInterrupt

        entries = [entry(self.lake, "a", reading=1.0)]
        submit = change.submit
        calls: list[int] = []

        def third(*words: object) -> None:
            calls.append(1)
            (submit if len(calls) < 3 else die)(*words)  # type: ignore[arg-type]

        with mock.patch("battery_lake.change.submit", third), self.assertRaises(KeyboardInterrupt):
            commit(self.lake, entries)
        self.assertEqual(len(leftovers(self.lake)), 1)
        other = [entry(self.lake, "a", reading=2.0), entry(self.lake, "b")]
        # It may still be under way: not now.
        told = commit(self.lake, other)
        self.assertEqual([one.status for one in told], [75, 0])
        with mock.patch("battery_lake.commit.IN_FLIGHT_MS", -1000):
            self.assertEqual(outcomes(commit(self.lake, other)), ["loaded", "skipped"])
        rates = [row["c_rate"] for row in sql(self.lake, "SELECT c_rate FROM steps WHERE c_rate > 0 ORDER BY 1")]
        self.assertEqual(rates, [1.0, 2.0, 2.0, 4.0])
        self.assert_whole(tests=2)


class Together(InFolder):
    def test_committers_over_overlapping_batches(self) -> None:
        entries = [entry(self.lake, f"t{at:02}") for at in range(24)]
        told: list[list[str]] = []

        def work(mine: list[object]) -> None:
            for at in range(0, len(mine), 4):
                told.append(outcomes(commit(self.lake, mine[at : at + 4])))  # type: ignore[arg-type]

        threads = [threading.Thread(target=work, args=(mine,)) for mine in (entries[:16], entries[8:], entries[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        flat = [outcome for batch in told for outcome in batch]
        self.assertEqual((flat.count("loaded"), flat.count("skipped")), (24, 32))
        self.assert_whole(tests=24)
        self.assertEqual(leftovers(self.lake), frozenset())

    def test_a_second_commit_from_one_stale_snapshot_is_refused(self) -> None:
        commit(self.lake, [entry(self.lake, "first")])
        stale = {name: table for name in TABLES if (table := self.lake.table(name))}
        new = entry(self.lake, "new")
        commit(self.lake, [new])
        for name, table in stale.items():
            with self.assertRaises(CommitFailedError):
                change.change(self.lake, name, table, [], parts=new.of(name), once=[new.test or ""])
        self.assert_whole(tests=2)

    def test_two_tests_of_one_name_at_once(self) -> None:
        one, other = entry(self.lake, "a", content=1), entry(self.lake, "a", content=2)
        gate = threading.Barrier(2)
        told: list[str] = []

        def work(mine: object) -> None:
            gate.wait()
            told.extend(outcomes(commit(self.lake, [mine])))  # type: ignore[list-item]

        threads = [threading.Thread(target=work, args=(mine,)) for mine in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(told), ["loaded", "rejected"])
        self.assert_whole(tests=1)


class Wider(InFolder):
    def test_a_column_more_is_null_in_what_was_there(self) -> None:
        commit(self.lake, [entry(self.lake, "narrow")])
        commit(self.lake, [entry(self.lake, "wide", more=["aux_t2_c"]), entry(self.lake, "narrow again")])
        rows = list(
            sql(self.lake, "SELECT name, count(aux_t2_c) AS n FROM tests JOIN measurements USING (test) GROUP BY name")
        )
        self.assertEqual({row["name"]: row["n"] for row in rows}, {"narrow": 0, "wide": 30, "narrow again": 0})
        compact(self.lake)
        again = list(
            sql(self.lake, "SELECT name, count(aux_t2_c) AS n FROM tests JOIN measurements USING (test) GROUP BY name")
        )
        self.assertEqual({row["name"]: row["n"] for row in again}, {row["name"]: row["n"] for row in rows})
        self.assert_whole(tests=3)

    def test_a_column_of_another_type_is_refused(self) -> None:
        commit(self.lake, [entry(self.lake, "a", more=["flag"])])
        wrong = entry(self.lake, "b", more=["flag"])
        parts = tuple(
            type(p)(
                p.table,
                p.path,
                p.bytes,
                p.rows,
                p.blake3,
                tuple((n, "string" if n == "flag" else k) for n, k in p.columns),
                p.stats,
            )
            for p in wrong.parts
        )
        with self.assertRaisesRegex(LakeError, "flag is string"):
            commit(self.lake, [type(wrong)(wrong.test, wrong.name, wrong.paths, "loaded", None, parts)])
        self.assert_whole(tests=1)


class Changed(InFolder):
    def test_other_content_under_a_loaded_name_is_refused_until_replace(self) -> None:
        commit(self.lake, [entry(self.lake, "a", content=1), entry(self.lake, "b")])
        new = [entry(self.lake, "a", content=2)]
        refused = commit(self.lake, new)
        self.assertEqual(outcomes(refused), ["rejected"])
        self.assertIn("--replace", refused[0].message or "")
        self.assertEqual(outcomes(commit(self.lake, new, replace=True)), ["replaced"])
        self.assertEqual(outcomes(commit(self.lake, new, replace=True)), ["skipped"])
        self.assert_whole(tests=2)
        self.assertEqual(leftovers(self.lake), frozenset())

    def test_the_same_test_read_in_another_way_is_replaced(self) -> None:
        commit(self.lake, [entry(self.lake, name) for name in "abc"])
        for is_compacted in (False, True):
            if is_compacted:
                compact(self.lake)
            reading = 5.0 + is_compacted
            read_anew = [entry(self.lake, "b", reading=reading, steps=3)]
            self.assertEqual(outcomes(commit(self.lake, read_anew, replace=True)), ["replaced"])
            top = next(sql(self.lake, "SELECT max(c_rate) AS top, count(*) AS n FROM steps"))
            self.assertEqual((top["top"], top["n"]), (2 * reading, 9))
            self.assert_whole(tests=3)

    def test_two_tests_of_one_name_in_a_batch_are_refused_together(self) -> None:
        both = [entry(self.lake, "a", content=at) for at in (1, 2)]
        both = [replace(one, paths=(f"{at}/a.csv",)) for at, one in enumerate(both)]
        for is_replacing in (False, True):
            told = commit(self.lake, [*both, entry(self.lake, "b")], replace=is_replacing)
            self.assertEqual(outcomes(told), ["rejected", "rejected", "skipped" if is_replacing else "loaded"])
            self.assertIn("2 inputs would have the name `a`: 0/a.csv, 1/a.csv;", told[0].message or "")
            self.assert_whole(tests=1)

    def test_a_reader_never_sees_a_test_without_its_rows(self) -> None:
        commit(self.lake, [entry(self.lake, "a", content=0)])
        stop = threading.Event()
        wrong: list[object] = []

        def read() -> None:
            while not stop.is_set():
                query = "SELECT count(DISTINCT t.test) AS tests, count(*) AS rows FROM tests t JOIN measurements m"
                row = next(sql(self.lake, f"{query} ON m.test = t.test"))
                if (row["tests"], row["rows"]) != (1, 30):
                    wrong.append(row)

        reader = threading.Thread(target=read)
        reader.start()
        for at in range(1, 6):
            commit(self.lake, [entry(self.lake, "a", content=at)], replace=True)
        stop.set()
        reader.join()
        self.assertEqual(wrong, [])

    def test_replace_and_delete_beside_compaction(self) -> None:
        commit(self.lake, [entry(self.lake, f"t{at:02}", content=at) for at in range(12)])
        failed: list[BaseException] = []

        def beside(work: object) -> threading.Thread:
            def guarded() -> None:
                try:
                    work()  # type: ignore[operator]
                except BaseException as error:
                    failed.append(error)

            return threading.Thread(target=guarded)

        def compacting() -> None:
            for _ in range(4):
                compact(self.lake)

        def replacing() -> None:
            for at in range(4):
                commit(self.lake, [entry(self.lake, f"t{at:02}", content=100 + at)], replace=True)

        def deleting() -> None:
            known = {name: test for test, name in self.lake.known(self.lake.table("tests")).items()}
            for at in range(8, 12):
                delete(self.lake, frozenset([known[f"t{at:02}"]]))

        threads = [beside(work) for work in (compacting, replacing, deleting)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])
        names = [row["name"] for row in sql(self.lake, "SELECT name FROM tests ORDER BY name")]
        self.assertEqual(names, [f"t{at:02}" for at in range(8)])
        self.assert_whole(tests=8)
        self.assertEqual(leftovers(self.lake), frozenset())

    def test_two_rewrites_from_one_snapshot_never_both_succeed(self) -> None:
        commit(self.lake, [entry(self.lake, name) for name in "abc"])

        def rewrite(at: change.DeltaTable, files: list[Active], is_change: bool) -> None:
            rows = pa.concat_tables([self.lake.read("steps", file.path) for file in files])
            added = change.write(self.lake, "steps", at, rows.slice(0, len(rows) - is_change), is_change=is_change)
            change.submit(at, [*(change.removal(file, is_change=is_change) for file in files), added])

        for first, second in ((False, False), (False, True), (True, False), (True, True)):
            commit(self.lake, [entry(self.lake, f"one more {first} {second}")])
            at, stale = self.lake.table("steps"), self.lake.table("steps")
            assert at is not None and stale is not None
            files = self.lake.active("steps", at)
            rewrite(at, files, first)
            with self.subTest(first=first, second=second), self.assertRaises(CommitFailedError):
                rewrite(stale, files, second)

    def test_a_deleted_test_can_be_loaded_again(self) -> None:
        entries = [entry(self.lake, name) for name in "ab"]
        commit(self.lake, entries)
        compact(self.lake)
        delete(self.lake, frozenset([entries[0].test or ""]))
        self.assert_whole(tests=1)
        self.assertEqual(outcomes(commit(self.lake, [entry(self.lake, "a")])), ["loaded"])
        self.assert_whole(tests=2)

    def test_a_deletion_that_broke_off_hides_the_test_all_the_same(self) -> None:
        entries = [entry(self.lake, name) for name in "ab"]
        commit(self.lake, entries)
        compact(self.lake)
        with (
            mock.patch("battery_lake.commit.clear", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            delete(self.lake, frozenset([entries[0].test or ""]))
        self.assertEqual(next(sql(self.lake, "SELECT count(*) AS n FROM measurements"))["n"], 30)
        with mock.patch("battery_lake.commit.IN_FLIGHT_MS", -1000):
            self.assertEqual(outcomes(commit(self.lake, [entry(self.lake, "a")])), ["loaded"])
        self.assert_whole(tests=2)
        self.assertEqual(next(sql(self.lake, "SELECT count(*) AS n FROM all_measurements"))["n"], 60)


class Kept(InFolder):
    def test_compaction_sorts_and_changes_no_row(self) -> None:
        for at in range(5):
            commit(self.lake, [entry(self.lake, f"t{at}{more}") for more in "xyz"])
        before = content(self.lake)
        done = {one.table: (one.before, one.after) for one in compact(self.lake)}
        self.assertEqual(done["measurements"], (15, 1))
        self.assertEqual(done["tests"], (15, 1))
        self.assertEqual(content(self.lake), before)
        at = self.lake.table("measurements")
        assert at is not None
        rows = self.lake.read("measurements", self.lake.active("measurements", at)[0].path)
        keys = list(zip(*(rows.column(name).to_pylist() for name in ("test", "step", "sequence"))))
        self.assertEqual(keys, sorted(keys))
        self.assertEqual(len(keys), 450)
        commit(self.lake, [entry(self.lake, "later")])
        compact(self.lake)
        at = self.lake.table("measurements")
        assert at is not None
        rows = self.lake.read("measurements", self.lake.active("measurements", at)[0].path)
        keys = list(zip(*(rows.column(name).to_pylist() for name in ("test", "step", "sequence"))))
        self.assertEqual((len(keys), keys), (480, sorted(keys)))
        self.assert_whole(tests=16)

    def test_compaction_in_many_groups_does_not_collide_with_itself(self) -> None:
        commit(self.lake, [entry(self.lake, f"t{at:02}") for at in range(50)])
        before = content(self.lake)
        at = self.lake.table("files")
        assert at is not None
        two = 2 * max(file.bytes for file in self.lake.active("files", at))
        with mock.patch("battery_lake.upkeep.GROUP_BYTES", two):
            done = {one.table: (one.before, one.after) for one in compact(self.lake)}
        self.assertEqual(done["files"], (50, 25))
        self.assertEqual(content(self.lake), before)
        self.assert_whole(tests=50)

    def test_large_files_are_left(self) -> None:
        commit(self.lake, [entry(self.lake, name) for name in "abc"])
        self.assertEqual({(one.before, one.after) for one in compact(self.lake, small_bytes=100)}, {(3, 3)})

    def test_vacuum_takes_what_is_old_and_not_needed(self) -> None:
        commit(self.lake, [entry(self.lake, name) for name in "abc"])
        forgotten = entry(self.lake, "forgotten")
        compact(self.lake)
        self.assertEqual(vacuum(self.lake).files, ())
        would = vacuum(self.lake, 0, dry_run=True).files
        self.assertEqual(len(would), 4 * 4)
        self.assertEqual(len([path for path in would if (forgotten.test or "") in path]), 4)
        self.assert_whole(tests=3)
        vacuum(self.lake, 0)
        self.assertEqual(len(list(Path(self.lake.address).glob("*/*.parquet"))), 4)
        self.assert_whole(tests=3)


if __name__ == "__main__":
    unittest.main()
