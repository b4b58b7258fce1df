"""Engines that map tests to workers: Spark, Dask, or processes of this machine. What they promise is theirs.

Each gives an iterator of results as they come. That a worker is killed is met by the engine, which hands its tests to
another; running a test twice does no harm, since a part is named by what it is.
"""

from __future__ import annotations

import functools
import os
import re
import sys
import zipimport
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Any, Iterator, Mapping, Protocol, Sequence

from battery_lake.storage import LakeError, reason
from battery_lake.worker import Job, Result, Task, run

QUICK = "-XX:TieredStopAtLevel=1"
"""Java here starts, hands bytes on, and ends: compiled in haste alone, it takes half the time of the processor."""
SPARK = {
    "spark.driver.defaultJavaOptions": QUICK,
    "spark.executor.defaultJavaOptions": QUICK,
    "spark.app.name": "battery-lake",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # A test is read by a process of its own that no engine accounts for; what its Python holds is little.
    "spark.executor.memory": "512m",
}
# Pieces of a batch for each core: a task of Spark costs 0.03 s of the processor whatever it does, half of a small test;
# and no core waits long for the last.
PIECES_A_CORE = 8
# What Spark calls a master.
MASTER = re.compile(r"spark://.|k8s://.|yarn$|local$|local\[(\d+|\*)(,\d+)?\]$|local-cluster\[")


class Engine(Protocol):
    """What maps tests to workers."""

    def map(self, job: Job, tasks: Sequence[Task]) -> Iterator[Result]:
        """Reads each test somewhere, and gives the results as they come."""

    def close(self) -> None:
        """Gives back what it took."""


def engine(
    master: str | None, *, jobs: int | None = None, batch: int = 200, conf: Mapping[str, str] | None = None
) -> Engine:
    """The engine at an address: ``dask://HOST:PORT``, what Spark calls a master, or None for this machine."""
    if master is None:
        return Local(jobs or os.cpu_count() or 1)
    if master.startswith("dask://"):
        return Dask(master.removeprefix("dask://"))
    if not MASTER.match(master):
        raise LakeError(
            f"{master}: no engine has such an address; give spark://HOST:PORT, local[N], yarn or k8s://… for Spark, "
            "dask://HOST:PORT for Dask, or no --master for the processors of this machine"
        )
    return Spark(master, batch, conf or {})


class Local:
    """Processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self.pool = ThreadPoolExecutor(jobs)

    def map(self, job: Job, tasks: Sequence[Task]) -> Iterator[Result]:
        waiting = [self.pool.submit(run, job, task) for task in tasks]
        for done in as_completed(waiting):
            yield done.result()

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)


class Dask:
    """The workers of a Dask scheduler."""

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError as error:
            raise LakeError("Dask is not installed: pip install 'battery-lake[dask]'") from error
        try:
            self.client: Any = distributed.Client(address, timeout="30s")
        except OSError as error:
            raise LakeError(f"no Dask scheduler answers at {address}; start one with `dask scheduler`", 75) from error

    def map(self, job: Job, tasks: Sequence[Task]) -> Iterator[Result]:
        import distributed

        common = self.client.scatter(job, broadcast=True, hash=False)
        work = self.client.map(_swapped, tasks, job=common, pure=False, retries=3)
        try:
            for done in distributed.as_completed(work):
                try:
                    yield done.result()
                except (distributed.KilledWorker, OSError) as error:
                    raise LakeError(f"workers died again and again: {reason(error)}; try again", 75) from error
                done.release()
        finally:
            self.client.cancel(work)

    def close(self) -> None:
        self.client.close()


def _swapped(task: Task, job: Job) -> Result:
    return run(job, task)


class Spark:
    """The executors of a Spark master; a task is a few tests of a batch, one where there are few."""

    def __init__(self, master: str, batch: int, conf: Mapping[str, str]) -> None:
        try:
            from pyspark import SparkConf, SparkContext
        except ImportError as error:
            raise LakeError("Spark is not installed: pip install 'battery-lake[spark]'") from error
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        self.batch = batch
        said = SparkConf().setAll(SPARK.items()).setAll(conf.items()).setMaster(_patient(master))
        try:
            self.context: Any = SparkContext(conf=said)
        except Exception as error:
            raise LakeError(
                f"Spark cannot begin at {master}: {reason(error)}; is Java 17 or later installed?"
            ) from error

    def map(self, job: Job, tasks: Sequence[Task]) -> Iterator[Result]:
        # One job of Spark a batch, and the next one is handed in before the last has ended: no executor waits for the
        # slowest test of a batch, nor for its commit.
        rest = deque(tasks[at : at + self.batch] for at in range(0, len(tasks), self.batch))
        with ThreadPoolExecutor(2) as pool:
            running: deque[Future[list[Result]]] = deque()
            while rest or running:
                while rest and len(running) < 2:
                    running.append(pool.submit(self._collect, job, rest.popleft()))
                yield from running.popleft().result()

    def _collect(self, job: Job, tasks: Sequence[Task]) -> list[Result]:
        try:
            pieces = min(len(tasks), PIECES_A_CORE * self.context.defaultParallelism)
            tests = self.context.parallelize(list(tasks), pieces)
            results: list[Result] = tests.mapPartitions(functools.partial(_each, job)).collect()
        except Exception as error:
            raise LakeError(f"Spark gave up: {reason(error)}; try again", 75) from error
        return results

    def close(self) -> None:
        self.context.stop()


def _each(job: Job, tasks: Iterator[Task]) -> Iterator[Result]:
    for task in tasks:
        yield run(job, task)
    _forget_archives()


def _forget_archives() -> None:
    """Before each task Spark has Python read the directories of all archives on its path anew, Spark's own among them.

    That took 0.1 s of the processor a task; what is forgotten here is not read, until an import asks for it.
    """
    for place, finder in list(sys.path_importer_cache.items()):
        if isinstance(finder, zipimport.zipimporter):
            del sys.path_importer_cache[place]


def _patient(master: str) -> str:
    """A local master that tries a task again as others do."""
    inside = master.removeprefix("local[").removesuffix("]")
    if master.startswith("local[") and "," not in inside:
        return f"local[{inside},4]"
    return "local[1,4]" if master == "local" else master
