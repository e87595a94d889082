"""`govpr demo`: the main job, from an empty folder to the report, and once more into the same folder."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import feedparser
import html5lib
import icalendar
import pytest

from govpr import InvalidFile, Workspace
from govpr.demo import play, tale
from govpr.models import DeliveryState, Severity
from govpr.models.converter import loads
from govpr.reporting import Report

CAMPAIGN = "asn-bicara-2026"
TIME_LIMIT = 30.0


def govpr(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    command = [sys.executable, "-m", "govpr", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo as a user runs it: the folder that it leaves, and what it prints."""
    place = tmp_path_factory.mktemp("acceptance")
    begun = perf_counter()
    done = govpr("demo", cwd=place)
    assert (done.returncode, done.stderr) == (0, "")
    assert perf_counter() - begun < TIME_LIMIT
    return place / "govpr-demo", done.stdout


@pytest.fixture(scope="module")
def folder(told: tuple[Path, str]) -> Path:
    return told[0]


@pytest.fixture
def fresh(folder: Path, tmp_path: Path) -> Path:
    """A copy of that folder, for one test to change."""
    return Path(shutil.copytree(folder, tmp_path / "demo"))


def contents(folder: Path, *below: str) -> dict[str, bytes]:
    files = (path for name in below for path in (folder / name).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def receipts(folder: Path) -> dict[str, Any]:
    with Workspace.open(folder) as workspace:
        return {d.post: d.receipt for d in workspace.deliveries() if d.receipt is not None}


def errors(folder: Path) -> Iterator[tuple[str, str]]:
    with Workspace.open(folder) as workspace:
        plan = workspace.plan(CAMPAIGN, store=False)
    messages = {post.id: post.message for post in plan.posts}
    for finding in plan.findings:
        if finding.severity is Severity.ERROR:
            assert finding.post is not None
            yield finding.code, messages[finding.post]


def test_the_tale_tells_where_to_look_and_what_to_type(told: tuple[Path, str]) -> None:
    folder, text = told
    for words in ("hoax.repeats", "text.too-long", "disclosure.missing", "approval.own-work", "live delivery is off"):
        assert words in text
    assert "Saya pegawai Komdigi, ini akun pribadi" in text or "I work for Komdigi, this is my own account" in text
    looks, typed = text.partition("Look at")[2].split("Type next")
    for line in looks.strip().splitlines():
        assert (folder.parent / line.split()[-1]).is_file()
    assert typed.split("\n")[1].strip() == "cd govpr-demo"


def test_what_it_says_to_type_works(told: tuple[Path, str]) -> None:
    folder, text = told
    assert "govpr status" in text
    assert govpr("status", cwd=folder).returncode == 0
    question = text.partition('govpr hoax check "')[2].partition('"')[0]
    assert "https://turnbackhoax.id/" in govpr("hoax", "check", question, cwd=folder).stdout
    planned = govpr("plan", "campaign.toml", "--dry-run", "--json", cwd=folder)
    assert planned.returncode == 1
    assert json.loads(planned.stdout)["changes"] == []


def test_the_three_planted_mistakes_are_found_and_nothing_else_is_stopped(folder: Path) -> None:
    assert set(errors(folder)) == {
        ("hoax.repeats", "bansos-nik"),
        ("text.too-long", "makan-bergizi"),
        ("disclosure.missing", "palapa-ring"),
    }


def test_nothing_left_the_machine(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        sent = workspace.deliveries(DeliveryState.SENT)
        remote = [d for d in workspace.deliveries() if d.account in {"komdigi-mastodon", "komdigi-bluesky"}]
    assert {d.state for d in remote} == {DeliveryState.APPROVED, DeliveryState.PLANNED}
    confirmed = [d for d in sent if d.platform != "newsroom"]
    assert [d.receipt.id for d in confirmed if d.receipt] == [f"confirmed:{d.post}" for d in confirmed]
    assert len(confirmed) == 1


def test_every_page_is_valid_html(folder: Path) -> None:
    parser = html5lib.HTMLParser(strict=True)
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        assert parser.parse(page.read_bytes()) is not None


def test_feeds_calendar_and_claim_reviews_parse(folder: Path) -> None:
    site = folder / "newsroom" / "site"
    atom = feedparser.parse((site / "feed.xml").read_bytes())
    feed = json.loads((site / "feed.json").read_text("utf-8"))
    assert not atom.bozo
    assert len(atom.entries) == len(feed["items"]) == 8
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert "ClaimReview" in (site / "claimreview.json").read_text("utf-8")
    calendar = icalendar.Calendar.from_ical((folder / "plan.ics").read_bytes())
    assert len(calendar.walk("VEVENT")) > 0


def test_officers_have_share_kits_with_disclosure_and_code(folder: Path) -> None:
    kits = sorted(path.parent.name for path in folder.glob("sharekits/*/index.html"))
    assert kits == ["ayu", "bagus", "dimas", "gita", "marlina"]
    for text in folder.glob("sharekits/*/post-*.txt"):
        words = text.read_text("utf-8")
        assert words.startswith(("Saya pegawai Komdigi, ini akun pribadi", "I work for Komdigi, this is my own"))
        assert "govpr officers confirm" in text.with_suffix(".html").read_text("utf-8")


def test_the_report_loads_and_counts(folder: Path) -> None:
    report = loads((folder / "reports" / CAMPAIGN / "report.json").read_text("utf-8"), Report)
    assert report.posts.states == {"approved": 14, "handed_over": 41, "sent": 9, "stopped": 22}
    assert [hoax.posts for hoax in report.hoaxes] == [9]
    assert (report.answers.received, report.answers.clarified, report.answers.in_time) == (4, 3, 3)
    assert all(group.officers is None or group.officers >= 10 for group in report.participation)


def test_no_number_of_an_officer_is_kept_or_shown(told: tuple[Path, str]) -> None:
    folder, text = told
    rows = csv.DictReader((folder / "officers.csv").read_text("utf-8").splitlines())
    numbers = [row["number"] for row in rows if row["number"]]
    assert len(numbers) == 12
    searched = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "officers.csv"}
    assert {"govpr.db", "ledger.db", "report.html"} <= {path.name for path in searched}
    for number in numbers:
        assert number not in text
        assert [path for path, content in searched.items() if number.encode() in content] == []


def test_a_second_run_publishes_nothing_twice_and_says_so(fresh: Path) -> None:
    items, kept = contents(fresh, "newsroom/items"), receipts(fresh)
    played = play(fresh)
    assert (played.delivered.sent, played.delivered.handed_over, played.confirmed) == ((), (), None)
    assert played.plan.changes == ()
    told = "\n".join(tale(played))
    assert "Nothing new: 9 posts are out already, and nothing is published twice." in told
    assert (contents(fresh, "newsroom/items"), receipts(fresh)) == (items, kept)
    everything = contents(fresh, "newsroom", "sharekits", "reports")
    assert play(fresh).summary() == played.summary()
    assert contents(fresh, "newsroom", "sharekits", "reports") == everything


def test_an_edited_campaign_is_kept_and_planned(fresh: Path) -> None:
    file = fresh / "campaign.toml"
    edited = file.read_text("utf-8").replace("Sekolah di pulau kecil pun bisa daring.", "Di pulau kecil pun bisa.")
    file.write_text(edited, "utf-8")
    before = receipts(fresh)
    played = play(fresh)
    assert file.read_text("utf-8") == edited
    assert played.edited == ("campaign.toml",)
    assert {change.kind for change in played.plan.changes} == {"changed"}
    assert {**receipts(fresh), **before} == receipts(fresh)
    assert "Kept as you edited them: campaign.toml" in "\n".join(tale(played))


def test_a_campaign_edited_into_nonsense_changes_nothing(fresh: Path) -> None:
    before = receipts(fresh)
    (fresh / "campaign.toml").write_text("govpr = 1\n[campaign]\nid = 'A B'\n", "utf-8")
    with pytest.raises(InvalidFile) as caught:
        play(fresh)
    assert len(caught.value.problems) > 3
    assert receipts(fresh) == before


def test_the_summary_is_json(fresh: Path) -> None:
    done = govpr("demo", "--out", str(fresh), "--json", cwd=fresh)
    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr, document["type"]) == (0, "", "demo")
    assert (document["posts"], document["published"], document["sent"]) == (86, 9, [])
    assert all(Path(file).is_file() for file in document["files"])


def test_a_folder_with_a_blank_in_its_name(tmp_path: Path) -> None:
    told = list(tale(play(tmp_path / "demo humas")))
    assert f'cd "{tmp_path / "demo humas"}"' in told[-1]


def test_real_claims_import_unedited_and_the_campaign_is_screened_against_them(fresh: Path, shared: Path) -> None:
    claims = [str(shared / "data" / "matching" / "claims" / name) for name in ("turnbackhoax.jsonl", "komdigi.jsonl")]
    begun = perf_counter()
    done = govpr("hoax", "import", *claims, "--json", cwd=fresh)
    assert perf_counter() - begun < 20
    assert (done.returncode, json.loads(done.stdout)["read"]) == (0, 10_009)
    assert set(errors(fresh)) == {
        ("hoax.repeats", "bansos-nik"),
        ("text.too-long", "makan-bergizi"),
        ("disclosure.missing", "palapa-ring"),
    }
