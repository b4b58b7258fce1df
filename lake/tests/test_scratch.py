"""Folders for work under way: what a killed process left goes, what a running one holds stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import InFolder  # noqa: E402

from battery_lake.scratch import PREFIX, scratch  # noqa: E402

# A worker whose child, which is told by its number, works on in the folder.
WORKER = """
import subprocess, sys, time
from battery_lake.scratch import scratch
with scratch() as folder:
    open(folder.path + "/part", "w").close()
    child = subprocess.Popen(["sleep", "600"], pass_fds=folder.inherited, stdout=subprocess.DEVNULL)
    print(child.pid, flush=True)
    time.sleep(600)
"""


class Scratch(InFolder):
    def setUp(self) -> None:
        super().setUp()
        environment = mock.patch.dict(os.environ, {"TMPDIR": str(self.folder)})
        environment.start()
        self.addCleanup(environment.stop)
        own = mock.patch("tempfile.tempdir", str(self.folder))
        own.start()
        self.addCleanup(own.stop)

    def there(self) -> list[Path]:
        return sorted(self.folder.glob(f"{PREFIX}*"))

    def test_what_a_killed_worker_left_goes_when_its_child_has_ended(self) -> None:
        worker = subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True)
        self.addCleanup(worker.wait)
        assert worker.stdout is not None
        self.addCleanup(worker.stdout.close)
        child = int(worker.stdout.readline())
        left = self.there()
        self.assertEqual(len(left), 1)
        for ended in (None, worker.pid):
            if ended:
                worker.kill()
                worker.wait()
            with scratch() as folder:
                self.assertEqual(self.there(), sorted([*left, Path(folder.path)]))
            self.assertEqual([path.name for path in left[0].iterdir() if path.name != "lock"], ["part"])
        os.kill(child, signal.SIGKILL)
        for _ in range(500):
            with scratch():
                gone = not left[0].exists()
            if gone:
                break
        self.assertEqual(self.there(), [])

    def test_only_what_is_ours_and_unheld_goes(self) -> None:
        for name in ("made", "other"):
            (self.folder / f"{PREFIX}{name}").mkdir()
        (self.folder / f"{PREFIX}other" / "part").touch()
        (self.folder / "battery-lake-else").mkdir()
        with scratch(), scratch():
            self.assertEqual(len(self.there()), 3)
        self.assertEqual([path.name for path in self.there()], [f"{PREFIX}other"])
        self.assertTrue((self.folder / "battery-lake-else").exists())

    def test_many_at_once_take_nothing_from_each_other(self) -> None:
        failed: list[BaseException] = []

        def work() -> None:
            try:
                for _ in range(50):
                    with scratch() as folder:
                        (Path(folder.path) / "part").touch(exist_ok=False)
                        os.stat(os.path.join(folder.path, "lock"))
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((failed, self.there()), ([], []))


if __name__ == "__main__":
    unittest.main()
