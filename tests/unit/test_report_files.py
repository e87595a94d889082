"""The report as files."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govpr.models import Severity
from govpr.models.converter import loads
from govpr.reporting import Report, write_csv, write_html, write_json
from govpr.reporting.charts import WIDTH, bars, stacked, timeline
from govpr.reporting.report import Answers, Day, FindingCount, Group, Reach, StoppedHoax, Tally

REPORT = Report(
    title="Siaga <b>banjir</b>",
    agency="Komdigi & rekan",
    generated=datetime(2026, 12, 10, 2, 0, tzinfo=UTC),
    posts=Tally(name="", states={"sent": 1_200, "failed": 3}),
    platforms=(Tally(name="mastodon", states={"sent": 1_200}), Tally(name="bluesky", states={"failed": 3})),
    waves=(Tally(name="=pembuka", states={"sent": 1_200, "failed": 3}),),
    days=(Day(day=date(2026, 12, 1), sent=1_200, due=1_203), Day(day=date(2026, 12, 2), sent=0, due=0)),
    reach=(Reach(kind="views", total=34_410, measured=20, sent=1_200),),
    hoaxes=(StoppedHoax(url="https://cekfakta.example.id/1?a=1&b=2", posts=2), StoppedHoax(url="", posts=1)),
    findings=(FindingCount(code="text.too-long", severity=Severity.ERROR, count=3),),
    answers=Answers(received=4, clarified=2, open=2, overdue=1, in_time=1, median=timedelta(minutes=95)),
    participation=(Group(name="IKP", officers=24), Group(name="", officers=None)),
)
SVG = "{http://www.w3.org/2000/svg}"
EMPTY = Report(title="Siaga", agency="Komdigi", generated=datetime(2026, 12, 10, 2, 0, tzinfo=UTC))


def tree_of(path: Path) -> ET.Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(path.read_text(encoding="utf-8"))
    return root


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["full", "empty"])
def test_the_page_is_valid_and_needs_nothing_else(tmp_path: Path, report: Report, language: str) -> None:
    root = tree_of(write_html(evolve(report, language=language), tmp_path / "laporan.html"))
    assert root.get("lang") == language
    assert len(root.findall(".//h1")) == len(root.findall(".//main")) == 1
    assert root.findall(".//script") == root.findall(".//link") == root.findall(".//img") == []
    assert not [node for node in root.iter() if node.get("src")]


def test_each_chart_says_what_it_shows_and_has_its_table(tmp_path: Path) -> None:
    root = tree_of(write_html(REPORT, tmp_path / "laporan.html"))
    sections = [section for section in root.iterfind(".//section") if section.find(f"{SVG}svg") is not None]
    assert len(sections) == 4
    for section in sections:
        chart = section.find(f"{SVG}svg")
        assert chart is not None
        assert chart.get("role") == "img"
        named = str(chart.get("aria-labelledby")).split()
        said = {node.get("id"): "".join(node.itertext()).strip() for node in (chart[0], chart[1])}
        assert [chart[0].tag, chart[1].tag, *said] == [f"{SVG}title", f"{SVG}desc", *named]
        assert all(said.values())
        assert section.find(".//table") is not None


def test_ids_on_the_page_are_unique(tmp_path: Path) -> None:
    root = tree_of(write_html(REPORT, tmp_path / "laporan.html"))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_numbers_and_names_are_on_the_page_as_text(tmp_path: Path) -> None:
    text = " ".join("".join(tree_of(write_html(REPORT, tmp_path / "a.html")).itertext()).split())
    expected = [
        "Siaga <b>banjir</b>",
        "1.200",
        "34.410",
        "20 dari 1200 unggahan",
        "kurang dari 10",
        "1 jam 35 menit",
        "33 %",
    ]
    assert [one for one in expected if one not in text] == []


def test_a_long_name_is_cut_beside_its_bar_and_whole_in_the_table(tmp_path: Path) -> None:
    name = "gelombang-" * 6
    root = tree_of(write_html(evolve(REPORT, waves=(Tally(name=name, states={"sent": 1}),)), tmp_path / "a.html"))
    labels = [node.text or "" for node in root.iter(f"{SVG}text")]
    assert "gelombang-gelombang-gel…" in labels
    assert name not in labels
    assert name in [node.text for node in root.iterfind(".//th")]


def test_json_reads_back_as_the_same_report(tmp_path: Path) -> None:
    path = write_json(REPORT, tmp_path / "laporan.json")
    assert loads(path.read_bytes(), Report) == REPORT


def test_csv_has_one_number_a_row_and_no_formula(tmp_path: Path) -> None:
    content = write_csv(REPORT, tmp_path / "laporan.csv").read_bytes().decode()
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert rows[0] == ["table", "row", "column", "value"]
    assert {len(row) for row in rows} == {4}
    assert ["waves", "'=pembuka", "sent", "1200"] in rows
    assert ["participation", "", "officers", "<10"] in rows
    assert ["answers", "", "median_seconds", "5700"] in rows
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for write in (write_html, write_json, write_csv):
        assert write(REPORT, tmp_path / "a").read_bytes() == write(REPORT, tmp_path / "b").read_bytes()


COUNT = st.integers(min_value=0, max_value=10**6)


@given(st.lists(st.tuples(st.text(), st.dictionaries(st.text(), COUNT, max_size=5)), max_size=10))
def test_stacked_bars_stay_in_the_chart_and_are_true_to_scale(rows: list[tuple[str, dict[str, int]]]) -> None:
    chart = stacked(rows)
    assert all(shape.x >= 0 and shape.x + shape.width <= WIDTH for shape in chart.shapes)
    assert all(shape.y + shape.height <= chart.height for shape in chart.shapes)
    largest = max(chart.shapes, key=lambda shape: shape.value, default=None)
    for shape in chart.shapes:
        assert largest is not None
        assert shape.width * largest.value == pytest.approx(largest.width * shape.value, abs=largest.value * 0.02)


@given(st.lists(st.tuples(st.text(), COUNT, COUNT), max_size=60))
def test_a_timeline_stays_in_its_frame(days: list[tuple[str, int, int]]) -> None:
    chart = timeline(days)
    assert len(chart.shapes) == len(chart.line.split()) == len(days)
    assert all(shape.y >= -0.01 and shape.x >= 0 and shape.x + shape.width <= WIDTH + 0.01 for shape in chart.shapes)


def test_without_rows_there_are_no_shapes() -> None:
    assert bars([]).shapes == stacked([]).shapes == timeline([]).shapes == ()
