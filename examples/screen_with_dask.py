"""Screen many texts on a Dask cluster.

    python examples/screen_with_dask.py FOLDER QUERIES OUT [SCHEDULER]

FOLDER is a workspace with fact-checks; every machine must see it at the same path. QUERIES holds JSON lines with qid
and text; each part of it becomes a file of rows in OUT, in the same order. SCHEDULER is the address of a cluster;
without it one is started here, with two processes.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from dask import bag
from distributed import Client, LocalCluster

from govpr import Workspace
from govpr.hoaxes.arrow import match_batches

PART = 1 << 20  # bytes of text in one part


def screened(lines: Iterable[str], index: Path) -> Iterator[str]:
    """What one process does with one part: texts in, rows out, both as Arrow batches."""
    asked = pa.RecordBatch.from_pylist([json.loads(line) for line in lines])
    for batch in match_batches([asked], index, top=3):
        yield from (json.dumps(row, ensure_ascii=False) for row in batch.to_pylist())


def main(folder: Path, queries: Path, out: Path, client: Client) -> int:
    """Share the parts out; the number of files that were written."""
    with Workspace.open(folder) as workspace:
        print(f"{workspace.hoaxes.count()} fact-checks, {len(client.scheduler_info()['workers'])} processes")
        index = workspace.hoaxes.index()
    parts = bag.read_text(str(queries), blocksize=PART)
    return len(parts.map_partitions(screened, index).to_textfiles(str(out / "*.jsonl")))


if __name__ == "__main__":
    if len(sys.argv) < 4:  # noqa: PLR2004  (a workspace, queries and a folder for rows)
        sys.exit(__doc__)
    here, asked, rows = map(Path, sys.argv[1:4])
    if len(sys.argv) > 4:  # noqa: PLR2004
        with Client(sys.argv[4]) as cluster:
            print(main(here, asked, rows, cluster), "files")
    else:
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local, Client(local) as cluster:
            print(main(here, asked, rows, cluster), "files")
