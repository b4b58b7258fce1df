"""An object store is a lake like a folder: put-if-absent says who was first."""

from __future__ import annotations

import os
import sys
import threading
import unittest
import urllib.request
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import (  # noqa: E402
    InFolder,
    Servers,
    content,
    entry,
    free_port,
    needs,
    outcomes,
    run,
    wait_for,
)

from battery_lake import commit, Lake  # noqa: E402
from battery_lake.commit import delete  # noqa: E402
from battery_lake.upkeep import compact, vacuum  # noqa: E402


@needs("moto", "flask")
class ObjectStore(InFolder):
    servers: Servers

    @classmethod
    def setUpClass(cls) -> None:
        # In a process of its own: the store's client holds Python's lock while it waits for an answer.
        cls.servers = Servers()
        port = free_port()
        cls.servers.start([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)])
        cls.addClassCleanup(cls.servers.stop)
        wait_for(port)
        cls.url = f"http://127.0.0.1:{port}"
        cls.put("lab")
        cls.environment = {
            "AWS_ENDPOINT_URL": cls.url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
        }
        patch = mock.patch.dict(os.environ, cls.environment)
        patch.start()
        cls.addClassCleanup(patch.stop)

    @classmethod
    def put(cls, path: str, body: bytes = b"", **headers: str) -> int:
        request = urllib.request.Request(f"{cls.url}/{path}", body, headers, method="PUT")
        # Who signed it is asked of nobody here, only that somebody did.
        request.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=testing/20240101/us-east-1/s3/aws4_request")
        try:
            return int(urllib.request.urlopen(request).status)
        except urllib.error.HTTPError as error:
            return error.code

    def test_of_sixteen_who_put_if_absent_one_wins(self) -> None:
        gate = threading.Barrier(16)
        said: list[int] = []

        def work(at: int) -> None:
            gate.wait()
            said.append(self.put("lab/log/0.json", b"%d" % at, **{"If-None-Match": "*"}))

        threads = [threading.Thread(target=work, args=(at,)) for at in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(said), [200] + [412] * 15)

    def test_committers_in_processes_of_their_own(self) -> None:
        lake = Lake("s3://lab/together")
        parts = self.folder / "parts"
        parts.mkdir()
        from support import make

        names = [f"t{at}" for at in range(6)]
        lines = {name: make(parts, name) for name in names}
        told: list[object] = []

        def work(mine: list[str]) -> None:
            manifest = self.folder / f"{'-'.join(mine)}.ndjson"
            manifest.write_text("".join(lines[name] + "\n" for name in mine))
            told.append(
                run(
                    "commit",
                    "--to",
                    lake.address,
                    manifest,
                    "--parts",
                    parts,
                    "--batch",
                    2,
                    environment=self.environment,
                )
            )

        threads = [threading.Thread(target=work, args=(mine,)) for mine in (names[:4], names[2:], names)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([(one.returncode, one.stderr) for one in told], [(0, "")] * 3)  # type: ignore[attr-defined]
        self.assertEqual("".join(one.stdout for one in told).count("loaded    t"), 6)  # type: ignore[attr-defined]
        self.assert_whole(lake, tests=6)

    def test_it_holds_the_same_as_a_folder(self) -> None:
        lake = Lake("s3://lab/same")
        for where in (lake, self.lake):
            commit(where, [entry(where, name) for name in "abcd"])
            commit(where, [entry(where, "wide", more=["aux_t2_c"])])
            self.assertEqual(outcomes(commit(where, [entry(where, "a", content=2)], replace=True)), ["replaced"])
            delete(where, frozenset([entry(None, "b").test or ""]))
            compact(where)
            vacuum(where, 0)
            self.assert_whole(where, tests=4)
        self.assertEqual(content(lake), content(self.lake))

    def test_a_store_out_of_reach_is_told(self) -> None:
        nowhere = {**self.environment, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
        short = ["--storage-option", "max_retries=0", "--storage-option", "timeout=2s"]
        ended = run("verify", "--to", "s3://lab/lake", *short, environment=nowhere)
        self.assertEqual((ended.returncode, ended.stdout), (75, ""), ended.stderr)
        self.assertIn("s3://lab/lake/tests", ended.stderr)
        self.assertNotIn("Traceback", ended.stderr)


if __name__ == "__main__":
    unittest.main()
