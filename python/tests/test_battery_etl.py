"""The module gives what the binary says, from files and from a database, as polars and as pandas.

Run with ``BATTERY_ETL=path/to/battery-etl python -m unittest discover python/tests``.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1]))
import battery_etl  # noqa: E402

MINI = HERE.parents[2] / "fixtures" / "mini"
LIBRARIES = [name for name in ("polars", "pandas") if importlib.util.find_spec(name)]


@unittest.skipUnless(LIBRARIES, "SKIPPED: neither polars nor pandas is installed")
class Frames(unittest.TestCase):
    def test_every_table_is_a_frame(self) -> None:
        for library in LIBRARIES:
            steps = battery_etl.steps(MINI, frame=library)
            self.assertEqual(len(steps), 14)
            self.assertEqual(list(steps["step"])[:3], [1, 2, 3])
            self.assertAlmostEqual(list(steps["capacity_ah"])[4], -2.0)
            rows = battery_etl.measurements(MINI, frame=library, steps="5", columns=["step", "voltage_v"])
            self.assertEqual(list(rows.columns), ["step", "voltage_v"])
            self.assertEqual(set(rows["step"]), {5})
            self.assertGreater(len(battery_etl.cycles(MINI, frame=library)), 0)
            self.assertGreater(len(battery_etl.pulses(MINI, frame=library)), 0)

    def test_options_are_those_of_the_binary(self) -> None:
        steps = battery_etl.steps(MINI, nominal_capacity=4, step_type=["discharge", "charge"])
        self.assertEqual(set(steps["step_type"]), {"discharge", "charge"})
        five = [rate for number, rate in zip(steps["step"], steps["c_rate"]) if number == 5]
        self.assertAlmostEqual(five[0], 0.5, places=6)

    def test_a_loaded_experiment_is_what_its_files_are(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            database = f"sqlite:{folder}/lab.db"
            battery_etl.run("--database", database, "ingest", MINI, "-q")
            of_files = battery_etl.steps(MINI)
            for source in ("mini", battery_etl.Experiment("mini")):
                stored = battery_etl.steps(source, database=database)
                self.assertTrue(stored.equals(of_files))

    def test_the_gate_says_what_it_found(self) -> None:
        clean = battery_etl.validate(MINI)
        self.assertTrue(clean.passed)
        self.assertEqual(len(clean.findings), 0)
        with tempfile.TemporaryDirectory() as folder:
            for path in MINI.iterdir():
                text = path.read_bytes()
                Path(folder, path.name).write_bytes(text if "Step" in path.name else text[: len(text) // 2])
            found = battery_etl.validate(folder)
            self.assertFalse(found.passed)
            self.assertGreater(len(found.findings), 0)


class Errors(unittest.TestCase):
    def test_what_the_binary_says_is_the_error(self) -> None:
        with self.assertRaises(battery_etl.BatteryEtlError) as raised:
            battery_etl.run("report", "no/such/path")
        self.assertEqual(raised.exception.status, 2)
        self.assertIn("no/such/path", str(raised.exception))

    @unittest.skipUnless(LIBRARIES, "SKIPPED: neither polars nor pandas is installed")
    def test_a_wrong_frame_is_named(self) -> None:
        with self.assertRaisesRegex(ValueError, "arrow"):
            battery_etl.steps(MINI, frame="arrow")  # type: ignore[arg-type]


if __name__ == "__main__":
    unittest.main()
