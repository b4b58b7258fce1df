"""What the tests share: parts made by hand, inputs, a lake's rows, and servers on loopback."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any, Callable, Iterable, Sequence

import pyarrow as pa
import pyarrow.parquet as pq
from blake3 import blake3

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1]))
# Drivers and workers find the package here, too, whether it is installed or not.
os.environ["PYTHONPATH"] = str(HERE.parents[1])

from battery_lake import Lake, Verdict, sql  # noqa: E402
from battery_lake.cli import main  # noqa: E402
from battery_lake.manifest import Entry  # noqa: E402

FIXTURES = HERE.parents[2] / "fixtures"
DELTA = {"int32": "integer", "int64": "long", "double": "double", "string": "string"}


def needs(*names: str) -> Callable[[Any], Any]:
    """Skips, aloud, where a package or a program is not there."""
    missing = [name for name in names if not (importlib.util.find_spec(name) or shutil.which(name))]
    return unittest.skipIf(missing, f"SKIPPED: not installed: {', '.join(missing)}")


def needs_binary() -> Callable[[Any], Any]:
    """Skips, aloud, where battery-etl is not named."""
    there = os.path.isfile(os.environ.get("BATTERY_ETL", ""))
    return unittest.skipUnless(there, "SKIPPED: BATTERY_ETL names no battery-etl")


class InFolder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="battery-lake-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.lake = Lake(str(self.folder / "lake"))

    def assert_whole(self, lake: Lake | None = None, tests: int | None = None) -> None:
        """Nothing lost, nothing twice."""
        from battery_lake import verify

        found = verify(lake or self.lake)
        self.assertEqual(found.problems, ())
        if tests is not None:
            self.assertEqual(found.tests, tests)


def digest(of: object) -> str:
    """32 hex digits, as a content digest has them."""
    return hashlib.md5(repr(of).encode()).hexdigest()


def entry(
    lake: Lake | None,
    name: str,
    *,
    content: object = None,
    reading: float = 1.0,
    steps: int = 3,
    more: Sequence[str] = (),
) -> Entry:
    """A test as `export parts` describes it; its parts are uploaded into the lake, or nowhere.

    ``content`` decides on its digest, ``reading`` is a figure that depends on how it is read, ``more`` are further
    channels.
    """
    with tempfile.TemporaryDirectory() as folder:
        return Entry.of_json(
            make(Path(folder), name, content=content, reading=reading, steps=steps, more=more, lake=lake)
        )


def make(
    folder: Path,
    name: str,
    *,
    content: object = None,
    reading: float = 1.0,
    steps: int = 3,
    more: Sequence[str] = (),
    lake: Lake | None = None,
) -> str:
    """Writes parts into a folder as `export parts` does, and gives the line of the manifest."""
    test = digest(content if content is not None else name)
    seed = int(test[:4], 16) / 65536
    step = [at // 10 for at in range(10 * steps)]
    rows: dict[str, list[Any]] = {"step": step, "sequence": [at % 10 for at in range(10 * steps)]}
    rows["voltage_v"] = [3.0 + seed + at / 1000 for at in range(10 * steps)]
    rows.update({channel: [seed + at for at in range(10 * steps)] for channel in more})
    of_steps = {"step": list(range(steps)), "c_rate": [reading * at for at in range(steps)]}
    of_test = {
        "name": [name],
        "rows": [10 * steps],
        "steps": [steps],
        "voltage_v_sum": [sum(rows["voltage_v"])],
        "reading": [reading],
    }
    files = {"name": [f"{name}.csv"], "blake3": [hashlib.sha256(name.encode()).hexdigest()]}
    parts = []
    for table, columns in {"measurements": rows, "steps": of_steps, "files": files, "tests": of_test}.items():
        typed = {key: pa.array(values, _kind(key, values)) for key, values in columns.items()}
        data = pa.table({"test": pa.array([test] * len(next(iter(columns.values())))), **typed})
        path = folder / table / f"{test}-00.parquet"
        path.parent.mkdir(exist_ok=True)
        pq.write_table(data, path)
        ends = {"test": test, **({"name": name} if table == "tests" else {})}
        parts.append(
            {
                "table": table,
                "path": f"{table}/{test}-00.parquet",
                "bytes": path.stat().st_size,
                "rows": len(data),
                "blake3": blake3(path.read_bytes()).hexdigest(),
                "columns": [{"name": field.name, "type": DELTA[str(field.type)]} for field in data.schema],
                "stats": {"numRecords": len(data), "minValues": ends, "maxValues": ends, "nullCount": {"test": 0}},
            }
        )
    said = {"test": test, "name": name, "paths": [f"{name}.csv"], "outcome": "loaded", "message": None, "parts": parts}
    line = json.dumps(
        {**said, "tool_version": "0.1.0", "schema_version": 1, "findings": {"error": 0, "warning": 0, "info": 0}}
    )
    for part in Entry.of_json(line).parts if lake is not None else ():
        assert lake is not None
        lake.put(part.table, part.name, str(folder / part.path))
    return line


def _kind(key: str, values: list[Any]) -> pa.DataType:
    return pa.int32() if key in ("step", "sequence") else pa.int64() if isinstance(values[0], int) else None


def outcomes(verdicts: Iterable[Verdict]) -> list[str]:
    """What became of each."""
    return [verdict.outcome for verdict in verdicts]


def content(lake: Lake) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a lake that can be seen, in a fixed order."""
    found = {}
    for table in lake.snapshot():
        rows = [
            tuple(sorted((key, repr(value)) for key, value in row.items()))
            for row in sql(lake, f"SELECT * FROM {table}")
        ]
        found[table] = sorted(rows)
    return found


