"""What platforms declare, and texts that are measured for them, from the command line."""

import io
import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import httpx
import pytest
from tests.office import MORNING, Office, for_account, with_account

from govpr import plugins
from govpr.cli import main
from govpr.content.texts import text_lines
from govpr.errors import NotFound
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.workspace import AsyncWorkspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command, with something on standard input; gives its exit code, its output and its errors."""

    def go(*tokens: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capsys.readouterr()
        code = main(tokens)
        out, err = capsys.readouterr()
        return code, out, err

    return go


@pytest.mark.parametrize("name", plugins.names(plugins.PLATFORMS))
def test_everything_that_a_platform_declares_is_shown(run: Run, name: str) -> None:
    platform: Any = plugins.load(plugins.PLATFORMS, name)
    code, out, _ = run("platforms", "show", name)
    said = "".join(out.split())
    assert code == 0
    assert str(platform.rules.text.limit) in said
    assert "".join(platform.rules.source.split()) in said
    for option in getattr(platform, "options", ()):
        assert option.name in said
    if oauth := getattr(platform, "oauth", None):
        assert all(scope in said for scope in oauth.scopes)
    if version := getattr(platform, "version", None):
        assert "".join(version.name.split()) in said
        assert str(version.ends or "withoutanend") in said
    shown = json.loads(run("platforms", "show", name, "--json")[1])
    assert ("oauth" in shown, "version" in shown) == (hasattr(platform, "oauth"), hasattr(platform, "version"))
    assert set(shown["rules"]) >= {"text", "parts", "images", "videos", "markup", "source"}


def test_what_files_and_captions_may_be_is_told_in_words(run: Run) -> None:
    _, out, _ = run("platforms", "show", "instagram")
    assert "width to height 0.8 to 1.91" in out
    assert "each at a public address" in out
    assert "3 to 900 seconds" in out


def test_a_text_that_fits(run: Run) -> None:
    text = "Siaga #Banjir, kata @bmkg@sosial.go.id: https://bmkg.go.id/peta-yang-panjang-sekali"
    code, out, err = run("platforms", "check", "mastodon", text, "--json")
    found = json.loads(out)
    (part,) = found["parts"]
    assert (code, err, found["type"], found["platform"], found["fits"]) == (0, "", "measured", "mastodon", True)
    assert (part["length"], part["limit"]) == (50, 500)
    assert part["links"] == ["https://bmkg.go.id/peta-yang-panjang-sekali"]
    assert (part["mentions"], part["hashtags"]) == (["@bmkg@sosial.go.id"], ["#Banjir"])


def test_a_text_that_is_too_long_is_cut_by_nobody(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "teks.txt"
    file.write_text("Air naik cepat di hulu. " * 20, "utf-8")
    code, out, _ = run("platforms", "check", "bluesky", "--file", str(file), "--json")
    found = json.loads(out)
    shorten, thread = found["proposals"]
    assert code == 1
    assert [finding["code"] for finding in found["findings"]] == ["text.too-long"]
    assert (shorten["kind"], shorten["by"]) == ("shorten", found["parts"][0]["length"] - 300)
    assert thread["kind"] == "thread"
    assert " ".join(thread["parts"]) == file.read_text("utf-8").strip()
    code, out, _ = run("platforms", "check", "bluesky", "--file", str(file))
    assert (code, "thread of 2 parts" in out, "---" in out) == (1, True, True)


def test_what_one_word_too_long_or_a_platform_without_threads_needs(run: Run) -> None:
    found = json.loads(run("platforms", "check", "bluesky", "a" * 301, "--json")[1])
    assert [proposal["kind"] for proposal in found["proposals"]] == ["shorten"]
    found = json.loads(run("platforms", "check", "instagram", "a " * 1200, "--json")[1])
    assert [proposal["kind"] for proposal in found["proposals"]] == ["shorten"]
    assert {finding["code"] for finding in found["findings"]} == {"text.too-long", "media.missing"}


def test_x_counts_links_as_x_takes_them(run: Run) -> None:
    (part,) = json.loads(run("platforms", "check", "x", "Lihat bmkg.go.id", "--json")[1])["parts"]
    assert (part["length"], part["links"]) == (29, ["bmkg.go.id"])


def test_lines_are_answered_one_by_one(run: Run) -> None:
    lines = [
        {"text": "Siaga"},
        {"text": "a " * 200, "title": "Judul"},
        {"text": "Peta", "media": [{"file": "a.png", "alt": "Peta", "width": 9, "size": 3_000_000}]},
    ]
    stdin = "\n".join(json.dumps(line) for line in lines).encode()
    code, out, _ = run("platforms", "check", "bluesky", "--json", stdin=stdin)
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(answer["line"], answer["fits"]) for answer in answers] == [(1, True), (2, False), (3, False)]
    assert answers[2]["findings"][0]["code"] == "media.too-large"
    code, out, _ = run("platforms", "check", "bluesky", stdin=b'{"text": "Siaga"}\n{"text": ""}\n')
    assert code == 1
    assert out.splitlines()[:2] == ["1: fits (5/300)", "2: does not fit (0/300)"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"[]", "no JSON object"),
        (b"{", "no JSON object"),
        (b'{"text": 7}', "no text"),
        (b'{"text": "a", "title": 7}', "no text"),
        (b'{"text": "a", "media": "b.png"}', "no list of tables"),
        (b'{"text": "\\ud800"}', "half a character"),
        (b'{"text": "\xff"}', "no UTF-8"),
        (b'{"text": "a", "media": [{"file": "b.png"}]}', "alt"),
        (b'{"text": "' + b"a" * 1_000_001, "longer than"),
    ],
)
def test_the_first_wrong_line_ends_it(run: Run, line: bytes, what: str) -> None:
    code, out, err = run("platforms", "check", "bluesky", stdin=b'{"text": "Siaga"}\n' + line + b"\n")
    assert (code, out) == (2, "1: fits (5/300)\n")
    assert what in err
    assert "line 2" in err


class _Endless(io.RawIOBase):
    """Many lines that nobody holds."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        return next(self._lines, b"")


