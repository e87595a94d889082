"""Campaign files: what is read, and every mistake with its line and its remedy."""

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import govpr.demo
from govpr.campaigns.reader import parse_campaign, read_campaign
from govpr.errors import InvalidFile
from govpr.models import MediaKind

GOOD = """\
govpr = 1

[campaign]
id = "siaga-banjir"
title = "Siaga banjir"
agency = "bnpb"
goal = "Warga siap"
audience = "Warga di bantaran sungai"
author = "ayu"
starts = 2026-12-01
ends = 2026-12-31

[campaign.participants]
units = ["ikp"]

[campaign.variables]
nomor_darurat = "112"

[[campaign.messages]]
id = "tas"
title = "Tas siaga"
links = ["https://bnpb.go.id/siaga"]

[[campaign.messages.variants]]
id = "a"
text = "Siapkan tas siaga. Darurat: {{ nomor_darurat }}. {{ agency }}"

[[campaign.messages]]
id = "bantah"
title = "Bendungan aman"
kind = "clarification"
claim = "Bendungan jebol."

[[campaign.messages.variants]]
id = "a"
text = "Bendungan aman."

[[campaign.messages.sources]]
title = "Laporan"
url = "https://pu.go.id/laporan"
publisher = "Kementerian PU"

[[campaign.waves]]
id = "pagi"
at = 2026-12-01T09:00:00+07:00
messages = ["tas", "bantah"]
spread = "1h 30m"
"""
FILMS = Path(__file__).parents[1] / "films"
MEDIUM = '[[campaign.messages.media]]\nfile = "{}"\nalt = "Tas"\n{}\n[[campaign.waves]]'
PICTURE = bytes.fromhex(  # two grey pixels, one beside the other
    "89504e470d0a1a0a0000000d4948445200000002000000010800000000d14920560000000b49444154789c6360f80f000102010042bebc68"
    "0000000049454e44ae426082"
)


def told(text: str, folder: Path = Path("absent")) -> str:
    """Everything that is said about a wrong file."""
    with pytest.raises(InvalidFile) as caught:
        parse_campaign(text, name="siaga.toml", folder=folder)
    assert all(problem.message and problem.advice for problem in caught.value.problems)
    return str(caught.value)


def test_a_good_file_becomes_a_campaign(tmp_path: Path) -> None:
    file = tmp_path / "siaga.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    campaign = read_campaign(file)
    assert campaign.starts == date(2026, 12, 1)
    assert [message.id for message in campaign.messages] == ["tas", "bantah"]
    assert campaign.variables == {"nomor_darurat": "112"}
    assert campaign.waves[0].spread == timedelta(minutes=90)
    assert campaign.waves[0].at == datetime.fromisoformat("2026-12-01T09:00:00+07:00")


def test_the_demo_is_a_good_file() -> None:
    campaign = read_campaign(Path(govpr.demo.__file__).parent / "data" / "campaign.toml")
    assert {media.kind for message in campaign.messages for media in message.media} == {MediaKind.IMAGE}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("govpr = 1", "", "govpr is missing; write govpr = 1"),
        ("govpr = 1", "govpr = true", "line 1: govpr is True; write govpr = 1"),
        ("govpr = 1", "govpr = 2", "line 1: govpr is 2; write govpr = 1"),
        ("govpr = 1", 'govpr = 1\ntitle = "Siaga"', "line 2: title stands outside the campaign; write campaign.title"),
        ("[campaign]", "[campaig]", "line 3: campaig is not a field here; did you mean campaign?"),
        ('id = "siaga-banjir"', 'id = "Siaga Banjir"', "line 4: campaign.id is 'Siaga Banjir'; use 1 to 64"),
        ('title = "Siaga banjir"', "title = 3", "line 5: campaign.title is a number; write text in quotes"),
        ('title = "Siaga banjir"\n', "", "line 3: campaign.title is missing; add it: text in quotes"),
        ("audience =", "audiens =", "line 8: campaign.audiens is not a field here; did you mean audience?"),
        ("starts = 2026-12-01", "starts = 2027-12-01", "line 11: campaign.ends comes before starts"),
        ("starts = 2026-12-01", 'starts = "1/12/2026"', "line 10: campaign.starts is '1/12/2026'; write a date"),
        ('units = ["ikp"]', 'units = "ikp"', "line 14: campaign.participants.units is 'ikp'; write a list: [...]"),
        ('nomor_darurat = "112"', "nomor_darurat = 112", "line 17: campaign.variables.nomor_darurat is a number"),
        ('nomor_darurat = "112"', 'agency = "x"', "line 17: campaign.variables.agency is a name that every template"),
        ('nomor_darurat = "112"', '"nomor darurat" = "x"', "line 17: campaign.variables.nomor darurat cannot be named"),
        ("{{ nomor_darurat }}", "{{ nomor_darurrat }}", "line 26: campaign.messages[0].variants[0].text uses"),
        ("{{ nomor_darurat }}", "{{ nomor_darurrat }}", "did you mean nomor_darurat?"),
        ("{{ nomor_darurat }}", "{{ nomor_darurat", "line 26: campaign.messages[0].variants[0].text has wrong syntax"),
        ('"https://bnpb.go.id/siaga"', '"bnpb.go.id"', "line 22: campaign.messages[0].links[0] is 'bnpb.go.id'"),
        ('id = "bantah"', 'id = "tas"', "line 29: campaign.messages[1].id is 'tas' a second time; give each"),
        ('claim = "Bendungan jebol."', "", "line 28: campaign.messages[1].claim is missing from a clarification"),
        ('kind = "clarification"', 'kind = "klarifikasi"', "write one of programme, achievement, service"),
        ('messages = ["tas", "bantah"]', 'messages = ["tass"]', "is 'tass', and no message is called that; did you"),
        ('messages = ["tas", "bantah"]', 'messages = ["tas", "tas"]', "messages[1] is 'tas' a second time; remove it"),
        ("at = 2026-12-01T09", "at = 2026-11-30T09", "at is on 2026-11-30, outside the campaign; choose a day from"),
        ('spread = "1h 30m"', "spread = 90", "line 47: campaign.waves[0].spread is a number; write a length of time"),
        ('spread = "1h 30m"', 'spread = "1h 30m', "line 47: this is no TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_its_remedy(old: str, new: str, expected: str) -> None:
    assert old in GOOD
    assert expected in told(GOOD.replace(old, new, 1))


def test_a_clarification_without_sources_is_refused() -> None:
    start, end = GOOD.index("[[campaign.messages.sources]]"), GOOD.index("[[campaign.waves]]")
    assert "sources is missing from a clarification; add [[campaign.messages.sources]]" in told(
        GOOD[:start] + GOOD[end:]
    )


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        GOOD.replace('title = "Siaga banjir"\n', "")
        .replace("nomor_darurat }}", "nomor }}")
        .replace('"bantah"]', '"x"]')
    )
    text = text.replace('agency = "bnpb"', 'agency = "BNPB"')
    lines = told(text).splitlines()
    assert lines[0] == "siaga.toml: 4 problems, nothing was taken over"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["line 3", "line 5", "line 25", "line 45"]