def call(*words: object) -> subprocess.CompletedProcess[str]:
    """Runs `battery-lake` in here, which saves a second of imports."""
    out, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        try:
            status = main(list(map(str, words)))
        except SystemExit as left:
            status = int(left.code or 0)
    return subprocess.CompletedProcess(list(words), status, out.getvalue(), told.getvalue())  # type: ignore[arg-type]


def run(*words: object, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs `battery-lake` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "battery_lake", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=HERE.parents[1],
        env={**os.environ, **(environment or {})},
    )


def inputs(folder: Path, count: int) -> list[str]:
    """Writes tests of which no two are the same, made of a synthetic fixture; gives their names."""
    source = FIXTURES / "english"
    names = []
    for at in range(count):
        name = f"cell{at:03}"
        for kind in ("Step", "Detail"):
            text = (source / f"english_{kind}.csv").read_text(encoding="utf-8")
            (folder / f"{name}_{kind}.csv").write_text(_warmer(text, at), encoding="utf-8")
        names.append(name)
    return names


def _warmer(text: str, by: int) -> str:
    """The same test, so many hundredths of a degree warmer."""
    header, *lines = text.splitlines()
    column = next(at for at, name in enumerate(header.split(",")) if name.strip().startswith("Aux T1"))
    warmer = [header]
    for line in lines:
        cells = line.split(",")
        cells[column] = f"{float(cells[column]) + by / 100:.2f}"
        warmer.append(",".join(cells))
    return "\n".join(warmer) + "\n"


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int, seconds: float = 240) -> None:
    """Until somebody listens at a port."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


class Servers:
    """Processes that end with the tests."""

    def __init__(self) -> None:
        self.running: list[subprocess.Popen[bytes]] = []
        self.folder = Path(tempfile.mkdtemp(prefix="battery-lake-servers-"))

    def start(self, line: list[str], core: int | None = None, **environment: str) -> subprocess.Popen[bytes]:
        """Starts one, which with all that it starts itself has one core alone, if that is said."""
        log = open(self.folder / f"{len(self.running)}.log", "wb")
        process = subprocess.Popen(
            line, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **environment}, cwd=self.folder
        )
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        log.close()
        self.running.append(process)
        return process

    def log(self) -> str:
        """What they said last, to be shown when a test fails."""
        return "\n".join(path.read_text(errors="replace")[-2000:] for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        for process in reversed(self.running):
            process.terminate()
        for process in self.running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def spark_cluster(servers: Servers, workers: int = 2, held: bool = False) -> str:
    """A Master and Workers of one task each, from the jars of pyspark itself; gives the master's address.

    Workers that are held have a core of their own each, and no other.
    """
    import pyspark

    home = os.path.dirname(pyspark.__file__)
    port = free_port()
    java = [f"{home}/bin/spark-class"]
    alone = {"SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    master = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    servers.start([*java, *master], **alone)
    wait_for(port)
    for number in range(workers):
        worker = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "768m"]
        more = ["--webui-port", "0", "--work-dir", str(servers.folder / "work"), f"spark://127.0.0.1:{port}"]
        servers.start([*java, *worker, *more], core=number if held else None, **alone)
    return f"spark://127.0.0.1:{port}"


def dask_cluster(servers: Servers, workers: int = 2, held: bool = False) -> str:
    """A scheduler and workers of one thread each; gives the address for --master.

    Workers that are held have a core of their own each, and no other.
    """
    port = free_port()
    dask = [sys.executable, "-m", "dask"]
    servers.start([*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"])
    wait_for(port)
    for number in range(workers):
        more = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(servers.folder / "dask")]
        servers.start([*dask, "worker", f"tcp://127.0.0.1:{port}", *more], core=number if held else None)
    return f"dask://127.0.0.1:{port}"
