"""What a lake costs: reading by the binary alone, the table's commits, and whole runs with one worker and with two.

    BATTERY_ETL=target/release/battery-etl target/lake/bin/python lake/bench/measure.py --tests 200 --rows 50000

The tests are synthetic, the servers are on loopback, and everything goes away with the run. With `--rounds` each pair of
runs is repeated, and the middle one is told with the least and the most. What an engine needs to start and to end is
measured by a run of one test; the processor time of others beside a run says how far its wall time can be trusted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Sequence

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "tests")]
from processes import Processes, settle  # noqa: E402
from support import Servers, dask_cluster, spark_cluster  # noqa: E402

from battery_lake import Lake, verify  # noqa: E402
from battery_lake.change import change  # noqa: E402
from battery_lake.upkeep import compact  # noqa: E402

DETAIL = "Step Index,DateTime [s],Voltage [V],Current [A],Aux T1 [oC],Capacity [Ah],Energy [Wh]"
STEP = (
    "Step Index,Step Type,Start DateTime [s],End DateTime [s],Start Voltage [V],End Voltage [V],Current [A],"
    "Capacity [Ah],Energy [Wh],Aux T1 [oC]"
)
ROWS_A_STEP = 1800
AMPERE = 2.0


def generate(folder: Path, tests: int, rows: int) -> None:
    """Charges, rests and discharges of a 1 Ah cell, a row a second; each test somewhat warmer than the one before."""
    random.seed(1)
    steps = [STEP]
    ends: list[tuple[str, str]] = []
    now = 1714503600
    kinds = (("CC_Chg", AMPERE, 3.0), ("Rest", 0.0, 3.5), ("CC_DChg", -AMPERE, 4.0), ("Rest", 0.0, 3.5))
    for number in range(1, rows // ROWS_A_STEP + 2):
        kind, current, start = kinds[(number - 1) % 4]
        count = min(ROWS_A_STEP, rows - (number - 1) * ROWS_A_STEP)
        if count < 2:
            break
        amount = energy = first = 0.0
        voltage = before = start
        for at in range(count):
            # With the noise of a tester in its last digits, or it would be packed into nothing.
            before, voltage = voltage, start + current / AMPERE * at / ROWS_A_STEP + random.gauss(0, 2e-4)
            if at:
                amount += current / 3600
                energy += current * (voltage + before) / 2 / 3600
            first = voltage if at == 0 else first
            ends.append((f"{number},{now + at},{voltage:.6g},{current:g}", f"{amount:.9g},{energy:.9g}"))
        said = f"{now},{now + count - 1},{first:.6g},{voltage:.6g},{current:g},{amount:.9g},{energy:.9g}"
        steps.append(f"{number},{kind},{said}")
        now += count
    for test in range(tests):
        warm = [f"{25 + test / 100 + random.gauss(0, 0.05):.2f}" for _ in range(997)]
        detail = "\n".join(f"{head},{warm[at % 997]},{tail}" for at, (head, tail) in enumerate(ends))
        (folder / f"cell{test:05}_Detail.csv").write_text(f"{DETAIL}\n{detail}\n")
        of_steps = [steps[0], *(f"{step},{warm[(last_row(at, rows)) % 997]}" for at, step in enumerate(steps[1:], 1))]
        (folder / f"cell{test:05}_Step.csv").write_text("\n".join(of_steps) + "\n")


def last_row(step: int, rows: int) -> int:
    """The place of the last row of a step."""
    return min(step * ROWS_A_STEP, rows) - 1


def timed(line: list[str], **more: object) -> tuple[float, str]:
    """Seconds, and what it printed."""
    began = time.monotonic()
    ended = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parents[1], **more)  # type: ignore[call-overload]
    return time.monotonic() - began, ended.stdout


def ingest(data: Path, lake: Path, *words: str) -> tuple[float, float, list[dict[str, object]]]:
    """Seconds of a whole run, and the workers' own in it."""
    line = [sys.executable, "-m", "battery_lake", "ingest", "--to", str(lake), str(data), "--format", "json", *words]
    seconds, said = timed(line, env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}, stderr=subprocess.DEVNULL)
    tests = json.loads(said)["tests"]
    return seconds, sum(float(test["seconds"]) for test in tests), tests


def metadata(folder: Path, count: int) -> tuple[float, int]:
    """Seconds of one commit of so many parts of one table, and the bytes of its log."""
    from support import make

    from battery_lake.change import create
    from battery_lake.manifest import Entry, Part

    with tempfile.TemporaryDirectory() as scratch:
        model = Entry.of_json(make(Path(scratch), "model")).of("measurements")[0]
    digests = [f"{number:032x}" for number in range(count)]
    parts = [
        Part(
            model.table,
            f"measurements/{test}-00.parquet",
            model.bytes,
            model.rows,
            model.blake3,
            model.columns,
            model.stats,
        )
        for test in digests
    ]
    lake = Lake(str(folder / "metadata"))
    table = create(lake, "measurements", parts)
    began = time.monotonic()
    change(lake, "measurements", table, [], parts=parts, once=digests)
    seconds = time.monotonic() - began
    return seconds, sum(path.stat().st_size for path in (folder / "metadata/measurements/_delta_log").glob("*.json"))


