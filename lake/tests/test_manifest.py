"""Names and metadata by a manifest: the same outcome in a lake as in a database."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import InFolder, inputs, needs_binary, run  # noqa: E402

from battery_lake import sql  # noqa: E402

HEADER = (
    "path,name,project,cell,machine,operator,chemistry,form_factor,nominal_capacity_ah,nominal_voltage_v,serial,"
    "description,start_date,reference_step\n"
)
# What a database and a lake know of a test, in the words of the lake.
STORED = """
SELECT e.name, p.name AS project, c.name AS cell, m.name AS machine, o.name AS operator,
       coalesce(e.battery_type, c.chemistry) AS chemistry, c.form_factor AS cell_form_factor,
       c.nominal_capacity_ah AS cell_nominal_capacity_ah, c.nominal_voltage_v AS cell_nominal_voltage_v,
       c.serial_number AS cell_serial_number, e.description, p.start_date AS project_start_date,
       (SELECT count(*) FROM steps s WHERE s.experiment_id = e.id) AS steps, stored_rows AS rows,
       substr(e.content_digest, 1, 32) AS test
FROM experiments e LEFT JOIN projects p ON p.id = e.project_id LEFT JOIN cells c ON c.id = e.cell_id
     LEFT JOIN machines m ON m.id = e.machine_id LEFT JOIN operators o ON o.id = e.operator_id
ORDER BY e.name
"""


@needs_binary()
class Manifests(InFolder):
    def setUp(self) -> None:
        super().setUp()
        self.data = self.folder / "data"
        self.manifest = self.data / "tests.csv"
        made = self.folder / "made"
        made.mkdir()
        inputs(made, 6)
        for folder, names in {
            "one": {"cell000": "cell000", "cell001": "cell001"},
            "two": {"cell002": "cell000", "cell003": "other"},
            "three": {"cell004": "third", "cell005": "fourth"},
        }.items():
            (self.data / folder).mkdir(parents=True)
            for name, as_name in names.items():
                for kind in ("Step", "Detail"):
                    shutil.move(made / f"{name}_{kind}.csv", self.data / folder / f"{as_name}_{kind}.csv")

    def both(self, rows: str, *words: str) -> tuple[int, dict[str, str], str]:
        """Loads into a lake and a database, which must agree; gives status, outcomes by path, and what was said."""
        self.manifest.write_text(HEADER + rows, encoding="utf-8")
        more = [self.data, "--manifest", self.manifest, "--format", "json", *words]
        ended = run("ingest", "--to", self.lake.address, *more)
        database = self.folder / "lab.db"
        there = subprocess.run(
            [os.environ["BATTERY_ETL"], "--database", f"sqlite:{database}", "ingest", *map(str, more)],
            capture_output=True,
            text=True,
        )
        self.assertEqual(ended.returncode, there.returncode, (ended.stderr, there.stderr))
        told = self.outcomes(ended.stdout)
        self.assertEqual(told, self.outcomes(there.stdout))
        if database.exists() and self.lake.table("tests") is not None:
            with sqlite3.connect(database) as connection:
                connection.row_factory = sqlite3.Row
                stored = [dict(row) for row in connection.execute(STORED)]
            names = ", ".join(stored[0])
            self.assertEqual(list(sql(self.lake, f"SELECT {names} FROM tests ORDER BY name")), stored)
        return ended.returncode, {name: outcome for name, outcome in told}, ended.stderr + there.stderr

    def outcomes(self, answer: str) -> list[tuple[str, str]]:
        tests: list[dict[str, Any]] = json.loads(answer)["tests"] if answer else []
        return sorted((test["name"], test["outcome"]) for test in tests)

    def test_several_tests_in_folders_are_named_and_described_as_in_a_database(self) -> None:
        rows = (
            'one/cell000_Step.csv,,Ageing,A1,M1,Ada,NMC,pouch,4,3.7,S1,"first, test",2024-09-04,\n'
            "one/cell001_Detail.csv,renamed,Ageing,A2,,,,,,,,,2024-09-04,\n"
            "two/cell000,second,,,,,LFP,,2.5,,,,,4\n"
            "three,,Storage,B1,M2,Bob,NMC,,,,,,,\n"
            ",other,,C1,,,,,,,,by its name,,\n"
        )
        status, told, _ = self.both(rows)
        want = dict.fromkeys(("cell000", "renamed", "second", "third", "fourth", "other"), "loaded")
        self.assertEqual((status, told), (0, want))
        self.assertEqual(self.both(rows)[1], dict.fromkeys(want, "skipped"))
        self.assert_whole(tests=6)

    def test_tests_that_a_manifest_gives_one_name_are_refused_together(self) -> None:
        status, told, said = self.both("two/other_Step.csv,third,,,,,,,,,,,,\ntwo/cell000,second,,,,,,,,,,,,\n")
        self.assertEqual(status, 1)
        self.assertEqual(sorted(told.items())[-1], ("third", "rejected"))
        self.assertEqual(said.count("2 inputs would have the name `third`"), 2)
        self.assert_whole(tests=4)
        self.assertEqual(self.both("two,second,,,,,,,,,,,,\n")[1]["second"], "rejected")

    def test_rows_that_are_wrong_are_refused_before_anything_is_read(self) -> None:
        for rows, said in (
            ("one/cell000,,,A1,,,,,,,,,,\n,cell000,,A2,,,,,,,,,,\n", "tests.csv:3: `cell000` has a row already, at line 2"),
            ("one/cell009,,,A1,,,,,,,,,,\n", "tests.csv:2: no test `"),
            ("one/cell000,,,A1,,,,,x,,,,,\n", "tests.csv:2: column nominal_capacity_ah"),
        ):
            status, told, both = self.both(rows)
            self.assertEqual((status, told), (2, {}))
            self.assertEqual(both.count(said), 2, both)
        self.assertIsNone(self.lake.table("tests"))


if __name__ == "__main__":
    unittest.main()
