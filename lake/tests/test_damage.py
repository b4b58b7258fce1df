"""What is damaged is seen, is not copied under another name, and can be mended."""

from __future__ import annotations

import re
import shutil
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import (  # noqa: E402
    InFolder,
    entry,
    outcomes,
)

from battery_lake import change, commit, sql, verify  # noqa: E402
from battery_lake.commit import delete  # noqa: E402
from battery_lake.storage import LakeError  # noqa: E402
from battery_lake.upkeep import compact  # noqa: E402


class Damaged(InFolder):
    def damage(self, table: str, test: str | None = None) -> Path:
        """Turns one byte of a file round; its size stays."""
        path = next((Path(self.lake.address) / table).glob(f"{test or 'rows'}-*.parquet"))
        whole = bytearray(path.read_bytes())
        whole[40] ^= 0xFF
        path.write_bytes(whole)
        return path

    def test_what_is_damaged_is_not_written_anew(self) -> None:
        entries = [entry(self.lake, name) for name in "ab"]
        commit(self.lake, entries)
        part = self.damage("measurements", entries[0].test)
        with self.assertRaisesRegex(LakeError, f"{part}: blake3 is .*load test {entries[0].test} again with --replace"):
            compact(self.lake)
        entry(self.lake, "a")
        compact(self.lake)
        self.assert_whole(tests=2)
        rows = self.damage("measurements")
        with self.assertRaisesRegex(LakeError, f"{rows}: blake3 is .*`battery-lake delete` all its tests at once"):
            commit(self.lake, [entry(self.lake, "a", reading=2.0)], replace=True)
        self.assertEqual(next(sql(self.lake, "SELECT max(c_rate) AS top FROM steps"))["top"], 2.0)
        rows.write_bytes(rows.read_bytes()[:-9])
        with self.assertRaisesRegex(LakeError, f"{rows}: .* bytes, and the log says|{rows}: Parquet magic"):
            delete(type(self.lake)(self.lake.address), frozenset([entries[0].test or ""]))
        self.assertEqual(next(sql(self.lake, "SELECT count(*) AS n FROM tests"))["n"], 2)

    def test_a_damaged_file_of_several_tests_is_mended_as_it_is_said(self) -> None:
        entries = [entry(self.lake, name) for name in "abc"]
        commit(self.lake, entries[:2])
        compact(self.lake)
        commit(self.lake, entries[2:])
        self.damage("measurements")
        with self.assertRaises(LakeError) as refused:
            delete(self.lake, frozenset([entries[0].test or ""]))
        self.assert_whole_but_for_a_file()
        said = str(refused.exception)
        tests = re.findall(r"--test ([0-9a-f]{32})", said)
        self.assertEqual(tests, sorted(one.test or "" for one in entries[:2]), said)
        delete(self.lake, frozenset(tests))
        self.assert_whole(tests=1)
        self.assertEqual(outcomes(commit(self.lake, [entry(self.lake, name) for name in "ab"])), ["loaded"] * 2)
        self.assert_whole(tests=3)

    def assert_whole_but_for_a_file(self) -> None:
        problems = verify(self.lake).problems
        self.assertEqual((len(problems), "blake3" in problems[0]), (1, True), problems)

    def test_damage_is_mended_by_loading_again(self) -> None:
        entries = [entry(self.lake, name) for name in "ab"]
        commit(self.lake, entries)
        self.damage("steps", entries[0].test)
        self.assertEqual(outcomes(commit(self.lake, [entry(self.lake, "a")], replace=True)), ["skipped"])
        self.assert_whole(tests=2)
        delete(self.lake, frozenset([entries[1].test or ""]))
        self.damage("steps", entries[1].test)
        self.assertEqual(outcomes(commit(self.lake, [entry(self.lake, "b")])), ["loaded"])
        self.assert_whole(tests=2)

    def test_verify_sees_what_is_wrong(self) -> None:
        entries = [entry(self.lake, name) for name in "ab"]
        commit(self.lake, entries)
        part = Path(self.lake.address) / "measurements" / entries[0].of("measurements")[0].name
        whole = part.read_bytes()
        for harm, said in (
            (lambda: part.write_bytes(whole[:-1]), "the log says"),
            (lambda: part.write_bytes(whole[:100] + b"x" + whole[101:]), "blake3"),
            (part.unlink, "is not there"),
        ):
            harm()
            problems = verify(self.lake).problems
            self.assertEqual(len(problems), 1, problems)
            self.assertIn(said, problems[0])
            part.write_bytes(whole)
        at = self.lake.table("measurements")
        assert at is not None
        change.change(
            self.lake,
            "measurements",
            at,
            self.lake.active("measurements", at),
            without=frozenset([entries[0].test or ""]),
        )
        self.assertEqual(verify(self.lake).problems, ("a: 0 rows in measurements, and 30 were committed",))

    def test_verify_misses_tables_and_what_the_log_has_lost(self) -> None:
        commit(self.lake, [entry(self.lake, "a")])
        commit(self.lake, [entry(self.lake, "b")])
        for table in ("measurements", "steps", "files"):
            lost = type(self.lake)(str(self.folder / table))
            shutil.copytree(self.lake.address, lost.address)
            max((Path(lost.address) / table / "_delta_log").glob("*.json")).unlink()
            found = verify(lost, quick=True).problems
            self.assertEqual(len(found), 1, found)
            self.assertIn("b: ", found[0])
            shutil.rmtree(Path(lost.address) / table)
            for quick in (True, False):
                want = (f"{table}: there is no such table, and 2 of the tests have rows in it",)
                self.assertEqual(verify(lost, quick=quick).problems, want)

    def test_a_hint_at_a_checkpoint_that_is_damaged_or_gone_does_no_harm(self) -> None:
        commit(self.lake, [entry(self.lake, name) for name in "ab"])
        for table in self.lake.snapshot().values():
            table.create_checkpoint()
        commit(self.lake, [entry(self.lake, "c")])
        hints = list(Path(self.lake.address).glob("*/_delta_log/_last_checkpoint"))
        self.assertEqual(len(hints), 4)
        for said in ("", "{", None):
            for hint in hints:
                hint.unlink() if said is None else hint.write_text(said)
            with self.subTest(said=said):
                again = type(self.lake)(self.lake.address)
                self.assert_whole(again, tests=3)
                self.assertEqual(outcomes(commit(again, [entry(again, "c")])), ["skipped"])
        self.assertEqual(outcomes(commit(self.lake, [entry(self.lake, "d")])), ["loaded"])
        self.assert_whole(tests=4)
        hints[0].write_text('{"version": 99, "size": 1}')
        with self.assertRaisesRegex(LakeError, f"{hints[0]} names a checkpoint that is not there: delete this file"):
            verify(self.lake)

    def test_verify_sees_a_name_that_stands_twice(self) -> None:
        commit(self.lake, [entry(self.lake, "a", content=1)])
        other = entry(self.lake, "a", content=2)
        for table, at in self.lake.snapshot().items():
            change.change(self.lake, table, at, [], parts=other.of(table))
        self.assertEqual(verify(self.lake).problems, ("tests: 2 tests are called `a`",))


if __name__ == "__main__":
    unittest.main()
