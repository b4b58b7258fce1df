"""What is exported is read by the programs that people use, with the same numbers."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1]))
import battery_etl  # noqa: E402

MINI = HERE.parents[2] / "fixtures" / "mini"


def needs(*names: str) -> object:
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    return unittest.skipIf(missing, f"SKIPPED: not installed: {', '.join(missing)}")


class Exports(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def export(self, table: str, name: str, *more: object) -> Path:
        path = self.folder / name
        battery_etl.run("export", table, MINI, "-q", "-o", path, *more)
        return path

    @needs("polars", "pandas", "pyarrow")
    def test_csv_ndjson_and_parquet_hold_the_same(self) -> None:
        import pandas
        import polars

        parquet = polars.read_parquet(self.export("measurements", "rows.parquet"))
        csv = polars.read_csv(self.export("measurements", "rows.csv"), infer_schema_length=None)
        lines = polars.read_ndjson(self.export("measurements", "rows.ndjson"), infer_schema_length=None)
        self.assertEqual(parquet.columns, csv.columns)
        self.assertEqual(parquet["voltage_v"].to_list(), csv["voltage_v"].to_list())
        self.assertEqual(parquet["voltage_v"].to_list(), lines["voltage_v"].to_list())
        frame = pandas.read_parquet(self.folder / "rows.parquet")
        self.assertEqual(frame["voltage_v"].tolist(), parquet["voltage_v"].to_list())

    @needs("duckdb")
    def test_duckdb_asks_a_parquet_file(self) -> None:
        import duckdb

        path = self.export("measurements", "rows.parquet")
        least = duckdb.sql(f"SELECT count(*), min(voltage_v) FROM '{path}' WHERE step = 5").fetchall()[0]
        self.assertGreater(least[0], 10)
        self.assertAlmostEqual(least[1], 2.9, places=6)

    @needs("openpyxl")
    def test_a_workbook_has_a_sheet_for_each_table(self) -> None:
        import openpyxl

        path = self.folder / "tests.xlsx"
        battery_etl.run("export", MINI, "-q", "-o", path)
        book = openpyxl.load_workbook(path, read_only=True)
        self.assertTrue({"steps", "cycles", "pulses", "findings", "conventions"} <= set(book.sheetnames))
        rows = list(book["steps"].iter_rows(values_only=True))
        at = rows[0].index("capacity_ah")
        self.assertEqual([row[at] for row in rows if row[rows[0].index("step")] == 5], [-2])

    @needs("bdf")
    def test_the_battery_data_format_is_valid(self) -> None:
        for name in ("mini.bdf.csv", "mini.bdf.parquet"):
            path = self.export("measurements", name)
            validator = Path(sys.executable).with_name("bdf")
            checked = subprocess.run([validator, "validate", "--strict", path], capture_output=True, text=True)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    unittest.main()
