"""What Spark is told, and what its tasks leave behind."""

from __future__ import annotations

import sys
import unittest
import zipfile
import zipimport
from pathlib import Path
from typing import Any, Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import InFolder, needs  # noqa: E402

from battery_lake.engines import _each, engine  # noqa: E402
from battery_lake.worker import Job, Task  # noqa: E402


def archives(_rows: Iterator[Any] = iter(())) -> list[str]:
    """The archives whose directories Python holds."""
    return [place for place, finder in sys.path_importer_cache.items() if isinstance(finder, zipimport.zipimporter)]


class Archives(InFolder):
    def test_a_task_leaves_none_behind_and_all_can_be_imported(self) -> None:
        place = self.folder / "more.zip"
        with zipfile.ZipFile(place, "w") as archive:
            archive.writestr("of_an_archive.py", "VALUE = 7\n")
            archive.writestr("of_the_same.py", "VALUE = 8\n")
        sys.path.insert(0, str(place))
        self.addCleanup(sys.path.remove, str(place))
        for name, value in (("of_an_archive", 7), ("of_the_same", 8)):
            self.addCleanup(sys.modules.pop, name, None)
            self.assertEqual(__import__(name).VALUE, value)
            self.assertIn(str(place), archives())
            self.assertEqual(list(_each(Job(self.lake.address), iter([]))), [])
            self.assertEqual(archives(), [])


@needs("pyspark", "java")
class OneCore(InFolder):
    def test_what_spark_is_told_and_what_its_tasks_leave(self) -> None:
        from pyspark import cloudpickle

        cloudpickle.register_pickle_by_value(sys.modules[__name__])
        self.addCleanup(cloudpickle.unregister_pickle_by_value, sys.modules[__name__])
        used = engine("local[1]", conf={"spark.executor.defaultJavaOptions": "-Dmine=1"})
        self.addCleanup(used.close)
        context: Any = used.context  # type: ignore[attr-defined]
        told = dict(context.getConf().getAll())
        self.assertEqual(told["spark.driver.defaultJavaOptions"], "-XX:TieredStopAtLevel=1")
        self.assertEqual(told["spark.executor.defaultJavaOptions"], "-Dmine=1")
        self.assertIn("pyspark.zip", " ".join(context.parallelize([0], 1).mapPartitions(archives).collect()))
        tasks = [Task(f"cell{at}", (f"{at}.csv",)) for at in range(3)]
        results = list(used.map(Job(self.lake.address, binary="/no/such/binary"), tasks))
        self.assertEqual([result.task for result in results], tasks)
        self.assertEqual(context.parallelize([0], 1).mapPartitions(archives).collect(), [])


if __name__ == "__main__":
    unittest.main()
