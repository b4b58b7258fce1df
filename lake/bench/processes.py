"""Whose processor time it was: of the programs below this one, by what they are."""

from __future__ import annotations

import threading
import time

import psutil

# The first word that stands in a command line tells what it is.
KINDS = (
    ("export parts", "binary"),
    ("battery_lake", "driver"),
    ("pyspark.daemon", "workers' Python"),
    ("multiprocessing", "workers' Python"),
    ("CoarseGrainedExecutorBackend", "engine"),
    ("SparkSubmit", "engine"),
    ("launcher.Main", "engine"),
    ("dask", "engine"),
    ("org.apache.spark.deploy", "engine"),
)
SETTLED_S = 0.1


class Processes:
    """Looks at all programs below this one until it is asked for their sum.

    What one takes after the last look at it is not counted: little, unless others keep this from looking.
    """

    def __init__(self) -> None:
        self.seen: dict[tuple[int, float], tuple[str, float, float]] = {}
        self.ended = threading.Event()
        self._look()
        self.before = dict(self.seen)
        self.all_before = _busy_s()
        self.watch = threading.Thread(target=self._watch, daemon=True)
        self.watch.start()

    def _watch(self) -> None:
        while not self.ended.wait(0.15):
            self._look()

    def _look(self) -> None:
        for process in psutil.Process().children(recursive=True):
            try:
                line = " ".join(process.cmdline())
                kind = next((kind for word, kind in KINDS if word in line), "engine")
                times = process.cpu_times()
                key = (process.pid, process.create_time())
                self.seen[key] = (kind, times.user + times.system, times.children_user + times.children_system)
            except psutil.Error:
                continue

    def seconds(self) -> dict[str, float]:
        """By kind, and what ``others`` on this machine took meanwhile.

        The binary ends too soon to be looked at: its time is that which who began it has of its children.
        """
        self.ended.set()
        self.watch.join()
        self._look()
        sums = {"binary": 0.0, "workers' Python": 0.0, "driver": 0.0, "engine": 0.0}
        for key, (kind, own, of_children) in self.seen.items():
            _, own_before, children_before = self.before.get(key, ("", 0.0, 0.0))
            if kind != "binary":
                sums[kind] += own - own_before
            if kind in ("workers' Python", "driver"):
                sums["binary"] += of_children - children_before
        sums["others"] = _busy_s() - self.all_before - sum(sums.values())
        return sums


def _busy_s() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.system + times.nice + getattr(times, "irq", 0) + getattr(times, "softirq", 0))


def settle(least_s: float = 3, most_s: float = 120) -> None:
    """Waits until the programs below this one have started, and do nothing."""
    began = last = time.monotonic()
    while last - began < most_s:
        busy = Processes()
        time.sleep(1)
        idle = sum(seconds for kind, seconds in busy.seconds().items() if kind != "others") < SETTLED_S
        last = time.monotonic()
        if idle and last - began > least_s:
            return
