"""What a person types and sees: help, statuses, answers."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

import pyarrow.parquet as pq
from blake3 import blake3

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import (  # noqa: E402
    FIXTURES,
    InFolder,
    call,
    digest,
    entry,
    make,
    needs_binary,
)

from battery_lake import LakeError, change, commit, sql, verify  # noqa: E402
from battery_lake.cli import parser  # noqa: E402
from battery_lake.storage import trouble  # noqa: E402

WRONG = (
    ["compact", "--to", "x", "--nonsense"],
    ["compact", "--to", "x", "--below", "nan"],
    ["vacuum", "--to", "x", "--older-than", "inf"],
    ["ingest", "--to", "x", "--master", "foo://x", "data"],
    ["ingest", "--to", "x", "--master", "local[x]", "data"],
)


class Help(unittest.TestCase):
    def test_every_command_has_examples_and_statuses(self) -> None:
        top = call("--help").stdout
        for command in ("ingest", "commit", "verify", "compact", "vacuum", "sql", "delete"):
            self.assertIn(f"\n    {command} ", top)
            told = call(command, "--help")
            self.assertEqual(told.returncode, 0)
            self.assertIn(f"examples:\n  battery-lake {command} ", told.stdout)
            self.assertIn("75   a passing state", told.stdout)
            self.assertLessEqual(max(map(len, told.stdout.splitlines())), 120)

    def test_examples_are_understood(self) -> None:
        import shlex

        for command in ("ingest", "commit", "verify", "compact", "vacuum", "sql", "delete"):
            for line in call(command, "--help").stdout.splitlines():
                if line.startswith(f"  battery-lake {command} "):
                    words = shlex.split(line.split(" | ")[0].split(" > ")[0].split(" < ")[0])[1:]
                    self.assertTrue(callable(parser().parse_args(words).run))

    def test_wrong_usage(self) -> None:
        for words in (["ingest", "data"], ["sql", "--lake", "x"], ["nonsense"], *WRONG):
            ended = call(*words)
            self.assertEqual((ended.returncode, ended.stdout), (2, ""), words)
            self.assertNotIn("Traceback", ended.stderr)


class Answers(InFolder):
    def setUp(self) -> None:
        super().setUp()
        commit(self.lake, [entry(self.lake, name) for name in ("a", "b", "ä, b")])

    def sql(self, question: str, form: str) -> str:
        ended = call("sql", "--lake", self.lake.address, "--format", form, question)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def test_formats_say_the_same(self) -> None:
        question = "SELECT name, steps, voltage_v_sum, NULL AS nothing FROM tests ORDER BY name"
        lines = [json.loads(line) for line in self.sql(question, "ndjson").splitlines()]
        self.assertEqual(json.loads(self.sql(question, "json")), lines)
        self.assertEqual([line["name"] for line in lines], ["a", "b", "ä, b"])
        rows = list(csv.DictReader(io.StringIO(self.sql(question, "csv"))))
        self.assertEqual([float(row["voltage_v_sum"]) for row in rows], [line["voltage_v_sum"] for line in lines])
        self.assertEqual({row["nothing"] for row in rows}, {""})
        table = self.sql(question, "table").splitlines()
        self.assertEqual(table[0].split(), ["name", "steps", "voltage_v_sum", "nothing"])
        self.assertEqual(len(table), 5)

    def test_no_answer_is_empty_with_its_columns(self) -> None:
        self.assertEqual(self.sql("SELECT name FROM tests WHERE false", "csv"), "name\n")

    def test_a_question_that_cannot_be_answered(self) -> None:
        for question, said in (
            ("SELECT nonsense FROM tests", "nonsense"),
            ("SELECT * FROM pulses", "no test of this lake"),
            ("x", "begins with `X`"),
        ):
            ended = call("sql", "--lake", self.lake.address, question)
            self.assertEqual((ended.returncode, ended.stdout), (2, ""))
            self.assertIn(said, ended.stderr)
            self.assertNotIn("Traceback", ended.stderr)

    def test_two_columns_of_one_name_are_both_there(self) -> None:
        question = "SELECT a.name, b.name, 7 AS name_2 FROM tests a JOIN tests b ON a.name < b.name ORDER BY 1, 2"
        want = [("a", "b"), ("a", "ä, b"), ("b", "ä, b")]
        for form in ("json", "ndjson", "csv"):
            said = self.sql(question, form)
            rows: list[dict[str, object]] = list(csv.DictReader(io.StringIO(said)))  # type: ignore[arg-type]
            if form != "csv":
                rows = json.loads(said) if form == "json" else [json.loads(line) for line in said.splitlines()]
            self.assertEqual([(row["name"], row["name_3"]) for row in rows], want)
            self.assertEqual({str(row["name_2"]) for row in rows}, {"7"})

    def test_times_are_as_rfc_3339_has_them(self) -> None:
        question = "SELECT now() AS at, [now()] AS list, struct(now()) AS all"
        now = json.loads(self.sql(question, "json"))[0]
        for said in (now["at"], now["list"][0], *now["all"].values()):
            datetime.datetime.fromisoformat(said)
        zoned = "SELECT arrow_cast('2024-02-03T04:05:06', 'Timestamp(Nanosecond, Some(\"+00:00\"))') AS at"
        self.assertEqual(self.sql(zoned, "csv"), "at\n2024-02-03T04:05:06+00:00\n")
        question = "SELECT to_timestamp_nanos('2024-02-03T04:05:06.789') AS at, 'nan'::double AS none"
        self.assertEqual(self.sql(question, "csv"), "at,none\n2024-02-03T04:05:06.789000,nan\n")
        self.assertEqual(json.loads(self.sql(question, "json")), [{"at": "2024-02-03T04:05:06.789000", "none": None}])

    def test_only_questions_are_answered(self) -> None:
        out = self.folder / "out.csv"
        for statement in (
            f"COPY tests TO '{out}'",
            f"/* /* */ SELECT 1 */ -- SELECT\n copy tests TO '{out}'",
            f"EXPLAIN ANALYZE VERBOSE COPY tests TO '{out}'",
            f"explain /* x */ analyze format tree copy tests TO '{out}'",
            f"; COPY tests TO '{out}'",
            f"CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '{out}'",
            "DROP VIEW steps",
            "SET datafusion.execution.batch_size = 1",
            "INSERT INTO tests SELECT * FROM tests",
            " -- nothing",
        ):
            ended = call("sql", "--lake", self.lake.address, statement)
            self.assertEqual((ended.returncode, ended.stdout), (2, ""), statement)
            self.assertIn("sql answers SELECT, WITH, VALUES, EXPLAIN, SHOW, DESCRIBE alone", ended.stderr)
        for hidden in (f"WITH a AS (SELECT 1) COPY a TO '{out}'", f"SELECT 1; COPY tests TO '{out}'"):
            self.assertEqual(call("sql", "--lake", self.lake.address, hidden).returncode, 2)
        self.assertFalse(out.exists())
        for question in (
            "-- a\n/* b */ (select 1 AS a)",
            "WITH a AS (SELECT 1 AS a) SELECT * FROM a",
            "VALUES (1)",
            "EXPLAIN SELECT 1",
            "explain analyze select 1",
            "SHOW TABLES",
            "DESCRIBE tests",
        ):
            self.assertTrue(self.sql(question, "csv"), question)

    def test_no_header_before_an_error(self) -> None:
        for form in ("table", "csv", "json", "ndjson"):
            question = "SELECT 1 / (steps - steps) AS x FROM tests"
            ended = call("sql", "--lake", self.lake.address, "--format", form, question)
            self.assertEqual((ended.returncode, ended.stdout), (2, ""))
            self.assertIn("Divide by zero", ended.stderr)

    def test_where_no_lake_is(self) -> None:
        for command in (["verify"], ["compact"], ["vacuum"], ["sql", "SELECT 1"], ["delete", "a"]):
            ended = call(command[0], "--to", self.folder / "nothing", *command[1:])
            self.assertEqual((ended.returncode, ended.stdout), (2, ""), command)
            self.assertIn("there is no lake here", ended.stderr)
        self.assertFalse((self.folder / "nothing").exists())

    def test_where_a_file_is(self) -> None:
        file = self.folder / "file"
        file.write_text("")
        commands = ["verify"], ["compact"], ["vacuum"], ["sql", "SELECT 1"], ["delete", "a"], ["ingest", "."]
        for command in (*commands, ["commit", "m.ndjson"]):
            ended = call(command[0], "--to", file, *command[1:])
            self.assertEqual((ended.returncode, ended.stdout), (2, ""), command)
            self.assertEqual(ended.stderr, f"error: {file} is a file; a lake is a folder, or s3://BUCKET/PREFIX\n")

    def test_a_log_that_is_cut_off_or_asks_for_more_is_refused(self) -> None:
        log = Path(self.lake.address) / "steps" / "_delta_log"
        last = max(log.glob("*.json"))
        whole = last.read_bytes()
        asks = b'{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],'
        asks += b'"writerFeatures":["deletionVectors"]}}\n'
        for harm, said in (
            (whole[:100], f"version {int(last.stem)} of its log, _delta_log/{last.name}, is cut off or damaged"),
            (whole + asks, "the table asks its readers for deletionVectors, which is not known here"),
        ):
            last.write_bytes(harm)
            for command in (["verify"], ["compact"], ["sql", "SELECT 1"], ["delete", "a"]):
                ended = call(command[0], "--to", self.lake.address, *command[1:])
                self.assertEqual((ended.returncode, ended.stdout), (2, ""), command)
                self.assertIn(f"error: {self.lake.address}/steps: {said}", ended.stderr)
            with self.assertRaisesRegex(LakeError, "steps: "):
                commit(self.lake, [entry(self.lake, "new")])

    def test_what_an_error_of_the_store_says_to_do(self) -> None:
        for error, said, status in (
            (OSError(28, "No space left on device"), "free some, and give the same command again", 2),
            (OSError("HTTP 403 Forbidden"), "check the address, and the rights to it", 2),
            (OSError("error sending request"), "try again", 75),
        ):
            told = trouble("lake", error)
            self.assertEqual((told.status, str(told).endswith(said)), (status, True), told)
        self.assertEqual(str(trouble("lake", OSError("Odd\n   0: <unknown>"))), "lake: Odd")

    def test_delete_by_name_and_by_digest(self) -> None:
        wrong = call("delete", "--to", self.lake.address, "a", "nobody")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("nobody: no such test", wrong.stderr)
        self.assert_whole(tests=3)
        self.assertEqual(call("delete", "--to", self.lake.address, "a", "--test", digest("b").upper()).returncode, 0)
        self.assertEqual(json.loads(self.sql("SELECT name FROM tests", "json")), [{"name": "ä, b"}])
        self.assert_whole(tests=1)

    def test_upkeep_tells_what_it_did(self) -> None:
        self.assertIn("measurements: 3 files are 1", call("compact", "--to", self.lake.address).stdout)
        self.assertIn("measurements: as it was", call("compact", "--to", self.lake.address).stdout)
        would = call("vacuum", "--to", self.lake.address, "--older-than", "0", "--dry-run")
        self.assertEqual(len(would.stdout.splitlines()), 12)
        self.assertEqual(would.stderr, "12 files and what was left of 0 tests would go\n")
        gone = call("vacuum", "--to", self.lake.address, "--older-than", "0")
        self.assertEqual(gone.stdout, would.stdout)
        again = call("vacuum", "--to", self.lake.address, "--older-than", "0", "--dry-run")
        self.assertEqual((again.stdout, again.stderr), ("", "0 files and what was left of 0 tests would go\n"))
        again = call("vacuum", "--to", self.lake.address, "--older-than", "0")
        self.assertEqual((again.stdout, again.stderr), ("", "0 files and what was left of 0 tests are gone\n"))
        verified = call("verify", "--to", self.lake.address)
        self.assertRegex(verified.stdout, r"^3 tests in 4 files of \d+ bytes: as committed\n$")

    def test_verify_fails_with_status_1(self) -> None:
        next(Path(self.lake.address).glob("steps/*.parquet")).unlink()
        ended = call("verify", "--to", self.lake.address)
        self.assertEqual(ended.returncode, 1)
        self.assertIn("is not there", ended.stderr)
        self.assertTrue(ended.stdout.endswith(": 1 problem\n"), ended.stdout)


@needs_binary()
class Real(InFolder):
    def test_a_test_without_temperature_is_as_committed(self) -> None:
        data = self.folder / "data"
        data.mkdir()
        for kind in ("Step", "Detail"):
            text = (FIXTURES / "english" / f"english_{kind}.csv").read_text(encoding="utf-8")
            rows = list(csv.reader(io.StringIO(text)))
            cold = [at for at, name in enumerate(rows[0]) if name.strip().startswith("Aux T")]
            self.assertTrue(cold)
            with open(data / f"cold_{kind}.csv", "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([cell for at, cell in enumerate(row) if at not in cold] for row in rows)
        ended = call("ingest", "--to", self.lake.address, data, FIXTURES / "running")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assert_whole(tests=2)
        counts = "SELECT count(temperature_degc) AS n FROM measurements JOIN tests USING (test) WHERE name = 'cold'"
        self.assertEqual(call("sql", "--lake", self.lake.address, "--format", "csv", counts).stdout, "n\n0\n")
        shutil.rmtree(Path(self.lake.address) / "findings")
        ended = call("verify", "--to", self.lake.address, "--quick")
        self.assertIn("findings: there is no such table, and 1 of the tests have rows in it", ended.stderr)

    def without_count(self, test: Path) -> Path:
        """The manifest of a test as it was written before `tests` counted pulses."""
        parts = self.folder / "parts"
        line = [os.environ["BATTERY_ETL"], "export", "parts", str(test), "-q", "-o", str(parts)]
        said = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
        part = next(part for part in said["parts"] if part["table"] == "tests")
        path = parts / part["path"]
        pq.write_table(pq.read_table(path).drop_columns(["pulses"]), path)
        part["bytes"], part["blake3"] = path.stat().st_size, blake3(path.read_bytes()).hexdigest()
        part["columns"] = [column for column in part["columns"] if column["name"] != "pulses"]
        manifest = parts / "manifest.ndjson"
        manifest.write_text(json.dumps(said))
        return manifest

    def test_pulses_are_counted_where_the_test_says_how_many(self) -> None:
        manifest = self.without_count(FIXTURES / "english")
        self.assertEqual(call("commit", "--to", self.lake.address, manifest).returncode, 0)
        self.assert_whole(tests=1)
        ended = call("ingest", "--to", self.lake.address, FIXTURES / "mini")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assert_whole(tests=2)
        query = "SELECT name, pulses, (SELECT count(*) FROM pulses p WHERE p.test = t.test) AS n FROM tests t"
        counts = {row["name"]: (row["pulses"], row["n"]) for row in sql(self.lake, query)}
        self.assertEqual({counts["english"][0], counts["mini"]}, {None, (2, 2)})
        at = self.lake.table("pulses")
        assert at is not None
        files = self.lake.active("pulses", at)
        change.change(self.lake, "pulses", at, files, without=frozenset().union(*(file.tests for file in files)))
        for quick in (True, False):
            self.assertEqual(verify(self.lake, quick=quick).problems, ("mini: 0 rows in pulses, and 2 were committed",))


class Manifests(InFolder):
    def test_parts_made_elsewhere(self) -> None:
        parts = self.folder / "parts"
        parts.mkdir()
        manifest = parts / "manifest.ndjson"
        manifest.write_text("\n".join(make(parts, name) for name in "abc") + "\n")
        ended = call("commit", "--to", self.lake.address, manifest, "--batch", "2")
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        self.assertEqual(ended.stdout.splitlines()[-1], "3 tests: 3 loaded")
        self.assert_whole(tests=3)
        again = call("commit", "--to", self.lake.address, manifest, "--format", "json")
        self.assertEqual(json.loads(again.stdout)["skipped"], 3)

    def test_a_part_that_is_not_as_the_manifest_says_is_refused(self) -> None:
        parts = self.folder / "parts"
        parts.mkdir()
        manifest = parts / "manifest.ndjson"
        manifest.write_text(make(parts, "a"))
        part = next(parts.glob("steps/*"))
        whole = part.read_bytes()
        for bad, said in ((whole[:-1], "the manifest says"), (whole[:-9] + b"x" + whole[-8:], "blake3 is ")):
            part.write_bytes(bad)
            ended = call("commit", "--to", self.lake.address, manifest)
            self.assertEqual((ended.returncode, ended.stdout), (2, ""))
            self.assertIn(f"error: {part}: ", ended.stderr)
            self.assertIn(said, ended.stderr)

    def test_tests_of_one_name_are_refused_together_across_batches(self) -> None:
        manifests = []
        for at in (1, 2):
            parts = self.folder / f"parts{at}"
            parts.mkdir()
            manifests.append(parts / "manifest.ndjson")
            manifests[-1].write_text(f"{make(parts, 'a', content=at)}\n{make(parts, f'b{at}')}\n")
        ended = call("commit", "--to", self.lake.address, *manifests, "--replace", "--batch", "1", "--format", "json")
        self.assertEqual(ended.returncode, 1)
        told = json.loads(ended.stdout)
        self.assertEqual([one["outcome"] for one in told["tests"]], ["rejected", "loaded"] * 2)
        self.assertIn("2 inputs would have the name `a`", ended.stderr)
        self.assert_whole(tests=2)

    def test_what_is_no_manifest_is_refused_with_its_line(self) -> None:
        parts = self.folder / "parts"
        parts.mkdir()
        manifest = parts / "manifest.ndjson"
        good = make(parts, "a")
        for bad, said in (
            ("{}", "'parts' is missing"),
            ("nonsense", "Expecting value"),
            (good.replace('"loaded"', '"lost"'), "'lost'"),
        ):
            manifest.write_text(f"{good}\n{bad}\n")
            ended = call("commit", "--to", self.lake.address, manifest)
            self.assertEqual((ended.returncode, ended.stdout), (2, ""))
            self.assertIn(f"{manifest}:2: ", ended.stderr)
            self.assertIn(said, ended.stderr)
        manifest.write_text(good)
        next(parts.glob("steps/*")).unlink()
        ended = call("commit", "--to", self.lake.address, manifest)
        self.assertEqual(ended.returncode, 2)
        self.assertIn("this part of a is not there", ended.stderr)


if __name__ == "__main__":
    unittest.main()
