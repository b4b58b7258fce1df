"""Battery-cycler tests by the thousand, in one lake.

``battery-etl export parts`` reads, checks and derives; Spark, Dask or a pool of this machine maps tests to workers;
Delta Lake is the commit. There is no formula, no scheduler and no commit log of its own in here. The command is
``battery-lake``; from Python::

    from battery_lake import Lake, ingest, sql

    lake = Lake("s3://lab/lake")
    for row in sql(lake, "SELECT name, rows FROM tests ORDER BY rows DESC LIMIT 10"):
        print(row)

A lake is a folder, or a prefix of an object store, with one Delta table for each of ``TABLES``. A test is there if and
only if ``tests`` has a row of it: what other tables hold of tests that are not there was left by a run that broke off.
"""

from battery_lake.commit import Verdict, commit
from battery_lake.ingest import Settings, ingest
from battery_lake.manifest import TABLES, Entry
from battery_lake.query import sql
from battery_lake.storage import Lake, LakeError
from battery_lake.verify import verify

__all__ = ["TABLES", "Entry", "Lake", "LakeError", "Settings", "Verdict", "commit", "ingest", "sql", "verify"]
__version__ = "0.1.0"
