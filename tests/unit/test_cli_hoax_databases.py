"""`govpr hoax databases`, `search` and `sync`: what scripts can rely on."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.hoax_sources import Listed, Remote, body_of, client, desk, fact

from govpr.cli import main
from govpr.http.calls import Call, Reply
from govpr.testing import answer
from govpr.workspace import Workspace

CLAIM = "Bantuan sosial Rp600 ribu cair hari ini lewat tautan pendaftaran"
SETTINGS = (
    '\n[databases.cek]\nkind = "listed"\nurl = "https://cek.example"\n'
    '\n[databases.lain]\nkind = "listed"\nurl = "https://lain.example"\n'
)


class Shell:
    """The command line before two services; `lain` is down when told so."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys, self.remote, self.down = folder, capsys, Remote(), False
        self.found = [fact("c1", CLAIM)]

    def serve(self, call: Call) -> Reply:
        if "lain." in call.url:
            return answer(None, 403) if self.down else answer(body_of([]))
        return answer(body_of(self.found)) if "/search" in call.url else self.remote.send(call)

    def run(self, *words: str) -> tuple[int, str, str]:
        code = main(["hoax", *words, "--workspace", str(self.folder)])
        out, err = self.capsys.readouterr()
        return code, out, err

    def json(self, *words: str) -> tuple[int, Any]:
        code, out, _ = self.run(*words, "--json")
        return code, json.loads(out)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """An adapter that was passed in, and a network of two services."""
    made = Shell(desk(tmp_path, SETTINGS), capsys)
    real = Workspace.open

    def opened(folder: Path) -> Workspace:
        return real(folder, databases={"listed": Listed()}, client=client(made.serve))

    monkeypatch.setattr(Workspace, "open", opened)
    return made


def test_a_repeated_claim_needs_a_person(shell: Shell) -> None:
    code, told = shell.json("search", CLAIM)
    assert (code, told["decision"]) == (1, "same")
    (one,) = told["results"]
    assert (one["factcheck"]["cid"], one["databases"], one["factcheck"]["licence"]) == ("c1", ["cek"], "CC BY-SA 4.0")
    code, out, _ = shell.run("search", CLAIM)
    assert (code, "repeats a checked claim" in out, "Sumber: contoh" in out) == (1, True, True)


def test_nothing_found_is_no_verdict(shell: Shell) -> None:
    shell.found = []
    code, out, _ = shell.run("search", CLAIM)
    assert code == 0
    assert "no fact-check found; that does not make it true" in out


def test_a_silent_database_needs_a_person_even_where_nothing_is_found(shell: Shell) -> None:
    shell.found, shell.down = [], True
    code, told = shell.json("search", CLAIM)
    assert (code, told["decision"]) == (1, "nothing")
    assert [one["database"] for one in told["answers"] if one["problem"]] == ["lain"]
    assert "nothing is known yet" in told["told"]


def test_where_nobody_answers_the_command_fails(shell: Shell) -> None:
    shell.down = True
    code, out, err = shell.run("search", CLAIM, "--database", "lain", "--json")
    assert (code, out) == (5, "")
    assert json.loads(err)["type"] == "urn:govpr:error:no-answer"


def test_a_search_is_about_a_text_or_a_picture(shell: Shell) -> None:
    for words in ((), (CLAIM, "--picture", "https://hoaks.example/a.jpg")):
        assert shell.run("search", *words)[0] == 2
    code, _, err = shell.run("search", "--picture", "https://hoaks.example/a.jpg")
    assert "cannot be asked about pictures" in err
    assert code == 2


def test_what_is_only_read_through_is_told_once_and_needs_nobody(shell: Shell, tmp_path: Path) -> None:
    settings = tmp_path / "govpr.toml"
    off = 'url = "https://lain.example"\noptions = { search = "off" }'
    settings.write_text(settings.read_text("utf-8").replace('url = "https://lain.example"', off), encoding="utf-8")
    shell.found, shell.down = [], True
    code, out, _ = shell.run("search", CLAIM)
    assert (code, out.count("lain is only read through")) == (0, 1)
    code, told = shell.json("search", CLAIM)
    assert ([one["database"] for one in told["unasked"]], [one["database"] for one in told["answers"]]) == (
        ["lain"],
        ["cek"],
    )
    code, told = shell.json("databases", "--check")
    assert (code, [(one["name"], one["reachable"]) for one in told["checks"]]) == (0, [("cek", True), ("lain", None)])


def test_an_unknown_database_is_named_with_those_that_there_are(shell: Shell) -> None:
    code, _, err = shell.run("search", CLAIM, "--database", "tiga")
    assert (code, "known: cek, lain" in err) == (4, True)


def test_reading_through_and_listing(shell: Shell) -> None:
    for number in range(5):
        shell.remote.publish(date(2026, 11, number + 1), fact(f"c{number}", f"Kabar nomor {number}"))
    code, told = shell.json("sync", "cek")
    assert (code, [(one["database"], one["added"]) for one in told["synced"]]) == (0, [("cek", 5)])
    code, told = shell.json("databases")
    assert (code, [(one["name"], one["entries"]) for one in told["databases"]]) == (0, [("cek", 5), ("lain", 0)])
    assert "checks" not in told
    assert shell.json("count")[1]["factchecks"] == 5


def test_a_reading_that_is_broken_off_needs_a_person(shell: Shell) -> None:
    shell.down = True
    code, out, _ = shell.run("sync")
    assert (code, "it answered with status 403" in out) == (1, True)


def test_check_asks_each_and_says_who_is_away(shell: Shell) -> None:
    shell.down = True
    code, told = shell.json("databases", "--check")
    assert (code, [(one["name"], one["reachable"]) for one in told["checks"]]) == (1, [("cek", True), ("lain", False)])


def test_without_databases_the_way_to_name_one_is_told(shell: Shell, tmp_path: Path) -> None:
    settings = tmp_path / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace(SETTINGS, ""), encoding="utf-8")
    code, _, err = shell.run("search", CLAIM)
    assert (code, "[databases.NAME]" in err) == (4, True)
    assert shell.run("databases")[0] == 0
