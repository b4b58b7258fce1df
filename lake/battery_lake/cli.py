"""The command ``battery-lake``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import textwrap
import threading
from typing import TYPE_CHECKING, Callable, NoReturn, Sequence

import pyarrow as pa
from deltalake.exceptions import DeltaError

from battery_lake import commands
from battery_lake.storage import LakeError, say, trouble

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

INTERRUPTED = 130

STATUS = """exit status:
  0    done and clean
  1    part of the inputs was rejected, or what was verified is not as it was
  2    wrong usage, or the command could not do its work
  75   a passing state (file being written, store out of reach): try again
  130  interrupted; what is committed stays, nothing is half done"""


def parser() -> argparse.ArgumentParser:
    """The arguments of all commands."""
    top = argparse.ArgumentParser(
        prog="battery-lake",
        description="Battery-cycler tests by the thousand: battery-etl on many machines, into a lake of Delta tables.",
        epilog=f"Run `battery-lake COMMAND --help` for its options and examples.\n\n{STATUS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands_of = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _ingest(commands_of)
    _commit(commands_of)
    _verify(commands_of)
    _compact(commands_of)
    _vacuum(commands_of)
    _sql(commands_of)
    _delete(commands_of)
    return top


def _command(
    into: Commands, name: str, run: Callable[[argparse.Namespace], int], says: str, more: str, examples: Sequence[str]
) -> argparse.ArgumentParser:
    shown = "\n".join(f"  battery-lake {example}" for example in examples)
    made: argparse.ArgumentParser = into.add_parser(
        name,
        help=says,
        description=f"{says}.\n\n{more}" if more else f"{says}.",
        epilog=f"examples:\n{shown}\n\n{STATUS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.set_defaults(run=run)
    where = made.add_argument_group("the lake")
    where.add_argument(
        "--to", "--lake", dest="to", metavar="LAKE", required=True, help="a folder, or s3://BUCKET/PREFIX"
    )
    where.add_argument(
        "--storage-option",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        type=_pair,
        help="an option of the object store that the environment (AWS_ENDPOINT_URL …) does not say; may be repeated",
    )
    return made


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise argparse.ArgumentTypeError(f"{text!r} is no KEY=VALUE")
    return key, value


def _from_0_to(most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = float(text)
        if not 0 <= value <= most:
            raise argparse.ArgumentTypeError(f"{text} is not from 0 to {most:g}")
        return value

    return number


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return value


def _ingest(into: Commands) -> None:
    made = _command(
        into,
        "ingest",
        commands.run_ingest,
        "Load tests on many workers, each all or not at all",
        "PATH is a file of a pair, a folder (searched with all below) or a glob, as for `battery-etl ingest`; every\n"
        "worker must see it under the same path (also battery-etl.toml, a dialect's file and a --manifest), and have\n"
        "battery-lake and battery-etl installed. What is loaded already is skipped, with whatever options it was\n"
        "loaded; other content under a loaded name, and other options, ask for --replace. The same command again goes\n"
        "on where one broke off.\n\n"
        "The options of `battery-etl ingest` that say how tests are read, derived and refused are handed on:\n"
        f"{_listed(commands.READING)}",
        [
            "ingest --to lake data/",
            "ingest --to lake --master local[4] data/ --fail-on warning",
            "ingest --to s3://lab/lake --master spark://head:7077 /srv/cycler",
            "ingest --to /srv/lake --master dask://head:8786 /srv/cycler",
            "ingest --to /srv/lake /srv/cycler --manifest /srv/cycler/tests.csv",
            "ingest --to lake data/ --format json | jq .loaded",
        ],
    )
    made.add_argument("paths", nargs="+", metavar="PATH", help="files, folders or globs")
    made.add_argument(
        "--master",
        metavar="URL",
        help="spark://HOST:PORT, local[N], yarn, k8s://… for Spark, dask://HOST:PORT for Dask "
        "[default: processes of this machine]",
    )
    made.add_argument(
        "--jobs", type=_count, metavar="N", help="tests at once on this machine [default: its processors]"
    )
    made.add_argument("--batch", type=_count, default=200, metavar="N", help="tests a commit [default: 200]")
    made.add_argument("--replace", action="store_true", help="replace what is loaded under the same name")
    made.add_argument("--binary", metavar="PATH", help="battery-etl on every worker [default: BATTERY_ETL, else PATH]")
    made.add_argument(
        "--conf",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        type=_pair,
        help="a setting of Spark; may be repeated",
    )
    made.add_argument("--format", choices=("text", "json"), default="text", help="[default: text]")
    made.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    made.add_argument(
        "--word", action="append", default=[], metavar="WORD", help="a further word to `battery-etl export parts`"
    )
    for name in commands.READING:
        made.add_argument(f"--{name}", action="append", default=[], help=argparse.SUPPRESS)


def _listed(names: Sequence[str]) -> str:
    words = ", ".join(f"--{name}" for name in names)
    return textwrap.fill(words, 100, break_on_hyphens=False, break_long_words=False)


def _commit(into: Commands) -> None:
    made = _command(
        into,
        "commit",
        commands.run_commit,
        "Commit parts that were made elsewhere",
        "MANIFEST is what `battery-etl export parts` printed, `-` for stdin. Its parts are looked for below --parts and\n"
        "uploaded. Any scheduler can so make parts, each machine its own, and one place commits them.",
        ["commit --to lake manifest.ndjson --parts parts/", "commit --to s3://lab/lake --parts parts - < all.ndjson"],
    )
    made.add_argument("manifests", nargs="+", metavar="MANIFEST", help="NDJSON files, or `-`")
    made.add_argument("--parts", metavar="DIR", help="the folder of the parts [default: each manifest's own]")
    made.add_argument("--replace", action="store_true", help="replace what is loaded under the same name")
    made.add_argument("--batch", type=_count, default=1000, metavar="N", help="tests a commit [default: 1000]")
    made.add_argument("--format", choices=("text", "json"), default="text", help="[default: text]")
    made.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


def _verify(into: Commands) -> None:
    made = _command(
        into,
        "verify",
        commands.run_verify,
        "Compare a lake with what was committed to it",
        "Rows and sums of each test with its row in `tests`, every file's size with the log, and its bytes with the\n"
        "hash in its name. What a run that broke off has left is named; nobody sees it.",
        ["verify --to lake", "verify --to s3://lab/lake --quick"],
    )
    made.add_argument("--quick", action="store_true", help="compare counts and sizes alone; read no byte of rows")


def _compact(into: Commands) -> None:
    made = _command(
        into,
        "compact",
        commands.run_compact,
        "Join small files, sorted by test",
        "Readers have less to open; no row changes. It may run beside an ingest. The old files stay until `vacuum`.",
        ["compact --to lake", "compact --to s3://lab/lake --below 16"],
    )
    made.add_argument(
        "--below", type=_from_0_to(1e6), default=8.0, metavar="MB", help="only files smaller than this [default: 8]"
    )


def _vacuum(into: Commands) -> None:
    made = _command(
        into,
        "vacuum",
        commands.run_vacuum,
        "Take away files that no table needs any more",
        "And what runs that broke off have left. Both only when it is older than --older-than: a reader, or a run under\n"
        "way, may still need what is younger. A table's folder is its own: other files that lie in it go as well.",
        ["vacuum --to lake --dry-run", "vacuum --to s3://lab/lake --older-than 30"],
    )
    made.add_argument(
        "--older-than",
        type=_from_0_to(1e5),
        default=7.0,
        metavar="DAYS",
        help="in days [default: 7]; less is for a lake at rest",
    )
    made.add_argument("--dry-run", action="store_true", help="only say what would go")


def _sql(into: Commands) -> None:
    made = _command(
        into,
        "sql",
        commands.run_sql,
        "Ask a question in SQL",
        "The tables are tests, files, measurements, steps, cycles, pulses and findings, joined by their column `test`.\n"
        "All show the same moment, and only tests that are there. Of two columns of one name the second is called\n"
        "name_2; AS gives it another. docs/scale.md has questions of a fleet.",
        [
            'sql --lake lake "SELECT name FROM tests"',
            'sql --lake lake --format csv "SELECT * FROM cycles" > cycles.csv',
            "sql --lake s3://lab/lake - < question.sql",
        ],
    )
    made.add_argument(
        "question", metavar="QUESTION", help="SELECT, WITH, VALUES, EXPLAIN, SHOW or DESCRIBE …, or `-` for stdin"
    )
    made.add_argument(
        "--format", choices=("table", "csv", "json", "ndjson"), default="table", help="[default: table, to six digits]"
    )


def _delete(into: Commands) -> None:
    made = _command(
        into,
        "delete",
        commands.run_delete,
        "Take tests out of a lake",
        "Readers that began before still see them; their bytes go with `vacuum`.",
        ["delete --to lake cell7 cell8", "delete --to lake --test 6a204bd89f3c8348afd5c77c717a097a"],
    )
    made.add_argument("names", nargs="*", metavar="NAME", help="tests by name")
    made.add_argument(
        "--test", action="append", default=[], metavar="DIGEST", help="a test by its digest; may be repeated"
    )


def main(words: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit status."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminated)
    asked = parser().parse_args(words)
    try:
        status: int = asked.run(asked)
        sys.stdout.flush()
        return status
    except LakeError as error:
        if str(error):
            say(f"error: {error}")
        return error.status
    except BrokenPipeError:
        # Who read has had enough. Python would say so once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (DeltaError, OSError, pa.ArrowException) as error:
        told = trouble(asked.to, error)
        say(f"error: {told}")
        return told.status
    except KeyboardInterrupt:
        say("interrupted; what is committed stays, and the same command goes on from there")
        return INTERRUPTED


def _terminated(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
