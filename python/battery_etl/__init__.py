"""Battery-cycler tests as data frames.

Each function runs the ``battery-etl`` binary that came with this package and reads what it wrote; nothing is reckoned
here. A *source* is a path (a file of a pair, a folder, a glob), several paths, or the name of a loaded experiment::

    import battery_etl

    steps = battery_etl.steps("data/cell7_Step.csv", nominal_capacity=20)
    rows = battery_etl.measurements(battery_etl.Experiment("cell7"), steps="7-9")
    found = battery_etl.validate("data/")
    if not found.passed:
        print(found.findings)

Further keywords are the options of ``battery-etl export``: ``reference_step=7`` is ``--reference-step 7``, a list is
joined by commas, ``True`` is an option without a value. Frames are of polars, or of pandas where polars is not there;
``frame="polars"`` or ``frame="pandas"`` decides. Column names carry their units: ``voltage_v``, ``capacity_ah``.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Literal, Sequence, Union

__all__ = [
    "BatteryEtlError",
    "Experiment",
    "Validation",
    "binary",
    "cycles",
    "findings",
    "measurements",
    "pulses",
    "run",
    "steps",
    "validate",
]

Frame = Literal["polars", "pandas"]


@dataclass(frozen=True)
class Experiment:
    """An experiment that is loaded, by its name."""

    name: str


Source = Union[str, "os.PathLike[str]", Experiment, Sequence[Union[str, "os.PathLike[str]", Experiment]]]


class BatteryEtlError(RuntimeError):
    """The binary could not do its work.

    ``status`` is its exit status: 1 when part of the inputs was rejected, 2 for wrong usage or work that cannot be
    done, 75 for a state that passes. The text is what it said.
    """

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said.strip() or f"battery-etl ended with status {status}")
        self.status = status


@dataclass(frozen=True)
class Validation:
    """What the data-quality gate says."""

    passed: bool
    """Whether nothing was found at or above ``fail_on``."""
    findings: Any
    """A frame with a row for each finding: rule, severity, file, line, step, message."""
    report: dict[str, Any]
    """The whole answer, as ``battery-etl validate --format json`` has it."""


def binary() -> str:
    """The path of the binary: ``BATTERY_ETL``, else the one installed with this package, else the first on PATH.

    Raises FileNotFoundError where there is none.
    """
    named = os.environ.get("BATTERY_ETL")
    if named:
        return named
    name = "battery-etl" + (sysconfig.get_config_var("EXE") or "")
    folders = [sysconfig.get_path("scripts"), os.path.dirname(sys.executable)]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError("battery-etl is not installed: pip install battery-etl, or set BATTERY_ETL to its path")
    return found


def run(*words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Runs the binary with these words and gives what it said.

    Raises BatteryEtlError when it ends with another status than 0, unless ``check`` is false.
    """
    line = [binary(), *map(_word, words)]
    ended = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace")
    if check and ended.returncode != 0:
        raise BatteryEtlError(ended.returncode, ended.stderr)
    return ended


def measurements(source: Source, *, frame: Frame | None = None, database: str | None = None, **options: object) -> Any:
    """Every row of tests, with step, cycle, SOC, C-rate and all channels: test_time_s, voltage_v, current_a, …"""
    return _table("measurements", source, frame, database, options)


def steps(source: Source, *, frame: Frame | None = None, database: str | None = None, **options: object) -> Any:
    """A row for each executed step: step_type, capacity_ah, energy_wh, c_rate, soc_start_pct, …"""
    return _table("steps", source, frame, database, options)


def cycles(source: Source, *, frame: Frame | None = None, database: str | None = None, **options: object) -> Any:
    """A row for each cycle: discharge_capacity_ah, coulombic_efficiency_pct, soh_pct, …"""
    return _table("cycles", source, frame, database, options)


def pulses(source: Source, *, frame: Frame | None = None, database: str | None = None, **options: object) -> Any:
    """A row for each pulse: soc_pct, r0_ohm, r_1s_ohm, r_10s_ohm, power_capability_10s_w, …"""
    return _table("pulses", source, frame, database, options)


def findings(source: Source, *, frame: Frame | None = None, database: str | None = None, **options: object) -> Any:
    """A row for each finding of the rules: rule, severity, file, line, step, message."""
    return _table("findings", source, frame, database, options)


def validate(
    source: Source,
    *,
    fail_on: Literal["error", "warning", "never"] = "error",
    frame: Frame | None = None,
    database: str | None = None,
    **options: object,
) -> Validation:
    """Runs the data-quality gate over tests.

    Raises BatteryEtlError when they cannot be read; findings are no error.
    """
    words = [*_database(database), "validate", *_source(source), *_options(options), "--format", "json"]
    ended = run(*words, "--fail-on", fail_on, check=False)
    if ended.returncode not in (0, 1) or not ended.stdout.strip():
        raise BatteryEtlError(ended.returncode, ended.stderr)
    report = json.loads(ended.stdout)
    rows = report.get("findings", [])
    return Validation(passed=ended.returncode == 0, findings=_frame(rows, frame), report=report)


def _table(kind: str, source: Source, frame: Frame | None, database: str | None, options: dict[str, object]) -> Any:
    library = _library(frame)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.parquet"
        run(*_database(database), "export", kind, *_source(source), *_options(options), "-q", "-o", path)
        if library == "polars":
            import polars

            return polars.read_parquet(path)
        import pandas

        return pandas.read_parquet(path)


def _frame(rows: list[dict[str, Any]], frame: Frame | None) -> Any:
    if _library(frame) == "polars":
        import polars

        return polars.DataFrame(rows, infer_schema_length=None)
    import pandas

    return pandas.DataFrame(rows)


def _library(frame: Frame | None) -> Frame:
    if frame not in (None, "polars", "pandas"):
        raise ValueError(f"frame={frame!r}: choose polars or pandas")
    names: Iterable[Frame] = ("polars", "pandas") if frame is None else (frame,)
    for name in names:
        try:
            __import__(name)
        except ImportError:
            continue
        return name
    raise ImportError(f"{' or '.join(names)} is not installed: pip install 'battery-etl[polars]'")


def _source(source: Source) -> list[str]:
    many = source if isinstance(source, Sequence) and not isinstance(source, str) else [source]
    words: list[str] = []
    for one in many:
        if isinstance(one, Experiment):
            words += ["--experiment", one.name]
        else:
            path = os.fspath(one)
            is_there = os.path.exists(path) or bool(glob.glob(path))
            # A text that leads to no file names what is loaded; a path object never does.
            words += [path] if is_there or not isinstance(one, str) or os.sep in path else ["--experiment", path]
    return words


def _database(database: str | None) -> list[str]:
    return [] if database is None else ["--database", database]


def _options(options: dict[str, object]) -> list[str]:
    words: list[str] = []
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if value is None or value is False:
            continue
        words.append(flag if value is True else f"{flag}={_word(value)}")
    return words


def _word(value: object) -> str:
    if isinstance(value, (list, tuple, set, frozenset, range)):
        return ",".join(map(_word, value))
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)