def compare(
    engine: str, rounds: int, count: int, data: Path, folder: Path, conf: Sequence[str] = (), held: bool = False
) -> None:
    """Tells what one worker takes, what two take, and what remains without the engine's start."""
    walls: dict[int, list[float]] = {1: [], 2: []}
    starts: dict[int, list[float]] = {1: [], 2: []}
    for at in range(rounds):
        for workers in (1, 2):
            servers = Servers()
            try:
                words = ["--jobs", str(workers)]
                if engine != "local":
                    start = spark_cluster if engine == "spark" else dask_cluster
                    words = ["--master", start(servers, workers, held), *(word for one in conf for word in ("--conf", one))]
                    settle()
                with tempfile.TemporaryDirectory(dir=folder) as lakes:
                    alone, _, _ = ingest(data / "cell00000_Step.csv", Path(lakes) / "one", *words)
                    used = Processes()
                    wall, own, tests = ingest(data, Path(lakes) / "all", *words)
                    processor = used.seconds()
                assert sum(test["outcome"] == "loaded" for test in tests) == count
                walls[workers].append(wall)
                starts[workers].append(alone)
                taken = ", ".join(f"{kind} {seconds:.1f}" for kind, seconds in processor.items())
                print(
                    f"{engine}, {workers} workers, round {at + 1}: {wall:.1f} s, {alone:.1f} s for one test alone; "
                    f"workers at work {own:.1f} s; processor: {taken}",
                    flush=True,
                )
            finally:
                servers.stop()
    whole = [two / one for one, two in zip(walls[1], walls[2])]
    bare = [
        (two - alone_two) / (one - alone_one)
        for one, two, alone_one, alone_two in zip(walls[1], walls[2], starts[1], starts[2])
    ]
    print(f"{engine}: two workers take {middle(whole)} of one's time, {middle(bare)} without start and end", flush=True)


def middle(values: list[float]) -> str:
    """The median, with the least and the most where there are several."""
    ends = f" ({min(values):.2f} to {max(values):.2f})" if len(values) > 1 else ""
    return f"{statistics.median(values):.2f}{ends}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tests", type=int, default=200)
    asked.add_argument("--rows", type=int, default=50_000)
    asked.add_argument("--engines", default="local,spark,dask")
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--conf", action="append", default=[], metavar="KEY=VALUE", help="a setting of Spark")
    asked.add_argument("--held", action="store_true", help="a worker of an engine has a core of its own, and no other")
    args = asked.parse_args()
    binary = os.path.abspath(os.environ["BATTERY_ETL"])
    with tempfile.TemporaryDirectory(prefix="battery-lake-bench-") as name:
        folder = Path(name)
        data = folder / "data"
        data.mkdir()
        generate(data, args.tests, args.rows)
        size = sum(path.stat().st_size for path in data.iterdir())
        print(f"{args.tests} tests of {args.rows} rows, {size / 1e6:.0f} MB of CSV; {os.cpu_count()} cores")
        load = os.getloadavg()[0]
        told = " (others work on this machine: trust the processor's seconds)" if load > 1 else ""
        print(f"load before: {load:.1f}{told}", flush=True)
        parts = folder / "parts"
        seconds, manifest = timed([binary, "export", "parts", str(data), "-o", str(parts), "-q", "--jobs", "1"])
        rows = args.tests * args.rows
        print(f"the binary alone, one process, one core: {seconds:.1f} s, {rows / seconds / 1e6:.2f} M rows/s")
        (folder / "manifest.ndjson").write_text(manifest)
        stored = sum(path.stat().st_size for path in parts.rglob("*.parquet"))
        measured = sum(path.stat().st_size for path in (parts / "measurements").glob("*.parquet"))
        print(f"parts: {measured / rows:.1f} bytes a measurement, {stored / rows:.1f} with all tables")
        line = [sys.executable, "-m", "battery_lake", "commit", "--to", str(folder / "commit"), "--parts", str(parts)]
        seconds, _ = timed([*line, str(folder / "manifest.ndjson"), "-q"])
        print(f"the table alone (upload and commit of all parts): {seconds:.1f} s")
        for engine in args.engines.split(","):
            compare(engine, args.rounds, args.tests, data, folder, args.conf if engine == "spark" else [], args.held)
        lake = Lake(str(folder / "commit"))
        began = time.monotonic()
        assert not verify(lake).problems
        print(f"verify, every byte and row: {time.monotonic() - began:.1f} s")
        began = time.monotonic()
        done = {one.table: (one.before, one.after) for one in compact(lake)}
        print(f"compact: {time.monotonic() - began:.1f} s, {done}")
        seconds, log = metadata(folder, 10_000)
        print(f"one commit of 10,000 parts: {seconds:.1f} s, a log of {log / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