def test_the_day_of_a_wave_is_that_of_the_campaigns_zone() -> None:
    late = GOOD.replace("at = 2026-12-01T09:00:00+07:00", "at = 2026-11-30T23:00:00Z")
    assert parse_campaign(late, name="x", folder=Path()).waves[0].at.isoformat() == "2026-11-30T23:00:00+00:00"


def test_media_are_described_by_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "tas.PNG").write_bytes(PICTURE)
    text = GOOD.replace("[[campaign.waves]]", MEDIUM.format("./tas.PNG", ""), 1)
    (medium,) = parse_campaign(text, name="x", folder=tmp_path).messages[1].media
    assert (medium.kind, medium.type, medium.size) == (MediaKind.IMAGE, "image/png", len(PICTURE))
    assert medium.digest == hashlib.sha256(PICTURE).hexdigest()
    assert (medium.width, medium.height, medium.seconds) == (2, 1, None)
    film = (FILMS / "turned.mp4").read_bytes()
    (tmp_path / "tas.PNG").write_bytes(film)  # whatever its name says
    (medium,) = parse_campaign(text, name="x", folder=tmp_path).messages[1].media
    assert (medium.kind, medium.type) == (MediaKind.VIDEO, "video/mp4")
    assert (medium.width, medium.height, medium.seconds) == (36, 64, 2.0)


@pytest.mark.parametrize(
    ("file", "more", "expected"),
    [
        ("absent.png", "", "cannot be read: No such file"),
        ("folder.png", "", "cannot be read"),
        ("tas.exe", "", "use a file that ends with .gif, .jpeg"),
        ("../tas.png", "", "outside the campaign's folder; put it beside"),
        ("/etc/tas.png", "", "outside the campaign's folder"),
        ("link.png", "", "outside the campaign's folder"),
        ("a\\\\tas.png", "", "outside the campaign's folder"),
        ("a\\u0000.png", "", "outside the campaign's folder"),
        ("tas.png", 'kind = "video"', "media[0].kind is not what the file is; remove kind"),
        ("tas.png", 'digest = "0"', "media[0].digest is not what the file is"),
        ("tas.png", "width = 3", "media[0].width is not what the file is; remove width"),
        ("page.png", "", "media[0].file is no picture or film that is known"),
        ("half.png", "", "media[0].file is no picture that can be read"),
        (" ", "", "media[0].file is empty"),
    ],
)
def test_media_that_cannot_be_used_are_refused(tmp_path: Path, file: str, more: str, expected: str) -> None:
    folder = tmp_path / "campaign"
    (folder / "folder.png").mkdir(parents=True)
    for place in (folder / "tas.png", tmp_path / "tas.png"):
        place.write_bytes(PICTURE)
    (folder / "page.png").write_bytes(b"<html>")
    (folder / "half.png").write_bytes(PICTURE[:20])
    (folder / "link.png").symlink_to(tmp_path / "tas.png")
    assert expected in told(GOOD.replace("[[campaign.waves]]", MEDIUM.format(file, more), 1), folder)


def test_files_that_cannot_be_opened_or_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"govpr = 1\n# caf\xe9\n")
    for name, expected in (("absent.toml", "cannot be opened"), ("latin.toml", "line 2: this is not UTF-8 text")):
        with pytest.raises(InvalidFile, match=expected):
            read_campaign(tmp_path / name)
    with pytest.raises(InvalidFile, match="cannot be opened"):
        read_campaign(tmp_path)
