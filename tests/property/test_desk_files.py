"""Files of reports: any of them gives reports, or problems that say what to do and repeat no contact."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from govpr.errors import InvalidFile
from govpr.hoaxes.desk.intake import NAMES, NewReport, read_reports

CONTACT = "0812-9999-0000"
cells = st.one_of(st.text(max_size=12), st.sampled_from(["ID-JB", "12", "9" * 5_000, "2026-11-03T09:00:00+07:00"]))
values = st.one_of(cells, st.integers(), st.none(), st.booleans(), st.lists(st.integers(), max_size=2))


def read(text: str | bytes) -> tuple[NewReport, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "laporan"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        found = read_or_told(path)
    if isinstance(found, InvalidFile):
        assert found.problems
        assert CONTACT not in str(found)
        return ()
    return found


def read_or_told(path: Path) -> tuple[NewReport, ...] | InvalidFile:
    try:
        return read_reports(path, channel="whatsapp")
    except InvalidFile as error:
        return error


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)))
def test_any_file_is_read_or_explained(text: str | bytes) -> None:
    assert all(report.text for report in read(text))


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), values, max_size=5), min_size=1, max_size=4))
def test_any_rows_are_read_or_explained_and_no_contact_is_repeated(rows: list[dict[str, object]]) -> None:
    lines = [json.dumps({**row, "reply_to": [CONTACT]}) for row in rows]
    assert read("\n".join(lines)) == ()
    read("\n".join(json.dumps({"text": "kabar", **row}) for row in rows))
    head = ",".join(NAMES)
    read("\n".join([head, *(",".join(f'"{row.get(name) or ""}"' for name in NAMES) for row in rows)]))


@given(st.lists(st.text("abc ,;\n\"'", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=4))
def test_what_is_written_comes_back(texts: list[str]) -> None:
    found = read("\n".join(json.dumps({"text": text, "reply_to": CONTACT, "reach": 5}) for text in texts))
    assert [report.text for report in found] == texts
    assert {(report.channel, report.reply_to, report.reach) for report in found} == {("whatsapp", CONTACT, 5)}
    assert CONTACT not in repr(found)