def test_memory_stays_the_same_however_many_lines() -> None:
    line = b'{"text": "' + b"a" * 1_000 + b'"}\n'
    stream = _Endless(line for _ in range(20_000))
    tracemalloc.start()
    count = len([None for _ in text_lines(cast("BinaryIO", stream))])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 200_000


def test_a_text_and_a_file_at_once_are_one_too_many(run: Run, tmp_path: Path) -> None:
    assert run("platforms", "check", "x", "a", "--file", str(tmp_path / "b.txt"))[0] == 2
    assert run("platforms", "check", "x", "--file", str(tmp_path / "b.txt"))[0] == 5
    (tmp_path / "b.txt").write_bytes(b"\xff")
    assert run("platforms", "check", "x", "--file", str(tmp_path / "b.txt"))[0] == 2
    assert run("platforms", "check", "x", "-", stdin=b"Siaga")[0] == 0
    assert run("platforms", "check", "tidak-ada", "a")[0] == 4


INSTANCE = {"configuration": {"statuses": {"max_characters": 11_000, "characters_reserved_per_url": 30}}}


def _answer(request: httpx.Request) -> httpx.Response:
    assert request.url.path == "/api/v2/instance"
    return httpx.Response(200, json=INSTANCE)


def _asking() -> Client:
    return Client(transport=httpx.MockTransport(_answer), clock=lambda: MORNING)


ACCOUNT = with_account("mastodon", server="https://sosial.example.go.id", credential="env:TOKEN")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A workspace with an account on a server that takes more than others."""
    monkeypatch.setenv("TOKEN", "token-uji")
    return Office(tmp_path, client=_asking)


def test_an_accounts_own_limits_are_asked_for(office: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with office.found(ACCOUNT) as workspace:
        assert workspace.accounts.limits("kanal").text.limit == 11_000
        assert workspace.accounts.limits("situs").title == 200
        with pytest.raises(NotFound):
            workspace.accounts.limits("tidak-ada")
    monkeypatch.setattr("govpr.workspace.sync.Client", lambda **_: _asking())
    about = ("--account", "kanal", "--workspace", str(office.folder / "kantor"), "--json")
    found = json.loads(run("platforms", "check", "mastodon", "a" * 600, *about)[1])
    assert (found["fits"], found["parts"][0]["limit"]) == (True, 11_000)
    code, _, err = run("platforms", "check", "bluesky", "a", *about)
    assert (code, "check mastodon instead" in err) == (2, True)


def test_a_plan_goes_by_what_the_server_said(office: Office) -> None:
    long = (
        for_account().replace("Mulai pekan ini", "Mulai pekan ini " * 40).replace("Sulit datang", "Sulit datang " * 60)
    )
    with office.found(ACCOUNT) as workspace:
        before = {one.code for one in workspace.plan(office.campaign(workspace, long)).findings}
        workspace.accounts.limits("kanal")
        after = {one.code for one in workspace.plan("layanan").findings}
        assert ("text.too-long" in before, "text.too-long" in after) == (True, False)
        file = office.folder / "kantor" / "limits" / "kanal.json"
        for odd in ("{", "[]", file.read_text("utf-8").replace("sosial.example", "lain.example")):
            file.write_text(odd, "utf-8")  # damaged, or of another server: as if nobody had asked
            assert "text.too-long" in {one.code for one in workspace.plan("layanan").findings}


@pytest.mark.anyio
async def test_awaited_they_are_the_same(office: Office) -> None:
    office.found(ACCOUNT).close()
    client = AsyncClient(transport=httpx.MockTransport(_answer), clock=lambda: MORNING)
    async with await AsyncWorkspace.open(office.folder / "kantor", client=client) as workspace:
        assert (await workspace.accounts.limits("kanal")).text.link == 30
        assert (await workspace.accounts.limits("situs")).title == 200


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
