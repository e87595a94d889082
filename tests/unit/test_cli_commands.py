"""The commands on a workspace: what they print, what they store, how they end."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from govpr import Workspace
from govpr.cli import main
from govpr.demo import play
from govpr.models.converter import loads
from govpr.reporting import Report

CAMPAIGN = "asn-bicara-2026"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was played; for reading only."""
    folder = tmp_path_factory.mktemp("cli") / "demo"
    play(folder)
    return folder


@pytest.fixture
def desk(played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder to work in, the current one."""
    folder = tmp_path / "desk"
    shutil.copytree(played, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, its output and its errors."""

    def go(*tokens: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(tokens)
        out, err = capsys.readouterr()
        return code, out, err

    return go


READING = [
    ("officers list", 0, "officers"),
    ("officers template", 0, "template"),
    ("programmes list", 0, "programmes"),
    ("campaign list", 0, "campaigns"),
    ("campaign check campaign.toml", 0, "checked"),
    (f"plan {CAMPAIGN} --dry-run", 1, "plan"),
    ("plan campaign.toml --dry-run", 1, "plan"),
    ("status", 0, "status"),
    (f"report {CAMPAIGN}", 0, "report"),
    ("hoax check kabar", 0, "match"),
    ("hoax count", 0, "count"),
    ("platforms list", 0, "platforms"),
    ("platforms show newsroom", 0, "platform"),
    ("audit", 0, "audit"),
    ("audit --verify", 0, "audit-verified"),
    ("measure", 0, "measured"),
    ("deliver", 0, "delivered"),
]


@pytest.mark.parametrize(("line", "code", "kind"), READING, ids=[line for line, *_ in READING])
def test_json_is_one_document_and_nothing_else(desk: Path, run: Run, line: str, code: int, kind: str) -> None:
    ended, out, err = run(*line.split(), "--json")
    document = json.loads(out)
    assert (ended, document["govpr"], document["type"], err) == (code, 1, kind, "")


@pytest.mark.parametrize(("line", "code", "kind"), READING, ids=[line for line, *_ in READING])
def test_people_get_text_without_colours_in_a_pipe(desk: Path, run: Run, line: str, code: int, kind: str) -> None:
    ended, out, err = run(*line.split())
    assert (ended, err) == (code, "")
    assert out.strip()
    assert "\x1b" not in out


@pytest.mark.parametrize("kind", ["campaign", "agency", "programmes"])
def test_schemas_are_json_schemas(run: Run, kind: str) -> None:
    code, out, _ = run("campaign", "schema", kind)
    assert code == 0
    assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


def test_a_workspace_from_nothing(tmp_path: Path, played: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "baru"
    code, out, _ = run("init", str(home), "--agency", str(played / "agency.toml"))
    assert (code, out.splitlines()[-1]) == (0, f"Next: govpr officers load officers.csv --workspace {home}")
    monkeypatch.setenv("GOVPR_WORKSPACE", str(home))
    assert run("officers", "load", str(played / "officers.csv"))[0] == 0
    assert run("programmes", "load", str(played / "programmes.toml"))[0] == 0
    assert run("hoax", "import", str(played / "hoaxes.jsonld"))[0] == 0
    assert run("campaign", "load", str(played / "campaign.toml"))[0] == 0
    assert run("plan", CAMPAIGN)[0] == 1
    code, out, _ = run("approve", CAMPAIGN, "--by", "kepala-humas", "--json")
    assert (code, len(json.loads(out)["posts"])) == (0, 64)
    code, out, _ = run("approve", CAMPAIGN, "--by", "kepala-humas", "--json")
    again = json.loads(out)
    assert (again["posts"], len(again["before"]), len(again["stopped"])) == ([], 64, 22)
    assert run("reject", CAMPAIGN, "--by", "kepala-humas", "--note", "tunda")[0] == 0
    counts = json.loads(run("status", "--json")[1])["deliveries"]
    assert counts == {"planned": 86}


def test_a_dry_run_keeps_neither_file_nor_plan(desk: Path, run: Run) -> None:
    file = desk / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace('"ASN Bicara:', '"ASN Menjawab:'), "utf-8")
    before = run("status", "--json")[1], run("campaign", "list", "--json")[1]
    assert run("plan", "campaign.toml", "--dry-run")[0] == 1
    assert run("campaign", "check", "campaign.toml")[0] == 0
    assert (run("status", "--json")[1], run("campaign", "list", "--json")[1]) == before


def test_an_edit_shows_as_a_change(desk: Path, run: Run) -> None:
    file = desk / "campaign.toml"
    text = file.read_text("utf-8")
    assert text.count("Tahu lebih awal, berobat lebih mudah.") == 1
    file.write_text(text.replace("Tahu lebih awal, berobat lebih mudah.", "Tahu lebih awal itu baik."), "utf-8")
    code, out, _ = run("plan", "campaign.toml", "--json")
    kinds = {change["kind"] for change in json.loads(out)["changes"]}
    assert code == 1
    assert kinds == {"changed", "sent"}
    code, out, _ = run("plan", "campaign.toml", "--json")
    assert {change["kind"] for change in json.loads(out)["changes"]} == {"sent"}


def test_preview_and_calendar(desk: Path, run: Run) -> None:
    code, out, _ = run("plan", CAMPAIGN, "--preview", "--ical", "rencana.ics")
    assert code == 1
    assert out.count("stopped by an error") == 22
    assert (desk / "rencana.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_the_author_may_not_approve(desk: Path, run: Run) -> None:
    code, out, err = run("approve", CAMPAIGN, "--by", "penulis", "--json")
    assert (code, out) == (3, "")
    assert json.loads(err)["code"] == "approval.own-work"


def test_unknown_names_are_4(desk: Path, run: Run) -> None:
    for line in (
        "plan tidak-ada",
        "approve tidak-ada --by kepala-humas",
        "report tidak-ada",
        "status --post post-0",
        "resolve post-0 --absent --by ayu",
        "retry post-0 --by ayu",
        "withdraw post-0 --by ayu",
        "officers withdraw tidak-ada",
        "platforms show tidak-ada",
    ):
        code, out, err = run(*line.split())
        assert (line, code, out) == (line, 4, "")
        assert err.startswith("govpr: ")


def test_wrong_files_are_2_with_every_mistake(desk: Path, run: Run) -> None:
    rows = list(csv.reader((desk / "officers.csv").read_text("utf-8").splitlines()))
    rows[2][4], rows[3][4], rows[4][6] = "tiada", "entah", "ID-XX"
    (desk / "salah.csv").write_text("\n".join(",".join(row) for row in rows), "utf-8")
    (desk / "salah.toml").write_text("govpr = 1\n[campaign]\nid = 'X Y'\n", "utf-8")
    (desk / "rusak.toml").write_text("govpr = = 1", "utf-8")
    (desk / "salah.jsonl").write_text('{"cid": "1"}\n{"text": 3\n', "utf-8")
    for line in (
        "officers load salah.csv",
        "campaign load salah.toml",
        "plan salah.toml",
        "campaign check rusak.toml",
        "programmes load rusak.toml",
        "hoax import salah.jsonl",
        "hoax match --queries salah.jsonl --out run.jsonl",
        "init lain --agency salah.toml",
    ):
        code, out, err = run(*line.split(), "--json")
        assert (line, code, out) == (line, 2, "")
        assert json.loads(err)["problems"]
    problems = json.loads(run("officers", "load", "salah.csv", "--json")[2])["problems"]
    assert {problem["line"] for problem in problems} == {3, 4, 5}
    assert not (desk / "run.jsonl").exists()
    assert not (desk / "lain").exists()


def test_a_folder_that_is_no_workspace_is_2_and_a_lost_key_is_5(desk: Path, run: Run, tmp_path: Path) -> None:
    code, _, err = run("status", "--workspace", str(tmp_path))
    assert code == 2
    assert "govpr init" in err
    (desk / "secret.key").unlink()
    code, _, err = run("status")
    assert code == 5
    assert "key is missing" in err


def test_a_known_hoax_is_1_and_nothing_found_is_never_called_true(desk: Path, run: Run) -> None:
    claim = json.loads((desk / "hoaxes.jsonld").read_text("utf-8"))["@graph"][0]["claimReviewed"]
    code, out, _ = run("hoax", "check", claim)
    assert code == 1
    assert "https://turnbackhoax.id/" in out
    code, out, _ = run("hoax", "check", "Besok jalan ditutup")
    assert (code, out.strip()) == (0, "no fact-check found; that does not make it true")


def test_a_message_that_begins_with_a_hyphen_is_a_text(desk: Path, run: Run) -> None:
    assert run("hoax", "check", "- kabar dari grup")[0] == 0


def test_match_writes_a_run(desk: Path, run: Run) -> None:
    queries = [{"qid": "q1", "text": "hiu masuk permukiman saat banjir"}, {"qid": "q2", "text": "token listrik gratis"}]
    (desk / "q.jsonl").write_text("".join(json.dumps(query) + "\n" for query in queries), "utf-8")
    assert run("hoax", "match", "--queries", "q.jsonl", "--out", "run.jsonl", "--top", "3")[0] == 0
    rows = [json.loads(line) for line in (desk / "run.jsonl").read_text("utf-8").splitlines()]
    assert all(row.keys() == {"qid", "cid", "rank", "score"} for row in rows)
    assert {row["qid"] for row in rows} == {"q1", "q2"}
    assert max(row["rank"] for row in rows) <= 3


def test_consent_ends_and_what_waits_is_withdrawn(desk: Path, run: Run) -> None:
    code, out, _ = run("officers", "withdraw", "ayu", "--json")
    stopped = json.loads(out)["deliveries"]
    assert code == 0
    assert stopped
    assert {delivery["state"] for delivery in stopped} == {"withdrawn"}
    told = run("status", "--post", stopped[0]["post"])[1]
    assert "withdrawn" in told


def test_a_wrong_code_is_3(desk: Path, run: Run) -> None:
    assert run("officers", "confirm", "AAAAA-AAAAA")[0] == 3


def test_what_is_not_in_doubt_cannot_be_resolved(desk: Path, run: Run) -> None:
    post = one_post(desk, "sent")
    assert run("resolve", post, "--published", "--by", "ayu")[0] == 3
    assert run("retry", post, "--by", "ayu")[0] == 3
    assert run("withdraw", post, "--by", "ayu")[0] == 3
    assert run("withdraw", one_post(desk, "approved"), "--by", "ayu")[0] == 0


def one_post(folder: Path, state: str) -> str:
    with Workspace.open(folder) as workspace:
        return next(delivery.post for delivery in workspace.deliveries() if delivery.state == state)


def test_a_report_elsewhere(desk: Path, run: Run) -> None:
    code, out, _ = run("report", CAMPAIGN, "--out", "laporan", "--json")
    files = [Path(file) for file in json.loads(out)["files"]]
    assert code == 0
    assert {file.name for file in files} == {"report.html", "report.json", "report.csv"}
    assert loads((desk / "laporan" / "report.json").read_text("utf-8"), Report).posts.total == 86


def test_what_was_not_measured_is_not_shown_as_zero(desk: Path, run: Run) -> None:
    lines = run("report", CAMPAIGN)[1].splitlines()
    assert [line.split()[1] for line in lines if line.strip().startswith("likes ")] == ["–"]


def test_a_changed_log_is_1(desk: Path, run: Run) -> None:
    with closing(sqlite3.connect(desk / "govpr.db")) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET actor = 'orang-lain' WHERE seq = 2")
        connection.commit()
    code, out, _ = run("audit", "--verify", "--json")
    assert (code, json.loads(out)["broken"]) == (1, 2)


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_sees_progress_and_the_output_stays_clean(desk: Path) -> None:
    import pty  # noqa: PLC0415  (exists on POSIX only)

    (desk / "q.jsonl").write_text('{"qid": "q1", "text": "token listrik gratis"}\n', "utf-8")
    command = [sys.executable, "-m", "govpr", "hoax", "match", "--queries", "q.jsonl", "--out", "run.jsonl", "--json"]
    ours, theirs = pty.openpty()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536)
    os.close(ours)
    assert b"Matching" in shown
    assert json.loads(done.stdout)["queries"] == 1


@pytest.mark.parametrize("style", ["", "json"])
def test_logs_are_lines_on_standard_error(
    desk: Path, played: Path, run: Run, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    monkeypatch.setenv("GOVPR_LOG", "info")
    monkeypatch.setenv("GOVPR_LOG_FORMAT", style)
    code, out, err = run("demo", "--out", str(desk / "lagi"), "--json")
    lines = err.splitlines()
    assert code == 0
    assert json.loads(out)["type"] == "demo"
    assert len(lines) >= 8
    events = [json.loads(line)["event"] if style else field(line, "event") for line in lines]
    assert "delivery.published" in events
    for row in csv.DictReader((played / "officers.csv").read_text("utf-8").splitlines()):
        assert row["number"] not in err
        assert row["name"].removesuffix(" (contoh)") not in err


def field(line: str, name: str) -> Any:
    return dict(part.partition("=")[::2] for part in line.split())[name]


def test_an_old_console_gets_everything_it_can_show(desk: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "govpr", "plan", CAMPAIGN]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\\u2192 shorten it by" in done.stdout


@pytest.mark.parametrize("tokens", [["audit"], ["audit", "--json"], ["--help"]], ids=" ".join)
def test_nobody_reads_the_output(desk: Path, tokens: list[str]) -> None:
    command = [sys.executable, "-m", "govpr", *tokens]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141
