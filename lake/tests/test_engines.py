"""One lake, whoever read the tests: Spark, Dask, this machine, and the same rows as SQLite and PostgreSQL have."""

from __future__ import annotations

import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any, Callable

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import (  # noqa: E402
    FIXTURES,
    HERE,
    InFolder,
    Servers,
    content,
    dask_cluster,
    inputs,
    needs,
    needs_binary,
    run,
    spark_cluster,
)

from battery_lake import Lake, sql, verify  # noqa: E402
from battery_lake.upkeep import compact  # noqa: E402

TESTS = 8


class Engines(InFolder):
    """Inputs, and a lake of them that this machine made, once for all."""

    shared: Path
    local: dict[str, list[tuple[Any, ...]]]

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(prefix="battery-lake-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shared = Path(folder.name)
        data = cls.shared / "data"
        data.mkdir()
        inputs(data, TESTS)
        lake = Lake(str(cls.shared / "lake"))
        ended = run("ingest", "--to", lake.address, data, FIXTURES / "mini", "--format", "json")
        assert ended.returncode == 0, ended.stderr
        assert json.loads(ended.stdout)["loaded"] == TESTS + 1, ended.stdout
        cls.data, cls.local_lake, cls.local = data, lake, content(lake)
        cls.servers = Servers()
        cls.addClassCleanup(cls.servers.stop)

    def ingest(self, master: str, *more: object) -> subprocess.CompletedProcess[str]:
        words = ["--to", self.lake.address, "--master", master, self.data, FIXTURES / "mini", "--format", "json", *more]
        return run("ingest", *words, environment={"SPARK_LOCAL_IP": "127.0.0.1"})

    def assert_same(self, ended: subprocess.CompletedProcess[str]) -> None:
        self.assertEqual(ended.returncode, 0, ended.stderr + self.servers.log())
        self.assertEqual(json.loads(ended.stdout.splitlines()[-1])["loaded"], TESTS + 1)
        self.assertEqual(content(self.lake), self.local)
        self.assertEqual(parts(self.lake), parts(self.local_lake))
        self.assert_whole(tests=TESTS + 1)

    def assert_nothing_lost(self, master: str, kill: Callable[[], bool]) -> None:
        """A worker is killed as soon as there is one at work; then the driver, and the same command is given again."""
        killed = threading.Event()

        def watch() -> None:
            while not killed.is_set():
                if list(Path(self.lake.address).glob("measurements/*.parquet")) and kill():
                    killed.set()
                time.sleep(0.02)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        ended = self.ingest(master)
        self.assertTrue(killed.is_set(), "nobody was killed")
        self.assert_same(ended)
        again = self.ingest(master)
        self.assertEqual((again.returncode, json.loads(again.stdout)["skipped"]), (0, TESTS + 1), again.stderr)
        self.assert_same_rows()

    def assert_same_rows(self) -> None:
        self.assertEqual(content(self.lake), self.local)

    def assert_driver_may_die(self, master: str) -> None:
        """The driver is killed when parts are uploaded and nothing, or a part of the tables, is committed."""
        line = [sys.executable, "-m", "battery_lake", "ingest", "--to", self.lake.address, "--master", master]
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
        driver = subprocess.Popen(
            [*line, str(self.data), str(FIXTURES / "mini"), "-q"],
            cwd=HERE.parents[1],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not list(Path(self.lake.address).glob("measurements/*.parquet")):
            self.assertIsNone(driver.poll(), "it ended before a part was there")
            time.sleep(0.01)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        tests = self.lake.table("tests")
        self.assertEqual(self.lake.known(tests), {})
        self.assert_same(self.ingest(master))


def parts(lake: Lake) -> dict[str, list[str]]:
    """The names of all files, and so the hashes of their bytes."""
    return {name: sorted(file.path for file in lake.active(name, table)) for name, table in lake.snapshot().items()}


def descendants(parent: int, word: bytes) -> list[int]:
    """Processes below another in whose command line a word stands."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    parents = dict(zip(map(int, listed[::2]), map(int, listed[1::2])))
    found = []
    for pid in parents:
        above = pid
        while above in parents and above != parent:
            above = parents[above]
        try:
            if above == parent and pid != parent and word in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return found


@needs_binary()
@needs("pyspark", "java")
class OnSpark(Engines):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.master = spark_cluster(cls.servers)

    def kill(self) -> bool:
        for server in self.servers.running:
            for executor in descendants(server.pid, b"CoarseGrainedExecutorBackend"):
                os.kill(executor, signal.SIGKILL)
                return True
        return False

    @needs("ps")
    def test_an_executor_is_killed(self) -> None:
        self.assert_nothing_lost(self.master, self.kill)

    def test_the_driver_is_killed(self) -> None:
        self.assert_driver_may_die(self.master)


@needs_binary()
@needs("distributed")
class OnDask(Engines):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.master = dask_cluster(cls.servers)

    def kill(self) -> bool:
        for server in self.servers.running[-1:]:
            for worker in descendants(server.pid, b"multiprocessing"):
                os.kill(worker, signal.SIGKILL)
                return True
        return False

    @needs("ps")
    def test_a_worker_is_killed(self) -> None:
        self.assert_nothing_lost(self.master, self.kill)

    def test_the_driver_is_killed(self) -> None:
        self.assert_driver_may_die(self.master)


@needs_binary()
class SameAsDatabases(Engines):
    def test_sqlite(self) -> None:
        self.assert_as_in(f"sqlite:{self.folder}/lab.db")

    @unittest.skipUnless(
        os.environ.get("BATTERY_ETL_TEST_POSTGRES"), "SKIPPED: BATTERY_ETL_TEST_POSTGRES names no server"
    )
    @needs("psql")
    def test_postgres(self) -> None:
        server = os.environ["BATTERY_ETL_TEST_POSTGRES"]
        name = f"battery_lake_{os.getpid()}"
        subprocess.run(["psql", "-qX", server, "-c", f"CREATE DATABASE {name}"], check=True)
        drop = ["psql", "-qX", server, "-c", f"DROP DATABASE {name} WITH (FORCE)"]
        self.addCleanup(subprocess.run, drop, check=True)
        head, _, options = server.partition("?")
        self.assert_as_in(f"{head.rpartition('/')[0]}/{name}{'?' + options if options else ''}")

    def assert_as_in(self, database: str) -> None:
        binary = os.environ["BATTERY_ETL"]
        of_database = [binary, "--database", database]
        subprocess.run([*of_database, "migrate", "up", "-q"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*of_database, "ingest", str(self.data), str(FIXTURES / "mini"), "-q"], check=True)
        for table, keys in {"measurements": ("step", "sequence"), "steps": ("step",)}.items():
            for name in ("cell000", "cell003", "mini"):
                path = self.folder / f"{table}.parquet"
                subprocess.run([*of_database, "export", table, "--experiment", name, "-q", "-o", str(path)], check=True)
                stored = pq.read_table(path)
                query = f"SELECT m.* FROM tests t JOIN {table} m ON m.test = t.test WHERE t.name = '{name}'"
                here = list(sql(self.local_lake, query))
                here.sort(key=lambda row: [row[key] for key in keys if key in row])
                self.assertEqual(len(here), len(stored))
                common = [column for column in stored.column_names if column in here[0] and column != "test"]
                self.assertGreater(len(common), 5, common)
                for column in common:
                    with self.subTest(table=table, name=name, column=column):
                        self.assert_as_stored([row[column] for row in here], stored[column].to_pylist())

    def assert_as_stored(self, here: list[Any], stored: list[Any]) -> None:
        """Bit for bit, and their sum, which adds up in another order, to 1e-9."""
        if any(isinstance(value, float) for value in stored):
            self.assertEqual([hexed(value) for value in here], [hexed(value) for value in stored])
            self.assertTrue(math.isclose(total(here), total(reversed(stored)), rel_tol=1e-9, abs_tol=1e-9))
        elif all(isinstance(value, (int, str, type(None))) for value in stored):
            self.assertEqual(here, stored)


def hexed(value: float | None) -> str | None:
    """Every bit of a number."""
    return None if value is None or math.isnan(value) else float(value).hex()


def total(values: Any) -> float:
    """The sum of what is there."""
    return sum(value for value in values if value is not None and not math.isnan(value))


@needs_binary()
class Told(InFolder):
    def test_outcomes_and_statuses(self) -> None:
        data = self.folder / "data"
        data.mkdir()
        inputs(data, 3)
        first = run("ingest", "--to", self.lake.address, data / "cell000_Step.csv", data / "cell001_Step.csv")
        self.assertEqual(first.returncode, 0, first.stderr)
        lines = first.stdout.splitlines()
        self.assertRegex(sorted(lines)[1], r"^loaded    cell000: 5 steps, 319 measurements, \d+\.\d\d s$")
        self.assertEqual(lines[-1], "2 tests: 2 loaded")
        # Other content under a loaded name, a file that ends in the middle of a row, and one that is as it was.
        (data / "cell000_Detail.csv").write_bytes((data / "cell002_Detail.csv").read_bytes())
        detail = (data / "cell002_Detail.csv").read_bytes()
        (data / "cell002_Detail.csv").write_bytes(detail[: len(detail) // 2].rstrip(b"\n0123456789"))
        second = run("ingest", "--to", self.lake.address, data, "--format", "json")
        self.assertEqual(second.returncode, 1, second.stderr)
        told = json.loads(second.stdout)
        outcome = {test["name"]: test["outcome"] for test in told["tests"]}
        self.assertEqual(outcome, {"cell000": "rejected", "cell001": "skipped", "cell002": "rejected"})
        self.assertEqual((told["rejected"], told["skipped"], told["loaded"]), (2, 1, 0))
        self.assertIn("give --replace", second.stderr)
        third = run("ingest", "--to", self.lake.address, data / "cell000_Step.csv", "--replace")
        self.assertEqual((third.returncode, third.stdout.split(":")[0]), (0, "replaced  cell000"), third.stderr)
        self.assertEqual(verify(self.lake).problems, ())

    def test_two_inputs_of_one_name_are_refused_together(self) -> None:
        for name in ("one", "two"):
            (self.folder / name).mkdir()
            inputs(self.folder / name, 1)
        ended = run("ingest", "--to", self.lake.address, self.folder / "one", self.folder / "two")
        self.assertEqual(ended.returncode, 1)
        self.assertEqual(ended.stdout.splitlines()[-1], "2 tests: 2 rejected")
        self.assertEqual(ended.stderr.count("2 inputs would have the name `cell000`"), 1)

    def test_nothing_to_load(self) -> None:
        ended = run("ingest", "--to", self.lake.address, self.folder)
        self.assertEqual((ended.returncode, ended.stdout), (2, ""))
        self.assertIn("no test found", ended.stderr)

    def test_the_settings_of_this_folder_hold_for_workers(self) -> None:
        data = self.folder / "data"
        data.mkdir()
        inputs(data, 1)
        (self.folder / "battery-etl.toml").write_text("[validate]\nnonsense = 1\n")
        inside = [
            sys.executable,
            "-m",
            "battery_lake",
            "ingest",
            "--to",
            self.lake.address,
            "--binary",
            os.environ["BATTERY_ETL"],
        ]
        environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
        ended = subprocess.run([*inside, str(data)], cwd=data, env=environment, capture_output=True, text=True)
        self.assertEqual(ended.returncode, 2, ended.stdout)
        self.assertIn("battery-etl.toml", ended.stderr)

    def test_options_go_to_the_binary(self) -> None:
        ended = run(
            "ingest", "--to", self.lake.address, FIXTURES / "mini", "--nominal-capacity", "4", "--fail-on=never"
        )
        self.assertEqual(ended.returncode, 0, ended.stderr)
        rate = next(sql(self.lake, "SELECT c_rate FROM steps WHERE step = 5"))["c_rate"]
        self.assertAlmostEqual(rate, 0.5)
        for given, said in (
            (["--nominal-capacity", "4.0"], "(the same files are loaded as `mini`)"),
            (["--nominal-capacity", "9"], "`mini`, with other options: give --replace to load them with these)"),
            (["--sign", "charge-positive"], "loaded as `mini`; give --replace for --sign to hold for them)"),
        ):
            again = run("ingest", "--to", self.lake.address, FIXTURES / "mini", *given)
            self.assertEqual((again.returncode, again.stdout.split()[0]), (0, "skipped"), again.stderr)
            self.assertIn(said, again.stdout)
        wrong = run("ingest", "--to", self.lake.address, FIXTURES / "fade", "--no-such-option=1")
        self.assertEqual(wrong.returncode, 2, wrong.stderr)
        self.assertIn("--no-such-option", wrong.stderr)

    def test_a_manifest_reaches_the_workers(self) -> None:
        data = self.folder / "data"
        data.mkdir()
        inputs(data, 1)
        manifest = data / "tests.csv"
        manifest.write_text("path,cell,operator\ncell000_Step.csv,A17,Ada\n")
        words = ["ingest", "--to", self.lake.address, data, "--manifest", manifest]
        ended = run(*words)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(list(sql(self.lake, "SELECT cell, operator FROM tests")), [{"cell": "A17", "operator": "Ada"}])
        manifest.write_text("path,cell,operator\ncell000_Step.csv,A18,Ada\n")
        self.assertIn("give --replace for --manifest to hold for them", run(*words).stdout)
        self.assertEqual(run(*words, "--replace").stdout.split()[0], "replaced")
        self.assertEqual(next(sql(self.lake, "SELECT cell FROM tests"))["cell"], "A18")
        self.assertEqual(verify(self.lake).problems, ())


@needs_binary()
class ReadBack(InFolder):
    def setUp(self) -> None:
        super().setUp()
        ended = run("ingest", "--to", self.lake.address, FIXTURES)
        self.assertEqual(ended.returncode, 0, ended.stderr)

    def binary(self, *words: str) -> str:
        ended = subprocess.run([os.environ["BATTERY_ETL"], *words], capture_output=True, text=True)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def test_the_binary_gives_the_same_from_a_lake_also_when_it_is_compacted(self) -> None:
        for is_compacted in (False, True):
            if is_compacted:
                compact(self.lake)
            for name in ("mini", "fade"):
                lake = ["--from", f"lake:{self.lake.address}", "--experiment", name]
                for words in (["report", "cycles", "--format", "json"], ["export", "measurements", "--format", "csv"]):
                    with self.subTest(words=words, name=name, is_compacted=is_compacted):
                        self.assertEqual(self.binary(*words, *lake), self.binary(*words, str(FIXTURES / name)))

    @needs("pyspark", "java")
    def test_spark_reads_what_it_is_told_how_to(self) -> None:
        page = (HERE.parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
        option = re.search(r"`(spark\.sql\.parquet\.\w+)=(\w+)`", page)
        assert option is not None
        for table in ("measurements", "steps", "tests"):
            wanted = next(sql(self.lake, f"SELECT count(*) AS n, max(test) AS last FROM {table}"))
            script = (
                "import sys; from pyspark.sql import SparkSession as S\n"
                "spark = S.builder.master('local[1]').config('spark.ui.enabled', 'false').config(*sys.argv[2:]).getOrCreate()\n"
                "rows = spark.read.option('mergeSchema', 'true').parquet(sys.argv[1]).collect()\n"
                "print(len(rows), max(row['test'] for row in rows))"
            )
            place = f"{self.lake.address}/{table}"
            ended = subprocess.run([sys.executable, "-c", script, place, *option.groups()], capture_output=True, text=True)
            self.assertEqual(ended.stdout.split(), [str(wanted["n"]), wanted["last"]], ended.stderr[-2000:])

    def test_the_questions_of_the_docs_are_answered(self) -> None:
        page = (HERE.parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
        questions = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
        self.assertGreaterEqual(len(questions), 3)
        for question in questions:
            list(sql(self.lake, question))
        fade = next(sql(self.lake, questions[0]))
        self.assertEqual((fade["name"], fade["cycles"]), ("fade", 40))
        self.assertLess(fade["soh_pct_per_100_efc"], 0)


if __name__ == "__main__":
    unittest.main()
