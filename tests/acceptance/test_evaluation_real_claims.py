"""On real pairs: what `evaluate` says is what the scorer says of the rows that `match` writes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from govpr import Workspace


@pytest.mark.parametrize("name", ["turnbackhoax_2024", "ct22_2a_en_dev"])
def test_figures_are_the_scorers(shared: Path, tmp_path: Path, name: str) -> None:
    matching = shared / "data" / "matching"
    qrels = matching / name / "qrels.jsonl"
    lines = (matching / name / "queries.jsonl").read_text("utf-8").splitlines()[:60]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines), "utf-8")
    asked = {json.loads(line)["qid"] for line in lines}
    judged = [line for line in qrels.read_text("utf-8").splitlines() if line and json.loads(line)["qid"] in asked]
    (tmp_path / "qrels.jsonl").write_text("\n".join(judged), "utf-8")
    with Workspace.init(tmp_path / "desk") as workspace:
        workspace.hoaxes.load(matching / "claims" / f"{'ct22' if name.startswith('ct') else 'turnbackhoax'}.jsonl")
        told = workspace.hoaxes.evaluate(tmp_path / "queries.jsonl", qrels)
        queries = [json.loads(line) for line in lines]
        rows = [json.dumps(row) for row in workspace.hoaxes.match(queries, top=10)]
    (tmp_path / "run.jsonl").write_text("\n".join(rows), "utf-8")
    command = [sys.executable, str(shared / "eval" / "score.py"), "run.jsonl", "qrels.jsonl"]
    said = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout)
    assert said == {
        "map5": round(told.all.map5, 4),
        "mrr": round(told.all.mrr, 4),
        **{f"s@{depth}": round(share, 4) for depth, share in told.all.success.items()},
        "queries": told.all.queries,
    }
    assert told.all.auroc is not None
    assert told.all.auroc > 0.5
